"""The proxy of a server, under an account of its own."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field

from ..language import language
from ..ports import LOOPBACK, free_port
from ..proxy import serve
from ..spawner import PASSED_ON
from ..state import MARK
from .places import PROXY, Places

API, HUB, TOKEN = "AULAC_PROXY_API", "AULAC_HUB", "CONFIGPROXY_AUTH_TOKEN"


@dataclass(frozen=True)
class Proxy:
    """Where it listens for browsers, and where for the Hub, which alone knows its token."""

    host: str
    port: int
    api: str = field(default_factory=lambda: f"http://{LOOPBACK}:{free_port()}")
    hub: str = field(default_factory=lambda: f"http://{LOOPBACK}:{free_port()}")
    token: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    @property
    def told(self) -> dict[str, str]:
        """What the Hub must know of it."""
        return {API: self.api, HUB: self.hub, TOKEN: self.token}

    def start(self, places: Places) -> subprocess.Popen:
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        with open(places.logs / "proxy.log", "w", encoding="utf-8") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", __name__),
                    *("--ip", self.host, "--port", str(self.port)),
                    *("--api-ip", LOOPBACK, "--api-port", self.api.rpartition(":")[2]),
                    *("--error-target", f"{self.hub}/hub/error"),
                ],
                cwd="/",
                env=kept | {MARK: str(places.root), "AULAC_LANG": language(), TOKEN: self.token},
                user=PROXY,
                group=PROXY,
                extra_groups=[],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )


if __name__ == "__main__":
    serve()
