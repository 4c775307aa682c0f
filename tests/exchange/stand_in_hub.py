"""A Hub that knows tokens and nothing else: it answers what HubAuth asks."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

COURSE = "nhap-mon"
SCOPE = "access:services!service=exchange"
LEARNERS = ("an", "bình", "chi")


def user(name: str, *groups: str, scopes=(SCOPE,), kind: str = "user") -> dict:
    return {"kind": kind, "name": name, "groups": list(groups), "scopes": list(scopes)}


def people() -> dict[str, dict]:
    """The users by their tokens, which are their names and `-token`."""
    known = {f"hv{i}-token": user(name, f"nbgrader-{COURSE}") for i, name in enumerate(LEARNERS)}
    return known | {
        "gv-token": user("giảng", f"formgrade-{COURSE}"),
        "khach-token": user("khách"),
        "other-token": user("giảng-khác", "formgrade-khac", "nbgrader-khac"),
        "low-token": user("giảng", f"formgrade-{COURSE}", scopes=["read:users!user=giảng"]),
        "service-token": user("giảng", f"formgrade-{COURSE}", kind="service"),
        "formgrader-token": user(f"formgrade-{COURSE}", kind="service"),
        "no-formgrader-token": user(f"nbgrader-{COURSE}", kind="service"),
        "like-formgrader-token": user(f"formgrade-{COURSE}", f"formgrade-{COURSE}"),
        "nfd-token": user("bi\u0300nh", f"formgrade-{COURSE}"),
        "dots-token": user("..", f"formgrade-{COURSE}"),
    }


LEARNER, SECOND, THIRD, INSTRUCTOR = "hv0-token", "hv1-token", "hv2-token", "gv-token"
FORMGRADER = "formgrader-token"


class Hub:
    """Answers at `url`; `users` may be changed, and `broken` makes it fail."""

    def __init__(self):
        self.users, self.asked, self.broken = people(), 0, False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/hub/api"

    def answer(self, path: str, token: str) -> tuple[int, dict]:
        self.asked += 1
        if self.broken:
            return 500, {"message": "broken"}
        if path.startswith("/hub/api/groups/") and token == "own-token":
            return self.group(unquote(path.rpartition("/")[2]))
        if path != "/hub/api/user" or token not in self.users:
            return 403, {"message": "Forbidden"}
        return 200, self.users[token]

    def group(self, name: str) -> tuple[int, dict]:
        users = sorted(one["name"] for one in self.users.values() if name in one["groups"])
        return (200, {"name": name, "users": users}) if users else (404, {"message": "no group"})

    def _handler(hub):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                token = self.headers.get("Authorization", "").removeprefix("token ")
                status, model = hub.answer(self.path, token)
                body = json.dumps(model).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


@contextmanager
def running_hub():
    hub = Hub()
    thread = threading.Thread(target=hub.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.server.shutdown()
        hub.server.server_close()
        thread.join()
