"""nbgrader's lists of assignments and submissions, by way of the exchange service."""

from fnmatch import fnmatchcase
from itertools import groupby

from nbgrader.exchange import abc

from ..language import sentence
from . import labels
from .collected import timestamp
from .nbgrader_base import Exchange, digests, feedback_folder, notebooks, pages
from .schemas import Assignment, Submission


class List(Exchange, abc.ExchangeList):
    """Lists what is released or was handed in, with due dates and feedback."""

    def init_src(self):
        pass

    def copy_files(self):
        pass

    def list_files(self) -> list[dict]:
        if self.inbound or self.cached:
            return self.list_submissions()
        return self.list_released()

    def remove_files(self) -> list[dict]:
        """Take assignments back; what somebody has handed in stays."""
        if self.inbound or self.cached:
            self.fail(sentence("Không xóa bài đã nộp.", "Submissions are not removed."))
        entries = self.list_released()
        for entry in entries:
            self.client.withdraw(entry["course_id"], entry["assignment_id"])
        return entries

    def courses(self) -> list[str]:
        return [self.course] if self.course else sorted(self.client.me().courses)

    def is_asked(self, name: str) -> bool:
        return fnmatchcase(name, self.name or "*")

    def list_released(self) -> list[dict]:
        self.log.info("Released assignments:")
        found = [one for course in self.courses() for one in self.client.assignments(course)]
        return [self.released_entry(one) for one in found if self.is_asked(one.name)]

    def released_entry(self, one: Assignment) -> dict:
        folder = self.work(one.name)
        fetched = folder.is_dir()
        standing = labels.standing(one)
        notes = ["(already downloaded)"] if fetched else []
        self.log.info(" ".join([one.course, one.name, *notes, standing]).strip())
        here = sorted(path.stem for path in folder.glob("*.ipynb"))
        return {
            "course_id": one.course,
            "assignment_id": one.name,
            "status": "fetched" if fetched else "released",
            "path": str(folder),
            "standing": standing,
            "notebooks": [
                {"notebook_id": name, "path": str(folder / f"{name}.ipynb")}
                for name in (here if fetched else notebooks(one))
            ],
        }

    def list_submissions(self) -> list[dict]:
        self.log.info("Submitted assignments:")
        self.results = {}
        found = [one for course in self.courses() for one in self.submissions(course)]
        asked = [one for one in found if self.is_asked(one.assignment)]
        return [
            {
                "course_id": course,
                "student_id": user,
                "assignment_id": name,
                "status": "submitted",
                "submissions": [self.submission_entry(one) for one in mine],
            }
            for (course, name, user), mine in groupby(asked, key=place)
        ]

    def submissions(self, course: str) -> list[Submission]:
        if self.cached:
            mine = self.own_submissions(course)
            for one in mine:
                self.keep_receipt(one)
            self.results |= {one.submission: one for one in self.client.results(course)}
            return mine
        return [one for one in self.client.submissions(course) if self.is_chosen(one.user)]

    def submission_entry(self, one: Submission) -> dict:
        folder = feedback_folder(self.work(one.assignment), one)
        there = {name: file.sha256 for name, file in pages(one).items()}
        fetched = bool(there) and all((folder / name).is_file() for name in there)
        here = digests({name: (folder / name).read_bytes() for name in there}) if fetched else {}
        label = labels.handed_in(one)
        if result := self.results.get(one.id):
            label += f": {labels.outcome(result)}"
        self.log.info(
            f"{one.course} {one.user} {one.assignment} {timestamp(one)} {label}"
            f" ({len(there)} feedback)"
        )
        return {
            "course_id": one.course,
            "student_id": one.user,
            "assignment_id": one.assignment,
            "timestamp": timestamp(one),
            "label": label,
            "status": "submitted",
            "path": str(self.work(one.assignment)),
            "notebooks": [{"notebook_id": name} for name in notebooks(one)],
            "has_exchange_feedback": bool(there),
            "has_local_feedback": fetched,
            "feedback_updated": fetched and here != there,
            "local_feedback_path": str(folder) if fetched else None,
        }


def place(submission: Submission) -> tuple[str, str, str]:
    return submission.course, submission.assignment, submission.user
