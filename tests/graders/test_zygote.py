"""Zygotes: nothing flows between submissions, deaths are noticed and mended, nothing is left."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from exam import QUICK, check, exam, graded, hand_in, result, solution

from graders.grade import ZYGOTES, EngineError, environment, grade
from graders.plan import make_plan
from graders.submission import rebuild
from graders.zygotes import Job, Zygote, ZygoteError


@pytest.fixture
def zygote():
    started = Zygote((), None)
    yield started
    started.close()


def job(assignment, answers=None) -> Job:
    (notebook,) = assignment.notebooks
    steps = rebuild(hand_in(assignment, answers), notebook)
    return Job(notebook, make_plan(notebook), steps, assignment.limits, seed=5)


EASY = exam(solution("x = 1"), check("assert x == 1"))
SLOW = exam(
    solution("import time\ndef f(): time.sleep(60)"),
    check("f()"),
    limits=QUICK.from_dict({"cell_seconds": 20.0}),
)


def test_nothing_flows_from_one_submission_to_the_next():
    leave = (
        "import builtins, os, random, sys, tempfile\nbuiltins.left = 1\nsys.left = 1\n"
        "random.seed(1)\nos.environ['LEFT'] = '1'\nopen('left', 'w').write('1')\n"
        "open(tempfile.gettempdir() + '/left', 'w').write('1')\nx = 1"
    )
    look = (
        "import builtins, os, sys, tempfile\n"
        "x = [hasattr(builtins, 'left'), hasattr(sys, 'left'), 'LEFT' in os.environ,\n"
        "     os.path.exists('left'), os.path.exists(tempfile.gettempdir() + '/left')]"
    )
    assignment = exam(solution("x = [False] * 5"), check("assert x == [False] * 5"))
    assert result(graded(assignment, {"task": leave})).verdict == "failed"
    assert result(graded(assignment, {"task": look})).verdict == "passed"


def test_seeds_are_the_same_for_everybody_and_recorded():
    assignment = exam(
        solution("import random\nimport numpy as np\nx = random.random(), np.random.rand()"),
        check("print(x)"),
    )
    reports = [graded(assignment) for _ in range(2)]
    outputs = [r.notebooks[0].document["cells"][1]["outputs"] for r in reports]
    assert outputs[0] == outputs[1]
    assert reports[0].notebooks[0].seed == reports[1].notebooks[0].seed > 0


def test_many_at_once_do_not_disturb_each_other():
    assignment = exam(solution("x = 1"), check("assert x == 5"))
    answers = [{"task": f"x = {number}"} for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        reports = list(pool.map(lambda answer: graded(assignment, answer), answers))
    assert [r.score for r in reports] == [1.0 if n == 5 else 0.0 for n in range(12)]


def test_a_dead_zygote_is_an_engine_error_and_the_next_try_works():
    graded(EASY)
    zygote = ZYGOTES.get(environment(EASY), None)
    os.kill(zygote.process.pid, signal.SIGKILL)
    zygote.process.wait()
    assert graded(EASY).score == 1.0


def test_a_zygote_that_dies_meanwhile_takes_everything_with_it(zygote):
    failures = []

    def run():
        with pytest.raises(ZygoteError) as failure:
            zygote.examine(job(SLOW))
        failures.append(failure)

    running = threading.Thread(target=run)
    running.start()
    family = wait_for_family(zygote, 3)
    zygote.process.kill()
    running.join(20)
    assert failures
    assert psutil.wait_procs(family, 10)[1] == []


def test_an_examiner_that_dies_is_noticed_and_the_zygote_goes_on(zygote):
    wait_for_family(zygote, 1)
    (examiner,) = psutil.Process(zygote.process.pid).children()  # the one that is kept ready
    running = ThreadPoolExecutor(1).submit(zygote.examine, job(SLOW))
    wait_for_family(zygote, 3)
    examiner.kill()
    with pytest.raises(ZygoteError):
        running.result(20)
    assert zygote.examine(job(EASY))["results"][0]["verdict"] == "passed"


def test_nothing_is_left_when_the_owner_ends(zygote):
    zygote.examine(job(EASY))
    family = [psutil.Process(zygote.process.pid), *children(zygote)]
    folder = Path(zygote.folder)
    assert folder.is_dir()
    zygote.close()
    assert psutil.wait_procs(family, 10)[1] == []
    assert not folder.exists()


def test_a_killed_owner_leaves_nothing(tmp_path):
    code = (
        "import sys, time\nfrom graders.zygotes import Zygote\n"
        "z = Zygote((), None)\nprint(z.process.pid, z.folder, flush=True)\n"
        "time.sleep(60)"
    )
    owner = psutil.Popen([os.sys.executable, "-c", code], stdout=-1, text=True, cwd=tmp_path)
    pid, folder = owner.stdout.readline().split()
    zygote = psutil.Process(int(pid))
    family = [zygote, *zygote.children(recursive=True)]
    owner.kill()
    owner.wait()
    assert psutil.wait_procs(family, 10)[1] == []
    assert not Path(folder).exists()


def test_the_owner_has_no_more_descriptors_and_children_than_before():
    graded(EASY)
    fds, own = psutil.Process().num_fds(), len(psutil.Process().children())
    for _ in range(5):
        graded(EASY)
    assert psutil.Process().num_fds() <= fds
    assert len(psutil.Process().children()) == own


def test_an_environment_holds_what_the_assignment_imports_and_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    assignment = exam(
        solution("import json.decoder\nfrom statistics import mean\nimport mine"),
        check("import os\nprint(os.environ)"),
        files={"mine.py": b""},
    )
    assert environment(assignment) == ("json.decoder", "os", "statistics")
    shown = graded(assignment).notebooks[0].document["cells"][1]["outputs"]
    assert "canary" not in str(shown) and "PATH" in str(shown)


def test_a_level_this_machine_cannot_give_is_refused_with_a_mend(monkeypatch):
    def refuse(*_):
        raise ZygoteError("- Hãy bật user namespaces.\n  Enable user namespaces.")

    monkeypatch.setattr(ZYGOTES, "get", refuse)
    with pytest.raises(EngineError, match="Enable user namespaces"):
        graded(EASY)


def test_a_forced_level_is_in_the_record():
    report = grade(hand_in(EASY), EASY, "none")
    assert (report.score, report.level) == (1.0, "none")
    assert report.key != graded(EASY).key


def children(zygote: Zygote) -> list[psutil.Process]:
    return psutil.Process(zygote.process.pid).children(recursive=True)


def wait_for_family(zygote: Zygote, count: int) -> list[psutil.Process]:
    """The zygote's processes, as soon as there are so many."""
    for _ in range(200):
        if len(family := children(zygote)) >= count:
            return family
        time.sleep(0.05)
    raise AssertionError("no such processes")
