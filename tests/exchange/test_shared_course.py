"""The worker and the formgrader have accounts of their own, and work in one course directory."""

import os
import stat
import traceback
from pathlib import Path

import pytest

from aulac.classroom.exchange import folders

GRADER, EXCHANGE = 60_001, 60_002  # numbers that no account has; each has its own group, too
WORK = {"bài.ipynb": b"{}", "ảnh/a.png": b"png"}

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two accounts")


def as_account(number: int, work, groups: tuple[int, ...] = ()) -> None:
    """Do the work in a child of this process that belongs to the account."""
    child = os.fork()
    if not child:
        code = 1
        try:
            os.setgroups(groups)
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
            os.umask(0o007)
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


def as_grader(work) -> None:
    as_account(GRADER, work)


def as_exchange(work) -> None:
    as_account(EXCHANGE, work, (GRADER,))


@pytest.fixture
def course(tmp_path):
    """A course directory as a server has it; others may pass on the way there."""
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o111)
    folder = tmp_path / "khoa_hoc"
    folder.mkdir()
    os.chown(folder, GRADER, GRADER)
    folder.chmod(0o2770)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("first, then", [(as_grader, as_exchange), (as_exchange, as_grader)])
def test_each_replaces_what_the_other_has_collected(course, first, then):
    folder = course / "submitted" / "an" / "bai-1"
    first(lambda: folders.replace(folder, WORK))
    then(lambda: folders.replace(folder, WORK | {"b.txt": b"2"}))
    first(lambda: folders.replace(folder, WORK))
    assert everything(course) == {f"submitted/an/bai-1/{n}": c for n, c in WORK.items()}
    for path in (folder, *folder.rglob("*"), folder.parent, folder.parent.parent):
        status = path.stat()
        assert status.st_gid == GRADER and not status.st_mode & 0o007, path
        wanted = stat.S_IRWXG if path.is_dir() else stat.S_IRGRP | stat.S_IWGRP
        assert status.st_mode & wanted == wanted, path


def test_nobody_else_reads_it(course):
    as_grader(lambda: folders.replace(course / "submitted" / "an" / "bai-1", WORK))

    def peep():
        with pytest.raises(PermissionError):
            os.listdir(course / "submitted")

    as_account(EXCHANGE, peep)
