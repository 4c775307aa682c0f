"""The course under attack: one task of each kind, and canaries that no learner may see.

Canaries: `TEST` stands in tests only (messages, expected values, comments), `INPUT` is handed to
learner code by hidden tests, `ENVIRONMENT`, `GRADEBOOK`, `OTHER`, `SOURCE` lie around the course.
"""

from pathlib import Path

from handmade import Course, code, given, hidden, solution, test, written

TEST = "CANARY-TEST-4f1d"
INPUT = "CANARY-INPUT-9a27"
ENVIRONMENT = "CANARY-ENVIRONMENT-c3e8"
GRADEBOOK = "CANARY-GRADEBOOK-70b5"
OTHER = "CANARY-OTHER-d46e"
SOURCE = "CANARY-SOURCE-1b90"
CANARIES = (TEST, INPUT, ENVIRONMENT, GRADEBOOK, OTHER, SOURCE)

SALES = "commune,amount\nHue,120\nVinh,80\nHue,210\n"

AVERAGE = """
def average(values):
    ### BEGIN SOLUTION
    if len(values) == 0:
        raise ValueError("no values")
    return sum(values) / len(values)
    ### END SOLUTION
"""
WORDS = """
def words(text):
    ### BEGIN SOLUTION
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts
    ### END SOLUTION
"""
ACCOUNT = """
class Account:
    ### BEGIN SOLUTION
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance

    def deposit(self, amount):
        self.balance += amount
        return self.balance

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("not enough")
        self.balance -= amount
        return self.balance
    ### END SOLUTION
"""
SCALE = """
def scale(array):
    ### BEGIN SOLUTION
    return (array - array.mean()) / array.std()
    ### END SOLUTION

def clip(array, high):
    ### BEGIN SOLUTION
    array[array > high] = high
    ### END SOLUTION
"""
TABLE = """
import pandas as pd

def table(names, amounts):
    ### BEGIN SOLUTION
    return pd.DataFrame({"name": names, "amount": amounts}).sort_values("amount")
    ### END SOLUTION
"""
LABEL = """
def label(name):
    ### BEGIN SOLUTION
    return "xin chao " + name
    ### END SOLUTION
"""
STREAM = """
def evens(n):
    ### BEGIN SOLUTION
    yield from range(0, n, 2)
    ### END SOLUTION

def each(values, function):
    ### BEGIN SOLUTION
    return [function(value) for value in values]
    ### END SOLUTION
"""
TOTAL = """
### BEGIN SOLUTION
with open("sales.csv") as file:
    rows = [line.strip().split(",") for line in file][1:]
total = sum(int(amount) for _, amount in rows)
communes = sorted({name for name, _ in rows})

def share(n):
    return total / n

for n in (1, 2):
    share(n)
### END SOLUTION
"""

