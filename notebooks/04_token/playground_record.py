"""Writes playground_recorded.json: what the examples cost in vocabularies of well-known models.

`python playground_record.py` in this folder, where the packages of vocabularies.py are installed.
"""

import json
from datetime import date
from pathlib import Path
from unicodedata import normalize

import vocabularies
from playground_words import EXAMPLES

from aulac.text import unaccented_key

PLACE = Path(__file__).with_name("playground_recorded.json")


def counts(text: str) -> dict[str, list[int]]:
    forms = [text, normalize("NFD", text), unaccented_key(text)]
    names = [name for name in vocabularies.NAMES if not name.startswith("bpe_")]
    return {name: [len(vocabularies.load(name)(form)) for form in forms] for name in names}


if __name__ == "__main__":
    found = {example["text"]: counts(example["text"]) for example in EXAMPLES}
    today = date.today()
    content = {"date": f"{today.day}-{today.month}-{today.year}", "counts": found}
    PLACE.write_text(json.dumps(content, indent=1, ensure_ascii=True) + "\n", "utf-8")
