"""Models behind an OpenAI-compatible endpoint: a real server on loopback, good and bad."""

import json
import logging
import traceback

import numpy as np
import pytest
import small_endpoint as small
from small_endpoint import refusal, writer

from aulac import cli, models
from aulac.models import catalog, others
from aulac.models.endpoint.address import address

SECRET = "sk-very-secret-0123456789"


@pytest.fixture
def other():
    """A second server, which must not hear of what the first is asked."""
    with small.serve() as served:
        yield served


def test_the_only_model_is_taken_and_says_what_it_can_do(endpoint):
    model = writer(endpoint)
    assert model.info.ref == f"openai:{endpoint.base}#nho"
    assert model.info.capabilities == ("chat", "next_token")
    assert models.get("generate", f"openai:{endpoint.base}/#nho").info == model.info


def test_of_several_models_one_must_be_named(endpoint):
    endpoint.models = ["to", "nho"]
    assert "nho, to" in refusal(writer, endpoint)
    assert models.get("generate", f"openai:{endpoint.base}#to").info.name == "to"
    assert "nho, to" in refusal(models.get, "generate", f"openai:{endpoint.base}#vua")
    endpoint.models = [f"m{number}" for number in range(500)]
    assert len(refusal(writer, endpoint)) < 400
    endpoint.models = ["a\nb", "\x1b[31mred", "", 3]
    assert "\x1b" not in refusal(writer, endpoint)
    endpoint.models = ["a" * 999, "b" * 999]
    assert len(refusal(writer, endpoint)) < 400
    endpoint.twist["models"] = small.says(b'{"data": null}')
    assert "#M" in refusal(writer, endpoint)
    endpoint.twist.clear()
    endpoint.models = []
    assert endpoint.base in refusal(writer, endpoint)


def test_a_server_without_a_list_is_asked_for_what_is_named(endpoint):
    endpoint.lacks = {"models"}
    assert models.get("generate", f"openai:{endpoint.base}#nho").info.name == "nho"
    assert "404" in refusal(writer, endpoint)


def test_options_are_passed_on(endpoint):
    text = writer(endpoint)(
        "Hà Nội", max_tokens=4, temperature=0.5, top_p=0.9, top_k=7, seed=3, stop=["Nam", ""]
    )
    assert text == " là thủ đô của Việt "
    path, body = endpoint.asked[-1]
    assert path == "completions" and body["stream"] is True and body["model"] == "nho"
    wanted = {"max_tokens": 4, "temperature": 0.5, "top_p": 0.9, "top_k": 7, "seed": 3}
    assert wanted.items() <= body.items() and body["stop"] == ["Nam"]
    assert writer(endpoint)("Hà Nội", max_tokens=4, stop="Nam") == text
    assert endpoint.asked[-1][1]["stop"] == ["Nam"]
    assert writer(endpoint)("Hà Nội", max_tokens=0) == ""
    assert "top_p" in refusal(writer(endpoint), "Hà Nội", top_p=2)


def test_a_blank_at_the_end_is_not_said_twice(endpoint):
    assert writer(endpoint)("Hà Nội ", max_tokens=2) == "là thủ đô"
    assert endpoint.asked[-1][1]["prompt"] == "Hà Nội"


def test_a_slow_stream_is_shown_as_it_comes(endpoint):
    endpoint.go.clear()
    pieces = writer(endpoint).generate("Hà Nội")
    assert next(pieces) == " là", "while the server still waits"
    endpoint.go.set()
    assert "".join(pieces) == " thủ đô của Việt Nam.\nHết"


def test_who_has_read_enough_ends_the_stream(endpoint):
    model = writer(endpoint)
    endpoint.twist["completions"] = endless
    pieces = model.generate("Hà Nội")
    assert next(pieces) == " và"
    pieces.close()
    assert endpoint.gone.wait(10), "the server is told"


def endless(handler) -> None:
    handler.begin("text/event-stream")
    while handler.event({"choices": [{"text": " và"}]}):
        pass


def test_conversations(endpoint):
    model = writer(endpoint)
    messages = [{"role": "user", "content": "Xin chào"}]
    assert "".join(model.chat(messages)) == "Xin chào bạn"
    assert endpoint.asked[-1][1]["messages"] == messages
    endpoint.lacks = {"chat"}
    silent = writer(endpoint)
    assert silent.info.capabilities == ("next_token",)
    assert "chat" in refusal(silent.chat, messages)


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_a_model_that_has_only_thought_says_so(endpoint, field):
    model = writer(endpoint)
    endpoint.twist["chat/completions"] = lambda handler: thinks(handler, field)
    assert "max_tokens" in refusal("".join, model.chat([{"role": "user", "content": "Xin chào"}]))
    endpoint.twist["chat/completions"] = lambda handler: thinks(handler, field, "Xin", " chào")
    assert "".join(model.chat([{"role": "user", "content": "Xin chào"}])) == "Xin chào"


def thinks(handler, field: str, *pieces: str) -> None:
    handler.begin("text/event-stream")
    handler.event({"choices": [{"delta": {"content": "", field: "Hmm"}}]})
    for piece in pieces:
        handler.event({"choices": [{"delta": {"content": piece, field: None}}]})
    handler.event({"choices": [{"delta": {}, "finish_reason": "length"}]})


