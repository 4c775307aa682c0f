"""What the operator does while the real classroom runs."""

from machine import PLACE
from running_server import AULAC, STATE, Visitor


def aulac(machine, *arguments: str):
    return machine.run(*AULAC, "server", "--state", str(STATE), *arguments)


def test_a_learner_is_deleted_while_at_work_and_comes_back_as_somebody_new(machine, server):
    machine.add_user("dung", "dung-pw", "hoc")
    dung = Visitor(server, "dung")
    dung.log_in("dung-pw")
    dung.open_server()
    assert machine.processes("learner_server", user="dung")
    done = aulac(machine, "delete", "dung", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "userdel --remove dung" in done.stdout and "vẫn có trong danh sách" in done.stdout
    assert not machine.processes("learner_server", user="dung")
    assert "/hub/login" in dung.get("/hub/home").url
    again = Visitor(server, "dung")
    again.log_in("dung-pw")
    assert again.get("/hub/home").url.endswith("/hub/home")


def test_a_backup_of_the_running_classroom_leaves_everything_to_its_owners(machine, server):
    folders = [str(STATE / name) for name in ("exchange", "classes", "hub")]
    line = ("find", *folders, "!", "-name", "*.sqlite-*", "-printf", "%p %u %m\\n")
    before = machine.run(*line).stdout
    done = aulac(machine, "backup", str(PLACE / "running.tar.gz"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert machine.run(*line).stdout == before
    done = aulac(machine, "restore", str(PLACE / "running.tar.gz"), "--replace")
    assert done.returncode == 1 and "đang chạy" in done.stdout
    done = aulac(machine, "tidy")
    assert done.returncode == 0 and "0 bài nộp" in done.stdout
    exchange = ("find", str(STATE / "exchange"), "!", "-user", "aulac-exchange")
    assert machine.run(*exchange).stdout == ""
