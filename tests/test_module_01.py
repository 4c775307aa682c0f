"""Facts that module 01 stands on: the legacy tables, and the commune names."""

import runpy
from itertools import product
from unicodedata import normalize

import pytest

from aulac.course import read_modules
from aulac.course.notebook import is_role
from aulac.course.source import read_blocks

SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam"
LETTERS = {
    normalize("NFC", vowel + tone)
    for vowel, tone in product("aăâeêioôơuưy", ["", *"\u0300\u0309\u0303\u0301\u0323"])
} | {"đ"}
MARKED = {letter for letter in LETTERS if letter not in "aeiouy"}


@pytest.fixture(scope="module")
def module(root):
    return next(module for module in read_modules(root) if module.name == "01_chu_viet")


@pytest.fixture(scope="module")
def legacy(module):
    return runpy.run_path(str(module.folder / "legacy.py"))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("TCVN3", "Céng hßa x· héi chñ nghÜa ViÖt Nam"),
        ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),  # raw-text
        ("VIQR", "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam"),
    ],
)
def test_the_legacy_tables_write_as_old_machines_did(legacy, name, written):
    assert legacy["encode"](SENTENCE, legacy[name]) == written


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "VIQR"])
def test_every_marked_small_letter_has_one_code(legacy, name):
    table = legacy[name]
    codes = {letter: legacy["encode"](letter, table) for letter in MARKED}
    assert {letter: table.get(code, code) for letter, code in codes.items()} == {
        letter: letter for letter in MARKED
    }
    assert len(set(codes.values())) == len(MARKED)


def test_the_assignment_uses_the_tables_of_the_lesson(module, legacy):
    given = {}
    for block in read_blocks(module.assignment_path):
        if is_role(block, "given"):
            exec(block.text, given)
    assert (given["TCVN3"], given["VNI"]) == (legacy["TCVN3"], legacy["VNI"])


def test_the_commune_names_are_those_of_2025(module):
    communes = runpy.run_path(str(module.folder / "communes.py"))["communes"]
    assert len(communes) == 3321
    assert len({commune.province for commune in communes}) == 34


def test_the_two_orders_differ_where_lesson_3_says(module):
    """The lesson cannot compute this number without giving its exercise away."""
    blocks = read_blocks(module.lesson_path("3_ma_cu_sap_xep"))
    keys = {}
    for block in blocks:
        if block.kind == "code" and "_key(" in block.text and "def " in block.text:
            exec(block.text, keys)
    communes = runpy.run_path(str(module.folder / "communes.py"))["communes"]
    names = sorted({commune.name for commune in communes})
    by_string = sorted(names, key=keys["whole_string_key"])
    by_syllable = sorted(names, key=lambda name: [keys["syllable_key"](s) for s in name.split()])
    moved = sum(a != b for a, b in zip(by_string, by_syllable, strict=True))
    assert (len(names), moved) == (2848, 867)
    english = "\n".join(block.text for block in blocks if block.lang == "en")
    assert "2,848" in english and "867" in english
