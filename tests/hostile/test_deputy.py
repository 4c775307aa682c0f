"""Tests that act on a learner's values: open the path, run the text, remove the file.

What such a test does, it does where it can do no harm, and a learner's text that runs as code
decides nothing but a test that is labelled weaker.
"""

import json
from dataclasses import dataclass

import pytest
from handmade import Course, answered, clean, document, hidden, solution, test

from graders.assignment import read_assignment
from graders.calibrate import calibrate
from graders.feedback import learner_view
from graders.grade import grade
from graders.limits import Limits
from graders.report import Report
from graders.submission import Submission

SECRET = "CANARY-DEPUTY-58c2"
LIMITS = Limits(cell_seconds=3, notebook_seconds=15, memory_mb=512)
OWN = "import os\nopen('@HERE@/owned', 'w').write('owned')\n"
CODE = "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'] and "
CODE += "open('@HERE@/owned', 'w').write('owned') and {value}"


# Run in the examiner, it would make every later call of the learner's give 5.
FORGES_LATER = (
    "(setattr(__import__('graders.link', fromlist='x').Link, 'call', lambda *a: 5), int)[1]"
)


@dataclass(frozen=True)
class Deputy:
    """A test cell, the solution of its task, and an answer that abuses it."""

    test: str
    solution: str
    answer: str


DEPUTIES = {
    "opens_a_path": Deputy(
        "assert open(save()).read() == 'hi', open(save()).read()",
        "def save():\n    open('o.txt', 'w').write('hi')\n    return 'o.txt'",
        "def save(): return '@HERE@/secret'",
    ),
    "opens_a_path_above": Deputy(
        "got = open(save()).read()\nassert got == 'hi'",
        "def save():\n    open('o.txt', 'w').write('hi')\n    return 'o.txt'",
        "def save(): return '../' * 12 + '@HERE@/secret'",
    ),
    "removes_a_path": Deputy(
        "import os\nplace = save()\nassert os.path.exists(place)\nos.remove(place)",
        "def save():\n    open('o.txt', 'w').write('hi')\n    return 'o.txt'",
        "def save(): return '@HERE@/keep'",
    ),
    "removes_a_folder": Deputy(
        "import os, shutil\nassert os.path.isdir(folder)\nshutil.rmtree(folder)",
        """
            import os
            folder = 'out'
            os.makedirs(folder, exist_ok=True)
            open('out/x', 'w').write('x')
        """,
        "folder = '@HERE@/folder'",
    ),
    "writes_a_path": Deputy(
        "with open(name, 'w') as file:\n    file.write('x')\nassert read() == 'x'",
        "name = 'n.txt'\ndef read(): return open(name).read()",
        "name = '@HERE@/keep'\ndef read(): return 'x'",
    ),
    "lists_a_path": Deputy(
        "import os\nassert os.listdir(folder) == ['x'], os.listdir(folder)",
        """
            import os
            folder = 'out'
            os.makedirs(folder, exist_ok=True)
            open('out/x', 'w').write('x')
        """,
        "folder = '@HERE@'",
    ),
    "reads_a_table": Deputy(
        """
            import pandas as pd
            got = list(pd.read_csv(table, header=None)[0])
            assert got == ['a'], got
        """,
        "table = 't.csv'\nopen(table, 'w').write('a\\n')",
        "table = '@HERE@/secret'",
    ),
    "evaluates_a_text": Deputy(
        "assert eval(text) == 7",
        "text = '3 + 4'",
        f"text = {CODE.format(value=7)!r}",
    ),
    "executes_a_text": Deputy(
        "names = {}\nexec(text, names)\nassert names['f'](2) == 4",
        "text = 'def f(x): return 2 * x'",
        f"text = {(OWN + 'f = lambda x: 4')!r}",
    ),
    "compiles_a_text": Deputy(
        "names = {}\nexec(compile(text, 'text', 'exec'), names)\nassert names['x'] == 4",
        "text = 'x = 4'",
        f"text = {(OWN + 'x = 4')!r}",
    ),
    "sympifies_a_text": Deputy(
        "import sympy\nassert sympy.sympify(text).subs('x', 2) == 4",
        "text = '2*x'",
        'text = \'__import__("os").system("touch @HERE@/owned") + 4\'',
    ),
    "queries_a_table": Deputy(
        """
            import pandas as pd
            frame = pd.DataFrame({'a': [1, 2]})
            assert len(frame.query(text)) == 1
        """,
        "text = 'a > 1'",
        "text = '@pd.io.common.os.system(\"touch @HERE@/owned\") == 0 and a > 1'",
    ),
    "asks_for_type_hints": Deputy(
        "import typing\nassert typing.get_type_hints(half) == {'n': int, 'return': float}",
        "def half(n: int) -> float: return n / 2",
        f"""
            def half(n): pass
            half.__annotations__ = {{'n': {FORGES_LATER!r}, 'return': float}}
        """,
    ),
    "queries_with_objects": Deputy(
        "import pandas as pd\nassert len(pd.DataFrame({'a': [1, 2]}).query(text)) == 1",
        "text = 'a > 1'",
        """
            modules = '@pd.io.common.sys.modules.get'
            text = f'a > {modules}("builtins").len([{modules}("graders.guard").__dict__'
            text += f'.update(armed=0), {modules}("builtins").eval({FORGES_LATER!r})]) - 1'
        """.replace("FORGES_LATER!r", repr(repr(FORGES_LATER))),
    ),
    "runs_a_file": Deputy(
        """
            import subprocess, sys
            out = subprocess.check_output([sys.executable, 'p.py'], text=True)
            assert out == 'hi\\n'
        """,
        "open('p.py', 'w').write(\"print('hi')\")",
        f"open('p.py', 'w').write({(OWN + 'print(chr(104) + chr(105))')!r})",
    ),
    "runs_a_command": Deputy(
        "import os\nassert os.system(command) == 0",
        "command = 'true'",
        "command = 'touch @HERE@/owned'",
    ),
    "imports_a_file": Deputy(
        "import importlib.util\nspec = importlib.util.spec_from_file_location('p', 'p.py')\n"
        "p = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(p)\nassert p.f() == 1",
        "open('p.py', 'w').write('def f(): return 1')",
        f"open('p.py', 'w').write({(OWN + 'f = lambda: 1')!r})",
    ),
    "runs_a_path": Deputy(
        "import runpy\nassert runpy.run_path('p.py')['x'] == 1",
        "open('p.py', 'w').write('x = 1')",
        f"open('p.py', 'w').write({(OWN + 'x = 1')!r})",
    ),
    "unpickles_a_file": Deputy(
        "import pickle\nassert pickle.load(open('p.pkl', 'rb')) == [1]",
        "import pickle\npickle.dump([1], open('p.pkl', 'wb'))",
        "import pickle\nclass Run:\n    def __reduce__(self): return open, ('@HERE@/owned', 'w')\n"
        "pickle.dump(Run(), open('p.pkl', 'wb'))",
    ),
    "loads_an_array": Deputy(
        "import numpy as np\nassert np.load('p.npy', allow_pickle=True)[0] == 1",
        "import numpy as np\nnp.save('p.npy', np.array([1], object))",
        """
            import numpy as np
            class Run:
                def __reduce__(self): return open, ('@HERE@/owned', 'w')
            np.save('p.npy', np.array([Run()], object), allow_pickle=True)
        """,
    ),
    "formats_a_text": Deputy(
        "assert text.format(name='An') == 'Xin chao An', text.format(name='An')",
        "text = 'Xin chao {name}'",
        "text = '{name.__class__.__mro__[1].__subclasses__}{name:>999999999}'",
    ),
    "matches_a_pattern": Deputy(
        "import re\nassert re.fullmatch(pattern, 'a' * 40 + 'b')",
        "pattern = 'a+b'",
        "pattern = '(a+)+c'",
    ),
    "takes_an_attribute": Deputy(
        "import math, os\nassert getattr(math, name)(4) == 2",
        "name = 'sqrt'",
        "name = '__loader__'",
    ),
    "imports_a_name": Deputy(
        "import importlib\nassert importlib.import_module(name).sqrt(4) == 2",
        "name = 'math'\nopen('evil.py', 'w').write('')",
        f"name = 'evil'\nopen('evil.py', 'w').write({(OWN + 'sqrt = lambda x: 2')!r})",
    ),
}


