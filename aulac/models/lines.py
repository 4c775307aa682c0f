"""`aulac run`: a line in, a line out, in order, for as long as lines come.

Lines are taken as bytes. What one read of the input returns is one batch, so a slow writer has each
line answered at once and a fast one is served up to 64 KiB at a time; memory holds one batch, or
the one line that is longer.
"""

import base64
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from ..classroom.language import sentence
from .catalog import ModelError, get

CHUNK = 1 << 16  # bytes
OPTIONS = {
    "generate": ("max_tokens", "temperature", "top_k", "top_p", "seed"),
    "search": ("among", "best"),
}


def run(task: str, ref: str | None, file: Path | None, details: bool, **options) -> int:
    """Answer stdin, or `file`, line by line on stdout; return the exit code.

    task: "restore" (the text with its marks), "segment" (blanks inside a word become "_"), "tag"
    (word/TAG), "entities" ([name/LABEL] in the text), "sentiment" (label and probability),
    "tokenize" (token/id, blanks shown as "▁"), "embed" (the numbers of a vector), "generate" (the
    line, written on up to its end, as fast as it comes) or "search" (the best of the lines of the
    file `among`). details: one JSON object a line instead, with offsets, probabilities and the
    like. options: of `generate` or `search`, see OPTIONS, where that is the task.
    A line that is not UTF-8 is named on stderr and passes through as it is (with details: an object
    with its bytes in base 64); the exit code is then 1. Line ends stay as they are.
    """
    if unknown := [name for name in options if name not in OPTIONS.get(task, ())]:
        names = ", ".join(unknown)
        raise ModelError(sentence(f"{task} không có: {names}", f"{task} does not know: {names}"))
    if task == "search" and "among" not in options:
        raise ModelError(sentence("search cần --among TỆP", "search needs --among FILE"))
    try:
        with _opened(file) as source:
            backend = get(task, ref)
            if task == "search":
                backend = backend.index(_texts(options.pop("among")))
            answer = partial((_DETAILS if details else _PLAIN)[task], backend, **options)
            return _answer_all(source, answer, _as_json if details else _as_it_is)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        if isinstance(error, BrokenPipeError):  # whoever read the answers has seen enough
            return 0
        reason = error.strerror
        raise ModelError(
            sentence(f"không đọc hay ghi tiếp được: {reason}", f"cannot read or write on: {reason}")
        ) from None


def _opened(file: Path | None):
    if file is None:
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        reason = error.strerror
        raise ModelError(
            sentence(f"không mở được {file}: {reason}", f"cannot open {file}: {reason}")
        ) from None


def _texts(file: Path) -> list[str]:
    """Return the lines of a file; what is not UTF-8 in them is left out."""
    with _opened(file) as source:
        text = source.read().decode("utf-8", "ignore")
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")]


def _answer_all(source: BinaryIO, answer: Callable, spare: Callable) -> int:
    """Answer readable lines by `answer(texts)`, others by `spare(line) -> bytes`.

    An answer is a str, or yields its pieces as they come.
    """
    out, code, seen = sys.stdout.buffer, 0, 0
    for batch in _batches(source):
        lines = [_Line(number, raw) for number, raw in enumerate(batch, seen + 1)]
        answers = iter(answer([line.text for line in lines if line.text is not None]))
        for line in lines:
            if line.text is None:
                code = 1
                print(f"aulac: {line.error}", file=sys.stderr, flush=True)
                out.write(spare(line))
            else:
                _write(out, next(answers))
            out.write(line.end)
        out.flush()
        seen += len(batch)
    return code


def _write(out: BinaryIO, answer: str | Iterator[str]) -> None:
    if isinstance(answer, str):
        out.write(answer.encode())
        return
    for piece in answer:
        out.write(piece.encode())
        out.flush()


def _batches(source: BinaryIO) -> Iterator[list[bytes]]:
    """Yield the lines that each read completes, ends included; the last may have no end."""
    pending = bytearray()
    while chunk := source.read1(CHUNK):
        lines, newline, rest = chunk.rpartition(b"\n")
        if newline:
            yield [bytes(line) + b"\n" for line in (pending + lines).split(b"\n")]
            pending = bytearray()
        pending += rest
    if pending:
        yield [bytes(pending)]


