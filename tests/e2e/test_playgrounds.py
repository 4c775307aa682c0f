"""Playgrounds in a real browser: JavaScript equals Python, the page without a server, Gradio."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from vietnamese_sentences import ENGLISH, SENTENCES

from aulac import playground
from aulac.classroom.ports import LOOPBACK, free_port
from aulac.playground import STATIC
from aulac.playground.view import html
from aulac.text import unaccented_key

MODULE = "01_chu_viet"
MODULES = playground.names()
HOSTILE = "Đ<img src=x onerror=alert(1)>&\"'</textarea><script>alert(2)</script>"
RANDOM_TEXTS = 2400
BATCH = 200
FEWER = 40  # texts of a kind where a model answers
PER_CENT = re.compile(r"(\d+)(?=\s?%)")

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
TRAPS = [
    # Loose marks, ours and foreign; false Đ; words of two styles; marks and onsets.
    *"\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u031b\u0308\u0340\u0341\u0344\u034f\u0327\u0345",
    *"Đđ\u00d0\u00f0\u0189\u0256aoueyqcgkngh",
    *["ho\u00e0", "hòa", "thu\u1ef7", "KHO\u1eba", "quý", "giá", "khuỷu", "ng", "tr"],
    # Line ends, punctuation, marks of VIQR, what regular expressions and templates treat specially.
    *[" ", " ", " ", "\n", "\r\n", "\r", "\t", "'", "`", "?", "~", ".", "^", "(", "+", "dd", "Dd"],
    *["[", "]", "\\", "$&", "$1", "{name}", "|", "-", "/", ",", ";", '"', "<b>", "&amp;", "23"],
    # Letters of old encodings, misread bytes.
    *"¸µ¶®©Ðß·÷×«»\u00adøæÃÄïöñô\u0090\u0081\u0085ƒœŠ",
    *["á»‡", "áº§", "Æ°", "Ã©", "Â\u00a0", "Ã", "ðŸ˜€"],
    # Hidden characters and controls.
    *"\u00a0\u200b\u200d\ufeff\u202e\u2066\u2028\u2029\u3000\u202f\x00\x0b\x0c\x1c\x7f\ufe0f",
    # Emoji, other planes, other scripts, letters whose case is odd, halves of surrogate pairs.
    *["😀", "👨\u200d👩\u200d👧", "𠀀", "𝒜", "\U0010ffff", "한", "か\u3099", "Ж", "Σ", "ς"],
    *"\u0130\u0131\u017f\u212a\u212b\ufb01ǆẞ₫“–\ue000",
    *["\ud800", "\udc00", "\ud83d", "\ude00", "\ufffd"],
]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture
def page(browser):
    """A page that may not complain, nor ask for anything outside this machine."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    complaints = []
    ours = (f"http://{LOOPBACK}:", "file:", "data:", "blob:", "about:")
    context.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", lambda r: r.url.startswith(ours) or complaints.append(r.url))
    yield context.new_page()
    context.close()
    assert not complaints


@pytest.fixture(scope="session")
def page_file(tmp_path_factory):
    """Return the address of a page for a language, loaded as the book loads playgrounds."""
    folder = tmp_path_factory.mktemp("playgrounds")
    for name in MODULES:
        for file, script in playground.scripts(name).items():
            (folder / file).write_text(script, encoding="utf-8")
        sources = [(STATIC / "playground.js").as_uri(), f"{name}.tables.js", f"{name}.js"]
        scripts = "".join(f'<script defer src="{source}"></script>' for source in sources)
        for lang in ("vi", "en"):
            (folder / f"{name}.{lang}.html").write_text(
                f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
                '<meta name="viewport" content="width=device-width"><title>Thử</title>'
                f'<link rel="stylesheet" href="{(STATIC / "playground.css").as_uri()}">{scripts}'
                f"<main><h1>Thử</h1>{playground.page_html(name, lang)}</main>",
                encoding="utf-8",
            )
    return lambda lang, name=MODULE: (folder / f"{name}.{lang}.html").as_uri()


def start(page):
    """Press the button that loads the weights, where there are any."""
    if page.locator(".aulac-load").count():
        page.locator(".aulac-load button").click()
    expect(page.get_by_role("textbox")).to_be_visible(timeout=30_000)


