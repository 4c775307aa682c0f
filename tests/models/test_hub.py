"""Models of the hub: fetched once from a hub on this machine, then used with the network cut."""

import json
import socket

import huggingface_hub
import numpy as np
import platformdirs
import pytest
import small_hub
from huggingface_hub import constants

from aulac import cli, models
from aulac.models import catalog, hub, others
from aulac.models.hub.reference import lock


@pytest.fixture(scope="module")
def repositories(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    small_hub.write_models(folder)
    return folder


@pytest.fixture
def small(repositories, tmp_path, monkeypatch):
    """A hub on loopback, and an empty cache; yields the hub."""
    found = small_hub.Hub(repositories)
    monkeypatch.setitem(catalog.TASKS, "generate", catalog.Task("none", "none:None"))
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name: tmp_path / "data" / name)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    for variable in ("HF_TOKEN", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with small_hub.serve(found) as address:
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        yield found


@pytest.fixture
def cut(monkeypatch):
    """Call it to cut the network."""

    def no_network(*_):
        raise OSError("the network is cut")

    return lambda: monkeypatch.setattr(socket.socket, "connect", no_network)


def refusal(action, *arguments) -> str:
    with pytest.raises(models.ModelError) as error:
        action(*arguments)
    message = str(error.value)
    assert "\n" not in message
    return message


def fetched(ref: str, task: str, cut):
    hub.fetch(ref)
    cut()
    return models.get(task, ref)


def test_what_is_not_fetched_says_how_and_asks_nobody(small):
    message = refusal(models.get, "generate", "hf:nho/viet")
    assert "aulac models fetch hf:nho/viet" in message
    assert small.asked == []


def test_a_fetched_model_writes_on_with_the_network_cut(small, cut):
    writer = fetched("hf:nho/viet", "generate", cut)
    pieces = [*writer.generate("Hà Nội", max_tokens=12, seed=3)]
    assert 1 < len(pieces) <= 13
    assert "".join(pieces) == writer("Hà Nội", max_tokens=12, seed=3)
    assert writer("Hà Nội", max_tokens=12, seed=4) != "".join(pieces)
    assert writer("Hà Nội", max_tokens=0) == ""
    assert writer.info.capabilities == ("next_token", "chat")
    assert writer.info.ref == f"hf:nho/viet@{small_hub.commit('nho/viet')}"
    assert writer.info.size > 10_000


def test_what_is_written_is_what_transformers_writes(small, cut):
    writer = fetched("hf:nho/viet", "generate", cut)
    network, tokenizer = writer._network, writer._tokenizer
    given = tokenizer("Hà Nội", return_tensors="pt")
    ids = network.generate(**given, max_new_tokens=8, do_sample=False)[
        0, given.input_ids.shape[1] :
    ]
    assert writer("Hà Nội", max_tokens=8, temperature=0) == tokenizer.decode(
        ids, skip_special_tokens=True
    )


def test_the_likeliest_tokens_have_probabilities(small, cut):
    writer = fetched("hf:nho/viet", "generate", cut)
    best = writer.next_token("Hà Nội", 5)
    shares = [share for _, share in best]
    assert len(best) == 5 and shares == sorted(shares, reverse=True)
    assert sum(share for _, share in writer.next_token("Hà Nội", 10**6)) == pytest.approx(
        1, abs=1e-4
    )
    assert writer("Hà Nội", max_tokens=1, temperature=0) in (best[0][0], "")


def test_a_long_prompt_and_an_empty_one(small, cut):
    writer = fetched("hf:nho/viet", "generate", cut)
    assert isinstance(writer("Hà Nội " * 100, max_tokens=200, seed=0), str)
    assert isinstance(writer("", max_tokens=3, seed=0), str)
    assert writer("\ud83d", max_tokens=3, seed=0) == writer("?", max_tokens=3, seed=0)
    assert "max_tokens" in refusal(lambda: writer("a", max_tokens=-1))


def test_conversations(small, cut):
    writer = fetched("hf:nho/viet", "generate", cut)
    said = "".join(writer.chat([{"role": "user", "content": "Xin chào"}], max_tokens=6, seed=1))
    asked = "user: Xin chào\nassistant:"
    assert said == writer(asked, max_tokens=6, seed=1)
    writer._tokenizer.chat_template = "{{ raise_exception('no such role') }}"
    assert "no such role" in refusal(writer.chat, [{"role": "judge", "content": "Xin chào"}])


def test_tokens_have_places_in_the_text_as_given(small, cut):
    tokenizer = fetched("hf:nho/viet", "tokenize", cut)
    text = "Hà Nội  <|end|> 🙂 mùa"
    tokens = tokenizer(text)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    for token in tokens:
        assert text[token.start : token.end] == token.text or token.text.startswith("<")
    assert tokenizer.decode(tokenizer.encode(text)) == text, "<|end|> is letters here"
    assert tokenizer.tokenize([text, ""]) == [tokens, []]
    assert tokenizer("mùa \ud83d") == tokenizer("mùa ?"), "half a character"


def test_a_model_that_reads_words_is_given_words(small, cut):
    tokenizer = fetched("hf:nho/tu", "tokenize", cut)
    text = "Học sinh  đi học ở Hà Nội."
    tokens = tokenizer(text)
    places = {text[token.start : token.end] for token in tokens}
    assert {"đi", "Hà Nội", "."} <= places
    (city,) = [token for token in tokens if token.text == "Hà_Nội"]
    assert text[city.start : city.end] == "Hà Nội"
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert tokens[-1].end == len(text)


def test_vectors_of_a_model_that_reads_words(small, cut):
    encoder = fetched("hf:nho/tu", "embed", cut)
    rows = encoder.embed(["học sinh đi học", "học  sinh đi học", "Hà Nội", "  ", "ngôn ngữ " * 99])
    assert rows.shape == (5, 16) and rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 0, 1], abs=1e-5)
    assert rows[0] == pytest.approx(rows[1], abs=1e-6), "both are the same words"
    assert encoder("Hà Nội") == pytest.approx(rows[2], abs=1e-5), "its neighbours do not matter"
    assert encoder.embed([]).shape == (0, 16)


