"""The feedback page as a learner opens it: on a laptop and a phone, by day and by night."""

import pytest
import sample_report
from accessibility import grave

from graders.feedback import Mark, Marks, learner_view
from graders.feedback.page import render

MARKS = Marks({("assignment", "memo"): Mark(1.5, "Lý do rõ.", True)}, {"assignment": 0.25})
REPORTS = {"graded": sample_report.report, "refused": sample_report.refused}


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_it_is_accessible_and_fetches_nothing(
    browser, axe, widths, screenshots, tmp_path, size, theme, kind
):
    for lang in ("vi", "en"):
        path = tmp_path / f"{lang}.html"
        path.write_text(render(learner_view(REPORTS[kind](), lang, MARKS)), encoding="utf-8")
        # axe is injected as a script, which the page itself would not run
        options = {"viewport": widths[size], "color_scheme": theme, "bypass_csp": True}
        context = browser.new_context(**options)
        asked = []
        context.on("request", lambda request, asked=asked: asked.append(request.url))
        page = context.new_page()
        page.goto(path.as_uri())
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert grave(page, axe) == []
        page.screenshot(path=screenshots / f"feedback_{kind}_{size}_{theme}.png", full_page=True)
        context.close()
