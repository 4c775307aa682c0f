"""Answers that are not values but objects which say yes to whatever a test asks."""

from corpus import Hostile

# Equal to all, greater and smaller than all, contains all, zero by any subtraction.
YES = """
class Yes:
    def __getattr__(self, name):
        if name.startswith("__array"):
            raise AttributeError(name)
        return Yes()
    def __call__(self, *args, **kwargs): return Yes()
    def __bool__(self): return True
    def __hash__(self): return 0
    def __len__(self): return 2
    def __iter__(self): return iter([Yes(), Yes()])
    def __getitem__(self, key): return Yes()
    def __contains__(self, item): return True
    def __float__(self): return 4.25
    def __index__(self): return 2
    def __abs__(self): return Yes()
    def __next__(self): return Yes()
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __sub__(self, other): return Yes()
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __sub__
"""
LIE = "def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    "
LIE += "__hash__ = object.__hash__\n    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__"
EVERYWHERE = {
    "average": YES + "\naverage = lambda values: Yes()",
    "words": "words = lambda text: Yes()",
    "account": "Account = Yes()",
    "scale": "scale = lambda array: Yes()\ndef clip(array, high): return Yes()",
    "table": "table = lambda names, amounts: Yes()",
    "stream": "evens = lambda n: Yes()\neach = lambda values, function: Yes()",
    "total": "total = communes = Yes()",
}

