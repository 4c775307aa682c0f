"""The names of the test cells: the instructor's own, and the learner's through the link."""

import builtins
import importlib

from .peers import TEST_MODULE
from .proxies import handle_of


class Missing(NameError):
    """Neither the instructor's cells nor the learner define this name."""


class Namespace(dict):
    """The names of the test cells of one Examiner: the instructor's own, then the learner's.

    mirroring: what is bound now is bound by a test, so the learner's code must see it, too.
    """

    def __init__(self, examiner):
        super().__init__(__name__=TEST_MODULE, __builtins__=builtins, display=print)
        self.examiner, self.mirroring = examiner, False

    def __getitem__(self, name: str):
        plan = self.examiner.plan
        if dict.__contains__(self, name):
            return dict.__getitem__(self, name)
        if name in plan.imports:
            return self.imported(name)
        if name in plan.learner:
            return self.examiner.learner_name(name)
        for module in plan.stars:
            if hasattr(found := importlib.import_module(module), name):
                return getattr(found, name)
        if hasattr(builtins, name):
            raise KeyError(name)
        raise Missing(name)  # no name that only the learner has: the solution passes without it

    def imported(self, name: str):
        """What the instructor's solution imports under this name: from here, not the learner's."""
        module, attribute = self.examiner.plan.imports[name]
        found = importlib.import_module(module)
        value = getattr(found, attribute) if attribute else found
        dict.__setitem__(self, name, value)
        return value

    def __setitem__(self, name: str, value) -> None:
        """Keeps what a test binds as the test's own; the learner's code sees what it reads.

        A learner's object that a test puts back stays the learner's.
        """
        if self.mirroring and name in self.examiner.plan.mirrored:
            self.examiner.link.set(name, value)
        if name in self.examiner.plan.learner and handle_of(value) is not None:
            dict.pop(self, name, None)
        else:
            dict.__setitem__(self, name, value)

    def __delitem__(self, name: str) -> None:
        if name in self.examiner.plan.learner | self.examiner.plan.mirrored:
            self.examiner.link.delete(name)
        elif name not in self:
            raise KeyError(name)
        dict.pop(self, name, None)
