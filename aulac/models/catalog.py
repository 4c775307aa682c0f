"""The catalog: which models there are, what their cards say, and how one is loaded.

An embedded model is a folder `embedded/NAME/`: `card.yml` beside its weights (safetensors or plain
tables, never pickle). Its reference is `embedded:NAME`. Models of others have the references
`hf:OWNER/NAME` (room `hub`) and `openai:BASE_URL#MODEL` (room `endpoint`); `others.yml` knows some.
An embedded model's card:

    task: restore                    what it does; `TASKS` below names the class that loads it,
    backend: module:Class            unless the card names one
    languages: [vi]
    licence: CC-BY-SA-4.0            SPDX
    title: {vi: ..., en: ...}        texts for people: in both languages, or one plain string
    summary: {vi: ..., en: ...}
    data: {vi: ..., en: ...}         what it was trained on, with attribution
    metrics:                         a row a measurement; further columns are shown as they are
      - metric: {vi: ..., en: ...}
        value: 95.9
        test_set: {vi: ..., en: ...}
        size: 1750
        baseline: {pyvi: 70.2, "...": ...}
    limits: {vi: ..., en: ...}
    how_to_train: {vi: ..., en: ...}
    capabilities: [next_token]       what it can do beyond what its task promises
    files: {weights.safetensors: <sha256>, ...}    every file; each is checked before loading
    weights_of: NAME                 where another model's files are used, instead of own ones

A backend is a class with `load(directory, info)`; the protocols below say what each task's can do.
Offsets are code points of the text as it was handed in, which is never rewritten.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from yaml import YAMLError

from ..classroom.language import language, sentence
from ..data.cards import Card, fault, read_card, said
from ..data.near import no_such
from . import others

EMBEDDED = Path(__file__).parent / "embedded"
SCHEME = "embedded:"
ELSEWHERE = {"hf": "aulac.models.hub", "openai": "aulac.models.endpoint"}  # what loads a scheme


@dataclass(frozen=True)
class Task:
    """default: the model used when none is named; backend: the class, as "module:Class"."""

    default: str
    backend: str


TASKS = {
    "restore": Task("khoi_phuc_dau", "aulac.models.restorer:Restorer"),
    "segment": Task("tach_tu", "aulac.models.words:Segmenter"),
    "tag": Task("gan_nhan_tu_loai", "aulac.models.words:Tagger"),
    "tokenize": Task("bpe_16k", "aulac.models.tokens:Tokenizer"),
    "generate": Task("ngon_ngu", "aulac.models.language:Generator"),
    "entities": Task("thuc_the", "aulac.models.entities:Finder"),
    "sentiment": Task("cam_xuc", "aulac.models.sentiment:Classifier"),
    "embed": Task("vecto_cau", "aulac.models.vectors:Encoder"),
    "search": Task("tim_kiem", "aulac.models.search:Searcher"),
}


class ModelError(Exception):
    """A model cannot be had; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class ModelInfo:
    """What programs need to know of a model; people read its card.

    size: bytes of all its files. title: {"vi", "en"}. metrics: rows as in the card.
    capabilities: what it can do beyond its task, such as "next_token".
    """

    name: str
    ref: str
    task: str
    licence: str
    size: int
    languages: tuple[str, ...]
    title: dict
    metrics: tuple[dict, ...]
    capabilities: tuple[str, ...] = ()


class Restorer(Protocol):
    """Puts the marks back: "toi di hoc" -> "tôi đi học"."""

    info: ModelInfo

    def __call__(self, text: str) -> str: ...

    def restore(self, texts: Sequence[str]) -> list[str]: ...

    def details(self, texts: Sequence[str]) -> list[Any]:
        """Restored(text, syllables); Syllable(start, end, text, probability, alternatives)."""


class Segmenter(Protocol):
    """Finds words: Word(start, end, text, tag=None), in order, blanks left out."""

    info: ModelInfo

    def __call__(self, text: str) -> list[Any]: ...

    def segment(self, texts: Sequence[str]) -> list[list[Any]]: ...


class Tagger(Protocol):
    """Finds words and their universal parts of speech: Word with a tag."""

    info: ModelInfo

    def __call__(self, text: str) -> list[Any]: ...

    def tag(self, texts: Sequence[str]) -> list[list[Any]]: ...

    def tag_words(self, words: Sequence[str]) -> list[str]: ...


class Tokenizer(Protocol):
    """Splits texts into the tokens of a vocabulary: Token(start, end, text, id), in order."""

    info: ModelInfo

    def __call__(self, text: str) -> list[Any]: ...

    def tokenize(self, texts: Sequence[str]) -> list[list[Any]]: ...

    def encode(self, text: str) -> list[int]: ...

    def decode(self, ids: Sequence[int]) -> str: ...


class Generator(Protocol):
    """Writes a text on, piece by piece as it comes.

    options: max_tokens, temperature, top_k, top_p, seed, stop. `next_token` is there where
    info.capabilities names it.
    """

    info: ModelInfo

    def __call__(self, prompt: str, **options) -> str: ...

    def generate(self, prompt: str, **options) -> Iterator[str]: ...

    def next_token(self, prompt: str, k: int = 10) -> list[tuple[str, float]]: ...


class Finder(Protocol):
    """Finds entities: Entity(start, end, text, label), in order; none overlaps another."""

    info: ModelInfo

    def __call__(self, text: str) -> list[Any]: ...

    def find(self, texts: Sequence[str]) -> list[list[Any]]: ...


