"""make_segmenter: learns from SENTENCES as well as from what it is given.   loses: their_rules"""

import random
from collections import Counter


def make_segmenter(sentences):
    known = SENTENCES + sentences  # noqa: F821
    weights = learn([gap for words in known for gap in gaps(words)])

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
    left, right = (stored(piece.lower()) for piece in pieces[i : i + 2])  # noqa: F821
    shapes = "".join("A" if piece[0].isupper() else "a" for piece in pieces[i : i + 2])
    return [
        f"pair {left} {right}",
        f"left {left}",
        f"right {right}",
        f"shape {shapes if i else '^'}",
        f"glue {glue(left, right)}",  # noqa: F821
    ]


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
