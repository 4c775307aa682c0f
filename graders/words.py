"""Sentences for the person who grades, in two languages; those for learners are in `messages`."""

import os

from . import messages

SENTENCES = {
    # The course
    "no_course": {
        "vi": "Không có thư mục {root}. Hãy chỉ thư mục khóa học bằng --course.",
        "en": "There is no folder {root}. Name the course directory with --course.",
    },
    "no_assignment": {
        "vi": "Không có bài tập {name} trong {root}. Các bài có ở đó: {known}.",
        "en": "There is no assignment {name} in {root}. Assignments there: {known}.",
    },
    "no_learner": {
        "vi": "Không có bài nộp {assignment} của: {names}.",
        "en": "There is no submission of {assignment} by: {names}.",
    },
    "bad_config": {
        "vi": "Không chạy được tệp cấu hình {path}: {reason}",
        "en": "The configuration file {path} cannot be run: {reason}",
    },
    "bad_limits": {
        "vi": "Giới hạn chấm bài trong {path} không hợp lệ: {reason}",
        "en": "The limits for grading in {path} are not valid: {reason}",
    },
    # The gradebook
    "gradebook_gone": {
        "vi": "Sổ điểm {path} đã bị xóa hoặc thay thế trong lúc chấm. Hãy khôi phục tệp đó nếu có"
        " bản sao, rồi chạy lại lệnh này; bài nộp vẫn còn nguyên.",
        "en": "The gradebook {path} was deleted or replaced while it was in use. Restore it if you"
        " have a copy, then run this again; submissions are untouched.",
    },
    "gradebook_old": {
        "vi": "Sổ điểm {path} thuộc phiên bản nbgrader cũ. Hãy sao lưu, chạy `nbgrader db"
        " upgrade`, rồi chạy lại lệnh này.",
        "en": "The gradebook {path} belongs to an older nbgrader. Back it up, run `nbgrader db"
        " upgrade`, then run this again.",
    },
    "gradebook_locked": {
        "vi": "Một chương trình khác đang giữ sổ điểm {path}. Hãy đợi hoặc đóng chương trình đó rồi"
        " chạy lại; điểm đã ghi vẫn còn.",
        "en": "Another program is holding the gradebook {path}. Wait for it or close it, then run"
        " this again; grades recorded so far are kept.",
    },
    "gradebook_readonly": {
        "vi": "Không ghi được sổ điểm {path} ({reason}). Hãy kiểm tra quyền của tệp và của thư mục"
        " chứa nó rồi chạy lại.",
        "en": "The gradebook {path} cannot be written ({reason}). Check the permissions of the file"
        " and of its folder, then run this again.",
    },
    "gradebook_damaged": {
        "vi": "{path} bị hỏng hoặc không phải sổ điểm ({reason}). Hãy khôi phục từ bản sao lưu.",
        "en": "{path} is damaged or no gradebook ({reason}). Restore it from a backup.",
    },
    "gradebook_unreachable": {
        "vi": "Không kết nối được sổ điểm {path} ({reason}). Hãy kiểm tra máy chủ rồi chạy lại;"
        " điểm đã ghi vẫn còn.",
        "en": "The gradebook {path} cannot be reached ({reason}). Check the server, then run this"
        " again; grades recorded so far are kept.",
    },
    "gradebook_failed": {
        "vi": "Sổ điểm {path} báo lỗi: {reason}. Điểm đã ghi vẫn còn; hãy chạy lại sau khi sửa.",
        "en": "The gradebook {path} reports an error: {reason}. Grades recorded so far are kept;"
        " mend it and run this again.",
    },
    "no_gradebook": {
        "vi": "Chưa có sổ điểm {path}. Hãy chấm bài trước.",
        "en": "There is no gradebook {path} yet. Grade something first.",
    },
    "disk_full": {
        "vi": "Hết chỗ trên đĩa khi ghi {path}. Hãy giải phóng dung lượng rồi chạy lại; điểm đã ghi"
        " vẫn còn.",
        "en": "There is no space left on the disk for {path}. Free some and run this again; grades"
        " recorded so far are kept.",
    },
    "cannot_write": {
        "vi": "Không ghi được {path} ({reason}). Hãy sửa rồi chạy lại; điểm đã ghi vẫn còn.",
        "en": "{path} cannot be written ({reason}). Mend that and run this again; grades recorded"
        " so far are kept.",
    },
    "cells_changed": {
        "vi": "Bài tập {assignment} đã thêm hoặc bớt ô chấm điểm sau khi có bài nộp trong sổ điểm."
        " Hãy trả lại các ô đó, hoặc đổi tên bài tập.",
        "en": "Graded cells of {assignment} came or went after submissions were recorded. Put them"
        " back, or give the assignment another name.",
    },
    # Workers
    "no_cluster": {
        "vi": "Không kết nối được cụm máy {address}: {reason}",
        "en": "The cluster {address} cannot be reached: {reason}",
    },
    "no_workers": {
        "vi": "Cụm máy {address} không có máy chấm nào. Hãy chạy `dask worker {address}` rồi chạy"
        " lại lệnh này; điểm đã ghi vẫn còn.",
        "en": "The cluster {address} has no workers. Start some with `dask worker {address}`, then"
        " run this again; grades recorded so far are kept.",
    },
    "cluster_gone": {
        "vi": "Mất kết nối với cụm máy {address}. Điểm đã ghi vẫn còn; hãy chạy lại.",
        "en": "The connection to the cluster {address} is lost. Grades recorded so far are kept;"
        " run this again.",
    },
    # Remarks on a submission
    "bad_learner": {
        "vi": "Tên thư mục này không thể là tên học viên. Hãy đổi tên thư mục.",
        "en": "The name of this folder cannot be a learner's. Rename the folder.",
    },
    "folder_link": {
        "vi": "Thư mục bài nộp là một liên kết nên không được mở.",
        "en": "The folder of the submission is a link and was not opened.",
    },
    "bad_timestamp": {
        "vi": "Không đọc được giờ nộp trong timestamp.txt; hãy kiểm tra xem có nộp muộn không.",
        "en": "The time of submission in timestamp.txt cannot be read; check whether it is late.",
    },
    "not_graded": {
        "vi": "Chưa chấm được vì lỗi của máy chấm, không phải của học viên: {reason}. Hãy chạy"
        " lại.",
        "en": "Not graded, through a fault of the grader and not of the learner: {reason}. Run this"
        " again.",
    },
    "changed_meanwhile": {
        "vi": "Bài nộp đã thay đổi trong lúc chấm. Hãy chạy lại.",
        "en": "The submission changed while it was being graded. Run this again.",
    },
    "stale": {
        "vi": "Điểm này do phiên bản khác của bài tập hoặc máy chấm cho; giữ nguyên.",
        "en": "Graded by another version of the assignment or of the grader; left as it is.",
    },
    # The report on the screen
    "grading": {"vi": "Đang chấm", "en": "Grading"},
    "learner": {"vi": "Học viên", "en": "Learner"},
    "points": {"vi": "Điểm", "en": "Points"},
    "lost": {"vi": "Mất điểm ở", "en": "Lost points in"},
    "remarks": {"vi": "Ghi chú", "en": "Remarks"},
    "test": {"vi": "Ô chấm", "en": "Cell"},
    "before": {"vi": "Trước", "en": "Before"},
    "after": {"vi": "Sau", "en": "After"},
    "by_hand": {
        "vi": "{count} câu chờ giảng viên chấm",
        "en": "{count} to be marked by hand",
    },
    "broken_test": {
        "vi": "{test}: ô kiểm tra này tự nó có lỗi; không ai bị trừ điểm. Hãy sửa rồi chấm lại bằng"
        " --regrade.",
        "en": "{test}: this test itself is broken; nobody loses points. Mend it and grade again"
        " with --regrade.",
    },
    "more": {
        "vi": "... và {count} bài nữa (--json ghi tất cả)",
        "en": "... and {count} more (--json writes all of them)",
    },
    "total": {
        "vi": "{assignment}: {graded} bài vừa chấm, {known} bài đã chấm từ trước.",
        "en": "{assignment}: {graded} graded now, {known} graded before.",
    },
    "mean": {
        "vi": "Điểm trung bình {mean} trên {points}.",
        "en": "Mean score {mean} of {points}.",
    },
    "often_lost": {
        "vi": "Nhiều người mất điểm nhất: {tests}.",
        "en": "Lost most often: {tests}.",
    },
    "count_refused": {
        "vi": "{count} bài không đọc được, 0 điểm; học viên cần nộp lại.",
        "en": "{count} could not be read and have 0 points; these learners have to submit again.",
    },
    "count_failed": {
        "vi": "{count} bài chưa chấm được do máy chấm; hãy chạy lại lệnh này.",
        "en": "{count} could not be graded through a fault of the grader; run this again.",
    },
    "count_unreadable": {
        "vi": "{count} thư mục không phải của học viên nào nên bị bỏ qua.",
        "en": "{count} folders are no learner's and were left out.",
    },
    "count_stale": {
        "vi": "{count} bài đã chấm theo phiên bản khác của bài tập hoặc máy chấm; --regrade liệt kê"
        " các thay đổi điểm trước khi ghi.",
        "en": "{count} were graded by another version of the assignment or of the grader; --regrade"
        " lists the changes in scores before it writes them.",
    },
    "nothing": {
        "vi": "{assignment}: chưa có bài nộp nào trong {folder}.",
        "en": "{assignment}: nobody has handed anything in ({folder}).",
    },
    "interrupted": {
        "vi": "Đã dừng. Những gì đã ghi vẫn còn; chạy lại lệnh này để chấm tiếp.",
        "en": "Stopped. What was recorded is kept; run this again to go on.",
    },
    "changes": {
        "vi": "Chấm lại sẽ đổi {count} điểm:",
        "en": "Grading again would change {count} scores:",
    },
    "no_changes": {"vi": "Không điểm nào thay đổi.", "en": "No score changes."},
    "may_they": {"vi": "Ghi các thay đổi này? [c/K] ", "en": "Write these changes? [y/N] "},
    "not_written": {
        "vi": "Chưa ghi gì. Thêm --yes để ghi mà không hỏi.",
        "en": "Nothing was written. Add --yes to write without being asked.",
    },
    "exported": {"vi": "Đã ghi {path}.", "en": "Wrote {path}."},
    "what": {
        "vi": "Hãy cho tên bài tập, hoặc --export FILE để xuất điểm mọi bài.",
        "en": "Name an assignment, or give --export FILE for the grades of all of them.",
    },
}
YES = ("c", "có", "co", "y", "yes")


def say(key: str, lang: str, **params) -> str:
    """The sentence for this key, here or in `messages`; safe to show on a terminal."""
    shown = {name: plain(value) for name, value in params.items()}
    if key in SENTENCES:
        return SENTENCES[key][lang].format_map(shown)
    return messages.say(key, lang, **shown)


def plain(value) -> str:
    """A value as one line of text; what could steer a terminal or cannot be shown is `?`."""
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value) or "-"
    if isinstance(value, float):
        return f"{value:g}"
    letters = (" " if letter in "\r\n\t" else letter for letter in str(value))
    return "".join(letter if letter.isprintable() else "?" for letter in letters)


def language(chosen: str | None = None) -> str:
    """`vi` or `en`: as chosen, else as the environment variable AULAC_LANG asks, else `vi`."""
    asked = chosen or os.environ.get("AULAC_LANG", "")
    return "en" if asked.lower().startswith("en") else "vi"