CELLS = (
    code("import math\nimport numpy as np"),
    given("limits", "LIMIT = 250"),
    solution("average", AVERAGE),
    test("average-visible", 1, "assert average([1, 2, 3]) == 2"),
    test(
        "average-hidden",
        2,
        hidden(f"""
            got = average([2.5, 3.5, 10])
            assert abs(got - 16 / 3) < 1e-9, "{TEST}"
            assert math.isclose(average([7.25, 1.25]), 4.25), "{TEST}"
        """),
    ),
    test(
        "average-empty",
        1,
        hidden(f"""
            try:
                average([])
            except ValueError:
                pass
            else:
                raise AssertionError("{TEST}")
        """),
    ),
    test("average-share", 3, hidden("sum(average([n, n + 3]) == n + 1.5 for n in (1, 5, 9))")),
    solution("words", WORDS),
    test("words-visible", 1, 'assert words("a b a") == {"a": 2, "b": 1}'),
    test(
        "words-hidden",
        2,
        hidden(f"""
            got = words("xin {INPUT} xin")
            assert got == {{"xin": 2, "{INPUT}": 1}}, got
            assert len(got) == 2 and "xin" in got and sorted(got.values()) == [1, 2]
        """),
    ),
    test("words-again", 1, 'assert words("b c") == {"b": 1, "c": 1}'),
    test("words-slack", 1, 'assert words("d")["d"] == 1'),
    solution("account", ACCOUNT),
    test("account-visible", 1, 'assert Account("An").deposit(5) == 5'),
    test(
        "account-hidden",
        2,
        hidden(f"""
            one, two = Account("An", 10), Account(owner="Binh")
            one.deposit(7)
            assert one.balance == 17 and two.balance == 0, "{TEST}"
            assert one.owner == "An" and isinstance(two, Account)
            assert one.withdraw(17) == 0
        """),
    ),
    test(
        "account-raises",
        1,
        hidden("""
            import pytest
            with pytest.raises(ValueError):
                Account("An", 3).withdraw(4)
        """),
    ),
    solution("scale", SCALE),
    test(
        "scale-visible",
        1,
        "np.testing.assert_allclose(scale(np.array([1.0, 3.0])), [-1.0, 1.0])",
    ),
    test(
        "scale-hidden",
        2,
        hidden(f"""
            given = np.array([2.0, 4.0, 6.0, 8.0])
            got = scale(given)
            assert got.shape == (4,) and isinstance(got, np.ndarray), "{TEST}"
            assert np.allclose(got.mean(), 0) and np.allclose(got.std(), 1)
            assert np.array_equal(given, np.array([2.0, 4.0, 6.0, 8.0]))
            assert got[3] > got[0] and (got < 2).all()
        """),
    ),
    test(
        "scale-clip",
        1,
        hidden("""
            given = np.array([1, 400, 300, 9])
            clip(given, LIMIT)
            assert given.tolist() == [1, 250, 250, 9]
        """),
    ),
    solution("table", TABLE),
    test(
        "table-hidden",
        2,
        hidden(f"""
            import pandas as pd
            want = pd.DataFrame({{"name": ["Hue", "Vinh"], "amount": [3, 8]}}, index=[1, 0])
            pd.testing.assert_frame_equal(table(["Vinh", "Hue"], [8, 3]), want)
            assert table(["{INPUT}"], [2]).shape == (1, 2), "{TEST}"
        """),
    ),
    test(
        "table-equals",
        1,
        hidden("""
            want = pd.DataFrame({"name": ["Hue"], "amount": [3]})
            assert table(["Hue"], [3]).equals(want)
        """),
    ),
    solution("label", LABEL),
    test(
        "label-hidden",
        1,
        hidden('assert label("An").startswith("xin") and label("Binh").endswith("o Binh")'),
    ),
    test(
        "label-magic",
        1,
        "%%time\n" + hidden('assert label("Hoa") == "xin chao Hoa"'),
    ),
    test("label-display", 1, 'display(label("Lan"))\nassert label("Lan") == "xin chao Lan"'),
    solution("stream", STREAM),
    test("stream-visible", 1, "assert list(evens(5)) == [0, 2, 4]"),
    test(
        "stream-hidden",
        2,
        hidden(f"""
            import itertools
            assert list(itertools.islice(evens(10**9), 3)) == [0, 2, 4], "{TEST}"
            items = evens(4)
            assert next(items) == 0 and next(items) == 2 and next(items, None) is None
        """),
    ),
    test(
        "stream-each",
        2,
        hidden(f"""
            prices = {{"pho": 45, "bun": 40, "{TEST}": 1}}
            seen = []
            def price(name):
                seen.append(name)
                return prices[name] + LIMIT
            assert each(["pho", "bun"], price) == [295, 290]
            assert seen == ["pho", "bun"]
        """),
    ),
    test(
        "stream-spy",
        1,
        hidden(f"""
            class Spy:
                def __init__(self):
                    self.seen = []
                def __call__(self, value):
                    self.seen.append(value)
                    return value
                def check(self):
                    assert self.seen == [7, 8], "{TEST}"
            spy = Spy()
            assert each([7, 8], spy) == [7, 8]
            spy.check()
        """),
    ),
    test(
        "stream-mock",
        1,
        hidden("""
            from unittest import mock
            called = mock.Mock(side_effect=lambda value: value + 1)
            assert each([1, 2], called) == [2, 3]
            called.assert_called_with(2)
            assert called.call_count == 2
        """),
    ),
    solution("total", TOTAL),
    test("total-visible", 1, "assert total == 410"),
    test(
        "total-hidden",
        2,
        hidden(f"""
            assert communes == ["Hue", "Vinh"], "{TEST}"
            assert isinstance(total, int) and total - 10 == 400
            with open("sales.csv") as file:
                assert sum(int(line.split(",")[1]) for line in list(file)[1:]) == total
        """),
    ),
    test("total-share", 1, hidden("for n in (4, 5):\n    assert share(n) == 410 / n")),
    test(
        "style-shared",
        1,
        'import inspect\nassert "yield" in inspect.getsource(evens)',
        isolation="shared",
    ),
    written("memo", 3, "Write why."),
)

COURSE = Course("victim", CELLS, files={"sales.csv": SALES})
POINTS = COURSE.points
# Run in the learner's process, where they can be deceived: labelled so, and no more than that.
WEAK = frozenset({"style-shared", "label-magic"})
SOLUTIONS = {
    "average": AVERAGE,
    "words": WORDS,
    "account": ACCOUNT,
    "scale": SCALE,
    "table": TABLE,
    "label": LABEL,
    "stream": STREAM,
    "total": TOTAL,
}
TASKS = tuple(SOLUTIONS)


def tests_of(*tasks: str) -> set[str]:
    """The grade_ids of the tests of these tasks."""
    return {name for name in POINTS if name.partition("-")[0] in tasks}


def write_course(directory: Path) -> Path:
    """The course with a gradebook, another learner's work and notes, each with its canary."""
    source = COURSE.write_source(directory)
    (source / "notes.md").write_text("what the instructor keeps beside the notebook")
    (directory / "gradebook.db").write_text(GRADEBOOK)
    (directory / "nbgrader_config.py").write_text(f"# {SOURCE}")
    other = directory / "submitted" / "other" / "victim"
    other.mkdir(parents=True)
    (other / "victim.ipynb").write_text(f'{{"cells": [], "metadata": {{"who": "{OTHER}"}}}}')
    return source
