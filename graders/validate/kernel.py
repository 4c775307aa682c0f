"""A kernel of the learner's own, started for one validation: runs cells, each with a time limit."""

import ast
import asyncio
import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

READY_SECONDS = 60
STOP_SECONDS = 5
PROBE = (Path(__file__).parent / "probe.py").read_text(encoding="utf-8")
LINE = re.compile(r"line (\d+)")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class KernelFailed(Exception):
    """No kernel can be started."""


@dataclass(frozen=True)
class Outcome:
    """What became of a cell: `ok`, `error`, `timed_out`, `died`; found is what the probe noted."""

    status: str
    type: str = ""
    text: str = ""
    line: int | None = None
    warned: bool = False
    found: dict | None = None


class Kernel:
    """`async with Kernel(...) as kernel: await kernel.run(source)`. Raises KernelFailed."""

    def __init__(self, name: str, folder: Path, specs):
        self.name, self.folder, self.specs = name, folder, specs
        self.alive = False

    async def __aenter__(self) -> "Kernel":
        known = self.specs.find_kernel_specs()
        name = self.name if self.name in known else "python3"
        self.manager = AsyncKernelManager(kernel_name=name, kernel_spec_manager=self.specs)
        try:
            await self.manager.start_kernel(cwd=str(self.folder))
            self.client = self.manager.client()
            self.client.start_channels()
            await self.client.wait_for_ready(timeout=READY_SECONDS)
        except (OSError, RuntimeError, NoSuchKernel) as error:
            await self.__aexit__()
            raise KernelFailed(str(error)) from error
        self.alive = True
        await self.run(install(), seconds=READY_SECONDS)
        return self

    async def __aexit__(self, *_) -> None:
        if hasattr(self, "client"):
            self.client.stop_channels()
        with contextlib.suppress(Exception):  # whatever is left of it, it has to go
            await self.manager.shutdown_kernel(now=True)

    async def run(self, source: str, seconds: float) -> Outcome:
        """Runs a cell of the learner's."""
        return await self.request(source, {}, seconds)

    async def test(self, source: str, seconds: float) -> Outcome:
        """Runs a test cell under the probe."""
        module = "__import__('sys').modules['graders_probe']"
        shell = "get_ipython()"
        expression = f"{module}.run({shell}.transform_cell({source!r}), {shell}.user_ns)"
        return await self.request("", {"found": expression}, seconds)

    async def request(self, source: str, expressions: dict, seconds: float) -> Outcome:
        warned = []

        def look(message: dict) -> None:
            if message["header"]["msg_type"] == "stream":
                warned.append(message["content"].get("name") == "stderr")

        asked = asyncio.ensure_future(
            self.client.execute_interactive(
                source,
                store_history=False,
                allow_stdin=False,
                stop_on_error=False,
                user_expressions=expressions,
                output_hook=look,
                timeout=None,
            )
        )
        watch = asyncio.ensure_future(self.death())
        done, _ = await asyncio.wait({asked, watch}, timeout=seconds, return_when="FIRST_COMPLETED")
        watch.cancel()
        if asked in done:
            return outcome(asked.result()["content"], any(warned))
        asked.cancel()
        if watch in done:
            self.alive = False
            return Outcome("died")
        await self.interrupt()
        return Outcome("timed_out")

    async def death(self) -> None:
        while await self.manager.is_alive():
            await asyncio.sleep(0.2)

    async def interrupt(self) -> None:
        """Stops what runs; a kernel that does not listen is not used again."""
        await self.manager.interrupt_kernel()
        try:
            await asyncio.wait_for(
                self.client.execute_interactive("", silent=True, timeout=None), STOP_SECONDS
            )
        except TimeoutError:
            self.alive = False


def install() -> str:
    """Makes the probe a module of the kernel without giving the learner's namespace a name."""
    return (
        "__import__('sys').modules.__setitem__('graders_probe', (lambda made: (exec("
        f"{PROBE!r}, made.__dict__), made)[1])(__import__('types').ModuleType('graders_probe')))"
    )


def outcome(reply: dict, warned: bool) -> Outcome:
    if reply["status"] != "ok":
        lines = [ANSI.sub("", line) for line in reply.get("traceback", [])]
        numbers = [int(n) for line in lines if "Cell In" in line for n in LINE.findall(line)[:1]]
        type_, text = reply.get("ename", ""), reply.get("evalue", "")
        return Outcome("error", type_, text, numbers[-1] if numbers else None, warned)
    asked = reply.get("user_expressions", {}).get("found")
    if asked is None:
        return Outcome("ok", warned=warned)
    if asked["status"] != "ok":
        return Outcome("error", asked.get("ename", ""), asked.get("evalue", ""), warned=warned)
    found = json.loads(ast.literal_eval(asked["data"]["text/plain"]))
    return Outcome("ok", warned=warned, found=found)
