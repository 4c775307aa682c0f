"""From sources to notebooks: what learners, instructors and the book get."""

import errno
import hashlib
import json
import os

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from aulac.cli import main
from aulac.course import build_assignments, build_notebooks, read_modules, write_course
from aulac.course.golden import record
from aulac.course.plain import plain_markdown
from aulac.practice.display import PROSE

LESSON = "01_chao/1_chao.ipynb"


def tree(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def cells(path):
    return nbformat.read(path, as_version=4).cells


def test_builds_are_repeatable_to_the_byte(root, tmp_path):
    modules = read_modules(root)
    for out in (tmp_path / "a", tmp_path / "b"):
        build_notebooks(out / "notebooks", modules)
        build_assignments(out / "assignments", modules)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_notebooks_are_valid_with_unique_ids_and_no_empty_cell(root, tmp_path):
    modules = read_modules(root)
    written = build_notebooks(tmp_path / "n", modules) + build_assignments(tmp_path / "a", modules)
    assert written
    for path in written:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        assert all(cell.source.strip() for cell in notebook.cells), path
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_a_learner_gets_one_language_plain_markdown_and_the_companions(tiny_course, tmp_path):
    build_notebooks(tmp_path, read_modules(tiny_course))
    vietnamese, english = (cells(tmp_path / lang / LESSON) for lang in ("vi", "en"))
    assert "> **Bẫy tiếng Việt**" in vietnamese[0].source
    assert "```{" not in vietnamese[0].source
    assert english[0].source.startswith("# 1.1 A greeting")
    code = [[c.source for c in nb if c.cell_type == "code"] for nb in (vietnamese, english)]
    assert code[0] == code[1]
    assert all(not c.outputs for c in vietnamese if c.cell_type == "code")
    folder = tmp_path / "en/01_chao"
    assert {"names.py", "practice.py", "module.json"} <= {path.name for path in folder.iterdir()}
    assert json.loads((folder / "module.json").read_text())["lang"] == "en"


def test_short_keys_become_nbgrader_metadata(tiny_course, tmp_path):
    build_assignments(tmp_path, read_modules(tiny_course))
    by_id = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in cells(tmp_path / "vi/01_chao/assignment.ipynb")
        if "nbgrader" in cell.metadata
    }
    assert list(by_id) == ["greet", "greet-simple", "greet-spaces", "memo-prompt", "memo"]
    keys = ("grade", "solution", "locked", "task", "schema_version")
    values = {name: [c.metadata.nbgrader[key] for key in keys] for name, c in by_id.items()}
    assert values == {
        "greet": [False, True, False, False, 3],
        "greet-simple": [True, False, True, False, 3],
        "greet-spaces": [True, False, True, False, 3],
        "memo-prompt": [False, False, True, False, 3],
        "memo": [True, True, False, False, 3],
    }
    assert by_id["greet-spaces"].metadata.nbgrader.points == 2
    assert by_id["greet-spaces"].source.startswith("# Kiểm tra ẩn: spaces, 2 điểm\n### BEGIN")
    assert "Chấm" in by_id["memo-prompt"].source
    assert by_id["memo"].source.startswith("Vì người được chào")


def test_english_assignments_have_the_same_tests(tiny_course, tmp_path):
    build_assignments(tmp_path, read_modules(tiny_course))
    english = cells(tmp_path / "en/01_chao/assignment.ipynb")
    assert english[0].source == "# Assignment: a greeting"
    assert "# Hidden test: spaces, 2 points" in english[3].source
    assert english[3].metadata.graders.hint == "A name may have extra spaces"


def test_the_grading_engine_finds_how_a_test_is_to_be_run(tiny_course, tmp_path):
    path = tiny_course / "notebooks/01_chao/assignment.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(":name: simple", ":name: simple\n:isolation: shared\n:operators: [Name]"),
        encoding="utf-8",
    )
    build_assignments(tmp_path, read_modules(tiny_course))
    simple = cells(tmp_path / "vi/01_chao/assignment.ipynb")[2]
    assert simple.metadata.graders == {"isolation": "shared", "operators": ["Name"]}


