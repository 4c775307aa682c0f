"""What every assignment promises (DESIGN 5).

The solution scores full marks; the release scores zero without crashing; every answer in `wrong/`
loses exactly what its header says; every test catches something and every hidden test is once the
only one to; nothing hidden reaches the release or the feedback. Our engine tries every wrong
answer, stock nbgrader a few of each module; `tests/bench/same_scores.py` has it try them all.
"""

import html
import json
import re
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from agreement import compare_one
from stock_nbgrader import StockCourse, secret_lines

from aulac.course import find_root, read_modules
from aulac.course.notebook import grade_id_of, is_hidden, is_role
from aulac.course.quality import try_module
from aulac.course.source import ASSIGNMENT, Module, read_blocks
from aulac.course.wrong import WrongAnswer, read_wrong
from graders.quality import table

MODULES = read_modules(find_root())
FEW = 6  # wrong answers of a module that stock nbgrader grades here, at 3 s each
AT_ONCE = 2


@pytest.fixture(scope="module", params=MODULES, ids=lambda module: module.name)
def module(request):
    return request.param


def few_of(module: Module) -> list[WrongAnswer]:
    """The wrong answers for stock nbgrader: the same at every run, as the tasks take turns."""
    tasks = defaultdict(list)
    for wrong in map(read_wrong, module.wrong_paths):
        tasks[wrong.task].append(wrong)
    turns = chain.from_iterable(zip_longest(*tasks.values()))
    return [wrong for wrong in turns if wrong][:FEW]


@pytest.fixture(scope="module")
def stock(request, tmp_path_factory) -> dict[tuple[str, str], Future]:
    """What stock nbgrader makes of the modules this run has selected, by name and language."""
    found = [getattr(i, "callspec", None) for i in request.session.items if i.path == request.path]
    chosen = [spec.params["module"] for spec in found if spec and "module" in spec.params]
    top = tmp_path_factory.mktemp("stock")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        courses = {
            (module.name, lang): pool.submit(work, top / lang / module.name, module)
            for module in MODULES
            if module in chosen
            for lang, work in (("vi", grade_all), ("en", grade_english))
        }
    return courses


def grade_all(directory: Path, module: Module) -> StockCourse:
    """The assignment's solution, release and wrong answers, autograded and given back."""
    course = StockCourse(directory, module)
    course.submit("solution", course.notebook("source").read_text(encoding="utf-8"))
    course.submit("release", course.notebook("release").read_text(encoding="utf-8"))
    for wrong in few_of(module):
        course.submit_wrong(wrong)
    course.run("autograde", module.name)
    course.run("generate_feedback", module.name)
    return course


def grade_english(directory: Path, module: Module) -> StockCourse:
    """The solution in the English course, autograded."""
    course = StockCourse(directory, module, "en")
    course.submit("solution", course.notebook("source").read_text(encoding="utf-8"))
    course.run("autograde", module.name)
    return course


@pytest.fixture(scope="module")
def answers(module) -> list[WrongAnswer]:
    """The wrong answers that stock nbgrader grades."""
    return few_of(module)


@pytest.fixture(scope="module")
def graded(module, stock) -> StockCourse:
    """What stock nbgrader made of the assignment."""
    return stock[module.name, "vi"].result()


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


def test_our_engine_gives_the_same_points(answers, graded):
    """Handed in as files, test cell by test cell, and no test in the learner's process."""
    learners = ["solution", "release", *(f"wrong-{wrong.path.stem}" for wrong in answers)]
    theirs = {
        learner: {f"{ASSIGNMENT}/{test}": score for test, (score, _) in found.items()}
        for learner, found in ((name, graded.scores(name)) for name in learners)
    }
    found = compare_one(graded.directory, theirs)
    assert found.ours.keys() == found.stock.keys() and found.failed == []
    assert found.differences == {} and found.compared >= 20
    assert (found.broken, found.shared) == (set(), set())


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


def test_stock_nbgrader_grades_an_answer_to_every_coded_task(answers, blocks):
    tests = {grade_id_of(block).partition("-")[0] for block in blocks if is_role(block, "test")}
    assert {wrong.task for wrong in answers} == tests


def test_the_english_course_is_accepted_and_scores_the_same(module, stock):
    course = stock[module.name, "en"].result()
    assert course.lost("solution") == set()
    assert course.scores("solution")
