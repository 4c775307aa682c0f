"""Module 02's own segmenters: they keep the text, and the one that learns is worth learning."""

import runpy
from types import SimpleNamespace

import pytest

from aulac import data
from aulac.course import read_modules


@pytest.fixture(scope="module")
def tools(root):
    folder = next(m for m in read_modules(root) if m.name == "02_tach_tu").folder
    return SimpleNamespace(**runpy.run_path(str(folder / "segmenters.py")))


@pytest.fixture(scope="module")
def dev():
    return data.load("tach_tu", "dev")


HOSTILE = [
    "",
    " ",
    "Ho\u00e0 b\u00ecnh!",
    "e\u0302\u0301 ha",
    "1.250.000đ  30%\n\tWi-Fi :))",
    "🙂 𝐀_b",
    "\u00bd ²",
]


@pytest.mark.parametrize("name", ["by_spaces", "by_lexicon", "by_learning"])
def test_words_stand_in_the_text(tools, dev, name):
    segment = getattr(tools, name)
    for text in ["Chị Sen mua máy hút bụi.", *(sentence["text"] for sentence in dev)]:
        words = segment(text)
        assert [text[start:end] for start, end in tools.spans(text, words)] == words


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_cut_and_nothing_but_white_space_is_left_out(tools, text):
    pieces = tools.syllables(text)
    assert "".join(pieces) == "".join(text.split())
    for segment in (tools.by_lexicon, tools.by_learning):
        assert [piece for word in segment(text) for piece in word.split(" ")] == pieces


def test_spans_refuse_words_that_the_text_does_not_have(tools):
    for words in (["Hòa", "bình"], ["bình"], ["Ho\u00e0"], ["Ho\u00e0_bình"], ["bình", "Ho\u00e0"]):
        with pytest.raises(ValueError):
            tools.spans("Ho\u00e0 bình", words)


def test_gaps_and_join_are_each_other_s_reverse(tools, dev):
    for sentence in dev:
        assert tools.join(*tools.gaps(sentence["words"])) == sentence["words"]


def test_longest_match_is_greedy(tools):
    lexicon = {"hợp tác", "hợp tác xã", "xã hội"}
    assert tools.longest_match("Hợp tác xã hội".split(), lexicon) == ["Hợp tác xã", "hội"]


def test_the_machine_that_learns_beats_the_lexicon(tools, dev):
    """By some 5 points of F1 on topics that it has not seen."""

    def f1(segment):
        right = total = 0
        for sentence in dev:
            gold, found = (
                set(tools.spans(sentence["text"], words))
                for words in (sentence["words"], segment(sentence["text"]))
            )
            right, total = right + 2 * len(gold & found), total + len(gold) + len(found)
        return 100 * right / total

    assert f1(tools.by_learning) > f1(tools.by_lexicon) + 4 > f1(tools.by_spaces) + 8
