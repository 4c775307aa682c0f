"""Builds both books: sources, assets, Jupyter Book, and what lies beside the pages."""

import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from ..course.build import build_notebooks
from ..course.check import check
from ..course.source import LANGUAGES, Module, SourceError, find_root, read_modules, read_text
from ..course.storage import write_text
from . import assets
from .sources import write_sources
from .words import HARD_CODED

WARNING = re.compile(
    r"^(?P<path>[^:\n]+?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<message>.+)"
)
QUOTED = re.compile(r"(?:not found|not in glossary): '(?P<target>[^']+)'")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
FRONT_DOOR = Path(__file__).with_name("templates") / "index.html"
NOT_SERVED = ("_static/scripts/fontawesome.js", "_static/vendor/fontawesome")


def run(out: Path | None = None) -> int:
    """Checks the sources, builds both books, and says where they are; returns the exit code."""
    root = find_root()
    if problems := check(root):
        for found in problems:
            print(f"aulac: {found}", file=sys.stderr)
        return 1
    site = build_book(root, out or root / "build" / "book")
    print(f"\nThe book is ready: open {site / 'index.html'} in a browser.")
    return 0


def build_book(root: Path, out: Path) -> Path:
    """Builds the Vietnamese and the English book below `out`; returns the site's folder.

    Nothing is executed: pages show the golden runs. Raises SourceError, which names the file and
    line of the first problem; the others are printed.
    """
    modules, site = read_modules(root), out / "html"
    packages = assets.fetch(root, root / "build" / "npm")
    for lang in LANGUAGES:
        print(f"{lang}: writing the pages, running Jupyter Book ...", end=" ", flush=True)
        started, tree = time.monotonic(), out / "sources" / lang
        sources = write_sources(root, modules, lang, tree)
        assets.serve(root, packages, tree / "assets" / "vendor")
        pages = run_jupyter_book(tree, out / lang, sources)
        finish(pages, packages, lang)
        replace_folder(pages, site / lang)
        print(f"{time.monotonic() - started:.0f} s", flush=True)
    write_downloads(site, modules)
    write_text(site / "index.html", FRONT_DOOR.read_text(encoding="utf-8"))
    return site


def run_jupyter_book(tree: Path, out: Path, sources: dict[str, Path]) -> Path:
    """Runs Jupyter Book, every warning an error; returns the folder of the pages."""
    shutil.rmtree(out, ignore_errors=True)
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", tree, "--path-output", out]
    done = subprocess.run(
        [*command, "-W", "--keep-going", "-q"],
        env=os.environ | {"PYTHONUTF8": "1", "TERM": "dumb", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    output = ESCAPES.sub("", done.stdout)
    problems = [
        problem(found, tree, sources) for found in map(WARNING.match, output.splitlines()) if found
    ]
    if problems:
        for other in problems[1:]:
            print(f"aulac: {other}", file=sys.stderr)
        raise problems[0]
    if done.returncode:
        raise SourceError(tree, "Jupyter Book failed:\n" + "\n".join(output.splitlines()[-15:]))
    return out / "_build" / "html"


def problem(found: re.Match, tree: Path, sources: dict[str, Path]) -> SourceError:
    """A warning of Sphinx, told at the line of the source that the page was made from."""
    path = Path(found["path"])
    name = path.relative_to(tree).as_posix() if path.is_relative_to(tree) else found["path"]
    line = int(found["line"]) if found["line"] else None
    if name in sources and line:
        line = exact_line(sources[name], line, found["message"])
    return SourceError(sources.get(name, path), found["message"], line)


def exact_line(path: Path, line: int, message: str) -> int:
    """The line nearest to a paragraph's first that holds what the message quotes."""
    quoted = QUOTED.search(message)
    target = quoted["target"].replace(".ipynb", ".md") if quoted else None
    lines = enumerate(read_text(path).splitlines(), start=1)
    places = [number for number, text in lines if target and target in text]
    return min(places, key=lambda number: abs(number - line), default=line)


def finish(pages: Path, packages: dict[str, Path], lang: str) -> None:
    """Draws the icons that the pages use, translates what the theme cannot, drops dead weight."""
    icons = assets.icons_in((pages / "_static" / "book.css").read_text(encoding="utf-8"))
    for path in pages.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        icons |= assets.icons_in(html)
        for english, word in HARD_CODED[lang].items():
            html = html.replace(f'="{english}"', f'="{word}"')
        write_text(path, html)
    style = assets.icon_style(icons, packages["@fortawesome/fontawesome-free"])
    write_text(pages / "_static" / "icons.css", style)
    theme = pages / "_static" / "styles" / "pydata-sphinx-theme.css"
    write_text(theme, assets.without_icon_fonts(theme.read_text(encoding="utf-8")))
    for path in [*(pages / name for name in NOT_SERVED), *pages.rglob("*.map")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def replace_folder(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def write_downloads(site: Path, modules: list[Module]) -> None:
    """Puts the learner's notebooks beside the pages: each lesson, and each module as one zip."""
    for lang in LANGUAGES:
        folder = site / lang / "notebooks"
        build_notebooks(site / ".notebooks", modules)
        shutil.copytree(site / ".notebooks" / lang, folder, dirs_exist_ok=True)
        for module in modules:
            write_zip(folder / module.name)
    shutil.rmtree(site / ".notebooks")


def write_zip(folder: Path) -> None:
    """Packs a folder into a zip beside it, the same bytes for the same files."""
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix())
            info.external_attr = 0o644 << 16  # else some programs unpack files nobody may read
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
