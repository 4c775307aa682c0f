"""The two accounts of a laptop classroom and how the Hub knows them."""

import hmac
import json
import secrets
from urllib.parse import quote

from jupyterhub.auth import Authenticator
from jupyterhub.handlers import BaseHandler
from jupyterhub.utils import url_path_join
from tornado.web import authenticated

from .state import State, write_private

LEARNER = "hoc_vien"
INSTRUCTOR = "giang_vien"
ACCOUNTS = (LEARNER, INSTRUCTOR)


def new_password() -> str:
    """Return four groups of two syllables, such as `tuka-mopi-debo-lisa` (50 bits)."""
    syllables = [c + v for c in "bcdghklmnprstvx" for v in "aeiou"]
    return "-".join(secrets.choice(syllables) + secrets.choice(syllables) for _ in range(4))


def passwords(state: State) -> dict[str, str]:
    """Return the password of each account; the first call makes them."""
    if not state.accounts.exists():
        write_private(state.accounts, json.dumps({name: new_password() for name in ACCOUNTS}))
    return json.loads(state.accounts.read_text(encoding="utf-8"))


class FormgraderLink(BaseHandler):
    """Mends the formgrader's links to files, which know nothing of the Hub's addresses."""

    @authenticated
    def get(self, path):
        lab = url_path_join(self.hub.base_url, "user-redirect/lab/tree")
        self.redirect(url_path_join(lab, quote(path)))


class AccountsAuthenticator(Authenticator):
    """Lets in the two accounts, each with the password in the state folder."""

    async def authenticate(self, handler, data):
        name = self.normalize_username(data.get("username", ""))
        expected = passwords(State.of_this_process()).get(name, "")
        given = data.get("password", "").strip()
        same = hmac.compare_digest(given.encode(), expected.encode())
        return name if same and name in ACCOUNTS else None

    def get_handlers(self, app):
        return [*super().get_handlers(app), (r"/(?:tree|notebooks|edit)/(.*)", FormgraderLink)]
