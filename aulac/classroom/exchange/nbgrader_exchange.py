"""nbgrader's exchange, by way of the exchange service.

By nbgrader's own configuration, nothing of it patched:

    c.ExchangeFactory.submit = "aulac.classroom.exchange.nbgrader_exchange.Submit"

and so on for the other classes of this file; `list` is `nbgrader_list.List`. Who somebody is, and
in which role, only the token of the Hub says; `CourseDirectory.student_id` chooses among the
submissions that an instructor sees.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange import abc

import graders.submission
from graders.course import TIMESTAMP, timestamp_of
from graders.nbgrader_collect import complain

from ..language import sentence
from . import folders
from .collected import SUBMISSION_ID, ours, timestamp
from .nbgrader_base import Exchange, digests, feedback_folder, notebooks, pages
from .schemas import Submission


class FetchAssignment(Exchange, abc.ExchangeFetchAssignment):
    """Brings an assignment, or the files of it that are missing, to the learner's folder."""

    def init_src(self):
        super().init_src()
        self.assignment = self.released_or_fail()

    def init_dest(self):
        self.folder = self.work(self.name)
        if self.folder.exists() and not self.replace_missing_files:
            self.fail(
                sentence(
                    f"Bạn đã nhận bài này ({self.folder}); thêm --replace để lấy tệp bị thiếu.",
                    f"You already have it ({self.folder}); add --replace to get missing files.",
                )
            )

    def copy_files(self):
        missing = [f for f in self.assignment.files if not (self.folder / f.path).exists()]
        found = {f.path: self.client.assignment_file(self.assignment, f) for f in missing}
        write = folders.add if self.folder.exists() else folders.replace
        write(self.folder, found)
        self.log.info("Fetched as: %s %s", self.course, self.name)


class Submit(Exchange, abc.ExchangeSubmit):
    """Hands in the learner's folder, and keeps the receipt."""

    def init_src(self):
        super().init_src()
        folder = self.work(self.name)
        self.coursedir.assignment_id = folder.name
        self.files = self.read(folder)
        if not self.files:
            self.fail(sentence(f"Không có tệp nào trong {folder}.", f"No file in {folder}."))

    def init_dest(self):
        here = {normalize("NFC", path) for path in self.files}
        expected = [f"{name}.ipynb" for name in notebooks(self.released_or_fail())]
        if missing := ", ".join(name for name in expected if name not in here):
            told = sentence(f"Thiếu {missing}.", f"Missing: {missing}.")
            if self.strict:
                self.fail(told)
            self.log.warning(told)

    def copy_files(self):
        submission = self.client.submit(self.course, self.name, self.files, self.key())
        self.log.info("Submitted as: %s %s %s", self.course, self.name, timestamp(submission))
        self.keep_receipt(submission)

    def key(self) -> str:
        """The same as long as the learner knows of no newer submission and changes nothing.

        So another click after an answer that was lost hands in nothing twice, and the same work
        handed in again on purpose, when its receipt is here, is a new submission.
        """
        known = [path.name for path in self.receipts(self.course, self.name).glob("*.json")]
        claim = [self.course, self.name, sorted(known), digests(self.files)]
        return sha256(json.dumps(claim, sort_keys=True).encode()).hexdigest()


class FetchFeedback(Exchange, abc.ExchangeFetchFeedback):
    """Brings what came back on each of one's own submissions."""

    def copy_files(self):
        for one in self.own_submissions(self.course, self.name):
            folder = feedback_folder(self.work(self.name), one)
            for name, file in pages(one).items():
                folders.add(folder, {name: self.client.feedback_file(one, file)})
                self.log.info("Fetched feedback: %s", folder / name)