def test_a_sentence_encoder_says_how_it_is_pooled(small, cut):
    encoder = fetched("hf:nho/cau", "embed", cut)
    given = encoder._tokenizer("Hà Nội mùa thu", return_tensors="pt", truncation=True, max_length=8)
    first = encoder._network(**given).last_hidden_state[0, 0].detach().numpy()
    assert encoder("Hà Nội mùa thu") == pytest.approx(first / np.linalg.norm(first), abs=1e-5)
    assert encoder("Hà \ud83d") == pytest.approx(encoder("Hà ?"))
    assert encoder("Hà Nội mùa thu " * 9) == pytest.approx(encoder("Hà Nội mùa thu " * 8), abs=1e-5)


@pytest.mark.parametrize(
    ("file", "said", "named"),
    [
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}, "max_tokens"),
        ("1_Pooling/config.json", {"pooling_mode": "weightedmean"}, "weightedmean"),
        (
            "1_Pooling/config.json",
            {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True},
            "cls+mean",
        ),
        ("modules.json", [{"type": "sentence_transformers.models.Dense"}], "Dense"),
    ],
)
def test_what_else_an_encoder_does_is_refused(small, tmp_path, file, said, named):
    hub.fetch("hf:nho/cau")
    (pooling,) = tmp_path.rglob("1_Pooling")
    place = pooling.parent / file
    place.unlink(missing_ok=True)
    place.write_text(json.dumps(said))
    assert named in refusal(models.get, "embed", "hf:nho/cau")


def test_layers_and_poolings_that_are_known(small, tmp_path):
    hub.fetch("hf:nho/cau")
    (pooling,) = tmp_path.rglob("1_Pooling")
    kinds = [f"sentence_transformers.models.{each}" for each in ("Transformer", "Pooling")]
    kinds.append("sentence_transformers.base.modules.normalize.Normalize")
    (pooling.parent / "modules.json").write_text(json.dumps([{"type": each} for each in kinds]))
    (pooling / "config.json").unlink()
    for said in ({"pooling_mode_mean_tokens": True}, {"pooling_mode": "mean"}):
        (pooling / "config.json").write_text(json.dumps({"include_prompt": True, **said}))
        assert models.get("embed", "hf:nho/cau")._pooling == "mean"


