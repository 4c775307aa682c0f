"""A small OpenID Connect provider: discovery, authorize, token with PKCE and a secret, userinfo.

`claims` is what userinfo says of whoever comes; `answer` makes an address answer otherwise.
"""

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "lop-hoc", "0123456789-mat-khau-cua-ung-dung"
DISCOVERY, AUTHORIZE, TOKEN, USERINFO = (
    "/.well-known/openid-configuration",
    "/authorize",
    "/token",
    "/userinfo",
)


class Provider:
    """Starts on entering. It never asks who comes: that is `claims`."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.refresh()

    def refresh(self) -> None:
        """Answer as a provider should again, knowing nobody."""
        self.claims: dict = {}
        self.answer: dict = {}
        self.issuer = self.url
        self.methods = ["client_secret_post"]
        self.codes: dict[str, str] = {}
        self.tokens: set[str] = set()
        self.asked: list[str] = []

    def __enter__(self) -> "Provider":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()

    def document(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.url + AUTHORIZE,
            "token_endpoint": self.url + TOKEN,
            "userinfo_endpoint": self.url + USERINFO,
            "token_endpoint_auth_methods_supported": self.methods,
        }

    def authorize(self, query: dict) -> str:
        """The address to which the browser takes its code."""
        assert query["client_id"] == CLIENT and query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = query["code_challenge"] + query["redirect_uri"]
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def token(self, form: dict, authorization: str) -> dict | None:
        """The token for a code: once, for this client, with the verifier and the same address."""
        kept = self.codes.pop(form.get("code"), "")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        client = f"{form.get('client_id')}:{form.get('client_secret')}"
        if "client_secret_post" not in self.methods:
            client = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if client != f"{CLIENT}:{SECRET}" or kept != proof + form["redirect_uri"]:
            return None
        token = secrets.token_urlsafe(8)
        self.tokens.add(f"Bearer {token}")
        return {"access_token": token, "token_type": "bearer", "expires_in": 60}

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                provider.asked.append(address.path)
                if address.path in provider.answer:
                    return provider.answer[address.path](self)
                if address.path == AUTHORIZE:
                    self.send_response(302)
                    query = dict(parse_qsl(address.query))
                    self.send_header("Location", provider.authorize(query))
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                if address.path == DISCOVERY:
                    return self.say(provider.document())
                known = self.headers.get("Authorization") in provider.tokens
                self.say(provider.claims if known else None)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append(self.path)
                if self.path in provider.answer:
                    return provider.answer[self.path](self)
                form = {name: values[0] for name, values in parse_qs(body).items()}
                token = provider.token(form, self.headers.get("Authorization", ""))
                self.say(token or {"error": "invalid_grant"}, 200 if token else 400)

            def say(self, value, status: int = 0):
                self.send(json.dumps(value).encode(), status or (401 if value is None else 200))

            def send(self, body: bytes, status: int = 200):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
