"""Which hidden tests may as well run last: those whose answer no later cell can change.

A hidden test hands its inputs to the learner's code, so nothing that happens after it can be shown
to the learner. A hidden test that uses no name which a later cell binds or changes gives the same
verdict at the end; run there, it leaves everything before it fit to be shown.
"""

import ast
from dataclasses import dataclass
from functools import lru_cache

from . import testcode
from .assignment import Notebook
from .plan import Plan, bound, imported, mutated, needed, tree_of
from .submission import Step


def run_last(notebook: Notebook, plan: Plan, steps: tuple[Step, ...]) -> set[int]:
    """The positions of hidden tests that may run after everything else."""
    free = movable(notebook, plan.mirrored)
    found: dict[int, frozenset[str]] = {}
    known: set[str] = set()
    imports: set[str] = set()
    for index, step in enumerate(steps):
        if step.cell.grade_id in free:
            found[index] = free[step.cell.grade_id] | known
        elif step.cell.kind == "code" and step.cell.role != "test":
            cell = names_of(step.source)
            changes = cell.changes - imports
            found = {i: used for i, used in found.items() if not used & changes}
            known |= cell.changes | cell.needs
            imports |= cell.imports
    return set(found)


@lru_cache(maxsize=64)
def movable(notebook: Notebook, mirrored: frozenset[str]) -> dict[str, frozenset[str]]:
    """The names that a hidden test uses, by grade_id, of those that have nothing to do with the
    instructor's own cells below them."""
    found, below_binds, below_needs = {}, set(), set()
    for cell in reversed(notebook.cells):
        tree = tree_of(cell)
        if tree is None:
            continue
        binds, needs = bound(tree), needed(tree) - bound(tree)
        alone = not (needs & below_binds or binds & (below_needs | mirrored))
        if cell.role == "test" and cell.hidden and alone:
            found[cell.grade_id] = frozenset(needs)
        elif cell.role in ("test", "given", "free"):
            below_binds |= binds - imported(tree).keys()
            below_needs |= needs
    return found


@dataclass(frozen=True)
class Names:
    """What a learner's cell binds or changes, what it imports, and what it reads."""

    changes: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


def names_of(source: str) -> Names:
    """The names of a learner's cell; a cell that cannot be parsed does nothing."""
    try:
        tree: ast.Module = testcode.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    changes = frozenset(bound(tree) | mutated(tree))
    return Names(changes, frozenset(imported(tree)), frozenset(needed(tree)))
