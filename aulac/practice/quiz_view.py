"""How a quiz looks: HTML that quiz.js makes playable and that reads well without it.

Without JavaScript each question ends in its answers and reasons, folded. With it, quiz.js moves
every reason below its option, to be shown in time. All that the script says stands in the HTML.
"""

from pathlib import Path

from aulac.practice import display
from aulac.practice.display import Card, Row, inline
from aulac.practice.questions import Answer, Question

HERE = Path(__file__).parent
ASSETS = ("quiz.css", "quiz.js")

WORDS = {
    "vi": {
        "number": "Câu",
        "several": "Chọn mọi phương án đúng.",
        "answer": "Trả lời",
        "retry": "Thử lại",
        "reasons": "Xem mọi lý do",
        "key": "Đáp án và lý do",
        "right": "Đúng",
        "wrong": "Chưa đúng",
        "solved": "câu đã giải",
        "first": "câu đúng ngay lần đầu",
        "restart": "Làm lại từ đầu",
    },
    "en": {
        "number": "Question",
        "several": "Choose every right option.",
        "answer": "Answer",
        "retry": "Try again",
        "reasons": "Show all reasons",
        "key": "Answers and reasons",
        "right": "Right",
        "wrong": "Not right",
        "solved": "solved",
        "first": "right the first time",
        "restart": "Start again",
    },
}
# What quiz.js says after an answer; it reads them as data-say-... of the quiz.
SENTENCES = {
    "vi": {
        "nothing": "Chưa chọn phương án nào: hãy chọn rồi bấm “Trả lời”.",
        "wrong": "✗ Chưa đúng. Hãy đọc lý do dưới phương án đã chọn rồi chọn lại.",
        "part": "✓ Những phương án đã chọn đều đúng, nhưng chưa đủ: hãy chọn thêm.",
        "right": "✓ Đúng rồi. Mọi lý do đã mở ở trên.",
        "shown": "Mọi lý do đã mở ở trên. Muốn tự trả lời, hãy bấm “Thử lại”.",
    },
    "en": {
        "nothing": "Nothing is chosen yet: choose, then press “Answer”.",
        "wrong": "✗ Not right. Read the reason below your choice, then choose again.",
        "part": "✓ All that you chose is right, but there is more: choose the rest too.",
        "right": "✓ Right. All reasons are open above.",
        "shown": "All reasons are open above. To answer by yourself, press “Try again”.",
    },
}
PLAIN = {
    "vi": "{} câu hỏi ôn tập. Hãy chạy ô này trong JupyterLab để trả lời ngay tại đây.",
    "en": "{} review questions. Run this cell in JupyterLab to answer them in place.",
}


def quiz_html(questions: list[Question], lang: str) -> str:
    """Return the quiz in this language; the page brings quiz.css and quiz.js."""
    words, count = WORDS[lang], len(questions)
    says = "".join(f' data-say-{name}="{text}"' for name, text in SENTENCES[lang].items())
    forms = [_form(question, n, count, lang) for n, question in enumerate(questions, start=1)]
    return f"""<section class="aulac-quiz" lang="{lang}"
 data-answer="{words["answer"]}" data-retry="{words["retry"]}"{says}>
{"".join(forms)}<div class="quiz-controls quiz-progress">
<p><span data-count="solved">0</span>/{count} {words["solved"]} ·
 <span data-count="first">0</span>/{count} {words["first"]}</p>
<button type="button">{words["restart"]}</button>
</div>
</section>
"""


def _form(question: Question, number: int, count: int, lang: str) -> str:
    words = WORDS[lang]
    kind = "checkbox" if question.has_several_right else "radio"
    hint = f" <small>{words['several']}</small>" if question.has_several_right else ""
    options = "".join(_option(answer, kind, lang) for answer in question.answers)
    key = "".join(_reason(answer, lang) for answer in question.answers)
    return f"""<form autocomplete="off">
<fieldset>
<legend><span class="quiz-number">{words["number"]} {number}/{count}</span>
 {inline(question.text[lang])}{hint}</legend>
{options}</fieldset>
<div class="quiz-controls">
<button type="submit" disabled>{words["answer"]}</button>
<button type="button">{words["reasons"]}</button>
<p class="quiz-status" role="status" aria-live="polite" tabindex="-1"></p>
</div>
<details><summary>{words["key"]}</summary><dl>
{key}</dl></details>
</form>
"""


def _option(answer: Answer, kind: str, lang: str) -> str:
    right = " data-right" if answer.right else ""
    return (
        f'<div class="quiz-option"><label><input type="{kind}" name="answer"{right}>'
        f" <span>{inline(answer.text[lang])}</span></label></div>\n"
    )


def _reason(answer: Answer, lang: str) -> str:
    symbol, verdict = ("✓", "right") if answer.right else ("✗", "wrong")
    return (
        f'<dt>{inline(answer.text[lang])}</dt><dd><p class="quiz-reason quiz-{verdict}">'
        f"<strong>{symbol} {WORDS[lang][verdict]}.</strong> {inline(answer.because[lang])}"
        "</p></dd>\n"
    )


def show_quiz(questions: list[Question]) -> None:
    """Show the quiz with its style and script; outside Jupyter print where it can be played."""
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ASSETS)

    def as_html(lang: str) -> str:
        return f"<style>{style}</style>{quiz_html(questions, lang)}<script>{script}</script>"

    display.emit(lambda lang: PLAIN[lang].format(len(questions)), as_html)


def no_questions(error: Exception) -> Card:
    """Return the card for a quiz.yml that is missing or cannot be read."""
    return Card(
        "error",
        {"vi": "Chưa mở được câu hỏi ôn tập", "en": "No review questions"},
        {
            "vi": "Các câu hỏi nằm trong tệp `quiz.yml` cạnh notebook này: hãy tải lại cả thư mục"
            " của học phần, đừng tải riêng từng notebook, rồi mở lại từ thư mục đó.",
            "en": "The questions are in the file `quiz.yml` beside this notebook: download the"
            " whole module folder, not the notebook alone, and open the notebook from there.",
        },
        (Row({"vi": "Thông báo", "en": "Message"}, code=str(error)),),
    )
