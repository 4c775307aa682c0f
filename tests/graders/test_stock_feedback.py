"""Feedback on what stock nbgrader graded: what counts, and nothing that is hidden or active."""

import html
import json
import re

import pytest
from nbgrader.api import Gradebook
from stock_nbgrader import StockCourse
from tiny import TINY

from aulac.course import read_modules

ATTACK = """def greet(name):
    print("I was called with", name)
    from IPython.display import HTML, Javascript, display
    display(HTML('<img src=x onerror="alert(1)"><script>alert(2)</script>'))
    display(Javascript('alert(3)'))
    return "Chào " + name"""
WRITTEN = 'Vì <script>alert(4)</script> ai cũng <a href="javascript:alert(5)">vui</a>.'


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    """The feedback on a submission that misses a hidden test, marked by hand."""
    (module,) = read_modules(TINY)
    course = StockCourse(tmp_path_factory.mktemp("feedback") / "course", module)
    content = json.loads(course.notebook("release").read_text(encoding="utf-8"))
    for cell in content["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = {"greet": ATTACK, "memo": WRITTEN}.get(grade_id, cell["source"])
        if grade_id == "greet-spaces":
            cell["metadata"]["graders"] = {"hint": "a hint that the learner forged"}
    course.submit("hoc_vien", json.dumps(content))
    course.run("autograde", module.name)
    mark(course, "Lý do rõ. <script>alert(6)</script>")
    course.run("generate_feedback", module.name)
    return course.feedback("hoc_vien").read_text(encoding="utf-8")


def mark(course, comment):
    with Gradebook(f"sqlite:///{course.directory / 'gradebook.db'}") as gradebook:
        names = ("assignment", course.name, "hoc_vien")
        grade = gradebook.find_grade("memo", *names)
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.find_comment("memo", *names).manual_comment = comment
        gradebook.db.commit()


def text_of(page: str) -> str:
    body = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_it_shows_points_verdicts_comment_and_the_authors_hint(page):
    text = text_of(page)
    assert "Điểm: 2,5 / 5" in text
    assert "Đạt · " in text and "Chưa đạt · " in text
    assert "Tên có thể thừa khoảng trắng" in text and "forged" not in text
    assert "Lý do rõ." in text
    assert '<html lang="vi">' in page


def test_it_hides_the_hidden_test_and_what_it_printed(page):
    text = text_of(page)
    assert "I was called with Hòa" in text
    assert "Thủy" not in text
    assert "HIDDEN TESTS" not in text


def test_nothing_in_it_runs_or_is_fetched(page):
    assert "<script" not in page and "javascript:" not in page.lower()
    assert not re.search(r"<[^>]+\son\w+=", page)
    assert "<h1 id=" in page and "&lt;p&gt;" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "default-src 'none'" in page
