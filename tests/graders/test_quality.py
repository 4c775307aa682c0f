"""Which tests catch which wrong answer."""

from exam import check, exam, solution

from graders.quality import Answer, table, try_answers

HIDDEN = "### BEGIN HIDDEN TESTS\nassert f(-1) == 1\n### END HIDDEN TESTS"
ASSIGNMENT = exam(
    solution("def f(x): return abs(x)"),
    check("assert f(2) == 2", "plain"),
    check(HIDDEN, "negative"),
    check("assert f(0) == 0", "zero"),
    check("pass", "vacuous"),
)


def tried(*answers):
    return try_answers(ASSIGNMENT, answers)


IDENTITY = Answer("identity", {"task": "def f(x): return x"}, frozenset({"negative"}))
CONSTANT = Answer("constant", {"task": "def f(x): return 2"}, frozenset({"negative"}))


def test_losses_are_listed_and_compared_with_what_was_said():
    found = tried(IDENTITY, CONSTANT)
    assert found.lost == {"identity": {"negative"}, "constant": {"negative", "zero"}}
    assert found.surprises == {"constant": ({"negative"}, {"negative", "zero"})}
    assert found.solution_loses == set() and not found.good


def test_tests_that_catch_nothing_and_points_for_nothing_are_named():
    found = tried(IDENTITY)
    assert found.catch_nothing == ["plain", "zero", "vacuous"]
    assert found.release_earns == {"vacuous"}
    text = "\n".join(table(found))
    assert "vacuous: the release earns its points without any work" in text
    assert "zero: catches no wrong answer" in text


def test_a_hidden_test_must_once_be_alone():
    assert tried(CONSTANT).never_alone == ["negative"]
    assert tried(IDENTITY).never_alone == []


def test_a_broken_test_is_named():
    broken = exam(solution("x = 1"), check("assert x == 2", "bad"))
    found = try_answers(broken, [])
    assert found.broken == {"bad"}
    assert "bad: fails on the solution itself" in "\n".join(table(found))
