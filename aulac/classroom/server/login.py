"""How people log in to a server: with the password of their Linux account, or at the school's own
login provider (oidc.py). Either way the roster decides who they are in which class."""

import asyncio
import math
from contextlib import contextmanager

from jupyterhub.auth import LocalAuthenticator, PAMAuthenticator

from ..exchange.limits import Buckets, Rate
from . import refusals
from .places import Places
from .refusals import Refused
from .roster import Roster, account, publish, stored
from .settings import Settings

FAILURES_OF_A_NAME = Rate(10, 1 / 30)
FAILURES_OF_AN_ADDRESS = Rate(100, 1)  # a whole class may share one
REFRESH_SECONDS = 300
LONGEST_PASSWORD = 512  # characters


class ByRoster(LocalAuthenticator):
    """Lets in who is on the roster, in the Hub groups of their classes; asks again every five
    minutes, so that enrolling and removing somebody needs no restart."""

    def __init__(self, **options):
        super().__init__(**options)
        self.roster = Roster(Places.of_this_process())
        self.names = Buckets(FAILURES_OF_A_NAME)
        self.addresses = Buckets(FAILURES_OF_AN_ADDRESS)

    def normalize_username(self, username):
        return stored(username) or ""

    def check_allowed(self, username, authentication=None):
        return bool(authentication["groups"])

    def may_use(self, name: str) -> bool:
        """Say whether the Linux account of this name is one of a person of the class."""
        return account(name) is not None

    def admit(self, name: str) -> dict:
        """Return what the Hub wants to know of a person. Raises Refused."""
        groups = self.roster.groups(name)
        if not groups:
            raise Refused("not_on_roster")
        if not self.may_use(name):
            raise Refused("no_account")
        return {"name": name, "groups": groups}

    @contextmanager
    def counted(self, handler, name: str = ""):
        """Let somebody try; so many refusals (403) of a name or an address, and it has to wait."""
        asked = [(self.addresses, handler.request.remote_ip)]
        asked += [(self.names, name)] if name else []
        kept, counts = [], False
        try:
            for buckets, key in asked:
                if wait := buckets.wait(key):
                    raise Refused("too_many", 429, retry_after=math.ceil(wait))
                kept.append((buckets, key))
            yield
        except Refused as refused:
            counts = refused.status_code == 403
            raise
        finally:
            if not counts:
                for buckets, key in kept:
                    buckets.give_back(key)

    async def refresh_user(self, user, handler=None, **_):
        """Return the groups as they are now, or False for somebody who has been removed."""
        try:
            return self.admit(user.name)
        except Refused:
            await self._dismiss(user, handler)
            return False

    async def _dismiss(self, user, handler) -> None:
        """Take groups, tokens and servers from somebody who is on the roster no more."""
        user.sync_groups([])
        for token in list(user.orm_user.api_tokens):
            user.db.delete(token)
        user.db.commit()
        running = [name for name, s in user.spawners.items() if s.active and not s.pending]
        await asyncio.gather(*(handler.stop_single_user(user, name) for name in running))

    def told(self, key: str) -> tuple[str, str]:
        """Return what the login page says, in Vietnamese and in English."""
        return refusals.told(key)


class PamLogin(ByRoster, PAMAuthenticator):
    """Asks for the password of the Linux account."""

    async def authenticate(self, handler, data):
        name, password = stored(data.get("username")), data.get("password", "")
        with self.counted(handler, name or ""):
            if not await self._is_right(handler, name, password):
                raise Refused("wrong")
            return self.admit(name)

    async def _is_right(self, handler, name: str | None, password: str) -> bool:
        """PAM is asked for accounts of people only: nobody can try the password of root here."""
        sound = 0 < len(password) <= LONGEST_PASSWORD
        if not (name and sound and account(name)):
            return False
        form = {"username": name, "password": password}
        return await super().authenticate(handler, form) is not None


def configure(c, settings: Settings) -> None:
    """Tell the Hub, by its configuration `c`, how people log in. Raises SettingsError."""
    places = Places.of_this_process()
    publish(places, settings)
    c.Authenticator.manage_groups = True
    c.Authenticator.any_allow_config = True
    c.Authenticator.auth_refresh_age = REFRESH_SECONDS
    c.Authenticator.auth_refresh_strict = True
    c.Authenticator.refresh_pre_spawn = True
    if settings.login == "pam":
        c.JupyterHub.authenticator_class = PamLogin
        c.PAMAuthenticator.executor_threads = 16  # PAM holds each wrong password for seconds
    else:
        from . import oidc  # only here is oauthenticator needed

        oidc.configure(c, settings, places)
