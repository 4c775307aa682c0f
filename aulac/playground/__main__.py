"""The server as a service of JupyterHub, which says in the environment where it is wanted.

AULAC_BOOK names the folder of the built book, if it is not that of this checkout.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from . import names
from .server import built_book, serve

if __name__ == "__main__":
    port = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).port
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    book = os.environ.get("AULAC_BOOK")
    sys.exit(serve(names(), port, prefix, Path(book) if book else built_book()))
