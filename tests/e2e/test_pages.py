"""The Hub's own pages: both languages, both widths, without JavaScript, and on failure."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from aulac.classroom import spawner
from aulac.classroom.accounts import INSTRUCTOR, LEARNER

FORBIDDEN, NOT_FOUND = "status of 403", "status of 404"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_login_and_home(visit, size):
    visitor = visit(size=size)
    page = visitor.page
    page.goto(visitor.classroom.url)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert page.title().startswith("Đăng nhập")
    assert fits(page)
    visitor.picture(f"login_{size}")
    for account in (LEARNER, INSTRUCTOR):
        visitor.context.clear_cookies()
        visitor.log_in(account)
        expect(page.locator("h1")).to_be_visible()
        assert fits(page)
        visitor.picture(f"home_{account}_{size}")


def test_wrong_password(visit):
    visitor = visit(expected=FORBIDDEN)
    page = visitor.page
    page.goto(visitor.classroom.url)
    page.locator(f"[value={INSTRUCTOR}]").check()
    page.locator("#password").fill("khong phai")
    page.get_by_role("button", name="Vào lớp").click()
    expect(page.get_by_role("alert")).to_contain_text("Mật khẩu chưa đúng")
    expect(page.locator(f"[value={INSTRUCTOR}]")).to_be_checked()
    visitor.picture("login_wrong_password")


def test_english_is_remembered(visit):
    visitor = visit(expected=NOT_FOUND)
    page = visitor.page
    page.goto(visitor.classroom.url)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    visitor.picture("login_english")
    page.goto(f"{visitor.classroom.url}/hub/nowhere")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    visitor.picture("not_found_english")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
    visitor.picture("not_found")


def test_readable_without_javascript(visit):
    visitor = visit(java_script_enabled=False)
    visitor.log_in(LEARNER)
    expect(visitor.page.get_by_role("heading", name="Bàn học")).to_be_visible()
    expect(visitor.page.locator("#open-lessons-en")).to_be_hidden()


def test_dark(visit):
    visitor = visit(color_scheme="dark")
    visitor.log_in(LEARNER)
    visitor.picture("home_dark")


def test_waiting_page_opens_by_itself(visit):
    visitor = visit(size="phone")
    page = visitor.log_in(LEARNER)
    stop_server(visitor)
    page.goto(f"{visitor.classroom.url}/hub/spawn-pending/{LEARNER}")
    expect(page.get_by_role("link", name="Mở lại")).to_be_visible()
    visitor.picture("not_running")
    page.get_by_role("link", name="Mở lại").click()
    expect(page.get_by_role("heading", name="Đang chuẩn bị chỗ làm việc…")).to_be_visible()
    visitor.picture("waiting")
    page.wait_for_url(re.compile(f"/user/{LEARNER}/lab"))


def stop_server(visitor) -> None:
    cookies = {c["path"]: c["value"] for c in visitor.context.cookies() if c["name"] == "_xsrf"}
    visitor.context.request.delete(
        f"{visitor.classroom.url}/hub/api/users/{LEARNER}/server",
        headers={"X-XSRFToken": cookies["/hub/"]},
    )


def test_colours_have_contrast():
    styles = (Path(spawner.__file__).parent / "templates" / "style.css").read_text("utf-8")
    for palette in re.findall(r":root \{([^}]*)\}", styles):
        colour = dict(re.findall(r"--([\w-]+): (#\w{6})", palette))
        for ink, paper in TEXT_ON:
            assert contrast(colour[ink], colour[paper]) >= 4.5, (ink, paper)


TEXT_ON = [
    *((ink, paper) for ink in ("ink", "quiet", "lacquer") for paper in ("paper", "card", "soft")),
    ("on-lacquer", "lacquer"),
]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
