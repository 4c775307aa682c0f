"""Services and requests leave no thread and no descriptor behind."""

import gc
import time

import psutil
from desk import Desk
from service_process import ServiceProcess
from stand_in_hub import COURSE, user

MANY = 40


def held(process: psutil.Process) -> tuple[int, int]:
    """Threads and descriptors of a process."""
    gc.collect()
    return process.num_threads(), process.num_fds()


def settled(process: psutil.Process, most: tuple[int, int]) -> tuple[int, int]:
    """What it holds, once that is no more than `most` or some seconds are over."""
    end = time.monotonic() + 20
    while any(now > then for now, then in zip(held(process), most, strict=True)):
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return held(process)


def test_a_service_that_has_ended_leaves_nothing(hub, tmp_path, limits):
    def once(number: int) -> None:
        with Desk.opened(hub, tmp_path / str(number), limits) as desk:
            assert desk.get("/me").status_code == 200

    once(0)
    this = psutil.Process()
    before = held(this)
    for number in range(1, 6):
        once(number)
    threads, descriptors = settled(this, before)
    assert threads <= before[0] and descriptors <= before[1]


def test_a_request_leaves_nothing(hub, tmp_path):
    for number in range(MANY):
        hub.users[f"token-{number}"] = user(f"người-{number}", f"nbgrader-{COURSE}")
    with ServiceProcess(tmp_path / "exchange", hub) as service:
        service.ready().release()

        def ask_as_everybody(count: int) -> None:
            for number in range(count):
                assert service.ask("GET", "/me", f"token-{number}").is_success
                assert service.ask("GET", "/me", f"nobody-{number}").status_code == 401
                assert service.submit(f"token-{number}", b"x", f"k-{number}").is_success
                assert service.http.get("/services/exchange/results/").status_code == 303

        ask_as_everybody(4)
        process = psutil.Process(service.process.pid)
        before = held(process)
        ask_as_everybody(MANY)
        threads, descriptors = settled(process, before)
        assert threads <= before[0] and descriptors <= before[1]
        service.stop()