def test_half_a_character_is_shown_as_a_question_mark(endpoint):
    model = writer(endpoint)
    answer = {"choices": [{"text": " \ud83d", "logprobs": {"top_logprobs": [{"\ud83d": -1}]}}]}
    endpoint.twist["completions"] = small.says(json.dumps(answer).encode())
    assert model("Hà Nội") == " ?"
    assert model.next_token("Hà Nội") == [("?", pytest.approx(np.exp(-1)))]


def test_a_server_that_only_converses_answers_the_prompt(endpoint):
    endpoint.lacks = {"completions"}
    model = writer(endpoint)
    assert model.info.capabilities == ("chat", "only_chat", "next_token")
    assert model("Xin chào") == "Xin chào bạn"
    endpoint.twist["completions"] = small.refuses(403)
    assert writer(endpoint).info.capabilities == model.info.capabilities
    endpoint.lacks = {"completions", "chat"}
    assert "nho" in refusal(writer, endpoint)


@pytest.mark.parametrize("lacks", [set(), {"completions"}])
def test_the_likeliest_tokens(endpoint, lacks):
    endpoint.lacks = lacks
    found = writer(endpoint).next_token("Hà Nội", 2)
    assert [token for token, _ in found] == [" là", " ở"]
    assert [share for _, share in found] == pytest.approx([np.exp(-0.5), np.exp(-1)])


def test_probabilities_in_the_form_of_conversations(endpoint):
    """llama.cpp answers so, also where it writes on."""
    choice = {"text": " là", "logprobs": small.logprobs(True)}
    endpoint.twist["completions"] = small.says(json.dumps({"choices": [choice]}).encode())
    assert "next_token" in writer(endpoint).info.capabilities
    assert [token for token, _ in writer(endpoint).next_token("Hà Nội", 2)] == [" là", " ở"]


@pytest.mark.parametrize("how", ["logprobs", "logprobs_refused"])
def test_a_server_that_tells_no_probabilities_lacks_the_capability(endpoint, how):
    endpoint.lacks = {how}
    model = writer(endpoint)
    assert model.info.capabilities == ("chat",)
    assert "next_token" in refusal(model.next_token, "Hà Nội")
    assert model("Hà Nội", max_tokens=1) == " là"


def test_top_k_is_an_extension(endpoint):
    endpoint.lacks = {"top_k"}
    assert "top_k" in refusal(writer(endpoint), "Hà Nội", top_k=5)


def test_a_server_that_does_not_stream(endpoint):
    endpoint.lacks = {"stream"}
    assert [*writer(endpoint).generate("Hà Nội", max_tokens=2)] == [" là thủ đô"]


def test_vectors(endpoint):
    encoder = models.get("embed", f"openai:{endpoint.base}")
    rows = encoder.embed(["Việt Nam", " ", "Hà Nội", "Huế"])
    assert rows.dtype == np.float32
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0, 1], [-1, 0]]))
    assert encoder("Hà Nội") == pytest.approx(np.array([0, 1]))
    assert encoder.embed([]).shape == (0, 2)
    assert encoder.embed(["Huế"] * 150).shape == (150, 2)
    assert max(len(body["input"]) for _, body in endpoint.asked if "input" in body) == 32
    endpoint.lacks = {"embeddings"}
    message = refusal(models.get, "embed", f"openai:{endpoint.base}")
    assert "embeddings" in message and "no embeddings here" in message


