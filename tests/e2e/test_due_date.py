"""A due date in JupyterLab: the learner sees it, and is told why work comes too late."""

from datetime import UTC, datetime, timedelta

import lab
import pytest
from playwright.sync_api import expect

from aulac.classroom.accounts import INSTRUCTOR, LEARNER
from aulac.classroom.exchange.client import ExchangeClient
from aulac.classroom.timezone import zone
from aulac.course.build import COURSE_ID

NAME = "bai_co_han"
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@pytest.fixture
def exchange(classroom, visit):
    """The exchange as the instructor's server reaches it, with an assignment for this test."""
    visitor = visit()
    visitor.log_in(INSTRUCTOR)
    visitor.page.locator("#open-lab").click()
    expect(visitor.page.locator("#jp-top-panel")).to_be_visible()
    own = classroom.server_of(INSTRUCTOR).environ()
    exchange = ExchangeClient(own["AULAC_EXCHANGE"], own["JUPYTERHUB_API_TOKEN"])
    exchange.release(COURSE_ID, NAME, {"assignment.ipynb": NOTEBOOK})
    yield exchange
    exchange.withdraw(COURSE_ID, NAME)


def test_learner_sees_the_due_date_and_why_work_is_refused(exchange, visit):
    due = datetime.now(UTC) + timedelta(days=2)
    exchange.set_due(COURSE_ID, NAME, due)
    learner = visit()
    learner.log_in(LEARNER)
    page = learner.page
    page.locator("#open-lessons").click()
    assignments = lab.open_assignments(page)
    shown = f"{NAME} · hạn nộp {due.astimezone(zone()):%H:%M %d/%m/%Y}"
    released = assignments.locator("#released_assignments_list .list_item").filter(has_text=shown)
    released.get_by_role("button", name="Fetch", exact=True).click()
    fetched = assignments.locator("#fetched_assignments_list > .list_item").filter(has_text=shown)
    expect(fetched).to_be_visible()
    learner.picture("assignment_due")
    exchange.set_due(COURSE_ID, NAME, datetime.now(UTC) - timedelta(minutes=1))
    fetched.get_by_role("button", name="Submit").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog.locator("pre")).to_have_text("Bài tập này đã hết hạn nộp.")
    learner.picture("assignment_refused", whole=False)
    dialog.get_by_role("button").last.click()
    page.locator("#refresh_assignments_list").click()
    closed = assignments.locator("#fetched_assignments_list").get_by_text("đã hết hạn nộp")
    expect(closed).to_be_visible()
