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
def started(program, request):
    """A running `aulac run restore`, or another task; ended with the test."""
    process = subprocess.Popen(
        [*program, "run", getattr(request, "param", "restore")],
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


def test_tokens_with_their_numbers(aulac):
    assert aulac("run", "tokenize", given=b"a bc\n\n").stdout.decode() == "a/1 ▁bc/3\n\n"
    (line,) = aulac("run", "tokenize", "--json", given=b"a bc\n").stdout.splitlines()
    assert json.loads(line)["tokens"][1] == {"start": 1, "end": 4, "text": " bc", "id": 3}


def test_details_of_what_is_written_on(aulac):
    result = aulac("run", "generate", "--json", "--max-tokens", "1", given="toi\r\nđi".encode())
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"prompt": "toi", "text": " và"},
        {"prompt": "đi", "text": " và"},
    ]


def test_options_of_another_task_are_refused(aulac):
    result = aulac("run", "restore", "--top-k", "3", "--seed", "1", given=b"toi\n")
    assert result.returncode == 1 and result.stdout == b""
    assert "top_k, seed" in result.stderr.decode()


@pytest.mark.parametrize("started", ["generate"], indirect=True)
def test_what_is_written_on_is_seen_while_it_comes(started, program):
    started.stdin.write(b"toi\n")
    started.stdin.flush()
    first = "toi và".encode()
    assert started.stdout.read(len(first)) == first
    Path(program[-1], "viet_nho", "go").touch()
    started.stdin.close()
    assert started.stdout.read().decode() == " và và\n"
    assert started.wait(timeout=60) == 0


def test_plain_answers_about_entities_feelings_and_vectors(aulac):
    given = "gặp An ở Huế\n".encode()
    assert aulac("run", "entities", given=given).stdout.decode() == "gặp [An/PER] ở [Huế/PER]\n"
    assert aulac("run", "sentiment", given=given).stdout.decode() == "khen 0.75\n"
    assert aulac("run", "embed", given=given).stdout.decode() == "0.6000 0.8000\n"


def test_details_of_entities_feelings_and_vectors(aulac):
    def details(task):
        return json.loads(aulac("run", task, "--json", given="gặp An".encode()).stdout)

    entity = {"start": 4, "end": 6, "text": "An", "label": "PER"}
    assert details("entities") == {"text": "gặp An", "entities": [entity]}
    feeling = {"label": "khen", "probabilities": {"khen": 0.75, "chê": 0.25}}
    assert details("sentiment") == {"text": "gặp An", **feeling}
    assert details("embed") == {"text": "gặp An", "vector": [0.6, 0.8]}


def test_searching_among_the_lines_of_a_file(aulac, tmp_path):
    among = tmp_path / "texts.txt"
    among.write_bytes("trời mưa\nmưa to\ntrời nắng\n".encode())
    options = ["run", "search", "--among", str(among)]
    given = "mưa\nnắng\ngió\n".encode()
    assert aulac(*options, given=given).stdout.decode() == "trời mưa\ntrời nắng\n\n"
    (line,) = aulac(*options, "--json", "--best", "1", given="mưa".encode()).stdout.splitlines()
    assert json.loads(line)["hits"] == [{"place": 0, "score": 1.0, "text": "trời mưa"}]


def test_options_of_other_tasks_are_refused(aulac, tmp_path):
    for arguments in (
        ["search"],
        ["search", "--among", str(tmp_path / "no.txt")],
        ["restore", "--among", "x"],
        ["search", "--among", "x", "--seed", "1"],
    ):
        result = aulac("run", *arguments)
        assert result.returncode == 1 and len(result.stderr.splitlines()) == 1


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
