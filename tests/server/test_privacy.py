"""One person's data: handed out whole, deleted whole, and never anybody else's."""

import base64
import json
import sqlite3
import zipfile
from html.parser import HTMLParser

import pytest
from school import BAI, COURSE, NAME, PEOPLE, TEACHER, School

from aulac.classroom.exchange.receipts import is_signed
from aulac.classroom.server import hub_records, privacy

GRADEBOOK = f"classes/{COURSE}/khoa_hoc/gradebook.db"


def hidden_tests(school: School) -> list[str]:
    """The lines of the course that no learner may see."""
    source = json.loads((school.course / "source" / NAME / "assignment.ipynb").read_text())
    lines, hidden = [], False
    for line in "\n".join("".join(cell["source"]) for cell in source["cells"]).splitlines():
        hidden = hidden and "END HIDDEN" not in line
        lines += [line.strip()] if hidden else []
        hidden = hidden or "BEGIN HIDDEN" in line
    return lines


def traces(school: School, name: str) -> list[str]:
    """Where a person's name still is: in rows, in names of folders."""
    found = [str(path) for path in school.places.root.rglob(name)]
    for database in (school.places.exchange / "exchange.sqlite", school.places.root / GRADEBOOK):
        for table, rows in school.tables(database).items():
            found += [f"{table}: {row}" for row in rows if f"'{name}'" in row or f"/{name}'" in row]
    with school.hub_records() as session:
        found += ["hub"] * bool(hub_records.orm.User.find(session, name))
    return found


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src")]


@pytest.fixture(scope="module")
def exported(taught_once, tmp_path_factory) -> zipfile.ZipFile:
    file = tmp_path_factory.mktemp("exported") / "an.zip"
    assert privacy.export(taught_once.places.root, "an", file) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as packed:
        yield packed


def test_an_export_has_all_versions_with_receipts_marks_and_feedback(exported):
    data = json.loads(exported.read("data.json"))
    assert [one["number"] for one in data["exchange"]["submissions"]] == [1, 2]
    keys = {name: base64.b64decode(key) for name, key in data["receipt_keys"].items()}
    for one in data["exchange"]["submissions"]:
        receipt = one["receipt"]
        assert is_signed(receipt["payload"], receipt["signature"], keys[receipt["key"]])
        place = f"{COURSE}/{NAME}/{one['number']:03}"
        for kind, files in (("submitted", one["files"]), ("feedback", one["feedback"])):
            assert [f"{place}/{kind}/{file['path']}" in exported.namelist() for file in files]
    (graded,) = data["gradebook"][COURSE]
    assert graded["assignment"] == NAME and graded["score"] > 0 and graded["grades"]
    assert data["exchange"]["extensions"][0]["attempts"] == 9
    assert data["hub"]["name"] == "an" and data["exchange"]["audit"]


def test_the_page_of_an_export_reads_in_both_languages_and_its_links_lead_somewhere(exported):
    page = exported.read("index.html").decode()
    assert "Mọi thứ lớp học lưu về" in page and "Everything the classroom keeps" in page
    links = Links()
    links.feed(page)
    assert len(links.found) > 4 and set(links.found) <= set(exported.namelist())


def test_an_export_has_nothing_of_others_and_no_hidden_tests(taught_once, exported):
    secret = [line for line in hidden_tests(taught_once) if len(line) > 10]
    assert secret
    for name in exported.namelist():
        content = exported.read(name).decode()
        assert not [
            word for word in ('"giảng"', "<td>giảng", "hv2-token", '"chi"') if word in content
        ]
        assert not [line for line in secret if line in content], name


def test_who_is_unknown_has_no_export(taught, tmp_path, capsys):
    for name in ("nobody", "../chi", "", "a/../chi"):
        assert privacy.export(taught.places.root, name, tmp_path / "x.zip") == 1
        assert not (tmp_path / "x.zip").exists()
    assert "nobody" in capsys.readouterr().out


def test_a_file_that_is_not_what_was_handed_in_leaves_no_export(taught, tmp_path, capsys):
    with taught.open(grades=False) as room:
        handed = room.desk.submit(PEOPLE["an"], {"x": b"whole"}, path=BAI).json()
    place = taught.places.exchange / "files" / handed["files"][0]["sha256"]
    place.unlink()
    place.symlink_to("/etc/passwd")
    assert privacy.export(taught.places.root, "an", tmp_path / "x.zip") == 1
    assert not list(tmp_path.glob("*x.zip*"))


