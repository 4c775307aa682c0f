"""What ordinary tests do with a learner's code, across the wall between two processes."""

import pytest
from exam import calibrate, check, exam, free, given, graded, outcome, result, solution

RIGHT = {
    "function": ("def f(x): return x + 1", "assert f(1) == 2"),
    "keyword and default": (
        "def f(a, b=2, *, c=3): return a, b, c",
        "assert f(1, c=5) == (1, 2, 5)\nassert f(b=1, a=0) == (0, 1, 3)",
    ),
    "variable": ("answer = {'Hòa': [1, 2]}", "assert answer == {'Hòa': [1, 2]}"),
    "several kinds": ("x = 1.5, {3}, b'a', None, True", "assert x == (1.5, {3}, b'a', None, True)"),
    "class": (
        "class Dog:\n def __init__(self, name): self.name = name\n def bark(self): return "
        "self.name + '!'",
        "d = Dog('Vện')\nassert d.name == 'Vện' and d.bark() == 'Vện!'\nassert isinstance(d, Dog)\n"
        "d.name = 'Mực'\nassert d.bark() == 'Mực!'",
    ),
    "class attributes": (
        "class A:\n n = 3\n @classmethod\n def make(cls): return cls()\n @property\n"
        " def twice(self): return self.n * 2\n def __len__(self): return 4\n"
        " def __getitem__(self, i): return i * 10\n def __contains__(self, x): return True\n"
        " def __iter__(self): return iter([1, 2])\n def __str__(self): return 'An A'",
        "a = A.make()\nassert A.n == 3 and a.twice == 6 and len(a) == 4 and a[2] == 20\n"
        "assert list(a) == [1, 2] and str(a) == 'An A' and 9 not in a and f'{a}' == 'An A'",
    ),
    "subclass of list": (
        "class Stack(list):\n def push(self, x): self.append(x)",
        "s = Stack()\ns.push(3)\nassert s == [3] and len(s) == 1 and s[0] == 3 and s",
    ),
    "namedtuple": (
        "from collections import namedtuple\nP = namedtuple('P', 'x y')\ndef f(): return P(1, 2)",
        "p = f()\nassert p == (1, 2) and p.x == 1 and p.y == 2 and P(3, 4).y == 4",
    ),
    "enum": (
        "from enum import Enum\nclass C(Enum):\n RED = 1\ndef f(): return C.RED",
        "assert f() is C.RED and f() == C.RED and f().value == 1 and C.RED.name == 'RED'",
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n x: int\n y: int = 0",
        "p = P(1)\nassert (p.x, p.y) == (1, 0) and repr(p) == 'P(x=1, y=0)'",
    ),
    "generator": (
        "def count(n):\n i = 0\n while True:\n  yield i\n  i += n",
        "g = count(3)\nassert [next(g) for _ in range(3)] == [0, 3, 6]\nassert next(g) == 9",
    ),
    "generator that ends": ("def g(): yield from 'ab'", "assert list(g()) == ['a', 'b']"),
    "exception": (
        "def f(x):\n if x < 0: raise ValueError('âm')\n return x",
        "import pytest\nwith pytest.raises(ValueError, match='âm'): f(-1)\n"
        "try:\n f(-2)\nexcept ValueError as e:\n assert str(e) == 'âm'\nelse:\n assert False",
    ),
    "own exception": (
        "class TooLow(ValueError):\n def __init__(self, n):\n  super().__init__(n)\n  self.n = n\n"
        "def f(n): raise TooLow(n)",
        "try:\n f(3)\nexcept TooLow as e:\n assert e.n == 3 and e.args == (3,)\n"
        "try:\n f(4)\nexcept ValueError: pass\nassert issubclass(TooLow, ValueError)",
    ),
    "in-place list": ("def f(l): l.sort()", "l = [3, 1]\nassert f(l) is None\nassert l == [1, 3]"),
    "in-place deep": (
        "def f(d): d['a'].append(1); d['b'] = d['a']",
        "inner = []\nd = {'a': inner}\nf(d)\nassert inner == [1] and d['b'] is inner",
    ),
    "argument comes back": ("def f(x): return x", "l = [1]\nassert f(l) is l"),
    "unchanged argument": ("def f(l): return sorted(l)", "l = [2, 1]\nf(l)\nassert l == [2, 1]"),
    "callback": (
        "def apply(f, xs): return [f(x) for x in xs]",
        "seen = []\ndef double(x):\n seen.append(x)\n return 2 * x\n"
        "assert apply(double, [1, 2]) == [2, 4] and seen == [1, 2]\n"
        "assert apply(len, ['ab']) == [2] and apply(str.upper, ['a']) == ['A']",
    ),
    "callback that raises": (
        "def call(f):\n try: return f()\n except KeyError: return 'none'",
        "def bad(): raise KeyError('x')\nassert call(bad) == 'none'\n"
        "def worse(): raise OSError('y')\nimport pytest\nwith pytest.raises(OSError): call(worse)",
    ),
    "callback that calls back": (
        "def fact(n, again): return 1 if n < 2 else n * again(n - 1)",
        "def again(n): return fact(n, again)\nassert fact(5, again) == 120",
    ),
    "object of the test": (
        "def total(basket): return sum(basket.price(i) for i in basket.items)",
        "class Basket:\n items = ['a', 'b']\n def price(self, i): return {'a': 1, 'b': 2}[i]\n"
        "assert total(Basket()) == 3",
    ),
    "stream": (
        "def lines(f): return [l.strip() for l in f]\ndef write(f): f.write('Đ')",
        "import io\nassert lines(io.StringIO('a\\nb')) == ['a', 'b']\n"
        "out = io.StringIO()\nwrite(out)\nassert out.getvalue() == 'Đ'",
    ),
    "mock": (
        "def notify(sender): sender.send('Hòa', urgent=True)",
        "from unittest.mock import Mock\nm = Mock()\nnotify(m)\n"
        "m.send.assert_called_once_with('Hòa', urgent=True)",
    ),
    "closure": ("def adder(n): return lambda x: x + n", "assert adder(2)(3) == 5"),
    "decorator": (
        "def twice(f):\n def g(*a): return f(f(*a))\n return g",
        "assert twice(lambda x: x + 1)(0) == 2",
    ),
    "numpy": (
        "import numpy as np\ndef f(a): return a * 2\ndef g(a): a[0] = 9",
        "import numpy as np\nnp.testing.assert_allclose(f(np.arange(3.)), [0, 2, 4])\n"
        "a = np.zeros(2)\ng(a)\nassert a.tolist() == [9, 0] and f(a).dtype == float",
    ),
    "numpy of the solution": (
        "import numpy as np\ndef f(): return 0.1 + 0.2",
        "assert np.isclose(f(), 0.3)",
    ),
    "pandas": (
        "import pandas as pd\ndef f(d): return d.groupby('a').sum()\ndef g(d): d['c'] = d['a'] * 2",
        "import pandas as pd\nd = pd.DataFrame({'a': [1, 1, 2], 'b': [1, 2, 3]})\n"
        "want = pd.DataFrame({'b': [3, 3]}, index=pd.Index([1, 2], name='a'))\n"
        "pd.testing.assert_frame_equal(f(d), want)\ng(d)\nassert list(d['c']) == [2, 2, 4]",
    ),
    "printed text": (
        "def f(): print('Chào Hòa')",
        "import io\nfrom contextlib import redirect_stdout\nout = io.StringIO()\n"
        "with redirect_stdout(out): f()\nassert out.getvalue() == 'Chào Hòa\\n'",
    ),
    "seed": (
        "import random\nimport numpy as np\ndef f(): return random.random(), np.random.rand()",
        "import random\nimport numpy as np\nrandom.seed(3); np.random.seed(4)\na = f()\n"
        "random.seed(3); np.random.seed(4)\nassert a == (random.random(), np.random.rand())",
    ),
    "file": (
        "def save(text):\n with open('ra.txt', 'w') as f: f.write(text)",
        "save('Hòa')\nassert open('ra.txt').read() == 'Hòa'",
    ),
    "signature and doc": (
        "def f(a, b=2):\n '''Adds.'''\n return a + b",
        "import inspect\nassert list(inspect.signature(f).parameters) == ['a', 'b']\n"
        "assert f.__doc__ == 'Adds.' and f.__name__ == 'f' and callable(f)",
    ),
    "recursion error": (
        "def f(n): return f(n + 1)",
        "import pytest\nwith pytest.raises(RecursionError): f(0)",
    ),
    "module of the solution": ("import math\ndef f(): return math.pi", "assert f() == math.pi"),
    "unittest": (
        "def f(): return [1, 2]",
        "import unittest\nt = unittest.TestCase()\nt.assertEqual(f(), [1, 2])\n"
        "t.assertIn(2, f())\nwith t.assertRaises(TypeError): f(1)",
    ),
    "builtin name of the task": ("def sum(xs): return 'mine'", "assert sum([1]) == 'mine'"),
    "large array": (
        "import numpy as np\ndef f(): return np.ones(1_000_000)",
        "assert f().sum() == 1_000_000",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_earn_their_points(name):
    answer, test = RIGHT[name]
    found = outcome(answer, test)
    assert (found.verdict, found.reason, found.message) == ("passed", "", "")
    assert (found.score, found.weaker) == (1.0, "")


def test_torch_tensors_and_modules():
    pytest.importorskip("torch", reason="torch is installed by `make test`")
    found = outcome(
        "import torch\ndef f(x): return x @ x.T\nclass Net(torch.nn.Module):\n"
        " def __init__(self):\n  super().__init__()\n  self.l = torch.nn.Linear(2, 1)\n"
        " def forward(self, x): return self.l(x)",
        "import torch\nassert torch.equal(f(torch.eye(2)), torch.eye(2))\n"
        "net = Net()\nassert net(torch.zeros(3, 2)).shape == (3, 1)\n"
        "assert len(list(net.parameters())) == 2",
    )
    assert (found.verdict, found.message) == ("passed", "")


WRONG = {
    "assertion": ("def f(): return 1", "assert f() == 2", "wrong"),
    "raised": ("def f(): return 1 / 0", "f()", "raised"),
    "undefined": ("pass", "assert f() == 2", "undefined"),
    "unusable": ("def f(): return None", "assert f()[0] == 1", "unusable"),
    "opaque": ("class A: pass\ndef f(): return A()", "assert f() > 3", "opaque"),
    "endless": ("def f():\n while True: pass", "f()", "timed_out"),
    "endless iterator": ("def f():\n while True: yield 1", "assert sum(f()) == 3", "timed_out"),
    "died": ("import os\ndef f(): os._exit(0)", "f()", "died"),
    "killed": ("import os, signal\ndef f(): os.kill(os.getpid(), 9)", "f()", "died"),
    "exit": ("def f(): raise SystemExit", "f()", "raised"),
    "warned": ("import sys\ndef f(): print('!', file=sys.stderr)", "f()", "warned"),
    "too much": ("def f(): return 'x' * 70_000_000", "f()", "too_much"),
    "memory": ("def f(): return len(bytearray(3_000_000_000))", "f()", "out_of_memory"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answers_lose_them_with_a_reason(name):
    answer, test, reason = WRONG[name]
    found = outcome(answer, test)
    assert (found.score, found.verdict, found.family) == (0.0, "failed", "learner")
    assert found.reason == reason


def test_a_failure_shows_calls_and_both_sides():
    found = outcome("def f(x, k=0): return [x, k]", "got = f('Hòa', k=2)\nassert got == [1], got")
    assert found.calls == [{"call": "f('Hòa', k=2)", "gave": "['Hòa', 2]"}]
    assert (found.got, found.expected, found.message) == ("['Hòa', 2]", "[1]", "['Hòa', 2]")


@pytest.mark.parametrize(
    ("last", "score"),
    [
        ("0.5", 0.5),
        ("2", 2.0),
        ("-1", 2.0),
        ("'text'", 2.0),
        ("9", 0.0),
        ("1.5;", 2.0),
        ("None", 2.0),
        ("f()", 0.25),
        ("f", 2.0),
    ],
)
def test_partial_credit_is_the_last_value_of_a_test(last, score):
    assert outcome("def f(): return 0.25", f"x = 1\n{last}", points=2.0).score == score


def test_an_object_that_looks_like_a_number_earns_no_partial_credit():
    class_ = "class N:\n def __repr__(self): return '1.5'\n def __float__(self): return 1.5\n"
    found = outcome("def f(): return 0.5", "f()", class_ + "def f(): return N()", points=2.0)
    assert found.score == 2.0  # as nbgrader: a value that is no number leaves full points


def test_names_assigned_and_deleted_by_tests_are_mirrored():
    assignment = exam(
        solution("def squares(n): return [i * i for i in range(n)]", "squares"),
        solution("def total(n): return sum(squares(n))", "total"),
        check(
            "old = squares\ndel squares\ntry: total(2)\nexcept NameError: pass\n"
            "else: raise AssertionError('squares is not used')\nfinally: squares = old",
            "uses",
        ),
        check("def squares(n): return [5]\nassert total(1) == 5\nsquares = old", "replaced"),
        check("assert total(4) == 14", "after"),
    )
    report = graded(assignment)
    assert [r.verdict for r in report.results()] == ["passed"] * 3
    report = graded(assignment, {"total": "def total(n): return sum(i * i for i in range(n))"})
    assert [r.verdict for r in report.results()] == ["failed", "failed", "passed"]


def test_cells_and_tests_take_turns_in_the_order_of_the_notebook():
    assignment = exam(
        solution("x = 1", "one"),
        check("assert x == 1", "first"),
        solution("x = 2", "two"),
        check("assert x == 2", "second"),
    )
    assert [r.verdict for r in graded(assignment).results()] == ["passed", "passed"]
    report = graded(assignment, {"one": "x = 2"})
    assert [r.verdict for r in report.results()] == ["failed", "passed"]


def test_given_cells_define_for_both_and_cannot_be_changed():
    assignment = exam(
        free("import math"),
        given("LIMIT = [3]\ndef helper(x): return min(x, LIMIT[0])"),
        solution("def f(x): return helper(x)"),
        check("assert f(5) == helper(5) == LIMIT[0] == 3 and math.floor(2.5) == 2"),
    )
    assert result(graded(assignment)).verdict == "passed"
    forged = {"given": "LIMIT = [5]\ndef helper(x): return x"}
    assert result(graded(assignment, forged)).verdict == "passed"
    forged = {"task": "LIMIT[0] = 5\ndef helper(x): return x\ndef f(x): return x"}
    assert result(graded(assignment, forged)).verdict == "failed"


def test_given_data_that_the_solution_changes_is_the_learners():
    assignment = exam(
        given("names = ['b', 'a']"),
        solution("names.sort()"),
        check("assert names == ['a', 'b']"),
    )
    assert result(graded(assignment)).verdict == "passed"
    assert result(graded(assignment, {"task": "pass"})).verdict == "failed"


def test_a_crash_costs_the_task_in_hand_and_is_replayed():
    assignment = exam(
        solution("log = []\ndef f(x): return x", "one"),
        check("assert f(1) == 1", "first"),
        solution("def g(x): return x", "two"),
        check("assert g(1) == 1", "second"),
        solution("log.append(1)\nh = 3", "three"),
        check("assert h == 3 and f(2) == 2", "third"),
        check("assert log == [1]", "fourth"),
    )
    report = graded(assignment, {"two": "import os\ndef g(x): os._exit(3)"})
    assert [r.verdict for r in report.results()] == ["passed", "failed", "passed", "passed"]
    assert result(report, "second").reason == "died" and report.notebooks[0].restarts == 1
    report = graded(assignment, {"two": "import os\nos._exit(3)"})
    assert [r.reason for r in report.results()] == ["", "undefined", "", ""]


def test_an_endless_cell_keeps_what_came_before_it():
    assignment = exam(solution("def f(): return 1"), check("assert f() == 1"))
    report = graded(assignment, {"task": "def f(): return 1\nwhile True: pass"})
    assert result(report).verdict == "passed"
    assert report.notebooks[0].restarts == 0


def test_a_cell_that_ignores_the_alarm_is_killed_and_left_out():
    assignment = exam(
        solution("x = 1", "one"),
        solution("y = 2", "two"),
        check("assert x == 1", "first"),
        check("assert y == 2", "second"),
    )
    stubborn = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
    report = graded(assignment, {"two": stubborn})
    assert [r.verdict for r in report.results()] == ["passed", "failed"]
    error = report.notebooks[0].document["cells"][1]["outputs"][0]
    assert error["ename"] == "timed_out"


def test_calibration_marks_what_must_be_shared_and_what_is_broken():
    assignment = exam(
        solution("def f(): return 1"),
        check("import inspect\nassert 'return' in inspect.getsource(f)", "source"),
        check("assert f() == 1", "value"),
        check("assert f() == 2", "broken"),
    )
    tried = calibrate(assignment)
    cells = tried.notebooks[0].by_id()
    assert [cells[name].isolation for name in ("source", "value", "broken")] == [
        "shared",
        "split",
        "split",
    ]
    report = graded(tried, {"task": "def f(): return 7"})
    assert (result(report, "source").verdict, result(report, "source").weaker) == (
        "passed",
        "shared",
    )
    broken = result(report, "broken")
    assert (broken.verdict, broken.score, broken.family) == ("broken", None, "test")
    assert result(report, "value").score == 0.0


def test_operators_of_a_named_class_answer_and_say_so():
    vector = (
        "class V:\n def __init__(self, x): self.x = x\n"
        " def __eq__(self, o): return self.x == o.x\n def __add__(self, o): return V(self.x + o.x)"
    )
    test = "assert V(1) + V(2) == V(3)"
    assert outcome(vector, test).reason == "opaque"
    found = outcome(vector, test, operators=("V",))
    assert (found.verdict, found.weaker) == ("passed", "operators")


def test_files_of_the_assignment_and_of_the_learner():
    assignment = exam(
        solution(
            "from helper import double\ndef f():\n return double(len(open('du_lieu.txt').read()))"
        ),
        check("assert f() == 2 * len(open('du_lieu.txt').read()) == 6"),
        files={"du_lieu.txt": b"abc"},
    )
    helper = {"helper.py": b"def double(x): return 2 * x", "du_lieu.txt": b"forged, longer"}
    assert result(graded(assignment, files=helper)).verdict == "passed"


def test_outputs_are_kept_for_the_formgrader():
    assignment = exam(
        solution("import matplotlib.pyplot as plt\nprint('Chào')\nplt.plot([1, 2])\n[1, 2]"),
        check("assert True"),
    )
    cell = graded(assignment).notebooks[0].document["cells"][0]
    kinds = [output["output_type"] for output in cell["outputs"]]
    assert kinds[0] == "stream" and "execute_result" in kinds
    assert any("image/png" in output.get("data", {}) for output in cell["outputs"])


def test_the_same_inputs_give_the_same_report():
    assignment = exam(
        solution("import random\nx = random.random()"), check("print(x)\nx", points=2.0)
    )
    first, second = graded(assignment), graded(assignment)
    assert [r.score for r in first.results()] == [r.score for r in second.results()]
    assert first.key == second.key and first.notebooks[0].seed == second.notebooks[0].seed


def test_magics_and_shell_commands_work_in_cells():
    assignment = exam(
        solution("%matplotlib inline\n!echo Chào\nfound = !echo ba\n%time x = 1"),
        check("assert found == ['ba'] and x == 1"),
    )
    report = graded(assignment)
    assert result(report).verdict == "passed"
    outputs = report.notebooks[0].document["cells"][0]["outputs"]
    assert any("Chào" in output.get("text", "") for output in outputs)


SPY = (
    "seen = []\ndef f(x):\n seen.append(x)\n"
    " if isinstance(x, str): raise type('E_' + x, (KeyError,), {})\n return x"
)
TELLS = {"printed": "print(seen)", "shown": "seen", "returned": "def g(): return seen"}


def test_inputs_of_hidden_tests_come_back_by_no_way():
    hidden = "### BEGIN HIDDEN TESTS\nassert f(40961) == 40961\nf('canary')\n### END HIDDEN TESTS"
    assignment = exam(
        solution("def f(x): return x", "one"),
        check(hidden, "hidden"),
        solution("def g(): return 1", "two"),
        check("assert g() == 1, g()", "visible"),
    )
    for tell in TELLS.values():
        report = graded(assignment, {"one": SPY, "two": tell})
        found = result(report, "hidden")
        assert (found.verdict, found.params) == ("failed", {"type": "KeyError"})
        cells = report.notebooks[0].document["cells"]
        told = str([result(report, "visible"), cells[0]["outputs"], *cells[2:]])
        assert "40961" not in told and "canary" not in told
    assert result(report, "visible").verdict == "failed"


def test_a_second_run_for_showing_keeps_scores_and_words():
    hidden = "### BEGIN HIDDEN TESTS\nassert f(1) == 2\n### END HIDDEN TESTS"
    assignment = exam(
        solution("def f(x): return x + 1", "one"),
        check(hidden, "hidden"),
        solution("print('Hòa')\ng = 3", "two"),
        check("assert g == f(2)", "visible"),
    )
    report = graded(assignment, {"two": "print('Hòa')\ng = 4"})
    assert [r.score for r in report.results()] == [1.0, 0.0]
    found = result(report, "visible")
    assert (found.got, found.expected, found.calls[0]["call"]) == ("4", "3", "f(2)")
    assert report.notebooks[0].document["cells"][2]["outputs"][0]["text"] == "Hòa\n"


def test_tests_in_ipythons_syntax_run_shared_and_ask_no_name_of_the_learners():
    assignment = exam(solution("def f(x): return x"), check("%%time\nassert f(1) == 1"))
    found = result(graded(assignment))
    assert (found.verdict, found.weaker) == ("passed", "shared")
    assert result(graded(assignment, {"task": "def f(x): return 2"})).verdict == "failed"
    names = exam(solution("x = 1"), check("assert get_ipython() and display(x) is None"))
    forged = {"task": "x = 1\ndef get_ipython(): return True"}
    assert result(graded(names, forged)).reason == "undefined"


def test_warnings_are_shown_in_each_test_as_in_a_notebook():
    assignment = exam(
        solution("import warnings\ndef f():\n warnings.warn('!')\n return 1"),
        check("f()", "first"),
        check("f()\nf()", "second"),
    )
    assert [r.reason for r in graded(assignment).results()] == ["warned", "warned"]


def test_objects_of_a_test_are_written_only_as_the_solution_does():
    test = (
        "class Person:\n age = 3\n def check(self): return False\nan = Person()\nf(an)\n"
        "assert an.age == 4 and not an.check()"
    )
    assignment = calibrate(exam(solution("def f(p): p.age += 1"), check(test)))
    assert assignment.notebooks[0].cells[1].writes == ("age",)
    assert result(graded(assignment)).verdict == "passed"
    spied = calibrate(
        exam(
            solution("def f(g): g(1)"),
            check(
                "class Spy:\n calls = 0\n def __call__(self, x): self.calls += 1\n"
                "spy = Spy()\nf(spy)\nassert spy.calls == 1"
            ),
        )
    )
    forged = {"task": "def f(g): g.calls = 1"}
    assert result(graded(spied)).verdict == "passed"
    assert result(graded(spied, forged)).verdict == "failed"


def test_star_imports_of_a_solution_are_ours():
    assert outcome("from math import *", "assert sqrt(4) == 2.0 and pi > 3").verdict == "passed"


DEPUTIES = {
    "eval": ("f = lambda: '7'", "assert eval(f()) == 7"),
    "exec": ("f = lambda: 'x = 7'", "exec(f())"),
    "pickle": (
        "import pickle\nf = lambda: pickle.dumps(print)",
        "import pickle\npickle.loads(f())",
    ),
    "command": ("f = lambda: 'true'", "import os\nassert os.system(f()) == 0"),
    "process": (
        "f = lambda: ['true']",
        "import subprocess\nassert subprocess.run(f()).returncode == 0",
    ),
}


@pytest.mark.parametrize("name", DEPUTIES)
def test_tests_that_run_what_learners_give_run_it_with_the_learner(name):
    answer, test = DEPUTIES[name]
    assert outcome(answer, test).reason == "unusable"
    tried = calibrate(exam(solution(answer), check(test)))
    assert result(graded(tried)).weaker == "shared" and result(graded(tried)).score == 1.0


def test_classes_and_imports_of_tests_are_not_mistaken_for_a_learners_code():
    test = (
        "from collections import namedtuple\nfrom dataclasses import dataclass\n"
        "import colorsys\nfrom unittest.mock import create_autospec\n"
        "P = namedtuple('P', 'x y')\n@dataclass\nclass D:\n x: int\n"
        "create_autospec(len)\nassert f(P(1, 2)) == 3 and D(f((1, 1))).x == 2"
    )
    assert outcome("def f(p): return sum(p)", test).verdict == "passed"


def test_the_examiner_sees_no_more_of_the_machine_than_a_learner():
    looks = (
        "import os\nseen = [os.path.exists(p) for p in ('/etc/shadow', '/var', '/srv')]\n"
        "assert seen == [False] * 3 and os.getuid() == 1000 and os.getcwd() == f(), os.getcwd()"
    )
    assert outcome("import os\ndef f(): return os.getcwd()", looks).verdict == "passed"


def test_fields_of_a_tuple_give_no_verdict():
    assignment = calibrate(
        exam(
            solution("import pandas as pd\ndef f(): return pd.Series([1])"),
            check("import pandas as pd\nassert f().equals(pd.Series([1]))"),
        )
    )
    lies = (
        "from collections import namedtuple\nT = namedtuple('T', 'equals handle')\n"
        "def f(): return T(lambda other: True, 1)"
    )
    assert result(graded(assignment)).verdict == "passed"
    assert result(graded(assignment, {"task": lies})).reason == "opaque"
