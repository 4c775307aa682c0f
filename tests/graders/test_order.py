"""Hidden tests run last only where that changes nothing."""

from exam import check, exam, given, hand_in, solution

from graders.order import run_last
from graders.plan import make_plan
from graders.submission import rebuild


def hidden(source, grade_id="hidden"):
    return check(f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS", grade_id)


def last(*cells, answers=None, extra=()):
    assignment = exam(*cells)
    (notebook,) = assignment.notebooks
    steps = rebuild(hand_in(assignment, answers, extra=extra), notebook)
    found = run_last(notebook, make_plan(notebook), steps)
    return [steps[index].cell.grade_id for index in sorted(found)]


ONE, TWO = solution("import re\ndef f(): return 1", "one"), solution("import re\ng = 2", "two")


def test_a_hidden_test_that_nothing_below_touches_runs_last():
    assert last(
        ONE, hidden("got = f()\nassert got == 1"), TWO, check("got = g\nassert got == 2")
    ) == ["hidden"]


def test_one_whose_names_a_later_cell_binds_or_changes_stays():
    assert last(ONE, hidden("assert f() == 1"), solution("def f(): return 2", "two")) == []
    assert (
        last(solution("x = [1]", "one"), hidden("assert x == [1]"), solution("x.append(2)", "two"))
        == []
    )
    again = {"two": "g = 2\nf = None"}
    assert last(ONE, hidden("assert f() == 1"), TWO, answers=again) == []
    assert last(ONE, hidden("assert f() == 1"), TWO, extra=["f = 3"]) == []


def test_one_that_needs_what_only_a_later_cell_defines_stays():
    late = {"one": "g = 2", "two": "def f(): return 1"}
    assert last(ONE, hidden("assert f() == 1"), TWO, answers=late) == []
    helped = {"one": "def f(): return helper()", "two": "def helper(): return 1"}
    assert last(ONE, hidden("assert f() == 1"), TWO, answers=helped) == []
    imported = {"one": "def f(): return re.sub('a', 'b', 'c')"}
    assert last(ONE, hidden("assert f()"), TWO, answers=imported) == []


def test_a_rebinding_above_it_does_not_matter():
    cells = (ONE, solution("def f(): return 2", "two"), hidden("assert f() == 2"))
    assert last(*cells) == ["hidden"]


def test_one_that_shares_names_with_the_instructors_cells_below_stays():
    needs = hidden("assert f() == LIMIT")
    assert last(given("LIMIT = 1"), ONE, needs, given("LIMIT = 2", "later")) == []
    assert last(ONE, hidden("kept = f()"), check("assert kept == 1")) == []


def test_one_that_rebinds_what_the_learners_functions_read_stays():
    cells = (ONE, solution("def h(): return f()", "two"))
    assert last(*cells, hidden("old = f\nf = None\nf = old")) == []


def test_an_answer_that_cannot_be_parsed_binds_nothing():
    assert last(ONE, hidden("assert f() == 1"), TWO, answers={"two": "def f(:"}) == ["hidden"]
