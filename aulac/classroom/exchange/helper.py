"""The service's side of the worker: starts it, starts it again when it dies, wakes it, ends it."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .settings import Settings

PAUSE = 1.0  # seconds before a worker that died is replaced
PATIENCE = 10.0  # seconds for a worker to end

log = logging.getLogger("aulac.exchange")


class Helper:
    """Keeps a worker for the course directory of the settings; without one it keeps none."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.process: asyncio.subprocess.Process | None = None
        self.ear, self.mouth = os.pipe()
        os.set_blocking(self.mouth, False)

    @property
    def grades(self) -> bool:
        """Submissions can be graded here."""
        return bool(self.settings.course_dir)

    def wake(self) -> None:
        """Tell the worker that there may be work; from any thread."""
        with contextlib.suppress(BlockingIOError):  # it has been told often enough
            os.write(self.mouth, b"\n")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep a worker running until the block ends."""
        keeping = asyncio.create_task(self.keep()) if self.grades else None
        try:
            yield
        finally:
            if keeping:
                keeping.cancel()
            os.close(self.mouth)
            await self.end()
            os.close(self.ear)

    async def keep(self) -> None:
        command = [sys.executable, "-m", "aulac.classroom.exchange.worker"]
        while True:
            self.process = await asyncio.create_subprocess_exec(
                *command, stdin=self.ear, env=self.environment()
            )
            code = await self.process.wait()
            log.warning("the worker ended with %s; another one starts", code)
            await asyncio.sleep(PAUSE)

    async def end(self) -> None:
        """Wait for the worker to notice that nobody is there any more."""
        if self.process and self.process.returncode is None:
            try:
                await asyncio.wait_for(self.process.wait(), PATIENCE)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()

    def environment(self) -> dict[str, str]:
        """What the worker is told; the tokens of the Hub are not for it."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
        return kept | {
            "AULAC_EXCHANGE_DIR": str(self.settings.folder),
            "AULAC_EXCHANGE_DB": self.settings.database_url,
            "AULAC_EXCHANGE_COURSE_DIR": self.settings.course_dir,
        }
