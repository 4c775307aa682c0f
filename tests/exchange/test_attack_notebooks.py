"""Notebooks that are bombs: the queue goes on for others, and their learner reads a sentence."""

import gzip
import json

import pytest
from grading_room import BAI, NAME, RIGHT, grading_room, make_course, work
from stand_in_hub import COURSE, LEARNER, SECOND, running_hub, user
from tiny import TINY

MEGABYTE = 2**20
FILE = "assignment.ipynb"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phòng")
    with running_hub() as hub:
        course = make_course(folder / "khoa", TINY)
        with (course / "nbgrader_config.py").open("a") as config:
            config.write('c.Graders.limits = {"cell_seconds": 8}\n')
        with grading_room(hub, folder / "exchange", course) as room:
            room.hub = hub
            room.open(results="at_once")
            yield room


def notebook(*cells: str) -> bytes:
    return b'{"nbformat": 4, "cells": [' + ", ".join(cells).encode() + b"]}"


def output(size: int) -> str:
    text = {"output_type": "stream", "name": "stdout", "text": "x" * size}
    return json.dumps({"cell_type": "code", "source": "", "outputs": [text], "metadata": {}})


CELL = '{"cell_type": "code", "source": "1"}'
REFUSED = {
    "nested": b"[" * MEGABYTE,
    "nested and closed": b'{"cells": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    "nested metadata": b'{"cells": [], "metadata": ' + b'{"a":' * 90_000 + b"1" + b"}" * 90_001,
    "a million cells": b'{"cells": [' + b"{}," * 10**6 + b"{}]}",
    "outputs of 30 MB": notebook(output(30 * MEGABYTE)),
    "a huge number": b'{"nbformat": ' + b"9" * 10**6 + b', "cells": []}',
    "zipped": gzip.compress(bytes(30 * MEGABYTE)),
    "UTF-16": notebook(CELL).decode().encode("utf-16"),
    "no cells": b'{"cells": {"0": 1}}',
    "cells of cells": b'{"cells": [[[[]]]]}',
    "empty": b"",
}
TAKEN = {
    "half a pair": {"source": '"\ud800"'},
    "a source of lines without end": {"source": ["\n"] * 300_000},
    "no end": {"source": "while True: pass"},
    "a word of 2 MB": {"source": "#" + "x" * 2 * MEGABYTE},
    "NUL": {"source": "x = 1\0"},
    "nested code": {"source": "(" * 50_000},
    "kills all": {"source": "import os, signal\nos.kill(-1, signal.SIGKILL)"},
    "kills its parent": {"source": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"},
    "forks": {"source": "import os\nwhile True: os.fork()"},
    "fills memory": {"source": "x = [0]\nwhile True: x += x"},
}


def others_go_on(room) -> None:
    view = room.result(room.submit(SECOND), SECOND)
    assert view["score"] == 3


@pytest.mark.parametrize("bomb", REFUSED)
def test_a_notebook_that_cannot_be_read_is_answered_with_a_sentence(room, bomb):
    answer = room.desk.submit(LEARNER, {FILE: REFUSED[bomb]}, path=BAI)
    others_go_on(room)
    view = room.result(answer.json()["id"])
    (read,) = view["notebooks"]
    assert view["status"] == "refused" and len(read["refusal"]) > 20


@pytest.mark.parametrize("bomb", TAKEN)
def test_a_learner_whose_code_is_a_bomb_gets_a_result_all_the_same(room, bomb):
    handed_in = json.loads(work(room.course, RIGHT)[FILE])
    for cell in handed_in["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell |= TAKEN[bomb]
            break
    answer = room.desk.submit(LEARNER, {FILE: json.dumps(handed_in).encode()}, path=BAI)
    others_go_on(room)
    view = room.result(answer.json()["id"])
    assert view["points"] == 5


@pytest.mark.parametrize(
    "files",
    [
        {f"{FILE}/x": b"1"},
        {"other.ipynb": b"{}"},
        {FILE.upper(): b"{}"},
        {FILE + ".gz": b"1", "x/" + FILE: b"{}"},
    ],
)
def test_work_without_the_notebook_is_answered_with_a_sentence(room, files):
    id = room.desk.submit(LEARNER, files, path=BAI).json()["id"]
    others_go_on(room)
    (read,) = room.result(id)["notebooks"]
    assert FILE in read["refusal"]


def test_what_a_learner_calls_time_and_number_is_not_believed(room):
    forged = {
        "timestamp.txt": b"2001-01-01 00:00:00 UTC",
        "submission_id.txt": b"forged",
        "feedback/assignment.html": b"<p>10/10",
    }
    answer = room.desk.submit(LEARNER, work(room.course, RIGHT) | forged, path=BAI).json()
    room.result(answer["id"])
    folder = room.course / "submitted" / "an" / NAME
    assert (folder / "timestamp.txt").read_text().startswith("2026-09-07 01:30:00")
    assert (folder / "submission_id.txt").read_text() == answer["id"]


def test_a_name_is_a_folder_of_its_own_whatever_it_looks_like(room):
    for name in ("{student_id}", "%2e%2e", "~root", "$HOME", "-rf", "`id`"):
        room.hub.users[name] = user(name, f"nbgrader-{COURSE}")
        assert room.result(room.submit(name), name)["score"] == 3
        assert (room.course / "submitted" / name / NAME / FILE).is_file()
