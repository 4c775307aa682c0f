"""The file handed in is edited: tags, metadata, test cells, grade_ids."""

import copy

from corpus import Hostile
from handmade import code, grade_id_of
from victim import POINTS, SOLUTIONS, tests_of


def each_test(change):
    """An edit that applies `change(cell)` to every test cell."""

    def edit(notebook):
        for cell in notebook["cells"]:
            if grade_id_of(cell) in POINTS:
                change(cell)
        return notebook

    return edit


def tag(*tags):
    return each_test(lambda cell: cell["metadata"].update(tags=list(tags)))


def drop_tests(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if grade_id_of(c) not in POINTS]
    return notebook


def tests_first(notebook):
    notebook["cells"].sort(key=lambda cell: grade_id_of(cell) not in POINTS)
    return notebook


def duplicate_tests(notebook):
    copies = [copy.deepcopy(c) for c in notebook["cells"] if grade_id_of(c) in POINTS]
    for cell in copies:
        cell["source"] = "3"
    notebook["cells"] = copies + notebook["cells"] + copies
    return notebook


def retype(kind):
    def change(cell):
        cell["cell_type"] = kind
        cell.pop("outputs")
        cell.pop("execution_count")

    return each_test(change)


def forge_outputs(cell):
    plain = {"text/plain": "3"}
    result = {"output_type": "execute_result", "execution_count": 1, "data": plain, "metadata": {}}
    cell["outputs"], cell["execution_count"] = [result], 1


def many_points(cell):
    cell["metadata"]["nbgrader"] |= {"points": 1000, "solution": True, "locked": False}
    cell["source"] = "1000"


def own_graders_metadata(cell):
    own = {"isolation": "shared", "operators": ["Account"], "broken": True, "hint": "<script>"}
    cell["metadata"]["graders"] = own
    cell["source"] = "pass"


def extra_graded_cell(notebook):
    marks = {"grade_id": "bonus", "grade": True, "locked": True, "points": 100}
    notebook["cells"].append(code("100", **marks))
    return notebook


def swapped_ids(notebook):
    swap = {"average": "words", "words": "average"}
    for cell in notebook["cells"]:
        if grade_id_of(cell) in swap:
            cell["metadata"]["nbgrader"]["grade_id"] = swap[grade_id_of(cell)]
    return notebook


def answer_twice(notebook):
    for cell in list(notebook["cells"]):
        if grade_id_of(cell) == "average":
            second = copy.deepcopy(cell)
            second["source"] = "average = lambda values: 2"
            notebook["cells"].insert(0, second)
    return notebook


def answers_in_prose(notebook):
    for cell in notebook["cells"]:
        if grade_id_of(cell) in SOLUTIONS:
            cell["cell_type"] = "markdown"
        if grade_id_of(cell) == "memo":
            cell["cell_type"] = "code"
    return notebook


def odd_metadata(notebook):
    for cell in notebook["cells"]:
        cell["id"] = "same"
        cell["metadata"] |= {"execution": {"timeout": -1}, "deletable": "no", "collapsed": [[]]}
    notebook["metadata"] = {
        "kernelspec": {"name": "bash", "argv": ["sh", "-c", "touch @COURSE@/kernel"]},
        "language_info": {"name": "R"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": 1}}},
        "celltoolbar": "<script>alert(1)</script>",
    }
    return notebook


def schema_versions(notebook):
    for number, cell in enumerate(notebook["cells"]):
        if grade_id_of(cell):
            cell["metadata"]["nbgrader"]["schema_version"] = (1, 99, "x", None, [])[number % 5]
    return notebook


def marks_of_other_types(notebook):
    odd = [None, 7, [], {"grade_id": ["average"]}, {"grade_id": {"a": 1}}, "average", True]
    for number, cell in enumerate(notebook["cells"]):
        if not grade_id_of(cell):
            cell["metadata"]["nbgrader"] = odd[number % len(odd)]
    for value in odd:
        cell = code("1")
        cell["metadata"]["nbgrader"] = value
        notebook["cells"].append(cell)
    return notebook


def given_changed(notebook):
    for cell in notebook["cells"]:
        if grade_id_of(cell) == "limits":
            cell["source"] = "LIMIT = 10**9\ndef average(values): return 2"
    return notebook


ENTRIES = [
    Hostile(
        "skip_tag", "tag `skip-execution` on every test", edit=tag("skip-execution"), stock=True
    ),
    Hostile(
        "raises_tag",
        "tags that tell nbclient to expect or hide errors",
        edit=tag("raises-exception", "remove_cell", "nbval-skip", "hide-output"),
        stock=True,
    ),
    Hostile("tests_deleted", "all test cells deleted", edit=drop_tests, stock=True),
    Hostile(
        "tests_deleted_honest",
        "test cells deleted from an honest answer: they are put back",
        honest=("average", "scale"),
        edit=drop_tests,
    ),
    Hostile("tests_moved_first", "tests moved before the answers", edit=tests_first, stock=True),
    Hostile(
        "tests_moved_honest",
        "tests moved, answer honest: their places come from the release",
        honest=("words", "total"),
        edit=tests_first,
    ),
    Hostile("tests_duplicated", "each test thrice, two of them `3`", edit=duplicate_tests),
    Hostile("tests_as_markdown", "tests retyped to markdown", edit=retype("markdown"), stock=True),
    Hostile("tests_as_raw", "tests retyped to raw", edit=retype("raw"), stock=True),
    Hostile(
        "tests_of_no_type",
        "tests of a cell type that does not exist",
        edit=each_test(lambda cell: cell.update(cell_type="heading")),
    ),
    Hostile(
        "tests_rewritten",
        "test sources replaced by `3`, checksums and points forged",
        edit=each_test(many_points),
        stock=True,
    ),
    Hostile(
        "outputs_forged",
        "outputs handed in with 3 points",
        edit=each_test(forge_outputs),
        stock=True,
    ),
    Hostile("own_metadata", "our own metadata on the tests", edit=each_test(own_graders_metadata)),
    Hostile(
        "bonus_cell",
        "a graded cell of the learner's, worth 100",
        edit=extra_graded_cell,
        stock=True,
    ),
    Hostile(
        "ids_swapped",
        "two answers exchange their grade_id: each runs in the other's place",
        honest=("average", "words"),
        edit=swapped_ids,
        earns=frozenset(tests_of("words")),
    ),
    Hostile(
        "answer_twice",
        "two cells with the grade_id of one answer: the first counts",
        honest=("average",),
        edit=answer_twice,
        earns=frozenset({"average-visible"}),
    ),
    Hostile(
        "answers_in_prose",
        "answers retyped to markdown, the written answer to code that runs",
        {"memo": "average = lambda values: 2"},
        edit=answers_in_prose,
        honest=("average",),
    ),
    Hostile(
        "odd_metadata",
        "kernelspec of a shell, widget state, ids",
        edit=odd_metadata,
        honest=("words",),
    ),
    Hostile(
        "schema_versions", "nbgrader schemas 1, 99, x", edit=schema_versions, honest=("words",)
    ),
    Hostile(
        "odd_marks",
        "nbgrader metadata of other types",
        edit=marks_of_other_types,
        honest=("total",),
    ),
    Hostile(
        "given_changed",
        "a locked cell raises the limit and defines an answer",
        edit=given_changed,
        honest=("scale",),
        stock=True,
    ),
    Hostile(
        "given_overwritten",
        "the constant of a locked cell is reassigned later, and the module it came from",
        {
            "scale": """
                LIMIT = 400
                def scale(array): return array
                def clip(array, high): array[0] = 1
            """
        },
        earns=frozenset(),
    ),
]
