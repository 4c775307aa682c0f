"""Names at once, when work is collected, what nobody will be able to grade.

By nbgrader's own configuration:

    c.ExchangeFactory.collect = "graders.nbgrader_collect.Collect"
"""

import os
import stat
from collections.abc import Iterator
from glob import escape, glob
from itertools import islice
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from .course import TIMESTAMP, Course, timestamp_of
from .feedback.clean import name as shown
from .messages import say
from .submission import Refused, Submission, parse_notebook, read_regular, read_submission

MAX_TOLD = 10
UNREADABLE = f"{TIMESTAMP}.unreadable"


class Collect(ExchangeCollect):
    """Collects files and folders only, and says which submission is no notebook."""

    def copy_files(self):
        super().copy_files()
        complain(self.coursedir, self.config, self.log)

    def do_copy(self, src, dest, log=None):
        """Copies as nbgrader does, without what is neither a file nor a folder."""
        before = self.coursedir.ignore
        self.coursedir.ignore = [*before, *(escape(path.name) for path in odd_files(Path(src)))]
        try:
            super().do_copy(src, dest, log)
        finally:
            self.coursedir.ignore = before


def complain(coursedir, config, log) -> None:
    """Names in the log, of all that was collected, what nobody will be able to grade."""
    course, assignment = Course(Path(coursedir.root), config), coursedir.assignment_id
    expected = sorted(p.name for p in course.folder("source", assignment).glob("*.ipynb"))
    for one in course.handed_in(assignment):
        submission = read_submission(one.folder, one.learner)
        for told in islice(complaints(submission, expected, course.lang), MAX_TOLD):
            log.warning(told)


def complaints(submission: Submission, expected: list[str], lang: str) -> Iterator[str]:
    """What the instructor is told of a submission that will not be graded, or not in full."""
    for name in expected:
        try:
            if name not in submission.files:
                raise Refused(submission.skipped.get(name, "notebook_missing"), name=name)
            parse_notebook(submission.files[name], name)
        except Refused as refused:
            yield complaint(submission.learner, refused.key, refused.params, lang)
    for name, key in submission.skipped.items():
        if name not in expected:
            yield remark(submission.learner, name, key, lang)


def complaint(learner: str, key: str, params: dict, lang: str) -> str:
    """The sentence for the instructor about a notebook that is refused."""
    params = {k: shown(v) if isinstance(v, str) else v for k, v in params.items()}
    return say("refused_of", lang, learner=shown(learner), what=say(key, lang, **params))


def remark(learner: str, name: str, key: str, lang: str) -> str:
    """The sentence for the instructor about a file that is left out."""
    return say("skipped_of", lang, learner=shown(learner), what=say(key, lang, name=shown(name)))


def set_aside(coursedir, log) -> None:
    """Keeps nbgrader away from what it would stumble over in `submitted/`.

    It copies a learner's files before anything of ours runs, and would follow links and open pipes
    or devices: these are added to what it ignores. A time of submission that it cannot read would
    keep the submission from being graded: that file gets another name.
    """
    pattern = coursedir.format_path(
        coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id
    )
    for folder in map(Path, sorted(glob(pattern))):
        odd = odd_files(folder)
        coursedir.ignore = [*coursedir.ignore, *(escape(str(path)) for path in odd)]
        if not has_time(folder):
            log.warning("%s: this is no time of submission", folder / TIMESTAMP)
            os.replace(folder / TIMESTAMP, folder / UNREADABLE)


def has_time(folder: Path) -> bool:
    """There is a time of submission that can be read, or none at all."""
    if not os.path.lexists(folder / TIMESTAMP):
        return True
    content = read_regular(folder / TIMESTAMP, 1000)
    files = {TIMESTAMP: content} if isinstance(content, bytes) else {}
    skipped = {} if files else {TIMESTAMP: content}
    return not timestamp_of(Submission("", files, skipped))[1]


def odd_files(folder: Path) -> list[Path]:
    """Links, pipes, sockets and devices anywhere in a folder."""
    paths = [
        Path(parent, name)
        for parent, folders, files in os.walk(folder)
        for name in (*folders, *files)
    ]
    return [path for path in paths if not is_ordinary(path)]


def is_ordinary(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
