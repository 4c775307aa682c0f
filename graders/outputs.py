"""What a cell leaves to see: text, results, plots and errors, limited in bytes."""

import contextlib
import io
import os
import sys
import traceback

from .alarm import CellTimeout

LIMIT = 2**20
MAX_OUTPUTS = 200
MAX_TRACEBACK = 20
KEPT = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "application/json",
)
CUT = "\n… [cut]\n"


class Stream(io.TextIOBase):
    """A text stream whose owner keeps what is written, up to its limit."""

    encoding, errors = "utf-8", "surrogatepass"

    def __init__(self, name: str, owner: "Capture"):
        self.name, self.owner = name, owner

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.owner.add_text(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2

    def flush(self) -> None:
        pass


class Capture:
    """Collects the outputs of a cell, or the printed text of a call, up to `limit` characters."""

    def __init__(self):
        self.found: list[dict] = []
        self.size, self.limit = 0, LIMIT
        self.files = [os.memfd_create(name, os.MFD_CLOEXEC) for name in ("stdout", "stderr")]
        for number, file in enumerate(self.files, 1):
            os.dup2(file, number)
        self.streams = {name: Stream(name, self) for name in ("stdout", "stderr")}
        sys.stdout, sys.stderr = self.streams["stdout"], self.streams["stderr"]

    def add_text(self, name: str, text: str) -> None:
        left = self.limit - self.size
        if left <= 0:
            return
        self.size += len(text)
        text = text if len(text) <= left else text[:left] + CUT
        last = self.found[-1] if self.found else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def add(self, output: dict) -> None:
        if len(self.found) < MAX_OUTPUTS:
            self.found.append(output)

    def add_error(self, error: BaseException) -> None:
        """Adds an error once; nested runs show theirs before the cell itself ends."""
        if error is not self.error:
            self.error = error
            self.add(describe_error(error))

    def add_bundle(self, kind: str, data: dict, metadata: dict) -> None:
        """Adds a result or a display, without what is too large or of no known type."""
        kept = {}
        for key in KEPT:
            value = data.get(key)
            if isinstance(value, bytes):
                import base64

                value = base64.b64encode(value).decode()
            if isinstance(value, str) and self.size + len(value) <= self.limit:
                kept[key], self.size = value, self.size + len(value)
        output = {"output_type": kind, "data": kept, "metadata": {}}
        self.add(output | ({"execution_count": None} if kind == "execute_result" else {}))

    def collect_files(self) -> None:
        """Adds what was written past Python to the file descriptors 1 and 2."""
        for name, file in zip(self.streams, self.files, strict=True):
            with contextlib.suppress(OSError):
                if size := os.fstat(file).st_size:
                    text = os.pread(file, self.limit, 0).decode("utf-8", "replace")
                    self.add_text(name, text if size <= self.limit else text + CUT)
                    os.ftruncate(file, 0)
                    os.lseek(file, 0, os.SEEK_SET)

    def begin(self) -> None:
        self.found, self.size, self.error = [], 0, None

    def run(self, shell, source: str, alarm) -> dict:
        """Runs a cell; {"status": "ok" | "error" | "timed_out" | "out_of_memory", "outputs"}."""
        self.begin()
        shell.taker.capture = self
        status, error = "ok", None
        try:
            with alarm:
                result = shell.run_cell(source, store_history=False)
                error = result.error_before_exec or result.error_in_exec
        except BaseException as escaped:
            error = escaped
        self.collect_files()
        if error is not None:
            status = {CellTimeout: "timed_out", MemoryError: "out_of_memory"}.get(
                type(error), "error"
            )
            self.add_error(error)
        return {"is": "cell", "status": status, "outputs": self.found}

    @contextlib.contextmanager
    def texts(self):
        """Collects what a call prints; `taken()` gives it as {"out", "err"}."""
        self.begin()
        yield self
        self.collect_files()

    def taken(self) -> dict:
        texts = {"stdout": "", "stderr": ""}
        for output in self.found:
            if output["output_type"] == "stream":
                texts[output["name"]] += output["text"]
        self.begin()
        return {"out": texts["stdout"], "err": texts["stderr"]}

    def flush(self) -> dict:
        """What was printed up to now, for a callback that comes between."""
        self.collect_files()
        return self.taken()


def describe_error(error: BaseException) -> dict:
    """A notebook's error output: the traceback through the learner's own cells."""
    try:
        lines = traceback.format_exception(error, limit=-MAX_TRACEBACK)
        text = "".join(lines)[:LIMIT].split("\n")
        value = str(error)[:LIMIT]
    except Exception:
        text, value = [type(error).__name__], ""
    name = str(type(error).__name__)
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": text}
