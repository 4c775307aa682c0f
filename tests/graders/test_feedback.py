"""What a learner is shown of a report: all that helps, and nothing that is hidden or active."""

import base64
import html
import json
import re

import pytest
import sample_report
from bs4 import BeautifulSoup
from sample_report import HOSTILE, OVERRIDE, SECRET, TABLE, cell, displayed, printed, solution

from graders.feedback import Mark, Marks, clean, learner_view
from graders.feedback.page import render
from graders.feedback.words import WORDS
from graders.messages import SENTENCES
from graders.report import NotebookReport, Report, Result

ACTIVE = "script svg math iframe object embed form input link base audio video template".split()
MARKS = Marks(
    {
        ("assignment", "memo"): Mark(
            1.5, f"Lý do rõ. [Đọc thêm](https://example.org) {HOSTILE}", True
        ),
        ("assignment", "greet"): Mark(None, "Hàm gọn."),
    },
    {"assignment": 0.25},
)


@pytest.fixture(scope="module", params=["vi", "en"])
def lang(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def view(lang) -> dict:
    return learner_view(sample_report.report(), lang, MARKS)


@pytest.fixture(scope="module")
def page(view) -> str:
    return render(view)


def text_of(page: str) -> str:
    body = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def result_of(view: dict, grade_id: str) -> dict:
    results = [r for n in view["notebooks"] for task in n["tasks"] for r in task["results"]]
    (found,) = [result for result in results if result["grade_id"] == grade_id]
    return found


def texts_of(value) -> list[str]:
    """Every string in a view."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)] + list(value)
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return [value] if isinstance(value, str) else []


def test_tests_are_grouped_by_task_with_points_and_verdicts(view):
    (notebook,) = view["notebooks"]
    tasks = [(t["name"], t["title"], t["score"], t["points"]) for t in notebook["tasks"]]
    assert tasks == [
        ("greet", "Câu 1: chào bằng tên", 1.0, 4),
        ("count", "Câu 2: đếm chữ", 0.5, 1),
        ("memo", "Vì sao nên chào bằng tên?", 1.5, 2),
    ]
    names = [result["name"] for result in notebook["tasks"][0]["results"]]
    assert names == ["simple", "types", "spaces"]
    assert (view["score"], view["points"], view["late_penalty"]) == (2.75, 7, 0.25)


def test_a_failed_test_says_what_was_called_what_came_and_what_was_expected(view, lang):
    simple = result_of(view, "greet-simple")
    assert simple["calls"] == [{"call": 'greet("Hòa")', "gave": '"Chào Hòa"'}]
    assert (simple["verdict"], simple["sentence"]) == ("passed", "")
    types = result_of(view, "greet-types")
    assert types["expected"] == "3" and types["got"] == HOSTILE
    assert "<strong>kiểu</strong>" in types["hint_html"]
    assert types["sentence"].startswith({"vi": "Mã của bạn dừng", "en": "Your code stopped"}[lang])


def test_a_hidden_test_shows_name_verdict_and_hint_only(view, page):
    hidden = result_of(view, "greet-spaces")
    assert (hidden["name"], hidden["verdict"], hidden["kind"]) == (
        "spaces",
        "failed",
        "hidden_test",
    )
    assert "strip()" in hidden["hint_html"]
    evidence = [hidden[key] for key in ("calls", "got", "expected", "message", "code", "printed")]
    assert not any(evidence)
    assert "HIDDEN TESTS" not in page


def test_data_of_hidden_tests_comes_out_nowhere(view, page):
    for text in [*texts_of(view), text_of(page)]:
        assert SECRET not in text


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_no_sentence_on_a_hidden_test_repeats_the_run(reason, lang):
    params = {name: SECRET for name in ("type", "name", "file", "what", "learner")}
    result = Result("t", 1, 0.0, "failed", reason=reason, params=params | {"seconds": 30.0})
    result.hidden = True
    notebook = NotebookReport("assignment", [result])
    view = learner_view(Report("an", "a", "graded", [notebook]), lang)
    sentence = result_of(view, "t")["sentence"]
    assert sentence and SECRET not in sentence


def test_of_pythons_own_errors_a_hidden_test_names_the_type():
    def sentence(name):
        params = {"type": name}
        result = Result("t", 1, 0.0, "failed", reason="raised", params=params, hidden=True)
        report = Report("an", "a", "graded", [NotebookReport("assignment", [result])])
        return result_of(learner_view(report, "en"), "t")["sentence"]

    assert "ZeroDivisionError" in sentence("ZeroDivisionError")
    assert "print" not in sentence("print") and "Mine" not in sentence("Mine")


def test_written_answers_come_with_the_comment_of_the_instructor(view, page):
    memo = result_of(view, "memo")
    assert (memo["verdict"], memo["score"], memo["kind"]) == ("partly", 1.5, "written")
    assert '<a href="https://example.org"' in memo["comment_html"]
    assert "Hàm gọn." in page and "<strong>ai</strong>" in page
    assert "Vì sao nên chào bằng tên?" in page


def test_an_answer_without_a_mark_waits(lang):
    memo = result_of(learner_view(sample_report.report(), lang), "memo")
    assert (memo["verdict"], memo["score"]) == ("unmarked", None)
    assert memo["sentence"]
    page = render(learner_view(sample_report.report(), lang))
    assert f"({WORDS[lang]['pending']}: 1)" in page


def test_a_mark_by_hand_replaces_the_engines_verdict():
    marks = Marks({("assignment", "greet-spaces"): Mark(2.0, "", by_hand=True)})
    changed = result_of(learner_view(sample_report.report(), "vi", marks), "greet-spaces")
    assert (changed["verdict"], changed["score"], changed["sentence"]) == ("passed", 2.0, "")


@pytest.mark.parametrize("key", ["not_json", "not_utf8", "notebook_missing", "old_notebook"])
def test_a_refused_submission_gets_a_page_with_what_to_do(key, lang):
    page = render(learner_view(sample_report.refused(key), lang))
    text = text_of(page)
    assert "assignment.ipynb" in text and WORDS[lang]["refused_advice"] in text
    assert "0 / 5" in text


def test_skipped_files_are_named(page):
    assert "lon.csv" in page and "⟨U+202E⟩gnp.exe" in page


def assert_harmless(page: str) -> None:
    """No element or attribute that could act or fetch, no character that hides or reorders."""
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        assert element.name not in ACTIVE, element
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            if name == "src":
                assert re.match(r"data:image/(png|jpeg);base64,[\w+/=]+$", value), element
            if name == "href":
                assert value.startswith(("#", "https://example.org")), element


def test_nothing_in_it_runs_or_is_fetched_and_nothing_hides(page):
    assert_harmless(page)
    assert "default-src 'none'" in page


def test_tables_and_plots_are_kept(page):
    assert '<div class="scroll" tabindex="0" role="group"><table>' in page
    assert "Số lần" in page and "display:none" not in page
    assert f"data:image/png;base64,{sample_report.png()}" in page


def test_the_record_says_how_it_was_decided(view, page):
    record = view["record"]
    assert (record["engine"], record["level"]) == ("1", "namespaces")
    assert record["weaker"] == ["greet-types"]
    assert "ab" * 32 in page and "2048" in page and "greet-types" in page


def test_the_view_is_plain_json(view):
    assert json.loads(json.dumps(view)) == view


def test_every_string_of_a_hostile_report_is_safe(lang):
    """The same nasty text in every field there is."""
    nasty = f"{HOSTILE}{OVERRIDE}\x00\x1b[2J\ud800&#x202e;"
    result = Result(
        nasty, 1, 0.0, "failed", reason="raised", params={nasty[:5]: nasty, "type": nasty}
    )
    result.calls = [{"call": nasty, "gave": nasty}]
    result.got = result.expected = result.message = result.hint = result.weaker = nasty
    cells = [
        solution(nasty, nasty, [printed(nasty), {"output_type": nasty}, {"output_type": "error"}])
    ]
    cells += [cell("markdown", nasty), cell("raw", nasty), cell("code", nasty, [displayed()])]
    notebook = NotebookReport(
        nasty, [result], {"cells": cells}, refusal="not_json", params={"name": nasty}
    )
    for refusal in ("not_json", ""):
        notebook.refusal = refusal
        report = Report(nasty, nasty, "graded", [notebook], {nasty: "file_link"}, nasty, nasty)
        report.limits, report.inputs = {nasty: nasty}, {nasty: nasty}
        marks = Marks({(nasty, nasty): Mark(0.5, nasty, True)}, {})
        page = render(learner_view(report, lang, marks))
        assert_harmless(page)
        page.encode("utf-8")


@pytest.mark.parametrize(
    "data",
    [
        {"image/png": "bm90IGEgcGljdHVyZQ=="},
        {"image/png": "%%%"},
        {"image/png": ["x", 1]},
        {"image/png": sample_report.png()[:20]},
        {"image/jpeg": sample_report.png()},
        {"image/svg+xml": "<svg/>"},
        {"text/html": "<b onclick=x>no table</b>"},
        {"text/html": "<table>" * 3000},
        {"application/javascript": "alert(1)"},
    ],
)
def test_what_is_no_picture_and_no_table_is_left_out(data):
    found = clean.outputs([{"output_type": "display_data", "data": data}])
    assert all("image" != one["kind"] for one in found)
    assert not re.search("onclick|alert|<svg", str(found))


def test_a_huge_picture_is_left_out():
    raw = bytearray(base64.b64decode(sample_report.png()))
    raw[16:24] = b"\x00\x01\x00\x00" * 2
    assert clean.raster(base64.b64encode(raw).decode(), "image/png") == ""


def test_printed_text_reads_as_a_terminal_shows_it():
    assert clean.terminal("10%\r50%\r100%\nxong\r\n") == "100%\nxong\n"
    assert clean.terminal("\x1b[31mđỏ\x1b[0m") == "đỏ"
    assert clean.plain("x" * 100_000).endswith(" …")
    assert len(clean.plain("a" + "\u0301" * 1000)) < 10


def test_tables_lose_what_acts():
    markup = clean.table(TABLE)
    assert "hòa" in markup and not re.search("style|script|alert|onclick", markup)
    assert 'colspan="2"' in clean.table('<table><tr><td colspan="2">a</td></tr></table>')
    assert "colspan" not in clean.table('<table><tr><td colspan="99999">a</td></tr></table>')


def test_both_languages_have_the_same_labels():
    assert WORDS["vi"].keys() == WORDS["en"].keys()
