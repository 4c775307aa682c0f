"""longest_match: goes from the right.   loses: from_the_left"""


def longest_match(syllables, lexicon):
    words, end = [], len(syllables)
    while end:
        start = 0
        while start < end - 1 and " ".join(syllables[start:end]).lower() not in lexicon:
            start += 1
        words.insert(0, " ".join(syllables[start:end]))
        end = start
    return words
