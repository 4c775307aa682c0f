"""The restorer, as it comes: what it changes, what it leaves alone, how well it does."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aulac import models
from aulac.models.restorer import recipe
from aulac.text import comparison_key, unaccented_key

VARIANTS = models.names("restore")


@pytest.fixture(scope="module")
def restore():
    return models.get("restore")


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """Course sentences that no model was trained on."""
    lines = [line for text in recipe.course_texts("test") for line in text.split("\n")]
    return [line for line in lines if 5 <= len(line.split()) <= 40][::7]


def accuracy(answers: list[str], right: list[str]) -> float:
    """Return the share of syllables that read the same, the two tone styles taken as equal."""
    pairs = [
        pair
        for answer, text in zip(answers, right, strict=True)
        for pair in zip(comparison_key(answer).split(), comparison_key(text).split(), strict=True)
    ]
    return sum(got == wanted for got, wanted in pairs) / len(pairs)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("text", ["cao 5 m", "ao size M mau x", "may X-quang, p. Hai", "Ismet"])
def test_single_letters_are_no_trouble(name, text):
    """Some forms of the network hold a loose mark: an m with a hat is two characters."""
    (found,) = models.get("restore", f"embedded:{name}").details([text])
    assert len(found.text) == len(text)
    assert unaccented_key(found.text) == unaccented_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hôm nay trời đẹp, chúng tôi đi Đà Nẵng.",
        "VIỆT NAM",
        "Thủ đô của Việt Nam là Hà Nội.",
        "cho tôi hai ly cà phê sữa đá",
        "Tài khoản của tôi bị trừ tiền mà không có thông báo.",
    ],
)
def test_plain_sentences_get_their_marks(restore, text):
    assert restore(unaccented_key(text)) == text


def test_most_syllables_of_unseen_course_texts_are_right(restore, sentences):
    assert len(sentences) > 300
    bare = [unaccented_key(text) for text in sentences]
    assert accuracy(restore.restore(bare), sentences) > 0.84 > accuracy(bare, sentences) + 0.5


def test_both_halves_are_worth_having(sentences):
    bare = [unaccented_key(text) for text in sentences[:300]]
    scores = {
        name: accuracy(models.get("restore", f"embedded:{name}").restore(bare), sentences[:300])
        for name in VARIANTS
    }
    assert len(scores) == 3 and max(scores, key=scores.get) == "khoi_phuc_dau"


def test_text_that_is_right_stays(restore, sentences):
    assert accuracy(restore.restore(sentences), sentences) > 0.99


@pytest.mark.parametrize(
    "kept",
    [
        "https://example.com/toi-di-hoc",
        "lan.nguyen@truong.edu.vn",
        "bao_cao.docx",
        "#yeuvietnam",
        "1.250.000",
        "AB12",
        "machine learning",
        "Python",
        "😀",
        "céng hoµ x· héi",
    ],
)
def test_what_is_no_vietnamese_syllable_stays(restore, kept):
    assert kept in restore(f"toi gui cho ban {kept} hom nay")


def test_english_stays(restore):
    text = "Please send me the report before the end of the day."
    assert restore(text) == text


def test_written_marks_stay_in_any_normal_form(restore):
    written = unicodedata.normalize("NFD", "đường")
    assert restore(f"con {written} nay dai qua").startswith(f"con {written} ")


def test_a_half_marked_sentence_is_finished(restore):
    assert restore("Tôi đi hoc o truong đại học") == "Tôi đi học ở trường đại học"


@given(st.text(max_size=60) | st.text("aàảâáđdđDĐ eêghinot.,!\n0😀\u0301", max_size=60))
@example("")
@example("\n\n")
@example("Đ\u0323")
@settings(deadline=None, max_examples=150)
def test_only_marks_are_added(restore, text):
    answer = restore(text)
    assert len(answer) == len(text)
    changed = [pair for pair in zip(text, answer, strict=True) if pair[0] != pair[1]]
    assert all(unaccented_key(new) == old for old, new in changed)


def test_details_point_into_the_text(restore):
    text = "Chao ban, 😀 toi la Đức."
    detailed = restore.details([text])[0]
    assert detailed.text == restore(text)
    assert [s.text for s in detailed.syllables] == ["Chào", "bạn", "tôi", "là", "Đức"]
    for syllable in detailed.syllables:
        assert unaccented_key(text[syllable.start : syllable.end]) == unaccented_key(syllable.text)
        assert syllable.alternatives[0] == (syllable.text, syllable.probability)
        shares = [share for _, share in syllable.alternatives]
        assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(1, abs=1e-3)


def test_a_stream_is_answered_in_order(restore):
    texts = [f"{'rat ' * (n % 9)}vui {n}" for n in range(600)]
    assert list(restore.stream(iter(texts))) == restore.restore(texts)
    assert all(a.endswith(f" {n}") for n, a in enumerate(restore.restore(texts)))


def test_a_batch_answers_like_single_texts(restore, sentences):
    bare = [unaccented_key(text) for text in sentences[:40]]
    assert restore.restore(bare) == [restore(text) for text in bare]


def test_a_long_text_is_cut_and_joined(restore):
    text = "hom nay toi di hoc. " * 1500
    detailed = restore.details([text])[0]
    assert detailed.text == "hôm nay tôi đi học. " * 1500
    last = detailed.syllables[-1]
    assert text[last.start : last.end] == "hoc" and last.end == len(text) - 2


@pytest.mark.parametrize(
    "piece, times", [("a", 10_000_000), ("xq.", 50_000), ("xq-", 50_000), ("1.", 50_000)]
)
def test_a_long_line_without_a_blank_passes(restore, piece, times):
    assert restore(piece * times) == piece * times


def test_neither_a_framework_nor_the_network_is_needed():
    program = (
        "import socket, sys\n"
        "def refuse(*arguments): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "from aulac import models\n"
        "print(models.get('restore')('toi di hoc'), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["tôi", "đi", "học", "False"], done.stderr
