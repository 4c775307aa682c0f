"""Feedback tells a learner what counts, and nothing that is hidden or active."""

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


@pytest.fixture(scope="module", params=["vi", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def page(lang, tmp_path_factory) -> str:
    """The feedback on a submission that misses a hidden test, marked by hand."""
    (module,) = read_modules(TINY)
    course = StockCourse(tmp_path_factory.mktemp("feedback") / "course", module, lang)
    content = json.loads(course.notebook("release").read_text(encoding="utf-8"))
    for cell in content["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = {"greet": ATTACK, "memo": WRITTEN}.get(grade_id, cell["source"])
        if grade_id == "greet-spaces":
            cell["metadata"]["aulac"] = {"hint": "a hint that the learner forged"}
    course.submit("hoc_vien", json.dumps(content))
    course.run("autograde", module.name)
    mark(course, "Lý do rõ. <script>alert(6)</script>")
    course.run("generate_feedback", module.name)
    path = course.directory / "feedback/hoc_vien/01_chao/assignment.html"
    return path.read_text(encoding="utf-8")


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


def test_it_shows_points_verdicts_comment_and_the_authors_hint(page, lang):
    text = text_of(page)
    passed, failed, score, hint = {
        "vi": ("Đạt", "Chưa đạt", "Điểm: 2,5 / 5", "Tên có thể thừa khoảng trắng"),
        "en": ("Passed", "Not passed", "Score: 2.5 / 5", "A name may have extra spaces"),
    }[lang]
    assert score in text
    assert f"{passed} · " in text and f"{failed} · " in text
    assert hint in text and "forged" not in text
    assert "Lý do rõ." in text
    assert f'<html lang="{lang}">' in page


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