def test_a_key_is_sent_and_never_shown(endpoint, monkeypatch, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    endpoint.key = SECRET
    assert "OPENAI_API_KEY" in refusal(writer, endpoint)
    monkeypatch.setenv("OPENAI_API_KEY", f" {SECRET}\n")
    model = writer(endpoint)
    assert model("Hà Nội", max_tokens=1) == " là"
    assert endpoint.keys[-1] == f"Bearer {SECRET}"
    errors = []
    for status in (400, 401, 403, 404, 429, 500):
        endpoint.twist["*"] = small.refuses(status, f"wrong key {SECRET}")
        with pytest.raises(models.ModelError) as error:
            model("Hà Nội")
        errors += traceback.format_exception(error.value)
    shown = [repr(model), repr(vars(model)), repr(model.info), repr(address(endpoint.base))]
    shown += [*errors, caplog.text, *capsys.readouterr()]
    assert not [text for text in shown if SECRET in text]


def test_a_key_with_odd_characters_is_not_shown_either(endpoint, monkeypatch):
    for key in ("sk-khóa-bí-mật", "sk secret", "sk-\x00secret"[:3] + "\u200bsecret"):
        monkeypatch.setenv("OPENAI_API_KEY", key)
        message = refusal(writer, endpoint)
        assert "OPENAI_API_KEY" in message and "secret" not in message and "bí" not in message


def test_a_redirect_is_not_followed(endpoint, other, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    model = writer(endpoint)
    for status in (301, 302, 307, 308):
        there = f"{other.base}/models?key=hidden"
        endpoint.twist["*"] = small.refuses(status, "", Location=there)
        message = refusal(model, "Hà Nội")
        assert f"{other.base}/models" in message and "hidden" not in message
        refusal(writer, endpoint)
    endpoint.twist["*"] = small.refuses(302, "", Location="https://me:hidden@a:8443/\x9b31mv1")
    message = refusal(model, "Hà Nội")
    assert "https://a:8443/31mv1" in message and "hidden" not in message
    assert other.asked == []


@pytest.mark.parametrize("status", [300, 302, 304])
def test_a_redirect_to_nowhere_is_one_sentence(endpoint, status):
    model = writer(endpoint)
    endpoint.twist["*"] = small.refuses(status)
    assert str(status) in refusal(model, "Hà Nội")


def test_no_key_travels_in_the_clear(endpoint, monkeypatch):
    away = "openai:http://gpu.example:8000/v1"
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    message = refusal(models.get, "generate", away)
    assert "https" in message and SECRET not in message
    for place in ("http://127.0.0.1:9/v1", "http://[::1]:9/v1", "http://localhost:9/v1"):
        assert address(place).key == SECRET
    assert address("https://gpu.example/v1").key == SECRET
    for place in ("http://localhost.example/v1", "http://127.0.0.1.example/v1"):
        refusal(address, place)
    refusal(address, "HTTP://gpu.example/v1")
    monkeypatch.delenv("OPENAI_API_KEY")
    assert address("http://gpu.example:8000/v1").key is None


def test_a_provider_sees_its_own_key_only(monkeypatch):
    (fpt,) = [each for each in others.others() if each.key]
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.delenv(fpt.key, raising=False)
    assert address(fpt.base).key is None
    monkeypatch.setenv(fpt.key, "fpt-key")
    host = fpt.base.removeprefix("https://").removesuffix("/v1")
    for same in (
        fpt.base,
        f"https://{host}",
        f"HTTPS://{host.upper()}:443/v1/x",
        f"https://{host}./v1",
    ):
        assert address(same).key == "fpt-key"
    assert address("https://gpu.example/v1").key == SECRET


def test_no_proxy_hears_what_stays_on_this_machine(endpoint, other, monkeypatch):
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, other.base.removesuffix("/v1"))
    assert writer(endpoint)("Hà Nội", max_tokens=1) == " là"
    assert other.asked == []


def test_a_proxy_that_cannot_be_used_is_one_sentence(monkeypatch):
    for variable in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    for proxy in ("socks5://127.0.0.1:9", "odd://127.0.0.1:9"):
        monkeypatch.setenv("ALL_PROXY", proxy)
        assert "proxy" in refusal(models.get, "generate", "openai:https://gpu.example/v1")


@pytest.mark.parametrize(
    "place",
    ["", "nho", "127.0.0.1:8000/v1", "ftp://a/v1", "http://", "http://[::1/v1", "http://a:99999/v1",
     "http://user:secret@127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1?key=secret", "http://máy/v1",
     "http:///v1", "#nho", "http://1.2.3.999/v1", "http://127.0.0.1:8000/v1\n",
     " http://127.0.0.1:8000/v1"],
)  # fmt: skip
def test_an_address_that_is_none(place, monkeypatch):
    monkeypatch.setitem(catalog.TASKS, "generate", catalog.Task("none", "none:None"))
    message = refusal(models.get, "generate", f"openai:{place}")
    assert "secret" not in message
    assert "openai:" in message or "OPENAI_API_KEY" in message, "it is the address that is wrong"


def test_other_tasks_are_refused(endpoint):
    assert "restore" in refusal(models.get, "restore", f"openai:{endpoint.base}")
    assert endpoint.asked == []


def test_the_commands(endpoint, tmp_path, capsysbinary, monkeypatch):
    monkeypatch.setenv("AULAC_LANG", "en")
    (tmp_path / "lines").write_text("Hà Nội\nHuế\n")
    arguments = ["--model", f"openai:{endpoint.base}", "--file", str(tmp_path / "lines")]
    assert cli.main(["run", "generate", *arguments]) == 0
    line = " là thủ đô của Việt Nam."
    assert capsysbinary.readouterr().out.decode() == f"Hà Nội{line}\nHuế{line}\n"
    endpoint.lacks = {"completions"}
    assert cli.main(["run", "generate", *arguments]) == 0
    assert capsysbinary.readouterr().out.decode() == "Hà Nội Xin chào bạn\nHuế Xin chào bạn\n"
    assert cli.main(["run", "embed", "--json", *arguments]) == 0
    rows = [json.loads(row) for row in capsysbinary.readouterr().out.splitlines()]
    assert [row["vector"] for row in rows] == [[0, 1], [-1, 0]]
    endpoint.models = ["a", "b"]
    assert cli.main(["models", "show", f"openai:{endpoint.base}"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert shown.splitlines() == [f"openai:{endpoint.base}#{name}" for name in "ab"]
    endpoint.twist["*"] = small.refuses(500)
    assert cli.main(["run", "generate", *arguments]) == 1
    assert "500" in capsysbinary.readouterr().err.decode()
