"""longest_match: takes the syllables out of the list it was given.   loses: untouched"""


def longest_match(syllables, lexicon):
    words = []
    while syllables:
        size = len(syllables)
        while size > 1 and " ".join(syllables[:size]).lower() not in lexicon:
            size -= 1
        words.append(" ".join(syllables[:size]))
        del syllables[:size]
    return words
