"""longest_match: takes the word with the most letters for the one with the most syllables.

loses: long_words"""

def longest_match(syllables, lexicon):
    longest = len(max(lexicon, key=len, default="").split())
    words, at = [], 0
    while at < len(syllables):
        size = max(min(longest, len(syllables) - at), 1)
        while size > 1 and " ".join(syllables[at : at + size]).lower() not in lexicon:
            size -= 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words
