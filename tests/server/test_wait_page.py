"""Two learners come at once to a Hub that opens one desk at a time; nobody touches anything."""

import re

import pytest
from accessibility import grave
from bare_hub import BareHub
from machine import PLACE, Machine
from playwright.sync_api import expect

SETTINGS = """
address = "ADDRESS"
[classes.nlp]
instructors = []
learners = ["an", "binh"]
"""
PASSWORD = "mật khẩu dài"
MINUTE = 60_000  # milliseconds
WATCH = "0123456789-watch"


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        for name in ("an", "binh"):
            machine.add_user(name, PASSWORD)
        yield machine


@pytest.fixture
def come(browser, widths):
    """A person with a browser of their own logs in and opens a lesson."""
    contexts = []

    def arrive(hub, name: str, size: str = "laptop"):
        contexts.append(browser.new_context(viewport=widths[size], locale="vi-VN"))
        page = contexts[-1].new_page()
        page.goto(f"{hub.url}/hub/login?next=/hub/spawn/{name}%3Fnext%3D{lesson_of(name)}")
        page.locator("#username").fill(name)
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name="Vào lớp").click()
        return page

    yield arrive
    for context in contexts:
        context.close()


def lesson_of(name: str) -> str:
    return f"/user/{name}/lab/tree/bai_hoc/1.ipynb"


def is_at_work(page, hub, name: str) -> None:
    """Wait until the person is where they wanted to go."""
    page.wait_for_url(re.compile(f"^{hub.url}{lesson_of(name)}"), timeout=MINUTE)
    expect(page.get_by_text(f"{name} {lesson_of(name)}")).to_be_visible()


def shows(page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_the_login_page_on_a_phone(machine, come, axe, screenshots):
    with BareHub(machine, SETTINGS, WATCH_TOKEN=WATCH) as hub:
        page = come(hub, "la_mat", "phone")
        expect(page.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu")
        assert grave(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=screenshots / "server_login_phone.png", full_page=True)


def test_both_get_in_by_waiting(machine, come, axe, screenshots):
    door = PLACE / "door"
    with BareHub(machine, SETTINGS, DOOR=str(door), WATCH_TOKEN=WATCH) as hub:
        first = come(hub, "an")
        shows(first, "Đang chuẩn bị chỗ làm việc…")
        assert grave(first, axe) == []

        second = come(hub, "binh", "phone")
        shows(second, "Lớp đang đông, mời đợi một chút")
        expect(second.get_by_role("status").get_by_text("Không cần bấm gì")).to_be_visible()
        assert grave(second, axe) == []
        assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
        second.screenshot(path=screenshots / "waiting_phone.png", full_page=True)
        second.get_by_role("button", name="English").click()
        shows(second, "The class is busy, just a moment")
        with second.expect_response(lambda answer: answer.status == 429):
            pass  # it asks by itself, and waits on

        (machine.root / door.relative_to("/")).touch()
        is_at_work(first, hub, "an")
        is_at_work(second, hub, "binh")


def test_a_full_house_and_one_that_cannot_be_reached(machine, come):
    with BareHub(machine, SETTINGS, DESKS="1", WATCH_TOKEN=WATCH) as hub:
        first = come(hub, "an")
        is_at_work(first, hub, "an")
        second = come(hub, "binh")
        expect(second.get_by_text("Mọi chỗ làm việc đang có người")).to_be_visible()
        machine.run("pkill", "-f", "desk_server.py", "--uid", "an")
        is_at_work(second, hub, "binh")

        first.goto(f"{hub.url}/hub/spawn/an")
        shows(first, "Lớp đang đông, mời đợi một chút")
        hub.stop()
        expect(first.get_by_text("Chưa nối được với lớp học")).to_be_visible()
