"""Stands in for a learner's Jupyter server: says whose it is and what was asked for.

With an argument it opens only once that file is there.
"""

import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


class Desk(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"<title>Desk</title><p>{os.environ['JUPYTERHUB_USER']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


for door in map(Path, sys.argv[1:]):
    while not door.exists():
        time.sleep(0.1)
address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
ThreadingHTTPServer((address.hostname, address.port), Desk).serve_forever()
