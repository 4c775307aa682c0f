"""Playgrounds without a browser: what module 01 says of a text, its HTML, its server."""

import base64
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser
from unicodedata import is_normalized, normalize

import pytest
from vietnamese_sentences import ENGLISH, SENTENCES

from aulac import playground
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.playground.server import run
from aulac.playground.view import finding, html, line, piece, section
from aulac.text import stored

MODULE = "01_chu_viet"
HOSTILE = "<img src=x onerror=alert(1)>\"'&</script><!--{name}\u202e"
WINDOWS_1252 = [bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256)]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture(scope="module")
def guessing(module):
    """The names of the file that module 01's playground guesses with."""
    return module.guess.__globals__


def of_old(sentence, name, tables):
    """Return what an old machine stored for a sentence, and what a rescue gives back."""
    if name == "UTF-8":
        return "".join(WINDOWS_1252[byte] for byte in sentence.encode()), sentence
    old = {letter: sequence for sequence, letter in tables[name].items() if sequence != "Dd"}
    if name == "TCVN3":  # has no capitals with tones: a font of capitals drew small letters
        sentence = "".join(c if c.isascii() or c in old else c.lower() for c in sentence)
    return "".join(old.get(c, c) for c in sentence), sentence


def shown(module, text, lang="vi"):
    """Return the sections of a view by name."""
    return {one["name"]: one for one in module.view(text, lang)}


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "VIQR", "UTF-8"])
def test_old_text_is_recognised_and_rescued(guessing, name):
    for sentence in SENTENCES:
        old, wanted = of_old(sentence, name, guessing["TABLES"])
        assert guessing["guess"](old)["name"] == name, old
        assert guessing["rescue"](old, name) == wanted
    whole = "\n".join(of_old(s, name, guessing["TABLES"])[0] for s in SENTENCES)
    assert guessing["guess"](whole)["sure"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_good_text_is_left_alone(guessing, form):
    for text in [*SENTENCES, "\n".join(SENTENCES), *ENGLISH, "\n".join(ENGLISH)]:
        verdict = guessing["guess"](normalize(form, text))
        assert verdict["name"] == verdict["other"] == "", text


def test_no_name_of_a_commune_is_taken_for_old_text(guessing, root):
    folder = root / "notebooks" / MODULE
    code = "from communes import communes; print(*{c.name for c in communes}, sep='\\n')"
    command = [sys.executable, "-c", code]
    names = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert [name for name in names.splitlines() if guessing["guess"](name)["name"]] == []


def test_the_lines_of_lesson_3(guessing):
    """`which` in lesson 1.3: one name in four encodings."""
    for name in guessing["ENCODINGS"]:
        old, _ = of_old("Huyện Mỹ Lộc", name, guessing["TABLES"])
        assert guessing["guess"](old)["name"] == name


def test_a_line_that_could_be_either_is_not_claimed(module):
    legacy = shown(module, "cô bé")["legacy"]
    assert legacy["copy"] is None
    assert [item["value"] for item in legacy["findings"]] == ["cụ bộ"]


def test_syllables_in_use_are_well_formed(guessing):
    words = set(" ".join(SENTENCES).replace(",", "").split())
    assert [word for word in words if not guessing["is_syllable"](word)] == []
    shouted = [normalize("NFD", word.upper()) for word in words]
    assert [word for word in shouted if not guessing["is_syllable"](word)] == []


@pytest.mark.parametrize("word", "cac ngi gia? ghà chyên bắch hòà tiếg zô qô nghá cế".split())
def test_other_words_are_not(guessing, word):
    assert not guessing["is_syllable"](word)


@pytest.mark.parametrize("text", ["Huệ", "Hue\u0323\u0302", "An", "Huệ Hue\u0323", "\u00ea\u0323"])
def test_the_summary_names_the_form(module, text):
    form = (is_normalized("NFC", text), is_normalized("NFD", text))
    key = {(1, 0): "NFC", (0, 1): "NFD", (1, 1): "both", (0, 0): "neither"}[form]
    summary = shown(module, text)["summary"]
    assert summary["text"].startswith(module.WORDS["vi"][key])
    assert summary["rows"][1][1:] == [len(text), *(len(normalize(f, text)) for f in ("NFC", "NFD"))]
    copied = summary["copy"]["text"] if summary["copy"] else text
    assert copied == normalize("NFC", text)


def test_tone_styles_are_those_of_aulac_text(module):
    text = "Ho\u00e0 Bình, Hòa Bình, thu\u1ef7, quý, khuỷu, hoa, HO\u00c0"
    styles = shown(module, text)["styles"]
    assert [row[0] for row in styles["rows"]] == ["Ho\u00e0", "Hòa", "thu\u1ef7", "HO\u00c0"]
    assert [row[2] for row in styles["rows"]] == ["Hòa", "Ho\u00e0", "thủy", "HÒA"]
    assert styles["copy"]["text"] == stored(text)


def test_what_breaks_is_shown_on_the_text_itself(module):
    breaks = {item["title"]: item for item in shown(module, "Đống Đa")["breaks"]["findings"]}
    words = module.WORDS["vi"]
    assert breaks[words["strip_title"]]["value"] == "Đong Đa\nDong Da"
    assert breaks[words["encode_title"]]["value"] == "windows-1258: Đ?ng Đa\nASCII: ??ng ?a"
    assert breaks[words["misread_title"]]["value"] == "Ä\ufffdá»‘ng Ä\ufffda"
    assert breaks[words["length_title"]]["value"] == normalize("NFD", "Đống Đa")[:7]


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("ạ" * 70, 1), ("ạ" * 135, 3), ("😀" * 36, 2)],
)
def test_text_messages(module, text, count):
    assert module.messages(text) == count


