"""longest_match: takes the longest word of the whole sentence first.   loses: from_the_left"""


def longest_match(syllables, lexicon):
    for size in range(len(syllables), 1, -1):
        for at in range(len(syllables) - size + 1):
            word = " ".join(syllables[at : at + size])
            if word.lower() in lexicon:
                left = longest_match(syllables[:at], lexicon)
                return [*left, word, *longest_match(syllables[at + size :], lexicon)]
    return list(syllables)
