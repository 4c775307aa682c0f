"""Models behind an OpenAI-compatible endpoint: `openai:BASE_URL#MODEL`.

    models.get("generate", "openai:http://127.0.0.1:8000/v1")     # the only model it serves
    models.get("embed", "openai:https://mkp-api.fptcloud.com/v1#Vietnamese_Embedding")

What is asked goes to that server: no text that must stay on this machine. `address.py` says which
key the server sees, `connection.py` what can go wrong.
"""

from typing import Any

from ...classroom.language import sentence
from ..catalog import ModelError, ModelInfo
from ..others import UNKNOWN
from . import sentences as say
from .address import address
from .connection import Connection, Refused
from .encoder import Encoder
from .generator import Generator, offers

__all__ = ["load", "served"]

SHOWN = 20  # models of an endpoint that a sentence lists
LONGEST = 100  # characters of the name of each


def load(task: str, place: str) -> Any:
    """Return the backend of a task at BASE_URL#MODEL.

    Errors: ModelError: a wrong address, no answer, no such model, a task or capability it lacks.
    """
    if task not in ("generate", "embed"):
        raise ModelError(
            sentence(
                f"mô hình qua openai: làm được việc generate và embed, không làm việc “{task}”",
                f'models by openai: do the tasks generate and embed, not "{task}"',
            )
        )
    base, _, model = place.partition("#")
    connection = Connection(address(base))
    model = _chosen(connection, model)
    if task == "embed":
        return Encoder(connection, model, _info(connection, task, model))
    return Generator(connection, model, _info(connection, task, model, offers(connection, model)))


def served(base: str) -> list[str]:
    """Return the names of the models that an endpoint serves, as its /models lists them."""
    return _listed(Connection(address(base)))


def _listed(connection: Connection) -> list[str]:
    match connection.get("/models"):
        case {"data": [*rows]} if all(isinstance(row, dict) for row in rows):
            names = {row["id"] for row in rows if isinstance(row.get("id"), str)}
            return sorted(name for name in names if name and name.isprintable())
        case {"data": None}:  # an empty list, as some write it
            return []
    raise say.nonsense(connection.address.base)


def _chosen(connection: Connection, model: str) -> str:
    base = connection.address.base
    try:
        names = _listed(connection)
    except Refused as error:
        if error.status in (404, 405, 501) and model:  # it lists none: the user knows
            return model
        raise
    if model in names:
        return model
    if not model and len(names) == 1:
        return names[0]
    shown = [name[:LONGEST] for name in names[:SHOWN]] + ["..."] * (len(names) > SHOWN)
    listed = ", ".join(shown) or "—"
    if model:
        raise ModelError(
            sentence(
                f"{base} không có mô hình “{model}”; có: {listed}",
                f'{base} has no model "{model}"; it has: {listed}',
            )
        )
    raise ModelError(
        sentence(
            f"hãy viết openai:{base}#MÔ_HÌNH với một trong các mô hình: {listed}",
            f"write openai:{base}#MODEL with one of the models: {listed}",
        )
    )


def _info(
    connection: Connection, task: str, model: str, capabilities: tuple[str, ...] = ()
) -> ModelInfo:
    return ModelInfo(
        name=model,
        ref=f"openai:{connection.address.base}#{model}",
        task=task,
        licence=UNKNOWN,
        size=0,
        languages=(),
        title={"vi": model, "en": model},
        metrics=(),
        capabilities=capabilities,
    )
