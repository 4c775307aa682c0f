"""Never finishing: loops, ignored alarms, waits, stops, endless answers."""

from corpus import ALL_BUT_ONE, Hostile, once
from victim import tests_of

HONEST = ("words", "total")


def in_call(name, tries, body, **options):
    """The attack runs in the first call of a test; it costs that test and nothing else."""
    return Hostile(name, tries, {"average": once(body)}, **{"earns": ALL_BUT_ONE} | options)


def in_cell(name, tries, source, **options):
    """The attack runs when the cell of `average` does."""
    return Hostile(name, tries, {"average": source}, **{"honest": HONEST} | options)


ENTRIES = [
    in_cell("loop_in_cell", "a loop in the cell that defines an answer", "while True: pass"),
    in_call("loop_in_call", "a loop in the call", "while True: pass"),
    in_call("sleep", "a sleep of years", "time.sleep(10**8)"),
    in_call("input", "waits for the keyboard", "input(); sys.stdin.read(); os.read(0, 1)"),
    in_call(
        "ignores_everything",
        "catches every exception, again and again",
        """
            while True:
                try:
                    while True: pass
                except BaseException: pass
        """,
    ),
    in_call(
        "alarm_stolen",
        "takes the alarm away: setitimer, sigaction, blocked signals",
        """
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
            while True: pass
        """,
    ),
    in_cell(
        "alarm_storm",
        "its own alarm every millisecond, with a handler that raises",
        """
        import signal
        def ring(*_): raise KeyboardInterrupt
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
        def average(values): return 2
        """,
        may_lose=True,
        earns=frozenset({"average-visible", *tests_of(*HONEST)}),
    ),
    in_call("in_c", "one call in C that never comes back", "return sum(range(10**14))"),
    in_call(
        "regex",
        "a regular expression that backtracks for ever",
        """
            import re
            re.match(r'(a+)+$', 'a' * 64 + 'b')
        """,
    ),
    in_call(
        "deadlock",
        "waits for a lock that it holds",
        "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    ),
    in_call(
        "stops_itself",
        "SIGSTOP to itself and to all",
        "os.kill(os.getpid(), signal.SIGSTOP); os.kill(-1, signal.SIGSTOP)",
    ),
    in_call(
        "threads_left",
        "a hundred busy threads that go on after the call",
        "[threading.Thread(target=lambda: [0 for _ in iter(int, 1)], daemon=True).start() "
        "for _ in range(100)]; return 0",
        may_lose=True,
        loops=True,
    ),
    Hostile(
        "endless_answers",
        "generators, lists, strings and representations without end",
        {
            "average": "class E(Exception):\n    def __str__(self):\n        while True: pass\n"
            "    __repr__ = __str__\ndef average(values): raise E",
            "stream": "import itertools\ndef evens(n): return itertools.count()\n"
            "def each(values, function):\n    while True: function(values[0])",
            "account": """
                class Account:
                    def __getattr__(self, name): return getattr(self, name + 'x')
                    def __init__(self, *a, **k): pass
                    def __repr__(self):
                        while True: pass
            """,
        },
        honest=HONEST,
        may_lose=True,  # the time of the notebook ends
        loops=True,
    ),
    Hostile(
        "slow_magic",
        "loops in __del__, __hash__, __eq__, __len__, __iter__, __reduce__ of what is returned",
        {
            "average": """
def forever(*args, **kwargs):
    while True: pass
class Slow:
    __eq__ = __hash__ = __len__ = __iter__ = __repr__ = __reduce_ex__ = __float__ = forever
    __class__ = property(forever)
class SlowList(list):
    __iter__ = __len__ = __getitem__ = __reduce_ex__ = forever
def average(values): return Slow() if len(values) == 3 else SlowList([1])
""",
            "words": """
                class Dies:
                    def __del__(self):
                        while True: pass
                def words(text): return str(Dies())
            """,
        },
        honest=("total",),
        may_lose=True,  # the time of the notebook ends
        loops=True,
    ),
    Hostile(
        "slow_class",
        "metaclasses and descriptors that loop when somebody looks at them",
        {
            "account": """
class Meta(type):
    def __instancecheck__(cls, other):
        while True: pass
    def __getattribute__(cls, name):
        while True: pass
class Account(metaclass=Meta): pass
""",
        },
        honest=HONEST,
        may_lose=True,  # the time of the notebook ends
        loops=True,
    ),
    Hostile(
        "every_cell",
        "every task loops: the time of the notebook ends",
        dict.fromkeys(
            ("average", "words", "account", "scale", "table", "stream", "total"), "while True: pass"
        ),
        loops=True,
    ),
    Hostile(
        "slow_but_counted",
        "each call takes nearly as long as one may take",
        {"average": "import time\ndef average(values):\n    time.sleep(1.8)\n    return -1"},
    ),
    Hostile(
        "expensive_to_the_examiner",
        "answers that are small on the way and endless once they are there",
        {
            "stream": "def evens(n): return range(10**18) if n == 5 else range(2 * 10**9)\n"
            "def each(values, function): return range(10**9)",
            "average": """
                from decimal import Decimal
                def average(values): return Decimal('1e999999999999')
            """,
            "words": "def words(text): return {1 << 900_000: 1 << 900_000}",
            "scale": "import numpy as np\ndef scale(array): return np.empty((2**30, 0))\n"
            "def clip(array, high): pass",
        },
        honest=("total",),
    ),
    Hostile(
        "examiner_memory",
        "a range that becomes a list of gigabytes in the examiner",
        {"stream": "def evens(n): return range(6 * 10**7)\ndef each(v, f): return None"},
        honest=("total",),
        may_lose=True,  # the time of the notebook ends
    ),
    Hostile(
        "hash_collisions",
        "a set and a dict whose integer keys all have the same hash",
        {
            "words": """
import graders.wire as wire
PRIME = 2**61 - 1
def words(text):
    keys = [n * PRIME for n in range(1, 60_000)]
    wire.Encoder.HANDLERS[list] = lambda self, value: {"dict": [value, value]}
    return keys
"""
        },
        honest=("total",),
        may_lose=True,
    ),
    Hostile(
        "many_small_calls",
        "iterators and callbacks that keep the examiner busy in small steps",
        {
            "stream": """
class Busy:
    def __iter__(self): return self
    def __next__(self): return 0
def evens(n): return Busy()
def each(values, function):
    while True:
        try:
            function("bun")
        except Exception:
            pass
"""
        },
        honest=HONEST,
        may_lose=True,  # the time of the notebook ends
        loops=True,
    ),
]
