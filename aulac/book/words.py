"""What the generated parts of the book say, in both languages."""

# What the theme's templates say in English only, as values of attributes.
HARD_CODED = {
    "en": {},
    "vi": {
        "Toggle primary sidebar": "Hiện hoặc ẩn mục lục của sách",
        "Toggle secondary sidebar": "Hiện hoặc ẩn mục lục của trang",
        "Main": "Mục lục của sách",
        "Page": "Mục lục của trang",
    },
}

WORDS = {
    "vi": {
        "module": "Học phần",
        "question": "Câu hỏi",
        "time": "Thời gian",
        "minutes": "phút",
        "needs": "Cần học trước",
        "nothing": "không",
        "outcomes": "Học xong, bạn sẽ",
        "parts": "Gồm có",
        "quiz": "Câu hỏi ôn tập",
        "quiz_intro": "Chọn rồi bấm *Trả lời*. Sai thì xem lý do và thử lại ngay; "
        "không ai chấm điểm, không có gì được gửi đi.",
        "playground": "Góc thử nghiệm",
        "playground_intro": "Mọi thứ chạy ngay trong trang này; chữ bạn gõ không rời khỏi máy.",
        "assignment": "Bài tập chấm điểm ({points} điểm): nhận và nộp "
        "[trong lớp học](../cach_hoc.ipynb)",
        "glossary": "Thuật ngữ",
        "glossary_intro": "Những từ dùng trong khóa học, kèm tiếng Anh và lời giải thích ngắn.",
        "open": "Mở trong lớp học",
        "open_here": "Lớp học chạy ngay trên máy của bạn:",
        "open_how": "cách mở lớp học",
        "open_link": "Lớp học đang chạy? Mở bài này",
        "download": "Tải notebook",
        "download_all": "Tải cả học phần (zip)",
        "footer": "Văn bản CC BY 4.0, mã lệnh Apache-2.0. Khóa học độc lập với Liên minh.",
        "other": "English",
        "other_lang": "en",
        "copy": "Chép đoạn mã",
        "toggle": "Mở hoặc gập",
        "widget_offer": "Bật ô tương tác",
        "widget_note": "Trong sách, ô này chỉ để xem; vào lớp học thì nó trả lời.",
    },
    "en": {
        "module": "Module",
        "question": "Question",
        "time": "Time",
        "minutes": "minutes",
        "needs": "Learn first",
        "nothing": "nothing",
        "outcomes": "After this module you can",
        "parts": "What is in it",
        "quiz": "Review questions",
        "quiz_intro": "Choose, then press *Answer*. On a miss, read the reason and try again; "
        "nobody marks you and nothing is sent anywhere.",
        "playground": "Playground",
        "playground_intro": "Everything runs in this page; what you type stays on your machine.",
        "assignment": "A graded assignment ({points} points): fetch it and hand it in "
        "[in the classroom](../cach_hoc.ipynb)",
        "glossary": "Glossary",
        "glossary_intro": "The words of this course, with the Vietnamese and a short explanation.",
        "open": "Open in the classroom",
        "open_here": "The classroom runs on your own machine:",
        "open_how": "how to start it",
        "open_link": "Is it running? Open this lesson",
        "download": "Download the notebook",
        "download_all": "Download the module (zip)",
        "footer": "Text CC BY 4.0, code Apache-2.0. Independent of the Âu Lạc AI Alliance.",
        "other": "Tiếng Việt",
        "other_lang": "vi",
        "copy": "Copy the code",
        "toggle": "Open or fold",
        "widget_offer": "Switch the widget on",
        "widget_note": "In the book it only shows itself; in the classroom it answers.",
    },
}
