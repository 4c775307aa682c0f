"""nbgrader's own commands, its formgrader and its list in JupyterLab, by way of the exchange."""

import json
import os
import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from people import NAME, Person, Teacher, make_course
from running_exchange import running_exchange

from aulac.classroom.exchange import client
from aulac.classroom.exchange.limits import Limits, Rate
from aulac.classroom.timezone import zone
from aulac.course.build import COURSE_ID

MANY = Rate(100_000, 100_000)
LIMITS = Limits(file=300_000, requests=MANY, submissions=MANY)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "khoa_hoc"
    make_course(folder)
    return folder


@pytest.fixture
def exchange(tmp_path):
    with running_exchange(tmp_path / "exchange", LIMITS) as exchange:
        yield exchange


@pytest.fixture
def teacher(tmp_path, exchange, course):
    """An instructor who has released the assignment."""
    teacher = Teacher(tmp_path, exchange, course)
    done = teacher.nbgrader("release_assignment", NAME)
    assert done.code == 0, done.said
    return teacher


@pytest.fixture
def arrive(teacher, exchange, tmp_path):
    """Makes learners, all of one OS user, who have fetched the assignment."""

    def arrive(name: str) -> Person:
        person = Person(tmp_path, name, exchange)
        done = person.nbgrader("fetch_assignment", NAME)
        assert done.code == 0, done.said
        return person

    return arrive


def own_list(person) -> dict[str, dict]:
    """JupyterLab's list by the status of its entries."""
    answer = person.press("list_assignments", COURSE_ID)
    assert answer["success"], answer
    return {entry["status"]: entry for entry in answer["value"]}


def test_one_os_user_is_many_learners_and_a_broken_submission_stops_nobody(teacher, arrive):
    an, binh = arrive("an"), arrive("binh")
    binh.write("not a notebook")
    for learner in (an, binh):
        assert learner.nbgrader("submit", NAME).code == 0
    collected = teacher.nbgrader("collect", NAME)
    assert collected.code == 0
    assert "Bài nộp của binh không chấm được" in collected.said
    assert "assignment.ipynb bị hỏng hoặc không phải notebook Jupyter" in collected.said
    assert {path.name for path in (teacher.course / "submitted").iterdir()} == {"an", "binh"}
    assert (
        teacher.folder("submitted", "binh") / "assignment.ipynb"
    ).read_text() == "not a notebook"
    with teacher.gradebook() as gradebook:
        assert gradebook.find_student("binh").last_name == "Học viên"


def test_feedback_reaches_its_owner(teacher, arrive):
    an, binh = arrive("an"), arrive("binh")
    for learner in (an, binh):
        assert learner.nbgrader("submit", NAME).code == 0
    assert teacher.formgrader("collect")["success"]
    assert teacher.formgrader("autograde", "an")["success"]
    assert teacher.formgrader("generate_feedback")["success"]
    assert teacher.formgrader("release_feedback")["success"]
    assert "1 feedback" in an.nbgrader("list", "--cached").said
    assert not (an.work / "feedback").exists()
    (here,) = own_list(an)["submitted"]["submissions"]
    assert here["has_local_feedback"] and not here["feedback_updated"]
    assert re.fullmatch(r"lần 1, lúc [\d:/ ]+: 0 / 5 điểm(, .*)?", here["timestamp"])
    page = an.home / here["local_feedback_path"] / "assignment.html"
    assert page.read_bytes() == (teacher.folder("feedback", "an") / page.name).read_bytes()
    assert binh.nbgrader("fetch_feedback", NAME).code == 0
    assert not (binh.work / "feedback").exists()


def test_feedback_stays_with_the_submission_it_is_about(teacher, arrive):
    an = arrive("an")
    an.nbgrader("submit", NAME)
    teacher.nbgrader("collect", NAME)
    feedback, submitted = teacher.folder("feedback", "an"), teacher.folder("submitted", "an")
    submitted_id = (submitted / "submission_id.txt").read_text()
    an.nbgrader("submit", NAME)
    feedback.mkdir(parents=True)
    (feedback / "assignment.html").write_text("<p>bản đầu")
    (feedback / "submission_id.txt").write_text(submitted_id)
    teacher.nbgrader("release_feedback", NAME)
    first, second = own_list(an)["submitted"]["submissions"]
    assert (first["has_exchange_feedback"], second["has_exchange_feedback"]) == (True, False)
    an.nbgrader("fetch_feedback", NAME)
    (feedback / "assignment.html").write_text("<p>bản sửa")
    teacher.nbgrader("release_feedback", NAME)
    assert not own_list(an)["submitted"]["submissions"][0]["feedback_updated"]
    (page,) = (an.work / "feedback").glob("*/assignment.html")
    assert page.read_text() == "<p>bản sửa"


