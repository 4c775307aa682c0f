"""What practice says to a learner, in Vietnamese and in English."""

from aulac.practice.display import Card, Prose, Row
from aulac.practice.exercise import Exercise, Result, Value

_LABELS = {
    "called": {"vi": "Đã gọi", "en": "Called"},
    "got": {"vi": "Nhận được", "en": "Got"},
    "expected": {"vi": "Cần có", "en": "Expected"},
    "because": {"vi": "Vì sao", "en": "Why"},
    "message": {"vi": "Thông báo", "en": "Message"},
    "meaning": {"vi": "Nghĩa là", "en": "Meaning"},
}

# The errors that beginners meet most, in plain words.
_ERRORS = {
    "AttributeError": {
        "vi": "Giá trị này không có thuộc tính hay phương thức mang tên đó:"
        " có thể gõ sai tên, hoặc giá trị không thuộc kiểu bạn nghĩ.",
        "en": "This value has no attribute or method of that name:"
        " a slip of the keys, or the value is not of the type you think.",
    },
    "ImportError": {
        "vi": "Thư viện có, nhưng trong đó không có tên cần nhập: hãy xem lại cách viết.",
        "en": "The library is there, but not the name to import: check the spelling.",
    },
    "IndexError": {
        "vi": "Chỉ số nằm ngoài chuỗi hay danh sách: phần tử đầu mang số 0,"
        " phần tử cuối mang số `len(...) - 1`.",
        "en": "The index lies outside the string or list: the first item is number 0,"
        " the last is number `len(...) - 1`.",
    },
    "KeyError": {
        "vi": "Từ điển không có khóa đó: hãy in các khóa ra xem, hoặc dùng `.get(...)`.",
        "en": "The dictionary has no such key: print its keys, or use `.get(...)`.",
    },
    "ModuleNotFoundError": {
        "vi": "Không tìm thấy thư viện hay tệp mang tên đó: hãy xem lại cách viết,"
        " và tải cả thư mục của học phần.",
        "en": "No library or file of that name was found: check the spelling,"
        " and download the whole module folder.",
    },
    "NameError": {
        "vi": "Tên này chưa được định nghĩa: có thể gõ sai, hoặc ô định nghĩa nó chưa chạy.",
        "en": "This name is not defined: a slip of the keys, or the cell that defines it"
        " has not been run.",
    },
    "RecursionError": {
        "vi": "Hàm tự gọi lại mình mãi: hãy kiểm tra điều kiện dừng.",
        "en": "The function keeps calling itself: check where it should stop.",
    },
    "SystemExit": {
        "vi": "Mã gọi `exit()` hay `quit()`: trong notebook, hàm chỉ cần `return`.",
        "en": "The code calls `exit()` or `quit()`: in a notebook a function only needs `return`.",
    },
    "TypeError": {
        "vi": "Một giá trị không đúng kiểu mà phép tính hay hàm cần, hoặc gọi hàm thừa hay thiếu"
        " tham số.",
        "en": "A value is not of the type that the operation or function needs,"
        " or a call has too many or too few arguments.",
    },
    "UnboundLocalError": {
        "vi": "Biến được dùng trước khi có giá trị: hãy gán giá trị cho nó ở đầu hàm.",
        "en": "The variable is used before it has a value: assign it at the top of the function.",
    },
    "UnicodeDecodeError": {
        "vi": "Các byte này không thuộc bảng mã đang dùng để đọc: hãy thử đúng bảng mã"
        " đã dùng khi ghi.",
        "en": "These bytes do not belong to the encoding used to read them:"
        " use the one that they were written with.",
    },
    "UnicodeEncodeError": {
        "vi": "Bảng mã này không có chỗ cho một ký tự trong chuỗi; `utf-8` thì có cho mọi ký tự.",
        "en": "This encoding has no place for a character of the string; `utf-8` has one for all.",
    },
    "ValueError": {
        "vi": "Kiểu thì đúng, nhưng hàm không nhận giá trị này.",
        "en": "The type is right, but the function does not accept this value.",
    },
    "ZeroDivisionError": {
        "vi": "Đang chia cho 0: hãy xét riêng trường hợp mẫu số bằng 0, ví dụ danh sách rỗng.",
        "en": "A division by 0: treat that case apart, an empty list for example.",
    },
}


