"""What is said when an endpoint does not do as it should."""

from ...classroom.language import sentence
from ..catalog import ModelError
from .address import Address


def unreachable(base: str, reason: str) -> ModelError:
    return ModelError(
        sentence(
            f"không nối được với {base} ({reason}): máy phục vụ đã chạy chưa, địa chỉ có đúng"
            " không, mạng có thông không?",
            f"cannot connect to {base} ({reason}): is the server running, the address right, the"
            " network there?",
        )
    )


def silent(base: str, seconds: float) -> ModelError:
    return ModelError(
        sentence(
            f"{base} im lặng quá {seconds:g} giây: máy phục vụ đang treo hoặc quá tải, hãy thử lại"
            " sau",
            f"{base} said nothing for {seconds:g} seconds: the server hangs or is overloaded, try"
            " again later",
        )
    )


def endless(base: str, seconds: float) -> ModelError:
    return ModelError(
        sentence(
            f"{base} trả lời chưa xong sau {seconds:g} giây nên đã dừng: hãy giảm max_tokens",
            f"{base} was not done after {seconds:g} seconds and was stopped: ask for fewer"
            " max_tokens",
        )
    )


def cut(base: str) -> ModelError:
    return ModelError(
        sentence(
            f"{base} ngắt kết nối giữa chừng: câu trả lời chưa trọn, hãy chạy lại",
            f"{base} broke off: the answer is not complete, run this again",
        )
    )


def nonsense(base: str) -> ModelError:
    return ModelError(
        sentence(
            f"{base} trả lời không theo giao thức OpenAI: kiểm tra lại địa chỉ (thường kết thúc"
            " bằng /v1)",
            f"{base} does not answer by the OpenAI protocol: check the address (most end in /v1)",
        )
    )


def failed(base: str, reason: str) -> ModelError:
    return ModelError(
        sentence(
            f"{base} báo lỗi{_after(reason)}; hãy thử lại sau",
            f"{base} reports an error{_after(reason)}; try again later",
        )
    )


def moved(base: str, where: str) -> ModelError:
    return ModelError(
        sentence(
            f"{base} chuyển hướng sang {where}; khóa và văn bản không được gửi theo: hãy ghi thẳng"
            " địa chỉ mới nếu đó là nơi bạn tin",
            f"{base} redirects to {where}; neither key nor text was sent there: name that address"
            " yourself if you trust it",
        )
    )


def lacks(ref: str, vi: str, en: str, capability: str, reason: str = "") -> ModelError:
    """A capability is missing: its name, what it would be for, what the server says."""
    return ModelError(
        sentence(
            f"{ref} không {vi} (thiếu khả năng “{capability}”){_after(reason)}",
            f'{ref} does not {en} (it lacks the capability "{capability}"){_after(reason)}',
        )
    )


def only_thought(ref: str) -> ModelError:
    return ModelError(
        sentence(
            f"{ref} mới kịp suy nghĩ, chưa trả lời: hãy tăng max_tokens, hay tắt suy nghĩ ở máy"
            " phục vụ",
            f"{ref} has only thought, not answered: ask for more max_tokens, or turn thinking off"
            " at the server",
        )
    )


def refused(address: Address, status: int, reason: str, wait: str) -> str:
    """Return the sentence for an HTTP status from 400 on."""
    base, after = address.base, _after(reason)
    if status == 401 or (status == 403 and not address.key):
        return _about_key(address, status)
    if status == 403:
        return sentence(
            f"{base} không cho khóa trong {address.variable} dùng việc này (403)",
            f"{base} does not allow this to the key in {address.variable} (403)",
        )
    if status == 404:
        return sentence(
            f"{base} không có địa chỉ hay mô hình này (404){after}; địa chỉ thường kết thúc bằng"
            " /v1",
            f"{base} has no such address or model (404){after}; most addresses end in /v1",
        )
    if status == 429:
        seconds = f" ({wait} s)" if wait.isdigit() else ""
        return sentence(
            f"{base} đã hết lượt hoặc quá tải (429): hãy chờ một lát{seconds} rồi chạy lại",
            f"{base} is over its limit (429): wait a while{seconds} and run this again",
        )
    if status >= 500:
        return sentence(
            f"{base} đang hỏng ({status}){after}; hãy thử lại sau",
            f"{base} is out of order ({status}){after}; try again later",
        )
    return sentence(
        f"{base} không nhận yêu cầu ({status}){after}",
        f"{base} did not take the request ({status}){after}",
    )


def _about_key(address: Address, status: int) -> str:
    base, variable = address.base, address.variable
    if address.key:
        return sentence(
            f"{base} không nhận khóa trong {variable} ({status}): hãy kiểm tra lại khóa",
            f"{base} does not accept the key in {variable} ({status}): check the key",
        )
    return sentence(
        f"{base} đòi khóa ({status}): đặt khóa vào biến môi trường {variable}",
        f"{base} asks for a key ({status}): put it into the environment variable {variable}",
    )


def _after(reason: str) -> str:
    return f": {reason}" if reason else ""