def test_feedback_for_somebody_elses_submission_is_not_sent(teacher, arrive):
    an, binh = arrive("an"), arrive("binh")
    for learner in (an, binh):
        learner.nbgrader("submit", NAME)
    teacher.nbgrader("collect", NAME)
    feedback = teacher.folder("feedback", "binh")
    feedback.mkdir(parents=True)
    (feedback / "assignment.html").write_text("<p>")
    (feedback / "of_the_learner.html").write_text("<p>")
    theirs = teacher.folder("submitted", "an") / "submission_id.txt"
    (feedback / "submission_id.txt").write_text(theirs.read_text())
    assert str(feedback) in teacher.nbgrader("release_feedback", NAME).said
    for learner in (an, binh):
        (submission,) = own_list(learner)["submitted"]["submissions"]
        assert not submission["has_exchange_feedback"]


def test_due_date_of_the_formgrader_is_seen_and_kept(teacher, arrive, exchange):
    due = (datetime.now(UTC) + timedelta(hours=3)).replace(tzinfo=None, microsecond=0)
    with teacher.gradebook() as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=due)
    assert "đã được giao" in teacher.nbgrader("release_assignment", NAME).said
    assert teacher.nbgrader("release_assignment", NAME, "--force").code == 0
    an = arrive("an")
    entry = own_list(an)["fetched"]
    shown = f"{due.replace(tzinfo=UTC).astimezone(zone()):%H:%M %d/%m/%Y}"
    assert entry["assignment_id"] == f"{NAME} · hạn nộp {shown}"
    assert f"hạn nộp {shown}" in an.nbgrader("list").said
    assert an.press("submit_assignment", COURSE_ID, entry["assignment_id"])["success"]
    exchange.ahead = timedelta(hours=4)
    assert own_list(an)["fetched"]["assignment_id"] == f"{NAME} · đã hết hạn nộp"
    told = an.press("submit_assignment", COURSE_ID, own_list(an)["fetched"]["assignment_id"])
    assert told == {"success": False, "value": "Bài tập này đã hết hạn nộp."}
    refused = an.nbgrader("submit", NAME)
    assert refused.code == 1 and "Bài tập này đã hết hạn nộp." in refused.said


def test_a_release_takes_the_formgraders_date_only_when_it_was_changed_there(teacher, exchange):
    def pencil(due: datetime) -> None:
        with teacher.gradebook() as gradebook:
            gradebook.update_or_create_assignment(NAME, duedate=due)

    def due_after_release() -> datetime:
        assert teacher.nbgrader("release_assignment", NAME, "--force").code == 0
        (found,) = exchange.teacher().assignments(COURSE_ID)
        return found.due.replace(tzinfo=None)

    pencil(datetime(2031, 1, 1))
    assert due_after_release() == datetime(2031, 1, 1)
    exchange.teacher().set_due(COURSE_ID, NAME, datetime(2031, 2, 2, tzinfo=UTC))
    assert due_after_release() == datetime(2031, 2, 2)
    pencil(datetime(2031, 3, 3))
    assert due_after_release() == datetime(2031, 3, 3)


def test_attempts_and_late_work_are_told(teacher, arrive, exchange):
    an, now = arrive("an"), exchange.now()
    exchange.ask(
        exchange.token("giang_vien", "formgrade"),
        "PATCH",
        f"courses/{COURSE_ID}/assignments/{NAME}",
        due=(now + timedelta(hours=1)).isoformat(),
        late_until=(now + timedelta(hours=3)).isoformat(),
        attempts=2,
    )
    assert "còn 2 lượt nộp" in own_list(an)["fetched"]["assignment_id"]
    assert an.nbgrader("submit", NAME).code == 0
    exchange.ahead = timedelta(hours=2)
    assert "còn nhận bài muộn đến" in own_list(an)["fetched"]["assignment_id"]
    assert "còn 1 lượt nộp" in an.nbgrader("list").said
    assert an.nbgrader("submit", NAME).code == 0
    first, second = own_list(an)["submitted"]["submissions"]
    assert first["timestamp"].startswith("lần 1, lúc ")
    assert second["timestamp"].startswith("lần 2") and "(nộp muộn)" in second["timestamp"]
    told = an.press("submit_assignment", COURSE_ID, NAME)
    assert told["value"] == "Bạn đã dùng hết 2 lần nộp của bài tập này."
    teacher.nbgrader("collect", NAME, "--before-duedate")
    (mine,) = exchange.client("an").submissions(COURSE_ID, NAME)[:1]
    assert (teacher.folder("submitted", "an") / "submission_id.txt").read_text() == str(mine.id)


