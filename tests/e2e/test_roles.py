"""Each account's JupyterLab has what its role needs, and no pop-up."""

import lab
from playwright.sync_api import expect

from aulac.classroom.accounts import INSTRUCTOR, LEARNER


def nbgrader_menu(page):
    page.locator(".lm-MenuBar-item").filter(has_text="Nbgrader").click()
    return page.locator(".lm-Menu-item:not(.lm-mod-hidden)[data-command^='nbgrader:']")


def test_learner_has_the_assignment_list_only(visit):
    visitor = visit(expected=lab.WIDGET_LEFT)
    page = visitor.log_in(LEARNER)
    page.locator("#open-lessons").click()
    expect(nbgrader_menu(page)).to_have_text(["Assignment List"])
    expect(page.locator(".Toastify__toast, .jp-Dialog")).to_have_count(0)
    visitor.picture("learner_menu")


def test_formgrader_is_not_blank_inside_jupyterlab(visit):
    visitor = visit()
    page = visitor.log_in(INSTRUCTOR)
    page.locator("#open-lab").click()
    expect(page.locator(".jp-DirListing-item").filter(has_text="source")).to_be_visible()
    lab.menu(page, "Nbgrader", "nbgrader:open-formgrader")
    formgrader = page.frame_locator("iframe")
    expect(formgrader.get_by_role("heading", name="Manage Assignments")).to_be_visible()
    expect(formgrader.get_by_text("Loading, please wait")).to_have_count(0)
    expect(page.locator(".Toastify__toast, .jp-Dialog")).to_have_count(0)
    visitor.picture("instructor_formgrader_in_jupyterlab")