@pytest.fixture(scope="module", params=DEPUTIES)
def case(request, tmp_path_factory):
    """(report of the abuse, report of the solution, the folder that is not the learner's)."""
    deputy, top = DEPUTIES[request.param], tmp_path_factory.mktemp("deputy")
    here = top / "here"
    (here / "folder").mkdir(parents=True)
    for name in ("secret", "keep", "folder/x"):
        (here / name).write_text(SECRET)
    cells = [
        solution("task", f"### BEGIN SOLUTION\n{clean(deputy.solution)}\n### END SOLUTION"),
        test("task-test", 1, deputy.test),
        solution("later", "### BEGIN SOLUTION\ndef later(): return 5\n### END SOLUTION"),
        test("task-later", 1, hidden(f"assert later() == 5, '{SECRET}'")),
    ]
    source = Course("deputy", tuple(cells)).write_source(top / "course")
    assignment = calibrate(read_assignment(source, limits=LIMITS))

    def graded(answers: dict) -> Report:
        content = json.dumps(document(answered(cells, answers))).encode()
        return grade(Submission("learner", {"deputy.ipynb": content}), assignment)

    abuse = {"task": deputy.answer.replace("@HERE@", str(here)), "later": "def later(): return 0"}
    return graded(abuse), graded({}), here


def test_nothing_outside_is_touched_or_told(case):
    report, _, here = case
    assert sorted(path.name for path in here.iterdir()) == ["folder", "keep", "secret"]
    assert [p.read_text() for p in map(here.joinpath, ("secret", "keep", "folder/x"))] == [
        SECRET
    ] * 3
    told = json.dumps([learner_view(report, "vi"), [r.got for r in report.results()]])
    assert SECRET not in told and "'keep'" not in told


def test_no_point_is_gained(case):
    report, _, _ = case
    first, later = report.results()
    assert (later.score, later.verdict) == (0, "failed")
    assert first.score == 0 or first.weaker


def test_the_solution_earns_its_points(case):
    _, report, _ = case
    assert [result.score for result in report.results()] == [1, 1]
