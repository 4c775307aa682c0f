"""The addresses that the button asks, in the learner's own Jupyter server."""

import asyncio
import json
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.validate_assignment.handlers import NbGraderVersionHandler
from tornado import web
from traitlets import Enum, Float
from traitlets.config import LoggingConfigurable

from ..feedback.view import sentence
from ..feedback.words import WORDS
from ..submission import Refused
from .dialog import answer, refusal
from .practice import practise


class Validate(LoggingConfigurable):
    """How notebooks are tried: `c.Validate.lang = "en"`."""

    lang = Enum(tuple(WORDS), default_value="vi", help="Language of sentences").tag(config=True)
    cell_seconds = Float(30.0, help="How long one cell may run").tag(config=True)
    seconds = Float(300.0, help="How long a whole notebook may run").tag(config=True)

    def __init__(self, **kw):
        super().__init__(**kw)
        self.one_at_a_time = asyncio.Lock()

    async def try_out(self, path: Path, specs) -> dict:
        """nbgrader's answer to its button. Never raises, but for what stops the server itself."""
        async with self.one_at_a_time:
            try:
                found = await practise(path, specs, self.cell_seconds, self.seconds)
                value = answer(found, self.lang)
            except Refused as refused:
                value = refusal(refused.key, refused.params, self.lang)
            except Exception:
                self.log.exception("cannot validate %s", path)
                return {"success": False, "value": sentence("practice_failed", self.lang, {})}
            return {"success": True, "value": value}


class ValidateHandler(JupyterHandler):
    """POST `path` of a notebook below the server's root; the answer is JSON."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def post(self):
        validate = self.settings["graders_validate"]
        answer = await validate.try_out(self.path(), self.kernel_spec_manager)
        self.finish(json.dumps(answer))

    def path(self) -> Path:
        body = self.get_json_body() or {}
        asked = self.get_argument("path", None) or body.get("path")
        if not isinstance(asked, str):
            raise web.HTTPError(400, "no path of a notebook")
        root = Path(self.settings["graders_root"]).resolve()
        path = (root / asked.lstrip("/")).resolve()
        if not path.is_relative_to(root):
            raise web.HTTPError(403, "outside of the server's folder")
        if not path.is_file():
            raise web.HTTPError(404, "no such file")
        return path


def add_handlers(server) -> None:
    """Serves the button's two addresses from this server."""
    app = server.web_app
    app.settings["graders_validate"] = Validate(parent=server)
    app.settings["graders_root"] = server.root_dir
    base = app.settings["base_url"]
    app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "/assignments/validate"), ValidateHandler),
            (url_path_join(base, "/nbgrader_version"), NbGraderVersionHandler),
        ],
    )
