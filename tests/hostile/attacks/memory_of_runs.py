"""Aimed at the engine: restarts, replay, shared tests, what one run leaves to others."""

from corpus import Hostile

HONEST = ("total",)
# Files, shared memory and inherited processes that could survive a restart.
MARK = """
import os
def seen(name):
    "Whether this has run before, in an earlier life of the process."
    found = False
    for path in (f"{name}.mark", f"/tmp/{name}.mark", f"/dev/shm/{name}.mark"):
        found = found or os.path.exists(path)
        try: open(path, "w").write("x")
        except OSError: pass
    return found
"""

ENTRIES = [
    Hostile(
        "second_life",
        "dies in one test, and in its second life answers from notes of the first",
        {
            "words": MARK
            + """
def words(text):
    again = seen("words")
    open("notes", "a").write(text + "\\n")
    if not again:
        os._exit(0)
    return {word: text.split().count(word) for word in open("notes").read().split()}
"""
        },
        honest=HONEST,
        may_lose=True,
    ),
    Hostile(
        "cell_dies_in_replay",
        "a cell that runs once, and kills the process when it is replayed",
        {
            "average": MARK + "if seen('average'): os._exit(0)\ndef average(values): os._exit(0)",
        },
        honest=("words", "total"),
    ),
    Hostile(
        "every_test_dies",
        "each call kills the process: as many restarts as tests",
        {
            "average": "import os\ndef average(values): os._exit(0)",
            "words": "def words(text): os._exit(0)",
            "account": "def Account(*a, **k): os._exit(0)",
            "scale": "def scale(a): os._exit(0)\ndef clip(a, h): os._exit(0)",
            "table": "def table(n, a): os._exit(0)",
            "stream": "def evens(n): os._exit(0)\ndef each(v, f): os._exit(0)",
        },
        honest=HONEST,
    ),
    Hostile(
        "child_survives_restart",
        "a child of the first life holds the pipes and answers in the second",
        {
            "average": """
import os, signal
def average(values):
    if os.fork() == 0:
        os.setsid()
        while True:
            for handle in range(3, 64):
                try: os.write(handle, b"AUL1" + bytes(8))
                except OSError: pass
    os._exit(0)
""",
        },
        honest=("words", "total"),
        may_lose=True,
    ),
    Hostile(
        "shared_test_forges_others",
        "deceives the shared test, and prepares deceit for tests that come after it",
        extra={
            None: """
            import builtins, inspect
            inspect.getsource = lambda thing: "yield"
            builtins.AssertionError = ZeroDivisionError
            def report(*args, **kwargs): return {"status": "passed", "score": 99}
            for name in ("score", "verdict", "points", "result", "passed", "grade"):
                globals()[name] = 99
            """
        },
    ),
    Hostile(
        "shared_test_kept",
        "keeps the source of the shared test and everything in its frame",
        {
            "stream": """
class Evens:
    def __getattr__(self, name):
        import sys
        frame = sys._getframe()
        while frame:
            print([v for v in frame.f_locals.values() if isinstance(v, str) and "CANARY" in v])
            frame = frame.f_back
        raise AttributeError(name)
evens = Evens()
"""
        },
    ),
    Hostile(
        "seeds_known",
        "guesses the tests' random numbers from its own seed",
        {
            "average": """
                import random
                def average(values):
                    random.seed(0)
                    return random.random()
            """
        },
        honest=HONEST,
    ),
    Hostile(
        "learner_name",
        "an answer that looks for its learner's name, folder and earlier attempts",
        extra={
            None: "import os, getpass\nprint(os.getcwd(), os.uname(), os.environ)\n"
            "try: print(getpass.getuser())\nexcept Exception: pass"
        },
        honest=HONEST,
    ),
    Hostile(
        "tests_defined_by_learner",
        "defines the names the tests themselves assign: got, given, want, seen, prices, items",
        {
            "average": "def average(values): return 0",
            "scale": "def scale(a): return a\ndef clip(a, h): pass",
        },
        extra={
            None: """
                got = 16 / 3
                given = want = seen = prices = items = one = two = 0
                file = line = n = 1
            """
        },
    ),
    Hostile(
        "test_names_watched",
        "rewrites the tests' variables while the test runs",
        {
            "average": """
import threading, time
def watch():
    while True:
        get_ipython().user_ns.update(got=16 / 3, seen=["pho", "bun"], given=None)
        time.sleep(0.001)
threading.Thread(target=watch, daemon=True).start()
def average(values): return 0
"""
        },
    ),
]
