"""The book as its readers meet it: served by a classroom, in a browser, on a laptop and a phone."""

import gzip
import re

import lab
import pytest
from accessibility import grave
from playwright.sync_api import Page, expect

from aulac.classroom.accounts import LEARNER
from aulac.course.source import LANGUAGES

LESSON = "01_chu_viet/1_unicode"
KINDS = {
    "home": "index",
    "prose": "giang_vien",
    "module": "01_chu_viet/index",
    "lesson": LESSON,
    "quiz": "01_chu_viet/quiz",
    "playground": "01_chu_viet/playground",
    "segmenters": "02_tach_tu/playground",
    "restorer": "03_van_ban_doi_that/playground",
    "glossary": "thuat_ngu",
    "search": "search",
}
PLACES = [(size, theme) for size in ("laptop", "phone") for theme in ("light", "dark")]
LESSON_PAGE_KB = 350


@pytest.fixture(scope="module")
def book(site, classroom) -> str:
    """The address of the book in the classroom."""
    return f"{classroom.url}/services/book"


def hits(page: Page, book: str, lang: str, query: str) -> list[str]:
    """The addresses that a search finds, in order."""
    page.goto(f"{book}/{lang}/search.html?q={query}")
    expect(page.locator("#search-results > p").first).to_have_text(re.compile(r"\d|Không"))
    links = page.locator("#search-results li > a")
    return [link.get_attribute("href") for link in links.all()]


@pytest.mark.parametrize("size, theme", PLACES)
def test_every_kind_of_page_is_accessible(visit, book, axe, size, theme):
    visitor = visit(size=size, color_scheme=theme)
    page = visitor.page
    for kind, name in KINDS.items():
        page.goto(f"{book}/vi/{name}.html")
        page.wait_for_load_state("networkidle")
        visitor.picture(f"book_{kind}_{size}_{theme}", whole=False)
        assert grave(page, axe) == [], kind
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind


def test_the_english_book_is_accessible(visit, book, axe):
    page = visit().page
    for kind, name in KINDS.items():
        page.goto(f"{book}/en/{name}.html")
        assert grave(page, axe) == [], kind


@pytest.mark.parametrize("size, theme", PLACES)
def test_an_answered_quiz_is_accessible(visit, book, axe, size, theme):
    visitor = visit(size=size, color_scheme=theme)
    page = visitor.page
    page.goto(f"{book}/vi/01_chu_viet/quiz.html")
    for form in page.locator(".aulac-quiz form").all():
        form.get_by_role("radio").or_(form.get_by_role("checkbox")).first.check()
        form.get_by_role("button", name="Trả lời").click()
        expect(form.get_by_role("status")).not_to_be_empty()
    assert grave(page, axe) == []
    visitor.picture(f"book_quiz_answered_{size}_{theme}")


def test_the_language_switch_keeps_the_page(visit, book):
    page = visit().page
    page.goto(book)
    expect(page).to_have_url(f"{book}/vi/")
    page.get_by_role("link", name="Bắt đầu bài 1.1").click()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{book}/en/{LESSON}.html")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(f"{book}/vi/{LESSON}.html")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "words", [("tách từ", "tach tu", "TÁCH TỪ", "TACH TU"), ("Đống Đa", "dong da")]
)
def test_search_finds_the_same_with_and_without_marks(visit, book, lang, words):
    page = visit().page
    found = [hits(page, book, lang, word) for word in words]
    assert found[0]
    assert all(other == found[0] for other in found)


def test_a_search_begins_in_the_page_and_shows_what_it_found(visit, book):
    visitor = visit()
    page = visitor.page
    page.goto(f"{book}/vi/index.html")
    page.locator(".search-button-field").click()
    page.locator("dialog input[type=search]").fill("chuan hoa")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results mark").first).to_have_text(re.compile("chuẩn|hóa", re.I))
    visitor.picture("book_search_found", whole=False)


def test_a_search_that_finds_nothing_says_so(visit, book):
    page = visit().page
    assert hits(page, book, "vi", "xyzzyx") == []
    expect(page.locator("#search-results")).to_contain_text("Không trang nào")