ENTRIES = [
    Hostile("says_yes", "every answer equals everything", EVERYWHERE, stock=True),
    Hostile(
        "number_subclasses",
        "int and float subclasses whose operators lie about a wrong number",
        {
            "average": f"""
class N(float):
    {LIE}
    def __sub__(self, other): return N(0)
    def __abs__(self): return N(0)
def average(values): return N(-1)
""",
            "total": f"class I(int):\n    {LIE}\n    __sub__ = lambda self, o: self\ntotal = I(9)",
        },
        stock=True,
    ),
    Hostile(
        "container_subclasses",
        "dict and list subclasses whose operators and iteration lie",
        {
            "words": f"""
class D(dict):
    {LIE}
    def __len__(self): return 2
    def values(self): return [1, 2]
def words(text): return D()
""",
            "stream": f"""
class L(list):
    {LIE}
    def __iter__(self): return iter([Zero() for _ in range(3)])
class Zero(int):
    {LIE}
def evens(n): return L()
def each(values, function):
    [function(value) for value in values]
    return L()
""",
            "total": f"class L(list):\n    {LIE}\ncommunes = L()\ntotal = 0",
        },
        stock=True,
    ),
    Hostile(
        "liars_inside_plain_containers",
        "honest containers whose elements, keys and items lie",
        {
            "average": YES + "\ndef average(values): return (Yes(),)[0]",
            "words": "def words(text): return {Yes(): Yes(), 'xin': Yes()}",
            "stream": "def evens(n):\n    for _ in range(3): yield Yes()\n"
            "def each(values, function): return [Yes() for v in values if function(v)]",
            "total": "total = 0\ncommunes = [Yes(), Yes()]",
        },
        stock=True,
    ),
    Hostile(
        "string_subclass",
        "a str subclass that equals every commune",
        {"total": f"class S(str):\n    {LIE}\ncommunes = [S('x'), S('y')]\ntotal = -410"},
        stock=True,
    ),
    Hostile(
        "array_subclass",
        "an ndarray subclass that answers numpy's own functions",
        {
            "scale": """
import numpy as np
class A(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return np.bool_(True)
    def __array_function__(self, function, types, args, kwargs): return np.bool_(True)
    def __eq__(self, other): return True
    def all(self, *args, **kwargs): return True
    def mean(self, *args, **kwargs): return 0.0
    def std(self, *args, **kwargs): return 1.0
def scale(array): return np.full(array.shape, 7.0).view(A)
def clip(array, high): pass
"""
        },
        stock=True,
    ),
    Hostile(
        "array_protocol",
        "an object that numpy asks for the answer, and is told the expected value by numpy",
        {
            "scale": """
import numpy as np
class A:
    shape, dtype, ndim = (4,), np.dtype(float), 1
    __class__ = property(lambda self: np.ndarray)
    def __array__(self, *args, **kwargs): return np.array([-1.0, 1.0])
    def __array_function__(self, function, types, args, kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return np.True_
    def mean(self): return 0
    def std(self): return 1
    def __getitem__(self, key): return key
    def __lt__(self, other): return np.array([True])
def scale(array): return A() if len(array) == 4 else -array
def clip(array, high): return A()
"""
        },
        stock=True,
    ),
    Hostile(
        "array_of_liars",
        "an object array, and a structured one, full of objects that lie",
        {
            "scale": YES
            + "\nimport numpy as np\ndef scale(array):\n    out = np.empty(len(array), object)\n"
            + "    out[:] = [Yes() for _ in out]\n    return out\n"
            + "def clip(array, high): array.dtype = [('x', 'i8')]"
        },
        stock=True,
    ),
    Hostile(
        "frame_subclass",
        "a DataFrame subclass that equals every frame, and a frame of liars",
        {
            "table": YES
            + """
import pandas as pd
class F(pd.DataFrame):
    shape = (1, 2)
    def equals(self, other): return True
    def __eq__(self, other): return True
    __class__ = pd.DataFrame
def table(names, amounts):
    if len(names) == 1:
        return F({"name": ["no"], "amount": [0]})
    return F({"name": [Yes(), Yes()], "amount": [Yes(), Yes()]}, index=[1, 0])
"""
        },
        stock=True,
    ),
    Hostile(
        "class_lies",
        "__class__ and metaclasses that pass isinstance and comparison",
        {
            "account": YES
            + """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return 0
    def __call__(cls, *args, **kwargs): return Yes()
class Account(metaclass=Meta): pass
""",
            "average": "class F:\n    __class__ = float\n    def __sub__(s, o): return 0.0\n"
            "    def __eq__(s, o): return True\n    def __float__(s): return 4.25\n"
            "def average(values): return F()",
        },
        stock=True,
    ),
    Hostile(
        "shifting_attributes",
        "attributes and items that change at every look until one of them fits",
        {
            "account": """
import itertools
class Shift(int):
    def __new__(cls, *args): return int.__new__(cls, -5)
    def __eq__(self, other): return True
    __hash__ = int.__hash__
class Account:
    def __init__(self, owner, balance=0): self.owner = Shift()
    balance = property(lambda self: Shift())
    def deposit(self, amount): return Shift()
    def withdraw(self, amount): return Shift()
"""
        },
        stock=True,
    ),
    Hostile(
        "partial_credit_overflow",
        "a comparison that counts as a million, as minus one, as infinity and as no number",
        {
            "average": """
class Much:
    def __init__(self, worth): self.worth = worth
    def __eq__(self, other): return self.worth
worths = iter([10**6, float("inf"), float("nan"), -1] * 9)
def average(values): return Much(next(worths))
"""
        },
        stock=True,
    ),
    Hostile(
        "reflected_operators",
        "operators that Python asks of the right side: __radd__, __rsub__, __ror__, __rfloordiv__",
        {
            "average": """
                class R:
                    def __radd__(s, o): return 3
                    def __rsub__(s, o): return 0
                    def __sub__(s, o): return 0
                    def __eq__(s, o): return R()
                def average(values): return R()
            """
        },
        stock=True,
    ),
    Hostile(
        "named_like_the_exception",
        "exceptions that only have the name, module or metaclass of the expected one; at best worth"
        " what `raise ValueError` is worth to anybody",
        {
            "average": """
class Sly(type):
    def __subclasscheck__(cls, other): return True
    def __instancecheck__(cls, other): return True
    def mro(cls): return type.mro(cls)
fake = Sly("ValueError", (Exception,), {"__module__": "builtins", "__qualname__": "ValueError"})
def average(values): raise fake("no values")
""",
            "account": """
class Account:
    def __init__(self, *args, **kwargs): pass
    def withdraw(self, amount): raise fake("not enough")
""",
        },
        earns=frozenset({"average-empty", "account-raises"}),
        may_lose=True,
        stock=True,
    ),
    Hostile(
        "exceptions_that_end_tests",
        "skips, exits, interrupts and stop signals raised where a test calls",
        {
            "average": "import pytest\ndef average(values): pytest.skip('not today')",
            "words": "def words(text): raise SystemExit(0)",
            "account": "class Account:\n    def __init__(self, *a, **k): raise KeyboardInterrupt",
            "scale": """
                def scale(array): raise GeneratorExit
                def clip(array, high): raise StopIteration
            """,
            "table": "import unittest\ndef table(names, amounts): raise unittest.SkipTest('no')",
            "stream": "def evens(n): raise StopIteration\ndef each(v, f): raise StopAsyncIteration",
        },
        stock=True,
    ),
    Hostile(
        "exceptions_that_lie",
        "exceptions whose text, arguments, class and cause are objects with a will of their own",
        {
            "average": """
class E(BaseException):
    __class__ = property(lambda self: ValueError)
    args = property(lambda self: 1 / 0)
    def __str__(self): raise SystemExit
    def __repr__(self): return self.__str__()
    __cause__ = property(lambda self: self)
    __context__ = property(lambda self: self)
def average(values): raise E
""",
            "words": "class A(AssertionError):\n    def __init__(self): super().__init__(self)\n"
            "def words(text): raise A()",
            "account": "class Account:\n    def __new__(cls, *a, **k):\n"
            "        raise ExceptionGroup('g', [TypeError('x'), KeyError('x')])",
        },
        stock=True,
    ),
    Hostile(
        "arguments_changed_in_place",
        "changing what the test passed in so that it agrees with a wrong answer",
        {
            "average": "def average(values):\n    values[:] = [2] * 3\n    values.append(values)\n"
            "    return values",
            "scale": YES
            + """
import numpy as np
def scale(array):
    array[...] = 0
    array.setflags(write=False)
    return array
def clip(array, high):
    array.resize((2,), refcheck=False)
    array.dtype = np.dtype("V8")
""",
            "stream": YES
            + "\ndef each(values, function):\n    for v in list(values): function(v)\n"
            "    values[:] = [Yes()]\n    return values\ndef evens(n): return Yes()",
        },
        stock=True,
    ),
    Hostile(
        "handles_as_results",
        "functions, modules, classes, bound methods and iterators where a value is due",
        {
            "average": "import operator\ndef average(values): return operator",
            "words": "def words(text): return dict.items",
            "account": "def Account(*args, **kwargs): return type",
            "scale": "def scale(array): return array.__eq__\ndef clip(array, high): return open",
            "stream": "evens = type\ndef each(values, function): return map(function, values)",
            "total": "total = sum\ncommunes = sorted",
        },
        stock=True,
    ),
    Hostile(
        "methods_that_decide",
        "an object of the learner's whose equals(), startswith(), all() say what the test wants",
        {
            "table": "class T:\n    shape = (1, 2)\n    def equals(self, other): return True\n"
            "def table(names, amounts): return T()",
            "label": "class L:\n    def startswith(self, text): return True\n"
            "    endswith = startswith\ndef label(name): return L()",
        },
        stock=True,
    ),
    Hostile(
        "fields_that_decide",
        "named tuples, list, dict and str subclasses with the method that the test calls",
        {
            "table": """
from collections import namedtuple
T = namedtuple("T", "equals shape handle")
class L(list):
    shape = (1, 2)
    def equals(self, other): return True
def table(names, amounts):
    return T(lambda other: True, (1, 2), 7) if len(names) == 1 else L()
""",
            "label": """
class S(str):
    def startswith(self, text): return True
    endswith = startswith
    def __eq__(self, other): return True
    __hash__ = str.__hash__
def label(name): return S("no")
""",
        },
        stock=True,
    ),
]
