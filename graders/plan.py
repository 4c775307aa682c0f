"""What of an instructor's notebook is the same for every submission, worked out once.

A test may mean three things by a name: something the instructor's own cells define (resolved in the
examiner), something the learner is to define (asked of the learner), or a builtin. What the
instructor's *solution* binds or changes in place is the learner's.
"""

import ast
import marshal
import symtable
from dataclasses import dataclass, field
from functools import lru_cache

from . import testcode
from .assignment import Cell, Notebook

MUTATORS = frozenset(
    "append extend insert remove pop clear sort reverse update setdefault popitem add discard"
    " appendleft popleft fill resize put intersection_update difference_update".split()
)
DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


@dataclass(frozen=True)
class Statement:
    """A statement of a given or unmarked cell that may run in the examiner.

    needs are the names it must find; a statement that only defines (imports, functions, classes)
    needs none until it is used.
    """

    code: bytes
    needs: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """How the cells of one notebook are examined.

    learner: names that are the learner's; mirrored: names that a test may rebind in the learner's
    process; imports: name -> (module, attribute or "") of what the solution imports; stars: modules
    of which it imports everything; tests: code by grade_id, or the SyntaxError's text; magic: tests
    that need IPython's shell; definitions: statements by the position of their cell;
    rebinds: the learner's names that a learner's cell binds, by its position.
    """

    learner: frozenset[str]
    mirrored: frozenset[str]
    imports: dict[str, tuple[str, str]]
    stars: tuple[str, ...] = ()
    magic: frozenset[str] = frozenset()
    tests: dict[str, bytes | str] = field(default_factory=dict)
    definitions: dict[int, list[Statement]] = field(default_factory=dict)
    rebinds: dict[int, frozenset[str]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def make_plan(notebook: Notebook) -> Plan:
    """The plan of an instructor's notebook, solutions included."""
    trees = {i: tree for i, cell in enumerate(notebook.cells) if (tree := tree_of(cell))}
    learner, given, read, imports = sort_names(notebook, trees)
    learner = frozenset(learner - imports.keys())
    magic = {c.grade_id for i, c in enumerate(notebook.cells) if i in trees and is_magic(c)}
    stars = tuple(name for tree in trees.values() for name in starred(tree))
    mirrored = frozenset((learner | given) & read)
    plan = Plan(learner, mirrored, imports, stars, frozenset(magic))
    for index, cell in enumerate(notebook.cells):
        if cell.role == "test":
            plan.tests[cell.grade_id] = code_of(cell)
        elif index in trees and cell.role in ("given", "free"):
            found = statements(trees[index], cell.role == "given", learner)
            plan.definitions[index] = found
        if index in trees and cell.role != "test":
            plan.rebinds[index] = frozenset(bound(trees[index]) & learner)
    return plan


def sort_names(notebook: Notebook, trees: dict[int, ast.Module]):
    """(the learner's, the given ones, those solution functions read, what solutions import)."""
    learner, given, read, imports = set(), set(), set(), {}
    for index, tree in trees.items():
        role = notebook.cells[index].role
        if role in ("solution", "written"):
            learner |= bound(tree) | mutated(tree)
            imports |= imported(tree)
            read |= needed_inside(tree)
        elif role == "free":
            learner |= bound(tree) - defined(tree) - imported(tree).keys()
            given |= bound(tree)
        elif role == "given":
            given |= bound(tree)
    return learner, given, read, imports


def is_magic(cell: Cell) -> bool:
    return cell.role == "test" and not testcode.is_python(cell.source)


def starred(tree: ast.Module) -> list[str]:
    """Modules of which a cell imports everything."""
    return [
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.names[0].name == "*"
    ]


def tree_of(cell: Cell) -> ast.Module | None:
    if cell.kind != "code":
        return None
    try:
        return testcode.parse(cell.source)
    except SyntaxError:
        return None


def code_of(cell: Cell) -> bytes | str:
    try:
        return marshal.dumps(testcode.compile_test(cell.source, f"<{cell.grade_id}>"))
    except SyntaxError as error:
        return str(error)


@testcode.one_at_a_time
def statements(tree: ast.Module, given: bool, learner: frozenset[str]) -> list[Statement]:
    """What of a cell runs in the examiner: all of a given cell that is not the learner's; of an
    unmarked cell, which the learner may rewrite, only what defines."""
    found = []
    for node in tree.body:
        alone = ast.Module([node], [])
        defines = isinstance(node, DEFINITIONS)
        if (given or defines) and not bound(alone) & learner:
            code = marshal.dumps(compile(alone, "<given>", "exec"))
            needs = frozenset() if defines else frozenset(needed(alone) - bound(alone))
            found.append(Statement(code, needs))
    return found


def modules(notebook: Notebook) -> set[str]:
    """Every module that the instructor's cells import, by its dotted name."""
    found: set[str] = set()
    for tree in filter(None, map(tree_of, notebook.cells)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
            elif isinstance(node, ast.Constant) and node.value == "matplotlib":
                found.add("matplotlib.pyplot")  # of the magic `%matplotlib inline`
    return found


def imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """name -> (module, attribute or "") of the imports at the top of a cell."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                found[alias.asname or whole] = (whole, "")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module, alias.name)
    found.pop("*", None)
    return found


def defined(tree: ast.Module) -> set[str]:
    """Functions and classes that a cell defines."""
    return {node.name for node in tree.body if isinstance(node, DEFINITIONS[:3])}


def bound(tree: ast.Module) -> set[str]:
    """The global names that a cell binds or deletes, also from inside its functions."""
    top, *inner = scopes(tree)
    found = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    return found | {
        s.get_name()
        for scope in inner
        for s in scope.get_symbols()
        if s.is_declared_global() and s.is_assigned()
    }


def needed(tree: ast.Module) -> set[str]:
    """The global names that a cell reads, also from inside its functions."""
    top, *_ = scopes(tree)
    return needed_inside(tree) | {s.get_name() for s in top.get_symbols() if s.is_referenced()}


def needed_inside(tree: ast.Module) -> set[str]:
    """The global names that the functions of a cell read."""
    _, *inner = scopes(tree)
    return {
        s.get_name()
        for scope in inner
        for s in scope.get_symbols()
        if s.is_global() and s.is_referenced()
    }


def scopes(tree: ast.Module) -> list[symtable.SymbolTable]:
    """The symbol tables of a cell: the top one first, then those of all that is nested in it."""
    found = [symtable.symtable(ast.unparse(tree), "<cell>", "exec")]
    for table in found:
        found += table.get_children()
    return found


def mutated(tree: ast.Module) -> set[str]:
    """Global names whose value a cell changes in place: items, attributes, methods that do so."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            if not isinstance(node.ctx, ast.Load):
                found.add(root_name(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in MUTATORS or any(k.arg == "inplace" for k in node.keywords):
                found.add(root_name(node.func))
    return found & needed(tree)


def root_name(node: ast.AST) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
