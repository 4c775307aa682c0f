"""What somebody who cannot log in is told, in both languages."""

from tornado.web import HTTPError

SENTENCES = {
    "again": (
        "Lần đăng nhập này đã cũ hoặc bị ngắt giữa chừng. Mời đăng nhập lại.",
        "This login was out of date or was interrupted. Please log in again.",
    ),
    "bad_claim": (
        "Nơi đăng nhập không cho biết một tên tài khoản dùng được trong mục {claim}: cần một tên "
        "ngắn gồm chữ không dấu, chữ số, dấu - hoặc _. Hãy báo cho người quản trị lớp học.",
        "The login provider gave no usable account name in its claim {claim}: a short name of "
        "plain letters, digits, - or _ is needed. Please tell whoever runs this classroom.",
    ),
    "email_claim": (
        "Nơi đăng nhập gửi một địa chỉ thư điện tử trong mục {claim}, còn lớp học cần một tên tài "
        "khoản. Hãy báo cho người quản trị lớp học: username_claim trong server.toml phải là mục "
        "chứa tên tài khoản.",
        "The login provider sends an e-mail address in its claim {claim}; the classroom needs an "
        "account name. Please tell whoever runs this classroom: username_claim in server.toml "
        "must name the claim that holds one.",
    ),
    "no_account": (
        "Tài khoản này không dùng được trong lớp học. Hãy báo cho người quản trị lớp học.",
        "This account cannot be used in the classroom. Please tell whoever runs it.",
    ),
    "not_on_roster": (
        "Tài khoản này chưa có trong danh sách lớp nào. Hãy nhờ giảng viên ghi tên vào lớp, rồi "
        "đăng nhập lại.",
        "This account is not on the list of any class yet. Ask your instructor to enrol you, then "
        "log in again.",
    ),
    "provider_away": (
        "Nơi đăng nhập của trường chưa trả lời được. Hãy thử lại sau ít phút.",
        "The school's login provider could not answer. Please try again in a few minutes.",
    ),
    "too_many": (
        "Đã đăng nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại.",
        "Too many logins have failed. Wait a few minutes, then try again.",
    ),
    "wrong": (
        "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "That name or password is not right.",
    ),
}


class Refused(HTTPError):
    """Nobody is logged in; `key` is one of SENTENCES, `retry_after` are seconds."""

    def __init__(self, key: str, status: int = 403, retry_after: int = 0):
        super().__init__(status, key)
        self.key = key
        self.headers = {"Retry-After": str(retry_after)} if retry_after else {}


def told(key: str, claim: str = "") -> tuple[str, str]:
    """Return the Vietnamese and the English sentence; an unknown key means an old page."""
    vi, en = SENTENCES.get(key, SENTENCES["again"])
    return vi.format(claim=claim), en.format(claim=claim)
