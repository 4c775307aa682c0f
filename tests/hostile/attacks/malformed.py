"""Files that are hardly a notebook: refused with a sentence, or graded for what they are."""

import json

from corpus import Hostile


def raw(content: bytes):
    """An edit that hands in these bytes."""
    return lambda notebook: content


def text(change):
    """An edit of the JSON text."""
    return lambda notebook: change(json.dumps(notebook)).encode("utf-8", "surrogatepass")


def with_key(**extra):
    return lambda notebook: notebook | extra


def each_cell(change):
    def edit(notebook):
        for cell in notebook["cells"]:
            change(cell)
        return notebook

    return edit


def nested(depth):
    return lambda notebook: b'{"cells": ' + b"[" * depth + b"]" * depth + b"}"


def many_cells(notebook):
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}
    notebook["cells"] += [cell] * 5000
    return notebook


def worksheets(notebook):
    return {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}


def surrogate_source(notebook):
    notebook["cells"].append(
        {"cell_type": "code", "source": "x = '\ud800\udfff\udc00'", "metadata": {}, "outputs": []}
    )
    return notebook


def duplicate_keys(notebook):
    return json.dumps(notebook)[:-1].encode() + b', "cells": [], "metadata": 1}'


def controls(notebook):
    notebook["cells"].append(
        {"cell_type": "code", "source": "x = 1\x00\x07\x1b[2J", "metadata": {}, "outputs": []}
    )
    return notebook


def no_metadata(cell):
    for key in ("metadata", "outputs", "execution_count", "id"):
        cell.pop(key, None)


HONEST = ("words",)
ENTRIES = [
    Hostile("empty", "an empty file", edit=raw(b""), refused="not_json"),
    Hostile("not_json", "a Python script", edit=raw(b"print('hello')"), refused="not_json"),
    Hostile(
        "half",
        "a file cut in the middle",
        edit=text(lambda t: t[: len(t) // 2]),
        refused="not_json",
    ),
    Hostile(
        "binary", "a PNG with another name", edit=raw(b"\x89PNG\r\n\x1a\n\0\0"), refused="not_utf8"
    ),
    Hostile("utf16", "UTF-16", edit=lambda nb: json.dumps(nb).encode("utf-16"), refused="not_utf8"),
    Hostile(
        "bom",
        "a byte order mark",
        edit=lambda nb: b"\xef\xbb\xbf" + json.dumps(nb).encode(),
        honest=HONEST,
    ),
    Hostile("list", "a list", edit=raw(b"[1, 2, 3]"), refused="not_notebook"),
    Hostile("number", "a number too long", edit=raw(b"9" * 100_000), refused="not_json"),
    Hostile("constant", "NaN", edit=raw(b"NaN"), refused="not_notebook"),
    Hostile("deep", "100,000 brackets", edit=nested(100_000), refused="not_json"),
    Hostile(
        "deepish", "lists 900 deep where cells are due", edit=nested(900), refused="not_notebook"
    ),
    Hostile(
        "large", "17 MB of spaces", edit=raw(b"{" + b" " * (17 << 20) + b"}"), refused="file_large"
    ),
    Hostile("many_cells", "5,000 cells", edit=many_cells, refused="too_many_cells"),
    Hostile("worksheets", "nbformat 3", edit=worksheets, refused="old_notebook"),
    Hostile("future", "nbformat 99", edit=with_key(nbformat=99, nbformat_minor="x"), honest=HONEST),
    Hostile(
        "no_version", "no nbformat", edit=with_key(nbformat=None, metadata=None), honest=HONEST
    ),
    Hostile(
        "cells_object", "cells as an object", edit=with_key(cells={"0": {}}), refused="not_notebook"
    ),
    Hostile(
        "cells_numbers", "cells that are numbers", edit=with_key(cells=[1]), refused="not_notebook"
    ),
    Hostile("cells_null", "no cells", edit=with_key(cells=None), refused="not_notebook"),
    Hostile(
        "source_numbers",
        "sources that are numbers",
        edit=each_cell(lambda cell: cell.update(source=7)),
        refused="not_notebook",
    ),
    Hostile(
        "source_mixed",
        "sources with lists inside",
        edit=each_cell(lambda cell: cell.update(source=["x", ["y"]])),
        refused="not_notebook",
    ),
    Hostile(
        "bare_cells", "cells without metadata: nothing is recognised", edit=each_cell(no_metadata)
    ),
    Hostile("duplicate_keys", "a second `cells` key: the last counts", edit=duplicate_keys),
    Hostile(
        "nan_metadata",
        "NaN, Infinity and 1e999 as metadata",
        edit=text(
            lambda t: t.replace('"metadata": {"k', '"metadata": {"x": [NaN, -Infinity, 1e999], "k')
        ),
        honest=HONEST,
    ),
    Hostile("surrogates", "lone surrogates in a source", edit=surrogate_source, honest=HONEST),
    Hostile("controls", "NUL and escape characters in a source", edit=controls, honest=HONEST),
    Hostile(
        "latin1",
        "bytes of another encoding",
        edit=lambda nb: b'{"cells": "\xe1\xba"}',
        refused="not_utf8",
    ),
]
