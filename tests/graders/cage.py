"""Runs a piece of learner's code in the sandbox, from a process of its own, and says what came.

Imported by tests, and run by itself as the small zygote that they start: `run` sends a request as
JSON, the zygote forks, and sends back what the code told, how it ended, and what was left over.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOMEBODY = 12345  # an ordinary account, which need not exist


@dataclass(frozen=True)
class Account:
    """Who runs the zygote, and with which Python: another account may not reach ours."""

    user: int
    python: str


def here() -> Account:
    return Account(os.geteuid(), sys.executable)


def ordinary() -> tuple[Account | None, str]:
    """An account without privileges, or why there is none."""
    if os.geteuid() != 0:
        return here(), ""
    for python in (sys.executable, "/usr/bin/python3"):
        account = Account(SOMEBODY, python)
        try:
            tried = _start(account, ["-c", "import graders.sandbox"])
        except OSError as error:
            why = f"{python}: {error.strerror}"
            continue
        if tried.returncode == 0:
            return account, ""
        why = f"{python}: {tried.stderr.strip().splitlines()[-1]}"
    return None, f"no Python that uid {SOMEBODY} can run and that can read {ROOT}: {why}"


def run(code: str, account: Account | None = None, **request) -> dict:
    """Runs code, which may call tell(value), in a box; request: see `serve`."""
    account = account or here()
    done = _start(account, [__file__], json.dumps({"code": code, **request}))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _start(account: Account, arguments: list[str], text: str = "") -> subprocess.CompletedProcess:
    own = {} if account.user == os.geteuid() else {"user": account.user, "group": account.user}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        return subprocess.run(
            [account.python, *arguments],
            input=text,
            capture_output=True,
            text=True,
            cwd=folder,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
            | {"SECRET": "of the grader"},
            extra_groups=[] if own else None,
            timeout=60,
            **own,
        )


def serve(
    code: str,
    level: str = "namespaces",
    limits: dict | None = None,
    readable: tuple[str, ...] = (),
    imports: tuple[str, ...] = (),
    refuse: tuple[tuple[str, int], ...] = (),
    times: int = 1,
    kill: bool = False,
) -> dict:
    """The zygote: imports, refuses itself some calls as a container would, forks, and looks.

    kill ends the learner's process after it has told something.
    """
    from graders import seccomp, syscalls
    from graders.limits import Limits
    from graders.sandbox import Box, Level

    for name in imports:
        __import__(name)
    if refuse:
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        rules = tuple(seccomp.Rule(call, error, "as a container") for call, error in refuse)
        syscalls.seccomp(seccomp.compile_filter(rules))
    box = Box(Level(level), Limits.from_dict(limits or {}), tuple(readable))
    before = sorted(os.listdir("/proc/self/fd"))
    for _ in range(times):
        answer = _once(box, code, kill)
    answer["same_fds"] = sorted(os.listdir("/proc/self/fd")) == before
    answer["children"] = _children()
    return answer


def _once(box, code: str, kill: bool) -> dict:
    from graders.sandbox import SandboxError, describe_exit, spawn

    answer, told = os.pipe()
    try:
        child = spawn(box, [told])
    except SandboxError as error:
        os.close(answer)
        os.close(told)
        return {"state": str(error), "spawned": False}
    if child is None:
        _live(code, told, box)
    os.close(told)
    state = _read(child.errors)
    first = os.read(answer, 1) if kill else b""
    if kill:
        child.kill()
    words = (first.decode() + _read(answer)).splitlines()
    os.close(answer)
    outcome = describe_exit(os.waitpid(child.pid, 0)[1], child.cgroup)
    peak = child.cgroup.peak_bytes() if child.cgroup else None
    left = [folder for folder in child.cgroup.home.folders] if child.cgroup else []
    left += [child.work] if child.work else []
    child.close()
    return {
        "state": state,
        "spawned": True,
        "told": [json.loads(word) for word in words],
        "end": outcome.end,
        "number": outcome.number,
        "peak": peak,
        "left": [str(path) for path in left if os.path.exists(path)],
    }


def _live(code: str, told: int, box) -> None:
    def tell(value) -> None:
        os.write(told, json.dumps(value).encode() + b"\n")

    try:
        exec(code, {"tell": tell, "box": box, "told": told})
    except SystemExit as error:
        os._exit(error.code or 0)
    except BaseException as error:
        tell(f"{type(error).__name__}: {error}")
        os._exit(99)
    os._exit(0)


def _read(fd: int) -> str:
    text = b""
    while part := os.read(fd, 65536):
        text += part
    return text.decode()


def _children() -> int:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return 0
    return 1


if __name__ == "__main__":
    print(json.dumps(serve(**json.load(sys.stdin))))
