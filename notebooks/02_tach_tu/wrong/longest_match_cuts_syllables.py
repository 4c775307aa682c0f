"""longest_match: searches the sentence as one string, and cuts through a syllable.

loses: known"""

import re


def longest_match(syllables, lexicon):
    entries = sorted(map(re.escape, lexicon), key=len, reverse=True)
    return re.findall("|".join([*entries, r"\S+"]), " ".join(syllables), flags=re.IGNORECASE)
