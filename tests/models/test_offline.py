"""Every embedded model works with the network cut."""

import socket

import pytest

from aulac import models

TEXT = "Học sinh trường Chu Văn An ở Hà Nội đi học."
USES = {
    "restore": lambda model: model("hoc sinh di hoc") == "học sinh đi học",
    "segment": lambda model: [word.text for word in model(TEXT)][0] == "Học sinh",
    "tag": lambda model: {word.tag for word in model(TEXT)} >= {"NOUN", "VERB", "PUNCT"},
    "tokenize": lambda model: model.decode(model.encode(TEXT)) == TEXT,
    "entities": lambda model: all(TEXT[e.start : e.end] == e.text for e in model(TEXT)),
    "sentiment": lambda model: sum(model(TEXT).probabilities.values()) == pytest.approx(1),
    "embed": lambda model: model(TEXT) @ model(TEXT) == pytest.approx(1),
    "search": lambda model: model.index(["mùa thu", TEXT]).search("hoc sinh", 1)[0].place == 1,
    "generate": lambda model: model("Việt Nam là", max_tokens=5, seed=0) != "",
}


@pytest.fixture
def cut(monkeypatch):
    """No address is found and no connection made."""

    def no_network(*_, **__):
        raise OSError("the network is cut")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, no_network)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, no_network)


def test_the_network_is_cut(cut):
    for action in (lambda: socket.create_connection(("127.0.0.1", 9)), socket.getaddrinfo):
        with pytest.raises(OSError, match="is cut"):
            action()


@pytest.mark.parametrize("name", models.names())
def test_every_embedded_model_loads_and_runs(cut, name):
    task = models.card(name).facts["task"]
    assert USES[task](models.get(task, f"embedded:{name}"))
