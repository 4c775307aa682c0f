"""Due dates, states and attempts in words, for lists that show one line for each thing."""

from datetime import datetime

from graders.feedback.words import number

from .. import timezone
from ..language import language, sentence
from .client import Assignment, Result, Submission

WAITING = {
    "no_points": ("đã có phản hồi", "feedback has come"),
    "soon": ("đang chấm…", "being graded…"),
    "cooling": ("chờ đến lượt chấm", "waits to be graded"),
    "after_due": ("có kết quả sau hạn nộp", "results come after the due date"),
    "by_hand": ("chờ giảng viên trả bài", "the instructor will return it"),
    "replaced": ("không chấm vì đã có bài mới hơn", "not graded: there is newer work"),
    "failed": ("máy chưa chấm được", "could not be graded"),
}


def standing(assignment: Assignment) -> str:
    """What the learner has to know before starting: until when, how often; "" if nothing."""
    return ", ".join(filter(None, (_deadline(assignment), _attempts(assignment))))


def handed_in(submission: Submission) -> str:
    """When this was handed in and for the how-manieth time."""
    number, when = submission.number, moment(submission.received_at)
    text = sentence(f"lần {number}, lúc {when}", f"no. {number}, {when}")
    return text + (sentence(" (nộp muộn)", " (late)") if submission.late else "")


def outcome(result: Result) -> str:
    """Points, or what they wait for."""
    if result.status == "given":
        return points(result)
    vi, en = WAITING[result.status]
    return sentence(vi, en)


def points(result: Result) -> str:
    score, most = (number(value, language()) for value in (result.score, result.points))
    text = sentence(f"{score} / {most} điểm", f"{score} / {most} points")
    if result.unmarked:
        text += sentence(
            f", {result.unmarked} câu chờ giảng viên chấm",
            f", {result.unmarked} to be marked by the instructor",
        )
    return text


def moment(time: datetime) -> str:
    """Date and minute in the time zone of the classroom, as people write them."""
    return f"{time.astimezone(timezone.zone()):{sentence('%H:%M %d/%m/%Y', '%Y-%m-%d %H:%M')}}"


def _deadline(assignment: Assignment) -> str:
    if assignment.state == "closed":
        return sentence("đã hết hạn nộp", "closed")
    if assignment.state == "late":
        until = assignment.late_until
        return sentence(
            "đã quá hạn, còn nhận bài muộn" + (f" đến {moment(until)}" if until else ""),
            "past due, late work accepted" + (f" until {moment(until)}" if until else ""),
        )
    if assignment.due is None:
        return ""
    due = moment(assignment.due)
    return sentence(f"hạn nộp {due}", f"due {due}")


def _attempts(assignment: Assignment) -> str:
    if assignment.attempts is None or assignment.state == "closed":
        return ""
    left = max(0, assignment.attempts - assignment.attempts_used)
    if not left:
        return sentence("hết lượt nộp", "no attempts left")
    return sentence(f"còn {left} lượt nộp", f"{left} attempts left")