def test_what_is_too_large_is_refused_with_a_sentence(arrive):
    an = arrive("an")
    an.write("x" * 400_000, "data.csv")
    told = an.press("submit_assignment", COURSE_ID, NAME)
    assert not told["success"] and "data.csv quá lớn" in told["value"]
    an.write("x", "a\\b.txt")
    assert "Không nhận được tên tệp" in an.nbgrader("submit", NAME).said


def test_fetching_again_touches_no_work(arrive):
    an = arrive("an")
    an.write("mine")
    again = an.nbgrader("fetch_assignment", NAME)
    assert again.code == 1 and "đã nhận bài này" in again.said
    assert an.nbgrader("fetch_assignment", NAME, "--replace").code == 0
    assert (an.work / "assignment.ipynb").read_text() == "mine"
    (an.work / "assignment.ipynb").unlink()
    assert an.nbgrader("fetch_assignment", NAME, "--replace").code == 0
    assert json.loads((an.work / "assignment.ipynb").read_text())["cells"]
    an.work.rename(an.work.with_name("other"))
    an.work.write_text("a note, and no folder")
    assert an.nbgrader("fetch_assignment", NAME).code == 1
    assert an.work.read_text() == "a note, and no folder"


def test_collect_brings_the_newest_when_it_is_asked_to(teacher, arrive):
    an = arrive("an")
    collected = teacher.folder("submitted", "an") / "assignment.ipynb"
    for text in ("1", "2"):
        an.write(text)
        an.nbgrader("submit", NAME)
        teacher.nbgrader("collect", NAME)
        assert collected.read_text() == "1"
    assert teacher.formgrader("collect")["success"]
    assert collected.read_text() == "2"
    newer = datetime.now(UTC) + timedelta(days=1)
    collected.write_text("3")
    collected.with_name("timestamp.txt").write_text(f"{newer:%Y-%m-%d %H:%M:%S} UTC")
    assert teacher.formgrader("collect")["success"]
    assert collected.read_text() == "3"


