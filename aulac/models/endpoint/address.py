"""Where an endpoint is, and which key it may see."""

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from ...classroom.language import sentence
from ..catalog import ModelError
from ..others import others

KEY = "OPENAI_API_KEY"


@dataclass(frozen=True)
class Address:
    """The base URL of an endpoint, such as http://127.0.0.1:8000/v1.

    key: never printed. variable: the environment variable that it is read from.
    """

    base: str
    host: str
    variable: str
    key: str | None = field(repr=False)

    @property
    def local(self) -> bool:
        """True where nothing that is sent leaves this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def address(base: str) -> Address:
    """Return the address of a base URL, with the key for it.

    The key is that of OPENAI_API_KEY; for the host of a provider of others.yml it is that of the
    variable named there and of no other, so that no provider sees the key of another.
    Errors: ModelError: not a base URL; a secret in it; a key that would travel in the clear.
    """
    base = base.rstrip("/")
    host = _host(base)
    named = (each for each in others() if each.key and _host(each.base) == host.rstrip("."))
    variable = next((each.key for each in named), KEY)
    found = Address(base, host, variable, _key(variable))
    if found.key and not base.lower().startswith("https:") and not found.local:
        raise ModelError(
            sentence(
                f"{base} không mã hóa, nên khóa trong {variable} sẽ bị lộ trên đường truyền: hãy"
                " dùng địa chỉ https, hoặc bỏ biến này nếu máy phục vụ không đòi khóa",
                f"{base} is not encrypted, so the key in {variable} could be read on its way: use"
                " an https address, or unset the variable if the server asks for no key",
            )
        )
    return found


def _host(base: str) -> str:
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
        host = host if httpx.URL(base).raw_host.decode() == host else None  # who connects agrees
    except (ValueError, httpx.InvalidURL):
        parts, host = None, None
    if not host or parts.scheme not in ("http", "https") or not base.isascii():
        raise ModelError(
            sentence(
                "sau openai: cần một địa chỉ như http://127.0.0.1:8000/v1",
                "after openai: comes an address such as http://127.0.0.1:8000/v1",
            )
        )
    if parts.username is not None or parts.query:
        raise ModelError(
            sentence(
                f"đừng viết khóa vào địa chỉ: bỏ phần trước @ và phần sau ?, đặt khóa vào biến môi"
                f" trường {KEY}",
                f"do not write a key into the address: leave out what stands before @ and after ?,"
                f" and put the key into the environment variable {KEY}",
            )
        )
    return host


def _key(variable: str) -> str | None:
    key = os.environ.get(variable, "").strip()
    if not all("!" <= character <= "~" for character in key):
        raise ModelError(
            sentence(
                f"khóa trong {variable} có ký tự lạ (dấu cách, chữ có dấu): hãy chép lại khóa",
                f"the key in {variable} has an odd character (a blank, an accent): copy it again",
            )
        )
    return key or None
