"""longest_match: looks the words up as they stand, capitals and all.

loses: capitals, long_words"""


def longest_match(syllables, lexicon):
    words, at = [], 0
    while at < len(syllables):
        size = len(syllables) - at
        while size > 1 and " ".join(syllables[at : at + size]) not in lexicon:
            size -= 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words
