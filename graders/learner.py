"""The learner's process: runs the learner's cells and answers the examiner; not to be trusted.

Learner code shares this process and can change everything in it. The examiner therefore believes
no verdict from here: it takes plain data and compares it itself.
"""

import builtins
import collections
import contextlib
import importlib
import inspect
import os
import random
import sys
import types
import warnings

from . import outputs
from .alarm import CellTimeout, alarm, paused_alarm
from .channel import Channel, Closed, TooMuch, WireError
from .wire import CONTENTS, Decoder, Encoder

MAX_HANDLES = 200_000
MAX_NESTING = 50
MAX_TEXT = 10_000
MAX_SYNC_FILES = 100
MAX_SYNC_BYTES = 8 * 2**20


class Peer:
    """An object of the examiner's, as learner code sees it: forwards what it is asked."""

    def __init__(self, learner: "Learner", token: int):
        self.__dict__.update(_learner=learner, _token=token)

    def __getattr__(self, name):
        return self._learner.ask("getattr", self._token, name)

    def __setattr__(self, name, value):
        self._learner.ask("setattr", self._token, name, value)

    def __call__(self, *args, **kwargs):
        return self._learner.ask("call", self._token, *args, **kwargs)

    def __iter__(self):
        return self._learner.ask("iter", self._token)

    def __next__(self):
        return self._learner.ask("next", self._token)

    def __len__(self):
        return self._learner.ask("len", self._token)

    def __getitem__(self, key):
        return self._learner.ask("getitem", self._token, key)

    def __contains__(self, item):
        return self._learner.ask("contains", self._token, item)

    def __str__(self):
        return self._learner.ask("str", self._token)

    def __enter__(self):
        return self._learner.ask("enter", self._token)

    def __exit__(self, *_):
        return self._learner.ask("exit", self._token)


