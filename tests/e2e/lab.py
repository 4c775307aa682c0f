"""JupyterLab and the formgrader, as hands and eyes know them."""

import re

from playwright.sync_api import Locator, Page, expect

# What JupyterLab says where a notebook with a widget is opened again without its kernel.
WIDGET_LEFT = "Comm not found|widget model not found"


def open_file(page: Page, *path: str) -> None:
    """Double-click through folders to a file in the file browser."""
    for name in path:
        page.locator(".jp-DirListing-item").filter(has_text=name).dblclick()


def menu(page: Page, title: str, command: str) -> None:
    page.locator(".lm-MenuBar-item").filter(has_text=title).click()
    page.locator(f".lm-Menu-item[data-command='{command}']").click()


def run_all(page: Page) -> None:
    """Run all cells, once the kernel is there: before that JupyterLab ignores the menu."""
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")
    menu(page, "Chạy", "runmenu:run-all")


def code_cell(page: Page, text: str) -> Locator:
    return notebook(page).locator(".jp-CodeCell").filter(has_text=text)


def notebook(page: Page) -> Locator:
    """The notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def write(cell: Locator, text: str) -> None:
    """Replace the text of a cell, as typing does."""
    cell.scroll_into_view_if_needed()
    if cell.locator(".jp-MarkdownOutput:visible").count():
        cell.locator(".jp-MarkdownOutput").dblclick()
    editor = cell.locator(".cm-content")
    editor.click()
    editor.press("ControlOrMeta+a")
    cell.page.keyboard.insert_text(text)


def save(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)


def open_assignments(page: Page) -> Locator:
    menu(page, "Nbgrader", "nbgrader:open-assignment-list")
    return page.locator("#assignments")


def press(row: Locator, column: str) -> str:
    """Press a button of the formgrader's table; return the title of what it answers."""
    page = row.page
    row.locator(f".{column} a").click()
    answer = page.locator(".modal.in").filter(has_text=re.compile("Success|Error"))
    title = answer.locator(".modal-title").inner_text(timeout=300_000)
    text = answer.locator(".modal-body").inner_text()
    answer.get_by_role("button", name="OK").click()
    expect(page.locator(".modal-backdrop")).to_have_count(0)
    return f"{title}: {text}"