def result(exercise: Exercise, outcome: Result) -> Card:
    """Return the card for what an examination found."""
    build = {
        "right": _right,
        "wrong": _wrong,
        "not attempted": _not_attempted,
        "error": _error,
        "missing": _missing,
    }
    return build[outcome.outcome](exercise, outcome)


def hint(exercise: Exercise, step: int) -> Card:
    """Return the card for the hint number `step`, counted from 0; after the last, that it was."""
    if step < len(exercise.hints):
        return Card(
            "hint",
            {
                "vi": f"Gợi ý {step + 1}/{len(exercise.hints)}",
                "en": f"Hint {step + 1} of {len(exercise.hints)}",
            },
            exercise.hints[step],
        )
    return Card(
        "hint",
        {"vi": "Hết gợi ý", "en": "No more hints"},
        {
            "vi": "Hãy đọc lại hai gợi ý đã có và ví dụ ngay phía trên bài này,"
            " rồi thử từng bước nhỏ trong một ô mới.",
            "en": "Read the two hints and the example just above this exercise again,"
            " then try small steps in a new cell.",
        },
    )


def no_exercises(error: Exception) -> Card:
    """Return the card for a practice.py that is missing or cannot be read."""
    return Card(
        "error",
        {"vi": "Chưa tìm thấy bài luyện tập", "en": "No exercises found"},
        {
            "vi": "Notebook này cần các tệp đi cùng: hãy tải cả thư mục của học phần,"
            " đừng tải riêng từng notebook, rồi mở lại từ thư mục đó.",
            "en": "This notebook needs the files that come with it: download the whole module"
            " folder, not the notebook alone, and open the notebook from there.",
        },
        (Row(_LABELS["message"], code=str(error)),),
    )


def unknown_key(key: str, keys: list[str]) -> Card:
    """Return the card for a key that no exercise has."""
    there_are = ", ".join(f"`{known}`" for known in keys)
    return Card(
        "error",
        {"vi": "Không có bài này", "en": "No such exercise"},
        {
            "vi": f"Học phần không có bài `{key}`. Các bài có thể kiểm tra: {there_are}.",
            "en": f"This module has no exercise `{key}`. There are: {there_are}.",
        },
    )


def _right(exercise: Exercise, outcome: Result) -> Card:
    count = len(exercise.cases)
    if _is_value(exercise):
        tried = {"vi": "có đúng giá trị cần tìm", "en": "has the value we were looking for"}
    elif count == 1:
        tried = {"vi": "trả về đúng kết quả cần có", "en": "returns what it should"}
    else:
        tried = {
            "vi": f"trả về đúng kết quả trong cả {count} lần gọi thử",
            "en": f"returned what it should in all {count} calls",
        }
    return Card(
        "success",
        {"vi": "Đúng rồi", "en": "Right"},
        {lang: f"`{exercise.name}` {text}." for lang, text in tried.items()},
    )


def _wrong(exercise: Exercise, outcome: Result) -> Card:
    rows = []
    for part in ("called", "got") if _is_value(exercise) else ("called", "got", "expected"):
        text = getattr(outcome, part)
        if text is not None:
            escapes = f"\n{outcome.escapes[part]}" if outcome.escapes else ""
            rows.append(Row(_LABELS[part], code=text + escapes))
    if outcome.because:
        rows.append(Row(_LABELS["because"], prose=outcome.because))
    return Card(
        "miss",
        {"vi": "Chưa đúng", "en": "Not yet"},
        _advice(exercise, outcome),
        tuple(rows),
        _offer(exercise),
    )


