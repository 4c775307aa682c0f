"""What people are told when the exchange refuses something, in both languages."""

from starlette.exceptions import HTTPException

SENTENCES = {
    "bad_form": (
        "Nội dung gửi lên không đọc được: cần một biểu mẫu multipart gồm các tệp tên là files.",
        "What was sent could not be read: a multipart form of files named `files` is needed.",
    ),
    "bad_name": (
        "Không nhận được tên tệp {name}: hãy đặt tên ngắn, không có ký tự đặc biệt, "
        "trong nhiều nhất hai tầng thư mục.",
        "The file name {name} cannot be accepted: use a short name without special characters, "
        "at most two folders deep.",
    ),
    "bad_count": (
        "Hãy ghi một số nguyên từ 1 đến 1000.",
        "Give a whole number from 1 to 1000.",
    ),
    "bad_time": (
        "Không đọc được thời điểm này.",
        "This time cannot be read.",
    ),
    "bad_user": (
        "Tên đăng nhập này không hợp lệ.",
        "This is no account name.",
    ),
    "bad_times": (
        "Hạn nộp muộn phải có hạn nộp đi kèm và không được sớm hơn hạn nộp.",
        "A late limit needs a due date and may not be earlier than it.",
    ),
    "busy": (
        "Máy chủ đang bận hoặc hết chỗ. Chưa có gì được ghi lại; hãy thử lại sau ít phút.",
        "The server is busy or full. Nothing has been recorded; please try again in a moment.",
    ),
    "closed": (
        "Bài tập này đã hết hạn nộp.",
        "This assignment no longer takes submissions.",
    ),
    "file_too_large": (
        "Tệp {name} quá lớn: mỗi tệp tối đa {megabytes} MB.",
        "The file {name} is too large: at most {megabytes} MB for one file.",
    ),
    "gradebook_behind": (
        "Hạn nộp đã được đổi nhưng chưa ghi được vào sổ điểm. Hãy lưu lại lần nữa sau ít phút.",
        "The dates have been changed, but could not be written into the gradebook. Save them once "
        "more in a moment.",
    ),
    "hub_away": (
        "Chưa hỏi được JupyterHub xem bạn là ai. Hãy thử lại sau ít phút.",
        "JupyterHub could not be asked who you are. Please try again in a moment.",
    ),
    "instructors_only": (
        "Chỉ giảng viên của khóa học mới làm được việc này.",
        "Only an instructor of the course may do this.",
    ),
    "internal": (
        "Máy chủ gặp lỗi. Chưa có gì được ghi lại; hãy báo cho giảng viên.",
        "The server met an error. Nothing has been recorded; please tell your instructor.",
    ),
    "invalid": (
        "Yêu cầu không hợp lệ: {detail}.",
        "The request is not valid: {detail}.",
    ),
    "key_reused": (
        "Idempotency-Key này đã dùng cho một bài nộp khác.",
        "This Idempotency-Key was used for another submission.",
    ),
    "login_failed": (
        "Đăng nhập chưa xong. Hãy mở lại trang để thử lần nữa.",
        "Logging in did not succeed. Open the page again to try once more.",
    ),
    "method_not_allowed": (
        "Địa chỉ này không nhận yêu cầu như vậy.",
        "This address does not take such a request.",
    ),
    "no_attempts_left": (
        "Bạn đã dùng hết {attempts} lần nộp của bài tập này.",
        "You have used all {attempts} attempts of this assignment.",
    ),
    "no_extension": (
        "Học viên này không có gia hạn nào để bỏ.",
        "This learner has no extension to take back.",
    ),
    "no_gradebook": (
        "Chưa đọc được sổ điểm của khóa học.",
        "The gradebook of the course could not be read.",
    ),
    "no_grading": (
        "Máy chủ này không tự chấm bài: chưa được cho biết thư mục khóa học.",
        "This server does not grade: it has not been told where the course directory is.",
    ),
    "no_files": (
        "Chưa có tệp nào để gửi.",
        "There is no file to send.",
    ),
    "not_found": (
        "Không tìm thấy.",
        "Not found.",
    ),
    "not_opened": (
        "Trang này chỉ mở trong một thẻ của trình duyệt.",
        "This page only opens in a tab of its own.",
    ),
    "old_form": (
        "Trang đã cũ nên chưa có gì được ghi lại. Hãy mở lại trang rồi điền lần nữa.",
        "The page was out of date and nothing has been recorded. Open it again and fill it in.",
    ),
    "quota": (
        "Các bài bạn đã nộp trong khóa học này chiếm hết {megabytes} MB được phép.",
        "Your submissions to this course fill the {megabytes} MB that are allowed.",
    ),
    "same_name_twice": (
        "Hai tệp trùng tên {name}.",
        "Two files have the same name {name}.",
    ),
    "too_large": (
        "Nội dung gửi lên quá lớn: tối đa {megabytes} MB.",
        "What was sent is too large: at most {megabytes} MB.",
    ),
    "too_many": (
        "Bạn gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.",
        "You are sending too many requests. Please try again in {seconds} seconds.",
    ),
    "too_many_files": (
        "Quá nhiều tệp: tối đa {files}.",
        "Too many files: at most {files}.",
    ),
    "too_slow": (
        "Việc gửi lên mất quá lâu. Hãy thử lại.",
        "Sending took too long. Please try again.",
    ),
    "unknown_person": (
        "Hãy đăng nhập: mã truy cập thiếu, hết hạn hoặc không được dùng ở đây.",
        "Please log in: the token is missing, has expired, or may not be used here.",
    ),
}


class Refusal(HTTPException):
    """The exchange says no: an HTTP status, a key of SENTENCES, and what the sentence names.

    `course` tells the audit whose course it was where the address does not say.
    """

    def __init__(
        self, status: int, key: str, *, retry_after: int = 0, course: str = "", **words: object
    ):
        super().__init__(status, headers={"Retry-After": str(retry_after)} if retry_after else None)
        self.key = key
        self.course = course
        self.words = words

    def body(self) -> dict[str, str]:
        """Return the JSON of the answer: the key and the sentence in both languages."""
        vi, en = (text.format_map(self.words) for text in SENTENCES[self.key])
        return {"error": self.key, "vi": vi, "en": en}
