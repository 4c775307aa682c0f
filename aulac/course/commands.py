"""What `aulac build` and `aulac course` do and print; each returns an exit code."""

import sys
from pathlib import Path

from . import golden, stats
from .build import build_assignments, build_notebooks, build_runs, write_course
from .check import check
from .source import SourceError, find_root, read_modules
from .stamp import stamp


def check_sources() -> int:
    """Prints every problem of the sources; 1 when there is any."""
    root = find_root()
    problems = check(root)
    for problem in problems:
        print(problem, file=sys.stderr)
    modules = len(list(root.glob("notebooks/*/module.yml")))
    print(f"{modules} module(s) checked: {len(problems) or 'no'} problem(s)")
    return 1 if problems else 0


def print_stats() -> int:
    print(stats.table(read_modules(find_root())))
    return 0


def record_golden(everything: bool) -> int:
    """Executes the lessons whose golden run is out of step, or all of them."""
    for module in read_modules(find_root()):
        for lesson in module.lessons:
            name = f"{module.name}/{lesson}"
            if not everything and golden.out_of_step(module, lesson) is None:
                print(f"{name}: in step")
                continue
            print(f"{name}: executing ...", end=" ", flush=True)
            print(f"{golden.record(module, lesson):.1f} s")
    return 0


def stamp_sources(paths: list[Path]) -> int:
    for path in paths:
        print(f"{path}: {stamp(path)} translation(s) stamped")
    return 0


def build_everything(out: Path | None) -> int:
    """Writes learner notebooks, instructor notebooks and both languages of the golden runs."""
    root = find_root()
    out = out or root / "build"
    modules = read_modules(root)
    for folder, write in (
        ("notebooks", build_notebooks),
        ("assignments", build_assignments),
        ("runs", build_runs),
    ):
        written = write(out / folder, modules)
        print(f"{out / folder}: {len(written)} notebooks")
    return 0


def try_answers(names: list[str]) -> int:
    """Prints what the tests of each assignment catch; 1 when there is something to mend."""
    from graders.quality import table

    from .quality import try_module

    modules = read_modules(find_root())
    unknown = set(names) - {module.name for module in modules}
    if unknown:
        raise SourceError(find_root() / "notebooks", f"no module {', '.join(sorted(unknown))}")
    found = [(m, try_module(m)) for m in modules if not names or m.name in names]
    for module, quality in found:
        print(f"{module.name}\n", *table(quality), sep="\n")
    return 0 if all(quality.good for _, quality in found) else 1


def write_course_directory(directory: Path, lang: str) -> int:
    *assignments, config = write_course(directory, lang)
    for path in (*assignments, config):
        print(path)
    first = assignments[0].parent.name
    print(f"\nAn nbgrader course. Next: cd {directory} && nbgrader generate_assignment {first}")
    return 0
