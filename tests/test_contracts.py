"""What every assignment promises (DESIGN 5).

The solution scores full marks; the release scores zero without crashing; every answer in `wrong/`
loses exactly what its header says; every test catches something and every hidden test is once the
only one to; nothing hidden reaches the release or the feedback. Our engine tries every wrong
answer, stock nbgrader a part of them; `tests/bench/same_scores.py` has it try them all.
"""

import html
import json
import re

import pytest
from stock_nbgrader import StockCourse, secret_lines

from aulac.course import find_root, read_modules
from aulac.course.notebook import grade_id_of, is_hidden, is_role
from aulac.course.quality import try_module
from aulac.course.source import read_blocks
from aulac.course.wrong import WrongAnswer, read_wrong
from graders.quality import table

MODULES = read_modules(find_root())
PART_OF_WRONG = slice(2, None, 4)  # test_same_scores.py takes another quarter


@pytest.fixture(scope="module", params=MODULES, ids=lambda module: module.name)
def module(request):
    return request.param


@pytest.fixture(scope="module")
def answers(module) -> list[WrongAnswer]:
    """The wrong answers that stock nbgrader grades."""
    return [read_wrong(path) for path in module.wrong_paths[PART_OF_WRONG]]


@pytest.fixture(scope="module")
def graded(module, answers, tmp_path_factory) -> StockCourse:
    """The assignment's solution, release and wrong answers, autograded and given back."""
    course = StockCourse(tmp_path_factory.mktemp("stock") / "course", module)
    course.submit("solution", course.notebook("source").read_text(encoding="utf-8"))
    course.submit("release", course.notebook("release").read_text(encoding="utf-8"))
    for wrong in answers:
        course.submit_wrong(wrong)
    course.run("autograde", module.name)
    course.run("generate_feedback", module.name)
    return course


@pytest.fixture(scope="module")
def blocks(module):
    return [block for block in read_blocks(module.assignment_path) if block.lang in (None, "vi")]


@pytest.fixture(scope="module")
def text(blocks) -> str:
    return "\n".join(block.text for block in blocks)


def test_solution_scores_full_marks(graded):
    assert graded.lost("solution") == set()


def test_release_scores_zero(graded):
    scores = graded.scores("release")
    assert {name: score for name, (score, _) in scores.items() if score} == {}


def test_wrong_answers_lose_exactly_what_their_header_says(answers, graded):
    lost = {wrong.path.name: graded.lost(f"wrong-{wrong.path.stem}") for wrong in answers}
    assert lost == {wrong.path.name: set(wrong.loses) for wrong in answers}


def test_our_engine_finds_the_same_on_all_of_them(module):
    found = try_module(module)
    assert found.good, "\n".join(table(found))
    assert len(found.lost) >= 15 and not found.shared


def test_every_test_catches_something_and_hidden_ones_once_alone(module, blocks):
    losses = [read_wrong(path).loses for path in module.wrong_paths]
    tests = [block for block in blocks if is_role(block, "test")]
    catches_nothing = {grade_id_of(test) for test in tests} - set().union(*losses)
    alone = {name for loses in losses if len(loses) == 1 for name in loses}
    never_alone = {grade_id_of(test) for test in tests if is_hidden(test)} - alone
    assert (catches_nothing, never_alone) == (set(), set())


def test_nothing_hidden_reaches_the_release(graded, text):
    cells = json.loads(graded.notebook("release").read_text(encoding="utf-8"))["cells"]
    release = "\n".join("".join(cell["source"]) for cell in cells)
    secrets = secret_lines(text) | secret_lines(text, "SOLUTION")
    assert [line for line in secrets if line in release] == []
    assert "HIDDEN TESTS" not in release and "SOLUTION" not in release


def test_nothing_hidden_reaches_the_feedback(answers, graded, text):
    pages = list((graded.directory / "feedback").rglob("*.html"))
    assert len(pages) == len(answers) + 2
    for page in pages:
        shown = html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
        assert [line for line in secret_lines(text) if line in shown] == [], page
        assert "HIDDEN TESTS" not in shown


def test_the_english_course_is_accepted_and_scores_the_same(module, tmp_path):
    course = StockCourse(tmp_path / "course", module, "en")
    course.submit("solution", course.notebook("source").read_text(encoding="utf-8"))
    course.run("autograde", module.name)
    assert course.lost("solution") == set()
    assert course.scores("solution")
