"""One server for the book and all playgrounds, on this machine only."""

from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..classroom.language import sentence
from ..classroom.ports import LOOPBACK, is_free
from ..course.source import LANGUAGES, find_root
from . import load, names
from .lazy import LazyApp

NOT_FOUND = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Không có trang này</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }}
body {{ margin: 3rem auto; max-width: 36rem; padding: 0 1rem; }} a {{ color: LinkText; }}</style>
</head><body><h1>Không có trang này</h1>
<p><a href="{home}">Về trang đầu</a></p>
<div lang="en"><h2>There is no such page</h2><p><a href="{home}">Back to the start</a></p></div>
</body></html>
"""


class NoSniff:
    """Adds the header that forbids browsers to guess types; streams pass through untouched."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_with_header(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        await self.app(scope, receive, send_with_header)


def application(modules: list[str], prefix: str = "/", book: Path | None = None):
    """Return the ASGI app: the book, if there is one, and the playgrounds of these modules.

    Below the prefix: vi/ and en/ (the book), playground/vi/01_chu_viet/ (an app),
    playground/modules.json (the list of modules). A proxy before it must keep the prefix.
    """
    home = f"{prefix}vi/" if book else f"{prefix}playground/vi/{modules[0]}/"
    apps = LazyApp(lambda: gradio_apps(modules, prefix, home))

    @asynccontextmanager
    async def lifespan(app):
        yield
        await apps.close()

    folders = [(lang, StaticFiles(directory=book / lang, html=True)) for lang in LANGUAGES if book]
    routes = [
        Route(prefix, lambda request: RedirectResponse(home)),
        Route(f"{prefix}playground/modules.json", lambda request: JSONResponse(modules)),
        Route("/favicon.ico", lambda request: Response(status_code=204)),
        *(Mount(f"{prefix}{lang}", folder) for lang, folder in folders),
        Route(f"{prefix}playground/{{path:path}}", apps),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(NoSniff)],
        exception_handlers={404: not_found(home)},
        lifespan=lifespan,
    )


def gradio_apps(modules: list[str], prefix: str, home: str):
    """Return the ASGI app of all playgrounds, at the addresses of `application`."""
    from fastapi import FastAPI

    from .gradio_parts import chrome, gr  # before anything imports gradio

    app = FastAPI(openapi_url=None, exception_handlers={404: not_found(home)})
    for lang in LANGUAGES:
        for name in modules:
            path = f"{prefix}playground/{lang}/{name}"
            gr.mount_gradio_app(app, load(name).build(lang), path, root_path=path, **chrome(lang))
    return app


def not_found(home: str):
    """Return what answers where there is nothing: a page in both languages, with a way home."""
    return lambda request, error: HTMLResponse(NOT_FOUND.format(home=home), status_code=404)


def run(module: str | None = None, port: int = 7860) -> int:
    """Serve one playground, or all of them, until Ctrl-C; return the exit code."""
    known = names()
    if module and module not in known:
        listed = ", ".join(known)
        print(
            sentence(
                f"Không có góc thử nghiệm nào tên {module}. Hiện có: {listed}.",
                f"There is no playground called {module}. There are: {listed}.",
            )
        )
        return 1
    if not is_free(port):
        print(
            sentence(
                f"Cổng {port} đang có chương trình khác dùng. "
                f"Hãy chọn cổng khác: aulac playground --port {port + 10}",
                f"Port {port} is used by another program. "
                f"Choose another one: aulac playground --port {port + 10}",
            )
        )
        return 1
    return serve([module] if module else known, port, book=built_book())


def built_book() -> Path | None:
    """The book of this checkout, if it has been built."""
    folder = find_root() / "build" / "book" / "html"
    return folder if folder.is_dir() else None


def serve(modules: list[str], port: int, prefix: str = "/", book: Path | None = None) -> int:
    """Serve on loopback until told to stop."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            print(welcome(modules, port, prefix, book), flush=True)

    print(sentence("Đang chuẩn bị góc thử nghiệm…", "Preparing the playgrounds…"), flush=True)
    settings = {"log_level": "warning", "timeout_graceful_shutdown": 2}
    app = application(modules, prefix, book)
    with suppress(KeyboardInterrupt):
        Server(uvicorn.Config(app, LOOPBACK, port, **settings)).run()
    print(sentence("Đã dừng.", "Stopped."))
    return 0


def welcome(modules: list[str], port: int, prefix: str, book: Path | None) -> str:
    """Return what stands in the terminal once everything answers."""
    start = f"http://{LOOPBACK}:{port}{prefix}"
    lines = [sentence("Góc thử nghiệm đã sẵn sàng:", "The playgrounds are ready:")]
    for name in modules:
        lines += [f"  {name} ({lang})  {start}playground/{lang}/{name}/" for lang in LANGUAGES]
    if book:
        title = sentence("sách", "book")
        lines += [f"  {title} ({lang})  {start}{lang}/" for lang in LANGUAGES]
    return "\n".join([*lines, sentence("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop.")])