def test_only_files_are_handed_in_and_ours_are_not_forged(teacher, arrive, exchange):
    an = arrive("an")
    an.write("2001-01-01 00:00:00 UTC", "timestamp.txt")
    an.write("forged", "submission_id.txt")
    (an.work / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(an.work / "pipe")
    (an.work / ".ipynb_checkpoints").mkdir()
    (an.work / ".ipynb_checkpoints" / "assignment.ipynb").write_text("{}")
    told = an.nbgrader("submit", NAME).said
    assert "link.txt" in told and "pipe" in told
    (submission,) = exchange.client("an").submissions(COURSE_ID, NAME)
    handed_in = {file.path for file in submission.files}
    assert handed_in == {"assignment.ipynb", "submission_id.txt", "timestamp.txt"}
    teacher.nbgrader("collect", NAME)
    folder = teacher.folder("submitted", "an")
    assert (folder / "submission_id.txt").read_text() == str(submission.id)
    assert (
        f"{submission.received_at:%Y-%m-%d %H:%M:%S.%f} UTC"
        == (folder / "timestamp.txt").read_text()
    )


def test_receipt_is_kept_beside_the_work_and_is_true(arrive, exchange):
    an = arrive("an")
    an.nbgrader("submit", NAME)
    (file,) = (an.work.parent / "bien_nhan").glob(f"{COURSE_ID}/{NAME}/1.json")
    receipt = json.loads(file.read_text(encoding="utf-8"))
    assert exchange.ask("nobody", "POST", "receipts/check", **receipt) == {"valid": True}
    claim = json.loads(receipt["payload"])
    assert (claim["user"], claim["assignment"], claim["number"]) == ("an", NAME, 1)


def test_submission_stands_where_the_receipt_cannot_be_kept(arrive, exchange):
    an = arrive("an")
    (an.work.parent / "bien_nhan").write_text("a file where the folder would be")
    assert an.press("submit_assignment", COURSE_ID, NAME)["success"]
    assert len(exchange.client("an").submissions(COURSE_ID, NAME)) == 1


def test_missing_notebook_is_told(arrive):
    an = arrive("an")
    (an.work / "assignment.ipynb").rename(an.work / "bài.ipynb")
    assert "Thiếu assignment.ipynb" in an.nbgrader("submit", NAME).said
    strict = an.nbgrader("submit", NAME, "--strict")
    assert strict.code == 1 and "Thiếu assignment.ipynb" in strict.said


def test_names_arrive_in_nfc(teacher, arrive):
    an = arrive("an")
    an.write("{}", unicodedata.normalize("NFD", "câu hỏi.ipynb"))
    assert an.nbgrader("submit", NAME).code == 0
    teacher.nbgrader("collect", NAME)
    assert (teacher.folder("submitted", "an") / "câu hỏi.ipynb").read_text() == "{}"


def test_withdrawing_leaves_submissions_alone(teacher, arrive, exchange):
    an = arrive("an")
    an.nbgrader("submit", NAME)
    refused = teacher.nbgrader("list", "--inbound", "--remove")
    assert refused.code == 1 and "Không xóa bài đã nộp" in refused.said
    assert teacher.formgrader("unrelease")["success"]
    assert set(own_list(an)) == {"submitted"}
    assert "Chưa giao bài tập" in an.nbgrader("submit", NAME).said
    teacher.nbgrader("collect", NAME)
    assert teacher.folder("submitted", "an").is_dir()
    assert teacher.formgrader("release_assignment")["success"]
    assert len(own_list(an)["submitted"]["submissions"]) == 1


def test_instructor_sees_who_handed_in(teacher, arrive):
    for name in ("an", "binh"):
        arrive(name).nbgrader("submit", NAME)
    told = teacher.nbgrader("list", "--inbound").said
    assert "an 01_chao" in told and "binh 01_chao" in told
    only = teacher.nbgrader("list", "--inbound", "--student=binh").said
    assert "an 01_chao" not in only and "binh 01_chao" in only
    teacher.nbgrader("collect", NAME, "--student=binh")
    assert [path.name for path in (teacher.course / "submitted").iterdir()] == ["binh"]


def test_learner_is_no_instructor_whatever_the_command_line_says(teacher, arrive, exchange):
    an, binh = arrive("an"), arrive("binh")
    binh.nbgrader("submit", NAME)
    an.nbgrader("submit", NAME, "--student=binh")
    assert [one.user for one in exchange.teacher().submissions(COURSE_ID, NAME)] == ["an", "binh"]
    assert "binh" not in an.nbgrader("list", "--inbound", "--student=binh").said
    release = an.home / "release" / NAME
    release.mkdir(parents=True)
    (release / "assignment.ipynb").write_text("{}")
    refused = an.nbgrader("release_assignment", NAME, "--force")
    assert refused.code == 1 and "Chỉ giảng viên" in refused.said
    an.nbgrader("list", "--remove")
    assert "fetched" in own_list(an)


def test_no_variable_makes_somebody_else_of_a_learner(teacher, arrive, exchange):
    an, binh = arrive("an"), arrive("binh")
    binh.nbgrader("submit", NAME)
    pretended = ("JUPYTERHUB_USER", "LOGNAME", "NB_USER", "USER", "USERNAME")
    an.environment |= dict.fromkeys(pretended, "binh")
    assert an.nbgrader("submit", NAME, "--CourseDirectory.student_id=binh").code == 0
    handed_in = exchange.teacher().submissions(COURSE_ID, NAME)
    assert [(one.user, one.number) for one in handed_in] == [("an", 1), ("binh", 1)]


def test_course_of_others_is_not_there(exchange, tmp_path):
    stranger = Person(tmp_path, "la", exchange)
    told = stranger.press("list_assignments", "khac")
    assert told["value"] == "Không tìm thấy khac, hoặc bạn không thuộc khóa học này."


def test_exchange_that_does_not_answer_is_told_in_the_list(exchange, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "READING", 0)
    an = Person(tmp_path, "an", exchange)
    an.environment["AULAC_EXCHANGE"] = "http://127.0.0.1:1/services/exchange/"
    for answer in (an.press("list_courses"), an.press("submit_assignment", COURSE_ID, NAME)):
        assert not answer["success"]
    assert "không trả lời" in an.press("list_courses")["value"]
    assert "không trả lời" in an.nbgrader("list").said


def test_release_needs_what_is_made_for_learners(exchange, tmp_path, course):
    teacher = Teacher(tmp_path, exchange, course)
    (teacher.course / "release" / NAME / "assignment.ipynb").unlink()
    told = teacher.formgrader("release_assignment")
    assert not told["success"] and "hãy chạy Generate trước" in told["log"]