def test_a_model_of_another_kind_says_so(small, cut):
    for name in ("viet", "cau", "tu"):
        hub.fetch(f"hf:nho/{name}")
    cut()
    assert "BertModel" in refusal(models.get, "generate", "hf:nho/cau")
    assert "RobertaForMaskedLM" in refusal(models.get, "generate", "hf:nho/tu")
    assert "LlamaForCausalLM" in refusal(models.get, "embed", "hf:nho/viet")
    assert "entities" in refusal(models.get, "entities", "hf:nho/viet")


def test_pickle_is_neither_fetched_nor_loaded(small, cut, tmp_path, capsys):
    tokenizer = fetched("hf:nho/dua", "tokenize", cut)
    assert "safetensors" in capsys.readouterr().err
    assert tokenizer("Hà Nội")
    assert not list(tmp_path.rglob("*.bin"))
    assert not [path for path in small.asked if path.endswith(".bin")]
    assert "safetensors" in refusal(models.get, "embed", "hf:nho/dua")


def test_code_of_a_publisher_is_neither_fetched_nor_run(small, cut, tmp_path):
    hub.fetch("hf:nho/ma")
    cut()
    assert "openai:" in refusal(models.get, "generate", "hf:nho/ma")
    assert not list(tmp_path.rglob("*.py"))


def test_weights_that_are_missing_are_not_made_up(small, cut):
    hub.fetch("hf:nho/thieu")
    cut()
    assert "mlp" in refusal(models.get, "generate", "hf:nho/thieu")


def test_the_first_fetch_pins_the_commit(small, cut):
    first = small_hub.commit("nho/viet")
    hub.fetch("hf:nho/viet")
    small.version["nho/viet"] = 2
    hub.fetch("hf:nho/viet")
    assert models.get("tokenize", "hf:nho/viet").info.ref == f"hf:nho/viet@{first}"
    hub.fetch("hf:nho/viet@main")
    second = small_hub.commit("nho/viet", 2)
    cut()
    assert models.get("tokenize", "hf:nho/viet@main").info.ref == f"hf:nho/viet@{second}"
    assert models.get("tokenize", f"hf:nho/viet@{second}")
    assert models.get("tokenize", "hf:nho/viet").info.ref == f"hf:nho/viet@{first}"
    assert lock().read_text().count(first) == 1


def test_a_cache_that_was_copied_needs_no_lock(small, cut):
    hub.fetch("hf:nho/viet")
    lock().unlink()
    assert fetched_offline("hf:nho/viet", cut).info.ref.endswith(small_hub.commit("nho/viet"))


def fetched_offline(ref: str, cut):
    cut()
    return models.get("tokenize", ref)


def test_a_damaged_lock_is_named(small):
    hub.fetch("hf:nho/viet")
    for content in ("{", "[]", '{"hf:nho/viet": "main"}', '{"hf:nho/viet": 3}'):
        lock().write_text(content)
        assert str(lock()) in refusal(models.get, "tokenize", "hf:nho/viet")


def test_the_table_pins_a_revision(small, monkeypatch):
    known = [others.find("hf:vinai/phobert-base")]
    pinned = type(known[0])(**{**vars(known[0]), "ref": "hf:nho/tu", "revision": "0" * 40})
    monkeypatch.setattr("aulac.models.hub.reference.find", lambda ref: pinned)
    assert "0" * 40 in refusal(hub.fetch, "hf:nho/tu"), "and no other is taken for it"
    assert not [path for path in small.asked if "main" in path]


def test_terms_that_must_be_accepted(small, monkeypatch, cut):
    small.gated.add("nho/viet")
    message = refusal(hub.fetch, "hf:nho/viet")
    assert "HF_TOKEN" in message and "huggingface.co/nho/viet" in message
    monkeypatch.setenv("HF_TOKEN", "hf_good")
    assert fetched("hf:nho/viet", "tokenize", cut)("Hà")


