"""Names: hostile ones refused, good ones in one stored form."""

import unicodedata

import pytest
from desk import BAI, error_of
from hypothesis import given
from hypothesis import strategies as st
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER

from aulac.classroom.exchange import names
from aulac.classroom.exchange.names import BadName

HOSTILE_PATHS = [
    "",
    ".",
    "..",
    "../a",
    "a/../b",
    "/etc/passwd",
    "a//b",
    "a/",
    "a/b/c/d",
    "a\\b",
    "C:\\a",
    "\\\\server\\a",
    "c:a",
    "a\x00b",
    "a\nb",
    "a\x1b[31mb",
    "a\u202etxt.exe",
    "a\u200bb",
    "a\u2028b",
    "con",
    "CON.ipynb",
    "x/NUL.txt",
    "lpt1",
    "com9.tar.gz",
    " a",
    "a ",
    "a.",
    "a. ",
    "a\u00a0",
    'a"b',
    "a*b",
    "a?b",
    "a<b",
    "a|b",
    "a" * 201,
    "ế" * 67,
    "\ud800",
]
HOSTILE_SLUGS = [
    "",
    ".",
    "..",
    "-a",
    "a.",
    ".a",
    "bài",
    "a/b",
    "a b",
    "a+b",
    "con",
    "a\n",
    "x" * 65,
]
ANY_PATH = st.text(max_size=40) | st.text(
    st.sampled_from("a./\\:ế\u0301\u0323\0\u202e "), max_size=12
)


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_hostile_paths_are_refused(path):
    with pytest.raises(BadName):
        names.path(path)


@pytest.mark.parametrize("path", ["bai.ipynb", "câu hỏi 1.ipynb", "a/b/c.txt", ".gitignore", "x.y"])
def test_good_paths_are_kept(path):
    assert names.path(path) == path


@pytest.mark.parametrize("slug", HOSTILE_SLUGS)
def test_hostile_slugs_are_refused(slug):
    with pytest.raises(BadName):
        names.slug(slug)


@pytest.mark.parametrize("name", ["..", ".an", "a+b", "a/b", "an\n", "", "*", "nul"])
def test_hostile_users_are_refused(name):
    with pytest.raises(BadName):
        names.user(name)


@pytest.mark.parametrize("name", ["an", "Nguyễn Văn An", "an@truong.edu.vn", "hv_01-b"])
def test_good_users_are_kept(name):
    assert names.user(name) == name


@given(ANY_PATH)
def test_an_accepted_path_stays_where_it_is_put(tmp_path_factory, text):
    try:
        path = names.path(text)
    except BadName:
        return
    root = tmp_path_factory.getbasetemp() / "root"
    place = (root / path).resolve()
    assert place.is_relative_to(root) and place != root
    assert names.path(path) == path == unicodedata.normalize("NFC", path)
    assert 1 <= len(path.split("/")) <= 3
    assert path.isprintable()
    place.parent.mkdir(parents=True, exist_ok=True)


@given(st.text(max_size=30))
def test_normal_forms_of_a_name_are_one_name(text):
    def stored(form):
        try:
            return names.path(unicodedata.normalize(form, text))
        except BadName:
            return None

    composed, decomposed = stored("NFC"), stored("NFD")
    assert decomposed in (composed, None)


@given(st.text())
def test_what_is_shown_is_printable_and_short(text):
    shown = names.shown(text)
    assert len(shown) <= 81
    assert not {"\n", "\x1b", "\0", "\u202e"}.intersection(shown)
    shown.encode()


@given(st.lists(st.sampled_from(["a", "b", "a/b", "a/b/c", "b/c", "c"]), max_size=5))
def test_files_that_do_not_clash_can_be_laid_out(tmp_path_factory, paths):
    root = tmp_path_factory.mktemp("laid")
    if names.clash(paths) is None:
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).touch(exist_ok=False)
        assert len({p for p in root.rglob("*") if p.is_file()}) == len(paths)
    else:
        files = set(paths)
        folders = {p.rsplit("/", n)[0] for p in paths for n in range(1, p.count("/") + 1)}
        assert len(files) < len(paths) or files & folders


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "a/b/c/d", "con.ipynb", "a\u202eb"]
)
def test_a_hostile_file_is_refused_with_its_name_and_nothing_is_kept(desk, path):
    desk.release()
    before = desk.stored()
    answer = desk.submit(files={path: b"x"})
    assert error_of(answer) == (422, "bad_name")
    assert names.shown(path) in answer.json()["vi"]
    assert desk.stored() == before
    assert desk.get(BAI + "/submissions").json() == []


def test_a_file_of_a_mac_is_stored_in_nfc_and_found_by_both_names(desk):
    desk.release()
    decomposed = unicodedata.normalize("NFD", "câu hỏi.ipynb")
    submission = desk.submit(files={decomposed: b"x"}).json()
    assert [f["path"] for f in submission["files"]] == ["câu hỏi.ipynb"]
    for name in (decomposed, "câu hỏi.ipynb"):
        assert desk.get(f"/submissions/{submission['id']}/files/{name}").content == b"x"


def test_one_name_in_two_normal_forms_or_file_and_folder_at_once_is_refused(desk):
    desk.release()
    twice = {"ế": b"1", "e\u0302\u0301": b"2"}
    assert error_of(desk.submit(files=twice)) == (409, "same_name_twice")
    assert error_of(desk.submit(files={"a": b"1", "a/b": b"2"})) == (409, "same_name_twice")


@pytest.mark.parametrize("path", ["../../exchange.sqlite", "..%2f..%2freceipts.pem", "%00", "%ff"])
@pytest.mark.parametrize("token", [LEARNER, INSTRUCTOR])
def test_no_path_leads_out_of_an_assignment(desk, path, token):
    desk.release()
    submission = desk.submit().json()["id"]
    for address in (f"{BAI}/files/", f"/submissions/{submission}/files/"):
        answer = desk.get(address + path.replace("../", "%2e%2e/"), token)
        assert error_of(answer) == (404, "not_found")


@pytest.mark.parametrize("course", ["..", "a%2f..%2fb", "%00", "bài", "nhap-mon%0a"])
def test_a_course_with_a_hostile_name_does_not_exist(desk, course):
    assert desk.get(f"/courses/{course}/assignments", INSTRUCTOR).status_code in (404, 422)
    assert desk.get(f"/courses/{COURSE}/assignments", INSTRUCTOR).json() == []
