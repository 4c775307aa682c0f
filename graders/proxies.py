"""What a learner's objects look like in the examiner: quiet handles that never give a verdict.

A handle can be called, read, iterated and printed; what comes back is plain data, compared in the
examiner, or another handle. A handle never answers ==, <, truth or containment for itself, unless
the test names its class in `operators`. See docs on trust for why.
"""

import builtins
import inspect
import sys

MAX_ITERATIONS = 1_000_000
READABLE = frozenset(
    "__name__ __qualname__ __annotations__ __defaults__ __kwdefaults__ __len__ __wrapped__"
    " __slots__ __members__ __match_args__".split()
)
COMPARED = ("eq", "ne", "lt", "le", "gt", "ge")
COMPUTED = tuple("add sub mul truediv floordiv mod matmul pow and_ or_ xor lshift rshift".split())
UNARY = ("neg", "pos", "abs", "invert")
LIBRARIES = frozenset("numpy pandas torch".split())
SKIPPING = frozenset("unittest _pytest pytest doctest asyncio concurrent graders bdb".split())
NEVER_RAISED = (StopIteration, StopAsyncIteration, GeneratorExit)


class LearnerRaised(Exception):
    """An exception that learner code has raised; also of the builtin class it belongs to."""

    _handle = None

    def __getattr__(self, name: str):
        if self._handle is None or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._handle, name)


class Opaque(TypeError):
    """A test asks an object of the learner's for a verdict; `kind` is the name of its class."""

    def __init__(self, kind: str, what: str):
        super().__init__(
            f"an object of the learner's class {kind} gives no verdict ({what}): compare plain"
            f" values instead, or name the class in `operators: [{kind}]`"
        )
        self.kind = kind


