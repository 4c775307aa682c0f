"""What all classes of nbgrader's exchange share when they use the exchange service."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import abc
from nbgrader.utils import ignore_patterns

from graders.nbgrader_collect import is_ordinary

from ..language import sentence
from . import folders, names
from .client import ExchangeClient, ExchangeError
from .collected import timestamp
from .schemas import Assignment, File, Submission

RECEIPTS = "bien_nhan"


class Exchange(abc.Exchange):
    """What all of them share: the client, and refusals as errors of nbgrader's."""

    @cached_property
    def client(self) -> ExchangeClient:
        return ExchangeClient.of_this_server()

    @property
    def course(self) -> str:
        return self.coursedir.course_id

    @property
    def name(self) -> str:
        return self.coursedir.assignment_id

    def start(self):
        try:
            return super().start()
        except ExchangeError as error:
            told = self.nowhere() if error.key == "not_found" else str(error)
            self.log.fatal(told)
            raise abc.ExchangeError(told) from None

    def nowhere(self) -> str:
        place = "/".join(filter(None, (self.course, self.name)))
        return sentence(
            f"Không tìm thấy {place}, hoặc bạn không thuộc khóa học này.",
            f"{place} was not found, or you are not in this course.",
        )

    def init_src(self):
        if not self.course:
            self.fail(sentence("Thiếu tên khóa học: thêm --course.", "No course: add --course."))

    def init_dest(self):
        pass

    def work(self, name: str) -> Path:
        """The folder in which a learner works on the assignment."""
        return Path(self.assignment_dir, name).absolute()

    def step(self, step: str, user: str) -> Path:
        """The folder of a step (`submitted` ...) in the instructor's course."""
        return Path(self.coursedir.format_path(step, names.user(user), self.name))

    def read(self, folder: Path) -> dict[str, bytes]:
        """What is to be sent of a folder."""
        paths = chosen(folder, self.coursedir, self.log)
        kilobytes = sum(path.stat().st_size for path in paths) // 1000
        most = self.coursedir.max_dir_size
        if kilobytes > most:
            self.fail(
                sentence(
                    f"{folder} quá lớn: {kilobytes} kB, tối đa {most} kB. Hãy bỏ bớt tệp.",
                    f"{folder} is too large: {kilobytes} kB, at most {most} kB. Remove some files.",
                )
            )
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    def released(self) -> Assignment | None:
        known = self.client.assignments(self.course)
        return next((one for one in known if one.name == self.name), None)

    def released_or_fail(self) -> Assignment:
        return self.released() or self.fail(
            sentence(f"Chưa giao bài tập {self.name}.", f"{self.name} has not been released.")
        )

    def own_submissions(self, course: str, name: str = "") -> list[Submission]:
        return self.client.submissions(course, name, user=self.client.me().name)

    def receipts(self, course: str, name: str) -> Path:
        """The folder of a learner's receipts, each named by the number of the submission."""
        return self.work(RECEIPTS) / course / name

    def keep_receipt(self, one: Submission) -> None:
        """Write the receipt beside the work; without it the submission stands all the same."""
        folder, name = self.receipts(one.course, one.assignment), f"{one.number}.json"
        if (folder / name).exists():
            return
        try:
            folders.add(folder, {name: one.receipt.model_dump_json().encode()})
            self.log.info(sentence("Biên nhận: %s", "Receipt: %s"), folder / name)
        except OSError as error:
            self.log.warning("%s: %s", folder / name, error)

    def by_learner(self) -> Iterator[list[Submission]]:
        """The submissions to the assignment of each learner whom the configuration chooses."""
        found = self.client.submissions(self.course, self.name)
        for user, mine in groupby(found, key=lambda one: one.user):
            if self.is_chosen(user):
                yield list(mine)

    def is_chosen(self, user: str) -> bool:
        return fnmatchcase(user, self.coursedir.student_id or "*")


def notebooks(found: Assignment | Submission) -> list[str]:
    """The names of its notebooks."""
    paths = (Path(file.path) for file in found.files)
    return [path.stem for path in paths if path.suffix == ".ipynb" and len(path.parts) == 1]


def pages(submission: Submission) -> dict[str, File]:
    """What came back for a person to read."""
    return {file.path: file for file in submission.feedback if file.path.endswith(".html")}


def feedback_folder(work: Path, submission: Submission) -> Path:
    """Where a learner finds the feedback on a submission."""
    return work / "feedback" / timestamp(submission)


def digests(files: dict[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def chosen(folder: Path, coursedir: CourseDirectory, log) -> list[Path]:
    """Return the files in the folder, sorted, without what nbgrader is told to ignore.

    Links, pipes, sockets and devices are left out, with a warning.
    """
    ignored = ignore_patterns(coursedir.ignore, coursedir.include, coursedir.max_file_size, log)
    found = []
    for parent, inner, files in os.walk(folder):
        left_out = set(ignored(parent, [*inner, *files]))
        for path in (Path(parent, name) for name in {*inner, *files} - left_out):
            if not is_ordinary(path):
                log.warning("%s: left out, it is neither a file nor a folder", path)
                left_out.add(path.name)
        inner[:] = [name for name in inner if name not in left_out]
        found += [Path(parent, name) for name in files if name not in left_out]
    return sorted(found)
