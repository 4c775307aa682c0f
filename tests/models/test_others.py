"""The table of models of others: what is said of them, and what cannot be had."""

import re
from datetime import date

import httpx
import pytest

from aulac import cli, models
from aulac.models import catalog, others

ALL = others.others()
MENTIONED = (
    "phobert",
    "vit5",
    "bartpho",
    "sailor2",
    "qwen",
    "phogpt",
    "bkai",
    "aiteamvn",
    "fptcloud",
)


def test_the_models_that_people_ask_for_are_there():
    refs = " ".join(other.ref for other in ALL).lower()
    assert [name for name in MENTIONED if name not in refs] == []
    assert len({other.ref for other in ALL}) == len(ALL)


@pytest.mark.parametrize("other", ALL, ids=lambda other: other.ref)
def test_an_entry_says_what_is_known_and_what_is_not(other):
    facts = other.facts
    for key in ("title", "summary", "licence", "source", "read", "weights", "languages"):
        assert facts[key], key
    for key in ("title", "summary", "licence", "terms"):
        if isinstance(facts.get(key), dict):
            assert facts[key].keys() == {"vi", "en"} and all(facts[key].values())
    assert isinstance(facts["read"], date)
    assert set(other.tasks) <= {*catalog.TASKS, "generate"}
    if other.ref.startswith("hf:"):
        assert other.revision is None or re.fullmatch("[0-9a-f]{40}", other.revision)
        assert facts["terms"]
    if facts["weights"] == others.WEIGHTS["pickle"]:
        assert other.tasks == ("tokenize",), "pickle is never loaded"


def test_an_unknown_licence_is_said_to_be_unknown(monkeypatch):
    unknown = [other for other in ALL if other.licence == others.UNKNOWN]
    assert unknown
    for other in unknown:
        assert "chưa rõ" in other.card.markdown("vi")
        assert "unknown" in other.card.markdown("en")


def test_the_alliance_has_a_place_and_no_model(monkeypatch, capsys):
    (place,) = [other for other in ALL if not other.published]
    assert place.tasks == () and place.revision is None
    assert "chưa công bố" in place.card.markdown("vi").lower()
    assert "chưa công bố" in place.card.markdown("en")
    for lang, words in (("vi", "chưa công bố"), ("en", "not published yet")):
        monkeypatch.setenv("AULAC_LANG", lang)
        with pytest.raises(models.ModelError, match=words):
            models.get("tokenize", place.ref)
        assert cli.main(["models", "show", place.ref]) == 0
        assert words in capsys.readouterr().out.lower()
        assert cli.main(["models", "fetch", place.ref]) == 1
        assert words in capsys.readouterr().err


def test_the_list_has_the_embedded_first_and_says_what_others_need(monkeypatch, capsys):
    monkeypatch.setenv("AULAC_LANG", "en")
    assert cli.main(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    embedded = [f"embedded:{name}" for name in models.names()]
    assert [line.split()[0] for line in lines] == [*embedded, *(other.ref for other in ALL)]
    for other, line in zip(ALL, lines[len(embedded) :], strict=True):
        assert line.endswith(")") and ", ".join(other.tasks).replace(", ", ",") in line


def test_cards_are_shown_in_both_languages(monkeypatch, capsys):
    for lang, words in (("vi", "Bản cố định"), ("en", "Pinned revision")):
        monkeypatch.setenv("AULAC_LANG", lang)
        assert cli.main(["models", "show", "hf:vinai/phobert-base@main"]) == 0
        shown = capsys.readouterr().out
        assert words in shown and "01daacda68afe13d83023d16ec647239e344a1e6" in shown
        assert "aulac models fetch hf:vinai/phobert-base" in shown


def test_a_name_that_is_nearly_right_leads_to_the_reference(capsys):
    assert cli.main(["models", "show", "vinai/phobert-base"]) == 1
    assert "hf:vinai/phobert-base" in capsys.readouterr().err
    with pytest.raises(models.ModelError, match="hf:Qwen/Qwen3-0.6B"):
        models.get("tokenize", "Qwen/Qwen3-0.6B")


def test_the_card_of_an_endpoint_is_shown_without_a_network(monkeypatch, capsys):
    monkeypatch.setenv("AULAC_LANG", "en")
    fpt = next(other for other in ALL if other.key)
    monkeypatch.setattr("httpx.Client.stream", no_network)
    assert cli.main(["models", "show", fpt.ref]) == 0
    shown = capsys.readouterr()
    assert fpt.key in shown.out and fpt.base in shown.err


def no_network(*_, **__):
    raise httpx.ConnectError("the network is cut")