class Learner:
    """Serves the requests of one examiner with one IPython shell."""

    def __init__(self, channel: Channel, shell):
        self.channel, self.shell = channel, shell
        self.objects: dict[int, object] = {}
        self.numbers: dict[int, int] = {}
        self.peers: dict[int, Peer] = {}
        self.thrown: dict[int, int] = {}
        self.request = 0
        self.nesting = 0
        self.files: dict[str, tuple] = {}
        self.capture = outputs.Capture()
        self.modules = len(sys.modules)

    def serve(self) -> None:
        """Answers until the examiner is gone."""
        with contextlib.suppress(Closed):
            while True:
                message, buffers = self.channel.receive()
                self.answer(message, buffers)

    def answer(self, message: dict, buffers: list[bytes]) -> None:
        outer, self.request = self.request, message["n"]
        number = {"n": message["n"]}
        try:
            reply, encoder = self.perform(message, buffers)
            self.channel.send(reply | number, encoder.buffers)
        except TooMuch:
            self.channel.send({"is": "too_much"} | number)
        self.request = outer

    def perform(self, message: dict, buffers: list[bytes]) -> tuple[dict, Encoder]:
        op = message["op"]
        if op == "cell":
            reply = self.run_cell(message)
            return self.finish(reply, self.encoder())
        if message.get("fresh"):
            with warnings.catch_warnings():
                pass  # as in a notebook, each cell shows its warnings again
        decoder = self.decoder(buffers)
        args = [decoder.decode(item) for item in message.get("args", ())]
        kwargs = {name: decoder.decode(item) for name, item in message.get("kwargs", {}).items()}
        before = self.contents(decoder.containers)
        try:
            with self.capture.texts() as texts, alarm(message.get("seconds")):
                value = getattr(self, f"do_{op}")(*args, **kwargs)
            encoder = self.encoder(decoder.containers)
            reply = {"is": "value", "value": encoder.encode(value)}
        except StopIteration as error:
            encoder = self.encoder()
            reply = {"is": "stop"} if op == "next" else self.raised(error, encoder)
        except CellTimeout:
            encoder, reply = self.encoder(), {"is": "timed_out"}
        except MemoryError:
            encoder, reply = self.encoder(), {"is": "out_of_memory"}
        except (TooMuch, Closed):
            raise
        except BaseException as error:
            encoder = self.encoder(decoder.containers)
            reply = self.raised(error, encoder)
        reply["changed"] = self.changes(before, decoder.containers, encoder)
        return self.finish(reply | texts.taken(), encoder)

    def finish(self, reply: dict, encoder: Encoder) -> tuple[dict, Encoder]:
        """Adds what the request has changed in the work folder."""
        if files := self.new_files():
            reply["files"] = {name: encoder.buffer(data) for name, data in files.items()}
        return reply, encoder

    # What can be asked

    def do_start(self, cpu: int, seed: int, output_kb: int) -> None:
        """Takes its place beside the examiner and seeds every generator that is loaded."""
        self.capture.limit = output_kb * 1024
        os.sched_setaffinity(0, {cpu})
        sys.path.insert(0, os.getcwd())
        self.do_seed("random", seed)
        if "numpy" in sys.modules:
            self.do_seed("numpy", seed)
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
            self.do_seed("torch", seed)

    def do_files(self, files: dict[str, bytes]) -> None:
        """Puts the files of the assignment, and the learner's own, into the work folder."""
        for name, content in files.items():
            os.makedirs(os.path.dirname(os.path.join(".", name)), exist_ok=True)
            with open(name, "wb") as file:
                file.write(content)
        self.new_files()

    def do_seed(self, which: str, seed) -> None:
        if which == "random":
            random.seed(seed)
        elif which == "numpy":
            import numpy

            numpy.random.seed(seed if seed is None else seed % 2**32)
        else:
            import torch

            torch.default_generator.manual_seed(seed)  # not of devices that are not there

    def do_get(self, name: str):
        if name in self.shell.user_ns:
            return self.shell.user_ns[name]
        raise NameError(f"name {name!r} is not defined")

    def do_set(self, name: str, value) -> None:
        self.shell.user_ns[name] = value

    def do_del(self, name: str) -> None:
        if name not in self.shell.user_ns:
            raise NameError(f"name {name!r} is not defined")
        del self.shell.user_ns[name]

    def do_call(self, target, *args, **kwargs):
        return target(*args, **kwargs)

    def do_getattr(self, target, name: str):
        return getattr(target, name)

    def do_setattr(self, target, name: str, value) -> None:
        setattr(target, name, value)

    def do_delattr(self, target, name: str) -> None:
        delattr(target, name)

    def do_getitem(self, target, key):
        return target[key]

    def do_setitem(self, target, key, value) -> None:
        target[key] = value

    def do_delitem(self, target, key) -> None:
        del target[key]

    def do_len(self, target):
        return len(target)

    def do_iter(self, target):
        return iter(target)

    def do_next(self, target):
        return next(target)

    def do_str(self, target):
        return str(target)

    def do_repr(self, target):
        return repr(target)

    def do_format(self, target, spec: str):
        return format(target, spec)

    def do_number(self, target, kind: str):
        return {"float": float, "int": int, "complex": complex}[kind](target)

    def do_index(self, target):
        return target.__index__()

    def do_enter(self, target):
        return type(target).__enter__(target)

    def do_exit(self, target):
        return type(target).__exit__(target, None, None, None)

    def do_dir(self, target):
        return dir(target)

    def do_isinstance(self, target, kind):
        return isinstance(target, kind)

    def do_issubclass(self, target, kind):
        return issubclass(target, kind)

    def do_ancestors(self, kind: type):
        return [[c.__module__, c.__qualname__] for c in kind.__mro__]

    def do_operator(self, name: str, *operands):
        import operator

        return getattr(operator, name)(*operands)

    def do_content(self, target):
        """The plain content of an instance of a class derived from list, dict or set."""
        for base in CONTENTS:
            if isinstance(target, base):
                return base(dict.items(target)) if base is dict else list(base.__iter__(target))
        raise TypeError("no content")

    def do_loads(self):
        """Names of the modules loaded since this process began, in their order."""
        return list(sys.modules)[self.modules :]

    def do_signature(self, target):
        """(name, kind, has a default, default) of each parameter; annotations are left out."""
        parameters = inspect.signature(target).parameters.values()
        return [
            (
                p.name,
                int(p.kind),
                p.default is not p.empty,
                None if p.default is p.empty else p.default,
            )
            for p in parameters
        ]

    # Cells

    def run_cell(self, message: dict) -> dict:
        """Runs a cell as a notebook would; returns its outputs and the names that are there now."""
        found = self.capture.run(self.shell, message["source"], alarm(message["seconds"]))
        names = [name for name in list(self.shell.user_ns) if isinstance(name, str)]
        return found | {"names": [n for n in names if not n.startswith("_")][:5000]}

    # Values in and out

    def encoder(self, known: list | None = None) -> Encoder:
        numbers = {id(value): number for number, value in enumerate(known or ())}
        return Encoder(self.export, numbers)

    def decoder(self, buffers: list[bytes]) -> Decoder:
        return Decoder(buffers, self.resolve, self.derive)

    def derive(self, base: type, plain, fields, reference):
        """Our own object, if that is what comes back; else its plain content, fields by name."""
        if reference[0] == "object":
            return self.resolve(reference)
        return plain if fields is None else collections.namedtuple("Row", fields)(*plain)

    def export(self, value) -> list:
        """How the examiner gets to know an object: a number and a few words about it."""
        if type(value) is Peer:
            return ["peer", value._token]
        if isinstance(value, type) and getattr(builtins, value.__name__, None) is value:
            if not issubclass(value, BaseException):
                return ["builtin", value.__name__]
        if isinstance(value, types.ModuleType):
            return ["module", value.__name__]
        number = self.number(value)
        return ["object", number, kind_of(value), name_of(value), callable(value)]

    def number(self, value) -> int:
        """The number of an object, which lives as long as this process."""
        if (number := self.numbers.get(id(value))) is None:
            if len(self.objects) >= MAX_HANDLES:
                raise TooMuch("handles")
            number = self.numbers[id(value)] = len(self.objects) + 1
            self.objects[number] = value
        return number

    def resolve(self, reference):
        kind, *rest = reference
        if kind == "object":
            return self.objects[rest[0]]
        if kind == "peer":
            return self.peers.setdefault(rest[0], Peer(self, rest[0]))
        if kind == "module":
            return importlib.import_module(rest[0])
        if kind == "global":
            value = importlib.import_module(rest[0])
            for part in rest[1].split("."):
                value = getattr(value, part)
            return value
        raise WireError(f"unknown reference {kind}")

    def contents(self, containers: list) -> list:
        """The content of each container before a call, to see afterwards what has changed."""
        return [self.content(value, containers) for value in containers]

    def content(self, value, containers: list):
        encoder = self.encoder(containers)
        encoder.known.pop(id(value), None)
        try:
            return encoder.encode(value), encoder.buffers
        except (TooMuch, TypeError, ValueError):
            return None

    def changes(self, before: list, containers: list, into: Encoder) -> list:
        """[number, new content] of each container that the call has changed in place."""
        changed = []
        for number, (value, old) in enumerate(zip(containers, before, strict=True)):
            if value is None or self.content(value, containers) == old:
                continue
            into.known.pop(id(value), None)
            into.numbers.pop(id(value), None)
            changed.append([number, into.encode(value)])
            into.known[id(value)] = number
        return changed

    def raised(self, error: BaseException, encoder: Encoder) -> dict:
        """What the examiner learns of an exception: names of its classes, its text, plain args."""
        if (token := self.thrown.pop(id(error), None)) is not None:
            return {"is": "thrown", "token": token}
        classes = [[c.__module__, c.__qualname__] for c in type(error).__mro__]
        try:
            text = str(error)[:MAX_TEXT]
        except Exception:
            text = ""
        reply = {"is": "raised", "classes": classes, "text": encoder.encode(text)}
        with contextlib.suppress(Exception):
            reply["args"] = encoder.encode(tuple(error.args))
        reply["error"] = encoder.export(error)
        reply["class"] = encoder.export(type(error))
        return reply

    # The examiner's objects

    def ask(self, do: str, token: int, *args, **kwargs):
        """Asks the examiner about one of its objects while it waits for our answer."""
        if not self.request or self.nesting >= MAX_NESTING:
            raise RuntimeError("the object can be used only during the call it was given to")
        encoder = self.encoder()
        message = {"n": self.request, "is": "callback", "do": do, "token": token}
        message["args"] = [encoder.encode(item) for item in args]
        message["kwargs"] = {name: encoder.encode(item) for name, item in kwargs.items()}
        self.nesting += 1
        try:
            with paused_alarm():
                self.channel.send(message | self.capture.flush(), encoder.buffers)
                return self.await_answer()
        finally:
            self.nesting -= 1

    def await_answer(self):
        while True:
            message, buffers = self.channel.receive()
            if "op" not in message:
                break
            self.answer(message, buffers)
        if message["is"] == "value":
            return self.decoder(buffers).decode(message["value"])
        if message["is"] == "stop":
            raise StopIteration
        error = getattr(builtins, message["type"], Exception)(message["text"])
        self.thrown[id(error)] = message["token"]
        raise error

    # Files

    def new_files(self) -> dict[str, bytes]:
        """Files of the work folder that are new or changed since the last time, within limits."""
        found: dict[str, bytes] = {}
        total = 0
        for path, entry in list_files("."):
            status = entry.stat(follow_symlinks=False)
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if self.files.get(path) == stamp or len(self.files) > MAX_SYNC_FILES:
                continue
            total += status.st_size
            if total > MAX_SYNC_BYTES:
                break
            self.files[path] = stamp
            with contextlib.suppress(OSError), open(path, "rb") as file:
                found[path] = file.read(MAX_SYNC_BYTES)
        return found


def list_files(folder: str, depth: int = 3):
    """(relative path, entry) of regular files below a folder."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries[:1000]:
        path = os.path.normpath(os.path.join(folder, entry.name))
        if entry.is_dir(follow_symlinks=False) and depth:
            yield from list_files(path, depth - 1)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry


def kind_of(value) -> str:
    if isinstance(value, type):
        return "exception" if issubclass(value, BaseException) else "class"
    for base in CONTENTS:
        if isinstance(value, base):
            return base.__name__
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        return "function"
    return "instance"


def name_of(value) -> str:
    named = isinstance(value, type) or kind_of(value) == "function"
    name = getattr(value if named else type(value), "__name__", "")
    return name if isinstance(name, str) else ""


def main(reading: int, writing: int, shell) -> None:
    """Serves on these two pipes; called in the locked process, never returns."""
    try:
        Learner(Channel(reading, writing), shell).serve()
    except BaseException:
        os._exit(70)
    os._exit(0)
