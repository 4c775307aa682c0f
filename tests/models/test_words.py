"""The segmenter and the tagger, as they come: offsets, habits, forms of writing, how well."""

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aulac import data, models
from aulac.models.words import Segmenter, Tagger, recipe, statistics
from aulac.models.words.lexicon import known_words
from aulac.models.words.network import Network
from aulac.models.words.tables import Tables
from aulac.models.words.tagger import TAGS
from aulac.text import other_tone_style

PIECES = [
    "học sinh",
    "giỏi",
    "TP. HCM",
    "ho\u00e0",
    "1.250.000",
    "35%",
    "😀",
    "👨‍👩‍👧",
    "🇻🇳",
    "\n",
    "\r\n",
]
PIECES += [
    "\t",
    "  ",
    "\u200b",
    "\u0301",
    "_",
    "...",
    "!?",
    ":))",
    "@an",
    "a@b.vn",
    "www.",
    "ß",
    "中",
]
PIECES += [
    unicodedata.normalize("NFD", "Thu\u1ef7 chạy nhanh quá"),
    "\ud800",
    "x" * 70,
    "N.V.",
    "đ",
]
texts = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text())
LONG = 300_000


@pytest.fixture(scope="module")
def segment() -> Segmenter:
    return models.get("segment")


@pytest.fixture(scope="module")
def tag() -> Tagger:
    return models.get("tag")


@pytest.fixture(scope="module")
def unseen() -> list[dict]:
    return data.load("tach_tu", "test")


def strings(words) -> list[str]:
    return [word.text for word in words]


def f1(segment, sentences: list[dict]) -> float:
    """Return the balanced F-score of words, in percent."""
    right = found = wanted = 0
    answers = segment.segment([each["text"] for each in sentences])
    for sentence, words in zip(sentences, answers, strict=True):
        ours, gold = (places(each) for each in (strings(words), sentence["words"]))
        right, found, wanted = right + len(ours & gold), found + len(ours), wanted + len(gold)
    return 200 * right / (found + wanted)


def places(words: list[str]) -> set[tuple[int, int]]:
    ends = np.cumsum([0, *(len("".join(word.split())) for word in words)])
    return set(pairwise(ends.tolist()))


def accuracy(tag, sentences: list[dict]) -> float:
    pairs = [
        pair
        for each in sentences
        for pair in zip(tag.tag_words(each["words"]), each["upos"], strict=True)
    ]
    return 100 * sum(ours == gold for ours, gold in pairs) / len(pairs)


@settings(deadline=None, max_examples=300)
@given(texts)
@example("")
@example("\n")
@example("học\nsinh")
@example("A")
def test_words_and_the_blanks_between_them_are_the_text(segment, text):
    end = 0
    for word in segment(text):
        assert text[end : word.start].strip() == ""
        assert word.text == text[word.start : word.end] != ""
        assert word.text == word.text.strip() and "\n" not in word.text
        end = word.end
    assert text[end:].strip() == ""


@settings(deadline=None, max_examples=100)
@given(st.lists(texts))
def test_the_tagger_finds_the_same_words_in_a_batch(segment, tag, many):
    for words, tagged in zip(map(segment, many), tag.tag(many), strict=True):
        assert [(w.start, w.end, w.text) for w in words] == [
            (w.start, w.end, w.text) for w in tagged
        ]
        assert {word.tag for word in tagged} <= set(TAGS)


@pytest.mark.parametrize(
    "words",
    [
        "Học sinh|cả|lớp|chăm chú|nghe|giảng|.",
        "Chúng tôi|sống|ở|TP.|Hồ Chí Minh|,|gần|Q.1|.",
        "Giá|1.250.000|đồng|,|giảm|35%|từ|20/11/2026|.",
        "Bà|ngoại|hỏi|:|“|Cháu|ăn|cơm|chưa|?|”",
        "Mưa|lất phất|,|gió|xào xạc|...",
        "Vui|quá|:))|😀|👨‍👩‍👧",
        "Trang|https://vi.wikipedia.org/wiki/Phở|rất|hay|.",
    ],
)
def test_habits(segment, words):
    words = words.split("|")
    text = " ".join(words).replace(" .", ".").replace(" ,", ",").replace("“ ", "“")
    assert strings(segment(text)) == words


