"""Grades one submission: a pure function of the submission and the assignment."""

import atexit
import hashlib

from .assignment import Assignment, Notebook
from .plan import make_plan, modules
from .report import NotebookReport, Report, Result, inputs_of
from .submission import Refused, Submission, rebuild
from .zygotes import Job, Overdue, Zygote, ZygoteError, Zygotes


class EngineError(Exception):
    """Our own failure (sandbox, zygote, a full disk): to be retried, never a zero."""


ZYGOTES = Zygotes()
atexit.register(ZYGOTES.close)


def grade(submission: Submission, assignment: Assignment, level: str | None = None) -> Report:
    """Grades a submission in the sandbox. Raises EngineError, and nothing else.

    level: `namespaces`, `landlock` or `none` forces a sandbox; None takes that of the assignment,
    else `namespaces`, or `landlock` where the machine cannot give these. `none` is never taken
    unasked: then there is an EngineError that says what to enable. The report says what was taken.
    """
    level = level or assignment.level
    try:
        zygote = ZYGOTES.get(environment(assignment), level)
        zygote.load(assignment.loads or ())
    except (ZygoteError, OSError) as error:
        raise EngineError(str(error)) from None
    inputs = inputs_of(submission, assignment)
    report = Report(
        submission.learner,
        assignment.name,
        "graded",
        skipped=submission.skipped,
        level=str(zygote.level),
        limits=assignment.limits.to_dict(),
        inputs=inputs,
    )
    for notebook in assignment.notebooks:
        try:
            report.notebooks.append(examine(submission, assignment, notebook, zygote))
        except Refused as refused:
            report.status = "refused"
            found = without_result(notebook, "refused")
            found.refusal, found.params = refused.key, refused.params
            report.notebooks.append(found)
        except Overdue:
            seconds = f"{assignment.limits.notebook_seconds:g}"
            report.notebooks.append(without_result(notebook, "notebook_timed_out", seconds=seconds))
        except (ZygoteError, OSError) as error:
            raise EngineError(str(error)) from None
    return report


def examine(
    submission: Submission, assignment: Assignment, notebook: Notebook, zygote: Zygote
) -> NotebookReport:
    steps = rebuild(submission, notebook)
    own = {n: c for n, c in submission.files.items() if not n.endswith(".ipynb")}
    seed = int(hashlib.sha256(f"{assignment.name}/{notebook.name}".encode()).hexdigest()[:8], 16)
    job = Job(
        notebook,
        make_plan(notebook),
        steps,
        assignment.limits,
        seed,
        assignment.files,
        {n: c for n, c in own.items() if n not in assignment.files},
        tell_loads=assignment.loads is None,
    )
    found = zygote.examine(job)
    results = [Result(**result) for result in found.pop("results")]
    return NotebookReport(results=results, **found)


def environment(assignment: Assignment) -> tuple[str, ...]:
    """The modules that the zygote of this assignment imports: those its own cells import.

    And pyplot beside numpy, because learners plot, and it takes longer to import than to use.
    """
    own = {name.partition("/")[0].removesuffix(".py") for name in assignment.files}
    found = {m for notebook in assignment.notebooks for m in modules(notebook)}
    found |= {"matplotlib.pyplot"} if "numpy" in found else set()
    return tuple(sorted(m for m in found if m.partition(".")[0] not in own))


def without_result(notebook: Notebook, reason: str, **params) -> NotebookReport:
    """A notebook of which nothing was seen to be right: it earns nothing, and says why."""
    results = [
        Result(
            cell.grade_id,
            cell.points,
            0.0,
            "failed",
            role=cell.role,
            family="learner",
            reason=reason,
            params=params,
            hint=cell.hint,
            hidden=cell.hidden,
        )
        for cell in notebook.cells
        if cell.role in ("test", "written", "task")
    ]
    return NotebookReport(notebook.name, results)
