"""make_segmenter: turns the pieces into NFC and leaves the new tone style as it is.

loses: however_typed"""

import random
import unicodedata
from collections import Counter


def make_segmenter(sentences):
    weights = learn([gap for words in sentences for gap in gaps(words)])

    def segment(text):
        pieces = syllables(text)  # noqa: F821
        words = pieces[:1]
        for i, piece in enumerate(pieces[1:]):
            if sum(weights[feature] for feature in features(pieces, i)) > 0:
                words[-1] += " " + piece
            else:
                words.append(piece)
        return words

    return segment


def gaps(words):
    parts = [word.split() for word in words]
    joined = [answer for part in parts for answer in [1] * (len(part) - 1) + [-1]]
    pieces = [piece for part in parts for piece in part]
    return [(features(pieces, i), joined[i]) for i in range(len(pieces) - 1)]


def features(pieces, i):
    left, right = (nfc(piece.lower()) for piece in pieces[i : i + 2])
    shapes = "".join("A" if piece[0].isupper() else "a" for piece in pieces[i : i + 2])
    return [
        f"pair {left} {right}",
        f"left {left}",
        f"right {right}",
        f"shape {shapes if i else '^'}",
        f"glue {glue(left, right)}",  # noqa: F821
    ]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def learn(examples, rounds=6):
    weights, drift, clock = Counter(), Counter(), 0
    shuffle = random.Random(0).shuffle
    for _ in range(rounds):
        shuffle(examples)
        for seen, answer in examples:
            clock += 1
            if answer * sum(weights[feature] for feature in seen) <= 0:
                for feature in seen:
                    weights[feature] += answer
                    drift[feature] += answer * clock
    return Counter({name: weight - drift[name] / clock for name, weight in weights.items()})


hotline = make_segmenter(SENTENCES)  # noqa: F821
