"""Texts written on, and questions answered, by a model behind an endpoint."""

import math
from collections.abc import Iterator

from ...classroom.language import sentence
from ..catalog import ModelError, ModelInfo
from ..options import Options, following
from ..unicode import encodable
from . import sentences as say
from .connection import Connection, Refused

CHAT, ONLY_CHAT, NEXT_TOKEN = "chat", "only_chat", "next_token"
_NOT_OFFERED = (400, 403, 404, 405, 422, 501)


class Generator:
    """Writes texts on by /completions; answers by /chat/completions where the server offers it.

    A server that offers only the latter (capability "only_chat") is asked the prompt as a question.
    """

    def __init__(self, connection: Connection, model: str, info: ModelInfo):
        self.info = info
        self._connection, self._model = connection, model

    def __call__(self, prompt: str, **options) -> str:
        """Return what `generate` yields, as one string."""
        return "".join(self.generate(prompt, **options))

    def generate(self, prompt: str, **options) -> Iterator[str]:
        """Yield, piece by piece as it comes, what may follow the prompt.

        options: see `Options`; the seed and top_k are the server's to honour.
        Errors: ModelError: an option out of range or unknown to the server; no answer, see
        `Connection`.
        """
        chosen = Options(**options)
        if ONLY_CHAT in self.info.capabilities:
            return self._chat([{"role": "user", "content": prompt}], chosen)
        return following(prompt, self._written({"prompt": prompt.rstrip(" ")}, chosen), chosen)

    def chat(self, messages: list[dict[str, str]], **options) -> Iterator[str]:
        """Yield, piece by piece, the answer to a conversation.

        messages: such as [{"role": "user", "content": "Xin chào"}]; options: as `generate`.
        Errors: ModelError where the server does not offer it; else as `generate`.
        """
        if CHAT not in self.info.capabilities:
            raise say.lacks(self.info.ref, "trả lời hội thoại", "answer conversations", CHAT)
        return self._chat(messages, Options(**options))

    def next_token(self, prompt: str, k: int = 10) -> list[tuple[str, float]]:
        """Return the k likeliest tokens to follow, with their probabilities, the likeliest first.

        Errors: ModelError where the server does not tell probabilities, or not so many.
        """
        if NEXT_TOKEN not in self.info.capabilities:
            raise self._no_probabilities()
        if ONLY_CHAT in self.info.capabilities:
            body = {"messages": [{"role": "user", "content": prompt}], "logprobs": True}
            choice = self._choice("/chat/completions", {**body, "top_logprobs": k})
            found = _of_chat(choice)
        else:
            body = {"prompt": prompt.rstrip(" "), "logprobs": k}
            found = _of_completion(self._choice("/completions", body))
        if not found:
            raise self._no_probabilities()
        return sorted(found, key=lambda pair: -pair[1])[:k]

    def _no_probabilities(self) -> ModelError:
        vi, en = "cho biết xác suất của token", "tell the probabilities of tokens"
        return say.lacks(self.info.ref, vi, en, NEXT_TOKEN)

    def _choice(self, path: str, body: dict) -> dict:
        body = {"model": self._model, "max_tokens": 1, "temperature": 1, **body}
        return first_choice(self._connection, self._connection.post(path, body))

    def _chat(self, messages: list[dict], options: Options) -> Iterator[str]:
        return following("", self._written({"messages": messages}, options), options)

    def _written(self, asked: dict, options: Options) -> Iterator[str]:
        """Yield the text of each event. Errors: ModelError where the model has only thought."""
        if not options.max_tokens:
            return
        path = "/chat/completions" if "messages" in asked else "/completions"
        said = thought = False
        try:
            body = {"model": self._model, **asked, **_as_json(options)}
            for event in self._connection.stream(path, body):
                if event.get("choices") != []:  # an event that only tells what was used
                    choice = first_choice(self._connection, event)
                    text = self._text(choice)
                    said, thought = said or bool(text), thought or _thinks(choice)
                    yield text
        except Refused as error:
            if options.top_k and "top_k" in error.reason:
                raise say.lacks(self.info.ref, "hiểu top_k", "understand top_k", "top_k") from None
            raise
        if thought and not said:
            raise say.only_thought(self.info.ref)

    def _text(self, choice: dict) -> str:
        message = choice.get("delta", choice.get("message"))
        text = message.get("content") if isinstance(message, dict) else choice.get("text")
        if text is not None and not isinstance(text, str):
            raise say.nonsense(self._connection.address.base)
        return encodable(text or "")


