"""Signed receipts: what was handed in, by whom and when, for anyone to check."""

import base64
import hashlib
import json
import os
import tempfile
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


class Signer:
    """Signs with the Ed25519 key in a file that only its owner can read; the first start makes it.

    Services that share the folder share the key.
    """

    def __init__(self, file: Path):
        if not file.exists():
            _make_key(file)
        self._key: Ed25519PrivateKey = load_pem_private_key(file.read_bytes(), password=None)
        self.public_key = self._key.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(self.public_key).hexdigest()[:16]

    def sign(self, payload: str) -> str:
        """Return the signature of the text's UTF-8 in base64."""
        return base64.b64encode(self._key.sign(payload.encode())).decode()

    def check(self, payload: str, signature: str, key: str) -> bool:
        """Return whether this key, named `key`, signed the payload."""
        return key == self.key_id and is_signed(payload, signature, self.public_key)


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


def _make_key(file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with open(handle, "wb") as written:
            written.write(pem)
            written.flush()
            os.fsync(written.fileno())
        os.replace(temporary, file)
    except BaseException:
        os.unlink(temporary)
        raise
    sync_folder(file.parent)
