"""Every sentence of the engine, in the two languages. Reports hold keys; pages show sentences."""

SENTENCES = {
    # Why a submission is refused
    "notebook_missing": {
        "vi": "Bài nộp không có tệp {name}. Hãy mở lại bài tập, lưu đúng tên tệp rồi nộp lại.",
        "en": "The submission has no file {name}. Open the assignment again, keep its file name,"
        " and submit again.",
    },
    "not_utf8": {
        "vi": "{name} không phải văn bản UTF-8 nên không đọc được. Hãy mở bằng JupyterLab, lưu lại"
        " rồi nộp lại.",
        "en": "{name} is not UTF-8 text and cannot be read. Open it in JupyterLab, save it, and"
        " submit again.",
    },
    "not_json": {
        "vi": "{name} bị hỏng hoặc không phải notebook Jupyter. Hãy mở bằng JupyterLab, lưu lại rồi"
        " nộp lại.",
        "en": "{name} is damaged or no Jupyter notebook. Open it in JupyterLab, save it, and submit"
        " again.",
    },
    "not_notebook": {
        "vi": "{name} không có cấu trúc của một notebook Jupyter. Hãy tải lại bài tập, chép bài làm"
        " sang rồi nộp lại.",
        "en": "{name} is not built like a Jupyter notebook. Fetch the assignment again, copy your"
        " work into it, and submit again.",
    },
    "old_notebook": {
        "vi": "{name} dùng định dạng notebook cũ. Hãy mở bằng JupyterLab, lưu lại rồi nộp lại.",
        "en": "{name} is in an old notebook format. Open it in JupyterLab, save it, and submit"
        " again.",
    },
    "too_many_cells": {
        "vi": "{name} có {count} ô, quá giới hạn {limit} ô. Hãy xóa bớt ô thừa rồi nộp lại.",
        "en": "{name} has {count} cells; the limit is {limit}. Delete cells you do not need and"
        " submit again.",
    },
    "file_link": {
        "vi": "{name} là một liên kết, không phải tệp, nên không được mở. Hãy nộp chính tệp đó.",
        "en": "{name} is a link, not a file, and was not opened. Submit the file itself.",
    },
    "file_special": {
        "vi": "{name} không phải tệp thường nên không được mở. Hãy nộp một tệp thường.",
        "en": "{name} is not a regular file and was not opened. Submit a regular file.",
    },
    "file_large": {
        "vi": "{name} quá lớn nên không được đọc. Hãy xóa bớt kết quả in ra trong notebook hoặc dữ"
        " liệu thừa rồi nộp lại.",
        "en": "{name} is too large and was not read. Clear long outputs or data you do not need,"
        " and submit again.",
    },
    "file_too_many": {
        "vi": "Bài nộp có quá nhiều tệp; {name} không được đọc.",
        "en": "The submission has too many files; {name} was not read.",
    },
    "file_unreadable": {
        "vi": "Không đọc được {name}. Hãy nộp lại tệp này.",
        "en": "{name} cannot be read. Submit this file again.",
    },
    # Why a test gave no points
    "wrong": {
        "vi": "Kết quả chưa đúng.",
        "en": "The result is not right.",
    },
    "partly": {
        "vi": "Đúng một phần.",
        "en": "Partly right.",
    },
    "raised": {
        "vi": "Mã của bạn dừng vì lỗi {type}.",
        "en": "Your code stopped with {type}.",
    },
    "unusable": {
        "vi": "Kiểm tra dừng vì {type}: kết quả của bạn không dùng được như đề yêu cầu.",
        "en": "The test stopped with {type}: your result cannot be used as the task asks.",
    },
    "undefined": {
        "vi": "Chưa có {name}. Hãy xem lại tên, và xem ô định nghĩa nó có chạy được không.",
        "en": "There is no {name}. Check the name, and whether the cell that defines it runs.",
    },
    "timed_out": {
        "vi": "Mã của bạn chạy quá {seconds} giây. Có thể có một vòng lặp không dừng.",
        "en": "Your code ran longer than {seconds} seconds. Perhaps a loop never ends.",
    },
    "notebook_timed_out": {
        "vi": "Cả notebook chạy quá {seconds} giây, nên câu này chưa được chấm hết.",
        "en": "The whole notebook ran longer than {seconds} seconds, so this test did not finish.",
    },
    "out_of_memory": {
        "vi": "Mã của bạn cần quá {memory} MB bộ nhớ.",
        "en": "Your code needs more than {memory} MB of memory.",
    },
    "died": {
        "vi": "Mã của bạn làm chương trình Python kết thúc giữa chừng (ví dụ: exit).",
        "en": "Your code ended the Python program while it was running (for instance: exit).",
    },
    "too_much": {
        "vi": "Mã của bạn trả về quá nhiều dữ liệu để chấm.",
        "en": "Your code returned too much data to be graded.",
    },
    "protocol": {
        "vi": "Mã của bạn làm hỏng đường truyền đến máy chấm, nên kết quả không được nhận.",
        "en": "Your code disturbed the line to the grader, so its result was not accepted.",
    },
    "opaque": {
        "vi": "Mã của bạn trả về một đối tượng {type}; câu này cần một giá trị thường (số, chuỗi,"
        " danh sách ...).",
        "en": "Your code returned an object of class {type}; this test needs a plain value (a"
        " number, a string, a list ...).",
    },
    "warned": {
        "vi": "Mã của bạn in cảnh báo hoặc lỗi ra stderr trong lúc kiểm tra.",
        "en": "Your code wrote warnings or errors to stderr during the test.",
    },
    "no_answer": {
        "vi": "Chưa có câu trả lời.",
        "en": "There is no answer.",
    },
    "unmarked": {
        "vi": "Chờ giảng viên chấm.",
        "en": "Waiting for the instructor.",
    },
    "refused": {
        "vi": "Bài nộp không đọc được.",
        "en": "The submission could not be read.",
    },
    # The same of a hidden test, whose input must not come out by the name of anything
    "raised_hidden": {
        "vi": "Mã của bạn dừng vì một lỗi.",
        "en": "Your code stopped with an error.",
    },
    "undefined_hidden": {
        "vi": "Thiếu một tên mà ô kiểm tra cần. Hãy xem lại tên bạn đặt, và xem mọi ô có chạy được"
        " không.",
        "en": "A name that the test needs is missing. Check the names you chose, and whether every"
        " cell runs.",
    },
    "opaque_hidden": {
        "vi": "Mã của bạn trả về một đối tượng riêng; câu này cần một giá trị thường (số, chuỗi,"
        " danh sách ...).",
        "en": "Your code returned an object of its own kind; this test needs a plain value (a"
        " number, a string, a list ...).",
    },
    "broken_hidden": {
        "vi": "Ô kiểm tra này tự nó có lỗi; không ai bị trừ điểm. Giảng viên cần sửa.",
        "en": "This test itself is broken; nobody loses points. The instructor has to mend it.",
    },
    # What the Validate button finds in a learner's own Jupyter server
    "practice_summary": {
        "vi": "Kiểm tra thử: đạt {passed}/{count} ô kiểm tra ({score}/{points} điểm).",
        "en": "Trial run: {passed} of {count} tests passed ({score} of {points} points).",
    },
    "practice_later": {
        "vi": "Sau khi nộp, bài còn được chấm thêm: {hidden} ô kiểm tra ẩn, {written} câu trả lời"
        " viết.",
        "en": "Graded only after you submit: {hidden} hidden tests, {written} written answers.",
    },
    "practice_failed": {
        "vi": "Không chạy kiểm tra thử được, không phải do bài của bạn. Hãy thử lại; nếu vẫn vậy,"
        " hãy báo giảng viên.",
        "en": "The trial run failed, and not because of your work. Try again; if it fails again,"
        " tell your instructor.",
    },
    "kernel_failed": {
        "vi": "Không khởi động được Python để chạy thử. Hãy đóng bớt notebook đang chạy rồi thử"
        " lại.",
        "en": "Python could not be started for the trial run. Shut down notebooks that you do not"
        " need and try again.",
    },
    "unwritten": {
        "vi": "Ô {name} vẫn còn raise NotImplementedError: bạn chưa viết mã ở đó.",
        "en": "The cell {name} still has raise NotImplementedError: your code is to go there.",
    },
    "unwritten_text": {
        "vi": "Ô {name} chưa có câu trả lời của bạn.",
        "en": "The cell {name} does not have your answer yet.",
    },
    "not_begun": {
        "vi": "Phần mã này chưa được viết (NotImplementedError).",
        "en": "This code has not been written yet (NotImplementedError).",
    },
    "locked_changed": {
        "vi": "Ô {name} là ô khóa nhưng đã bị sửa. Khi chấm, ô này được trả lại như ban đầu.",
        "en": "The cell {name} is locked but was changed. It is restored when your work is graded.",
    },
    "type_changed": {
        "vi": "Ô {name} đã bị đổi loại (mã, văn bản). Khi chấm, ô này được trả lại loại ban đầu.",
        "en": "The cell {name} was made another kind of cell (code, text). It is restored when"
        " your work is graded.",
    },
    "cell_stopped": {
        "vi": "Ô {name} dừng vì lỗi {type}: {text}",
        "en": "The cell {name} stopped with {type}: {text}",
    },
    "cell_stopped_at": {
        "vi": "Ô {name} dừng ở dòng {line} vì lỗi {type}: {text}",
        "en": "The cell {name} stopped at line {line} with {type}: {text}",
    },
    "cell_timed_out": {
        "vi": "Ô {name} chạy quá {seconds} giây nên bị dừng. Có thể có một vòng lặp không dừng.",
        "en": "The cell {name} ran longer than {seconds} seconds and was stopped. Perhaps a loop"
        " never ends.",
    },
    "cell_died": {
        "vi": "Ô {name} làm Python kết thúc hẳn (ví dụ: exit), nên các ô sau không chạy được.",
        "en": "The cell {name} ended Python itself (for instance: exit), so the cells after it did"
        " not run.",
    },
    "not_run": {
        "vi": "Ô kiểm tra này chưa chạy được, vì một ô trước đó đã làm Python dừng hẳn.",
        "en": "This test did not run, because a cell before it stopped Python.",
    },
    # What the instructor is told
    "broken": {
        "vi": "Ô kiểm tra này tự nó có lỗi ({type}); không ai bị trừ điểm. Giảng viên cần sửa.",
        "en": "This test itself is broken ({type}); nobody loses points. The instructor has to mend"
        " it.",
    },
    "refused_of": {
        "vi": "Bài nộp của {learner} không chấm được và được ghi 0 điểm. Phản hồi cho học viên:"
        " {what} Tệp đã nộp được giữ nguyên; các bài khác vẫn được chấm.",
        "en": "The submission of {learner} cannot be graded and counts 0 points. The learner is"
        " told: {what} The file is kept as it is; the others are still graded.",
    },
    "skipped_of": {
        "vi": "Bài nộp của {learner}: {what}",
        "en": "The submission of {learner}: {what}",
    },
}


def say(key: str, lang: str, **params) -> str:
    """The sentence for this key; values that are missing show as `…`."""
    return SENTENCES[key][lang].format_map(_Params(params))


class _Params(dict):
    def __missing__(self, key: str) -> str:
        return "…"
