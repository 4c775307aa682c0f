"""What is kept about people, for how long, and how it is handed out and deleted."""

import time
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from ..exchange import names
from ..exchange.identity import REMEMBERED
from ..language import sentence
from ..running import say
from . import deputies, hub_records, new_accounts, roster
from .deputies import Failed
from .export import write_export
from .maintenance import alone, command, settings, shown
from .places import Places
from .settings import Settings


@dataclass(frozen=True)
class Kept:
    """What is kept, where, and how long; each in Vietnamese and English."""

    what: tuple[str, str]
    where: str
    how_long: tuple[str, str]


KEPT = (
    Kept(
        ("bài nộp mọi phiên bản, biên nhận, phản hồi", "submissions, receipts, feedback"),
        "exchange/",
        (
            "{submissions_days} ngày sau khi nộp, và bài tập đã đóng hoặc đã rút",
            "{submissions_days} days after handing in, and the assignment is over or withdrawn",
        ),
    ),
    Kept(
        ("nhật ký ai làm gì, từ địa chỉ nào", "the record of who did what, from which address"),
        "exchange/",
        ("{audit_days} ngày", "{audit_days} days"),
    ),
    Kept(
        ("gia hạn riêng", "personal extensions"),
        "exchange/",
        ("đến khi xóa học viên", "until the learner is deleted"),
    ),
    Kept(
        (
            "sổ điểm: điểm, nhận xét, bài đã chấm",
            "the gradebook: marks, comments, graded work",
        ),
        "classes/",
        ("đến khi xóa học viên hoặc lớp", "until the learner or the class is deleted"),
    ),
    Kept(
        (
            "tài khoản ở Hub: tên, lần cuối hoạt động",
            "the Hub's record: name, time of the last activity",
        ),
        "hub/",
        ("đến khi xóa học viên", "until the learner is deleted"),
    ),
    Kept(
        ("nhật ký của các chương trình", "logs of the programs"),
        "logs/",
        (
            "đến lần mở lớp sau, nhật ký của Hub đến lần sau nữa",
            "until the classroom starts the next time, the Hub's until the time after that",
        ),
    ),
    Kept(
        ("tài khoản Linux và thư mục riêng", "Linux account and home"),
        "/home",
        ("do người vận hành quyết định", "as the operator decides"),
    ),
    Kept(
        (
            "dữ liệu cũ mà restore --replace đã xếp sang một bên",
            "what was there before, moved aside by restore --replace",
        ),
        "before-*, /home/*.before-*, PostgreSQL: before_*",
        ("đến khi người vận hành xóa", "until the operator deletes it"),
    ),
    Kept(
        ("bản sao lưu: tất cả những thứ trên", "backups: all of the above"),
        "",
        ("đến khi người vận hành xóa tệp", "until the operator deletes the file"),
    ),
)


def table(known: Settings) -> str:
    """Return the table of what is kept for people to read, in the current language."""
    days = known.privacy.model_dump()
    return "\n".join(
        f"  {sentence(*kept.what)} [{kept.where}]: {sentence(*kept.how_long).format(**days)}"
        for kept in KEPT
    )


@command
def tidy(places: Places, dry: bool = False) -> None:
    """Delete what is older than the settings say, or tell what would be deleted."""
    known = settings(places)
    days = known.privacy.model_dump()
    with alone(places):
        gone = ask_exchange(places, known, "tidy", dry=dry, **days)
    if dry:
        say("Những gì được giữ, và giữ bao lâu:", "What is kept, and for how long:")
        say(table(known))
    numbers = gone | {"bytes": shown(gone["bytes"])}
    done = ("Sẽ xóa", "Would delete") if dry else ("Đã xóa", "Deleted")
    say(
        "{}: {submissions} bài nộp, {audit} dòng nhật ký, {files} tệp ({bytes}).".format(
            done[0], **numbers
        ),
        "{}: {submissions} submissions, {audit} rows of the audit, {files} files ({bytes}).".format(
            done[1], **numbers
        ),
    )


@command
def export(places: Places, name: str, file: Path) -> None:
    """Write everything about one person into a ZIP file that only root can read."""
    known, name = settings(places), person(name)
    with alone(places):
        data = {"name": name, **gather(places, known, name)}
        if not (data["hub"] or any(data["gradebook"].values()) or any(data["exchange"].values())):
            raise Failed(sentence(f"Không lưu giữ gì về {name}.", f"Nothing is kept about {name}."))
        data["receipt_keys"] = ask_exchange(places, known, "receipt_keys")
        write_export(places.exchange / "files", data, file)
    say(
        f"Mọi thứ về {name} nằm trong {file}; hãy trao tận tay và xóa tệp sau đó.",
        f"All about {name} is in {file}; hand it over in person, and delete it afterwards.",
    )