class ReleaseAssignment(Exchange, abc.ExchangeReleaseAssignment):
    """Publishes the learners' version, and says which due date the formgrader knows."""

    def init_src(self):
        super().init_src()
        step = self.coursedir.release_directory
        folder = Path(self.coursedir.format_path(step, ".", self.name))
        self.files = self.read(folder)
        if not self.files:
            self.fail(
                sentence(
                    f"Chưa có bản cho học viên tại {folder}: hãy chạy Generate trước.",
                    f"There is no learners' version at {folder}: run Generate first.",
                )
            )

    def init_dest(self):
        if not self.force and self.released():
            self.fail(
                sentence(
                    f"{self.name} đã được giao; thêm --force để giao bản mới.",
                    f"{self.name} has been released; add --force to release a new version.",
                )
            )

    def copy_files(self):
        self.client.release(self.course, self.name, self.files)
        self.tell_due()
        self.log.info("Released as: %s %s", self.course, self.name)

    def tell_due(self) -> None:
        with Gradebook(self.coursedir.db_url, self.course) as gradebook:
            try:
                due = gradebook.find_assignment(self.name).duedate
            except MissingEntry:
                return
        self.client.tell_gradebook_due(self.course, self.name, due and due.replace(tzinfo=UTC))


class Collect(Exchange, abc.ExchangeCollect):
    """Brings a submission of each learner to `submitted/`: the newest, or the last in time."""

    def copy_files(self):
        for mine in self.by_learner():
            in_time = [one for one in mine if not one.late] if self.before_duedate else []
            self.collect((in_time or mine)[-1])
        complain(self.coursedir, self.config, self.log)

    def collect(self, one: Submission) -> None:
        """Copy it, unless something is there that nobody asked to replace."""
        folder = self.step(self.coursedir.submitted_directory, one.user)
        if folder.is_dir() and not self.replaces(one, collected_at(folder)):
            self.log.info("Kept as it is: %s %s", one.user, one.assignment)
            return
        try:
            folders.replace(folder, self.files(one))
            self.log.info("Collected: %s %s %s", one.user, one.assignment, timestamp(one))
        except OSError as error:  # a disk that is full is named for each learner, and stops none
            self.log.error("%s %s: %s", one.user, one.assignment, error)

    def replaces(self, one: Submission, before: datetime | None) -> bool:
        newer = before is None or one.received_at > before
        return self.update and newer or self.before_duedate and one.received_at != before

    def files(self, one: Submission) -> dict[str, bytes]:
        """What was handed in, and under names of ours what the service knows of it."""
        known = ours(one)
        theirs = [file for file in one.files if file.path.partition("/")[0] not in known]
        return {file.path: self.client.submission_file(one, file) for file in theirs} | known


class ReleaseFeedback(Exchange, abc.ExchangeReleaseFeedback):
    """Gives what lies in `feedback/` back to the submissions that it is about.

    That is a page for each notebook of the assignment, and beside it the same for programs.
    """

    def init_src(self):
        super().init_src()
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", self.name)
        self.wanted = [
            f"{path.stem}{suffix}"
            for path in sorted(Path(source).glob("*.ipynb"))
            for suffix in (".html", ".json")
        ]

    def copy_files(self):
        excluded = self.coursedir.student_id_exclude.split(",")
        for mine in self.by_learner():
            if mine[0].user not in excluded:
                self.give_back(mine, self.step(self.coursedir.feedback_directory, mine[0].user))

    def give_back(self, mine: list[Submission], folder: Path) -> None:
        files = {n: (folder / n).read_bytes() for n in self.wanted if (folder / n).is_file()}
        known = {str(one.id): one for one in mine}
        if not files:
            return
        if not (one := known.get(text_of(folder / SUBMISSION_ID))):
            self.log.warning("%s: not about a submission to the exchange", folder)
        elif {file.path: file.sha256 for file in one.feedback} != digests(files):
            self.client.send_feedback(one, files)
            self.log.info("Released feedback: %s %s %s", one.user, self.name, timestamp(one))


def collected_at(folder: Path) -> datetime | None:
    """When the submission in this folder was handed in, if that is known."""
    file = folder / TIMESTAMP
    files = {TIMESTAMP: file.read_bytes()} if file.is_file() else {}
    found, _ = timestamp_of(graders.submission.Submission("", files))
    return found and found.replace(tzinfo=UTC)


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
