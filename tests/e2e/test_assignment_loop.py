"""The whole way of one assignment, from the instructor's release to the learner's feedback.

The tests of this file are steps: each begins where the one before it ended.
"""

import json
import re

import lab
import pytest
from playwright.sync_api import expect
from stock_nbgrader import secret_lines

from aulac.classroom.accounts import INSTRUCTOR, LEARNER
from aulac.course import read_modules
from aulac.course.source import ASSIGNMENT

ANSWER = "Cơ quan nên lưu tên ở dạng NFC, kiểu đặt dấu cũ, để mọi phần mềm tìm ra cùng một người."
ATTACK = "<script>document.title = 'forged'</script>"
SCORE = "1.5"
COMMENT = "Lập luận rõ ràng. Nên thêm một ví dụ từ công việc."


@pytest.fixture(scope="module")
def module(root):
    return read_modules(root)[0]


@pytest.fixture(scope="module")
def instructor(visit):
    visitor = visit()
    visitor.log_in(INSTRUCTOR)
    return visitor


@pytest.fixture(scope="module")
def learner(visit):
    visitor = visit()
    visitor.log_in(LEARNER)
    return visitor


@pytest.fixture(scope="module")
def source(classroom, module):
    """The cells of the instructor's version."""
    course = classroom.state.home(INSTRUCTOR) / "khoa_hoc" / "source"
    text = (course / module.name / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    return json.loads(text)["cells"]


def of_kind(cells, **flags):
    for cell in cells:
        marks = cell["metadata"].get("nbgrader", {})
        if all(marks.get(name) == value for name, value in flags.items()):
            yield cell


def table_row(visitor, module):
    return visitor.page.locator("tr").filter(has_text=module.name)


def test_instructor_releases(instructor, module):
    instructor.picture("instructor_home")
    instructor.page.locator("#open-formgrader").click()
    row = table_row(instructor, module)
    assert lab.press(row, "assign").startswith("Success")
    assert lab.press(row, "release").startswith("Success")
    expect(row.locator(".status")).to_have_text("released")
    instructor.picture("formgrader_released")


def test_learner_runs_a_lesson(learner, module):
    page = learner.page
    learner.picture("learner_home")
    page.locator("#open-lessons").click()
    lab.open_file(page, module.name, f"{module.lessons[0]}.ipynb")
    expect(lab.notebook(page).locator(".jp-RenderedMarkdown h1").first).to_be_visible()
    lab.run_all(page)
    prompts = lab.notebook(page).locator(".jp-CodeCell .jp-InputPrompt")
    for prompt in (prompts.first, prompts.last):
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        expect(lab.notebook(page).locator("[data-mime-type$='jupyter.error']")).to_have_count(0)
    practice = lab.notebook(page).locator(".jp-OutputArea-output [role=status]").first
    practice.scroll_into_view_if_needed()
    expect(practice).to_contain_text("Chưa làm")
    learner.picture("lesson_run")
    lab.save(page)


def test_learner_fetches_and_works(learner, module, source):
    page = learner.page
    assignments = lab.open_assignments(page)
    assignments.get_by_role("button", name="Fetch", exact=True).click()
    assignments.locator("#fetched_assignments_list .assignment-notebooks-link").click()
    learner.picture("assignment_fetched")
    assignments.get_by_role("link", name=ASSIGNMENT, exact=True).click()
    solution = next(of_kind(source, solution=True, grade=False))
    text = "".join(solution["source"])
    lab.write(lab.code_cell(page, text.splitlines()[0]).first, text)
    written = lab.notebook(page).locator(".jp-MarkdownCell")
    lab.write(written.filter(has_text="VIẾT CÂU TRẢ LỜI").first, f"{ANSWER} {ATTACK}")
    lab.save(page)
    learner.picture("assignment_written")


def test_learner_validates_and_submits(learner):
    page = learner.page
    assignments = lab.open_assignments(page)
    assignments.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Kiểm tra thử: đạt", timeout=120_000)
    expect(dialog).to_contain_text("vẫn còn raise NotImplementedError")
    expect(dialog.get_by_text("The following cell failed:").first).to_be_hidden()
    assert "Traceback" not in dialog.inner_text()
    learner.picture("assignment_validated", whole=False)
    dialog.get_by_role("button").last.click()
    assignments.get_by_role("button", name="Submit").click()
    expect(assignments.locator("#submitted_assignments_list .list_item").first).to_be_visible()
    learner.picture("assignment_submitted")


def test_instructor_collects_and_autogrades(instructor, module):
    page = instructor.page
    page.reload()
    row = table_row(instructor, module)
    assert lab.press(row, "collect").startswith("Success")
    row.locator(".num-submissions a").click()
    submission = page.locator("tr").filter(has=page.get_by_text(LEARNER, exact=True))
    assert lab.press(submission, "autograde").startswith("Success")
    expect(submission.locator(".status")).to_have_text("needs manual grading")
    instructor.picture("formgrader_autograded")


def test_instructor_marks_the_written_answer(instructor, module):
    page = instructor.page
    page.get_by_role("link", name="Manual Grading").click()
    for name in (module.name, ASSIGNMENT, re.compile("Submission|Learner|#")):
        page.locator("#main-table, tbody").get_by_role("link", name=name).first.click()
    answer = page.locator(".nbgrader_cell").filter(has_text=ANSWER)
    score, comment = answer.locator("input.score"), answer.locator("textarea.comment")
    assert page.title() != "forged"
    expect(answer.locator("input.extra-credit")).to_have_attribute("placeholder", "0")
    with page.expect_response("**/api/grade/*"):
        score.fill(SCORE)
        score.press("Tab")
    with page.expect_response("**/api/comment/*"):
        comment.fill(COMMENT)
        comment.press("Tab")
    expect(score).to_have_value(SCORE)
    expect(score).not_to_have_class(re.compile("needs_manual_grade"))
    answer.scroll_into_view_if_needed()
    instructor.picture("formgrader_marked", whole=False)


def test_instructor_returns_feedback(instructor, module):
    instructor.page.goto(f"{instructor.classroom.url}/user/{INSTRUCTOR}/formgrader")
    row = table_row(instructor, module)
    assert lab.press(row, "generate-feedback").startswith("Success")
    assert lab.press(row, "release-feedback").startswith("Success")


def test_learner_reads_the_feedback(learner, source):
    page = learner.page
    assignments = lab.open_assignments(page)
    page.locator("#refresh_assignments_list").click()
    assignments.get_by_role("button", name="Fetch Feedback").click()
    view = assignments.get_by_text("(view feedback)")
    expect(view).to_be_visible()
    learner.picture("feedback_fetched")
    view.click()
    lab.open_file(page, f"{ASSIGNMENT}.html")
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    expect(feedback.get_by_text(COMMENT)).to_be_visible()
    expect(feedback.get_by_text(ANSWER)).to_be_visible()
    learner.picture("feedback_read")
    text = feedback.locator("html").inner_text()
    assert f"{SCORE.replace('.', ',')} / 3" in text
    instructors = "\n".join("".join(cell["source"]) for cell in source)
    assert [line for line in secret_lines(instructors) if line in text] == []
