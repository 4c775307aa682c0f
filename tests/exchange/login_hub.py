"""The stand-in Hub, with a login for browsers: the cookie `who` is the token of who is there."""

import base64
import hashlib
import json
import secrets
import threading
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from stand_in_hub import Hub

CLIENT = "service-exchange"
CALLBACK = "/services/exchange/oauth_callback"


class LoginHub(Hub):
    """Like the Hub: a code for a browser is good once, for its client, secret and verifier."""

    def __init__(self):
        super().__init__()
        self.exchange = ""
        self.codes: dict[str, tuple[str, str]] = {}
        self.login_url = self.url + "/oauth2/authorize"

    def authorize(self, query: dict, cookies: str) -> str:
        """The address at which the browser brings a code to the exchange."""
        assert query["client_id"] == CLIENT and query["redirect_uri"] == CALLBACK
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.codes[code] = SimpleCookie(cookies)["who"].value, query["code_challenge"]
        answer = urlencode({"code": code, "state": query["state"]})
        return f"{self.exchange}{CALLBACK}?{answer}"

    def token(self, form: dict) -> str | None:
        token, challenge = self.codes.pop(form["code"], (None, ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = form["client_id"] == CLIENT and form["client_secret"] == "own-token"
        return token if known and proof == challenge else None

    def _handler(hub):
        class Handler(super()._handler()):
            def do_GET(self):
                address = urlsplit(self.path)
                if address.path != "/hub/api/oauth2/authorize":
                    return super().do_GET()
                self.send_response(302)
                cookies = self.headers.get("Cookie", "")
                self.send_header("Location", hub.authorize(first(address.query), cookies))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self):
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                token = hub.token(first(form))
                body = json.dumps({"access_token": token} if token else {}).encode()
                self.send_response(200 if token else 400)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


def first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running_login_hub():
    hub = LoginHub()
    thread = threading.Thread(target=hub.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.server.shutdown()
        hub.server.server_close()
        thread.join()
