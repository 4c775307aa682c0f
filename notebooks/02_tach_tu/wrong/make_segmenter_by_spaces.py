"""make_segmenter: splits at spaces and learns nothing.

loses: keeps_text, step_1, step_2_names, step_3_new_words, their_rules, odd_texts"""


def make_segmenter(sentences):
    return lambda text: text.split()


hotline = make_segmenter(SENTENCES)  # noqa: F821
