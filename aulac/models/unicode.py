"""Texts as libraries written in other languages take them."""


def encodable(text: str) -> str:
    """Return a text in which half a surrogate pair is "?", as no UTF-8 has it; as long as before.

    Such halves come of emoji cut in two, by a server or by a slice of JSON.
    """
    return text.encode("utf-8", "replace").decode()