def test_the_english_run_is_the_same_run_with_english_prose(tiny_course, tmp_path, monkeypatch):
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--out", str(tmp_path)]) == 0
    run = cells(tmp_path / "runs/en" / LESSON)
    assert run[0].source.startswith("# 1.1 A greeting")
    names, said = [cell.outputs[0].data for cell in run if cell.cell_type == "code"][:2]
    assert names["text/plain"] == "['Thủy', 'Hòa']"
    assert "Two people." in said["text/plain"]
    assert PROSE not in said


def test_a_lesson_that_raises_is_named_and_the_golden_run_stays(tiny_course):
    (module,) = read_modules(tiny_course)
    golden = module.golden_path("1_chao")
    before = golden.read_bytes()
    source = module.lesson_path("1_chao")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("\nnames\n", "\nnams\n"), encoding="utf-8")
    with pytest.raises(Exception, match=r"1_chao\.md:\d+: block 3 .*NameError: name 'nams'"):
        record(module, "1_chao")
    assert golden.read_bytes() == before


def test_a_course_directory_holds_sources_and_configuration_only(tiny_course, tmp_path):
    course = tmp_path / "nbgrader"
    write_course(course, "vi", read_modules(tiny_course))
    assert list(tree(course)) == ["nbgrader_config.py", "source/01_chao/assignment.ipynb"]


def test_writing_a_course_again_keeps_the_gradebook(tiny_course, tmp_path):
    course = tmp_path / "nbgrader"
    write_course(course, "vi", read_modules(tiny_course))
    (course / "gradebook.db").write_bytes(b"grades")
    write_course(course, "en", read_modules(tiny_course))
    assert (course / "gradebook.db").read_bytes() == b"grades"


def test_a_configuration_that_is_not_ours_is_not_overwritten(tiny_course, tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.chdir(tiny_course)
    assert main(["course", str(tmp_path)]) == 1
    assert (tmp_path / "nbgrader_config.py").read_text() == "c = get_config()\n"
    assert not (tmp_path / "source").exists()


def test_a_missing_golden_run_is_one_sentence(tiny_course, tmp_path, monkeypatch, capsys):
    (tiny_course / "notebooks/01_chao/1_chao.ipynb").unlink()
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--out", str(tmp_path)]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "1_chao.ipynb: the file does not exist" in message


def test_a_task_that_cannot_be_built_is_one_sentence(tiny_course, tmp_path, monkeypatch, capsys):
    path = tiny_course / "notebooks/01_chao/assignment.md"
    path.write_text(path.read_text(encoding="utf-8").replace(":points: 2\n", ""), encoding="utf-8")
    monkeypatch.chdir(tiny_course)
    assert main(["course", str(tmp_path / "nbgrader")]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "assignment.md:" in message and "`points:`" in message


def test_a_full_disk_is_one_sentence_and_loses_nothing(tiny_course, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tiny_course)
    main(["course", str(tmp_path)])
    before = tree(tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert main(["course", str(tmp_path), "--lang", "en"]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "no space left" in message
    assert tree(tmp_path) == before


def test_statistics_count_every_lesson(tiny_course, monkeypatch, capsys):
    monkeypatch.chdir(tiny_course)
    assert main(["build", "--stats"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split()[0] == "lesson"
    assert row.split()[0] == "01_chao/1_chao"
    assert [int(value) for value in row.split()[3:5]] == [3, 1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("```{note}\nA\n\nB\n```", "> **Ghi chú**\n>\n> A\n>\n> B"),
        ("x\n\n```{admonition} T\n:class: warning\nA\n```\n\ny", "x\n\n> **T**\n>\n> A\n\ny"),
        ("```{math}\na^2\n```", "$$\na^2\n$$"),
        ("see {term}`token`", "see token"),
        ("```python\n{x}\n```", "```python\n{x}\n```"),
    ],
)
def test_directives_become_plain_markdown(source, expected):
    assert plain_markdown(source, "vi") == expected
