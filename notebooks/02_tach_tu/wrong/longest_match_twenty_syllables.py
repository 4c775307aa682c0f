"""longest_match: believes that no word has more than twenty syllables.   loses: long_words"""

def longest_match(syllables, lexicon):
    words, at = [], 0
    while at < len(syllables):
        size = min(20, len(syllables) - at)
        while size > 1 and " ".join(syllables[at : at + size]).lower() not in lexicon:
            size -= 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words
