"""The playground of module 03 in Python: what it restores, how sure it is, what it leaves alone."""

import re
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aulac import models, playground
from aulac.models.restorer import recipe
from aulac.text import stored, unaccented_key

MODULE = "03_van_ban_doi_that"
module = playground.load(MODULE)


def shown(text, lang="vi"):
    """Return the sections of a view by name."""
    return {one["name"]: one for one in module.view(text, lang)}


def pieces(text):
    """Return (text, kind, note) of each piece of a text of one line."""
    line, _ = shown(text)["restored"]["lines"]
    return [tuple(piece.values()) for piece in line["pieces"]]


def advice(text):
    """Return what is said of a text before it may be trusted: titles, with what each shows."""
    return {one["title"]: one["value"] for one in shown(text)["advice"]["findings"]}


def test_an_order_gets_its_marks_and_says_where_to_ask():
    view = shown("Toi muon dat ban cho hai nguoi.")
    assert view["restored"]["copy"]["text"].startswith("Tôi muốn đặt b")
    assert [row[0] for row in view["doubts"]["rows"]] == ["ban"]
    assert "bàn" in " ".join(view["doubts"]["rows"][0][1:])


@pytest.mark.parametrize("written", ["Chị", "02/09/1990", "a@b.vn", "12B", "deadline", "USD"])
def test_what_is_left_alone_says_why(written):
    note = next(note for text, kind, note in pieces(f"toi xem {written} roi") if text == written)
    (row,) = shown(f"toi xem {written} roi")["untouched"]["rows"]
    assert note and row[1:] == [1, written]


def test_reasons_are_told_apart():
    view = shown("Chị xem 2 tep bao_cao.xlsx, ma 12B, update USD")
    assert [row[2] for row in view["untouched"]["rows"]] == [
        "Chị",
        "2",
        "bao_cao.xlsx",
        "12B",
        "USD",
        "update",
    ]


def test_signs_that_touch_are_one_piece():
    assert [text for text, _, _ in pieces("update… (file) 👨‍👩‍👧!")] == [
        "update",
        "…",
        "(",
        "file",
        ")",
        "👨‍👩‍👧!",
    ]


def test_a_line_of_the_text_is_a_line_of_the_view():
    labels = [line["label"] for line in shown("toi\n\n ban\n")["restored"]["lines"]]
    assert labels[:2] == ["Dòng 1", "Dòng 2"] and len(labels) == 3


def test_it_never_claims_to_be_certain_where_it_chose():
    shares = [one.share for one in module.read("nguoi dan nop thue dung han")[1]]
    assert max(shares) == 99
    assert pieces("nuoc")[0] == ("nước", "sure", "100\u00a0%")  # the only form


@pytest.mark.parametrize("text", ["cao 5 m", "P. Hong Gai", "truc x va y", "ISMET", "Km 12"])
def test_letters_by_themselves_are_no_trouble(text):
    assert shown(text)["restored"]


def test_numbers_in_its_words_are_those_of_the_card():
    by_metric = models.card("khoi_phuc_dau_mang").facts["metrics"][:2]
    for row in by_metric:
        for share in (row["value"], row["baseline"]["both"]):
            assert f"{share}\u00a0%" in module.WORDS["en"]["weaker"]
            assert f"{share}\u00a0%".replace(".", ",") in module.WORDS["vi"]["weaker"]
    assert f"{by_metric[0]['size']:,}" in module.WORDS["en"]["weaker"]


def test_the_measured_shares_are_near_what_a_part_of_the_test_texts_gives():
    lines = [line for text in recipe.course_texts("test") for line in text.split("\n")]
    found = []
    for right in map(stored, lines[::12]):
        items = module.decided(module.read(unaccented_key(right))[1])
        found += [(one.share, one.text == right[one.token.start : one.token.end]) for one in items]
    for mark, answered, good in module.MEASURED:
        right = [is_right for share, is_right in found if share >= mark]
        assert 100 * len(right) / len(found) == pytest.approx(answered, abs=3)
        assert 100 * sum(right) / len(right) == pytest.approx(good, abs=2)


def test_pairs_with_several_readings_are_pairs():
    for pair, forms in module.READINGS.items():
        bare = [unaccented_key(re.sub(r" \(.*\)", "", form)).lower() for form in forms]
        assert bare == [pair] * len(forms) and len(set(forms)) == len(forms) > 1


def test_advice_fits_the_text():
    words = module.WORDS["vi"]
    assert list(advice("toi se goi lai cho quy khach")) == [words["weaker_title"]]
    assert advice("Bao gio ban ghe")[words["readings_title"]].startswith("bao gio: bao giờ")
    assert "Hà" in advice("Gui chi Ha nhe")[words["names_title"]]
    assert words["names_title"] not in advice("Chao chi. (Ha nay!)")
    assert words["nfd_title"] in advice(normalize("NFD", "chị ơi"))
    assert words["few_title"] in advice("ban")
    assert "can" in advice("please can you help")[words["english_title"]]
    assert words["short_title"] in advice("mai e ghe dc ko")
    assert advice("Chị đi chợ")[words["marked_title"]] == ""


def test_it_has_nothing_to_ask_where_it_decided_nothing():
    assert "asking" in shown("toi ban")
    assert "asking" not in shown("Chị đi chợ.")


def test_no_line_is_broken_before_the_sign():
    for lang, words in module.WORDS.items():
        assert " %" not in repr((words, module.view("Gui chi Ha nhe, ban oi", lang)))


def test_long_text_is_cut_and_empty_text_welcomed():
    assert [one["name"] for one in module.view(" \t", "en")] == ["empty"]
    view = shown("ban " * 1000)
    assert str(module.LIMIT) in view["restored"]["findings"][0]["text"]
    assert len(view["doubts"]["rows"]) <= module.ROWS


def test_the_legend_names_the_limits():
    for words in module.WORDS.values():
        sure, likely, unsure, _ = (note for _, _, note in words["legend"])
        assert str(module.SURE) in sure and str(module.SURE - 1) in likely
        assert str(module.LIKELY) in likely and str(module.LIKELY) in unsure


def test_both_languages_say_the_same_things():
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    assert vi["notes"].keys() == en["notes"].keys() == set(module.REASONS)
    assert vi["reasons"].keys() == en["reasons"].keys() == set(module.REASONS)
    fields = re.compile(r"\{\w+\}")
    for key, text in vi.items():
        if isinstance(text, str):
            assert sorted(fields.findall(text)) == sorted(fields.findall(en[key])), key


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=60))
@example("m̂ x̂ I\u0307SMET \u212ai")
@example("toi\x1cdi\x85hoc\u3000roi")
def test_nothing_but_marks_is_changed(text):
    for one in shown(text).values():
        if one["copy"]:
            assert unaccented_key(one["copy"]["text"]) == unaccented_key(text)
