"""Tokens a syllable, beside other vocabularies: `python tests/bench/bench_tokens.py`.

A syllable is what stands between blanks. Every text is read composed (NFC), decomposed (NFD) and
without marks; what is printed is tokens a syllable of the NFC text. No text was seen in training:
newspaper texts of the course (dev, test), the dev part of UD VTB (news), public documents held out.
OpenAI's vocabularies come with the package bpe-openai: `--peers` names a Python that has it.
"""

import argparse
import json
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from aulac import data, models
from aulac.models.restorer import recipe
from aulac.text import unaccented_key

PEERS = ("r50k_base", "cl100k_base", "o200k_base")
FORMS = {
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no marks": unaccented_key,
}

# Prints how many tokens each text has, or nothing where there is no such vocabulary.
PEER = """
import json, sys
try:
    from bpe_openai import get_encoding
    encoding = get_encoding(sys.argv[1])
except Exception:
    sys.exit()
print(json.dumps([len(encoding.encode(text)) for text in json.load(sys.stdin)]))
"""


def test_texts() -> Iterator[tuple[str, str]]:
    """Yield texts that no model of the course was trained on, each with its test set."""
    for split in ("dev", "test"):
        for record in data.load("bao_chi", split):
            yield "news (bao_chi)", recipe.normal_text(record)
    try:
        yield from public_texts()
    except data.DataError as error:
        print(f"public test sets left out: {error}")


def public_texts() -> Iterator[tuple[str, str]]:
    for record in data.load("ud_vtb", "dev"):
        yield "news (ud_vtb dev)", recipe.with_marks_attached(record["text"])
    for name in recipe.PUBLIC:
        kind = {"viwiki2017": "wiki", "vlc_law": "law"}.get(name, "tech")
        for record in data.load(name):
            if recipe.is_held_out(name, record["id"]):
                yield kind, record["text"]


def ours(name: str) -> Callable[[list[str]], list[int]]:
    tokenizer = models.get("tokenize", f"embedded:{name}")
    return lambda texts: [len(tokenizer.encode(text)) for text in texts]


def peer(python: str, name: str) -> Callable[[list[str]], list[int]]:
    def lengths(texts: list[str]) -> list[int]:
        run = [python, "-W", "ignore", "-c", PEER, name]
        done = subprocess.run(run, input=json.dumps(texts), capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout else []

    return lengths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", default=sys.executable, help="Python with bpe-openai")
    python = parser.parse_args().peers
    sets = defaultdict(list)
    for name, text in test_texts():
        sets[name].append(text)
    syllables = {name: sum(len(text.split()) for text in texts) for name, texts in sets.items()}
    heads = [f"{name}: {' / '.join(FORMS)}" for name in sets]
    print(f"| vocabulary | {' | '.join(heads)} |")
    print(f"|{' --- |' * (len(sets) + 1)}")
    print(f"| syllables | {' | '.join(f'{n:,}' for n in syllables.values())} |")
    systems = {name: ours(name) for name in models.names("tokenize")[::-1]}
    for name, lengths in (systems | {name: peer(python, name) for name in PEERS}).items():
        cells = [cell(lengths, texts, syllables[of]) for of, texts in sets.items()]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def cell(lengths: Callable[[list[str]], list[int]], texts: list[str], syllables: int) -> str:
    found = [lengths([form(text) for text in texts]) for form in FORMS.values()]
    return " / ".join(f"{sum(each) / syllables:.2f}" if each else "not at hand" for each in found)


if __name__ == "__main__":
    main()
