"""Control groups: real ones where we may make them, and folders that look like them."""

import os
import signal
import time

import pytest

from graders import cgroups
from graders.cgroups import Cgroup, Home
from graders.limits import Limits

LIMITS = Limits(memory_mb=64, processes=7)


@pytest.fixture
def group():
    made = cgroups.create(LIMITS)
    if made is None:
        pytest.skip("no cgroup can be made here")
    yield made
    made.kill()
    made.remove()


@pytest.fixture
def sleepers():
    """Two processes, reaped when the test is over."""
    pids = [os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "60") for _ in range(2)]
    yield pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_a_group_has_its_limits(group):
    number = (group.home.pids / "pids.max").read_text().strip()
    name = "memory.max" if group.home.version == 2 else "memory.limit_in_bytes"
    assert (number, (group.home.memory / name).read_text().strip()) == ("8", str(64 << 20))


def test_a_group_is_below_our_own(group):
    home = cgroups.find_home()
    assert {folder.parent for folder in group.home.folders} == set(home.folders)


def test_kill_ends_every_process(group, sleepers):
    for pid in sleepers:
        group.add(pid)
    assert sorted(group.pids()) == sorted(sleepers)
    assert not group.oom_killed()
    group.kill()
    while group.pids():
        time.sleep(0.001)
    assert [os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_status for pid in sleepers] == [
        signal.SIGKILL, signal.SIGKILL,
    ]  # fmt: skip


def test_remove_waits_for_no_living_process(group, sleepers):
    group.add(sleepers[0])
    with pytest.raises(OSError):
        group.remove()
    assert group.pids() == [sleepers[0]]


def test_remove_twice_is_no_error():
    made = cgroups.create(LIMITS)
    if made is None:
        pytest.skip("no cgroup can be made here")
    made.remove()
    made.remove()
    assert not any(folder.exists() for folder in made.home.folders)


def test_groups_of_dead_zygotes_are_swept_away():
    home = cgroups.find_home()
    if home is None:
        pytest.skip("no cgroup can be made here")
    pid = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(pid, 0)
    old = home.memory / f"{cgroups.PREFIX}{pid}-1"
    ours = home.memory / f"{cgroups.PREFIX}{os.getpid()}-0"
    old.mkdir()
    ours.mkdir()
    try:
        cgroups.find_home.cache_clear()
        cgroups.find_home()
        assert not old.exists() and ours.exists()
    finally:
        ours.rmdir()


def mountinfo(*rows: tuple[str, str, str, str]) -> str:
    """Lines of /proc/self/mountinfo: root, place, kind, options."""
    line = "31 23 0:28 {} {} rw,relatime shared:9 - {} cgroup rw,{}\n"
    return "".join(line.format(*row) for row in rows)


def test_version_1_is_found_by_its_controllers(tmp_path):
    for name in ("memory/us", "pids"):
        (tmp_path / name).mkdir(parents=True)
    groups = "4:memory:/us\n8:pids:/\n1:name=systemd:/x\n0::/\n"
    mounts = mountinfo(
        ("/", f"{tmp_path}/memory", "cgroup", "memory"), ("/", f"{tmp_path}/pids", "cgroup", "pids")
    )
    home = cgroups.locate(groups, mounts)
    assert home == Home(1, tmp_path / "memory/us", tmp_path / "pids")
    assert cgroups.locate("8:pids:/\n", mounts) is None


def test_a_container_sees_a_part_of_the_hierarchy(tmp_path):
    (tmp_path / "m" / "own").mkdir(parents=True)
    (tmp_path / "p").mkdir()
    mounts = mountinfo(
        ("/docker/1", f"{tmp_path}/m", "cgroup", "memory"), ("/", f"{tmp_path}/p", "cgroup", "pids")
    )
    home = cgroups.locate("4:memory:/docker/1/own\n8:pids:/\n", mounts)
    assert home.memory == tmp_path / "m" / "own"


@pytest.fixture
def unified(tmp_path):
    """A delegated group of version 2, with our process in its leaf."""
    (tmp_path / "scope" / cgroups.LEAF).mkdir(parents=True)
    (tmp_path / "scope" / "cgroup.subtree_control").write_text("cpu memory pids\n")
    return tmp_path


def test_version_2_makes_groups_beside_the_leaf(unified):
    mounts = mountinfo(("/", str(unified), "cgroup2", "nsdelegate"))
    home = cgroups.locate(f"0::/scope/{cgroups.LEAF}\n", mounts)
    assert home == Home(2, unified / "scope", unified / "scope")


def test_version_2_without_delegation_makes_none(unified):
    mounts = mountinfo(("/", str(unified), "cgroup2", "nsdelegate"))
    (unified / "scope" / "cgroup.subtree_control").write_text("cpu\n")
    assert cgroups.locate(f"0::/scope/{cgroups.LEAF}\n", mounts) is None


def test_a_group_with_others_in_it_is_left_alone(unified, monkeypatch):
    """They would have to move too, and nobody asked them."""
    for name, text in (
        ("groups", "0::/scope\n"),
        ("mounts", mountinfo(("/", str(unified), "cgroup2", "nsdelegate"))),
        ("scope/cgroup.procs", f"1\n{os.getpid()}\n"),
    ):
        (unified / name).write_text(text)
    (unified / "scope" / cgroups.LEAF).rmdir()
    monkeypatch.setattr(cgroups, "_OWN_GROUPS", unified / "groups")
    monkeypatch.setattr(cgroups, "_OWN_MOUNTS", unified / "mounts")
    assert not cgroups.prepare()
    assert not (unified / "scope" / cgroups.LEAF).exists()


@pytest.mark.parametrize(
    ("version", "files"),
    [
        (1, {"memory.oom_control": "under_oom 0\noom_kill 2", "memory.max_usage_in_bytes": "4096"}),
        (2, {"memory.events": "max 5\noom 1\noom_kill 2\n", "memory.peak": "4096"}),
    ],
)
def test_both_versions_tell_the_same(tmp_path, version, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    group = Cgroup(Home(version, tmp_path, tmp_path))
    assert group.oom_killed() and group.peak_bytes() == 4096


def test_an_older_kernel_keeps_no_peak(tmp_path):
    assert Cgroup(Home(2, tmp_path, tmp_path)).peak_bytes() is None


def test_version_2_ends_all_at_once(tmp_path):
    (tmp_path / "cgroup.kill").write_text("")
    Cgroup(Home(2, tmp_path, tmp_path)).kill()
    assert (tmp_path / "cgroup.kill").read_text() == "1"