def _advice(exercise: Exercise, outcome: Result) -> Prose:
    name = exercise.name
    if outcome.remark == "not a function":
        return {
            "vi": f"Bài này cần một hàm tên là `{name}`, nhưng `{name}` đang giữ một giá trị khác:"
            " hãy chạy lại ô định nghĩa hàm.",
            "en": f"This exercise needs a function named `{name}`, but `{name}` now holds another"
            " value: run the cell that defines the function again.",
        }
    if outcome.remark == "returned nothing":
        return {
            "vi": "Hàm chạy xong mà không trả về gì: có thể còn thiếu `return`.",
            "en": "The function ran but returned nothing: a `return` may be missing.",
        }
    if outcome.remark == "other type":
        got, expected = outcome.types
        return {
            "vi": f"Nhìn thì giống nhau nhưng khác kiểu: nhận được `{got}`, cần có `{expected}`.",
            "en": f"They look the same but differ in type: got `{got}`, expected `{expected}`.",
        }
    if outcome.escapes:
        return {
            "vi": "Nhìn gần như không thấy khác, nhưng máy lưu hai chuỗi ký tự khác nhau:"
            " hãy so các mã ký tự ở dòng dưới.",
            "en": "They look alike, but the machine stores different characters:"
            " compare the character codes on the lower lines.",
        }
    if _is_value(exercise):
        return {
            "vi": f"Đây chưa phải là giá trị cần tìm: hãy đọc lại đề, sửa `{name}` rồi chạy lại.",
            "en": f"This is not the value yet: read the question again, mend `{name}` and rerun.",
        }
    return {
        "vi": "Hãy so kết quả nhận được với kết quả cần có, tìm chỗ đầu tiên khác nhau.",
        "en": "Compare what came back with what was expected, and find where they first differ.",
    }


def _is_value(exercise: Exercise) -> bool:
    """Whether a variable is asked for: showing what it should be would end the exercise."""
    return isinstance(exercise.cases[0], Value)


def _not_attempted(exercise: Exercise, outcome: Result) -> Card:
    return Card(
        "open",
        {"vi": "Chưa làm", "en": "Not attempted"},
        {
            "vi": "Thay dấu `...` bằng mã của bạn rồi chạy lại ô này.",
            "en": "Replace the `...` with your code, then run this cell again.",
        },
        end=_offer(exercise),
    )


def _error(exercise: Exercise, outcome: Result) -> Card:
    failure = outcome.failure
    kind, where = failure.kind, {"vi": "", "en": ""}
    rows = [Row(_LABELS["called"], code=outcome.called)] if outcome.called else []
    if failure.line:
        where = {"vi": f" ở dòng {failure.line}", "en": f" on line {failure.line}"}
        label = {"vi": f"Dòng {failure.line}", "en": f"Line {failure.line}"}
        rows.append(Row(label, code=failure.source or "…"))
    message = f"{kind}: {failure.message}" if failure.message else kind
    rows.append(Row(_LABELS["message"], code=message))
    if kind in _ERRORS:
        rows.append(Row(_LABELS["meaning"], prose=_ERRORS[kind]))
    if outcome.because:
        rows.append(Row(_LABELS["because"], prose=outcome.because))
    return Card(
        "error",
        {"vi": "Gặp lỗi", "en": "Error"},
        {
            "vi": f"Mã dừng lại{where['vi']} vì lỗi `{kind}`."
            " Hãy đọc thông báo dưới đây, sửa rồi chạy lại.",
            "en": f"The code stopped{where['en']} with `{kind}`."
            " Read the message below, mend it and run again.",
        },
        tuple(rows),
        _offer(exercise),
    )


def _missing(exercise: Exercise, outcome: Result) -> Card:
    name = exercise.name
    return Card(
        "open",
        {"vi": "Chưa có tên này", "en": "Missing name"},
        {
            "vi": f"Chưa thấy `{name}`: hãy chạy ô định nghĩa `{name}` trước,"
            " và xem lại cách viết tên.",
            "en": f"There is no `{name}` yet: first run the cell that defines `{name}`,"
            " and check how the name is spelled.",
        },
    )


def _offer(exercise: Exercise) -> Prose:
    return {
        "vi": f'Cần gợi ý? Gọi `hint("{exercise.key}")`.',
        "en": f'Need a hint? Call `hint("{exercise.key}")`.',
    }
