"""Runs stock nbgrader over courses made by code: `python stock.py DIRECTORY...`.

One process grades all the courses it is given, so that starting nbgrader is paid once.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

CONFIG = """
c = get_config()
c.ExecutePreprocessor.timeout = c.Execute.timeout = 6
c.ExecutePreprocessor.iopub_timeout = c.Execute.iopub_timeout = 60
c.ExecutePreprocessor.startup_timeout = c.Execute.startup_timeout = 180
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\nraise NotImplementedError()"}
"""
SCORES = "stock_scores.json"


def prepare(directory: Path) -> None:
    (directory / "nbgrader_config.py").write_text(CONFIG)


def autograde(directories: list[Path], processes: int = 2) -> dict[Path, dict]:
    """{course directory: {learner: {"notebook/grade_id": score}}} by stock nbgrader."""
    shares = [[] for _ in range(min(processes, len(directories)))]
    for directory in sorted(directories, key=handed_in, reverse=True):
        min(shares, key=lambda share: sum(map(handed_in, share))).append(directory)
    bin_folder = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    running = [
        subprocess.Popen(
            [sys.executable, __file__, *map(str, share)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for share in shares
    ]
    for process in running:
        output, _ = process.communicate()
        assert process.returncode == 0, output[-3000:]
    return {d: json.loads((d / SCORES).read_text()) for d in directories}


def handed_in(directory: Path) -> int:
    return len(list((directory / "submitted").iterdir()))


def grade_here(directory: Path) -> None:
    """Generates, autogrades everybody, and writes the scores down."""
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI
    from traitlets.config.loader import PyFileConfigLoader

    os.chdir(directory)
    config = PyFileConfigLoader("nbgrader_config.py", str(directory)).load_config()
    config.CourseDirectory.root = str(directory)
    config.CourseDirectory.db_url = f"sqlite:///{directory}/gradebook.db"
    api = NbGraderAPI(config=config)
    name = next(path.name for path in sorted((directory / "source").iterdir()) if path.is_dir())
    made = api.generate_assignment(name, force=True)
    assert made["success"], made.get("log")
    found = {}
    for learner in sorted(path.name for path in (directory / "submitted").iterdir()):
        began = time.monotonic()
        graded = api.autograde(name, learner, force=True)
        if not graded["success"]:  # once more: a busy machine makes kernels late
            graded = api.autograde(name, learner, force=True)
        seconds = time.monotonic() - began
        if not graded["success"]:
            found[learner] = {"failed": graded.get("error") or graded.get("log", "")[-500:]}
            continue
        with Gradebook(config.CourseDirectory.db_url) as gradebook:
            submission = gradebook.find_submission(name, learner)
            found[learner] = {
                f"{notebook.name}/{grade.name}": grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.cell.cell_type == "code" and grade.auto_score is not None
            }
        print(f"{directory.name} {learner} {seconds:.1f} s", flush=True)
    (directory / SCORES).write_text(json.dumps(found))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        grade_here(Path(argument))
