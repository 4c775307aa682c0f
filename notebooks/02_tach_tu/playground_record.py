"""Records what other tools answer to the examples of the playground, in playground_recorded.json.

    python notebooks/02_tach_tu/playground_record.py PYTHON_WITH_PYVI

underthesea answers here, pyvi in the Python that is named. An answer is a list of words: [start,
end] in code points of the line, and what the tool gave back where that is not what stands there.
"""

import json
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from playground_words import EXAMPLES, READINGS

from aulac.text import unaccented_key

FILE = Path(__file__).parent / "playground_recorded.json"
PYVI = (
    "import importlib.metadata, json, sys\n"
    "from pyvi import ViTokenizer\n"
    "answers = [ViTokenizer.tokenize(line).split() for line in json.load(sys.stdin)]\n"
    "answers = [[word.replace('_', ' ') for word in words] for words in answers]\n"
    "print(json.dumps([importlib.metadata.version('pyvi'), answers]))\n"
)


def lines() -> list[str]:
    return [line for example in EXAMPLES for line in example["text"].split("\n")]


def underthesea(texts: list[str]) -> tuple[str, list[list[str]]]:
    """Return the version, and the words of each text."""
    from underthesea import word_tokenize

    return version("underthesea"), [word_tokenize(text) for text in texts]


def pyvi(texts: list[str], python: str) -> tuple[str, list[list[str]]]:
    """Return the version, and the words of each text; its sign "_" for a blank is taken back."""
    command, texts = [python, "-c", PYVI], json.dumps(texts)
    said = subprocess.run(command, input=texts, stdout=subprocess.PIPE, text=True, check=True)
    return tuple(json.loads(said.stdout))


def aligned(text: str, words: list[str]) -> list[list]:
    """Return where words stand that a tool may have rewritten: base letters, at least, agree."""
    places = [i for i, c in enumerate(text) if _base(c)]
    if "".join(map(_base, text)) != "".join(map(_base, "".join(words))):
        raise ValueError(f"{words} are not the words of {text!r}")
    found, first = [], 0
    for word in words:
        last = first + sum(map(bool, map(_base, word))) - 1
        start, end = places[first], places[last] + 1
        while end < len(text) and not _base(text[end]) and not text[end].isspace():
            end += 1
        found.append([start, end] if text[start:end] == word else [start, end, word])
        first = last + 1
    return found


def _base(c: str) -> str:
    return "".join(unaccented_key(c).split())


def main(python: str) -> None:
    texts = lines()
    tools = {"underthesea": underthesea(texts), "pyvi": pyvi(texts, python)}
    answers = {name: words for name, (_, words) in tools.items()}
    answers["course"] = [reading.split("|") for reading in READINGS]
    recorded = {
        "date": date.today().strftime("%d-%m-%Y"),
        "versions": {name: number for name, (number, _) in tools.items()},
        "answers": {
            text: {name: aligned(text, words[i]) for name, words in answers.items()}
            for i, text in enumerate(texts)
        },
    }
    rows = (f"{json.dumps(key)}: {json.dumps(each)}" for key, each in recorded["answers"].items())
    head = json.dumps({key: recorded[key] for key in ("date", "versions")})[1:-1]
    body = ",\n".join(rows)
    FILE.write_text(f'{{{head}, "answers": {{\n{body}\n}}}}\n')


if __name__ == "__main__":
    main(sys.argv[1])
