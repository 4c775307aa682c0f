"""Makes an instructor's test cell ready to run: the same code, with what it compares kept in view.

`assert left == right` becomes `assert (@left := left) == (@right := right)`, so that a failure can
show both sides; the last expression of the cell is kept, since its value may be partial credit.
"""

import ast
import functools
import threading
import types

RUNNING = ("time", "capture", "prun")
LAST, LEFT, RIGHT = "@last", "@left", "@right"
_SYNTAX = threading.RLock()


def one_at_a_time(function):
    """Keeps threads from making syntax trees at the same time: CPython 3.11 loses count of them
    (SystemError: AST constructor recursion depth mismatch)."""

    @functools.wraps(function)
    def alone(*arguments):
        with _SYNTAX:
            return function(*arguments)

    return alone


@one_at_a_time
def parse(source: str) -> ast.Module:
    """The syntax tree of a cell, magics included. Raises SyntaxError."""
    try:
        return ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        tree = ast.parse(TransformerManager().transform_cell(source))
        return ast.Module([node for mine in tree.body for node in in_the_open(mine)], [])


def in_the_open(node: ast.stmt) -> list[ast.stmt]:
    """The statements that a magic runs, such as `%time x = 1`; any other statement as it is."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(_, magic), [ast.Constant(name), *_, code])):
            runs = magic in ("run_line_magic", "run_cell_magic") and name in RUNNING
            return parse(code.value).body if runs else [node]
    return [node]


@one_at_a_time
def is_python(source: str) -> bool:
    """A cell without magics or shell commands: IPython's own syntax needs IPython's shell."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


@one_at_a_time
def compile_test(source: str, filename: str) -> types.CodeType:
    """The code object of a test cell in plain Python. Raises SyntaxError."""
    tree = ast.parse(source)
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not shows_nothing(source):
        last = tree.body[-1]
        target = ast.copy_location(ast.Name(LAST, ast.Store()), last)
        tree.body[-1] = ast.copy_location(ast.Assign([target], last.value), last)
    KeepSides().visit(tree)
    return compile(ast.fix_missing_locations(tree), filename, "exec")


def shows_nothing(source: str) -> bool:
    return source.rstrip().endswith(";")


class KeepSides(ast.NodeTransformer):
    """Names both sides of the comparison in an assert."""

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        if isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
            node.test.left = self.named(LEFT, node.test.left)
            node.test.comparators = [self.named(RIGHT, node.test.comparators[0])]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Names bound in a class body would become its attributes; its methods are visited."""
        methods = (ast.FunctionDef, ast.AsyncFunctionDef)
        node.body = [self.visit(n) if isinstance(n, methods) else n for n in node.body]
        return node

    @staticmethod
    def named(name: str, value: ast.expr) -> ast.NamedExpr:
        target = ast.copy_location(ast.Name(name, ast.Store()), value)
        return ast.copy_location(ast.NamedExpr(target, value), value)
