"""The 3,321 communes of Vietnam since 1 July 2025, from the package vietnamadminunits (MIT)."""

from typing import NamedTuple

from vietnamadminunits.database import get_data


class Commune(NamedTuple):
    """A commune: its kind (Xã, Phường, Đặc khu), its name and its province."""

    kind: str
    name: str
    province: str


communes = sorted(
    Commune(row["wardType"], row["wardShort"], row["provinceShort"])
    for row in get_data(["wardType", "wardShort", "provinceShort"])
)
