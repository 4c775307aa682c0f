"""Old addresses (63 provinces, three levels) and the communes of 1 July 2025 that follow them.

The data is that of the package vietnamadminunits (MIT): handy for learning, no substitute for the
official resolutions. Its own `convert_address` picks one commune where there are several, and may
ask a map service on the internet; here every candidate is returned and nothing leaves the machine.
"""

from vietnamadminunits import parse_address
from vietnamadminunits.converter.converter_2025 import (
    DICT_PROVINCE_WARD_DIVIDED,
    DICT_PROVINCE_WARD_NO_DIVIDED,
)
from vietnamadminunits.database import get_data


def _names() -> dict[tuple[str, str], str]:
    rows = get_data(["provinceKey", "wardKey", "ward", "province"])
    return {(r["provinceKey"], r["wardKey"]): f"{r['ward']}, {r['province']}" for r in rows}


def _successors() -> dict[str, list[str]]:
    """Return for each old commune (province_district_commune) the new ones, sorted."""
    names, found = _names(), {}
    for province, communes in DICT_PROVINCE_WARD_NO_DIVIDED.items():
        for new, olds in communes.items():
            for old in olds:
                found.setdefault(old, set()).add((province, new))
    for province, communes in DICT_PROVINCE_WARD_DIVIDED.items():
        for old, news in communes.items():
            found.setdefault(old, set()).update((province, n["newWardKey"]) for n in news)
    return {
        old: sorted(names[province, new] for province, new in news)
        for old, news in found.items()
    }


successors = _successors()


def old_address(text: str) -> str:
    """Return how the old address was understood, as far as it was: '' where not at all."""
    return parse_address(text, mode="LEGACY").get_address()


def new_communes(text: str) -> list[str]:
    """Return every new commune that an old address may lie in; [] if the commune is not clear."""
    old = parse_address(text, mode="LEGACY")
    return successors.get(f"{old.province_key}_{old.district_key}_{old.ward_key or ''}", [])
