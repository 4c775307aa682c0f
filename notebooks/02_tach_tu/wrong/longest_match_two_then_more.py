"""longest_match: tries a longer word only where its first two syllables are one.   loses: gaps"""


def longest_match(syllables, lexicon):
    longest = max((len(word.split()) for word in lexicon), default=1)
    words, at = [], 0
    while at < len(syllables):
        size = 1
        if " ".join(syllables[at : at + 2]).lower() in lexicon:
            size = min(longest, len(syllables) - at)
            while size > 2 and " ".join(syllables[at : at + size]).lower() not in lexicon:
                size -= 1
        words.append(" ".join(syllables[at : at + size]))
        at += size
    return words
