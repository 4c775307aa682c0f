"""Which hidden tests may as well run last: those whose answer no later cell can change.

A hidden test hands its inputs to the learner's code, so nothing that happens after it can be shown
to the learner. A hidden test that uses no name which a later cell binds or changes gives the same
verdict at the end; run there, it leaves everything before it fit to be shown.
"""

import ast
from functools import lru_cache

from . import testcode
from .assignment import Notebook
from .plan import Plan, bound, imported, mutated, needed, tree_of
from .submission import Step


def run_last(notebook: Notebook, plan: Plan, steps: tuple[Step, ...]) -> set[int]:
    """The positions of hidden tests that may run after everything else."""
    free = movable(notebook, plan.mirrored)
    first = last_rebinding = -1
    binds: dict[str, int] = {}
    for index, step in enumerate(steps):
        if step.cell.kind == "code" and step.cell.role != "test":
            fresh, again = names_of(step.source)
            earlier = [binds[name] for name in again if name in binds]
            if earlier:
                first = min(earlier) if first < 0 else min(first, *earlier)
                last_rebinding = index
            for name in fresh:
                binds.setdefault(name, index)
    return {
        index
        for index, step in enumerate(steps)
        if step.cell.grade_id in free and not first <= index < last_rebinding
    }


@lru_cache(maxsize=64)
def movable(notebook: Notebook, mirrored: frozenset[str]) -> frozenset[str]:
    """The hidden tests that have nothing to do with the instructor's own cells below them."""
    found, below_binds, below_needs = set(), set(), set()
    for cell in reversed(notebook.cells):
        tree = tree_of(cell)
        if tree is None:
            continue
        binds, needs = bound(tree), needed(tree) - bound(tree)
        alone = not (needs & below_binds or binds & (below_needs | mirrored))
        if cell.role == "test" and cell.hidden and alone:
            found.add(cell.grade_id)
        elif cell.role in ("test", "given", "free"):
            below_binds |= binds - imported(tree).keys()
            below_needs |= needs
    return frozenset(found)


def names_of(source: str) -> tuple[set[str], set[str]]:
    """(names that a learner's cell binds, those that it binds or changes but for imports)."""
    try:
        tree: ast.Module = testcode.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(), set()
    binds = bound(tree)
    return binds, (binds | mutated(tree)) - imported(tree).keys()
