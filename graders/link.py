"""The examiner's line to one learner's process: requests, callbacks, limits in time and size."""

import contextlib
import sys
import time

from . import proxies
from .assignment import Cell
from .brief import brief
from .channel import Channel, Closed, Late, TooMuch, WireError
from .peers import SECRET, SERVED, library_name
from .proxies import Handle, LearnerRaised, handle_of, raised_class, safe_name
from .wire import Decoder, Encoder

GRACE = 2.0
MAX_CALLBACKS = 200_000
MAX_NESTING = 50
MAX_CALLS_SHOWN = 4


class Stopped(BaseException):
    """The learner's code did not come to an end; key names the sentence. No test may catch it."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


class Link:
    """Asks one learner's process; after a Stopped that killed it, `alive` is False.

    files(name, data) takes what the learner has written into the work folder. `until` is the
    moment (monotonic) by which the cell in hand has to end, `failure` the first Stopped in it.
    """

    def __init__(self, channel: Channel, files, seconds: float):
        self.channel, self.take_file, self.seconds = channel, files, seconds
        self.alive, self.number, self.nesting = True, 0, 0
        self.handles: dict[int, Handle | type] = {}
        self.next_token = 0
        self.begin()

    def begin(
        self,
        seconds: float | None = None,
        test: Cell | None = None,
    ) -> None:
        """A new cell: fresh time, no calls, no failure; objects handed over before are gone.

        A test says whose operators it believes, and which attributes may be read and written.
        """
        self.until = time.monotonic() + (seconds or self.seconds)
        self.peers: dict[int, object] = {}
        self.tokens: dict[int, int] = {}
        self.errors: dict[int, BaseException] = {}
        self.operators = frozenset(test.operators if test else ())
        self.readable, self.reads = test and test.reads, set()
        self.writable, self.writes = test and test.writes, set()
        self.failure: str | None = None
        self.weaker = False
        self.asked = 0
        self.callables: dict[str, Handle | type] = {}
        self.calls: list[dict] = []

    # Requests

    def cell(self, source: str, seconds: float) -> dict:
        """Runs a cell in the learner's process: {"status", "outputs", "names"}."""
        self.begin(seconds)
        message = {"op": "cell", "source": source, "seconds": seconds}
        return self.exchange(message, [], [])

    def ask(self, op: str, *args, **kwargs):
        """The value of a request, or the exception that learner code raised."""
        encoder = Encoder(self.export)
        message = {"op": op, "args": [encoder.encode(item) for item in args]}
        message["kwargs"] = {name: encoder.encode(item) for name, item in kwargs.items()}
        left = self.until - time.monotonic()
        if left <= 0:
            self.stop("timed_out", kill=False)
        message["seconds"], message["fresh"] = left, not self.asked
        reply = self.exchange(message, encoder.buffers, encoder.containers)
        return self.outcome(reply, op)

    def read(self, handle: Handle, name: str):
        """An attribute of a learner's object, if the solution's object was asked for it too.

        Where the solution gives plain data, an object that answers `equals` or `startswith` as it
        likes would give its own verdict.
        """
        if not name.startswith("__"):
            self.reads.add(name)
            if self.readable is not None and name not in self.readable:
                raise proxies.Opaque(handle._name, f".{name}")
        return self.ask("getattr", handle, name)

    def ask_weakly(self, name: str, *operands):
        """An operator that the learner's own class answers, since the test names that class."""
        self.weaker = True
        return self.ask("operator", name, *operands)

    def get(self, name: str):
        """The learner's value of a global name; functions and classes are asked for once a cell."""
        if name not in self.callables:
            value = self.ask("get", name)
            if not isinstance(value, (proxies.CallableHandle, type)):
                return value
            self.callables[name] = value
        return self.callables[name]

    def set(self, name: str, value) -> None:
        """Binds a global name in the learner's process."""
        self.callables.pop(name, None)
        self.ask("set", name, value)

    def delete(self, name: str) -> None:
        """Deletes a global name in the learner's process."""
        self.callables.pop(name, None)
        self.ask("del", name)

    def call(self, handle: Handle, args: tuple, kwargs: dict):
        """Calls a function of the learner's and remembers what was called and what came back."""
        shown = [*map(brief, args), *(f"{name}={brief(item)}" for name, item in kwargs.items())]
        call = {"call": f"{safe_name(handle._name)}({', '.join(shown)})", "gave": ""}
        self.calls = [*self.calls, call][-MAX_CALLS_SHOWN:]
        try:
            value = self.ask("call", handle, *args, **kwargs)
        except BaseException as error:
            call["gave"] = type(error).__name__
            raise
        call["gave"] = brief(value)
        return value

    def next_item(self, handle: Handle):
        return self.ask("next", handle)

    def trusts(self, handle: Handle) -> bool:
        return handle._name in self.operators

    def exchange(self, message: dict, buffers: list[bytes], sent: list) -> dict:
        """Sends a request and answers callbacks until its reply is here."""
        if not self.alive:
            raise Stopped(self.failure or "died")
        self.number += 1
        self.asked += 1
        number = message["n"] = self.number
        try:
            self.channel.send(message, buffers, self.until + GRACE)
            while True:
                reply, data = self.channel.receive(self.until + GRACE)
                if reply.get("n") != number:
                    raise WireError("reply to another request")
                if reply.get("is") != "callback":
                    return self.take(reply, data, sent)
                self.replay_texts(reply)
                self.answer(reply, data)
        except Late:
            self.stop("timed_out")
        except TooMuch:
            self.stop("too_much")
        except Closed:
            self.stop("died")
        except WireError:
            self.stop("protocol")

    def take(self, reply: dict, buffers: list[bytes], sent: list) -> dict:
        """Decodes a reply: its value, the changes to what was sent, files and printed text."""
        self.replay_texts(reply)
        files = reply.get("files") or {}
        decoder = Decoder(buffers, self.resolve, self.derive, sent)
        if type(files) is not dict:
            raise WireError("files")
        for name, number in files.items():
            self.take_file(name, decoder.buffer(number))
        for field in ("value", "text", "args", "error", "class"):
            if field in reply:
                known = field in ("error", "class")
                decode = self.resolve if known else decoder.decode
                reply[field] = decode(reply[field])
        changed = reply.get("changed") or []
        if type(changed) is not list or len(changed) > len(sent):
            raise WireError("changes")
        for number, content in [self.pair(item) for item in changed]:
            if type(number) is not int or not 0 <= number < len(sent):
                raise WireError("changes")
            refill(sent[number], decoder.decode(content))
        return reply

    @staticmethod
    def pair(item) -> tuple:
        if type(item) is not list or len(item) != 2:
            raise WireError("changes")
        return tuple(item)

    def outcome(self, reply: dict, op: str):
        """The value of a reply, or its exception raised here."""
        kind = reply.get("is")
        if kind == "value":
            return reply.get("value")
        if kind == "stop" and op == "next":
            raise StopIteration
        if kind == "thrown":
            error = self.errors.get(reply.get("token") if type(reply.get("token")) is int else -1)
            if error is None:
                self.stop("protocol")
            raise error
        if kind == "raised":
            raise self.learner_error(reply)
        if kind in ("timed_out", "out_of_memory", "too_much"):
            self.stop(kind, kill=False)
        self.stop("protocol")

    def learner_error(self, reply: dict) -> LearnerRaised:
        kind = reply.get("class")
        if not (isinstance(kind, type) and issubclass(kind, LearnerRaised)):
            kind = raised_class(names_of(reply.get("classes")))
        text, args = reply.get("text"), reply.get("args")
        error = kind.__new__(kind)
        error.args = args if type(args) is tuple else (text,)
        if isinstance(handle := reply.get("error"), Handle):
            error.__dict__["_handle"] = handle
        return error

    def stop(self, key: str, kill: bool = True):
        """Ends the cell in hand; with `kill` the process is of no more use."""
        self.failure = self.failure or key
        if kill:
            self.alive = False
        raise Stopped(key)

    @staticmethod
    def replay_texts(reply: dict) -> None:
        """Prints here what the learner's code has printed there, so that tests can read it."""
        for field, stream in (("out", sys.stdout), ("err", sys.stderr)):
            if type(text := reply.get(field)) is str and text:
                stream.write(text)

    # Callbacks

    def answer(self, message: dict, buffers: list[bytes]) -> None:
        """Does what learner code asks of an object that a test has handed to it."""
        self.asked += 1
        if self.asked > MAX_CALLBACKS or self.nesting >= MAX_NESTING:
            raise TooMuch("callbacks")
        decoder = Decoder(buffers, self.resolve, self.derive)
        if type(message.get("args")) is not list or type(message.get("kwargs")) is not dict:
            raise WireError("callback")
        args = [decoder.decode(item) for item in message["args"]]
        kwargs = {name: decoder.decode(item) for name, item in message["kwargs"].items()}
        encoder = Encoder(self.export)
        self.nesting += 1
        try:
            value = self.serve(message.get("do"), message.get("token"), args, kwargs)
            reply = {"is": "value", "value": encoder.encode(value)}
        except StopIteration:
            reply = {"is": "stop"}
        except (Stopped, WireError):
            raise
        except Exception as error:
            self.errors[len(self.errors)] = error
            name = next(k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins")
            reply = {"is": "error", "type": name, "text": "", "token": len(self.errors) - 1}
        finally:
            self.nesting -= 1
        self.channel.send(reply, encoder.buffers, self.until + GRACE)

    def serve(self, do, token, args: list, kwargs: dict):
        if type(token) is not int or not 0 <= token < self.next_token:
            raise WireError("no such object")
        if token not in self.peers:
            raise RuntimeError("this object belongs to an earlier test")
        target = self.peers[token]
        if do == "call":
            return target(*args, **kwargs)
        if do == "setattr" and args:
            self.writes.add(args[0])
            if self.writable is not None and args[0] not in self.writable:
                raise AttributeError(args[0])
        if kwargs or do not in SERVED:
            raise WireError("no such question")
        return SERVED[do](target, *args)

    def export(self, value) -> list:
        """How an object of ours is named on the wire; what would give ourselves away is refused."""
        if (handle := handle_of(value)) is not None:
            if handle._link is not self:
                raise Stopped("died")
            return ["object", handle._number]
        if isinstance(value, (int, float, complex, str, bytes, tuple, frozenset)):
            return ["plain"]
        if (name := library_name(value)) is not None:
            return name
        if isinstance(value, SECRET):
            raise TypeError(f"a {type(value).__name__} stays with the examiner")
        if (token := self.tokens.get(id(value))) is None:
            token = self.tokens[id(value)] = self.next_token
            self.peers[token], self.next_token = value, token + 1
        return ["peer", token]

    # References that come in

    def resolve(self, reference):
        """The local stand-in of an object of the learner's."""
        if type(reference) is not list or not reference:
            raise WireError("reference")
        kind, *rest = reference
        if kind == "object" and len(rest) == 4:
            return self.handle(*rest)
        if kind == "peer" and len(rest) == 1 and type(rest[0]) is int and rest[0] in self.peers:
            return self.peers[rest[0]]
        if kind == "builtin" and rest and rest[0] in proxies.BUILTIN_CLASSES:
            return proxies.BUILTIN_CLASSES[rest[0]]
        if kind == "module" and rest and type(rest[0]) is str:
            return self.module(rest[0])
        raise WireError("reference")

    def handle(self, number, kind, name, callable_):
        if type(number) is not int or type(kind) is not str:
            raise WireError("reference")
        if number not in self.handles:
            made = proxies.make_handle(self, number, kind, safe_name(name), callable_)
            if kind == "exception":
                self.handles[number] = made
                made = raised_class(names_of(self.ancestors(made)), made)
            self.handles[number] = made
        return self.handles[number]

    def ancestors(self, handle: Handle):
        """[module, name] of the classes an exception class is derived from, as the learner says."""
        return self.ask("ancestors", handle)

    @staticmethod
    def module(name: str):
        """A library the learner names, as it is loaded here."""
        root = name.partition(".")[0]
        if name in sys.modules and (root in sys.stdlib_module_names or root in proxies.LIBRARIES):
            return sys.modules[name]
        raise WireError("module")

    def derive(self, base: type, plain, fields, reference):
        handle = self.resolve(reference)
        if not isinstance(handle, Handle):
            raise WireError("reference")
        kind = proxies.derived_class(base, handle._name, fields)
        value = base.__new__(kind, plain)
        value.__dict__["_handle"] = handle
        return value


def names_of(classes) -> list[tuple[str, str]]:
    """[module, name] pairs from the wire, those that are what they should be."""
    if type(classes) is not list:
        return []
    return [
        (item[0], item[1])
        for item in classes[:50]
        if type(item) in (list, tuple) and len(item) == 2 and all(type(n) is str for n in item)
    ]


def refill(original, content) -> None:
    """Makes a list, dict, set, array or table the same as this content, in place."""
    if type(original) is not type(content):
        raise WireError("changes")
    if isinstance(original, (list, bytearray)):
        original[:] = content
    elif isinstance(original, (dict, set)):
        original.clear()
        original.update(content)
    elif hasattr(original, "_update_inplace"):
        original._update_inplace(content)
    elif getattr(original, "shape", None) == getattr(content, "shape", ()) and (
        original.dtype == content.dtype
    ):
        with untracked():
            original[...] = content
    else:
        raise WireError("changes")


def untracked():
    """No gradients are recorded, where torch is loaded."""
    torch = sys.modules.get("torch")
    return torch.no_grad() if torch else contextlib.nullcontext()