def test_long_broken_and_empty_text(module):
    assert [one["name"] for one in module.view("", "en")] == ["empty"]
    summary = shown(module, "ạ" * 100_000)["summary"]
    assert summary["rows"][1][1] == module.LIMIT
    assert str(module.LIMIT) in summary["findings"][1]["text"]
    assert [row[1] for row in shown(module, "\ud83d\ude00\ud83da")["points"]["rows"]] == [
        "U+1F600",
        "U+FFFD",
        "U+0061",
    ]


def test_both_languages_say_the_same_things(module):
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    for key in ("marks", "kinds", "check", "encodings"):
        assert vi[key].keys() == en[key].keys()


class Tags(HTMLParser):
    """Collects the tags and the text of a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def test_hostile_text_stays_text(module):
    found = Tags(html(module.view(HOSTILE, "vi"), "vi", copying=True))
    assert found.tags.isdisjoint({"img", "script"})
    assert HOSTILE[:28] in found.text


def test_the_shape_serves_other_subjects():
    table = section("words", "A & B", "", ["word", "chance"], [["<b>", 97], ["b", 3]])
    advice = section("advice", "C", "", findings=[finding("note", "D", "E", "<i>")])
    found = Tags(html([table, advice], "en"))
    assert found.tags.isdisjoint({"b", "i"})
    assert "97" in found.text and "Note" in found.text


def test_a_line_shows_its_pieces_and_says_what_is_special():
    words = line(
        "<Words>", [piece("học sinh", "differs"), piece("học", "sure", "97 %"), piece("!")]
    )
    written = html([section("both", "Title", "", lines=[words])], "en")
    found = Tags(written)
    assert found.tags.isdisjoint({"words", "table"}) and {"dt", "dd", "small"} <= found.tags
    assert found.text == "Title<Words>học sinh (differs) học97 % !"


def test_the_page_shows_an_example_and_its_script_is_safe(module):
    page = playground.page_html(MODULE, "en")
    assert module.EXAMPLES[0]["text"] in page and 'data-module="01_chu_viet"' in page
    assert "aulac-notice" not in page
    script = playground.scripts(MODULE)[f"{MODULE}.tables.js"]
    assert script.isascii() and "<" not in script
    tables, _ = json.JSONDecoder().raw_decode(script, script.index("] = ") + 4)
    assert tables.pop("chrome") and tables.pop("weights") == {"places": {}, "pieces": 0}
    assert tables == json.loads(json.dumps(module.tables()))


def test_weights_come_in_pieces_and_whole(monkeypatch, module):
    """A page puts the pieces together again, and finds each table by its place."""
    rng = random.Random(6)
    given = {"words": rng.randbytes(5), "network": rng.randbytes(2 * playground.PIECE)}
    monkeypatch.setattr(module, "assets", lambda: given, raising=False)
    monkeypatch.setattr(module, "AI", True, raising=False)
    assert "aulac-notice" in playground.page_html(MODULE, "vi")
    scripts = playground.scripts(MODULE)
    pieces = [scripts[f"{MODULE}.{i}.js"] for i in range(3)]
    whole = b"".join(base64.b64decode(piece.split('"')[3]) for piece in pieces)
    script = scripts[f"{MODULE}.tables.js"]
    tables, _ = json.JSONDecoder().raw_decode(script, script.index("] = ") + 4)
    assert tables["weights"]["pieces"] == len(scripts) - 2 == 3
    places = tables["weights"]["places"]
    assert {name: whole[start:end] for name, (start, end) in places.items()} == given


def test_a_playground_keeps_its_companions_to_itself(module):
    assert MODULE in playground.names()
    assert "playground_guess" not in sys.modules
    assert "gradio" not in module.__dict__


@pytest.mark.parametrize("lang, sentence", [("vi", "Không có"), ("en", "There is no playground")])
def test_an_unknown_module_is_answered_with_the_list(capsys, monkeypatch, lang, sentence):
    monkeypatch.setenv("AULAC_LANG", lang)
    assert run("99_khong_co") == 1
    said = capsys.readouterr().out
    assert sentence in said and MODULE in said


def test_a_busy_port_is_answered_with_the_mend(capsys, monkeypatch):
    monkeypatch.setattr("aulac.playground.server.is_free", lambda port: False)
    assert run(port=7860) == 1
    assert "aulac playground --port 7870" in capsys.readouterr().out


def test_the_notice_that_a_model_answers(module):
    from aulac.playground.gradio_parts import text_playground

    words, example = module.WORDS["vi"], [{"name": {"vi": "a", "en": "a"}, "text": "a"}]
    notice = "AI trả lời, có thể sai"
    for ai in (True, False):
        app = text_playground("vi", words, example, module.view, ai=ai)
        assert (notice in json.dumps(app.get_config_file(), ensure_ascii=False)) is ai
        assert not app.analytics_enabled


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The server as JupyterHub starts it, with a small book; yields its address."""
    book = tmp_path_factory.mktemp("book")
    for lang in ("vi", "en"):
        (book / lang).mkdir()
        (book / lang / "index.html").write_text(f"book {lang}")
    address = f"http://{LOOPBACK}:{free_port()}"
    environment = os.environ | {
        "JUPYTERHUB_SERVICE_URL": address,
        "JUPYTERHUB_SERVICE_PREFIX": "/services/book/",
        "AULAC_BOOK": str(book),
    }
    command = [sys.executable, "-m", "aulac.playground"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert any("Ctrl-C" in line for line in process.stdout)
            yield f"{address}/services/book/"
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def get(address, **headers):
    """Return (status, headers, text) of a page; errors are pages too."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_the_server_keeps_to_its_prefix(service):
    assert get(service)[2] == "book vi"
    assert get(service + "en/")[2] == "book en"
    assert json.loads(get(service + "playground/modules.json")[2]) == playground.names()
    status, headers, page = get(service + "playground/vi/nothing")
    assert status == 404 and "Không có trang này" in page and "There is no such page" in page
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_app_knows_its_address_behind_a_proxy(service):
    path = f"playground/en/{MODULE}"
    forwarded = {"X-Forwarded-Host": "lop.hoc:8000", "X-Forwarded-Proto": ",http"}
    status, _, text = get(f"{service}{path}/config", **forwarded)
    config = json.loads(text)
    assert (status, config["root"]) == (200, f"http://lop.hoc:8000/services/book/{path}")
    assert config["footer_links"] == []
    assert "analytics_enabled" not in config or not config["analytics_enabled"]


def test_events_reach_the_browser_one_by_one_through_the_classrooms_proxy(tmp_path):
    """The second event is sent only when the first has arrived."""
    arrived = tmp_path / "arrived"
    server_port, port, api_port = (free_port() for _ in range(3))
    server = (
        "import asyncio, pathlib, sys, tornado.web\n"
        "class Events(tornado.web.RequestHandler):\n"
        "    async def get(self):\n"
        "        self.set_header('Content-Type', 'text/event-stream')\n"
        "        self.write('data: 1\\n\\n')\n"
        "        await self.flush()\n"
        "        while not pathlib.Path(sys.argv[2]).exists():\n"
        "            await asyncio.sleep(0.05)\n"
        "        self.write('data: 2\\n\\n')\n"
        "async def main():\n"
        "    tornado.web.Application([('/events', Events)]).listen(int(sys.argv[1]), '127.0.0.1')\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    options = ["--ip", LOOPBACK, "--port", str(port), "--api-ip", LOOPBACK]
    options += ["--api-port", str(api_port), "--default-target", f"http://{LOOPBACK}:{server_port}"]
    commands = [
        [sys.executable, "-c", server, str(server_port), str(arrived)],
        [sys.executable, "-m", "aulac.classroom.proxy", *options],
    ]
    environment = os.environ | {"CONFIGPROXY_AUTH_TOKEN": "secret"}
    processes = [subprocess.Popen(command, env=environment) for command in commands]
    try:
        answer = wait_for_events(f"http://{LOOPBACK}:{port}/events")
        assert answer.readline() == b"data: 1\n"
        arrived.touch()
        assert answer.read() == b"\ndata: 2\n\n"
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=30)


def wait_for_events(address):
    request = urllib.request.Request(address, headers={"Accept": "text/event-stream"})
    for _ in range(120):
        try:
            return urllib.request.urlopen(request, timeout=60)
        except urllib.error.URLError:
            time.sleep(0.5)
    raise AssertionError("nothing answers")
