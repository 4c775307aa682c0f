"""Signed receipts: what was handed in, by whom and when, for anyone to check."""

import base64
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from .storage import sync_folder

RAW = 32  # bytes of a public key


@dataclass(frozen=True)
class Keys:
    """The key that signs, its name, and the raw public keys of all times by their names.

    `seen` tells its file from one that takes its place.
    """

    private: Ed25519PrivateKey
    name: str
    public: dict[str, bytes]
    seen: tuple[int, int]


class Signer:
    """Signs with the Ed25519 key in a file that only its owner can read; the first start makes it.

    Services that share the folder share the key, and notice when `rotate` has replaced it. The
    public keys of all times lie beside it, so old receipts stay good.
    """

    def __init__(self, folder: Path):
        self._file, self._folder = folder / "receipts.pem", folder / "receipts"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if not self._file.exists():
            self.rotate()
        self._known = self._read()

    @property
    def keys(self) -> Keys:
        if _seen(self._file) != self._known.seen:
            self._known = self._read()
        return self._known

    def sign(self, payload: str) -> tuple[str, str]:
        """Return the signature of the text's UTF-8 in base64, and the name of the key."""
        keys = self.keys
        return base64.b64encode(keys.private.sign(payload.encode())).decode(), keys.name

    def check(self, payload: str, signature: str, key: str) -> bool:
        """Return whether the key of ours that is named `key` signed the payload."""
        public = self.keys.public.get(key)
        return public is not None and is_signed(payload, signature, public)

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one can check and no longer sign."""
        key = Ed25519PrivateKey.generate()
        _write(self._file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def _read(self) -> Keys:
        seen = _seen(self._file)
        key = load_pem_private_key(self._file.read_bytes(), password=None)
        name = _keep_public(self._folder, key)
        found = [path.read_bytes() for path in self._folder.iterdir()]
        public = {name_of(raw): raw for raw in found if len(raw) == RAW}
        return Keys(key, name, public, seen)


def name_of(public_key: bytes) -> str:
    """Return the name by which receipts call the key of this raw public half."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def is_signed(payload: str, signature: str, public_key: bytes) -> bool:
    """Return whether the base64 signature over the payload belongs to the raw public key."""
    try:
        given = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(given, payload.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def canonical(content: dict) -> str:
    """Return the one JSON text of the content: sorted keys, no spaces, no escapes but needed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _keep_public(folder: Path, key: Ed25519PrivateKey) -> str:
    """Keep the public half, since the private one is about to sign; return the key's name."""
    raw = key.public_key().public_bytes_raw()
    place = folder / name_of(raw)
    if not place.exists():
        _write(place, raw)
    return place.name


def _seen(file: Path) -> tuple[int, int]:
    state = file.stat()
    return state.st_ino, state.st_mtime_ns


def _write(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read, safe on the disk, whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with open(handle, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        os.replace(temporary, file)
    except BaseException:
        os.unlink(temporary)
        raise
    sync_folder(file.parent)
