"""What grading one submission found: a value that says everything and decides nothing further."""

import json
from dataclasses import dataclass, field

ENGINE = "1"


@dataclass
class Result:
    """What became of one graded cell.

    verdict: `passed`, `partly`, `failed`, `unmarked` (a person decides; score is None) or
    `broken` (the test itself failed; score is None, the instructor is told).
    family: whose fault a lost point is: `learner`, `test`, `engine`, or None.
    reason, params: a sentence of `messages`, for instance `raised` with {"type": "ValueError"}.
    calls: the last calls made of the learner's code: {"call": "f(1)", "gave": "2"}.
    reads, writes: attributes that the test has read of the learner's objects, and that the learner
    has set on the test's.
    weaker: why the result is worth less than others (`shared`, `operators`), or empty.
    """

    grade_id: str
    points: float
    score: float | None
    verdict: str
    role: str = "test"
    family: str | None = None
    reason: str = ""
    params: dict = field(default_factory=dict)
    calls: list[dict] = field(default_factory=list)
    got: str = ""
    expected: str = ""
    message: str = ""
    hint: str = ""
    hidden: bool = False
    weaker: str = ""
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)


@dataclass
class NotebookReport:
    """One notebook: its results, and the rebuilt notebook with the outputs of this run.

    document is a notebook (nbformat 4) of plain JSON, locked cells complete with hidden tests.
    seeds and restarts say how the learner's process was run; loads, which modules were loaded
    meanwhile (asked for by `calibrate` alone).
    """

    name: str
    results: list[Result] = field(default_factory=list)
    document: dict = field(default_factory=dict)
    refusal: str = ""
    params: dict = field(default_factory=dict)
    seed: int = 0
    restarts: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    memory_mb: float = 0.0
    loads: list[str] = field(default_factory=list)


def inputs_of(submission, assignment) -> dict[str, str]:
    """The hashes of all that a report depends on, known before grading as well as after."""
    return {"assignment": assignment.digest(), "submission": submission.digest()}


@dataclass
class Report:
    """A graded submission, or the sentence why it was refused (status `graded`, `refused`).

    A report never has the status of an engine failure: that is an exception, retried, never a zero.
    """

    learner: str
    assignment: str
    status: str
    notebooks: list[NotebookReport] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    engine: str = ENGINE
    level: str = ""
    limits: dict = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The hash of all inputs of this report: equal keys mean there is nothing to do again."""
        return ":".join([self.engine, self.level, *(v for _, v in sorted(self.inputs.items()))])

    @property
    def score(self) -> float:
        return sum(result.score or 0.0 for result in self.results())

    @property
    def points(self) -> float:
        return sum(result.points for result in self.results())

    def results(self) -> list[Result]:
        return [result for notebook in self.notebooks for result in notebook.results]

    def to_json(self) -> str:
        """JSON that any UTF-8 file and database can hold: half characters are escaped."""
        text = json.dumps(vars(self), default=vars, ensure_ascii=False, sort_keys=True)
        return text.encode("utf-8", "backslashreplace").decode("utf-8")

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Raises ValueError for a text that is no report."""
        try:
            content = json.loads(text)
            notebooks = [
                NotebookReport(**notebook | {"results": [Result(**r) for r in notebook["results"]]})
                for notebook in content.pop("notebooks")
            ]
            return cls(notebooks=notebooks, **content)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a report: {error}") from None