@command
def delete(places: Places, name: str, sure: bool = False) -> None:
    """Delete what is kept about a learner; safe to repeat until all of it is gone."""
    known, name = settings(places), person(name)
    with alone(places):
        confirm(name, gather(places, known, name), sure)
        was_running = hub_records.is_running(places)
        hub_records.forget(places, known, name)
        if was_running:
            time.sleep(REMEMBERED + 1)  # as long as the exchange believes in a token
        gone = ask_exchange(places, known, "forget", name=name)
        for course in courses(places, known).values():
            who = deputies.owner(course)
            deputies.ask(who, "forget_in_course", {}, course=str(course), name=name)
    say(
        f"Đã xóa {name}: {gone['submissions']} bài nộp, {gone['extensions']} gia hạn, sổ điểm và "
        f"tài khoản ở Hub. Nhật ký giữ {gone['audit']} việc dưới tên {gone['alias']}.",
        f"Deleted {name}: {gone['submissions']} submissions, {gone['extensions']} extensions, the "
        f"gradebook's entries and the Hub's record. The audit keeps {gone['audit']} deeds under "
        f"the name {gone['alias']}.",
    )
    say_what_remains(places, known, name)


def say_what_remains(places: Places, known: Settings, name: str) -> None:
    say(
        "Còn lại: các bản sao lưu đến khi bạn xóa chúng, nhật ký trong logs/ đến khi lớp được mở "
        "lại hai lần, và biên nhận trong tay người học (vẫn kiểm tra được).",
        "What remains: backups until you delete them, the logs in logs/ until the classroom has "
        "been started twice, and receipts in the learner's own hands (they can still be checked).",
    )
    if found := ", ".join(set_aside(places, known, name)):
        say(
            f"Dữ liệu cũ mà restore --replace đã xếp sang một bên có thể vẫn còn bài của {name}; "
            f"hãy xóa khi không cần nữa: {found}",
            f"What restore --replace has moved aside may still hold data of {name}; delete it "
            f"when you no longer need it: {found}",
        )
    if name in roster.members(known):
        say(
            f"{name} vẫn có trong danh sách lớp (server.toml hoặc nhóm Linux): đăng nhập lại là "
            "người mới.",
            f"{name} is still on the roster (server.toml or a Linux group): who logs in again is "
            "a new person.",
        )
    if roster.account(name):
        say(
            f"Tài khoản Linux và thư mục riêng do bạn quyết định: userdel --remove {name}",
            f"The Linux account and its home are yours to decide: userdel --remove {name}",
        )


def set_aside(places: Places, known: Settings, name: str) -> list[str]:
    """Return where restores have put what was there before them."""
    who = roster.account(name)
    home = Path(who.pw_dir) if who else new_accounts.HOMES / name
    folders = [*places.root.glob("before-*"), *home.parent.glob(f"{escape(home.name)}.before-*")]
    schemas = ask_exchange(places, known, "schemas_aside")
    return [*map(str, sorted(folders)), *(f"PostgreSQL: schema {schema}" for schema in schemas)]


@command
def rotate_key(places: Places) -> None:
    """Sign receipts with a new key from now on."""
    known = settings(places)
    with alone(places):
        keys = ask_exchange(places, known, "rotate_key")
    say(
        f"Biên nhận mới ký bằng khóa {keys['new']}. Khóa riêng {keys['old']} đã bị hủy trên máy "
        "này (bản sao lưu cũ vẫn còn); biên nhận cũ vẫn kiểm tra được. Không cần khởi động lại.",
        f"New receipts are signed with key {keys['new']}. The private key {keys['old']} is "
        "destroyed on this machine (old backups still hold it); old receipts can still be "
        "checked. No restart is needed.",
    )


def person(name: str) -> str:
    """Return a person's name in its stored form. Raises Failed."""
    try:
        return names.user(name)
    except names.BadName:
        raise Failed(
            sentence(
                f"{names.shown(name)} không phải là tên tài khoản.",
                f"{names.shown(name)} is no name of an account.",
            )
        ) from None


def gather(places: Places, known: Settings, name: str) -> dict:
    """Return all that is known about a person; so every store can be reached."""
    marks = {
        course: deputies.ask(deputies.owner(path), "marks", {}, course=str(path), name=name)
        for course, path in courses(places, known).items()
    }
    return {
        "hub": hub_records.known(places, name),
        "gradebook": marks,
        "exchange": ask_exchange(places, known, "known", name=name),
    }


def courses(places: Places, known: Settings) -> dict[str, Path]:
    """Return the course directories that are there, by their classes."""
    found = {name: places.course(name) for name in known.classes}
    return {name: path for name, path in found.items() if path.is_dir()}


def ask_exchange(places: Places, known: Settings, errand: str, **arguments):
    told = {
        "AULAC_EXCHANGE_DIR": str(places.exchange),
        "AULAC_EXCHANGE_DB": known.exchange_database,
    }
    return deputies.ask(deputies.owner(places.exchange), errand, told, **arguments)


def confirm(name: str, data: dict, sure: bool) -> None:
    """Raises Failed unless the operator types the name."""
    count = len(data["exchange"]["submissions"])
    say(
        f"Sắp xóa vĩnh viễn {count} bài nộp và mọi điểm số của {name}.",
        f"About to delete for ever {count} submissions and all marks of {name}.",
    )
    question = sentence(f"Gõ lại tên {name} để xóa: ", f"Type the name {name} to delete: ")
    if not sure and input(question).strip() != name:
        raise Failed(sentence("Chưa xóa gì.", "Nothing was deleted."))