def test_tags(tag):
    words = tag("Hôm nay tôi mua 3 quyển sách ở Đà Nẵng.")
    assert [word.tag for word in words] == ("NOUN PRON VERB NUM NOUN NOUN ADP PROPN PUNCT".split())


@pytest.mark.parametrize("form", ["NFD", "NFKC"])
def test_normal_forms_do_not_matter(segment, tag, unseen, form):
    stored = [each["text"] for each in unseen]
    other = [unicodedata.normalize(form, text) for text in stored]
    for backend in (segment.segment, tag.tag):
        for ours, theirs in zip(backend(stored), backend(other), strict=True):
            assert [unicodedata.normalize(form, word.text) for word in ours] == strings(theirs)
            assert [word.tag for word in ours] == [word.tag for word in theirs]


def test_the_tone_style_does_not_matter(segment):
    old = "Hòa, thủy thủ khỏe mạnh, hóa ra đã về."
    new = "Ho\u00e0, thu\u1ef7 thủ kho\u1ebb mạnh, ho\u00e1 ra đã về."
    assert len(other_tone_style(new)) == 4 and not other_tone_style(old)
    offsets = [[(word.start, word.end) for word in segment(text)] for text in (new, old)]
    assert offsets[0] == offsets[1]


def test_a_text_in_capitals_is_read_as_one_without(segment, tag, unseen):
    for sentence in unseen:
        lower, upper = sentence["text"].lower(), sentence["text"].upper()
        if len(lower) == len(upper) and any(c.islower() for c in lower):
            words = [tag(text) for text in (lower, upper)]
            assert [[(w.start, w.end, w.tag) for w in each] for each in words[:1]] == [
                [(w.start, w.end, w.tag) for w in words[1]]
            ]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "1.",
        "a.",
        "A.",
        "www.",
        "@",
        "a@",
        "-",
        "a-",
        "'",
        "\u0301",
        "a\u0301",
        "😀\u200d",
    ]
    + ["😀", "\n", "http://", ":)", "#", "_", "TP."],
)
def test_any_line_is_read_in_linear_time(segment, piece):
    text = piece * (LONG // len(piece))
    assert sum(len(word.text) for word in segment(text)) >= len("".join(text.split())) * 0.99


def test_ten_megabytes_on_one_line(segment, unseen):
    line = " ".join(each["text"] for each in unseen)
    line = " ".join([line] * (10_000_000 // len(line.encode()) + 1))
    words = segment(line)
    assert words[-1].end == len(line) and len(words) > 1_000_000


def test_words_given_are_tagged_one_for_one(tag):
    assert tag.tag_words([]) == []
    assert len(tag.tag_words(["học sinh", "", " ", "😀", "..", "TP. HCM"])) == 6


def test_the_cards_say_what_comes_out(segment, tag, unseen):
    for backend, measured in ((segment, f1(segment, unseen)), (tag, accuracy(tag, unseen))):
        rows = models.card(backend.info.name).facts["metrics"]
        own = [row["value"] for row in rows if "tach_tu" in row["test_set"]["en"]]
        assert own == [pytest.approx(measured, abs=0.2)]


def test_a_model_is_trained_saved_and_loaded(tmp_path, unseen):
    sentences = data.load("tach_tu", "train")[:300]
    words = known_words(each["words"] for each in sentences)
    lines = []
    tables = statistics.tables((each["text"] for each in sentences * 5), words, seed=1)
    network = recipe.segmenter(tables, sentences, 1, lines.append)
    tables.save(tmp_path)
    network.save(tmp_path / "network.safetensors")
    again = Segmenter(Tables.load(tmp_path), Network.load(tmp_path / "network.safetensors"))
    assert f1(again, unseen) == pytest.approx(f1(Segmenter(tables, network), unseen), abs=0.3)
    assert f1(again, unseen) > f1(Whitespace(), unseen) + 5
    assert lines[-1].startswith("epoch 5 of 5: loss")


class Whitespace:
    """Takes every syllable for a word."""

    def segment(self, many):
        units = [recipe.aligned(text, [])[0] for text in many]
        return [[models.words.Word(0, len(unit), unit) for unit in each] for each in units]
