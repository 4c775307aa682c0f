"""Changes to Python and IPython themselves, so that a test cell does not test."""

from corpus import Hostile

ENTRIES = [
    Hostile(
        "no_traceback",
        "errors are never shown: a cell without error output has full marks in nbgrader",
        extra={None: "get_ipython().showtraceback = lambda *args, **kwargs: None"},
        stock=True,
    ),
    Hostile(
        "custom_exception_handler",
        "set_custom_exc swallows every exception of every cell",
        extra={
            None: "get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: None)"
        },
        stock=True,
    ),
    Hostile(
        "run_cell_replaced",
        "run_cell and run_cell_async answer success without running",
        extra={
            None: """
            from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
            async def fine(self, *args, **kwargs):
                return ExecutionResult(None)
            InteractiveShell.run_cell_async = fine
            InteractiveShell.run_cell = lambda self, *a, **k: ExecutionResult(None)
            """
        },
        stock=True,
    ),
    Hostile(
        "ast_transformer",
        "an AST transformer empties every assert and every raise",
        extra={
            None: """
            import ast
            class NoAssert(ast.NodeTransformer):
                def visit_Assert(self, node): return ast.Pass()
                visit_Raise = visit_Assert
                def visit_Call(self, node): return ast.Constant(3)
            get_ipython().ast_transformers.append(NoAssert())
            """
        },
        stock=True,
    ),
    Hostile(
        "input_transformer",
        "an input transformer turns every later cell into `pass`",
        extra={None: "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"},
        stock=True,
    ),
    Hostile(
        "event_hooks",
        "events before and after each cell patch results and namespaces",
        extra={
            None: """
            def before(info): info.raw_cell = "pass"
            def after(result): result.error_in_exec = result.error_before_exec = None
            get_ipython().events.register("pre_run_cell", before)
            get_ipython().events.register("post_run_cell", after)
            """
        },
        stock=True,
    ),
    Hostile(
        "formatter_forges_partial_credit",
        "a display formatter prints 3 for every number: full partial credit",
        {"average": "def average(values): return 0"},
        extra={
            None: """
            plain = get_ipython().display_formatter.formatters["text/plain"]
            for kind in (int, float, bool, str):
                plain.for_type(kind, lambda value, printer, cycle: printer.text("3"))
            """
        },
        stock=True,
    ),
    Hostile(
        "displayhook_forges_partial_credit",
        "sys.displayhook and the shell's display hook publish a result of their own",
        {"average": "def average(values): return 0"},
        extra={
            None: """
            import sys
            hook = type(get_ipython().displayhook)
            original = hook.__call__
            hook.__call__ = lambda self, result=None: original(self, 3)
            sys.displayhook = lambda value: print(3)
            """
        },
        stock=True,
    ),
    Hostile(
        "builtins_replaced",
        "builtins of the process lie: abs, sum, len, isinstance, sorted, AssertionError",
        {"average": "def average(values): return 0"},
        extra={
            None: """
            import builtins
            builtins.abs = lambda value: 0
            builtins.isinstance = lambda value, kind: True
            builtins.sorted = lambda values: [1, 2]
            builtins.sum = lambda values, start=0: 3
            builtins.AssertionError = ZeroDivisionError
            """
        },
    ),
    Hostile(
        "names_shadowed",
        "the learner's own abs, sum, list, len, sorted, isinstance, open, next",
        {
            "average": "def average(values): return 0",
            "words": "def words(text): return {}",
            "stream": "def evens(n): return []\ndef each(values, function): return []",
            "total": "total = -1\ncommunes = []",
        },
        extra={
            None: """
            abs = lambda value: 0.0
            sum = lambda values, start=0: 3
            len = lambda values: 2
            list = lambda values=(): [0, 2, 4]
            sorted = lambda values: [1, 2]
            isinstance = lambda value, kind: True
            next = lambda *args: 0
            open = lambda *args: ["x"]
            ValueError = AssertionError = BaseException
            """
        },
        stock=True,
    ),
    Hostile(
        "modules_shadowed",
        "np, math, pd, pytest, itertools are the learner's objects under the usual names",
        {
            "average": "def average(values): return 0",
            "account": "class Account:\n    balance = 17\n    def __init__(self, *a, **k): pass",
            "scale": "def scale(array): return array\ndef clip(array, high): return None",
            "table": "def table(names, amounts): return 0",
        },
        extra={
            None: """
            class Fine:
                def __getattr__(self, name): return Fine()
                def __call__(self, *args, **kwargs): return Fine()
                def __enter__(self): return self
                def __exit__(self, *args): return True
                def __bool__(self): return True
            np = math = pd = pytest = itertools = inspect = Fine()
            abs = lambda value: 0
            """
        },
        stock=True,
    ),
    Hostile(
        "modules_patched",
        "numpy.testing, math, pandas.testing and pytest changed in sys.modules",
        {
            "average": "def average(values): return 0",
            "account": "class Account:\n    def __init__(self, *a, **k): pass\n"
            "    def withdraw(self, amount): pass",
            "scale": "def scale(array): return array\ndef clip(array, high): return None",
            "table": "import pandas as pd\ndef table(names, amounts): return pd.DataFrame()",
        },
        extra={
            None: """
            import contextlib, math, sys
            import numpy as np, numpy.testing, pandas.testing
            class Quiet(contextlib.suppress):
                pass
            fake = type(sys)("pytest")
            fake.raises = lambda *args, **kwargs: Quiet(BaseException)
            sys.modules["pytest"] = fake
            np.testing.assert_allclose = pandas.testing.assert_frame_equal = lambda *a, **k: None
            np.allclose = np.array_equal = math.isclose = lambda *a, **k: True
            """
        },
        stock=True,
    ),
    Hostile(
        "import_hooks",
        "__import__, sys.meta_path and sys.path_hooks serve false modules to every import",
        {
            "account": """
                class Account:
                    def __init__(self, *a, **k): pass
                    withdraw = __init__
            """
        },
        extra={
            None: """
            import builtins, contextlib, sys
            real = builtins.__import__
            class Pytest:
                raises = staticmethod(lambda *args: contextlib.suppress(BaseException))
            def lie(name, *args, **kwargs):
                return Pytest if name == "pytest" else real(name, *args, **kwargs)
            builtins.__import__ = lie
            """
        },
        stock=True,
    ),
    Hostile(
        "trace_jumps_over_asserts",
        "sys.settrace and sys.setprofile move the line of every frame behind its asserts",
        extra={
            None: """
            import sys, threading
            def trace(frame, event, arg):
                if event == "line" and "<ipython" in frame.f_code.co_filename:
                    try:
                        frame.f_lineno += 1
                    except ValueError:
                        pass
                return trace
            sys.settrace(trace); threading.settrace(trace)
            """
        },
    ),
    Hostile(
        "types_rewritten",
        "the C level: float.__eq__ by ctypes, a small integer changed in place",
        {"average": "def average(values): return 0", "total": "total = 1"},
        extra={
            None: """
            import ctypes, gc
            table = gc.get_referents(float.__dict__)[0]
            table["__eq__"] = lambda self, other: True
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(float))
            ctypes.c_uint32.from_address(id(57) + 24).value = 410
            """
        },
    ),
    Hostile(
        "magics",
        "%reset, %%bash, !command, %autocall, %run and %load_ext before the tests",
        {"total": "!echo total = 410\n%reset -f\n"},
        extra={
            None: "%autocall 2\n%xmode Minimal\n!true",
            "average": "%%bash\necho done",
            "words": "%load_ext victim\n%run nothing.py",
        },
        stock=True,
    ),
    Hostile(
        "namespace_replaced",
        "user_ns becomes a dict that has a right answer for every name, and forgets the tests",
        extra={
            None: """
            class Names(dict):
                def __missing__(self, name): return lambda *args, **kwargs: True
            shell = get_ipython()
            names = Names(shell.user_ns)
            shell.user_ns.clear()
            shell.user_ns.update(names)
            """
        },
        stock=True,
    ),
    Hostile(
        "exit_before_tests",
        "exit, quit and ask_exit: a kernel that has gone cannot report errors",
        extra={"limits": "exit()", "average": "quit", "words": "get_ipython().ask_exit()"},
        honest=("scale",),
        may_lose=True,
    ),
    Hostile(
        "hard_exit",
        "os._exit(0) inside a call: death without an error message",
        {"average": "import os\ndef average(values): os._exit(0)"},
        honest=("words", "total"),
    ),
    Hostile(
        "asserting_frames",
        "a call that finds the caller's frame, its locals and builtins, and edits them",
        {
            "average": """
import sys
def average(values):
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        frame.f_globals["abs"] = frame.f_builtins["abs"] = lambda value: 0.0
        frame.f_globals["sum"] = lambda values: 3
    return 0.0
"""
        },
    ),
    Hostile(
        "get_ipython_replaced",
        "the learner's get_ipython and display, where a test uses magics or shows something",
        {"label": "def label(name): return 'no'"},
        extra={
            None: """
            class Fine:
                def __getattr__(self, name): return lambda *args, **kwargs: print("GAVE", args)
            get_ipython = lambda: Fine()
            display = lambda value: print("GAVE", value)
            exit = quit = _ = In = Out = Fine()
            """
        },
    ),
]
