"""`aulac run`, as a shell runs it: bytes in, bytes out."""

import json
import os
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import stand_in


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> list[str]:
    """The command line of `aulac` with the small models."""
    folder = tmp_path_factory.mktemp("catalog") / "embedded"
    stand_in.write_models(folder)
    return [sys.executable, str(Path(stand_in.__file__)), str(folder)]


@pytest.fixture
def aulac(program):
    def run(*arguments, given=b"", lang="vi"):
        environment = os.environ | {"AULAC_LANG": lang}
        return subprocess.run(
            [*program, *arguments], input=given, capture_output=True, env=environment, timeout=120
        )

    return run


@pytest.fixture
def started(program):
    """A running `aulac run restore`; ended with the test."""
    process = subprocess.Popen(
        [*program, "run", "restore"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        yield process
        process.kill()


def test_plain_answers(aulac):
    given = "toi di hoc\nhọc sinh đi học\n".encode()
    assert aulac("run", "restore", given=b"toi di hoc\n").stdout.decode() == "tôi đi học\n"
    assert aulac("run", "segment", given=given).stdout.decode() == "toi di hoc\nhọc_sinh đi_học\n"
    assert aulac("run", "tag", given=given).stdout.decode() == (
        "toi/X di/X hoc/X\nhọc_sinh/NOUN đi_học/X\n"
    )


def test_details_of_restoring(aulac):
    result = aulac("run", "restore", "--json", given=b"toi\n\n")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {
        "text": "tôi",
        "syllables": [
            {
                "start": 0,
                "end": 3,
                "text": "tôi",
                "probability": 0.75,
                "alternatives": [["tôi", 0.75], ["toi", 0.25]],
            }
        ],
    }
    assert second == {"text": "", "syllables": []}


def test_details_of_words_lead_back_to_the_text(aulac):
    text = unicodedata.normalize("NFD", "  học   sinh đi học 🎓\t!")
    for task in ("segment", "tag"):
        (line,) = aulac("run", task, "--json", given=text.encode() + b"\n").stdout.splitlines()
        answer = json.loads(line)
        assert answer["text"] == text
        for word in answer["words"]:
            assert text[word["start"] : word["end"]] == word["text"]
            assert ("tag" in word) == (task == "tag")


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\n",
        b"\n\n\n",
        b"abc",
        b"abc\r\n\r\nabc\r\n",
        b"abc\r\r\n",
        b"a\x00b\n\x00\n",
        "😀👨‍👩‍👧‍👦 🇻🇳\n".encode(),
        unicodedata.normalize("NFD", "Nguyễn Thị Hồng Ẩn\n").encode(),
        "¸ngµy mai t«i ®i häc\n".encode(),
        "\ufeffabc\u2028abc\u0085abc\n".encode(),
    ],
    ids=repr,
)
def test_what_needs_no_marks_comes_back_byte_for_byte(aulac, given):
    result = aulac("run", "restore", given=given)
    assert (result.stdout, result.stderr, result.returncode) == (given, b"", 0)
    assert aulac("run", "segment", given=given).stdout.count(b"\n") == given.count(b"\n")
    details = aulac("run", "tag", "--json", given=given)
    assert (details.stderr, details.returncode) == (b"", 0)
    assert details.stdout.count(b"\n") == given.count(b"\n")


def test_undecodable_lines_are_named_and_pass_through(aulac):
    legacy = b"toi \xb8 hoc \xff\r\n"
    result = aulac("run", "restore", given=b"toi\n" + legacy + b"di\n\xc3")
    assert result.stdout == "tôi\n".encode() + legacy + "đi\n".encode() + b"\xc3"
    assert result.returncode == 1
    second, fourth = result.stderr.decode().splitlines()
    assert "dòng 2" in second and "0xB8" in second and "dòng 4" in fourth


def test_undecodable_lines_in_details_keep_their_bytes(aulac):
    result = aulac("run", "segment", "--json", given=b"toi\n\xff\n", lang="en")
    good, bad = map(json.loads, result.stdout.splitlines())
    assert (good["text"], bad["base64"]) == ("toi", "/w==")
    assert "line 2" in bad["error"] and result.returncode == 1


def test_many_lines_keep_their_order(aulac):
    given = "".join(f"toi {number}\n" for number in range(50_000))
    assert aulac("run", "restore", given=given.encode()).stdout.decode() == (
        given.replace("toi", "tôi")
    )


def test_ten_megabytes_on_one_line(aulac):
    result = aulac("run", "restore", given=b"toi " * 2_500_000)
    assert result.stdout == "tôi ".encode() * 2_500_000
    assert result.returncode == 0


def test_a_file_instead_of_stdin(aulac, tmp_path):
    (tmp_path / "in.txt").write_bytes(b"toi\ndi")
    result = aulac("run", "restore", "--file", str(tmp_path / "in.txt"))
    assert result.stdout.decode() == "tôi\nđi"


def test_a_file_that_cannot_be_read_and_a_model_that_is_not_there(aulac, tmp_path):
    for arguments in (["--file", str(tmp_path / "no.txt")], ["--model", "embedded:dau"]):
        result = aulac("run", "restore", *arguments)
        assert result.returncode == 1 and result.stdout == b""
        assert len(result.stderr.splitlines()) == 1


def test_a_slow_writer_is_answered_line_by_line(started):
    for given, answer in ((b"toi\n", "tôi\n"), (b"di hoc\n", "đi học\n")):
        started.stdin.write(given)
        started.stdin.flush()
        assert started.stdout.readline().decode() == answer
    started.stdin.close()
    assert started.wait(timeout=60) == 0


def test_a_reader_that_leaves_ends_it_silently(started):
    started.stdout.close()
    started.stdin.write(b"toi\n" * 10)
    started.stdin.close()
    assert started.wait(timeout=60) == 0
    assert started.stderr.read() == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_ends_it_with_a_sentence(program):
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [*program, "run", "restore"], input=b"toi\n", stdout=full, stderr=subprocess.PIPE
        )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1


def test_an_interrupt_ends_it_without_a_traceback(started):
    started.stdin.write(b"toi\n")
    started.stdin.flush()
    started.stdout.readline()
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=60) == 130
    assert started.stderr.read() == b""