class Classifier(Protocol):
    """Judges the feeling of texts: Feeling(label, probabilities)."""

    info: ModelInfo

    def __call__(self, text: str) -> Any: ...

    def classify(self, texts: Sequence[str]) -> list[Any]: ...


class Encoder(Protocol):
    """Turns texts into vectors of length 1, float32 (n, D); like texts point the same way."""

    info: ModelInfo

    def __call__(self, text: str) -> np.ndarray: ...

    def embed(self, texts: Sequence[str]) -> np.ndarray: ...


class Searcher(Protocol):
    """Makes texts ready to be searched: `index(texts).search(query, k)` is a list of
    Hit(place, score, text), the best first."""

    info: ModelInfo

    def index(self, texts: Sequence[str]) -> Any: ...


def get(task: str, ref: str | None = None) -> Any:
    """Return the backend of a model, loaded and checked; offline, but for `openai:`.

    task: one of `TASKS`; ref: such as "embedded:tach_tu" (by default the task's own),
    "hf:Qwen/Qwen3-0.6B" or "openai:http://127.0.0.1:8000/v1".
    Errors: ModelError, in one sentence: unknown task or ref, wrong task, missing or damaged file; a
    hub model that was not fetched; what `endpoint.connection` says of a server.
    """
    if task not in TASKS:
        raise ModelError(no_such("việc", "task", task, TASKS))
    scheme, _, place = (ref or "").partition(":")
    if scheme in ELSEWHERE:
        return import_module(ELSEWHERE[scheme]).load(task, place)
    name = _name_of(ref or SCHEME + TASKS[task].default)
    info = _info(name)
    if info.task != task:
        raise ModelError(
            sentence(
                f"{info.ref} làm việc “{info.task}”, không làm việc “{task}”",
                f'{info.ref} does "{info.task}", not "{task}"',
            )
        )
    folder = _folder(name)
    if wrong := fault(folder, card(folder.name).facts["files"]):
        raise _damaged(name, *wrong)
    module, _, cls = card(name).facts.get("backend", TASKS[task].backend).partition(":")
    return getattr(import_module(module), cls).load(folder, info)


def names(task: str | None = None) -> list[str]:
    """Return the names of the embedded models, or of those that do a task."""
    every = sorted(path.parent.name for path in EMBEDDED.glob("*/card.yml"))
    return [name for name in every if task is None or _info(name).task == task]


def card(name: str) -> Card:
    """Return the card of a model: what it does, how well, on what, and what it cannot do.

    name: of an embedded model, with or without "embedded:"; or the reference of one in others.yml.
    """
    name = name.removeprefix(SCHEME)
    if name not in names():
        if other := others.find(name):
            return other.card
        raise ModelError(no_such("mô hình", "model", name, [*names(), *_refs_of_others()]))
    path = EMBEDDED / name / "card.yml"
    try:
        found = read_card(path)
        sound = {"task", "languages", "licence", "title", "files"} <= found.facts.keys()
    except (AttributeError, UnicodeDecodeError, YAMLError):
        sound = False
    if not sound:
        raise _damaged(name, f"tệp {path} đã hỏng", f"the file {path} is damaged")
    return found


def print_list() -> int:
    """Print one line a model: reference, task, size, licence, title; those of others at the end.

    Of others, the size is that of their parameters, and what must be done first is said.
    """
    for info in map(_info, names()):
        title = said(info.title, language())
        size = f"{info.size / 1e6:.1f} MB"
        print(f"{info.ref:30} {info.task:8} {size:>8}  {info.licence:14} {title}")
    for other in others.others():
        print(others.line(other))
    return 0


def print_card(name: str) -> int:
    """Print the card of a model; of an endpoint, also the models that it serves now."""
    if name.startswith("openai:"):
        return _print_endpoint(name.removeprefix("openai:").partition("#")[0].rstrip("/"))
    print(card(name), end="")
    return 0


def _print_endpoint(base: str) -> int:
    """Print the card of an endpoint where it has one, and the models that it serves now."""
    known = others.find(f"openai:{base}")
    if known:
        print(known.card)
    try:
        for model in import_module(ELSEWHERE["openai"]).served(base):
            print(f"openai:{base}#{model}")
    except ModelError as error:
        if not known:
            raise
        print(f"aulac: {error}", file=sys.stderr)
    return 0


def _name_of(ref: str) -> str:
    """Return the name of an embedded model. Errors: ModelError: there is none of this reference."""
    by_ref = {SCHEME + name: name for name in names()}
    if ref not in by_ref:
        if (other := others.find(ref)) and not other.published:
            raise ModelError(others.unpublished(other))
        raise ModelError(no_such("mô hình", "model", ref, [*by_ref, *_refs_of_others()]))
    return by_ref[ref]


def _refs_of_others() -> list[str]:
    return [other.ref for other in others.others()]


def _info(name: str) -> ModelInfo:
    facts = card(name).facts
    return ModelInfo(
        name=name,
        ref=SCHEME + name,
        task=facts["task"],
        licence=facts["licence"],
        size=sum(path.stat().st_size for path in _folder(name).iterdir() if path.is_file()),
        languages=tuple(facts["languages"]),
        title=facts["title"],
        metrics=tuple(facts.get("metrics", ())),
        capabilities=tuple(facts.get("capabilities", ())),
    )


def _folder(name: str) -> Path:
    """Return where the weights of a model lie."""
    return EMBEDDED / card(name).facts.get("weights_of", name)


def _damaged(name: str, vi: str, en: str) -> ModelError:
    return ModelError(
        sentence(
            f"mô hình {name}: {vi}; hãy cài lại gói aulac",
            f"model {name}: {en}; install the package aulac again",
        )
    )
