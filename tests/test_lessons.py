"""Every lesson keeps to the shape that learners can rely on (DESIGN 3)."""

import re
import runpy
import sys

import pytest

from aulac.course import LANGUAGES, find_root, read_modules
from aulac.course.source import read_blocks
from aulac.course.stats import seconds, words_in

LESSONS = [(module, lesson) for module in read_modules(find_root()) for lesson in module.lessons]
KEY = re.compile(r'check\("([^"]+)"')
TRAP = {"vi": "{admonition} Bẫy tiếng Việt", "en": "{admonition} A Vietnamese trap"}


@pytest.fixture(params=LESSONS, ids=lambda pair: f"{pair[0].name}-{pair[1]}")
def lesson(request):
    return request.param


@pytest.fixture
def blocks(lesson):
    module, name = lesson
    return read_blocks(module.lesson_path(name))


def test_it_fits_into_an_hour(lesson, blocks):
    code = [block for block in blocks if block.kind == "code"]
    assert 15 <= len(code) <= 25
    assert all(1000 <= words_in(blocks, lang) <= 1800 for lang in LANGUAGES)
    assert seconds(*lesson) < 20


def test_code_cells_are_short_enough_to_read(blocks):
    for block in blocks:
        if block.kind == "code":
            lines = block.text.splitlines()
            assert len(lines) <= 12 and max(map(len, lines)) <= 88, block.name


def test_it_shows_traps_pictures_and_lets_the_learner_act(blocks):
    for lang in LANGUAGES:
        prose = "\n".join(block.text for block in blocks if block.lang == lang)
        assert prose.count(TRAP[lang]) >= 2
    code = [block for block in blocks if block.kind == "code"]
    assert any(re.search(r"plt\.show\(\)|widgets\.", block.text) for block in code)
    assert sum("practice" in block.meta.get("tags", []) for block in code) >= 3


def test_its_practice_is_not_solved_and_has_its_exercises(lesson, blocks, monkeypatch):
    module, name = lesson
    monkeypatch.syspath_prepend(str(module.folder))
    before = set(sys.modules)
    exercises = runpy.run_path(str(module.folder / "practice.py"))["exercises"]
    for companion in set(sys.modules) - before:
        if str(module.folder) in (getattr(sys.modules[companion], "__file__", None) or ""):
            del sys.modules[companion]
    number = re.match(r"# (\d+\.\d+) ", blocks[0].text)[1]
    checked = [KEY.findall(block.text) for block in blocks if block.kind == "code"]
    assert sum(checked, []) == [e.key for e in exercises if e.key.startswith(f"{number}.")]
    for block in blocks:
        if KEY.search(block.text):
            assert "..." in block.text and "practice" in block.meta["tags"], block.name
