"""longest_match: looks for the split with the fewest words.   loses: from_the_left"""


def longest_match(syllables, lexicon):
    best = [[]]
    for end in range(1, len(syllables) + 1):
        splits = []
        for start in range(end - 1, -1, -1):
            word = " ".join(syllables[start:end])
            if end - start == 1 or word.lower() in lexicon:
                splits.append([*best[start], word])
        best.append(min(splits, key=len))
    return best[-1]
