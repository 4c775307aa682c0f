"""Whose name is it: the instructor's, the learner's, or Python's?"""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor

from exam import check, exam, free, given, solution

from graders import testcode
from graders.plan import make_plan, modules


def plan(*cells):
    return make_plan(exam(*cells).notebooks[0])


def test_what_a_solution_binds_is_the_learners_but_not_what_its_functions_bind():
    found = plan(
        solution(
            "import os.path as path\nfrom math import pi, tau as full\nclass A: inside = 1\n"
            "def f(parameter):\n local = 1\n global made\n made = 2\n"
            "x, (y, *z) = 1, (2, 3)\nfor i in []: pass\nwith open('') as file: pass\n"
            "[c for c in []]\nif (w := 1): pass"
        )
    )
    assert found.learner == {"A", "f", "made", "x", "y", "z", "i", "file", "w"}
    assert found.imports == {
        "path": ("os.path", ""),
        "pi": ("math", "pi"),
        "full": ("math", "tau"),
    }


def test_what_a_solution_changes_in_place_is_the_learners():
    found = plan(
        given("table = {}\nrows = []\nkept = []\nframe = None"),
        solution("table['a'] = 1\nrows.append(1)\nprint(kept)\nframe.drop('a', inplace=True)"),
    )
    assert found.learner == {"table", "rows", "frame"}


def test_tests_mirror_only_names_that_functions_of_the_solution_read():
    found = plan(
        given("RATE = 2\nOTHER = 3"),
        solution("def squares(n): return n * RATE\nexpected = 5", "one"),
        solution("def total(n): return squares(n)", "two"),
    )
    assert found.mirrored == {"squares", "RATE"}


def test_unmarked_cells_give_only_definitions_and_given_cells_all_that_is_ours():
    found = plan(
        free("import math\ndef helper(): pass\ndata = [1]"),
        given("limit = 3\nshown = answer + limit"),
        solution("answer = 1"),
    )
    assert [s.needs for s in found.definitions[0]] == [frozenset(), frozenset()]
    assert [s.needs for s in found.definitions[1]] == [frozenset(), {"answer", "limit"}]
    assert "data" in found.learner and "helper" not in found.learner


def test_a_test_with_a_syntax_error_is_planned_as_such():
    found = plan(solution("x = 1"), check("assert x ="), check("%time assert x == 1", "magic"))
    assert isinstance(found.tests["test"], str)
    assert found.magic == {"magic"}


def test_modules_are_those_of_all_cells():
    (notebook,) = exam(
        free("import numpy as np\n%matplotlib inline"),
        solution("def f():\n import json.decoder"),
        check("from pandas.testing import assert_frame_equal\nfrom . import mine"),
    ).notebooks
    assert modules(notebook) == {
        "numpy",
        "json.decoder",
        "pandas.testing",
        "matplotlib.pyplot",
    }


def test_threads_may_read_cells_at_the_same_time():
    """CPython 3.11 mixes up syntax trees that threads make at once, above all while it collects."""
    source = "\n".join(f"def f{i}(x):\n    return [x for y in (x, {i}) if y]" for i in range(60))

    class Loop:
        def __init__(self):
            self.itself = self

        def __del__(self):  # Python code while a tree is made: another thread may take over
            pass

    def read(_):
        for _ in range(60):
            Loop()
            testcode.parse(source)

    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    try:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(read, range(8)))
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)