class _Line:
    """A line of input: its text, or None and the error; and its end, such as CR LF."""

    def __init__(self, number: int, raw: bytes):
        self.raw = raw.rstrip(b"\r\n")
        self.end = raw[len(self.raw) :]
        try:
            self.text = self.raw.decode("utf-8")
        except UnicodeDecodeError as bad:
            byte = f"byte 0x{self.raw[bad.start]:02X}"
            self.text = None
            self.error = sentence(
                f"dòng {number}: không phải UTF-8 ({byte}, vị trí {bad.start}), để nguyên",
                f"line {number}: not UTF-8 ({byte}, position {bad.start}), left as it is",
            )


def _as_it_is(line: _Line) -> bytes:
    return line.raw


def _as_json(line: _Line) -> bytes:
    return _json(error=line.error, base64=base64.b64encode(line.raw).decode()).encode()


def _json(**members) -> str:
    return json.dumps(members, ensure_ascii=False, default=_plain)


def _plain(value):
    """Return a dataclass as a dict of the fields that are given, a number of numpy's as a float."""
    if not is_dataclass(value):
        return float(value)
    given = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: each for name, each in given if each is not None}


def _restored(backend, texts) -> list[str]:
    return [_json(**_plain(each)) for each in backend.details(texts)]


def _words(texts, answers) -> list[str]:
    return [_json(text=text, words=words) for text, words in zip(texts, answers, strict=True)]


def _joined(word) -> str:
    return "_".join(word.text.split())


def _segmented(backend, texts) -> list[str]:
    return [" ".join(map(_joined, words)) for words in backend.segment(texts)]


def _tagged(backend, texts) -> list[str]:
    return [
        " ".join(f"{_joined(word)}/{word.tag}" for word in words) for words in backend.tag(texts)
    ]


def _tokens(backend, texts) -> list[str]:
    return [
        " ".join(f"{token.text.replace(' ', '▁')}/{token.id}" for token in tokens)
        for tokens in backend.tokenize(texts)
    ]


def _token_details(backend, texts) -> list[str]:
    answers = zip(texts, backend.tokenize(texts), strict=True)
    return [_json(text=text, tokens=tokens) for text, tokens in answers]


def _written_on(backend, texts, **options) -> Iterator[Iterator[str]]:
    gap = [" "] if "only_chat" in backend.info.capabilities else []  # before an answer
    for text in texts:
        yield chain([text, *gap], backend.generate(text, stop=["\n"], **options))


def _written_details(backend, texts, **options) -> Iterator[str]:
    for text in texts:
        yield _json(prompt=text, text=backend(text, stop=["\n"], **options))


def _marked(text: str, entities) -> str:
    parts, done = [], 0
    for each in entities:
        parts += text[done : each.start], f"[{each.text}/{each.label}]"
        done = each.end
    return "".join(parts) + text[done:]


def _entities(backend, texts) -> list[str]:
    return [_marked(*each) for each in zip(texts, backend.find(texts), strict=True)]


def _entity_details(backend, texts) -> list[str]:
    answers = zip(texts, backend.find(texts), strict=True)
    return [_json(text=text, entities=found) for text, found in answers]


def _feelings(backend, texts) -> list[str]:
    found = backend.classify(texts)
    return [f"{each.label} {each.probabilities[each.label]:.2f}" for each in found]


def _feeling_details(backend, texts) -> list[str]:
    answers = zip(texts, backend.classify(texts), strict=True)
    return [_json(text=text, **_plain(found)) for text, found in answers]


def _vectors(backend, texts) -> list[str]:
    return [" ".join(f"{number:.4f}" for number in row) for row in backend.embed(texts)]


def _vector_details(backend, texts) -> list[str]:
    answers = zip(texts, backend.embed(texts), strict=True)
    return [_json(text=text, vector=[round(x, 6) for x in row.tolist()]) for text, row in answers]


def _found(collection, texts, best: int = 1) -> list[str]:
    found = (collection.search(text, 1) for text in texts)
    return [hits[0].text if hits else "" for hits in found]


def _found_details(collection, texts, best: int = 10) -> list[str]:
    return [_json(text=text, hits=collection.search(text, best)) for text in texts]


_PLAIN = {
    "restore": lambda backend, texts: backend.restore(texts),
    "segment": _segmented,
    "tag": _tagged,
    "entities": _entities,
    "sentiment": _feelings,
    "tokenize": _tokens,
    "embed": _vectors,
    "generate": _written_on,
    "search": _found,
}
_DETAILS = {
    "restore": _restored,
    "segment": lambda backend, texts: _words(texts, backend.segment(texts)),
    "tag": lambda backend, texts: _words(texts, backend.tag(texts)),
    "entities": _entity_details,
    "sentiment": _feeling_details,
    "tokenize": _token_details,
    "embed": _vector_details,
    "generate": _written_details,
    "search": _found_details,
}
