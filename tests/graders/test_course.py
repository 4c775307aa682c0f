"""Reading a course directory: nbgrader's configuration, hostile names, hostile times."""

import os
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_class import NAME, hand_in, make_course, write

from graders.course import CourseError, read_course, timestamp_of
from graders.submission import Submission


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    return make_course(tmp_path / "course")


def configure(root, *lines: str) -> None:
    write(root / "nbgrader_config.py", "\n".join(["c = get_config()", *lines]))


def test_without_configuration_everything_is_where_nbgrader_puts_it(root):
    (root / "nbgrader_config.py").unlink()
    course = read_course(root)
    assert course.db_url == f"sqlite:///{root}/gradebook.db"
    assert course.folder("submitted", NAME, "an") == root / "submitted" / "an" / NAME
    assert course.folder("source", NAME) == root / "source" / NAME
    assert course.assignments() == [NAME]
    assert course.limits.cell_seconds == 30
    assert course.course_id == ""


def test_the_configuration_moves_everything(root):
    configure(
        root,
        'c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/hv-{student_id}"',
        'c.CourseDirectory.submitted_directory = "nop"',
        'c.CourseDirectory.db_url = "sqlite:///so_diem.db"',
        "c.ExecutePreprocessor.timeout = 5",
        "c.Graders.limits = {'memory_mb': 512}",
        'c.Graders.lang = "en"',
        'c.CourseDirectory.student_id_exclude = "thu,dung"',
    )
    for learner in ("an", "thu"):
        (root / NAME / "nop" / f"hv-{learner}").mkdir(parents=True)
    course = read_course(root)
    assert [one.learner for one in course.handed_in(NAME)] == ["an"]
    assert course.handed_in(NAME)[0].folder == root / NAME / "nop" / "hv-an"
    assert course.db_url == f"sqlite:///{root}/so_diem.db"
    assert (course.limits.cell_seconds, course.limits.memory_mb) == (5, 512)
    assert course.lang == "en"


def test_a_sub_configuration_and_the_users_own_are_read(root, tmp_path):
    write(root / "more.py", 'c = get_config()\nc.CourseDirectory.course_id = "phụ"')
    configure(root, f"load_subconfig('more.py', path={str(root)!r})")
    own = 'c = get_config()\nc.LateSubmissionPlugin.penalty_method = "zero"'
    write(tmp_path / "jupyter" / "nbgrader_config.py", own)
    course = read_course(root)
    assert course.course_id == "phụ"
    assert course.config.LateSubmissionPlugin.penalty_method == "zero"


def test_the_users_configuration_names_the_course(root, tmp_path, monkeypatch):
    own = f"c = get_config()\nc.CourseDirectory.root = {str(root)!r}"
    write(tmp_path / "jupyter" / "nbgrader_config.py", own)
    monkeypatch.chdir(tmp_path)
    assert read_course().root == root
    assert read_course(tmp_path).root == tmp_path


def test_the_classrooms_configuration_is_read(root, tmp_path, monkeypatch):
    from aulac.classroom import config
    from aulac.classroom.layout import COURSE

    home = tmp_path / "home"
    home.mkdir()
    os.rename(root, home / COURSE)
    monkeypatch.setenv("HOME", str(home))
    folder = os.path.join(os.path.dirname(config.__file__ or config.__path__[0]), "instructor")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", folder)
    assert read_course(home / COURSE).course_id == "small"


@pytest.mark.parametrize(
    ("line", "key"), [("1/0", "bad_config"), ("c.Graders.limits = {'memory_mb': 0}", "bad_limits")]
)
def test_a_configuration_that_cannot_be_used_is_one_sentence(root, line, key):
    configure(root, line)
    with pytest.raises(CourseError) as error:
        read_course(root).assignment(NAME)
    assert error.value.key == key


def test_unknown_names_say_what_is_there(root):
    with pytest.raises(CourseError) as error:
        read_course(root).assignment("../source/ps1")
    assert error.value.params["known"] == [NAME]
    with pytest.raises(CourseError) as error:
        read_course(root / "nowhere")
    assert error.value.key == "no_course"


def test_a_learners_folder_is_a_name_and_nothing_else(root):
    hostile = ["{x}", "=1+1", "a b", "-rf", "*", "%s", "Nguyễn Văn Án", "[1]", "..."]
    for learner in ["an", *hostile[:-1]]:
        hand_in(root, learner)
    hand_in(root, ".hidden")
    found = {one.learner: one.problem for one in read_course(root).handed_in(NAME)}
    assert found == dict.fromkeys(["an", *hostile[:-1]], "")


def test_what_cannot_be_a_name_is_told(root):
    names = ["a\nb", "\x1b[2Jx", "x" * 129, "a\u202eb", "\u200b", os.fsdecode(b"\xff\xfe")]
    for name in names:
        hand_in(root, name)
    found = read_course(root).handed_in(NAME)
    assert [one.problem for one in found] == ["bad_learner"] * len(names)


def test_links_are_not_followed(root, tmp_path):
    hand_in(root, "an")
    os.symlink(root / "submitted" / "an", root / "submitted" / "binh")
    (root / "submitted" / "chi").mkdir()
    os.symlink(root / "submitted" / "an" / NAME, root / "submitted" / "chi" / NAME)
    os.symlink("loop", root / "submitted" / "loop")
    found = {one.learner: one.problem for one in read_course(root).handed_in(NAME)}
    assert found == {"an": "", "binh": "folder_link", "chi": "folder_link"}


def timestamp(text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    return timestamp_of(Submission("an", {"timestamp.txt": content}))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01 10:00:00.5 UTC\n", datetime(2026, 3, 1, 10, 0, 0, 500000)),
        ("2026-03-01 10:00:00 Asia/Ho_Chi_Minh", datetime(2026, 3, 1, 3)),
        ("2026-03-01 10:00:00 +0700", datetime(2026, 3, 1, 3)),
        ("2026-03-01T10:00:00-05:30", datetime(2026, 3, 1, 15, 30)),
        ("2026-03-01 10:00:00", datetime(2026, 3, 1, 10)),
    ],
)
def test_times_are_kept_in_utc(text, moment):
    assert timestamp(text) == (moment, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        b"\xff\xfe\x00",
        "9" * 1_000_000,
        "2026-03-01 10:00:00 /dev/zero",
        "2026-03-01 10:00:00 ../../etc/passwd",
        "2026-03-01 10:00:00 America",
        "2026-03-01 10:00:00 Nowhere/City",
        "2026-13-45 99:99:99 UTC",
        "0001-01-01 00:00:00 +2300",
        "1e999999",
        "2026-03-01 10:00:00 UTC\x00",
    ],
)
def test_a_time_that_cannot_be_read_is_a_remark(text):
    assert timestamp(text) == (None, "bad_timestamp")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_time_breaks_the_reader(content):
    moment, remark = timestamp(content)
    assert (moment is None) == (remark == "bad_timestamp")


def test_a_time_that_is_no_file_is_a_remark_and_none_is_none():
    assert timestamp_of(Submission("an", {}, {"timestamp.txt": "file_link"}))[1] == "bad_timestamp"
    assert timestamp_of(Submission("an", {})) == (None, "")
