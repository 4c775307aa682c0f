"""Logging in at the school's own login provider, by OpenID Connect."""

import asyncio
import json
import time
from pathlib import Path
from urllib.parse import urlencode

from jupyterhub.utils import url_path_join
from oauthenticator.generic import LocalGenericOAuthenticator
from oauthenticator.oauth2 import STATE_COOKIE_NAME, OAuthCallbackHandler, OAuthLoginHandler
from pydantic import BaseModel, ValidationError
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.web import HTTPError
from traitlets import Unicode, default

from ..language import sentence
from . import new_accounts, refusals
from .login import ByRoster
from .places import Places
from .refusals import Refused
from .roster import stored
from .settings import ProviderAddress, Settings, SettingsError

SECRET = "oidc_client_secret"
DISCOVERY = ".well-known/openid-configuration"
REMEMBERED = 3600  # seconds that the provider's description of itself is used again
PATIENCE = 10  # seconds for one answer of the provider
LONGEST_ANSWER = 2**20  # bytes


class Provider(BaseModel):
    """What a provider says of itself at its discovery address."""

    issuer: ProviderAddress
    authorization_endpoint: ProviderAddress
    token_endpoint: ProviderAddress
    userinfo_endpoint: ProviderAddress
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]


class TellsWhy:
    """A handler whose errors are sentences on the login page."""

    def write_error(self, status_code, exc_info=(None, None, None), **_):
        error = exc_info[1]
        mistaken = isinstance(error, HTTPError) and error.status_code < 500
        key = "again" if mistaken else "provider_away"
        if isinstance(error, Refused):
            key = error.key
            for name, value in error.headers.items():
                self.set_header(name, value)
        self.clear_cookie(STATE_COOKIE_NAME)
        login = self.authenticator.login_url(self.hub.base_url)
        page = self.render_template(
            "login.html",
            sync=True,
            login_error=key,
            authenticator=self.authenticator,
            authenticator_login_url=f"{login}?{urlencode({'next': self.wanted() or ''})}",
        )
        self.write(page)


class ToProvider(TellsWhy, OAuthLoginHandler):
    """Sends the browser to the provider."""

    async def get(self):
        await self.authenticator.discover()
        super().get()

    def wanted(self) -> str | None:
        return self._get_next_url()


class FromProvider(TellsWhy, OAuthCallbackHandler):
    """Receives the browser that comes back with a code."""

    def wanted(self) -> str | None:
        try:
            return self.get_next_url()
        except Exception:  # whatever is in the cookie, there is a page to show
            return None


class OidcLogin(ByRoster, LocalGenericOAuthenticator):
    """Takes the account's name from a claim of the provider's userinfo.

    Only Linux accounts that were made here for people of the classes are used; who logs in for the
    first time gets one. No token of the provider is kept.
    """

    issuer = Unicode(help="The provider's address.").tag(config=True)
    login_handler = ToProvider
    callback_handler = FromProvider

    def __init__(self, **options):
        super().__init__(**options)
        self._asked = -float("inf")
        self._making = asyncio.Lock()

    @default("http_client")
    def _patient_client(self):
        return AsyncHTTPClient(force_instance=True, max_body_size=LONGEST_ANSWER)

    async def authenticate(self, handler, data=None, **_):
        with self.counted(handler):
            await self.discover()
            found = await self._ask(handler, data)
            if found["groups"]:
                await self._make_account(found["name"])
            return self.admit(found["name"])

    async def _ask(self, handler, data) -> dict:
        try:
            return await super().authenticate(handler, data)
        except Refused:
            raise
        except (HTTPClientError, HTTPError) as error:
            status = error.code if isinstance(error, HTTPClientError) else error.status_code
            self.log.warning("The login provider lets nobody in: %d", status)
            if status in (400, 403):
                raise Refused("again") from None
        except Exception as error:
            self.log.error("The login provider answers nonsense: %s", type(error).__name__)
        raise Refused("provider_away", 503)

    async def _make_account(self, name: str) -> None:
        async with self._making:
            try:
                await asyncio.to_thread(new_accounts.make, name)
            except new_accounts.NotMade as error:
                self.log.error("No account for %s: %s", name, error)

    def may_use(self, name: str) -> bool:
        return super().may_use(name) and new_accounts.is_ours(name)

    def told(self, key: str) -> tuple[str, str]:
        return refusals.told(key, self.username_claim)

    async def discover(self) -> None:
        """Learn the provider's addresses. Raises Refused when it does not say them."""
        if time.monotonic() - self._asked < REMEMBERED:
            return
        try:
            answer = await self.httpfetch(url_path_join(self.issuer, DISCOVERY), "discovery")
            provider = Provider.model_validate(answer)
        except (OSError, HTTPClientError, json.JSONDecodeError, ValidationError) as error:
            self.log.error("No login provider at %s: %s", self.issuer, type(error).__name__)
            raise Refused("provider_away", 503) from None
        if provider.issuer != self.issuer:
            self.log.error("The login provider says that it is %r", provider.issuer[:200])
            raise Refused("provider_away", 503)
        self.authorize_url = provider.authorization_endpoint
        self.token_url = provider.token_endpoint
        self.userdata_url = provider.userinfo_endpoint
        methods = provider.token_endpoint_auth_methods_supported
        self.basic_auth = "client_secret_post" not in methods
        self._asked = time.monotonic()

    def user_info_to_username(self, user_info):
        claim = user_info.get(self.username_claim) if isinstance(user_info, dict) else None
        if isinstance(claim, str) and "@" in claim:
            raise Refused("email_claim")
        if not (name := stored(claim)):
            raise Refused("bad_claim")
        return name

    async def get_user_groups(self, auth_state):
        return set(self.roster.groups(self.user_info_to_username(auth_state["oauth_user"])))


def configure(c, settings: Settings, places: Places) -> None:
    """Tell the Hub, by its configuration `c`, where people log in. Raises SettingsError."""
    c.JupyterHub.authenticator_class = OidcLogin
    c.OidcLogin.issuer = settings.oidc.issuer
    c.OidcLogin.client_id = settings.oidc.client_id
    c.OidcLogin.client_secret = read_secret(places.secrets / SECRET)
    c.OidcLogin.username_claim = settings.oidc.username_claim
    c.OidcLogin.oauth_callback_url = settings.address + "/hub/oauth_callback"
    c.OidcLogin.scope = ["openid", "profile"]
    c.OidcLogin.validate_server_cert = True
    c.OidcLogin.http_request_kwargs = {"request_timeout": PATIENCE, "follow_redirects": False}


def read_secret(path: Path) -> str:
    """Return the client's secret; nobody else may be able to read it. Raises SettingsError."""
    try:
        private = not path.stat().st_mode & 0o077
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        private, secret = True, ""
    if private and secret:
        return secret
    raise SettingsError(
        sentence(
            f"{path} phải chứa mật khẩu của ứng dụng ở nơi đăng nhập (client secret) và chỉ root "
            "đọc được (chmod 600).",
            f"{path} must hold the client's secret for the login provider, readable by root only "
            "(chmod 600).",
        )
    )