def test_deleting_leaves_no_trace_and_everybody_else_untouched(taught, capsys):
    database = taught.places.root / GRADEBOOK
    others = {
        table: [r for r in rows if "'chi'" in r] for table, rows in taught.tables(database).items()
    }
    assert traces(taught, "an") and any(others.values())
    connection = sqlite3.connect(database)
    with connection:
        for name in ("an", "chi"):
            connection.execute("INSERT INTO graders_extension VALUES (?, ?, 60)", (NAME, name))
    connection.close()
    assert privacy.delete(taught.places.root, "an", sure=True) == 0
    assert traces(taught, "an") == []
    for table, rows in others.items():
        assert set(rows) <= set(taught.tables(database)[table])
    said = capsys.readouterr().out
    assert "2 bài nộp" in said and "sao lưu" in said and "vẫn có trong danh sách" in said
    with taught.open() as room:
        found = room.desk.get(BAI + "/submissions", TEACHER).json()
        assert {one["user"] for one in found} == {"chi"} and len(found) == 2
        deeds = {row["person"] for row in room.desk.audit()}
        assert "an" not in deeds and any(one.startswith("deleted-") for one in deeds)
        assert room.desk.submit(PEOPLE["an"], path=BAI).json()["number"] == 1


def test_deleting_names_what_a_restore_has_moved_aside(taught, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(privacy.new_accounts, "HOMES", tmp_path)
    assert privacy.delete(taught.places.root, "an", sure=True) == 0
    assert "--replace" not in capsys.readouterr().out
    others = tmp_path / "chi.before-20260101-000000"
    kept = [tmp_path / "an.before-20260101-000000", taught.places.root / "before-20260101-000000"]
    for folder in (others, *kept):
        folder.mkdir()
    assert privacy.delete(taught.places.root, "an", sure=True) == 0
    said = capsys.readouterr().out
    assert all(str(folder) in said for folder in kept) and str(others) not in said


def test_deleting_asks_for_the_name(taught, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda question: "chi")
    assert privacy.delete(taught.places.root, "an") == 1
    assert "Chưa xóa gì" in capsys.readouterr().out and traces(taught, "an")
    monkeypatch.setattr("builtins.input", lambda question: "an")
    assert privacy.delete(taught.places.root, "an") == 0
    assert traces(taught, "an") == []


def test_deleting_begins_only_where_every_store_answers(taught, capsys):
    config = taught.course / "nbgrader_config.py"
    sound = config.read_text()
    config.write_text(sound + "\n1/0\n")
    before = traces(taught, "an")
    assert privacy.delete(taught.places.root, "an", sure=True) == 1
    assert traces(taught, "an") == before
    config.write_text(sound)
    assert privacy.delete(taught.places.root, "an", sure=True) == 0


def test_deleting_that_stopped_half_way_is_finished_by_doing_it_again(taught, monkeypatch):
    ask = privacy.deputies.ask

    def stopped(who, errand, *rest, **more):
        if errand == "forget_in_course":
            raise OSError("power is gone")
        return ask(who, errand, *rest, **more)

    monkeypatch.setattr(privacy.deputies, "ask", stopped)
    assert privacy.delete(taught.places.root, "an", sure=True) == 1
    assert traces(taught, "an")
    monkeypatch.undo()
    for _ in range(2):
        assert privacy.delete(taught.places.root, "an", sure=True) == 0
        assert traces(taught, "an") == []


def test_a_link_in_place_of_a_learners_folder_leads_nowhere(taught, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x")
    (taught.course / "feedback").mkdir()
    (taught.course / "feedback" / "an").symlink_to(precious)
    assert privacy.delete(taught.places.root, "an", sure=True) == 0
    assert (precious / "file").exists()


def test_tidying_says_what_is_kept_and_what_goes(taught, capsys):
    connection = sqlite3.connect(taught.places.exchange / "exchange.sqlite")
    with connection:
        connection.execute("UPDATE assignment SET due = '2020-01-01 00:00:00.000000'")
        connection.execute("UPDATE submission SET received_at = '2020-01-01 00:00:00.000000'")
        connection.execute("UPDATE audit SET time = '2020-01-01 00:00:00.000000'")
    connection.close()
    root = taught.places.root
    assert privacy.tidy(root, dry=True) == 0
    said = capsys.readouterr().out
    assert "730 ngày" in said and "365 ngày" in said and "Sẽ xóa: 4 bài nộp" in said
    assert traces(taught, "an")
    assert privacy.tidy(root) == 0
    assert "Đã xóa: 4 bài nộp" in capsys.readouterr().out
    assert privacy.tidy(root) == 0
    assert "Đã xóa: 0 bài nộp, 0 dòng nhật ký" in capsys.readouterr().out


def test_the_table_of_what_is_kept_is_in_both_languages(taught, monkeypatch):
    known = privacy.settings(taught.places)
    for language, word in (("vi", "ngày"), ("en", "days")):
        monkeypatch.setenv("AULAC_LANG", language)
        lines = privacy.table(known).splitlines()
        assert len(lines) == len(privacy.KEPT) and f"730 {word}" in lines[0]
        assert not [line for line in lines if "{" in line]


def test_the_key_is_changed_by_a_command(taught, capsys):
    assert privacy.rotate_key(taught.places.root) == 0
    with taught.open(grades=False) as room:
        keys = room.desk.get("/key", token=None).json()["keys"]
        for one in room.desk.get(BAI + "/submissions", TEACHER).json():
            check = "/services/exchange/api/v1/receipts/check"
            assert room.desk.http.post(check, json=one["receipt"]).json()["valid"]
    assert len(keys) == 2 and all(key in capsys.readouterr().out for key in [max(keys)])
