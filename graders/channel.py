"""Frames on the wire between examiner and learner: a header, a JSON text and raw buffers.

The other side is hostile: sizes are checked before anything is read, and every wait has an end.
"""

import json
import os
import select
import struct
import time

MAGIC = b"AUL1"
HEADER = struct.Struct("<4sII")
LENGTH = struct.Struct("<Q")
MAX_FRAME = 64 * 2**20
MAX_JSON = 24 * 2**20
MAX_BUFFERS = 10_000


class WireError(Exception):
    """A frame that does not keep to the format: the other side is broken or hostile."""


class TooMuch(WireError):
    """A value or frame beyond the limits of size, depth or number of items."""


class Closed(WireError):
    """The other side is gone."""


class Late(Exception):
    """No answer before the deadline."""


class Channel:
    """One end of the wire: reads frames from one pipe and writes them to another.

    With a deadline (`time.monotonic()`), raises Late when the other side does not read or write in
    time, whatever it does; without one it waits.
    """

    def __init__(self, reading: int, writing: int):
        self.reading, self.writing = reading, writing
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)

    def send(self, message: dict, buffers: list[bytes] = (), deadline: float | None = None):
        text = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
        head = HEADER.pack(MAGIC, len(text), len(buffers))
        lengths = b"".join(LENGTH.pack(len(buffer)) for buffer in buffers)
        if len(text) > MAX_JSON or len(buffers) > MAX_BUFFERS:
            raise TooMuch("message")
        if len(text) + sum(map(len, buffers)) > MAX_FRAME:
            raise TooMuch("frame")
        self._write(b"".join([head, lengths, text, *buffers]), deadline)

    def receive(self, deadline: float | None = None) -> tuple[dict, list[bytes]]:
        magic, size, count = HEADER.unpack(self._read(HEADER.size, deadline))
        if magic != MAGIC:
            raise WireError("not a frame")
        if size > MAX_JSON or count > MAX_BUFFERS:
            raise TooMuch("frame")
        table = self._read(LENGTH.size * count, deadline)
        lengths = [length for (length,) in LENGTH.iter_unpack(table)]
        if size + sum(lengths) > MAX_FRAME:
            raise TooMuch("frame")
        message = parse(self._read(size, deadline))
        return message, [self._read(length, deadline) for length in lengths]

    def close(self):
        for handle in {self.reading, self.writing}:
            os.close(handle)

    def _write(self, data: bytes, deadline):
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self.writing, view) :]
            except BlockingIOError:
                _wait(self.writing, select.POLLOUT, deadline)
            except OSError:
                raise Closed("writing") from None

    def _read(self, size: int, deadline) -> bytes:
        parts = []
        while size:
            try:
                part = os.read(self.reading, min(size, 2**20))
            except BlockingIOError:
                _wait(self.reading, select.POLLIN, deadline)
                continue
            except OSError:
                raise Closed("reading") from None
            if not part:
                raise Closed("reading")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _wait(handle: int, event: int, deadline: float | None):
    poll = select.poll()
    poll.register(handle, event)
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0 or not poll.poll(None if left is None else left * 1000 + 1):
        raise Late


def parse(text: bytes) -> dict:
    """The JSON object of a frame. Raises WireError for anything else."""
    try:
        message = json.loads(text.decode("ascii"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WireError(f"no JSON: {type(error).__name__}") from None
    if type(message) is not dict:
        raise WireError("no message")
    return message


def _no_constant(name: str):
    raise ValueError(name)
