"""Everything breaks while a class hands in, and nothing is lost; tests/bench has the full storm."""

import pytest
from grading_room import make_course
from storm import Storm, meanwhile
from test_exchange_durability import can_mount
from tiny import TINY

LEARNERS, EACH, SECONDS = 12, 4, 10


@pytest.mark.skipif(not can_mount(), reason="no user namespaces: no small disk to fill")
def test_a_class_hands_in_while_everything_breaks(hub, tmp_path, database_url):
    course = make_course(tmp_path / "khoa", TINY)
    with Storm(tmp_path, hub, course, LEARNERS, database_url) as storm:
        faults = [
            storm.kill_the_service,
            lambda: storm.hold_the_database(3),
            storm.kill_the_worker,
            lambda: storm.fill_the_disk(3),
            storm.kill_the_service,
        ]
        with meanwhile(faults, pause=1):
            handed = storm.hand_in(EACH, SECONDS)
        assert len(handed) == LEARNERS * EACH
        storm.check(handed)
        storm.check_results(handed, storm.wait_for_results())
