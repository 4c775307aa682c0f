"""Honest work earns the same as with stock nbgrader, test cell by test cell.

What runs `shared`, in the learner's process and labelled weaker, is listed here per course; all
other tests run in the examiner. The whole class, with torch too, is compared by
`tests/bench/same_scores.py`; here it is a part. `tests/test_contracts.py` compares the modules.
"""

import pytest
from agreement import compare, write_course, write_quickstart
from mixed_class import SIZE, mixed_class
from quickstart_answers import ANSWERS
from small_courses import COURSES

PART_OF_CLASS = 10  # every tenth learner, and one that loops
SHARED = {course.name: set(course.shared) for course in COURSES}


@pytest.fixture(scope="module")
def agreements(tmp_path_factory) -> dict:
    """Every course, graded by both."""
    top = tmp_path_factory.mktemp("same")
    directories = [write_course(top / course.name, course) for course in COURSES]
    directories.append(write_quickstart(top / "quickstart", ANSWERS))
    many = mixed_class()
    learners = [*list(many.answers)[::PART_OF_CLASS], "loop_0"]
    directories.append(write_course(top / "class", many, learners))
    return compare(directories)


# What a given cell defines is the instructor's own: a learner who changes it in place loses with
# stock nbgrader, and here only where the learner's own answers are wrong for it.
KNOWN = {
    "variables": {
        "changes_data variables/warm-unchanged": (0.0, 1.0),
        "changes_data variables/limits-used": (0.0, 1.0),
    }
}
NAMES = [course.name for course in COURSES] + ["quickstart", "class"]


@pytest.mark.parametrize("name", NAMES)
def test_scores_agree(agreements, name):
    found = agreements[name]
    assert found.differences == KNOWN.get(name, {})
    assert found.failed == [] and found.compared >= 20


@pytest.mark.parametrize("name", NAMES)
def test_only_the_named_tests_run_shared(agreements, name):
    found = agreements[name]
    assert found.broken == set()
    assert {test.partition("/")[2] for test in found.shared} == SHARED.get(name, set())


@pytest.mark.parametrize("name", [course.name for course in COURSES])
def test_solutions_earn_everything_with_both(agreements, name):
    (points,) = (course.points for course in COURSES if course.name == name)
    found = agreements[name]
    for scores in (found.stock, found.ours):
        assert {t.partition("/")[2]: s for t, s in scores["solution"].items()} == points


def test_the_class_is_mixed(agreements):
    ours = agreements["class"].ours
    scores = [sum(found.values()) for found in ours.values()]
    assert len(ours) == SIZE // PART_OF_CLASS + 1
    assert max(scores) == sum(mixed_class().points.values()) and min(scores) < max(scores) / 2
