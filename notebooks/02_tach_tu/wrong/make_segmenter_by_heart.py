"""make_segmenter: knows the words it has seen by heart, and nothing else.

loses: step_2_names, step_3_new_words"""


def make_segmenter(sentences):
    lexicon = {word.lower() for words in sentences for word in words if " " in word}

    def segment(text):
        pieces = syllables(text)  # noqa: F821
        keys = [stored(piece.lower()) for piece in pieces]  # noqa: F821
        words, at = [], 0
        while at < len(pieces):
            size = min(6, len(pieces) - at)
            while size > 1 and " ".join(keys[at : at + size]) not in lexicon:
                size -= 1
            words.append(" ".join(pieces[at : at + size]))
            at += size
        return words

    return segment


hotline = make_segmenter(SENTENCES)  # noqa: F821
