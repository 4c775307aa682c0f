"""The catalog of models: references, cards, checks before loading; and the recipes."""

import hashlib

import pytest
import stand_in

from aulac import cli, models
from aulac.data.corpora import ALLOWED
from aulac.models import catalog


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A catalog of a small model for each task; returns its folder."""
    for module, name in ((catalog, "EMBEDDED"), (catalog, "TASKS"), (stand_in.recipes, "RECIPES")):
        monkeypatch.setattr(module, name, getattr(module, name))
    stand_in.write_models(tmp_path / "embedded")
    stand_in.install(tmp_path / "embedded")
    return tmp_path / "embedded"


def refusal(action, *arguments) -> str:
    with pytest.raises(models.ModelError) as error:
        action(*arguments)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_task_has_a_model_of_its_own(small):
    restore = models.get("restore")
    assert restore("toi di hoc") == "tôi đi học"
    assert restore.info.ref == "embedded:dau_nho"
    assert restore.directory == small / "dau_nho"


def test_a_reference_names_a_model(small):
    (word,) = models.get("segment", "embedded:tu_nho")("đi học")
    assert (word.start, word.end, word.text, word.tag) == (0, 6, "đi học", None)


def test_info_comes_from_card_and_files(small):
    info = models.get("tag").info
    files = [small / "nhan_nho" / name for name in ("card.yml", "weights.txt")]
    assert info.size == sum(file.stat().st_size for file in files)
    assert (info.task, info.licence, info.languages) == ("tag", "CC-BY-4.0", ("vi",))
    assert info.metrics[0]["value"] == 75.5


def test_names_of_a_task(small):
    assert models.names() == sorted(stand_in.NAMES.values())
    assert models.names("tag") == ["nhan_nho"]
    assert models.names("translate") == []


def test_unknown_names_list_close_matches(small):
    assert "embedded:dau_nho" in refusal(models.get, "restore", "embedded:dau_nh")
    assert "embedded:tu_nho" in refusal(models.get, "segment", "tu_nho")
    assert "restore" in refusal(models.get, "restor")
    assert "nhan_nho" in refusal(models.card, "nhan")


def test_a_model_of_another_task_is_refused(small):
    message = refusal(models.get, "tag", "embedded:tu_nho")
    assert "segment" in message and "tag" in message


def test_a_name_that_leaves_the_catalog_is_unknown(small):
    refusal(models.get, "restore", "embedded:../embedded/dau_nho")


def test_missing_and_damaged_files_are_named(small):
    weights = small / "dau_nho" / "weights.txt"
    weights.write_bytes(weights.read_bytes()[:-1])
    assert str(weights) in refusal(models.get, "restore")
    weights.unlink()
    assert str(weights) in refusal(models.get, "restore")


@pytest.mark.parametrize("content", [b"", b"task: [", b"task: restore\n", b"\xff", b"- a\n"])
def test_a_damaged_card_is_named(small, content):
    card = small / "dau_nho" / "card.yml"
    card.write_bytes(content)
    assert str(card) in refusal(models.get, "restore")


def test_a_card_speaks_both_languages(small, monkeypatch):
    card = models.card("embedded:dau_nho")
    assert "Chỉ biết vài từ." in card.markdown("vi") and "| đúng | 75.5 |" in card.markdown("vi")
    assert "| right | 75.5 | X | 12 | pyvi 70.2 |" in card.markdown("en")
    monkeypatch.setenv("AULAC_LANG", "en")
    assert str(card) == card.markdown("en")
    monkeypatch.setenv("AULAC_LANG", "vi")
    assert repr(card) == card.markdown("vi")


def test_commands_list_and_show(small, capsys, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", "en")
    assert cli.main(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    embedded = [f"embedded:{name}" for name in models.names()]
    assert [line.split()[0] for line in lines[: len(embedded)]] == embedded
    assert cli.main(["models", "show", "tu_nho"]) == 0
    assert "Knows a few words." in capsys.readouterr().out
    assert cli.main(["models", "show", "tu"]) == 1
    assert "tu_nho" in capsys.readouterr().err


def test_training_writes_and_goes_on(small, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = ["train", "dau_nho", "--out", str(out)]
    assert cli.main([*arguments, "--seed", "7"]) == 0
    assert "seed 7" in capsys.readouterr().out
    assert cli.main(arguments) == 1, "a folder with content is not overwritten"
    assert "--resume" in capsys.readouterr().err
    assert cli.main([*arguments, "--seed", "8", "--resume"]) == 0
    assert (out / "steps").read_text() == "78"


def test_training_that_is_interrupted_says_how_to_go_on(small, tmp_path, capsys):
    assert cli.main(["train", "tu_nho", "--out", str(tmp_path / "out")]) == 130
    assert "--resume" in capsys.readouterr().out
    assert cli.main(["train", "dau"]) == 1
    assert "dau_nho" in capsys.readouterr().err


def test_a_recipe_says_what_to_install(small, monkeypatch, capsys):
    monkeypatch.setitem(stand_in.recipes.RECIPES, "dau_nho", "no_such_package:train")
    assert cli.main(["train", "dau_nho"]) == 1
    assert "no_such_package" in capsys.readouterr().err


def test_every_task_has_an_embedded_model_with_a_recipe_where_there_are_weights():
    for task, entry in catalog.TASKS.items():
        assert entry.default in models.names(task)
        has_weights = bool(models.card(entry.default).facts["files"])
        assert has_weights == (entry.default in stand_in.recipes.RECIPES)


def test_embedded_cards_are_complete():
    for name in models.names():
        folder, facts = catalog.EMBEDDED / name, models.card(name).facts
        assert ALLOWED.issuperset(facts["licence"].split(" OR "))
        for key in ("title", "summary", "data", "limits", "how_to_train"):
            assert facts[key].keys() == {"vi", "en"} and all(facts[key].values())
        assert facts["metrics"] and all(
            {"metric", "value", "test_set", "baseline"} <= row.keys() for row in facts["metrics"]
        )
        weights = {path.name: path for path in folder.iterdir() if path.name != "card.yml"}
        assert facts["files"] == {
            file: hashlib.sha256(path.read_bytes()).hexdigest() for file, path in weights.items()
        }
        assert not [file for file in weights if file.endswith((".pkl", ".pickle", ".pt"))]
