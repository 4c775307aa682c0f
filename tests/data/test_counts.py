"""Counts of syllables: right on a text counted by hand, and as they come with the course."""

import numpy as np
import pytest

from aulac.data.counts import SPECIALS, Counts, count

TEXT = [
    ["<s>", "tôi", "đi", "học", "<s>", "tôi", "đi", "làm", "<s>"],
    ["<s>", "tôi", "đi", "học", "<s>", "bạn", "đi", "học", "<s>"],
]


@pytest.fixture(scope="module")
def course() -> Counts:
    return Counts.load()


def test_counts_by_hand():
    counts = count(TEXT, least=2, known=2)
    assert counts.of("đi") == 4 and counts.of("tôi") == 3
    assert counts.of("tôi", "đi") == 3 and counts.of("đi", "học") == 3
    assert counts.of("tôi", "đi", "học") == 2 and counts.of("<s>", "tôi", "đi") == 3
    assert counts.documents[counts.id("học")] == 2


def test_rare_things_are_dropped():
    counts = count(TEXT, least=2, known=2)
    assert counts.of("bạn") == counts.of("<unk>") == 2  # bạn and làm, once each
    assert counts.of("đi", "<unk>") == 0 and counts.of("tôi", "đi", "<unk>") == 0


def test_saved_counts_come_back(tmp_path):
    counts = count(TEXT, least=1, known=1)
    counts.save(tmp_path)
    again = Counts.load(tmp_path)
    assert again.vocabulary == counts.vocabulary
    assert again.of("đi", "làm", "<s>") == counts.of("đi", "làm", "<s>") == 1


def test_the_course_has_counts_of_the_whole_language(course):
    assert course.vocabulary[: len(SPECIALS)] == list(SPECIALS)
    assert course.of("của") > 10_000
    assert course.of("việt", "nam") > course.of("việt", "bắc") > 0
    assert course.of("xã", "hội", "chủ") > 100
    assert course.of("không có syllable này") == course.of("<unk>")
    assert min(course.bigrams.min(), course.trigrams.min()) >= 2


def test_no_number_or_address_is_in_the_counts(course):
    words = course.vocabulary[len(SPECIALS) :]
    assert not [word for word in words if any(c.isdecimal() or c in "@_" for c in word)]


def test_rows_of_pairs_and_triples_fit(course):
    assert course.bigram_rows[-1] == len(course.bigrams) == len(course.bigram_words)
    assert course.trigram_rows[-1] == len(course.trigrams) == len(course.trigram_words)
    ids = np.array([course.id("con"), course.id("cái")])
    pairs = course.bigram(ids[:, None], ids[None, :])
    assert pairs.shape == (2, 2) and pairs[0, 1] == course.of("con", "cái")
