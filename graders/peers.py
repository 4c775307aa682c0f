"""What learner code may do with objects that a test hands to it: the narrow door back."""

import sys
import types
from collections.abc import Iterator
from unittest import mock

TEST_MODULE = "examiner_tests"
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    type,
)
SECRET = (
    types.FrameType,
    types.CodeType,
    types.ModuleType,
    types.TracebackType,
    types.CellType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
)
MOCKS_OWN = frozenset(name for name in dir(mock.MagicMock()) if not name.startswith("_"))


def library_name(value) -> list | None:
    """The reference of a module, or of a function or class that every process can import."""
    if isinstance(value, types.ModuleType):
        return ["module", value.__name__]
    if not isinstance(value, FUNCTIONS):
        return None
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if type(module) is not str or type(name) is not str or module in ("__main__", TEST_MODULE):
        return None
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return ["global", module, name] if found is value else None


def read_attribute(target, name):
    """A public attribute of an object of a test's own class, a stream or a mock."""
    if type(name) is not str or name.startswith("_"):
        raise AttributeError("only public names can be read")
    hidden = isinstance(target, (*FUNCTIONS, types.GeneratorType, *SECRET))
    if hidden or isinstance(target, mock.NonCallableMock) and name in MOCKS_OWN:
        raise AttributeError(name)
    return getattr(target, name)


def write_attribute(target, name, value) -> None:
    """Writes data, never behaviour, and only to an instance of a class that a test defines."""
    if type(name) is not str or name.startswith("_") or isinstance(target, FUNCTIONS):
        raise AttributeError("only public names can be written")
    before = getattr(type(target), name, None)
    behaves = callable(before) or hasattr(before, "__get__") or callable(value)
    if type(target).__module__ != TEST_MODULE or behaves:
        raise AttributeError(name)
    setattr(target, name, value)


def next_of(target):
    if not isinstance(target, Iterator):
        raise TypeError("not an iterator")
    return next(target)


SERVED = {
    "getattr": read_attribute,
    "setattr": write_attribute,
    "iter": iter,
    "next": next_of,
    "len": len,
    "getitem": lambda target, key: target[key],
    "contains": lambda target, item: item in target,
    "str": str,
    "enter": lambda target: type(target).__enter__(target),
    "exit": lambda target: type(target).__exit__(target, None, None, None),
}
