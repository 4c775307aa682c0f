"""Pairs of texts that mean the like, as texts give them: what the encoder learns from."""

import random
import re
from collections.abc import Callable, Iterator

from ... import data
from ..restorer.recipe import is_held_out

PUBLIC = (
    "viwiki2017",
    "vlc_law",
    "ai_for_beginner_vi",
    "d2l_vn",
    "hf_course_vi",
    "libreoffice_help_vi",
    "vi_react",
    "rust_tieng_viet",
    "gnome_help_vi",
    "debian_handbook_vi",
)
TITLED = ("bao_chi", "doi_song", "truyen")
SHORTEST, SHORTEST_SENTENCE = 12, 5  # syllables of a paragraph, of a sentence
MOST = {"viwiki2017": 12}  # paragraphs of a document
MOST_ELSEWHERE = 60
OWN_TIMES = 4  # that pairs of the course's own texts are seen
RULES_TIMES = 15  # that questions on rules are seen

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")

Pair = tuple[str, str]


def pairs(seed: int, report: Callable[[str], None]) -> Iterator[tuple[Pair, int]]:
    """Yield pairs, and how many times each is to be seen; report what cannot be had."""
    chance = random.Random(seed)
    for name in PUBLIC:
        try:
            documents = data.load(name)
        except data.DataError as error:
            report(str(error))
            continue
        for each in documents:
            if not is_held_out(name, each["id"]):
                most = MOST.get(name, MOST_ELSEWHERE)
                yield from ((pair, 1) for pair in of_document(each["text"], most, chance))
    yield from ((pair, OWN_TIMES) for pair in own())
    yield from ((pair, 1) for pair in turns())
    yield from ((pair, RULES_TIMES) for pair in rules())


def of_document(text: str, most: int, chance: random.Random) -> Iterator[Pair]:
    """Yield a sentence and the rest of its paragraph, or a paragraph and the next."""
    paragraphs = [line for line in text.split("\n") if len(line.split()) >= SHORTEST]
    for place in chance.sample(range(len(paragraphs)), min(most, len(paragraphs))):
        sentences = _SENTENCE.split(paragraphs[place])
        sentences = [each for each in sentences if len(each.split()) >= SHORTEST_SENTENCE]
        if len(sentences) > 1:
            one = sentences.pop(chance.randrange(len(sentences)))
            yield one, " ".join(sentences)
        elif place + 1 < len(paragraphs):
            yield paragraphs[place], paragraphs[place + 1]


def own() -> Iterator[Pair]:
    """Yield titles with their texts, questions with their answers."""
    for name in TITLED:
        yield from ((each["title"], each["text"]) for each in data.load(name, "train"))
    yield from ((each["question"], each["answer"]) for each in data.load("cau_hoi", "train"))


def turns() -> Iterator[Pair]:
    """Yield what is said in a conversation with what is said next."""
    for each in data.load("doi_thuong", "train"):
        said = [turn["text"] for turn in each["turns"]]
        yield from zip(said, said[1:], strict=False)


def rules() -> Iterator[Pair]:
    """Yield questions on rules with the clause that answers them, and with their answers."""
    articles = {each["id"]: each for each in data.load("quy_dinh", "rules")}
    for each in data.load("quy_dinh", "train"):
        for cite in each["cites"]:
            article, _, number = cite.partition(".")
            yield each["question"], _clause(articles[article], number)
            yield each["question"], each["answer"]


def _clause(article: dict, number: str) -> str:
    found = re.search(rf"^{number}\. (.*)$", article["text"], re.MULTILINE)
    return f"{article['title']} {found[1] if number and found else article['text']}"
