"""From the bytes of a public file to records: one function a format.

Each takes the bytes and a prefix for ids that the format does not give, and yields dicts.
"""

import gzip
import json
import re
from collections.abc import Iterator


def conllu(raw: bytes, prefix: str) -> Iterator[dict]:
    """CoNLL-U: {"id", "text", "words", "upos", "spaces_after"}, one record a sentence.

    text is the words joined, a blank after each whose "spaces_after" is true but the last. Words of
    several syllables hold blanks. Multiword ranges and empty nodes are left out.
    """
    for block in filter(None, raw.decode("utf-8").split("\n\n")):
        comments = dict(re.findall(r"^# (\w+) *= *(.*)$", block, re.MULTILINE))
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        rows = [row for row in rows if row[0].isdigit()]
        if rows:
            yield {
                "id": comments["sent_id"],
                "text": comments["text"],
                "words": [row[1] for row in rows],
                "upos": [row[3] for row in rows],
                "spaces_after": ["SpaceAfter=No" not in row[9].split("|") for row in rows],
            }


def segmented(raw: bytes, prefix: str) -> Iterator[dict]:
    """Words parted by blanks, their syllables by "_": {"id", "text", "words"}, one a line."""
    for number, line in enumerate(_lines(raw), 1):
        words = [word.strip("_").replace("_", " ") or word for word in line.split()]
        yield {"id": f"{prefix}-{number}", "text": " ".join(words), "words": words}


def squad(raw: bytes, prefix: str) -> Iterator[dict]:
    """SQuAD 1.1: one record a question; "start" of an answer counts code points of "context"."""
    for article in json.loads(raw)["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                yield {
                    "id": question["id"],
                    "title": article["title"],
                    "context": paragraph["context"],
                    "question": question["question"],
                    "answers": [
                        {"text": answer["text"], "start": answer["answer_start"]}
                        for answer in question["answers"]
                    ],
                }


def choices(raw: bytes, prefix: str) -> Iterator[dict]:
    """XCOPA: {"id", "premise", "question" ("cause" or "effect"), "choices", "label" (0 or 1)}."""
    for line in _lines(raw):
        one = json.loads(line)
        yield {
            "id": f"{prefix}-{one['idx']}",
            "premise": one["premise"],
            "question": one["question"],
            "choices": [one["choice1"], one["choice2"]],
            "label": one["label"],
        }


def pairs(raw: bytes, prefix: str) -> Iterator[dict]:
    """Tab-separated source, English, Vietnamese, in gzip: {"id", "en", "vi"}."""
    for number, line in enumerate(_lines(gzip.decompress(raw)), 1):
        _, english, vietnamese = line.split("\t")
        yield {"id": f"{prefix}-{number}", "en": english, "vi": vietnamese}


def glossary(raw: bytes, prefix: str) -> Iterator[dict]:
    """Markdown tables whose first two columns are English and Vietnamese: {"id", "en", "vi"}."""
    rows = re.findall(r"^\|([^|\n]+)\|([^|\n]+)\|", raw.decode("utf-8"), re.MULTILINE)
    terms = [(english.strip(), vietnamese.strip()) for english, vietnamese in rows]
    terms = [term for term in terms if term[0] != "English" and term[0].strip("-: ")]
    for number, (english, vietnamese) in enumerate(terms, 1):
        yield {"id": f"{prefix}-{number}", "en": english, "vi": vietnamese}


def documents(raw: bytes, prefix: str) -> Iterator[dict]:
    """One JSON object a line in gzip: {"id", "text"}, paragraphs of text parted by newlines."""
    yield from map(json.loads, _lines(gzip.decompress(raw)))


def _lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8").removesuffix("\n").split("\n")


READERS = {
    "conllu": conllu,
    "segmented": segmented,
    "squad": squad,
    "choices": choices,
    "pairs": pairs,
    "glossary": glossary,
    "documents": documents,
}
