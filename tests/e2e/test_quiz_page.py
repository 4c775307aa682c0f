"""A quiz in a page opened from a file, played with the mouse and with the keyboard."""

import re
import shutil
from pathlib import Path

import lab
import pytest
from playwright.sync_api import Locator, expect
from tiny import TINY

from aulac import practice
from aulac.classroom.accounts import LEARNER
from aulac.practice.questions import read_questions
from aulac.practice.quiz_view import quiz_html

QUIZ = quiz_html(read_questions(TINY / "notebooks/01_chao/quiz.yml"), "vi")
ASSETS = Path(practice.__file__).parent
HEAD = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="quiz.css"><script src="quiz.js" defer></script>
"""


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens a page from a file; its console must stay empty."""
    contexts, complaints = [], []

    def opened(body: str = QUIZ, **options):
        (tmp_path / "page.html").write_text(HEAD + body, encoding="utf-8")
        for name in ("quiz.css", "quiz.js"):
            shutil.copy(ASSETS / name, tmp_path)
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def question(page, number: int) -> Locator:
    return page.locator(".aulac-quiz form").nth(number - 1)


def answer(form: Locator, *options: str) -> None:
    for option in options:
        form.get_by_label(option, exact=True).check()
    form.get_by_role("button", name="Trả lời").click()


def reasons(form: Locator) -> list[str]:
    return form.locator(".quiz-reason:visible").all_inner_texts()


def says(form: Locator, text: str) -> None:
    expect(form.get_by_role("status")).to_contain_text(text)


def progress(page, solved: int, first: int, quiz: int = 0) -> None:
    text = f"{solved}/3 câu đã giải · {first}/3 câu đúng ngay lần đầu"
    expect(page.locator(".quiz-progress p").nth(quiz)).to_have_text(text)


def test_by_mouse_wrong_then_right(open_page):
    page = open_page()
    form = question(page, 1)
    progress(page, 0, 0)
    assert reasons(form) == []
    answer(form, "4")
    says(form, "✗ Chưa đúng.")
    assert reasons(form) == ["✗ Chưa đúng. 4 là số byte của UTF-8."]
    form.get_by_label("3", exact=True).check()
    expect(form.get_by_role("status")).to_be_empty()
    form.get_by_role("button", name="Trả lời").click()
    says(form, "✓ Đúng rồi.")
    assert [text.split(".")[0] for text in reasons(form)] == [
        "✓ Đúng",
        "✗ Chưa đúng",
        "✗ Chưa đúng",
    ]
    expect(form.get_by_role("radio").first).to_be_disabled()
    progress(page, 1, 0)
    answer(question(page, 3), "Người lớn tuổi")
    progress(page, 2, 1)


def test_by_keyboard_only(open_page):
    page = open_page()
    form = question(page, 1)
    press, radio = page.keyboard.press, form.get_by_role("radio")
    press("Tab")
    expect(radio.nth(0)).to_be_focused()
    press("ArrowDown")
    expect(radio.nth(1)).to_be_checked()
    assert reasons(form) == []
    press("Enter")
    says(form, "✗ Chưa đúng.")
    expect(radio.nth(1)).to_be_focused()
    expect(radio.nth(1)).to_have_accessible_description("✗ Chưa đúng. 4 là số byte của UTF-8.")
    press("ArrowUp")
    press("Enter")
    says(form, "✓ Đúng rồi.")
    expect(form.get_by_role("status")).to_be_focused()
    press("Tab")
    boxes = question(page, 2).get_by_role("checkbox")
    expect(boxes.nth(0)).to_be_focused()
    for key in ("Space", "Tab", "Tab", "Space", "Enter"):
        press(key)
    says(question(page, 2), "✓ Đúng rồi.")
    for key in ("Tab", "Space", "Tab", "Enter"):
        press(key)
    says(question(page, 3), "✓ Đúng rồi.")
    progress(page, 3, 2)


def test_answering_without_choosing_asks_for_a_choice(open_page):
    page = open_page()
    form = question(page, 1)
    answer(form)
    says(form, "Chưa chọn phương án nào")
    expect(form.get_by_role("radio").first).to_be_focused()
    answer(form, "3")
    progress(page, 1, 1)


