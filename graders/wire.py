"""Values on the wire between examiner and learner: plain data by exact type, with strict limits.

Values become JSON and raw buffers: a JSON array is a list, a JSON object holds one tag. What is no
plain data crosses as a reference, which each side makes and resolves with its own hooks. Nothing is
ever unpickled, and what a value names is never imported. Every departure from the format is a
WireError.
"""

import collections
import datetime
import decimal
import fractions
import math
import pathlib

from . import arrays
from .channel import TooMuch, WireError

MAX_DEPTH = 100
MAX_ITEMS = 2_000_000
BIG_INT = 1024
MAX_INT_BITS = 2**20
SCALARS = frozenset((type(None), bool, float, str))
BASES = (int, float, complex, str, bytes, tuple, frozenset)
CONTENTS = (list, dict, set)
VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}


class Encoder:
    """Turns values into JSON and buffers.

    export(value) gives the reference of a value that is no plain data, or raises TypeError.
    known maps `id()` of a list, dict, set or array that the other side has already to its number.
    `containers` lists those met, in the order in which the decoder meets them.
    """

    def __init__(self, export, known: dict[int, int] | None = None):
        self.export, self.known = export, known or {}
        self.buffers: list[bytes] = []
        self.containers: list[object] = []
        self.numbers: dict[int, int] = {}
        self.items = self.depth = 0

    def encode(self, value) -> object:
        kind = type(value)
        if kind in SCALARS and (kind is not float or math.isfinite(value)):
            return value if kind is not str else self._string(value)
        if kind is int:
            return self._integer(value)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooMuch("depth")
        try:
            return self._compound(kind, value)
        finally:
            self.depth -= 1

    def _compound(self, kind: type, value):
        if (number := self.known.get(id(value))) is not None:
            return {"argument": number}
        if (number := self.numbers.get(id(value))) is not None:
            return {"same": number}
        if handler := self.HANDLERS.get(kind):
            return handler(self, value)
        if (encoded := arrays.encode(self, kind, value)) is not None:
            return encoded
        for base in BASES:
            if isinstance(value, base):
                return self._subclass(base, value)
        return {"ref": self.export(value)}

    def container(self, value) -> None:
        """Gives a mutable value its number, before its content is encoded."""
        self.numbers[id(value)] = len(self.containers)
        self.containers.append(value)

    def buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def sequence(self, values) -> list:
        self.items += len(values)
        if self.items > MAX_ITEMS:
            raise TooMuch("items")
        return [self.encode(value) for value in values]

    def pairs(self, value: dict) -> list:
        return [self.sequence(list(value.keys())), self.sequence(list(value.values()))]

    def _string(self, value: str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return {"text": self.buffer(value.encode("utf-8", "surrogatepass"))}
        return value

    def _integer(self, value: int):
        if value.bit_length() <= BIG_INT:
            return value
        if value.bit_length() > MAX_INT_BITS:
            raise TooMuch("integer")
        return {"int": hex(value)}

    def _list(self, value):
        self.container(value)
        return self.sequence(value)

    def _dict(self, value):
        self.container(value)
        return {"dict": self.pairs(value)}

    def _set(self, value):
        self.container(value)
        return {"set": self.sequence(list(value))}

    def _bytearray(self, value):
        self.container(value)
        return {"bytearray": self.buffer(bytes(value))}

    def _deque(self, value):
        return {"deque": [self.sequence(list(value)), value.maxlen]}

    def _defaultdict(self, value):
        return {"defaultdict": [self.encode(value.default_factory), *self.pairs(value)]}

    def _view(self, value):
        return {"view": [VIEWS[type(value)], self.sequence(list(value))]}

    def _datetime(self, value):
        return {"datetime": [value.replace(tzinfo=None).isoformat(), value.fold, *_zone(value)]}

    def _subclass(self, base: type, value):
        """A value of a class derived from a builtin one: its plain content, and its reference."""
        plain = base.__new__(base, value) if base is not str else str.__str__(value)[:]
        fields = getattr(value, "_fields", None) if base is tuple else None
        named = list(fields) if type(fields) is tuple and set(map(type, fields)) <= {str} else None
        return {"derived": [base.__name__, self.encode(plain), named, self.export(value)]}

    HANDLERS = {
        float: lambda self, value: {"float": str(value)},
        list: _list,
        dict: _dict,
        set: _set,
        bytearray: _bytearray,
        tuple: lambda self, value: {"tuple": self.sequence(value)},
        frozenset: lambda self, value: {"frozenset": self.sequence(list(value))},
        bytes: lambda self, value: {"bytes": self.buffer(value)},
        complex: lambda self, value: {"complex": self.sequence([value.real, value.imag])},
        range: lambda self, value: {"range": self.sequence([value.start, value.stop, value.step])},
        slice: lambda self, value: {"slice": self.sequence([value.start, value.stop, value.step])},
        type(...): lambda self, value: {"ellipsis": None},
        type(NotImplemented): lambda self, value: {"notimplemented": None},
        collections.Counter: lambda self, value: {"counter": self.pairs(value)},
        collections.OrderedDict: lambda self, value: {"ordered": self.pairs(value)},
        collections.defaultdict: _defaultdict,
        collections.deque: _deque,
        **dict.fromkeys(VIEWS, _view),
        datetime.datetime: _datetime,
        datetime.date: lambda self, value: {"date": value.isoformat()},
        datetime.time: lambda self, value: {
            "time": [value.replace(tzinfo=None).isoformat(), value.fold, *_zone(value)]
        },
        datetime.timedelta: lambda self, value: {
            "timedelta": [value.days, value.seconds, value.microseconds]
        },
        decimal.Decimal: lambda self, value: {"decimal": str(value)},
        fractions.Fraction: lambda self, value: {
            "fraction": self.sequence([value.numerator, value.denominator])
        },
        pathlib.PosixPath: lambda self, value: {"path": self._string(str(value))},
    }


def _zone(value) -> list:
    """Name and offset in seconds of a time zone; [None, None] without one."""
    offset = value.utcoffset()
    if value.tzinfo is None or offset is None:
        return [None, None]
    return [str(value.tzname())[:64], offset.total_seconds()]


class Decoder:
    """Turns JSON and buffers back into values; the strict half.

    resolve(reference) gives the value of a reference; derive(base, plain, fields, reference) that
    of a class derived from a builtin one. originals are the containers that this side sent before,
    which `argument` names by number.
    """

    def __init__(self, buffers: list[bytes], resolve, derive, originals: list[object] = ()):
        self.buffers, self.resolve, self.derive = buffers, resolve, derive
        self.originals = originals
        self.containers: list[object] = []
        self.items = self.depth = 0

    def decode(self, data) -> object:
        """The value. Raises WireError where the data does not keep to the format."""
        kind = type(data)
        if kind in SCALARS or kind is int:
            return data
        self.depth += 1
        self.items += 1
        if self.depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise TooMuch("depth or items")
        try:
            return self._list(data) if kind is list else self._tagged(data)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError) as e:
            raise WireError(f"malformed value: {type(e).__name__}") from None
        finally:
            self.depth -= 1

    def _tagged(self, data):
        if type(data) is not dict or len(data) != 1:
            raise WireError("no tag")
        ((tag, content),) = data.items()
        if handler := self.HANDLERS.get(tag):
            return handler(self, content)
        return arrays.decode(self, tag, content)

    def container(self, value):
        self.containers.append(value)
        return value

    def buffer(self, number) -> bytes:
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise WireError("no such buffer")
        return self.buffers[number]

    def sequence(self, data) -> list:
        if type(data) is not list:
            raise WireError("no sequence")
        self.items += len(data)
        if self.items > MAX_ITEMS:
            raise TooMuch("items")
        return [self.decode(item) for item in data]

    def integers(self, data, count: int) -> list[int]:
        values = self.sequence(data)
        if len(values) != count or any(type(value) is not int for value in values):
            raise WireError("no integers")
        return values

    def mapping(self, data, into: dict) -> dict:
        keys, values = data
        keys, values = self.sequence(keys), self.sequence(values)
        if len(keys) != len(values):
            raise WireError("keys and values")
        for key, value in zip(keys, values, strict=True):
            into[key] = value
        return into

    def _list(self, data):
        value = self.container([])
        value.extend(self.sequence(data))
        return value

    def _set(self, data):
        value = self.container(set())
        value |= self.distinct(data)
        return value

    def distinct(self, data) -> set:
        """The set of these values; filled in a loop that an alarm can end: hashes may collide."""
        found = set()
        for item in self.sequence(data):
            found.add(item)
        return found

    def _same(self, number):
        return self.containers[_index(number, self.containers)]

    def _argument(self, number):
        return self.originals[_index(number, self.originals)]

    def _integer(self, text):
        if type(text) is not str or len(text) > MAX_INT_BITS // 4 + 8:
            raise WireError("integer")
        return int(text, 16)

    def _float(self, text):
        if text not in ("nan", "inf", "-inf"):
            raise WireError("float")
        return float(text)

    def _deque(self, data):
        values, longest = data
        return collections.deque(self.sequence(values), longest)

    def _defaultdict(self, data):
        factory, *pairs = data
        factory = self.decode(factory)
        return self.mapping(pairs, collections.defaultdict(factory))

    def _view(self, data):
        kind, items = data
        items = self.sequence(items)
        if kind == "values":
            return dict(enumerate(items)).values()
        pairs = items if kind == "items" else [(item, None) for item in items]
        whole = {}
        for key, value in pairs:
            whole[key] = value
        return whole.items() if kind == "items" else whole.keys()

    def _datetime(self, data):
        text, fold, *zone = data
        value = datetime.datetime.fromisoformat(text)
        return value.replace(tzinfo=_zone_from(*zone), fold=fold)

    def _time(self, data):
        text, fold, *zone = data
        value = datetime.time.fromisoformat(text)
        return value.replace(tzinfo=_zone_from(*zone), fold=fold)

    def _derived(self, data):
        base, plain, fields, reference = data
        kinds = {kind.__name__: kind for kind in BASES}
        plain = self.decode(plain)
        if base not in kinds or type(plain) is not kinds[base]:
            raise WireError("derived from what?")
        if fields is not None and not _are_names(fields, plain):
            raise WireError("fields")
        return self.derive(kinds[base], plain, fields, reference)

    HANDLERS = {
        "dict": lambda self, data: self.mapping(data, self.container({})),
        "set": _set,
        "tuple": lambda self, data: tuple(self.sequence(data)),
        "frozenset": lambda self, data: frozenset(self.distinct(data)),
        "same": _same,
        "argument": _argument,
        "ref": lambda self, data: self.resolve(data),
        "derived": _derived,
        "text": lambda self, data: self.buffer(data).decode("utf-8", "surrogatepass"),
        "bytes": lambda self, data: self.buffer(data),
        "bytearray": lambda self, data: self.container(bytearray(self.buffer(data))),
        "int": _integer,
        "float": _float,
        "complex": lambda self, data: complex(*map(float, self.sequence(data))),
        "range": lambda self, data: range(*self.integers(data, 3)),
        "slice": lambda self, data: slice(*self.sequence(data)),
        "ellipsis": lambda self, data: ...,
        "notimplemented": lambda self, data: NotImplemented,
        "counter": lambda self, data: self.mapping(data, collections.Counter()),
        "ordered": lambda self, data: self.mapping(data, collections.OrderedDict()),
        "defaultdict": _defaultdict,
        "deque": _deque,
        "view": _view,
        "datetime": _datetime,
        "date": lambda self, data: datetime.date.fromisoformat(data),
        "time": _time,
        "timedelta": lambda self, data: datetime.timedelta(*self.integers(data, 3)),
        "decimal": lambda self, data: decimal.Decimal(data),
        "fraction": lambda self, data: fractions.Fraction(*self.integers(data, 2)),
        "path": lambda self, data: pathlib.PosixPath(self.decode(data)),
    }


def _index(number, items) -> int:
    if type(number) is not int or not 0 <= number < len(items):
        raise WireError("no such container")
    return number


def _are_names(fields, plain) -> bool:
    texts = type(fields) is list and all(type(field) is str for field in fields)
    return (
        texts
        and len(fields) == len(plain)
        and all(field.isidentifier() and not field.startswith("_") for field in fields)
    )


def _zone_from(name, seconds):
    if seconds is None:
        return None
    return datetime.timezone(datetime.timedelta(seconds=seconds), name)
