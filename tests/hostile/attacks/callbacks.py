"""Aimed at the engine: objects of the examiner's that tests pass in, and handles that come back."""

import textwrap

from corpus import Hostile
from handmade import clean
from victim import tests_of

EVENS = "def evens(n): return iter(range(0, n, 2))\n"
VISIBLE = frozenset({"stream-visible", "stream-hidden"})
ALL = frozenset(tests_of("stream"))


def each(name, tries, body, earns=VISIBLE, **options):
    body = textwrap.indent(clean(body), "    ")
    answers = {"stream": f"{EVENS}\nkept = []\ndef each(values, function):\n{body}"}
    return Hostile(name, tries, answers, earns=earns, **options)


ENTRIES = [
    each(
        "kept",
        "uses the test's function after its call, in another cell and from a thread",
        """
            kept.append(function)
            import threading
            threading.Timer(0.1, function, ['pho']).start()
            return 0
        """,
        extra={
            "stream-each": "import time\ntime.sleep(0.3)\nkept[0]('pho')",
            "total": "print(kept[0].__globals__)",
        },
    ),
    each(
        "token_guessed",
        "walks through the tokens of other objects",
        """
            for token in range(1, 200):
                try:
                    other = type(function)(function._learner, token)
                    print(token, str(other), other('pho'))
                except BaseException as error: print(error)
            return 0
        """,
    ),
    each(
        "asks_everything",
        "every operation of the wire on the test's function, with odd names",
        """
            asked = 'getattr setattr delattr call iter next len getitem contains str enter exit'
            asked += ' eval __class__ import operator'
            odd = [(), ('__globals__',), ('__code__', None), ('__class__', 0), ('x' * 10**5,)]
            for do in asked.split():
                for args in odd:
                    try:
                        gave = function._learner.ask(do, function._token, *args)
                        print('GAVE', do, args[:1], gave)
                    except BaseException: pass
            return 0
        """,
    ),
    each(
        "attributes_set",
        "attributes and methods set on the test's function",
        """
            for name in ('__code__', '__call__', '__globals__', '__defaults__', '__class__', 'x'):
                try: setattr(function, name, lambda *a: 295)
                except BaseException: pass
            return 0
        """,
    ),
    each(
        "liars_passed",
        "liars, generators and itself handed to the test's function",
        """
            odd = [function, each, object(), type, iter([1]), lambda: 1, float('nan'), 10**400]
            for thing in odd:
                try: function(thing)
                except BaseException: pass
            try: function('pho', prices={'pho': 1}); function(*range(10**4))
            except BaseException: pass
            try: function(**{f'a{n}': n for n in range(999)})
            except BaseException: pass
            return [function('pho'), function('bun')]
        """,
    ),
    each(
        "recursion",
        "calls that call calls",
        "def deeper(value): return each([value], deeper)\n"
        "try: function(deeper)\nexcept BaseException: pass\nreturn each(values, function)",
    ),
    each(
        "exceptions_of_the_test",
        "swallows, keeps and raises again what the test's function raised",
        "try: function('nothing')\nexcept BaseException as error: kept.append(error)\n"
        "raise kept[0] from SystemExit(0)",
    ),
    each(
        "threads",
        "many threads call back at once",
        "import threading\nout = []\n"
        "ts = [threading.Thread(target=lambda: out.append(function('pho'))) for _ in range(20)]\n"
        "[t.start() for t in ts]; [t.join(0.05) for t in ts]\nreturn out",
        may_lose=True,
    ),
    each(
        "forked",
        "a forked child calls back",
        """
            import os
            if os.fork() == 0:
                function('pho'); os._exit(0)
            os.wait()
            return [function(v) for v in values]
        """,
        earns=ALL,
        may_lose=True,
    ),
    each(
        "during_callback_dies",
        "dies while the test's function runs",
        """
            import os, threading
            threading.Timer(0.01, os._exit, [0]).start()
            while True:
                function('pho')
        """,
    ),
    each(
        "spies_rewritten",
        "the test's own spy and mock get a history and checks of the learner's",
        """
            for name in ('check', 'assert_called_with', '_mock_check_sig', '__class__'):
                try: setattr(function, name, lambda *args, **kwargs: None)
                except BaseException: pass
            history = {'seen': list(values), 'call_count': len(values), 'called': True}
            for name, value in history.items():
                try: setattr(function, name, value)
                except BaseException: pass
            return [7, 8] if values == [7, 8] else [2, 3]
        """,
    ),
    each(
        "honest_control",
        "an honest answer with the same parts",
        "return [function(v) for v in values]",
        earns=ALL,
    ),
    Hostile(
        "handles_that_change_sides",
        "handles returned, passed back and compared: two objects that claim to be one",
        {
            "account": """
class Account:
    def __new__(cls, *args, **kwargs): return shared
    def deposit(self, amount): return self
    def withdraw(self, amount): return Account
    def __getattr__(self, name): return self
shared = object.__new__(Account)
"""
        },
    ),
    Hostile(
        "many_handles",
        "a new object at every answer",
        {
            "stream": "def evens(n):\n    while True: yield object()\n"
            "def each(values, function): return [object() for _ in range(300_000)]"
        },
        honest=("words",),
    ),
    Hostile(
        "iterators_that_lie",
        "items that differ at each look, StopIteration out of order, len that disagrees",
        {
            "stream": """
class Odd:
    turn = 0
    def __iter__(self): return self
    def __len__(self): return -1
    def __length_hint__(self): return 2**62
    def __next__(self):
        Odd.turn += 1
        if Odd.turn % 2: raise StopIteration(2)
        return [0, 2, 4]
    def __getitem__(self, key): raise IndexError
def evens(n): return Odd()
def each(values, function): return Odd()
"""
        },
    ),
]
