"""check, hint and say: the five outcomes, both languages, in Jupyter and outside."""

import functools
import json
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import numpy
import pytest
from nbclient import NotebookClient

from aulac import practice
from aulac.practice import Call, Exercise, Value, check, display, hint, say, wording
from aulac.practice.exercise import MISSING, examine, shorten

HINTS = [{"vi": "gợi ý một", "en": "hint one"}, {"vi": "gợi ý hai", "en": "hint two"}]
BECAUSE = {"vi": "NFC gộp chữ với dấu", "en": "NFC joins letter and mark"}

PRACTICE = """
from aulac.practice import Call, Exercise, Value

hints = [{"vi": "gợi ý một", "en": "hint one"}, {"vi": "gợi ý hai", "en": "hint two"}]
exercises = [
    Exercise("1.1.upper", Call("đ", returns="Đ"), Call("ô", returns="Ô"), hints=hints),
    Exercise("1.1.length", Value(14), hints=hints),
]
"""


def exercise(*cases, key="1.1.answer", **options):
    return Exercise(key, *cases, hints=HINTS, **options)


UPPER = exercise(Call("đ", returns="Đ"), Call("ô", returns="Ô", because=BECAUSE))
SCREAM = exercise(Value(14))


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A lesson's folder as working directory, and no hint given yet."""
    (tmp_path / "practice.py").write_text(PRACTICE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(practice, "_hints_given", practice.Counter())
    return tmp_path


def cards(exercise, answer):
    """Return all four renderings of the result."""
    card = wording.result(exercise, examine(exercise, answer))
    return [render(card, lang) for render in (display.plain, display.html) for lang in ("vi", "en")]


# The five outcomes


def test_right():
    assert examine(UPPER, str.upper).outcome == "right"
    assert examine(SCREAM, 14).outcome == "right"


def test_wrong_reports_the_first_miss():
    result = examine(UPPER, lambda text: "Đ")
    assert result.outcome == "wrong"
    assert (result.called, result.got, result.expected) == ("answer('ô')", "'Đ'", "'Ô'")
    assert result.because == BECAUSE and result.escapes is None and result.remark is None


def blank_ellipsis(text): ...


def blank_pass(text):
    pass


def blank_docstring(text):
    """Return the text in capitals."""


def blank_both(text, *, more=1):
    """Return the text in capitals."""
    ...


def returns_ellipsis(text):
    return ...


def returns_not_implemented(text):
    return NotImplemented


def raises_not_implemented(text):
    raise NotImplementedError


def blank_closure(outer):
    def inner(text):
        print(outer) if outer else None

    def blank(text): ...

    return blank


@pytest.mark.parametrize(
    "answer",
    [
        ...,
        blank_ellipsis,
        blank_pass,
        blank_docstring,
        blank_both,
        blank_closure(1),
        lambda text: ...,
        returns_ellipsis,
        returns_not_implemented,
        raises_not_implemented,
    ],
)
def test_not_attempted(answer):
    assert examine(UPPER, answer).outcome == "not attempted"


def only_prints(text):
    print(text)


def test_a_function_that_does_something_is_an_attempt(capsys):
    result = examine(UPPER, only_prints)
    assert (result.outcome, result.remark) == ("wrong", "returned nothing")
    assert capsys.readouterr().out == "đ\n"
    assert "return" in cards(UPPER, only_prints)[0]


def divides(text):
    return 1 / len([])


def deep(text):
    return deep(text)


def leaves(text):
    sys.exit("bye")


class Silent(BaseException):
    def __str__(self):
        raise ValueError


def raises_silent(text):
    raise Silent


def raises_surrogate(text):
    raise ValueError("\ud800")


@pytest.mark.parametrize(
    "answer, kind, source",
    [
        (divides, "ZeroDivisionError", "return 1 / len([])"),
        (deep, "RecursionError", "return deep(text)"),
        (leaves, "SystemExit", 'sys.exit("bye")'),
        (raises_silent, "Silent", "raise Silent"),
        (raises_surrogate, "ValueError", r'raise ValueError("\ud800")'),
        (lambda: 1, "TypeError", ""),
        ("text".index, "ValueError", ""),
    ],
)
def test_error_names_type_and_learners_line(answer, kind, source):
    task = exercise(Call("(", returns=1))
    result = examine(task, answer)
    assert (result.outcome, result.failure.kind, result.failure.source) == ("error", kind, source)
    assert bool(result.failure.line) == bool(source)
    for text in cards(task, answer):
        text.encode("utf-8")
        assert kind in text and "Traceback" not in text


def test_a_mistake_in_a_helper_is_shown_where_it_is():
    def helper(text):
        return text.lowr()

    result = examine(UPPER, lambda text: helper(text))
    assert result.failure.source == "return text.lowr()"


def test_missing_name():
    assert examine(UPPER, MISSING).outcome == "missing"
    assert "`answer`" in cards(UPPER, MISSING)[0]


def test_an_interrupt_passes_through():
    def stopped(text):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine(UPPER, stopped)


def test_something_else_than_a_function():
    result = examine(UPPER, "Đ")
    assert (result.outcome, result.remark, result.got) == ("wrong", "not a function", "'Đ'")


def test_any_callable_will_do():
    class Upper:
        def __call__(self, text):
            return text.upper()

    assert examine(UPPER, Upper()).outcome == "right"
    assert examine(UPPER, functools.partial(str.upper)).outcome == "right"


# What is compared, and how it is shown


def test_look_alikes_are_shown_with_escapes():
    task = exercise(Call("ho\u00e0", returns="hòa"))
    result = examine(task, lambda text: "ho\u0300a")
    assert result.escapes == {
        "called": r"answer('ho\xe0')",
        "got": r"'ho\u0300a'",
        "expected": r"'h\xf2a'",
    }
    assert all(
        r"ho\u0300a" in text and r"h\xf2a" in text for text in cards(task, lambda t: "ho\u0300a")
    )
    assert examine(task, lambda text: text).escapes
    assert examine(exercise(Value("Đ")), "\u00d0").escapes["got"] == r"'\xd0'"
    assert examine(exercise(Value(["hòa"])), ["h\u00f2a "]).escapes is None


def test_same_looks_of_another_type_are_named():
    class Text(str):
        def __eq__(self, other):
            return False

        __hash__ = None

    task = exercise(Value("hòa"))
    result = examine(task, Text("hòa"))
    assert (result.remark, result.types) == ("other type", ("Text", "str"))
    assert "Text" in cards(task, Text("hòa"))[0]


def test_a_learner_cannot_spoil_the_inputs():
    names = ["Em", "Dung"]

    def drops(given):
        given.clear()
        return None

    task = exercise(Call(names, returns=2), Call(names, returns=3))
    assert examine(task, drops).called == "answer(['Em', 'Dung'])"
    assert examine(task, lambda given: 2 if given.pop() else 0).called == "answer(['Em', 'Dung'])"
    assert names == ["Em", "Dung"]


def test_same_replaces_equality():
    near = exercise(Value(0.3), same=lambda got, expected: abs(got - expected) < 1e-9)
    assert examine(near, 0.1 + 0.2).outcome == "right"
    assert examine(near, "0.3").outcome == "wrong"
    arrays = exercise(Value(numpy.arange(3)), same=numpy.array_equal)
    assert examine(arrays, numpy.arange(3)).outcome == "right"
    assert examine(arrays, [0, 1]).outcome == "wrong"


def test_a_verdict_that_is_no_plain_yes_or_no_counts_as_no():
    assert examine(exercise(Value([0, 1])), numpy.arange(2)).outcome == "wrong"
    assert examine(exercise(Value(0.5)), numpy.float64(0.5)).outcome == "right"


class Hostile:
    def __init__(self, **methods):
        self.methods = methods

    def __eq__(self, other):
        return self.methods["eq"]()

    def __repr__(self):
        return self.methods.get("repr", lambda: "<i>hostile</i>")()


class NoTruth:
    shape = ()

    def __bool__(self):
        raise ValueError("no truth")


def fails():
    raise ValueError("on purpose")


@pytest.mark.parametrize(
    "answer, outcome",
    [
        (Hostile(eq=fails), "error"),
        (Hostile(eq=NoTruth), "error"),
        (Hostile(eq=lambda: "yes"), "wrong"),
        (Hostile(eq=lambda: False, repr=fails), "error"),
        (Hostile(eq=lambda: False, repr=lambda: 3), "error"),
        (Hostile(eq=lambda: False, repr=lambda: "\ud800"), "wrong"),
        (Hostile(eq=lambda: False, repr=sys.exit), "error"),
    ],
)
def test_hostile_objects_are_told_in_a_sentence(answer, outcome):
    for given, task in ((answer, SCREAM), (lambda text: answer, UPPER)):
        assert examine(task, given).outcome == outcome
        assert all("".join(text).encode("utf-8") for text in cards(task, given))


def test_long_values_are_shortened_around_the_difference():
    letters = "ă" * 1000
    result = examine(exercise(Value(letters + "x" + letters)), letters + "y" + letters)
    assert len(result.got) < 300 and "y" in result.got and "x" in result.expected
    assert result.got.startswith("'ă") and result.got.endswith("ă'") and " … " in result.got
    assert len(shorten("a" * 10**6)) < 300
    assert len(examine(exercise(Call("a" * 10**6, returns=1)), len).called) < 300


# Cards


class Balance(HTMLParser):
    """Collect the tags of a card and see that they close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


INJECTION = "<script>alert(1)</script><img src=x onerror='alert(1)'>`<b>`&amp;"


def raises_injection(text):
    raise type(INJECTION, (Exception,), {})(INJECTION)


@pytest.mark.parametrize(
    "answer", [str.upper, lambda text: INJECTION, raises_injection, ..., MISSING, INJECTION]
)
def test_cards_are_balanced_escaped_and_accessible(answer):
    for lang in ("vi", "en"):
        card = wording.result(UPPER, examine(UPPER, answer))
        text = display.html(card, lang)
        page = Balance(text)
        assert not page.open
        assert page.tags <= {"div", "strong", "span", "dl", "dt", "dd", "code"}
        assert text.startswith(f'<div role="status" lang="{lang}"')
        assert card.title[lang] in text and 'aria-hidden="true"' in text


def test_a_page_of_the_notebooks_own_keys_is_escaped():
    for card in (
        wording.unknown_key(INJECTION, ["1.1.upper"]),
        wording.no_exercises(OSError("<b>")),
    ):
        assert Balance(display.html(card, "vi")).tags <= {
            "div",
            "strong",
            "span",
            "dl",
            "dt",
            "dd",
            "code",
        }


# check, hint and say outside Jupyter


def test_check_finds_the_answer_by_its_name(lesson, capsys):
    namespace = {"check": check}
    exec("check('1.1.upper')", namespace)
    assert "Chưa có tên này" in capsys.readouterr().out
    exec("upper = str.upper; check('1.1.upper'); length = 13; check('1.1.length')", namespace)
    out = capsys.readouterr().out
    assert out.startswith("✓ Đúng rồi. `upper`") and "✗ Chưa đúng" in out
    assert check("1.1.length", 14) is None
    assert "Đúng rồi" in capsys.readouterr().out


def test_a_wrong_value_does_not_show_the_right_one(lesson, capsys):
    check("1.1.length", 13)
    out = capsys.readouterr().out
    assert "13" in out and "14" not in out


@pytest.mark.parametrize(("got", "expected"), [("14", 14), ((1, 2), [1, 2])])
def test_values_that_differ_in_type_only_are_told_apart(got, expected):
    assert examine(exercise(Value(expected)), got).remark == "other type"


def test_english_where_the_build_says_so(lesson, capsys):
    (lesson / "module.json").write_text('{"lang": "en"}')
    check("1.1.upper", ...)
    check("1.1.length", 13)
    out = capsys.readouterr().out
    assert "Not attempted. Replace the `...`" in out and "Got: 13" in out
    for broken in ("{", "[]", '{"lang": "fr"}', '{"lang": ["vi"]}'):
        (lesson / "module.json").write_text(broken)
        say(vi="chào bạn", en="hello")
        assert capsys.readouterr().out == "chào bạn\n"


def test_hints_come_one_by_one_and_end(lesson, capsys):
    for expected in ("Gợi ý 1/2. gợi ý một", "Gợi ý 2/2. gợi ý hai", "Hết gợi ý", "Hết gợi ý"):
        assert hint("1.1.upper") is None
        assert expected in capsys.readouterr().out
    hint("1.1.length")
    assert "gợi ý một" in capsys.readouterr().out


def test_an_unknown_key_lists_the_keys(lesson, capsys):
    check("1.1.uper", str.upper)
    hint("1.1.uper")
    out = capsys.readouterr().out
    assert out.count("`1.1.upper`, `1.1.length`") == 2


@pytest.mark.parametrize("source", [None, "from names_of_nobody import x", "exercise = []"])
def test_a_notebook_without_its_folder_says_so(lesson, capsys, source):
    (lesson / "practice.py").unlink()
    if source:
        (lesson / "practice.py").write_text(source)
    check("1.1.upper", str.upper)
    assert "tải cả thư mục của học phần" in capsys.readouterr().out


def test_a_changed_practice_file_is_read_again(lesson, capsys):
    check("1.1.upper", str.upper)
    (lesson / "practice.py").write_text(PRACTICE.replace("1.1.upper", "1.2.upper"), "utf-8")
    check("1.2.upper", str.upper)
    assert capsys.readouterr().out.count("Đúng rồi") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        {"cases": []},
        {"cases": [Value(1), Call(returns=1)]},
        {"cases": [Value(1)], "hints": HINTS[:1]},
        {"cases": [Value(1)], "hints": [{"vi": "một"}, HINTS[1]]},
        {"cases": [Value(1, because={"vi": "một"})]},
    ],
)
def test_an_exercise_that_is_not_whole_is_refused(arguments):
    with pytest.raises(ValueError, match="1.1.x"):
        Exercise("1.1.x", *arguments["cases"], hints=arguments.get("hints", HINTS))


def test_importing_practice_is_light():
    code = "import sys, aulac.practice; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert not {"IPython", "numpy", "pandas", "asyncio"} & set(modules.stdout.split())


# In Jupyter


def test_in_a_kernel_one_output_carries_both_languages(lesson):
    (lesson / "module.json").write_text('{"lang": "en"}')
    cells = [
        "from aulac.practice import check, hint, say",
        "def upper(text):\n    ...\n\ncheck('1.1.upper')",
        "def upper(text):\n    print('seen')\n    return text.uper()\n\ncheck('1.1.upper', upper)",
        "upper = str.upper\ncheck('1.1.upper')",
        "hint('1.1.upper')",
        "say(vi='a < b', en='b > a')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(lesson)}}
    ).execute()
    nbformat.validate(notebook)
    outputs = [cell.outputs for cell in notebook.cells]
    assert outputs[0] == [] and [len(found) for found in outputs[1:]] == [1, 2, 1, 1, 1]
    assert outputs[2][0].text == "seen\n"
    bundles = [found[-1].data for found in outputs[1:]]
    starts = ["○ Not attempted", "! Error", "✓ Right", "? Hint 1 of 2. hint one", "b > a"]
    for bundle, start in zip(bundles, starts, strict=True):
        prose = json.loads(json.dumps(bundle[display.PROSE]))
        assert bundle["text/plain"].startswith(start)
        assert bundle["text/plain"] == prose["en"]["text/plain"] != prose["vi"]["text/plain"]
        assert bundle["text/html"] == prose["en"]["text/html"]
        assert 'lang="vi"' in prose["vi"]["text/html"]
    assert "Line 3:  return text.uper()" in bundles[1]["text/plain"]
    assert "a &lt; b" in bundles[-1][display.PROSE]["vi"]["text/html"]
