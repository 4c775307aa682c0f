"""The labels of a feedback page, in the two languages; sentences are in `graders.messages`."""

WORDS = {
    "vi": {
        "decimal_point": ",",
        "title": "Phản hồi bài nộp",
        "score": "Điểm",
        "points": "điểm",
        "test": "Kiểm tra",
        "hidden_test": "Kiểm tra ẩn",
        "written": "Bài viết",
        "passed": "Đạt",
        "partly": "Đạt một phần",
        "failed": "Chưa đạt",
        "unmarked": "Chờ chấm",
        "broken": "Đang xem lại",
        "hint": "Gợi ý",
        "comment": "Nhận xét của giảng viên",
        "by_hand": "Điểm này do giảng viên cho.",
        "called": "Đã gọi",
        "gave": "Trả về",
        "got": "Nhận được",
        "expected": "Cần có",
        "message": "Thông báo",
        "printed": "In ra",
        "details": "Xem chi tiết",
        "code": "Mã kiểm tra",
        "question": "Đề bài",
        "work": "Bài làm của bạn",
        "answer": "Câu trả lời của bạn",
        "picture": "Hình do mã của bạn vẽ",
        "other": "Phần khác",
        "late": "Trừ điểm nộp muộn",
        "pending": "Số câu chờ chấm",
        "summary": "Điểm từng câu",
        "refused": "Bài nộp chưa được chấm",
        "refused_advice": "Bài được ghi 0 điểm cho đến khi bạn nộp lại. Nếu vẫn chưa được,"
        " hãy gửi câu này cho giảng viên.",
        "skipped": "Tệp không được đọc",
        "weaker": "Kết quả có độ tin cậy thấp hơn",
        "weaker_shared": "Ô kiểm tra này chạy chung một chỗ với mã của bạn, nên kết quả có độ tin"
        " cậy thấp hơn các ô khác.",
        "weaker_operators": "Ô kiểm tra này dựa vào phép so sánh do lớp của bạn tự định nghĩa, nên"
        " kết quả có độ tin cậy thấp hơn các ô khác.",
        "record": "Hồ sơ chấm",
        "engine": "Phiên bản máy chấm",
        "level": "Mức cách ly",
        "limits": "Giới hạn",
        "inputs": "Mã băm của bài nộp và đề",
        "none": "không có",
        "unknown": "không rõ",
    },
    "en": {
        "decimal_point": ".",
        "title": "Feedback on the submission",
        "score": "Score",
        "points": "points",
        "test": "Test",
        "hidden_test": "Hidden test",
        "written": "Written answer",
        "passed": "Passed",
        "partly": "Partly passed",
        "failed": "Not passed",
        "unmarked": "To be marked",
        "broken": "Under review",
        "hint": "Hint",
        "comment": "Comment by the instructor",
        "by_hand": "This score was given by the instructor.",
        "called": "Called",
        "gave": "Returned",
        "got": "Got",
        "expected": "Expected",
        "message": "Message",
        "printed": "Printed",
        "details": "Details",
        "code": "Code of the test",
        "question": "The task",
        "work": "Your work",
        "answer": "Your answer",
        "picture": "Picture drawn by your code",
        "other": "Other parts",
        "late": "Late penalty",
        "pending": "Answers to be marked",
        "summary": "Points by task",
        "refused": "The submission was not graded",
        "refused_advice": "It counts 0 points until you submit again. If that does not help,"
        " send this sentence to your instructor.",
        "skipped": "Files that were not read",
        "weaker": "Weaker evidence",
        "weaker_shared": "This test ran in the same place as your code, so its result is weaker"
        " evidence than the others.",
        "weaker_operators": "This test relies on a comparison that your own class defines, so its"
        " result is weaker evidence than the others.",
        "record": "Record of grading",
        "engine": "Version of the grader",
        "level": "Isolation",
        "limits": "Limits",
        "inputs": "Hashes of submission and assignment",
        "none": "none",
        "unknown": "unknown",
    },
}

LIMITS = {
    "cell_seconds": {"vi": "giây cho mỗi ô", "en": "seconds for a cell"},
    "notebook_seconds": {"vi": "giây cho cả notebook", "en": "seconds for the notebook"},
    "cpu_seconds": {"vi": "giây của bộ xử lý", "en": "seconds of the processor"},
    "memory_mb": {"vi": "MB bộ nhớ", "en": "MB of memory"},
    "processes": {"vi": "tiến trình", "en": "processes"},
    "output_kb": {"vi": "KB in ra", "en": "KB of output"},
    "disk_mb": {"vi": "MB tệp tạm", "en": "MB of temporary files"},
    "open_files": {"vi": "tệp mở cùng lúc", "en": "open files"},
}
LEVELS = {
    "namespaces": {"vi": "đầy đủ", "en": "full"},
    "landlock": {"vi": "một phần", "en": "partial"},
    "none": {"vi": "không cách ly", "en": "none"},
}


def limit(name: str, value: object, lang: str) -> str:
    """A limit of the engine in words: `30 seconds for a cell`."""
    value = number(value, lang) if isinstance(value, int | float) else value
    return f"{value} {LIMITS[name][lang]}" if name in LIMITS else f"{name}: {value}"


def level(name: str, lang: str) -> str:
    return f"{LEVELS[name][lang]} ({name})" if name in LEVELS else name


def number(value: float, lang: str) -> str:
    """A number as people of this language write it: at most two decimals."""
    return f"{round(value, 2):g}".replace(".", WORDS[lang]["decimal_point"])
