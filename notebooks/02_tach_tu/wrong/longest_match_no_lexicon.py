"""longest_match: splits at every space.

loses: known, capitals, untouched, gaps, from_the_left, long_words"""


def longest_match(syllables, lexicon):
    return list(syllables)
