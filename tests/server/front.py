"""nginx with the configuration that `aulac server tls nginx` writes, before a small backend."""

import asyncio
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tornado import web, websocket

HOST = "localhost"
LETSENCRYPT = f"/etc/letsencrypt/live/{HOST}/"
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")


def certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate for HOST; return what trusts it and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ssl.create_default_context(cafile=folder / "fullchain.pem")


def site(text: str, folder: Path, plain_port: int) -> Path:
    """Put the written configuration where this nginx reads it; return nginx's own file.

    Only what a test cannot have is changed: the port 80 and where the certificate lies.
    """
    assert LETSENCRYPT in text and "listen 80;" in text
    text = text.replace(LETSENCRYPT, f"{folder}/").replace(":80;", f":{plain_port};")
    (folder / "site.conf").write_text(text.replace("listen 80;", f"listen {plain_port};"))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    own = folder / "nginx.conf"
    own.write_text(
        f"{'user root;' if os.getuid() == 0 else ''}\n"
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events {}\n"
        f"http {{ access_log off;\n{temporary} include {folder}/site.conf; }}\n"
    )
    return own


@contextmanager
def running(*command: str):
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


class Told(web.RequestHandler):
    """What the backend hears of a request, and a login that asks for a cookie."""

    def get(self):
        self.write(dict(self.request.headers))

    def post(self):
        self.set_secure_cookie("who", self.get_body_argument("username"))
        self.redirect("/me")


class Me(web.RequestHandler):
    def get(self):
        self.write(self.get_secure_cookie("who") or b"nobody")


@web.stream_request_body
class Upload(web.RequestHandler):
    def prepare(self):
        self.request.connection.set_max_body_size(2**30)
        self.digest = hashlib.sha256()

    def data_received(self, chunk):
        self.digest.update(chunk)

    def put(self):
        self.write(self.digest.hexdigest())


class Echo(websocket.WebSocketHandler):
    def select_subprotocol(self, subprotocols):
        return subprotocols[0]

    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))


class Events(web.RequestHandler):
    """One event, and the next only when somebody has asked for /told: nothing may be held back."""

    async def get(self):
        self.set_header("Content-Type", "text/event-stream")
        self.write("data: một\n\n")
        await self.flush()
        await Next.asked.wait()
        self.write("data: hai\n\n")


class Next(web.RequestHandler):
    asked = None

    def post(self):
        self.asked.set()


def backend(port: int) -> None:
    async def serve():
        Next.asked = asyncio.Event()
        handlers = [
            ("/told", Told),
            ("/me", Me),
            ("/upload", Upload),
            ("/ws", Echo),
            ("/events", Events),
            ("/next", Next),
        ]
        web.Application(handlers, cookie_secret=os.urandom(16).hex()).listen(port, "127.0.0.1")
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    backend(int(sys.argv[1]))
