"""How much one person may send, and how fast."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .words import Refusal

MEGABYTE = 2**20
SMALL_BODY = 128 * 1024  # bytes; room for the longest receipt


@dataclass(frozen=True)
class Rate:
    """So many at once, then so many in a second."""

    burst: float
    per_second: float


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    file: int = 32 * MEGABYTE
    upload: int = 64 * MEGABYTE
    files: int = 100
    person: int = 1024 * MEGABYTE  # what one person may hand in to one course, all together
    seconds: float = 300  # for one upload
    requests: Rate = Rate(300, 20)
    submissions: Rate = Rate(20, 0.5)
    refusals: Rate = Rate(100, 1)  # those that the audit records


class Buckets:
    """A token bucket for each key, full at first.

    `clock` gives seconds. What was full again is forgotten, so memory stays small.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic):
        self.rate = rate
        self.clock = clock
        self.buckets: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> float:
        """Take one token and return 0, or return the seconds until there is one."""
        now = self.clock()
        if len(self.buckets) > 10_000:
            self._forget(now)
        level, then = self.buckets.get(key, (self.rate.burst, now))
        level = min(self.rate.burst, level + (now - then) * self.rate.per_second)
        taken = level >= 1
        self.buckets[key] = (level - taken, now)
        return 0 if taken else (1 - level) / self.rate.per_second

    def give_back(self, key: str) -> None:
        """Return the token taken last."""
        if key in self.buckets:
            level, then = self.buckets[key]
            self.buckets[key] = (level + 1, then)

    def take(self, key: str) -> None:
        """Take one token, or raise a Refusal that says how long to wait."""
        if wait := self.wait(key):
            seconds = math.ceil(wait)
            raise Refusal(429, "too_many", retry_after=seconds, seconds=seconds)

    def _forget(self, now: float) -> None:
        refill = self.rate.burst / self.rate.per_second
        self.buckets = {k: v for k, v in self.buckets.items() if now - v[1] < refill}


class BodyLimit:
    """ASGI middleware that stops reading a body at its limit; a route for files raises it."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0
        declared = dict(scope.get("headers", [])).get(b"content-length", b"0")

        async def limited() -> Message:
            nonlocal read
            limit = scope.get("body_limit", SMALL_BODY)
            message = await receive() if int(declared) <= limit else None
            read += len(message.get("body", b"")) if message else int(declared)
            if read > limit:
                raise Refusal(413, "too_large", megabytes=f"{limit / MEGABYTE:g}")
            return message

        await self.app(scope, limited, send)
