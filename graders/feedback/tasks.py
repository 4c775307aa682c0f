"""Groups the cells and results of a graded notebook by task, as the learner thinks of them."""

import re
from dataclasses import dataclass, field

from ..assignment import role_of
from ..report import NotebookReport, Result

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
MAX_TITLE = 80


@dataclass
class Task:
    """A question: the cells that belong to it, in order, and its results."""

    name: str
    title: str = ""
    cells: list[dict] = field(default_factory=list)
    results: list[tuple[Result, dict | None]] = field(default_factory=list)


def tasks_of(notebook: NotebookReport) -> list[Task]:
    """The tasks of a notebook in order; results without a cell come last."""
    groups = _Groups({result.grade_id: result for result in notebook.results})
    for cell in notebook.document.get("cells", []):
        groups.add(cell)
    groups.close()
    return groups.tasks


class _Groups:
    def __init__(self, results: dict[str, Result]):
        self.results = results
        self.tasks: list[Task] = []
        self.waiting: list[dict] = []

    def add(self, cell: dict) -> None:
        marks = cell.get("metadata", {}).get("nbgrader") or {}
        role, grade_id = role_of(marks, cell.get("cell_type", "")), marks.get("grade_id")
        result = self.results.pop(grade_id, None) if role in ("test", "written", "task") else None
        if role == "solution" and (not self.tasks or self.tasks[-1].results):
            self.begin(grade_id, cell)
        elif role in ("written", "task") and result:
            self.begin(grade_id, cell).results.append((result, None))
        elif role == "test" and result:
            task = self.task_of(grade_id)
            task.cells += self.taken()
            task.results.append((result, cell))
        else:
            self.waiting.append(cell)

    def begin(self, name: str, cell: dict) -> Task:
        before = self.taken()
        task = Task(name, title(before), [*before, cell])
        self.tasks.append(task)
        return task

    def task_of(self, grade_id: str) -> Task:
        """The task that a test belongs to: by its name (`task-test`), else the one before it."""
        named = [t for t in self.tasks if re.match(re.escape(t.name) + r"[-_.]", grade_id)]
        if named:
            return max(named, key=lambda task: len(task.name))
        if not self.tasks:
            self.tasks.append(Task("", title(self.waiting)))
        return self.tasks[-1]

    def taken(self) -> list[dict]:
        cells, self.waiting = self.waiting, []
        return cells

    def close(self) -> None:
        """Cells after the last task belong to it; results without a cell make one of their own."""
        if self.results or not self.tasks:
            self.tasks.append(Task("", "", [], [(r, None) for r in self.results.values()]))
        self.tasks[-1].cells += self.taken()


def source_of(cell: dict) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def title(cells: list[dict]) -> str:
    """The last heading in these cells; else the first line of the question, if it is short."""
    prose = [cell for cell in cells if cell.get("cell_type") == "markdown"]
    found = [heading for cell in prose for heading in HEADING.findall(source_of(cell))]
    if not found:
        locked = [c for c in prose if (c.get("metadata", {}).get("nbgrader") or {}).get("locked")]
        lines = [source_of(cell).strip().partition("\n")[0] for cell in locked]
        found = [line for line in lines if 0 < len(line) <= MAX_TITLE][:1]
    return re.sub(r"[*_`]", "", found[-1]) if found else ""