def _thinks(choice: dict) -> bool:
    """Return whether an event tells what the model thinks before it answers."""
    message = choice.get("delta", choice.get("message"))
    names = ("reasoning_content", "reasoning")  # as servers call it
    return isinstance(message, dict) and any(message.get(name) for name in names)


def offers(connection: Connection, model: str) -> tuple[str, ...]:
    """Return what a model can do at a server, found by asking it for one token each way.

    Errors: ModelError where it writes neither way; see also `Connection`.
    """
    on = _tried(connection, model, "/completions", {"prompt": "Xin"}, {"logprobs": 1})
    question = {"messages": [{"role": "user", "content": "Xin chào"}]}
    more = {"logprobs": True, "top_logprobs": 1}
    chat = _tried(connection, model, "/chat/completions", question, more)
    if isinstance(on, Refused) and isinstance(chat, Refused):
        raise ModelError(
            sentence(
                f"mô hình {model} không sinh văn bản ở đây: {chat}",
                f"the model {model} does not generate text there: {chat}",
            )
        )
    if isinstance(on, Refused):
        return (CHAT, ONLY_CHAT, *([NEXT_TOKEN] if _of_chat(chat) else []))
    return (
        *([] if isinstance(chat, Refused) else [CHAT]),
        *([NEXT_TOKEN] if _of_completion(on) else []),
    )


def _tried(connection: Connection, model: str, path: str, asked: dict, more: dict):
    """Return the server's choice, asked with `more` and else without; or why it refused both."""
    body = {"model": model, "max_tokens": 1, **asked}
    for extra in (more, {}):
        try:
            return first_choice(connection, connection.post(path, {**body, **extra}))
        except Refused as error:
            if error.status not in _NOT_OFFERED:
                raise
            refusal = error
    return refusal


def first_choice(connection: Connection, answer: dict) -> dict:
    """Return the first choice of an answer. Errors: ModelError where it has none."""
    match answer.get("choices"):
        case [dict() as choice, *_]:
            return choice
    raise say.nonsense(connection.address.base)


def _as_json(options: Options) -> dict:
    """Return what was chosen by the names of the protocol; top_k is an extension of vLLM's."""
    named = {
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
        "top_p": options.top_p,
        "seed": options.seed,
        "top_k": options.top_k,
        "stop": [each for each in options.stop if each][:4] or None,  # four are the most it takes
    }
    return {name: value for name, value in named.items() if value is not None}


def _of_completion(choice: dict) -> list[tuple[str, float]]:
    """Return the tokens of /completions with their probabilities; none where it tells none."""
    match choice.get("logprobs"):
        case {"top_logprobs": [dict() as first, *_]}:
            return [*_probabilities(first.items())]
    return _of_chat(choice)  # llama.cpp answers so


def _of_chat(choice: dict) -> list[tuple[str, float]]:
    match choice.get("logprobs"):
        case {"content": [{"top_logprobs": [*found]}, *_]}:
            pairs = (each for each in found if isinstance(each, dict))
            return [*_probabilities((each.get("token"), each.get("logprob")) for each in pairs)]
    return []


def _probabilities(pairs) -> Iterator[tuple[str, float]]:
    for token, logarithm in pairs:
        if isinstance(token, str) and isinstance(logarithm, int | float) and logarithm <= 0:
            yield encodable(token), math.exp(max(logarithm, -1000))
