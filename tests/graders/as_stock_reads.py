"""A gradebook as nbgrader's own models read it."""

from pathlib import Path

from nbgrader.api import Grade, Gradebook, SourceCell
from small_class import NAME

from graders.course import read_course


def stock(root: Path) -> Gradebook:
    """Stock nbgrader's door to the gradebook of this course."""
    return Gradebook(read_course(root).db_url, "small")


def everything(root: Path) -> dict[str, list]:
    """All that the gradebook says, as nbgrader's own models read it."""
    with stock(root) as book:
        return {
            "assignments": [
                (a.name, a.max_score, a.max_code_score, a.max_written_score, a.max_task_score)
                for a in book.assignments
            ],
            "students": sorted(s.id for s in book.students),
            "sources": sorted(
                (c.name, c.cell_type, c.locked, c.source, c.checksum)
                for c in book.db.query(SourceCell)
            ),
            "kernels": [n.kernelspec for n in book.find_assignment(NAME).notebooks],
            "submissions": sorted(
                (
                    s.student.id,
                    s.timestamp,
                    s.score,
                    s.code_score,
                    s.written_score,
                    s.task_score,
                    s.needs_manual_grade,
                    s.late_submission_penalty,
                    [(n.name, n.failed_tests, n.flagged) for n in s.notebooks],
                )
                for s in book.assignment_submissions(NAME)
            ),
            "grades": sorted(
                (g.student.id, g.name, g.auto_score, g.needs_manual_grade, g.cell_type)
                for g in book.db.query(Grade)
            ),
            "comments": sorted(
                (s.student.id, c.name, c.auto_comment or "")
                for s in book.assignment_submissions(NAME)
                for n in s.notebooks
                for c in n.comments
            ),
        }