def texts(name, root):
    """Yield examples, every line of the lessons, sentences old and new, and random mixtures."""
    module, chance = playground.load(name), random.Random(1996)
    few = playground.answers_by_model(name)
    yield from (example["text"] for example in module.EXAMPLES)
    yield from ("", " ", "\n", "\r\n\t", "a" * 50, "ạ" * 25_000, "\u0301\u0323" * 60, "[('" * 30)
    lines = {}
    for path in sorted((root / "notebooks" / name).glob("*.md")):
        lines |= dict.fromkeys(path.read_text(encoding="utf-8").split("\n"))
    yield from list(lines)[:: 5 if few else 1]
    yield from [*SENTENCES, *ENGLISH, "\n".join(SENTENCES)]
    yield from (unaccented_key(sentence) for sentence in SENTENCES)
    if name == MODULE:
        yield from (old_text(chance, module) for _ in range(RANDOM_TEXTS // 3))
    for _ in range(FEWER if few else RANDOM_TEXTS):
        yield "".join(anything(chance) for _ in range(chance.randint(1, 30)))


def old_text(chance, module):
    """Return some words of a sentence, each perhaps in another encoding or form."""
    words = chance.choice(SENTENCES).split()[: chance.randint(1, 9)]
    tables = list(module.TABLES.values())
    old = [{letter: code for code, letter in table.items()} for table in tables]
    ways = [
        *(lambda word, codes=codes: "".join(codes.get(c, c) for c in word) for codes in old),
        lambda word: word.encode().decode("cp1252", "replace"),
        lambda word: word.encode().decode("latin-1"),
        lambda word: normalize("NFD", word),
        str.upper,
    ]
    way = chance.choice(ways)
    ends = ["", "", "", ".", ",", "?", "...", '"', "'", ")"]
    return chance.choice([" ", " ", "\n", "\u00a0"]).join(
        (chance.choice(ways) if chance.random() < 0.1 else way)(word) + chance.choice(ends)
        for word in words
    )


def anything(chance):
    if chance.random() < 0.4:
        letter = chance.choice(LETTERS)
        return letter.upper() if chance.random() < 0.2 else letter
    return chance.choice(TRAPS)


@pytest.mark.parametrize("name", MODULES)
def test_javascript_computes_what_python_computes(page, page_file, root, name):
    module = playground.load(name)
    page.goto(page_file("vi", name))
    page.evaluate("(name) => aulacPlayground.load(name)", name)
    every = list(texts(name, root))
    for first in range(0, len(every), BATCH):
        lang = "vi" if first // BATCH % 2 else "en"
        batch = every[first : first + BATCH]
        answers = page.evaluate(
            """([name, lang, texts]) => {
                const {views, tables} = aulacPlayground;
                const own = JSON.parse(texts).map((text) => views[name](text, lang, tables[name]));
                return own.map((sections) => JSON.stringify(sections));
            }""",
            [name, lang, json.dumps(batch)],
        )
        for text, answer in zip(batch, answers, strict=True):
            written = json.dumps(module.view(text, lang), ensure_ascii=False)
            assert_alike(json.loads(answer), json.loads(written), ascii(text))


def assert_alike(one, other, text):
    """Assert that two values are the same, but for a per cent of rounding."""
    if isinstance(one, list | dict) and type(one) is type(other):
        pairs = [(one, other)] if isinstance(one, list) else [(list(one), list(other))]
        pairs += [(list(one.values()), list(other.values()))] if isinstance(one, dict) else []
        for a, b in pairs:
            assert len(a) == len(b), text
            for x, y in zip(a, b, strict=True):
                assert_alike(x, y, text)
    elif one != other:
        a, b = PER_CENT.split(one), PER_CENT.split(other)
        assert (a[::2], len(a)) == (b[::2], len(b)), text
        assert all(abs(int(x) - int(y)) <= 1 for x, y in zip(a[1::2], b[1::2], strict=True)), text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", MODULES)
def test_the_page_draws_what_python_writes(page, page_file, name, lang):
    module = playground.load(name)
    page.goto(page_file(lang, name))
    start(page)
    for example in module.EXAMPLES:
        page.get_by_role("button", name=example["name"][lang], exact=True).click()
        expect(page.get_by_role("textbox")).to_have_value(example["text"])
        drawn = page.locator(".aulac-result").evaluate("element => element.innerHTML")
        written = html(module.view(example["text"], lang), lang, copying=True)
        assert_alike(parsed(page, drawn), parsed(page, written), example["text"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def parsed(page, markup):
    """Return markup as the browser reads it, without what only one side needs."""
    clean = re.sub(r' value="[^"]*"', "", markup.replace("\n<section", "<section"))
    return page.evaluate(
        """(markup) => {
            const page = new DOMParser().parseFromString(markup, "text/html");
            const walk = (node) => node.nodeType === 3 ? node.data : [node.tagName,
                [...node.attributes].map((a) => `${a.name}=${a.value}`).sort(),
                [...node.childNodes].map(walk)];
            return walk(page.body);
        }""",
        clean,
    )


def test_typing_copying_and_hostile_text(page, page_file):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(page_file("vi"))
    box = page.get_by_label("Chữ cần xem")
    box.fill("Hîp ®ång lao ®éng")
    result = page.locator(".aulac-result")
    expect(result).to_contain_text("Hợp đồng lao động")
    expect(page.get_by_role("status")).to_contain_text("Trông như TCVN3")
    result.get_by_role("button", name="Sao chép bản cứu").click()
    expect(result.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Hợp đồng lao động"
    box.fill(HOSTILE)
    expect(result).to_contain_text(HOSTILE[1:60])
    assert result.locator("img, script").count() == 0
    page.get_by_role("button", name="xóa ô").click()
    expect(result.get_by_role("heading")).to_have_text("Chưa có chữ nào")
    expect(box).to_be_focused()
    expect(page.locator(".aulac-server code")).to_have_text("aulac playground 01_chu_viet")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_weights_that_do_not_come_can_be_asked_for_again(browser, page_file):
    name = next(filter(playground.answers_by_model, MODULES))
    page = browser.new_page()
    page.goto(page_file("vi", name))
    piece = Path(urlsplit(page.url).path).with_name(f"{name}.1.js")
    away = piece.rename(piece.with_suffix(".away"))
    button = page.locator(".aulac-load button")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Chưa tải được mô hình")
    expect(page.locator(".aulac-result")).to_be_visible()
    away.rename(piece)
    button.click()
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(page.locator(".aulac-load")).to_have_count(0)
    page.close()


def test_an_example_without_javascript(browser, page_file, module):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file("en"))
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_role("heading", name=module.WORDS["en"]["breaks_title"])).to_be_visible()
    context.close()


@pytest.fixture(scope="module")
def served():
    """`aulac playground` as people start it; yields the address it prints."""
    port = free_port()
    command = [Path(sys.executable).with_name("aulac"), "playground", MODULE, "--port", str(port)]
    address = re.compile(r".*01_chu_viet \((\w+)\)  (http.*)")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stdout.readline, "")
            printed = [next(lines)]
            while "Ctrl-C" not in printed[-1]:
                printed.append(next(lines))
            yield dict(match.groups() for match in map(address.match, printed) if match)
        finally:
            process.terminate()


@pytest.mark.parametrize("lang, looks", [("vi", "Trông như VNI"), ("en", "Looks like VNI")])
def test_gradio_answers_in_both_languages(page, served, module, lang, looks):
    words = module.WORDS[lang]
    page.goto(served[lang])
    box = page.get_by_role("textbox", name=words["label"])
    box.fill("Coäng hoøa xaõ hoäi")  # raw-text
    result = page.locator(".aulac-result")
    expect(result).to_contain_text(looks)
    expect(result).to_contain_text("Cộng hòa xã hội")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page).to_have_title(words["title"])
    page.get_by_role("button", name="TCVN3").click()
    expect(result).to_contain_text("Nhà máy Dệt kim")
    box.fill(HOSTILE)
    expect(result).to_contain_text(HOSTILE[1:60])
    assert result.locator("img, script").count() == 0
    assert page.locator("footer").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_leads_to_gradio_where_a_server_answers(page, served):
    scripts = [
        (STATIC / "playground.js").read_text(encoding="utf-8"),
        *playground.scripts(MODULE).values(),
    ]
    loads = "".join(f"<script>{script}</script>" for script in scripts)
    page.goto(f"{served['vi']}../../modules.json")
    page.set_content(loads + playground.page_html(MODULE, "vi", server="/playground/"))
    page.get_by_role("link", name="Mở bản Gradio").click()
    expect(page).to_have_url(served["vi"])
    expect(page.get_by_role("textbox")).to_be_visible()