class Handle:
    """An object in the learner's process, known by its number there."""

    __slots__ = ("_link", "_number", "_name", "_kind", "__weakref__")
    __array_ufunc__ = None
    __array_priority__ = 0

    def __init__(self, link, number: int, kind: str, name: str):
        values = {"_link": link, "_number": number, "_name": name, "_kind": kind}
        for slot, value in values.items():
            object.__setattr__(self, slot, value)

    def __getattr__(self, name: str):
        if name.startswith("__") and name.endswith("__") and name not in READABLE:
            raise AttributeError(name)
        return self._link.read(self, name)

    def __setattr__(self, name: str, value) -> None:
        self._link.ask("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._link.ask("delattr", self, name)

    def __getitem__(self, key):
        return self._link.ask("getitem", self, key)

    def __setitem__(self, key, value) -> None:
        self._link.ask("setitem", self, key, value)

    def __delitem__(self, key) -> None:
        self._link.ask("delitem", self, key)

    def __len__(self) -> int:
        return self._plain(self._link.ask("len", self), int)

    def __iter__(self):
        items = self._link.ask("iter", self)
        for _ in range(MAX_ITERATIONS):
            try:
                yield next(items)
            except StopIteration:
                return
        raise Opaque(self._name, "more than a million items")

    def __next__(self):
        return self._link.next_item(self)

    def __contains__(self, item) -> bool:
        return any(mine is item or mine == item for mine in self)

    def __str__(self) -> str:
        return self._plain(self._link.ask("str", self), str)

    def __repr__(self) -> str:
        return self._plain(self._link.ask("repr", self), str)

    def __format__(self, spec: str) -> str:
        return self._plain(self._link.ask("format", self, spec), str)

    def __float__(self) -> float:
        return float(self._plain(self._link.ask("number", self, "float"), float))

    def __int__(self) -> int:
        return self._plain(self._link.ask("number", self, "int"), int)

    def __complex__(self) -> complex:
        return self._plain(self._link.ask("number", self, "complex"), complex)

    def __index__(self) -> int:
        return self._plain(self._link.ask("index", self), int)

    def __enter__(self):
        return self._link.ask("enter", self)

    def __exit__(self, kind, error, trace):
        self._link.ask("exit", self)

    def __dir__(self):
        return [name for name in self._link.ask("dir", self) if type(name) is str]

    def __instancecheck__(self, instance) -> bool:
        handle = handle_of(instance)
        return handle is not None and self._link.ask("isinstance", handle, self) is True

    def __subclasscheck__(self, kind) -> bool:
        handle = handle_of(kind)
        return handle is not None and self._link.ask("issubclass", handle, self) is True

    def __hash__(self) -> int:
        return hash((id(self._link), self._number))

    def __bool__(self) -> bool:
        if self._link.trusts(self):
            return self._plain(self._link.ask_weakly("truth", self), bool)
        raise Opaque(self._name, "truth")

    def __array__(self, *_, **__):
        raise Opaque(self._name, "as an array")

    def __reduce_ex__(self, _):
        raise TypeError(f"an object of the learner's class {self._name} cannot be copied here")

    @property
    def __doc__(self):
        return self._link.ask("getattr", self, "__doc__")

    @property
    def __dict__(self):
        return self._link.ask("getattr", self, "__dict__")

    @property
    def __signature__(self) -> inspect.Signature:
        parameters = [
            inspect.Parameter(name, kind, default=default if given else inspect.Parameter.empty)
            for name, kind, given, default in self._link.ask("signature", self)
        ]
        return inspect.Signature(parameters)

    def _plain(self, value, kind: type):
        if not isinstance(value, kind) or isinstance(value, Handle):
            raise Opaque(self._name, f"no {kind.__name__}")
        return value


def handle_of(value) -> Handle | None:
    """The handle behind a stand-in of the learner's object or class; None for values of ours."""
    if isinstance(value, Handle):
        return value
    stands_in = isinstance(value, (Derived, LearnerRaised))
    if stands_in or isinstance(value, type) and issubclass(value, LearnerRaised):
        return value._handle
    return None


def _comparison(name: str):
    def compare(self, other):
        if self._link.trusts(self) or isinstance(other, Handle) and self._link.trusts(other):
            return self._link.ask_weakly(name, self, other)
        if name in ("eq", "ne"):
            return (self is other) == (name == "eq")
        raise Opaque(self._name, name)

    return compare


def _operation(name: str, swapped: bool = False, unary: bool = False):
    def compute(self, *others):
        if self._link.trusts(self):
            operands = (*others, self) if swapped else (self, *others)
            return self._link.ask_weakly(name, *operands)
        raise Opaque(self._name, name)

    return compute


for _name in COMPARED:
    setattr(Handle, f"__{_name}__", _comparison(_name))
for _name in COMPUTED:
    setattr(Handle, f"__{_name.strip('_')}__", _operation(_name))
    setattr(Handle, f"__r{_name.strip('_')}__", _operation(_name, swapped=True))
for _name in UNARY:
    setattr(Handle, f"__{_name}__", _operation(_name, unary=True))


class CallableHandle(Handle):
    """A function, a class, or an instance that can be called."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return self._link.call(self, args, kwargs)


class ContentHandle(Handle):
    """An instance of a class derived from list, dict or set: its content is compared here."""

    __slots__ = ()

    def __eq__(self, other):
        if self is other:
            return True
        if isinstance(other, Handle) and not isinstance(other, ContentHandle):
            return False
        return self._content() == (other._content() if isinstance(other, Handle) else other)

    def __ne__(self, other):
        return not self == other

    def __bool__(self) -> bool:
        return bool(self._content())

    __hash__ = Handle.__hash__

    def _content(self):
        content = self._link.ask("content", self)
        kinds = {"list": list, "dict": dict, "set": set}
        if type(content) not in (list, dict):
            raise Opaque(self._name, "content")
        return kinds[self._kind](content)


for _kind in (CallableHandle, ContentHandle):
    _kind.__doc__ = vars(Handle)["__doc__"]  # a learner's object shows its own


def make_handle(link, number: int, kind: str, name: str, callable_: bool) -> Handle:
    """The handle of an object that is no exception class."""
    if kind in ("list", "dict", "set"):
        return ContentHandle(link, number, kind, name)
    return (CallableHandle if callable_ is True else Handle)(link, number, kind, name)


def raised_class(classes: list, handle=None) -> type[LearnerRaised]:
    """A class for an exception of the learner's: LearnerRaised and the known class it comes from.

    classes are [module, name] of its classes, nearest first. Only exceptions that can end nothing
    but the test are taken over: no SystemExit, StopIteration, Skip.
    """
    name = safe_name(classes[0][1]) if classes else "Exception"
    for module, qualified in classes:
        known = find_exception(module, qualified)
        if known is not None:
            bases = (LearnerRaised,) if known is Exception else (LearnerRaised, known)
            return type(name, bases, {"_handle": handle, "__module__": "learner"})
    return type(name, (LearnerRaised,), {"_handle": handle, "__module__": "learner"})


def find_exception(module, name) -> type | None:
    """An exception class of Python or of a numeric library that is loaded here; else None."""
    if type(module) is not str or type(name) is not str or "." in name:
        return None
    root = module.partition(".")[0]
    known = root in LIBRARIES or root in sys.stdlib_module_names and root not in SKIPPING
    found = getattr(sys.modules.get(module), name, None) if known else None
    if not isinstance(found, type) or not issubclass(found, Exception):
        return None
    return None if issubclass(found, NEVER_RAISED) else found


class Derived:
    """Mixed into local classes for values of a learner's class derived from a builtin one."""

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._handle, name)


def derived_class(base: type, name: str, fields: list[str] | None) -> type:
    """A local subclass of a builtin class; a namedtuple's fields are readable by name."""
    names = {field: property(field_reader(i, field)) for i, field in enumerate(fields or ())}
    if fields is not None:
        names |= {
            "_fields": tuple(fields),
            "_asdict": lambda self: dict(zip(fields, self, strict=True)),
        }
    return type(name, (Derived, base), names)


def field_reader(index: int, name: str):
    """Reads a field of a namedtuple; what is no plain data is read as an attribute is."""

    def read(row):
        value = tuple.__getitem__(row, index)
        return row._handle._link.read(row._handle, name) if isinstance(value, Handle) else value

    return read


def safe_name(name) -> str:
    """A name that is fit to be shown: an identifier of at most 80 characters."""
    return name if type(name) is str and name.isidentifier() and len(name) <= 80 else "object"


BUILTIN_CLASSES = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and not issubclass(kind, BaseException)
}
