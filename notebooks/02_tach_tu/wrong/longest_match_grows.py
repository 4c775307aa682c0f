"""longest_match: adds one syllable after another for as long as it still has a word.

loses: gaps, long_words"""


def longest_match(syllables, lexicon):
    words, at = [], 0
    while at < len(syllables):
        size = 1
        while at + size < len(syllables):
            if " ".join(syllables[at : at + size + 1]).lower() not in lexicon:
                break
            size += 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words
