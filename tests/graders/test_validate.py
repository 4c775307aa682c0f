"""The Validate button: a real Jupyter server, real kernels, the answers of nbgrader's dialog."""

import json
import os
import socket
import subprocess
import sys
import time

import nbformat
import pytest
import requests
from nbgrader.utils import compute_checksum

from graders.report import Result
from graders.validate.dialog import answer, refusal
from graders.validate.practice import Practice, is_stub, look_over

TOKEN = "t0ken"
OFF = "nbgrader.server_extensions.validate_assignment"
EXTENSIONS = {"graders.validate": True, OFF: False}
STUB = "def greet(name):\n    raise NotImplementedError()"
RIGHT = 'def greet(name):\n    return "Chào " + name.strip()'
SIMPLE = 'got = greet("Hòa")\nassert got == "Chào Hòa", got'


def marked(kind: str, source: str, grade_id: str, **marks) -> dict:
    """A marked cell as released, its checksum included."""
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    known = {"grade_id": grade_id, "schema_version": 3, "cell_type": kind} | flags | marks
    cell = {"cell_type": kind, "metadata": {"nbgrader": known}, "source": source}
    known["checksum"] = compute_checksum(nbformat.from_dict(cell))
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def released(solution: str = STUB, answer: str = "VIẾT Ở ĐÂY", test: str = SIMPLE) -> list[dict]:
    """The learner's notebook, with this in the cells that are theirs."""
    check = {"grade": True, "locked": True, "points": 2}
    cells = [
        marked("code", "import math", "given", locked=True),
        marked("code", STUB, "greet", solution=True),
        marked("code", test, "greet-simple", **check),
        marked("code", "# Kiểm tra ẩn: spaces", "greet-spaces", **check),
        marked("markdown", "VIẾT Ở ĐÂY", "memo", solution=True, grade=True, points=2),
    ]
    cells[2]["metadata"]["graders"] = {"hint": "Nhớ khoảng trắng"}
    cells[1]["source"], cells[4]["source"] = solution, answer
    return cells


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A learner's Jupyter server on a loopback port, and its folder."""
    folder = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.jpserver_extensions={EXTENSIONS}",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        "--Validate.cell_seconds=5",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", *options],
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / ".jupyter")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    session = requests.Session()
    session.headers["Authorization"] = f"token {TOKEN}"
    session.url, session.folder = f"http://127.0.0.1:{port}", folder
    try:
        while process.poll() is None:
            try:
                session.get(f"{session.url}/api/status").raise_for_status()
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        assert process.poll() is None, process.stderr.read()
        yield session
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()


def validate(server, cells: list[dict] | bytes) -> dict:
    """Presses the button: saves the notebook and asks the server."""
    path = server.folder / "bai.ipynb"
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_bytes(cells if isinstance(cells, bytes) else json.dumps(content).encode())
    found = server.post(f"{server.url}/assignments/validate?path=bai.ipynb")
    assert found.status_code == 200, found.text
    found = found.json()
    assert found["success"] is True
    assert not {"passed", "changed", "type_changed"} & set(found["value"])
    return found["value"]


def text_of(found: dict) -> str:
    return "\n".join(one["source"] + " " + one["error"] for one in found["failed"])


def test_a_right_notebook_gets_nbgraders_success(server):
    found = validate(server, released(RIGHT, "Vì ai cũng vui."))
    assert "failed" not in found
    assert found["summary"] == "Kiểm tra thử: đạt 1/1 ô kiểm tra (2/2 điểm)."
    assert [result["verdict"] for result in found["results"]] == ["passed"]


def test_a_failed_test_says_what_was_called_got_and_expected(server):
    text = text_of(validate(server, released('def greet(name):\n    return "Chao " + name', "Có.")))
    assert "Chưa đạt: greet-simple (0 / 2)" in text and "Kết quả chưa đúng." in text
    for pair in (
        "<dt>Đã gọi</dt><dd>greet(&#x27;Hòa&#x27;)</dd>",
        "<dt>Trả về</dt><dd>&#x27;Chao Hòa&#x27;</dd>",
        "<dt>Cần có</dt><dd>&#x27;Chào Hòa&#x27;</dd>",
        "<dt>Gợi ý</dt><dd>Nhớ khoảng trắng</dd>",
    ):
        assert pair in text
    assert "1 ô kiểm tra ẩn, 1 câu trả lời viết" in text
    assert "Traceback" not in text


