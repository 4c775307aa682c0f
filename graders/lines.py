"""Lines between our own processes: messages with file descriptors, and blocks of bytes."""

import array
import json
import socket
import struct

SIZE = struct.Struct("<Q")
MAX_MESSAGE = 131_072
MAX_FDS = 3


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a line that keeps messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(line: socket.socket, message: dict, fds: tuple[int, ...] = ()) -> None:
    """Sends a message, and copies of file descriptors with it."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    line.sendmsg([json.dumps(message).encode()], rights)


def receive(line: socket.socket) -> tuple[dict, list[int]]:
    """A message and the file descriptors that came with it. Raises EOFError at the end."""
    fds = array.array("i")
    try:
        data, rights, *_ = line.recvmsg(MAX_MESSAGE, socket.CMSG_LEN(MAX_FDS * fds.itemsize))
    except ConnectionError:
        data, rights = b"", []
    if not data:
        raise EOFError("the line is closed")
    for level, kind, content in rights:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
    return json.loads(data), list(fds)


def write_block(line: socket.socket, data: bytes) -> None:
    line.sendall(SIZE.pack(len(data)) + data)


def read_block(line: socket.socket) -> bytes:
    """Raises EOFError when the other side is gone."""
    (size,) = SIZE.unpack(_read_exactly(line, SIZE.size))
    return _read_exactly(line, size)


def _read_exactly(line: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = line.recv(min(size, 2**20))
        if not part:
            raise EOFError("no answer")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
