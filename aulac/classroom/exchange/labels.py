"""Due dates, states and attempts in words, for lists that show one line for each thing."""

from datetime import datetime

from ..language import sentence
from .client import Assignment, Submission


def standing(assignment: Assignment) -> str:
    """What the learner has to know before starting: until when, how often; "" if nothing."""
    return ", ".join(filter(None, (_deadline(assignment), _attempts(assignment))))


def handed_in(submission: Submission) -> str:
    """When this was handed in and for the how-manieth time."""
    number, when = submission.number, moment(submission.received_at)
    text = sentence(f"lần {number}, lúc {when}", f"no. {number}, {when}")
    return text + (sentence(" (nộp muộn)", " (late)") if submission.late else "")


def moment(time: datetime) -> str:
    """Date and minute in the time zone of this process, as people write them."""
    return f"{time.astimezone():{sentence('%H:%M %d/%m/%Y', '%Y-%m-%d %H:%M')}}"


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
