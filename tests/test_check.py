"""`aulac build --check` names the file and the block of whatever is wrong."""

import shutil

import pytest

from aulac.cli import main
from aulac.course.check import check
from aulac.course.source import translation_hash

MODULE = "notebooks/01_chao"


def edit(course, name, old, new, count=1):
    path = course / MODULE / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def messages(course):
    return [str(problem) for problem in check(course)]


def test_a_good_course_has_no_problem(tiny_course, root):
    assert messages(tiny_course) == []
    assert messages(root) == []


BREAKS = {
    "missing translation": (
        "1_chao.md",
        '+++ {"lang": "en", "of"',
        '+++ {"lang": "vi", "of"',
        "block 1 (# 1.1 Lời chào) has no English translation",
    ),
    "stale translation": ("1_chao.md", "Viết một lời chào.", "Viết hai lời chào.", "is stale"),
    "unknown language": ("1_chao.md", '{"lang": "vi"}', '{"lang": "fr"}', "unknown language 'fr'"),
    "broken block metadata": ("1_chao.md", '{"lang": "vi"}', '{"lang": "vi"', "could not be read"),
    "golden run out of step": (
        "1_chao.md",
        "from names import names",
        "from names import names as people",
        "1_chao.ipynb: cell 2 of the golden run differs",
    ),
    "golden run shorter": (
        "1_chao.md",
        '```{code-cell} ipython3\nsay(vi="Hai người.", en="Two people.")\n```\n',
        "",
        "the golden run",
    ),  # noqa: E501
    "task without tests": (
        "assignment.md",
        ":task: greet\n:role: solution",
        ":task: wave\n:role: solution",
        "the task wave has no tests",
    ),
    "test without solution": (
        "assignment.md",
        ":task: greet\n:role: test\n:name: simple",
        ":task: wave\n:role: test\n:name: simple",
        "there is no solution for the task wave",
    ),
    "points do not add up": (
        "module.yml",
        "points: 5",
        "points: 6",
        "add up to 5, module.yml says 6",
    ),
    "test without points": (
        "assignment.md",
        ":points: 1\n",
        "",
        "`points:` must be a number above 0",
    ),
    "test without name": ("assignment.md", ":name: simple\n", "", "a test needs `name:`"),
    "two tests of one name": (
        "assignment.md",
        ":name: spaces",
        ":name: simple",
        "called greet-simple",
    ),
    "unknown role": ("assignment.md", ":role: solution", ":role: answer", "unknown role 'answer'"),
    "isolation of another kind": (
        "assignment.md",
        ":name: simple",
        ":name: simple\n:isolation: none",
        "`isolation:` is split or shared",
    ),
    "operators that are no names": (
        "assignment.md",
        ":name: simple",
        ":name: simple\n:operators: Name",
        "`operators:` is a list of class names",
    ),
    "isolation of a solution": (
        "assignment.md",
        ":task: greet\n:role: solution",
        ":task: greet\n:role: solution\n:isolation: shared",
        "`isolation:` is for tests",
    ),
    "hint in one language": (
        "assignment.md",
        ', en: "A name may have extra spaces"',
        "",
        "`hint:`",
    ),
    "unclosed hidden tests": (
        "assignment.md",
        "### END HIDDEN TESTS",
        "",
        "HIDDEN TESTS do not match",
    ),
    "wrong answer without header": (
        "wrong/greet_keeps_spaces.py",
        '"""greet: keeps the spaces of the name.   loses: spaces"""',
        "# keeps the spaces",
        "greet_keeps_spaces.py:1: no header",
    ),
    "wrong answer loses an unknown test": (
        "wrong/greet_keeps_spaces.py",
        "loses: spaces",
        "loses: tabs",
        "loses greet-tabs, which is no test",
    ),
    "wrong answer is no Python": (
        "wrong/greet_keeps_spaces.py",
        "def greet(name):",
        "def greet(name:",
        "not valid Python",
    ),
    "unknown prerequisite": (
        "module.yml",
        "prerequisites: []",
        "prerequisites: [02_mat]",
        "module.yml: unknown prerequisite 02_mat",
    ),
    "prerequisite of itself": (
        "module.yml",
        "prerequisites: []",
        "prerequisites: [01_chao]",
        "form a cycle: 01_chao -> 01_chao",
    ),
    "title in one language": ("module.yml", ", en: A greeting", "", "`title` needs both languages"),
    "missing key": ("module.yml", "minutes: 10\n", "", "the key `minutes` is missing"),
    "a word for a list": ("module.yml", "lessons: [1_chao]", "lessons: 1_chao", "must be a list"),
    "raw cell": (
        "assignment.md",
        '+++ {"lang": "vi", "task": "memo", "role": "written"',
        '```{raw-cell}\nx\n```\n\n+++ {"lang": "vi", "task": "memo", "role": "written"',
        "raw cells are not used",
    ),
    "broken yaml": ("module.yml", "minutes: 10", "minutes: [10", "not valid YAML"),
    "missing companion": ("module.yml", "[names.py]", "[people.py]", "people.py is listed"),
    "missing lesson": (
        "module.yml",
        "[1_chao]",
        "[1_chao, 2_het]",
        "2_het.md: the file does not exist",
    ),
    "quiz with a slip": (
        "quiz.yml",
        'because: {vi: "`4` là',
        'beacuse: {vi: "`4` là',
        "notebooks/01_chao/quiz.yml:7: unknown key `beacuse`: write because",
    ),
    "quiz without a reason": (
        "quiz.yml",
        ', en: "The bar of đ is no tone."',
        "",
        "notebooks/01_chao/quiz.yml:16: `because` has no `en:`",
    ),
    "quiz that is no YAML": ("quiz.yml", 'text: "ò"', "text: `ò`", "quiz.yml:12: not valid YAML"),
    "not NFC": ("names.py", "Hòa", "Ho\u0300a", "is not in Unicode NFC"),
    "other tone style": ("names.py", "Hòa", "Ho\u00e0", "write Hòa"),
    "other tone style in prose": ("assignment.md", "Vì sao", "Thu\u1ef7", "block 6 (Thu\u1ef7"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_names_what_is_wrong(tiny_course, name):
    file, old, new, expected = BREAKS[name]
    edit(tiny_course, file, old, new)
    found = messages(tiny_course)
    assert any(expected in message for message in found), found


def test_code_spans_and_marked_lines_may_show_the_other_style(tiny_course):
    assert "`ho\u00e0`" in (tiny_course / MODULE / "1_chao.md").read_text(encoding="utf-8")
    edit(tiny_course, "names.py", '"Hòa"]', '"Ho\u00e0"]  # raw-text')
    assert messages(tiny_course) == []


def test_a_file_that_is_not_utf8_is_named(tiny_course):
    (tiny_course / MODULE / "names.py").write_bytes(b"names = ['H\xf2a']")
    assert any("names.py: the file is not UTF-8" in message for message in messages(tiny_course))


def test_a_longer_cycle_is_named(tiny_course):
    shutil.copytree(tiny_course / MODULE, tiny_course / "notebooks/02_mat")
    edit(tiny_course, "module.yml", "prerequisites: []", "prerequisites: [02_mat]")
    edit(tiny_course, "../02_mat/module.yml", "prerequisites: []", "prerequisites: [01_chao]")
    assert "form a cycle" in messages(tiny_course)[-1]


def test_the_command_exits_with_one_and_names_the_file(tiny_course, monkeypatch, capsys):
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--check"]) == 0
    edit(tiny_course, "module.yml", "points: 5", "points: 6")
    assert main(["build", "--check"]) == 1
    assert f"{MODULE}/assignment.md: the points" in capsys.readouterr().err


def test_stamping_brings_translations_up_to_date(tiny_course, monkeypatch):
    edit(tiny_course, "assignment.md", "Vì sao nên", "Tại sao nên")
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--check"]) == 1
    assert main(["build", "--stamp", f"{MODULE}/assignment.md"]) == 0
    assert main(["build", "--check"]) == 0


def test_a_missing_translation_cannot_be_stamped_away(tiny_course, monkeypatch):
    edit(tiny_course, "1_chao.md", '+++ {"lang": "vi"}\n\n# 1.1', "# 1.1")
    before = (tiny_course / MODULE / "1_chao.md").read_bytes()
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--stamp", f"{MODULE}/1_chao.md"]) == 1
    assert (tiny_course / MODULE / "1_chao.md").read_bytes() == before


def test_the_translation_hash_ignores_white_space():
    assert translation_hash("một  hai\nba") == translation_hash("một hai ba\n")
    assert len(translation_hash("")) == 8