def test_several_right_answers(open_page):
    page = open_page()
    form = question(page, 2)
    expect(form.get_by_role("group", name="Chọn mọi phương án đúng.")).to_be_visible()
    answer(form, "ò")
    says(form, "chưa đủ")
    assert len(reasons(form)) == 1
    answer(form, "đ", "ủ")
    says(form, "✗ Chưa đúng.")
    expect(form.get_by_label("đ", exact=True)).to_be_focused()
    form.get_by_label("đ", exact=True).uncheck()
    answer(form)
    says(form, "✓ Đúng rồi.")
    progress(page, 1, 0)


def test_trying_again_starts_from_a_clean_question(open_page):
    page = open_page()
    form = question(page, 1)
    answer(form, "4")
    form.get_by_role("button", name="Thử lại").click()
    assert reasons(form) == []
    expect(form.locator(":checked")).to_have_count(0)
    answer(form, "3")
    progress(page, 1, 0)


def test_all_reasons_on_request_do_not_count_as_solved(open_page):
    page = open_page()
    form = question(page, 1)
    form.get_by_role("button", name="Xem mọi lý do").click()
    assert len(reasons(form)) == 3
    expect(form.get_by_role("status")).to_be_focused()
    progress(page, 0, 0)
    form.get_by_role("button", name="Thử lại").click()
    assert reasons(form) == []
    answer(form, "3")
    progress(page, 1, 0)


def test_starting_again_forgets_everything(open_page):
    page = open_page()
    answer(question(page, 1), "3")
    answer(question(page, 2), "đ")
    page.get_by_role("button", name="Làm lại từ đầu").click()
    progress(page, 0, 0)
    expect(page.locator(".quiz-reason:visible, :checked, :disabled")).to_have_count(0)
    expect(question(page, 1).get_by_role("radio").first).to_be_focused()
    answer(question(page, 2), "ò", "ủ")
    progress(page, 1, 1)


def test_two_quizzes_in_one_page_and_the_script_run_twice(open_page):
    page = open_page(QUIZ * 2)
    page.add_script_tag(path=ASSETS / "quiz.js")
    answer(question(page, 4), "3")
    progress(page, 0, 0, quiz=0)
    progress(page, 1, 1, quiz=1)
    ids = page.locator("[id]").evaluate_all("found => found.map((element) => element.id)")
    assert len(ids) == len(set(ids)) == 2 * 8
    answer(question(page, 1), "4")
    assert len(reasons(question(page, 1))) == 1


def test_without_javascript_every_answer_and_reason_can_be_read(open_page):
    page = open_page(java_script_enabled=False)
    form = question(page, 1)
    expect(page.get_by_role("button")).to_have_count(0)
    assert reasons(form) == []
    form.get_by_text("Đáp án và lý do").click()
    assert reasons(form)[:2] == [
        "✓ Đúng. Dạng NFC có ba mã ký tự.",
        "✗ Chưa đúng. 4 là số byte của UTF-8.",
    ]
    form.get_by_label("4", exact=True).check()
    page.keyboard.press("Enter")
    expect(form.get_by_label("4", exact=True)).to_be_checked()


def test_a_quiz_whose_data_a_sanitizer_removed_is_left_readable(open_page):
    page = open_page(re.sub(r" data-[\w-]+(=\"[^\"]*\")?", "", QUIZ) + QUIZ)
    answer(question(page, 4), "3")
    expect(page.get_by_role("button", name="Trả lời")).to_have_count(2)
    question(page, 1).get_by_text("Đáp án và lý do").click()
    assert len(reasons(question(page, 1))) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(open_page, screenshots, scheme):
    page = open_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    answer(question(page, 1), "4")
    answer(question(page, 2), "ò", "ủ")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    targets = page.locator(".aulac-quiz :is(label, button):visible").all()
    assert all(target.bounding_box()["height"] >= 24 for target in targets)
    page.screenshot(path=screenshots / f"quiz_{scheme}.png", full_page=True)


def test_in_the_classroom_the_keys_belong_to_the_quiz(visit):
    visitor = visit(expected=lab.WIDGET_LEFT)
    page = visitor.log_in(LEARNER)
    page.locator("#open-lessons").click()
    lab.open_file(page, "01_chu_viet", "quiz.ipynb")
    lab.run_all(page)
    form = lab.notebook(page).locator(".aulac-quiz[data-ready] form").first
    form.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(form.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).not_to_be_empty()
    visitor.picture("quiz_in_the_classroom", whole=False)
    lab.save(page)
