"""A report made by hand: a learner who has some tests right and tries to be clever elsewhere."""

import base64
import struct
import zlib

from graders.report import NotebookReport, Report, Result

SECRET = "Thủy Tiên"
OVERRIDE = "\u202egnp.exe"
HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x.png" onerror=alert(2)>'
HIDDEN_TEST = f"""# Kiểm tra ẩn
### BEGIN HIDDEN TESTS
got = greet("  {SECRET} ")
assert got == "Chào {SECRET}", got
### END HIDDEN TESTS"""


def png(width: int = 240, height: int = 80) -> str:
    """A small picture, in base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([40, x % 256, 160]) * width for x in range(height))
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + content).decode()


def cell(kind: str, source: str, outputs: list | None = None, **marks) -> dict:
    metadata = {"nbgrader": marks | {"schema_version": 3}} if marks else {}
    found = {"cell_type": kind, "metadata": metadata, "source": source}
    return found if kind == "markdown" else found | {"outputs": outputs or []}


def solution(grade_id: str, source: str, outputs: list | None = None) -> dict:
    return cell("code", source, outputs, grade_id=grade_id, solution=True)


def test_cell(grade_id: str, source: str, outputs: list | None = None) -> dict:
    return cell("code", source, outputs, grade_id=grade_id, grade=True, locked=True, points=1)


def printed(text: str) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def displayed(**data: str) -> dict:
    named = {key.replace("_", "/", 1).replace("_", "+"): value for key, value in data.items()}
    return {"output_type": "display_data", "data": named, "metadata": {}}


TABLE = (
    "<style>body{display:none}</style><table border='1' onclick='alert(3)'><thead><tr><th>Từ</th>"
    "<th>Số lần</th></tr></thead><tbody><tr><td>hòa <script>alert(4)</script></td>"
    "<td>12</td></tr></tbody></table>"
)


def document() -> dict:
    greet = 'def greet(name):\n    print("Được gọi với", name)\n    return "Chào " + name'
    cells = [
        cell("markdown", "# Bài tập: lời chào"),
        cell("markdown", "## Câu 1: chào bằng tên\n\nViết hàm `greet(name)`."),
        solution(
            "greet",
            greet,
            [
                printed("\x1b[31mđỏ\x1b[0m " + OVERRIDE + "\n"),
                displayed(text_html=TABLE, text_plain="   Từ  Số lần"),
                displayed(image_png=png(), text_plain="<Figure size 240x80>"),
                displayed(image_svg_xml="<svg onload='alert(5)'></svg>", text_plain="<svg>"),
                displayed(application_javascript="alert(6)", text_plain="<Javascript>"),
                displayed(text_html=HOSTILE, text_plain="html " + HOSTILE),
                displayed(text_latex=r"$\href{javascript:alert(7)}{x}$"),
            ],
        ),
        test_cell("greet-simple", 'assert greet("Hòa") == "Chào Hòa"', [printed("với Hòa\n")]),
        test_cell("greet-types", 'assert greet("A") + 1'),
        test_cell("greet-spaces", HIDDEN_TEST, [printed(f"với {SECRET}\n")]),
        cell("code", "print(kept)", [printed("['Hòa']\n")]),
        cell("markdown", "## Câu 2: đếm chữ"),
        solution("count", "def count(text):\n    return kept"),
        test_cell("count-letters", 'assert count("hòa") == 3'),
        cell("markdown", "Vì sao nên chào bằng tên?", grade_id="memo-prompt", locked=True),
        cell(
            "markdown",
            f"# Vì sao\n\nVì **ai** cũng [vui](http://evil.example) {HOSTILE} &#x202E;abc\n\n"
            "| a | b |\n|---|---|\n| 1 | 2 |",
            grade_id="memo",
            grade=True,
            solution=True,
            points=2,
        ),
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def results() -> list[Result]:
    hidden = dict(hidden=True, hint="Tên có thể thừa khoảng trắng: thử `strip()`.")
    return [
        Result(
            "greet-simple",
            1,
            1.0,
            "passed",
            calls=[{"call": 'greet("Hòa")', "gave": '"Chào Hòa"'}],
            got="'Chào Hòa'",
            expected="'Chào Hòa'",
        ),
        Result(
            "greet-types",
            1,
            0.0,
            "failed",
            family="learner",
            reason="raised",
            params={"type": f"Lỗi{HOSTILE}{OVERRIDE}"},
            calls=[{"call": "greet('A')", "gave": HOSTILE + OVERRIDE}],
            got=HOSTILE,
            expected="3",
            message=HOSTILE,
            hint="Xem lại **kiểu** của giá trị.",
            weaker="shared",
        ),
        Result(
            "greet-spaces",
            2,
            0.0,
            "failed",
            family="learner",
            reason="raised",
            params={"type": SECRET, "name": SECRET},
            calls=[{"call": f"greet({SECRET!r})", "gave": SECRET}],
            got=f"Chào  {SECRET}",
            expected=f"Chào {SECRET}",
            message=SECRET,
            **hidden,
        ),
        Result(
            "count-letters",
            1,
            0.5,
            "partly",
            reason="wrong",
            calls=[{"call": "count('hòa')", "gave": "2"}],
            got="2",
            expected="3",
        ),
        Result("memo", 2, None, "unmarked", role="written", reason="unmarked"),
    ]


def report() -> Report:
    notebook = NotebookReport("assignment", results(), document(), seed=1, restarts=2)
    return Report(
        f"an{HOSTILE}",
        "01_chao",
        "graded",
        [notebook],
        skipped={f"b{OVERRIDE}{HOSTILE}.txt": "file_link", "lon.csv": "file_large"},
        level="namespaces",
        limits={"cell_seconds": 30.0, "memory_mb": 2048},
        inputs={"assignment": "ab" * 32, "submission": "cd" * 32},
    )


def refused(key: str = "not_json") -> Report:
    zeros = [
        Result("greet-simple", 1, 0.0, "failed", family="learner", reason="refused"),
        Result("greet-spaces", 2, 0.0, "failed", family="learner", reason="refused", hidden=True),
        Result("memo", 2, 0.0, "failed", role="written", family="learner", reason="refused"),
    ]
    notebook = NotebookReport("assignment", zeros, refusal=key, params={"name": "assignment.ipynb"})
    return Report("an", "01_chao", "refused", [notebook], level="namespaces")