def test_what_is_not_written_yet_is_named(server):
    text = text_of(validate(server, released()))
    assert "Ô greet vẫn còn raise NotImplementedError" in text
    assert "Ô memo chưa có câu trả lời" in text


def test_an_error_names_cell_line_and_type_without_a_traceback(server):
    found = text_of(validate(server, released("x = 1\nprint(1 / 0)\n" + RIGHT, "Có.")))
    assert "Ô greet dừng ở dòng 2 vì lỗi ZeroDivisionError: division by zero" in found
    assert "Chưa có greet" in found and "Traceback" not in found and "----" not in found


def test_a_loop_is_stopped_and_the_other_cells_still_run(server):
    found = text_of(validate(server, released(RIGHT + "\nwhile True: pass", "Có.")))
    assert "Ô greet chạy quá 5 giây" in found
    assert "Đạt: greet-simple" in found


def test_a_test_that_never_ends_is_stopped(server):
    found = text_of(validate(server, released("def greet(name):\n    while True: pass", "Có.")))
    assert "Mã của bạn chạy quá 5 giây" in found


def test_the_end_of_the_kernel_is_told(server):
    found = text_of(validate(server, released("import os\nos._exit(3)", "Có.")))
    assert "Ô greet làm Python kết thúc hẳn" in found and "chưa chạy được" in found


def test_changed_locked_cells_are_named(server):
    cells = released(RIGHT, "Có.")
    cells[2]["source"] = "pass"
    assert "Ô greet-simple là ô khóa nhưng đã bị sửa" in text_of(validate(server, cells))


def test_markup_and_hidden_characters_of_a_learner_stay_text(server):
    nasty = "<img src=x onerror=alert(1)>\u202e"
    code = f"class Lỗi(Exception): pass\ndef greet(name):\n    raise Lỗi({nasty!r})"
    found = validate(server, released(code, nasty))
    for one in found["failed"]:
        assert "<img" not in one["error"] and "\u202e" not in one["error"] + one["source"]


@pytest.mark.parametrize(
    "content, told",
    [
        (b"not a notebook", "bị hỏng hoặc không phải notebook"),
        (b"\xff\xfe", "không phải văn bản UTF-8"),
        (b"[]", "không có cấu trúc"),
        (b'{"cells": [{"cell_type": "code", "metadata": {"nbgrader": 3}}]}', "không có cấu trúc"),
        (b'{"cells": [], "metadata": 7, "nbformat": 4}', "đạt 0/0"),
    ],
)
def test_what_is_no_notebook_gets_a_sentence(server, content, told):
    assert told in json.dumps(validate(server, content), ensure_ascii=False)


def test_only_the_owner_may_ask_and_only_below_the_servers_folder(server):
    url = f"{server.url}/assignments/validate"
    (server.folder.parent / "outside.ipynb").write_text("{}")
    assert requests.post(f"{url}?path=bai.ipynb").status_code == 403
    assert server.post(f"{url}?path=../outside.ipynb").status_code == 403
    assert server.post(f"{url}?path=missing.ipynb").status_code == 404
    assert server.post(url, json={"path": 3}).status_code == 400


def test_the_buttons_question_for_the_version_is_answered(server):
    from nbgrader import __version__

    found = server.get(f"{server.url}/nbgrader_version?version={__version__}")
    assert found.json() == {"success": True}


def test_the_dialog_speaks_english_too():
    practice = Practice(
        [Result("t", 2, 0.0, "failed", reason="wrong")], [("unwritten", {"name": "t"})]
    )
    text = text_of(answer(practice, "en"))
    assert "0 of 1 tests passed (0 of 2 points)" in text and "still has raise" in text
    assert "in an old notebook format" in text_of(refusal("old_notebook", {"name": "a"}, "en"))


@pytest.mark.parametrize(
    "source, stub",
    [
        ("raise NotImplementedError", True),
        (STUB, True),
        ("class A:\n    def f(self):\n        raise NotImplementedError()", False),
        (RIGHT, False),
        ("def (:", False),
    ],
)
def test_a_stub_is_told_from_an_answer(source, stub):
    assert is_stub(source) is stub


def test_a_cell_of_another_kind_is_named():
    cells = released(RIGHT, "Có.")
    cells[4]["cell_type"] = "code"
    practice = Practice()
    look_over(cells, practice)
    assert practice.remarks == [("type_changed", {"name": "memo"})]