@pytest.mark.parametrize("lang, folder", [("vi", "bai_hoc"), ("en", "lessons")])
def test_open_in_the_classroom(visit, book, lang, folder):
    visitor = visit(expected=lab.WIDGET_LEFT)
    page = visitor.page
    page.goto(f"{book}/{lang}/{LESSON}.html")
    page.locator("a.open-in-classroom").click()
    page.locator(f"[value={LEARNER}]").check()
    page.locator("#password").fill(visitor.classroom.passwords[LEARNER])
    page.get_by_role("button", name="Vào lớp").click()
    expect(lab.notebook(page).locator("h1").first).to_contain_text("1.1", timeout=120_000)
    expect(page).to_have_url(re.compile(re.escape(f"{folder}/{LESSON}.ipynb")), timeout=30_000)
    visitor.picture(f"book_opened_in_classroom_{lang}", whole=False)


def test_without_a_classroom_the_banner_says_how_to_start_one(visit, site):
    page = visit().page
    page.goto((site / "vi" / f"{LESSON}.html").as_uri())
    page.get_by_text("Mở trong lớp học").click()
    expect(page.locator("details.open-in-classroom")).to_contain_text("make classroom")
    page.get_by_role("link", name="cách mở lớp học").click()
    expect(page.get_by_role("heading", name="Mở lớp học")).to_be_in_viewport()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_javascript_a_lesson_can_be_read(visit, book, lang):
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    for lesson in ("1_unicode", "2_dau_thanh", "3_ma_cu_sap_xep"):
        page.goto(f"{book}/{lang}/01_chu_viet/{lesson}.html")
        for part in ("article h1", ".lesson-banner", ".cell_input", ".cell_output", "article img"):
            expect(page.locator(part).first).to_be_visible()
        assert page.locator("article p:visible").count() > 20
    visitor.picture(f"book_without_javascript_{lang}", whole=False)


def test_a_lesson_page_is_light(visit, book):
    page = visit().page
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{book}/vi/{LESSON}.html")
    page.wait_for_load_state("networkidle")
    bodies = [response.body() for response in responses]
    weight = sum(min(len(body), len(gzip.compress(body))) for body in bodies) / 1000
    print(f"{len(bodies)} requests, {weight:.0f} kB gzip")
    assert weight <= LESSON_PAGE_KB
    assert len(bodies) <= 40


def test_widgets_come_when_asked_for(visit, book):
    visitor = visit()
    page = visitor.page
    page.goto(f"{book}/vi/{LESSON}.html")
    page.get_by_role("button", name="Bật ô tương tác").click()
    expect(page.locator(".widget-text input")).to_be_visible()
    visitor.picture("book_widget")


def test_formulas_are_set_from_the_site(visit, book):
    page = visit().page
    page.goto(f"{book}/vi/giang_vien.html")
    expect(page.locator("mjx-container").first).to_be_visible()
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")


def test_the_playground_answers_in_the_page_and_with_gradio(visit, book):
    visitor = visit()
    page = visitor.page
    page.goto(f"{book}/vi/01_chu_viet/playground.html")
    page.get_by_role("textbox").fill("Céng hßa x· héi")
    expect(page.locator(".aulac-result")).to_contain_text("Cộng hòa xã hội")
    visitor.picture("book_playground_rescue")
    page.get_by_role("link", name="Mở bản Gradio").click()
    page.get_by_role("textbox").first.fill("Céng hßa x· héi")
    expect(page.locator(".aulac-result")).to_contain_text("Cộng hòa xã hội")
    visitor.picture("book_playground_gradio")


def test_a_model_answers_in_the_page_and_with_gradio(visit, book, axe):
    visitor = visit(size="phone")
    page = visitor.page
    page.goto(f"{book}/vi/03_van_ban_doi_that/playground.html")
    expect(page.get_by_role("note")).to_contain_text("AI trả lời, có thể sai")
    page.get_by_role("button", name="Bật góc thử nghiệm").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.get_by_role("textbox").fill("hom nay troi dep qua")
    expect(page.locator(".aulac-result")).to_contain_text("hôm nay trời đẹp quá")
    assert grave(page, axe) == []
    visitor.picture("book_playground_restorer")
    page.get_by_role("link", name="Mở bản Gradio").click()
    expect(page.get_by_role("note")).to_contain_text("AI trả lời, có thể sai")
    page.get_by_role("textbox").first.fill("hom nay troi dep qua")
    expect(page.locator(".aulac-result")).to_contain_text("hôm nay trời đẹp quá")
    visitor.picture("book_playground_restorer_gradio")
