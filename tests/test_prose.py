"""Every text file of the repository: NFC, one tone style, no address of a single machine."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from aulac.course.prose import form_problems

ROOT = Path(__file__).parents[1]
VOCABULARY = "tokenizer.json"  # in the byte alphabet, which is no text
SUFFIXES = set(".md .py .yml .yaml .ipynb .html .js .css .json .toml .txt .csv .cfg".split())

PRIVATE = re.compile(
    "/wor" + r"k/|\b(?:[\w-]+\.)*(?:py" + r"pi|npm" + r"js|pythonhosted)[\w.-]*\.[a-z]{2,}\b|"
    r"\b(?:py" + r"pi|npm" + r"js)[-_.]?mirror",
    re.IGNORECASE,
)


def tracked_files():
    """Return the text files that git tracks or would track."""
    command = ["git", "ls-files", "-co", "-z", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = [ROOT / name for name in names.split("\0") if name]
    return [
        path
        for path in paths
        if path.is_file()
        and (path.suffix in SUFFIXES or path.name == "Makefile")
        and path.name != VOCABULARY
    ]


def texts(path):
    """Yield (where, text) of a file; of a notebook only the sources of its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        yield "", text
        return
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        yield f"cell {number}, ", "".join(cell["source"])


def faults(path):
    """Yield (where, what is wrong) for a file."""
    try:
        for place, text in texts(path):
            for number, line in enumerate(text.split("\n"), 1):
                for match in PRIVATE.finditer(line):
                    yield f"{place}line {number}", f"{match[0]} names a machine or a registry"
            for number, message in form_problems(text, path.suffix in {".md", ".ipynb"}):
                yield f"{place}line {number}", message
    except UnicodeDecodeError as error:
        yield f"byte {error.start}", "is not UTF-8"


def test_the_repository_is_nfc_in_one_tone_style_and_names_no_machine():
    found = [
        f"{path.relative_to(ROOT)}, {place}: {what}"
        for path in tracked_files()
        for place, what in faults(path)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "name, text, count",
    [
        ("a.md", "ho\u00e0 b\u00ecnh", 1),
        ("a.md", "the form `ho\u00e0` and hòa", 0),
        ("a.md", "```text\nho\u00e0\n```\nthu\u1ef7", 1),
        ("a.md", "````markdown\n```\nho\u00e0\n```\n````", 0),
        ("a.md", "```{code-cell} ipython3\nx = 'ho\u00e0'\n```", 1),
        ("a.md", "```{note}\nho\u00e0\n```\nho\u00e0", 2),
        ("a.md", "````{note}\n```\nho\u00e0\n```\nho\u00e0\n````\nho\u00e0", 2),
        ("a.py", "x = 'ho\u00e0'", 1),
        ("a.py", r"x = 'ho\u00e0'", 0),
        ("a.py", "x = 'ho\u00e0'  # raw-text", 0),
        ("a.py", "x = 'ho\u0300a'", 1),
        ("a.md", "`ho\u0300a`", 1),
        ("a.yml", "at: /wor" + "k/main", 1),
        ("a.txt", "https://py" + "pi.org/simple", 1),
        ("a.txt", "https://registry.npm" + "js.org", 1),
        ("a.txt", "framework/x", 0),
        ("a.ipynb", json.dumps({"cells": [{"source": ["a\n", "ho\u00e0"]}]}), 1),
        ("a.ipynb", json.dumps({"cells": [{"source": "", "outputs": ["ho\u00e0"]}]}), 0),
    ],
)
def test_faults_are_found_where_they_are(tmp_path, name, text, count):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert len(list(faults(path))) == count
