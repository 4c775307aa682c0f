"""An app that is made when somebody first asks for it: Gradio takes seconds to import."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack


class LazyApp:
    """An ASGI app made by `make` in a thread at the first request; `close` ends its lifespan."""

    def __init__(self, make: Callable):
        self.make = make
        self.app = None
        self.lock = asyncio.Lock()
        self.lifespan = AsyncExitStack()

    async def __call__(self, scope, receive, send):
        async with self.lock:
            if self.app is None:
                app = await asyncio.to_thread(self.make)
                await self.lifespan.enter_async_context(app.router.lifespan_context(app))
                self.app = app
        await self.app(scope, receive, send)

    async def close(self) -> None:
        await self.lifespan.aclose()
