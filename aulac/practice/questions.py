"""The review questions of a module: quiz.yml read, and whatever is wrong in it named by its line.

- question: {vi: "...", en: "..."}
  answers:
    - text: {vi: "...", en: "..."}    # or one string, the same in both languages
      right: true                     # left out where the answer is wrong
      because: {vi: "...", en: "..."}
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from unicodedata import category

import yaml

from aulac.practice.display import LANGUAGES, Prose

Found = Iterator[tuple[int, str]]  # the line, from 1, and what to do there

QUESTION_KEYS = ("question", "answers")
ANSWER_KEYS = ("text", "because")
BOTH_LANGUAGES = "needs both languages: {vi: ..., en: ...}"
QUOTES = "put quotes around a text that holds `: ` or begins with a backtick or another sign"


@dataclass(frozen=True)
class Answer:
    """One option: its text, whether it is right, and the reason."""

    text: Prose
    right: bool
    because: Prose


@dataclass(frozen=True)
class Question:
    """A question and its answers, at least one of them right and one wrong."""

    text: Prose
    answers: tuple[Answer, ...]

    @property
    def has_several_right(self) -> bool:
        return sum(answer.right for answer in self.answers) > 1


def read_questions(path: Path) -> list[Question]:
    """Read a quiz.yml. Raise OSError, or a ValueError that names the first thing to mend."""
    for line, message in question_problems(path):
        raise ValueError(f"{path.name}:{line}: {message}")
    return [
        Question(item["question"], tuple(map(_answer, item["answers"])))
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _answer(item: dict) -> Answer:
    text = item["text"]
    if isinstance(text, str):
        text = dict.fromkeys(LANGUAGES, text)
    return Answer(text, item.get("right", False), item["because"])


def question_problems(path: Path) -> Found:
    """Yield the line and the message of everything that is wrong in a quiz.yml."""
    try:
        text = path.read_bytes().decode()
        document = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        yield error.object.count(b"\n", 0, error.start) + 1, "not UTF-8: save the file as UTF-8"
        return
    except yaml.reader.ReaderError as error:
        yield text.count("\n", 0, error.position) + 1, _control_character(chr(error.character))
        return
    except yaml.MarkedYAMLError as error:
        yield error.problem_mark.line + 1, f"not valid YAML ({error.problem}): {QUOTES}"
        return
    if not isinstance(document, yaml.SequenceNode) or not document.value:
        yield 1, "no questions: write a list, each item with `question:` and `answers:`"
        return
    for node in document.value:
        yield from _question(node)
    yield from _repeated(document.value, "question")


def _question(node: yaml.Node) -> Found:
    yield from _keys(node, "a question", QUESTION_KEYS)
    fields = _fields(node)
    if "question" in fields:
        yield from _prose(fields["question"], "question")
    if "answers" not in fields:
        return
    answers = fields["answers"].value
    if not isinstance(fields["answers"], yaml.SequenceNode):
        yield _line(fields["answers"]), "`answers` must be a list, each item with `text:`"
        return
    for answer in answers:
        yield from _option(answer)
    yield from _repeated(answers, "text")
    right = sum(_is_true(_fields(answer).get("right")) for answer in answers)
    if len(answers) < 2:
        yield _line(node), "a question needs at least two answers: add one"
    elif right == 0:
        yield _line(node), "no answer is right: add `right: true` to one"
    elif right == len(answers):
        yield _line(node), "every answer is right: add a mistake that people really make"


def _option(node: yaml.Node) -> Found:
    yield from _keys(node, "an answer", ANSWER_KEYS, ("right",))
    fields = _fields(node)
    if isinstance(fields.get("text"), yaml.ScalarNode):
        yield from _text(fields["text"], "`text`")
    elif "text" in fields:
        yield from _prose(fields["text"], "text")
    if "because" in fields:
        yield from _prose(fields["because"], "because")
    if "right" in fields and not _is_a(fields["right"], "bool"):
        yield _line(fields["right"]), "`right` must be true or false, without quotes"


def _keys(node: yaml.Node, what: str, required: tuple, optional: tuple = ()) -> Found:
    """Yield what is wrong with the keys of a mapping: unknown, given twice, missing."""
    allowed = (*required, *optional)
    if not isinstance(node, yaml.MappingNode):
        yield _line(node), f"{what} must have {', '.join(f'`{key}:`' for key in allowed)}"
        return
    seen = set()
    for key in (key for key, _ in node.value):
        if key.value not in allowed:
            meant = get_close_matches(str(key.value), allowed, 1) or allowed
            yield _line(key), f"unknown key `{key.value}`: write {' or '.join(meant)}"
        elif key.value in seen:
            yield _line(key), f"`{key.value}` is given twice: keep one"
        else:
            seen.add(key.value)
    for key in required:
        if key not in seen:
            yield _line(node), f"{what} has no `{key}:`; write it"


def _prose(node: yaml.Node, name: str) -> Found:
    if not isinstance(node, yaml.MappingNode):
        yield _line(node), f"`{name}` {BOTH_LANGUAGES}"
        return
    yield from _keys(node, f"`{name}`", LANGUAGES)
    for lang, value in _fields(node).items():
        if lang in LANGUAGES:
            yield from _text(value, f"`{name}` ({lang})")


def _text(node: yaml.Node, name: str) -> Found:
    if _is_a(node, "null") or _is_a(node, "str") and not node.value.strip():
        yield _line(node), f"{name} is empty: write it"
    elif not _is_a(node, "str"):
        yield _line(node), f"{name} must be text: put quotes around it"
    else:
        for character in node.value:
            if character != "\n" and category(character) in ("Cc", "Cs"):
                yield _line(node), _control_character(character)


def _control_character(character: str) -> str:
    return f"the control character U+{ord(character):04X} cannot be shown: delete it"


def _repeated(nodes: list[yaml.Node], key: str) -> Found:
    """Yield the items whose text, in either language, is that of an item before them."""
    lines = {}
    for node in nodes:
        texts = _texts(_fields(node).get(key))
        earlier = [lines[text] for text in texts if text in lines]
        if earlier:
            yield _line(node), f"`{key}` is the same as on line {earlier[0]}: change or delete it"
        lines.update({text: _line(node) for text in texts if text not in lines})


def _texts(node: yaml.Node | None) -> set[tuple[str, str]]:
    """Return the texts of a `question` or `text`, each with its language."""
    if isinstance(node, yaml.ScalarNode):
        return {(lang, node.value.strip()) for lang in LANGUAGES}
    values = _fields(node).items()
    return {(lang, str(value.value).strip()) for lang, value in values if lang in LANGUAGES}


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _is_a(node: yaml.Node | None, kind: str) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{kind}"


def _is_true(node: yaml.Node | None) -> bool:
    return _is_a(node, "bool") and yaml.SafeLoader.bool_values[node.value.lower()]


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
