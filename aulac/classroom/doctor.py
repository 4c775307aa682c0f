"""`aulac doctor`: looks at the machine, says what is wrong and how to mend it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from . import checks
from .checks import Check
from .language import sentence
from .state import State, running_at

COMMANDS = ("alembic", "jupyterhub-singleuser")
EXTRAS = ("classroom",)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def run(state: Path | None = None, port: int = 8000) -> int:
    """Print every check; return 1 when something has to be mended."""
    sys.stdout.reconfigure(errors="replace")
    broken = 0
    for check in examine(State.choose(state), port):
        print(f"{'✓' if check.ok else '·' if check.note else '✗'} {check.name}: {check.sentence}")
        if not check.ok:
            print(f"    → {check.mend}")
            broken += not check.note
    print(
        sentence(
            f"\nCần sửa {broken} chỗ." if broken else "\nMáy đã sẵn sàng cho lớp học.",
            f"\n{broken} to mend." if broken else "\nThis machine is ready for the classroom.",
        )
    )
    return 1 if broken else 0


def examine(state: State, port: int) -> Iterator[Check]:
    """Yield all checks, the ones that others build on first."""
    yield python()
    yield encoding()
    yield commands(Path(sys.executable).parent)
    installed = packages("aulac")
    yield installed
    yield sandbox()
    yield checks.folder(state)
    yield checks.disk(state)
    yield privacy(state)
    if installed.ok:
        yield from classroom(state, port)
    yield browser()


def python() -> Check:
    """A supported Python."""
    supported = SpecifierSet(metadata.metadata("aulac")["Requires-Python"])
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(
        "Python",
        version in supported,
        sentence(
            f"phiên bản {version} tại {sys.executable} (cần {supported}).",
            f"version {version} at {sys.executable} ({supported} is needed).",
        ),
        sentence(
            "Cài Python phù hợp, xóa thư mục .venv rồi chạy lại make setup.",
            "Install such a Python, delete the folder .venv, then run make setup again.",
        ),
    )


def encoding() -> Check:
    """Files and the terminal speak UTF-8."""
    name = sentence("Bảng mã", "Encoding")
    found = {sys.getfilesystemencoding().lower(), (sys.stdout.encoding or "").lower()}
    return Check(
        name,
        found == {"utf-8"},
        sentence(
            f"tệp và cửa sổ dòng lệnh dùng {', '.join(sorted(found))}.",
            f"files and the terminal use {', '.join(sorted(found))}.",
        ),
        sentence(
            "Đặt biến môi trường LANG=C.UTF-8 rồi mở lại cửa sổ dòng lệnh.",
            "Set the environment variable LANG=C.UTF-8 and open the terminal again.",
        ),
    )


def commands(folder: Path) -> Check:
    """The commands that JupyterHub and nbgrader call lie beside this Python and can be run."""
    missing = [name for name in COMMANDS if not os.access(folder / name, os.X_OK)]
    return Check(
        sentence("Lệnh cần có", "Commands"),
        not missing,
        sentence(
            f"thiếu {', '.join(missing)} trong {folder}." if missing else "đủ.",
            f"{', '.join(missing)} missing in {folder}." if missing else "all there.",
        ),
        sentence("Chạy lại make setup.", "Run make setup again."),
    )


def packages(distribution: str) -> Check:
    """Every package the classroom needs is here in a version that works."""
    wrong = [
        problem
        for line in metadata.requires(distribution) or []
        if (problem := _problem(Requirement(line)))
    ]
    found = "; ".join(wrong)
    return Check(
        sentence("Gói Python", "Packages"),
        not wrong,
        sentence(
            f"chưa đúng: {found}." if wrong else "đủ và đúng phiên bản.",
            f"not right: {found}." if wrong else "all there in the right versions.",
        ),
        sentence("Chạy lại make setup.", "Run make setup again."),
    )


def _problem(requirement: Requirement) -> str:
    marker = requirement.marker
    if marker and not any(marker.evaluate({"extra": extra}) for extra in ("", *EXTRAS)):
        return ""
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return sentence(f"thiếu {requirement.name}", f"{requirement.name} is missing")
    if requirement.specifier.contains(version, prereleases=True):
        return ""
    return sentence(
        f"{requirement.name} {version} (cần {requirement.specifier})",
        f"{requirement.name} {version} ({requirement.specifier} is needed)",
    )


def sandbox() -> Check:
    """Learners' code can be locked away while it is graded; tried for real, in another process."""
    command = [sys.executable, "-m", "graders.probe", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = {"level": None, "problems": [{"vi": done.stderr, "en": done.stderr}]}
    mends = [sentence(problem["vi"], problem["en"]) for problem in found["problems"]]
    return Check(
        sentence("Hộp cách ly để chấm bài", "Sandbox for grading"),
        found["level"] == "namespaces",
        sentence("dựng được.", "can be built.")
        if found["level"] == "namespaces"
        else sentence("chưa dựng được.", "cannot be built."),
        " ".join(mends),
    )


def privacy(state: State) -> Check:
    """Nobody else can read the state folder and the passwords in it."""
    paths = (state.root, state.accounts)
    open_ = [str(path) for path in paths if path.exists() and path.stat().st_mode & 0o077]
    return Check(
        sentence("Quyền riêng tư", "Privacy"),
        not open_,
        sentence(
            f"người khác đọc được {', '.join(open_)}."
            if open_
            else "chỉ bạn đọc được bài và sổ điểm.",
            f"others can read {', '.join(open_)}."
            if open_
            else "only you can read work and grades.",
        ),
        f"chmod go= {' '.join(open_)}",
    )


def classroom(state: State, port: int) -> Iterator[Check]:
    """The classroom is running, or nothing stands in the way of its start."""
    if url := running_at(state):
        yield Check(
            sentence("Lớp học", "Classroom"),
            True,
            sentence(f"đang chạy tại {url}", f"running at {url}"),
        )
        return
    yield leftovers(state)
    yield checks.port(port)


def leftovers(state: State) -> Check:
    """No process of an earlier run is left."""
    from . import processes

    left = ", ".join(str(process.pid) for process in processes.belonging_to(state))
    return Check(
        sentence("Tiến trình sót lại", "Left-over processes"),
        not left,
        sentence(
            f"còn {left} từ lần chạy trước." if left else "không có.",
            f"{left} from an earlier run." if left else "none.",
        ),
        sentence(
            "Chạy aulac classroom: lớp học tự dọn trước khi mở.",
            "Run aulac classroom: it clears them before it starts.",
        ),
    )


def browser() -> Check:
    """A browser for the end-to-end tests; learners do not need it."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    return Check(
        "Chromium",
        bool(found),
        found
        or sentence(
            "không thấy; chỉ cần khi chạy make test.", "not found; only make test needs it."
        ),
        sentence(
            "Trên Debian hay Ubuntu: sudo apt-get install chromium",
            "On Debian or Ubuntu: sudo apt-get install chromium",
        ),
        note=True,
    )
