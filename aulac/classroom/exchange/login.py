"""Logging in by browser: the Hub says who it is, a cookie of the session remembers it."""

import hashlib
from functools import cached_property
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse
from jupyterhub.services.auth import HubOAuth
from tornado.web import HTTPError

from .settings import Settings
from .words import Refusal

STATE_SECONDS = 600


class Login:
    """The Hub's OAuth, for browsers."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.session = f"{settings.client_id}-session"

    @cached_property
    def oauth(self) -> HubOAuth:
        return HubOAuth(
            api_url=self.settings.hub_url,
            api_token=self.settings.hub_token,
            base_url=self.settings.prefix,
            oauth_client_id=self.settings.client_id,
            oauth_redirect_uri=self.settings.prefix + "oauth_callback",
            oauth_authorization_url=self.settings.login_url,
            oauth_state_max_age=STATE_SECONDS,
        )

    def begin(self, request: Request) -> RedirectResponse:
        """Send the browser to the Hub, to come back to this page."""
        verifier, challenge, method = self.oauth.generate_pkce_code_challenge()
        state = self.oauth.generate_state(request.url.path, code_verifier=verifier)
        query = urlencode(
            {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        )
        answer = RedirectResponse(f"{self.oauth.login_url}&{query}", 303)
        self._set(request, answer, self._begun(state), "begun", STATE_SECONDS)
        return answer

    async def finish(self, request: Request, code: str, state: str) -> tuple[str, str]:
        """Return the token of who has logged in, and the page to show. Raises Refusal 403."""
        verifier = self.oauth.get_code_verifier(state)
        if self._begun(state) not in request.cookies or not verifier:
            raise Refusal(403, "login_failed")
        page = self.oauth.get_next_url(state)
        self.oauth.clear_oauth_state(state)
        try:
            token = await self.oauth.token_for_code(code, code_verifier=verifier, sync=False)
        except HTTPError:
            raise Refusal(403, "login_failed") from None
        return token, page

    def remember(self, request: Request, page: str, state: str, token: str) -> RedirectResponse:
        answer = RedirectResponse(page, 303)
        self._set(request, answer, self.session, token, None)
        answer.delete_cookie(self._begun(state), path=self.settings.prefix)
        return answer

    def _begun(self, state: str) -> str:
        """The cookie that says that this browser began this login; two tabs may begin at once."""
        return f"{self.settings.client_id}-{hashlib.sha256(state.encode()).hexdigest()}"

    def _set(self, request: Request, answer, name: str, value: str, seconds: int | None) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=seconds,
            path=self.settings.prefix,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
