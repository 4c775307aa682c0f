"""normalize_message: replaces every abbreviation in the text, one after the other.

loses: words, edges, capitals, dialect, several, untouched"""


def normalize_message(text, table, keep):
    for short, readings in table.items():
        if len(readings) == 1 and short not in keep:
            text = text.replace(short, readings[0])
    return text
