"""Loads what was fetched, by the transformers library; what it cannot load ends in a sentence."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...classroom.language import sentence
from ..catalog import ModelError, ModelInfo
from ..others import UNKNOWN
from .fetching import folder_of, no_weights
from .reference import Reference, reference

_LOCAL = {"local_files_only": True, "trust_remote_code": False}


def load(task: str, text: str) -> Any:
    """Return the backend of a task: "tokenize", "embed" or "generate".

    text: OWNER/NAME[@REVISION].
    Errors: ModelError: not fetched, another task, no safetensors, packages that are missing, a
    model that transformers does not know without code of its publisher.
    """
    if task not in ("tokenize", "embed", "generate"):
        raise ModelError(
            sentence(
                f"mô hình hf: làm được việc tokenize, embed và generate, không làm việc “{task}”",
                f'models by hf: do the tasks tokenize, embed and generate, not "{task}"',
            )
        )
    wanted = reference(text)
    folder = folder_of(wanted)
    if task != "tokenize" and not list(folder.glob("*.safetensors")):
        raise ModelError(no_weights(wanted))
    with _told(wanted, folder):
        from . import encoder, generator, tokenizer

        makers: dict[str, Callable] = {
            "tokenize": tokenizer.Tokenizer.load,
            "embed": encoder.Encoder.load,
            "generate": generator.Generator.load,
        }
        return makers[task](folder, _info(wanted, folder, task), bool(_words(wanted)))


def tokenizer_of(folder: Path) -> Any:
    """Return the tokenizer of a model's folder."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder, **_LOCAL)


def network_of(folder: Path, kind: str, ref: str) -> Any:
    """Return the network of a model's folder, ready to be asked; on the GPU where there is one.

    kind: the class of transformers, such as "AutoModel".
    Errors: ModelError where weights are missing, which transformers would make up at random.
    """
    import torch
    import transformers

    with_gpu = torch.cuda.is_available()
    network, report = getattr(transformers, kind).from_pretrained(
        folder,
        **_LOCAL,
        use_safetensors=True,
        dtype="auto" if with_gpu else torch.float32,
        output_loading_info=True,
    )
    if missing := [name for name in report["missing_keys"] if "pooler" not in name]:
        raise ModelError(
            sentence(
                f"{ref} thiếu trọng số ({missing[0]}, ...): không phải mô hình cho việc này",
                f"{ref} lacks weights ({missing[0]}, ...): it is no model for this task",
            )
        )
    return network.to("cuda" if with_gpu else "cpu").eval()


def facts_of(folder: Path, name: str = "config.json") -> dict:
    """Return what a JSON file of a model says; nothing where it has no such file."""
    path = folder / name
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def other_kind(ref: str, facts: dict, vi: str, en: str) -> ModelError:
    """Return the error for a model that was made for something else."""
    kind = ", ".join(facts.get("architectures") or ["?"])
    return ModelError(sentence(f"{ref} không {vi} ({kind})", f"{ref} does not {en} ({kind})"))


@contextmanager
def _told(wanted: Reference, folder: Path) -> Iterator[None]:
    """Turn what goes wrong in here into a sentence, and keep transformers quiet."""
    try:
        from transformers.utils import logging

        before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
        logging.set_verbosity_error()
        logging.disable_progress_bar()
    except ImportError as error:
        raise _missing(wanted, error) from None
    try:
        yield
    except ModelError:
        raise
    except ImportError as error:
        raise _missing(wanted, error) from None
    except Exception as error:  # whatever a damaged or strange model makes the libraries raise
        raise _not_loaded(wanted, folder, error) from None
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()


def _missing(wanted: Reference, error: ImportError) -> ModelError:
    name = error.name or str(error).strip().split("\n")[0]
    return ModelError(
        sentence(
            f"{wanted} cần gói {name}: cài bằng pip install 'aulac[models]'",
            f"{wanted} needs {name}: install it with pip install 'aulac[models]'",
        )
    )


def _not_loaded(wanted: Reference, folder: Path, error: Exception) -> ModelError:
    reason = str(error).strip().split("\n")[0][:200] or type(error).__name__
    if _has_code(folder) and not isinstance(error, MemoryError | RuntimeError):  # no room for it
        return ModelError(
            sentence(
                f"{wanted} cần mã riêng của nơi công bố, mã đó không bao giờ được chạy ở đây: hãy"
                " phục vụ mô hình bằng vLLM rồi dùng openai:",
                f"{wanted} needs code of its publisher, which is never run here: serve the model by"
                " vLLM and use openai:",
            )
        )
    return ModelError(
        sentence(f"không nạp được {wanted}: {reason}", f"cannot load {wanted}: {reason}")
    )


def _has_code(folder: Path) -> bool:
    try:
        return "auto_map" in facts_of(folder)
    except ValueError:  # no JSON: then that is what is wrong
        return False


def _words(wanted: Reference) -> bool:
    return bool(wanted.known and wanted.known.words)


def _info(wanted: Reference, folder: Path, task: str) -> ModelInfo:
    known = wanted.known
    return ModelInfo(
        name=wanted.name,
        ref=f"hf:{wanted.name}@{folder.name}",
        task=task,
        licence=known.licence if known else UNKNOWN,
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        languages=known.languages if known else (),
        title=known.title if known else {"vi": wanted.name, "en": wanted.name},
        metrics=(),
    )
