"""Runs a test cell in the learner's kernel and notes what it called, got and expected.

This text is sent to the kernel, whatever environment that has: standard library only, and nothing
of ours is imported. The test is rewritten, never the learner's code.
"""

import ast
import builtins
import json
import reprlib

MAX_CALLS = 10
OPERATORS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class _Short(reprlib.Repr):
    def __init__(self):
        super().__init__()
        self.maxstring = self.maxother = 400
        self.maxlist = self.maxtuple = self.maxset = self.maxdict = 20
        self.maxlevel = 6


def shown(value) -> str:
    """The value as a learner writes it, shortened in the middle if it is long."""
    try:
        return _Short().repr(value)
    except Exception as error:
        return f"<{type(value).__name__}: {type(error).__name__}>"


class Rewriter(ast.NodeTransformer):
    """Calls and asserted comparisons go through the two helpers; nothing else changes."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        named = isinstance(node.func, (ast.Name, ast.Attribute))
        text = ast.unparse(node.func) if named else ""
        self.generic_visit(node)
        if named:
            node.func = helper("_graders_calling", node.func, ast.Constant(text))
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.generic_visit(node)
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            names = [ast.arg("left"), ast.arg("right")]
            arguments = ast.arguments([], names, None, [], [], None, [])
            left, right = (ast.Name(name, ast.Load()) for name in ("left", "right"))
            compare = ast.Lambda(arguments, ast.Compare(left, test.ops, [right]))
            sign = ast.Constant(OPERATORS[type(test.ops[0])])
            node.test = helper("_graders_compared", compare, sign, test.left, test.comparators[0])
        return node


def helper(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Notes:
    """What happened in one test."""

    def __init__(self):
        self.calls: list[dict] = []
        self.got = self.expected = ""

    def calling(self, function, name: str):
        """The function, or for one of the learner's: the same with its call noted."""
        owner = getattr(function, "__func__", function)
        if getattr(owner, "__module__", None) != "__main__" or not callable(function):
            return function

        def noted(*arguments, **named):
            inside = [shown(value) for value in arguments]
            inside += [f"{key}={shown(value)}" for key, value in named.items()]
            call = {"call": f"{name}({', '.join(inside)})", "gave": "…"}
            self.calls = [*self.calls, call][-MAX_CALLS:]
            try:
                result = function(*arguments, **named)
            except BaseException as error:
                call["gave"] = f"{type(error).__name__}: {error}"
                raise
            call["gave"] = shown(result)
            return result

        return noted

    def compared(self, compare, sign: str, left, right):
        result = compare(left, right)
        self.got = shown(left)
        self.expected = shown(right) if sign in ("==", "is") else f"{sign} {shown(right)}"
        return result


def run(source: str, namespace: dict) -> str:
    """Runs the test; JSON with `error` (type, text, missing name or None), `value`, and notes."""
    notes, error, value = Notes(), None, None
    helpers = {"_graders_calling": notes.calling, "_graders_compared": notes.compared}
    vars(builtins).update(helpers)
    try:
        value = execute(source, namespace)
    except KeyboardInterrupt:
        raise
    except BaseException as raised:
        name = getattr(raised, "name", None) if isinstance(raised, NameError) else None
        error = {"type": type(raised).__name__, "text": str(raised)[:2000], "name": name}
    finally:
        for name in helpers:
            vars(builtins).pop(name, None)
    if error is None:
        notes.got = notes.expected = ""
    found = {"error": error, "value": value, "calls": notes.calls}
    return json.dumps(found | {"got": notes.got, "expected": notes.expected})


def execute(source: str, namespace: dict):
    """Runs a cell; the value of its last expression if that is a number (a partial score)."""
    tree = ast.fix_missing_locations(Rewriter().visit(ast.parse(source)))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<test>", "exec"), namespace)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), "<test>", "eval"), namespace)
    return float(value) if isinstance(value, (int, float)) else None
