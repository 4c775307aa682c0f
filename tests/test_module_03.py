"""Facts that module 03 stands on and that its lessons do not compute themselves."""

import re
import runpy
from collections import Counter
from itertools import pairwise
from math import prod
from types import SimpleNamespace

import pytest
from vietnamadminunits.database import get_data

from aulac import data, models
from aulac.course import read_modules
from aulac.course.source import read_blocks
from aulac.data.counts import Counts
from aulac.text import stored, unaccented_key


@pytest.fixture(scope="module")
def module(root):
    return next(module for module in read_modules(root) if module.name == "03_van_ban_doi_that")


@pytest.fixture(scope="module")
def counts():
    return Counts.load()


def said(module, lesson, lang):
    """Return the prose of a lesson in one language."""
    blocks = read_blocks(module.lesson_path(lesson))
    return "\n".join(block.text for block in blocks if block.lang == lang)


# 1_them_dau


@pytest.mark.parametrize(
    ("sentence", "score"),
    [("đất lịch khám", 54810), ("đặt lịch khám", 609812), ("đem theo giấy", 2625480)],
)
def test_the_paths_scored_by_hand(module, counts, sentence, score):
    path = ["<s>", *sentence.split()]
    assert prod(counts.of(*pair) + 1 for pair in pairwise(path)) == score
    if sentence != "đem theo giấy":  # that one is the exercise
        assert f"{score:,}" in said(module, "1_them_dau", "en")


def test_the_card_says_what_the_lesson_says(module):
    syllables, sentences = models.get("restore").info.metrics[:2]
    english = said(module, "1_them_dau", "en")
    assert f"{sentences['size']:,} sentences" in english
    assert f"{syllables['value']}% of syllables" in english
    assert f"{sentences['value']}% of whole sentences" in english


def test_restoring_marks_changes_no_length():
    text = "toi muon dat ban, 7 gio toi: feedback =))"
    assert len(models.get("restore")(text)) == len(text)


# 2_tin_nhan


def test_the_restorer_by_region(module):
    restorer, english = models.get("restore"), said(module, "2_tin_nhan", "en")
    for region in ["bac", "trung", "nam"]:
        talks = [each for split in ["dev", "test"] for each in data.load("doi_thuong", split)]
        turns = [t["text"] for each in talks if each["region"] == region for t in each["turns"]]
        restored = restorer.restore([unaccented_key(turn) for turn in turns])
        pairs = [
            pair
            for texts in zip(turns, restored, strict=True)
            for pair in zip(*[re.findall(r"[^\W\d_]+", t.lower()) for t in texts], strict=True)
        ]
        right = sum(a == b for a, b in pairs) / len(pairs)
        assert f"{right:.1%}" in english


def test_regional_words_are_stored_forms(module):
    tables = runpy.run_path(str(module.folder / "regions.py"))
    for name in ["NORTH_AS_NORM", "SOUTH_AS_NORM"]:
        for word, norm in tables[name].items():
            assert (word, norm) == (stored(word).lower(), stored(norm))
            assert norm not in tables[name], f"{name} would change its own norm {norm}"


def test_the_check_digit_of_tax_codes(module):
    """Codes from python-stdnum's documentation, its wrong one too, and the invented ones here."""
    lesson = module.lesson_path("2_tin_nhan").read_text(encoding="utf-8")
    weights = re.search(r"WEIGHTS = \[(31(?:, \d+){8})\]", lesson)[1].split(", ")

    def is_valid(code):
        total = sum(int(w) * int(digit) for w, digit in zip(weights, code, strict=False))
        return 10 - total % 11 == int(code[9])

    assert all(map(is_valid, ["0100233488", "0314409058002", "0100112437", "0312687878001"]))
    assert all(map(is_valid, ["9900042175", "0399994214"]))
    assert not any(map(is_valid, ["0100233480", "9900042174", "9900001236", "0950004217"]))


# 3_so_ngay_dia_chi; its calendar has tests of its own, test_lunar.py


@pytest.fixture(scope="module")
def addresses(module):
    return SimpleNamespace(**runpy.run_path(str(module.folder / "addresses.py")))


def test_how_many_old_communes_went_to_one_place(module, addresses):
    counts = Counter(len(places) for places in addresses.successors.values())
    assert (counts.total(), counts[1]) == (10040, 9569)
    assert counts.total() - counts[1] == 471 and max(counts) == 5
    english = said(module, "3_so_ngay_dia_chi", "en")
    assert "Of 10,040 old units, 9,569 went to one place" in english and "471" in english


def test_every_commune_of_2025_follows_from_an_old_one(addresses):
    assert len({place for places in addresses.successors.values() for place in places}) == 3321


def test_old_cua_nam_went_to_four_wards_and_one_keeps_its_name(addresses):
    found = addresses.new_communes("phường Cửa Nam, quận Hoàn Kiếm, Hà Nội")
    assert len(found) == 4
    assert [place for place in found if "Cửa Nam" in place] == ["Phường Cửa Nam, Thành phố Hà Nội"]


def test_an_address_never_leaves_the_machine(addresses, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("no network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    text = "12 Lê Duẩn, phường Cửa Nam, quận Hoàn Kiếm, Hà Nội"
    assert len(addresses.new_communes(text)) == 4


def test_tan_thanh_is_found_in_many_districts():
    rows = get_data(["province", "district", "ward"], table="admin_units_legacy")
    assert sum(row["ward"] == "Xã Tân Thành" for row in rows) > 20


def test_names_of_old_communes_repeat_within_a_province(addresses):
    assert addresses.new_communes("phường 1, TP Hồ Chí Minh") == []
