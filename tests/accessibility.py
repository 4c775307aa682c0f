"""What axe-core says of a page."""

from playwright.sync_api import Page


def grave(page: Page, axe: str) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
