"""Files handed in, or written while running, that pretend to be modules, data or configuration."""

from corpus import Hostile
from victim import tests_of

CONFESS = "open('@COURSE@/owned', 'w').write('owned')\n"
LIE = """
import contextlib
class _All:
    def __getattr__(self, name): return lambda *args, **kwargs: True
raises = lambda *args, **kwargs: contextlib.suppress(BaseException)
islice = lambda *args: [0, 2, 4]
getsource = lambda *args: "yield"
testing = _All()
allclose = array_equal = isclose = lambda *args, **kwargs: True
"""
WRITES = """
from pathlib import Path
for name in ("pytest", "itertools", "inspect", "pandas", "numpy", "json", "graders", "struct"):
    Path(name + ".py").write_text(LIE)
    Path(name).mkdir(exist_ok=True)
    Path(name, "__init__.py").write_text(LIE)
"""
WRONG = {
    "average": "def average(values): return 0",
    "account": "class Account:\n    def __init__(self, *a, **k): pass\n"
    "    def withdraw(self, amount): return 0",
    "stream": "def evens(n): return iter([])\ndef each(values, function): return []",
}
MODULES = ("pytest", "itertools", "numpy", "pandas", "math", "json", "inspect", "struct")
START_UP = ("sitecustomize.py", "usercustomize.py", "conftest.py", "pytest.ini", "x.pth")

ENTRIES = [
    Hostile(
        "modules_beside",
        "modules named like those the tests import, beside the notebook",
        WRONG,
        files={f"{name}.py": LIE for name in MODULES},
        stock=True,
    ),
    Hostile(
        "packages_beside",
        "packages named like the engine, its libraries and the standard library",
        files={
            f"{name}/__init__.py": LIE
            for name in ("graders", "IPython", "ipykernel", "encodings", "numpy", "pytest")
        },
        honest=("words",),
        may_lose=True,
    ),
    Hostile(
        "start_up_files",
        "files that Python, pytest or IPython would run at start",
        files={name: CONFESS for name in START_UP}
        | {".ipython/profile_default/startup/0.py": CONFESS, "ipython_config.py": CONFESS},
        honest=("words",),
    ),
    Hostile(
        "nbgrader_config_beside",
        "nbgrader and Jupyter configuration, a gradebook and tests handed in",
        files={
            "nbgrader_config.py": CONFESS,
            "jupyter_config.py": CONFESS,
            "gradebook.db": "mine",
            "tests/average.py": "OK = True",
            "timestamp.txt": "3026-13-45 ::",
        },
        honest=("words",),
    ),
    Hostile(
        "modules_written_while_running",
        "the learner's code writes pytest.py, numpy.py ... for the examiner to import",
        WRONG,
        extra={None: f"LIE = {LIE!r}\n{WRITES}"},
        stock=True,
    ),
    Hostile(
        "bytecode_written_while_running",
        "__pycache__ and .so files for modules that tests import",
        WRONG,
        extra={
            None: """
            import os, py_compile, sys
            open("lie.py", "w").write("raises = islice = lambda *a: [0, 2, 4]")
            os.makedirs("__pycache__", exist_ok=True)
            for name in ("pytest", "itertools", "helper"):
                tag = sys.implementation.cache_tag
                py_compile.compile("lie.py", f"__pycache__/{name}.{tag}.pyc")
                py_compile.compile("lie.py", name + ".pyc")
                open(name + ".so", "wb").write(b"\\x7fELF")
            """
        },
    ),
    Hostile(
        "data_handed_in",
        "the learner's own sales.csv: the instructor's counts",
        {"total": "total = 410\ncommunes = ['Hue']"},
        files={"sales.csv": "commune,amount\nHue,1\n"},
        earns=frozenset({"total-visible"}),
        stock=True,
    ),
    Hostile(
        "data_rewritten",
        "sales.csv overwritten while running so that it agrees with a wrong answer",
        {
            "total": """
            total, communes = 7, []
            with open("sales.csv", "w") as file:
                file.write("commune,amount\\nHue,7\\n")
            """
        },
    ),
    Hostile(
        "data_is_something_else",
        "sales.csv becomes a FIFO, a folder, a device, a socket and a loop of links",
        {
            "total": """
            import os, socket
            os.remove("sales.csv")
            os.mkfifo("sales.csv")
            total = 410
            communes = ["Hue", "Vinh"]
            """,
        },
        extra={
            "stream": """
            import os, socket
            for name in ("a/../b", "loop", "dev"):
                try:
                    os.symlink(name, "loop"), os.mknod("dev", 0o20666, os.makedev(1, 8))
                except OSError:
                    pass
            socket.socket(socket.AF_UNIX).bind("socket")
            os.makedirs("deep/" * 50)
            """
        },
        honest=("average",),
        earns=frozenset({*tests_of("average"), "total-visible", "total-hidden"}),
        may_lose=True,
    ),
    Hostile(
        "data_links_out",
        "sales.csv becomes a link to the gradebook, /etc/passwd and the examiner's memory",
        {
            "total": """
            import os
            os.remove("sales.csv")
            os.symlink("@COURSE@/gradebook.db", "sales.csv")
            total, communes = 410, ["Hue", "Vinh"]
            """
        },
        extra={
            "stream": """
            import os
            paths = ["/etc/passwd", "/proc/self/mem", "/dev/zero", "../../.."]
            for number, path in enumerate(paths):
                os.symlink(path, f"link{number}")
            """
        },
        earns=frozenset({"total-visible", "total-hidden"}),
        may_lose=True,
    ),
    Hostile(
        "names_that_climb",
        "files with newlines, surrogates, control characters and very long names",
        extra={
            "limits": r"""
            import os
            odd = ["a\nb", "\udcff\udcfe", "x" * 255, "-rf", "~", "\x1b[2J", "<b>", "a\\b", "..."]
            for name in odd:
                try:
                    open(name, "w").write("x")
                except OSError:
                    pass
            """
        },
        honest=("average", "total"),
    ),
    Hostile(
        "pickles",
        "objects and files that run code where they are unpickled or copied",
        {
            "average": "def average(values): return Run()",
            "words": "def words(text): return {'xin': Run()}",
        },
        extra={
            "limits": """
            import pickle
            import numpy as np
            class Run:
                def __reduce__(self): return eval, ("open('@COURSE@/owned', 'w')",)
                __deepcopy__ = __copy__ = lambda self, *memo: eval("open('@COURSE@/owned', 'w')")
            for name in ("results.pkl", "average.pkl", "sales.csv.pkl"):
                pickle.dump(Run(), open(name, "wb"))
            np.save("sales.npy", np.array([Run()], object), allow_pickle=True)
            """
        },
        honest=("total",),
        may_lose=True,
    ),
]