def test_a_wrong_token_is_no_bad_network(small, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_old")
    message = refusal(hub.fetch, "hf:nho/dua")
    assert "HF_TOKEN" in message and "401" in message and "nho/dua" not in message


@pytest.mark.parametrize("error", [RuntimeError("Data processing error"), OSError(28, "No space")])
def test_a_download_that_fails_is_one_sentence(small, monkeypatch, error):
    def fails(*_, **options):
        raise error

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fails)
    assert "hf:nho/viet" in refusal(hub.fetch, "hf:nho/viet")


def test_what_the_hub_does_not_have(small):
    assert "nho/khong" in refusal(hub.fetch, "hf:nho/khong")
    assert "v9" in refusal(hub.fetch, "hf:nho/viet@v9")
    for wrong in ("hf:viet", "hf:nho/viet@", "hf:../../etc", "hf:nho/..", "hf:nho/a b", "hf:"):
        assert "hf:" in refusal(hub.fetch, wrong)
    for wrong in ("hf:nho/viet.", "hf:nho/viet-", "hf:nho/a--b", "hf:nho/viet.git"):
        assert wrong[3:] in refusal(hub.fetch, wrong)
    assert "embedded:tach_tu" in refusal(hub.fetch, "embedded:tach_tu")


def test_without_a_network_one_sentence(small, cut, monkeypatch):
    cut()
    assert "hf:nho/viet" in refusal(hub.fetch, "hf:nho/viet")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "hf:nho/viet" in refusal(hub.fetch, "hf:nho/viet")


def test_weights_that_arrive_damaged_are_deleted(small, cut):
    small.damaged.add("nho/viet")
    assert "SHA-256" in refusal(hub.fetch, "hf:nho/viet")
    small.damaged.clear()
    assert fetched("hf:nho/viet", "generate", cut).next_token("Hà", 3)


def test_weights_damaged_on_the_disk_are_named(small, tmp_path):
    hub.fetch("hf:nho/viet")
    (weights,) = tmp_path.rglob("*.safetensors")
    weights.resolve().write_bytes(weights.read_bytes()[:-100])
    assert "hf:nho/viet" in refusal(models.get, "generate", "hf:nho/viet")


def test_the_command_fetches_and_runs(small, capsysbinary, monkeypatch, tmp_path):
    monkeypatch.setenv("AULAC_LANG", "en")
    assert cli.main(["models", "fetch", "hf:nho/viet"]) == 0
    assert small_hub.commit("nho/viet") in capsysbinary.readouterr().out.decode()
    (tmp_path / "lines").write_text("Hà Nội\n")
    arguments = ["--model", "hf:nho/viet", "--file", str(tmp_path / "lines")]
    assert cli.main(["run", "tokenize", *arguments]) == 0
    assert capsysbinary.readouterr().out.count(b"/") >= 2
    assert cli.main(["run", "generate", *arguments, "--max-tokens", "3", "--seed", "1"]) == 0
    assert capsysbinary.readouterr().out.decode().startswith("Hà Nội")
    assert cli.main(["models", "fetch", "hf:nho/khong"]) == 1
    assert "nho/khong" in capsysbinary.readouterr().err.decode()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"{}"])
def test_a_damaged_configuration_is_one_sentence(small, tmp_path, content):
    hub.fetch("hf:nho/viet")
    (config,) = tmp_path.rglob("config.json")
    config.resolve().write_bytes(content)
    for task in ("generate", "embed"):
        assert "hf:nho/viet" in refusal(models.get, task, "hf:nho/viet")


def test_packages_that_are_missing_are_named(small, monkeypatch):
    hub.fetch("hf:nho/viet")
    monkeypatch.setitem(__import__("sys").modules, "transformers.utils", None)
    assert "aulac[models]" in refusal(models.get, "tokenize", "hf:nho/viet")


def test_no_room_is_not_taken_for_code(small, tmp_path, monkeypatch):
    hub.fetch("hf:nho/ma")
    for error in (MemoryError(), RuntimeError("not enough memory")):

        def fails(*_, error=error):
            raise error

        monkeypatch.setattr("aulac.models.hub.generator.tokenizer_of", fails)
        assert "vLLM" not in refusal(models.get, "generate", "hf:nho/ma")
