"""Mends the formgraders' links to files, which know nothing of the Hub's addresses."""

import re
from urllib.parse import quote, urlsplit

from jupyterhub.handlers import BaseHandler
from tornado.web import HTTPError, authenticated

_FORMGRADER = re.compile(r"(/services/formgrade-[a-z0-9_-]+/)formgrader\b")


class FormgraderLink(BaseHandler):
    """Leads to the file in the JupyterLab of the formgrader on whose page the link was."""

    @authenticated
    def get(self, path):
        page = urlsplit(self.request.headers.get("Referer", "")).path
        if not (place := _FORMGRADER.match(page)):
            raise HTTPError(404)
        self.redirect(f"{place[1]}lab/tree/{quote(path)}")


HANDLERS = [(r"/(?:tree|notebooks|edit)/(.*)", FormgraderLink)]
