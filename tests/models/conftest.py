"""Fixtures of the models' tests."""

import pytest
import small_endpoint

from aulac.models import catalog


@pytest.fixture
def endpoint(monkeypatch):
    """An OpenAI-compatible server on loopback, and no key in the environment."""
    for variable in ("OPENAI_API_KEY", "FPT_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setitem(catalog.TASKS, "generate", catalog.Task("none", "none:None"))
    with small_endpoint.serve() as served:
        yield served
