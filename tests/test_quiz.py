"""Review questions: what a wrong quiz.yml says, and what the HTML and the notebook hold."""

from html.parser import HTMLParser

import nbformat
import pytest
from nbclient import NotebookClient
from tiny import TINY

from aulac.course import build_notebooks, read_modules
from aulac.practice import quiz
from aulac.practice.display import inline
from aulac.practice.questions import Answer, Question, question_problems, read_questions
from aulac.practice.quiz_view import quiz_html

GOOD = """\
- question: {vi: "Một?", en: "One?"}
  answers:
    - text: {vi: "đúng", en: "right"}
      right: true
      because: {vi: "vì thế", en: "because"}
    - text: "sai"
      because: {vi: "vì không", en: "because not"}
- question: {vi: "Hai?", en: "Two?"}
  answers:
    - text: "sai"
      right: false
      because: {vi: "vì không", en: "because not"}
    - text: "đúng"
      right: true
      because: {vi: "vì thế", en: "because"}
"""
HOSTILE = """</script><script>alert(1)</script><img src=x onerror='alert("1")'>&amp;"'"""


def write(folder, text):
    path = folder / "quiz.yml"
    path.write_text(text, encoding="utf-8")
    return path


# What is wrong with a quiz.yml


WRONG = {
    "not YAML": ('{vi: "Hai?", en: "Two?"}', '{vi: "Hai?", en: "Two?"', 9, "not valid YAML"),
    "no quotes": ('"sai"\n      because', "`sai`\n      because", 6, "put quotes around"),
    "two documents": ('- question: {vi: "Hai', '---\n- question: {vi: "Hai', 8, "not valid YAML"),
    "raw control character": ("vì thế", "vì\x07 thế", 5, "U+0007 cannot be shown: delete it"),
    "control character": ("vì thế", r"vì\u0007 thế", 5, "U+0007 cannot be shown: delete it"),
    "half a character": ("vì thế", r"vì\ud800 thế", 5, "U+D800"),
    "not a list": (GOOD, 'question: {vi: "Một?"}\n', 1, "write a list"),
    "empty": (GOOD, "\n", 1, "no questions"),
    "empty list": (GOOD, "[]\n", 1, "no questions"),
    "question is a word": (GOOD, "- Một?\n", 1, "a question must have `question:`, `answers:`"),
    "unknown key": ("because", "beacuse", 5, "unknown key `beacuse`: write because"),
    "key given twice": ("right: true", "right: true\n      right: false", 5, "given twice"),
    "no question": ('question: {vi: "Hai?", en: "Two?"}\n  ', "", 8, "has no `question:`"),
    "no answers": (GOOD, '- question: {vi: "Một?", en: "One?"}\n', 1, "has no `answers:`"),
    "question in one language": (', en: "Two?"', "", 8, "`question` has no `en:`"),
    "question without languages": ('{vi: "Hai?", en: "Two?"}', '"Hai?"', 8, "both languages"),
    "third language": ('en: "Two?"', 'en: "Two?", fr: "Deux?"', 8, "unknown key `fr`"),
    "text in one language": (', en: "right"', "", 3, "`text` has no `en:`"),
    "no text": ('text: "sai"\n      right: false\n      ', "", 10, "an answer has no `text:`"),
    "no reason": ('\n      because: {vi: "vì không", en: "because not"}', "", 6, "no `because:`"),
    "empty reason": ('{vi: "vì không", en: "because not"}', "", 7, "`because` needs both"),
    "blank reason": ('"because not"', '" "', 7, "`because` (en) is empty: write it"),
    "reason in one language": (', en: "because not"', "", 7, "`because` has no `en:`"),
    "answers are a word": (GOOD, '- question: {vi: "M", en: "O"}\n  answers: x\n', 2, "a list"),
    "one answer": (GOOD[: GOOD.index('    - text: "sai"')], None, 1, "at least two answers"),
    "no right answer": ("right: true", "right: false", 1, "add `right: true` to one"),
    "all right": ("right: false", "right: true", 8, "every answer is right"),
    "right in quotes": ("right: true", 'right: "true"', 4, "`right` must be true or false"),
    "right is a number": ("right: false", "right: 0", 11, "`right` must be true or false"),
    "text is a number": ('"sai"', "12", 6, "`text` must be text: put quotes around it"),
    "text is a date": ('"sai"', "2025-06-20", 6, "`text` must be text"),
    "text is a list": ('"sai"', "[sai]", 6, "`text` needs both languages"),
    "reason is yes": ('"vì thế"', "yes", 5, "`because` (vi) must be text"),
    "answer given twice": ('"đúng"\n', '"sai"\n', 13, "`text` is the same as on line 10"),
    "answer twice in English": ('text: "sai"', 'text: "right"', 6, "the same as on line 3"),
    "question given twice": ("Hai?", "Một?", 8, "`question` is the same as on line 1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path, name):
    old, new, line, expected = WRONG[name]
    text = old if new is None else GOOD.replace(old, new, 1)
    assert text != GOOD
    path = write(tmp_path, text)
    found = list(question_problems(path))
    assert any(place == line and expected in message for place, message in found), found
    with pytest.raises(ValueError, match=r"^quiz\.yml:\d+: "):
        read_questions(path)


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path):
    path = tmp_path / "quiz.yml"
    path.write_bytes(GOOD.encode().replace(b"Hai", b"Hai \xf2"))
    assert list(question_problems(path)) == [(8, "not UTF-8: save the file as UTF-8")]


def test_every_problem_is_named_at_once(tmp_path):
    text = GOOD.replace("right: true", "right: yess").replace(', en: "because not"', "")
    lines = [line for line, _ in question_problems(write(tmp_path, text))]
    assert lines == [4, 7, 1, 12, 14, 8]


def test_a_good_file_has_no_problem_and_is_read(tmp_path):
    path = write(tmp_path, GOOD)
    assert list(question_problems(path)) == []
    first, second = read_questions(path)
    assert first.text == {"vi": "Một?", "en": "One?"} and not first.has_several_right
    right = [[answer.right for answer in question.answers] for question in (first, second)]
    assert right == [[True, False], [False, True]]
    assert second.answers[0].text == {"vi": "sai", "en": "sai"}


def test_two_forms_of_a_letter_are_two_answers(tmp_path):
    text = GOOD.replace('"sai"', r'"ho\u00e0"', 1).replace('{vi: "đúng", en: "right"}', '"hòa"')
    assert list(question_problems(write(tmp_path, text))) == []


# The page


class Page(HTMLParser):
    """The tags of a page, opened and closed in order, and its text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_option_has_its_verdict_and_reason(lang):
    questions = read_questions(TINY / "notebooks/01_chao/quiz.yml")
    text = quiz_html(questions, lang)
    page = Page(text)
    right = {"vi": "✓ Đúng. ", "en": "✓ Right. "}[lang]
    wrong = {"vi": "✗ Chưa đúng. ", "en": "✗ Not right. "}[lang]
    for question in questions:
        for answer in question.answers:
            verdict = f"<strong>{(right if answer.right else wrong).strip()}</strong>"
            assert f"{verdict} {inline(answer.because[lang])}" in text
    assert [attributes["lang"] for tag, attributes in page.tags if tag == "section"] == [lang]
    assert not any("id" in attributes for _, attributes in page.tags)
    assert "`" not in page.text and "*" not in page.text


def test_hostile_text_stays_text():
    prose = {"vi": HOSTILE, "en": HOSTILE}
    answers = (Answer(prose, True, prose), Answer(prose, False, prose))
    page = Page(quiz_html([Question(prose, answers)], "vi"))
    assert page.text.count(HOSTILE) == 7
    assert not {"script", "img"} & {tag for tag, _ in page.tags}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a < b` & *c*", '<code translate="no">a &lt; b</code> &amp; <em>c</em>'),
        ("**không** đổi", "<strong>không</strong> đổi"),
        ("**chữ *đ* và `ð`**", "<strong>chữ <em>đ</em> và "),
        ("`2**3` và `*`", '<code translate="no">2**3</code> và <code translate="no">*</code>'),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a `b", "a `b"),
        ("[x](y) # _z_", "[x](y) # _z_"),
    ],
)
def test_inline_markdown(text, expected):
    assert inline(text).startswith(expected)


# In a notebook, and outside


def test_outside_jupyter_one_line_says_where_to_play(tmp_path, monkeypatch, capsys):
    write(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)
    quiz()
    assert capsys.readouterr().out.startswith("2 câu hỏi ôn tập. Hãy chạy ô này trong JupyterLab")
    (tmp_path / "module.json").write_text('{"lang": "en"}')
    quiz()
    assert capsys.readouterr().out.startswith("2 review questions. Run this cell in JupyterLab")


def test_without_a_file_that_can_be_read_a_card_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    quiz()
    write(tmp_path, GOOD.replace("right: true", "right: maybe", 1))
    quiz()
    missing, broken = capsys.readouterr().out.split("! ")[1:]
    assert "tải lại cả thư mục" in missing and "No such file" in missing
    assert "tải lại cả thư mục" in broken and "quiz.yml:4: `right` must be" in broken


def test_the_learners_notebook_shows_the_quiz(tiny_course, tmp_path):
    out = tmp_path / "out"
    written = build_notebooks(out, read_modules(tiny_course))
    titles = {"vi": "# Câu hỏi ôn tập: Lời chào", "en": "# Review questions: A greeting"}
    for lang, title in titles.items():
        folder = out / lang / "01_chao"
        assert folder / "quiz.ipynb" in written
        notebook = nbformat.read(folder / "quiz.ipynb", as_version=4)
        assert notebook.cells[0].source.startswith(title)
        NotebookClient(
            notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
        nbformat.validate(notebook)
        (output,) = notebook.cells[1].outputs
        page = output.data["text/html"]
        assert f'<section class="aulac-quiz" lang="{lang}"' in page
        assert page.startswith("<style>") and page.endswith("</script>")
        assert page.count("<form") == 3 and output.data["text/plain"].startswith("3 ")


def test_a_module_without_questions_gets_no_quiz(tiny_course, tmp_path):
    (tiny_course / "notebooks/01_chao/quiz.yml").unlink()
    build_notebooks(tmp_path / "out", read_modules(tiny_course))
    assert not list((tmp_path / "out").rglob("quiz.*"))
