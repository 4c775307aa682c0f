"""What the playground of module 05 says, in both languages, and its examples."""

EXAMPLES = [
    {
        "name": {"vi": "đủ dấu", "en": "with marks"},
        "text": "Mang dép lê vào xưởng hàn có được không?",
    },
    {
        "name": {"vi": "không dấu", "en": "without marks"},
        "text": "Mang dep le vao xuong han co duoc khong?",
    },
    {
        "name": {"vi": "nửa có nửa không", "en": "half marked"},
        "text": "Làm mất sach thư viện thì đền the nào?",
    },
    {
        "name": {"vi": "một tiếng", "en": "one syllable"},
        "text": "chó",
    },
    {
        "name": {"vi": "giọng miền Nam", "en": "a Southern voice"},
        "text": "Bị bệnh xin nghỉ làm có cần giấy hông?",
    },
    {
        "name": {"vi": "nói khác chữ", "en": "in other words"},
        "text": "Sếp bắt ở lại tăng ca, từ chối được không?",
    },
    {
        "name": {"vi": "không có trong quy định", "en": "not in the rules"},
        "text": "Thư viện có wifi không, mật khẩu gì?",
    },
]

# What the articles are called where there is little room.
DOCUMENTS = {
    "songtrang": "Hợp tác xã Sông Trăng",
    "ngansau-nq": "Trường Ngàn Sâu, nội quy",
    "ngansau-dt": "Trường Ngàn Sâu, đào tạo",
    "giolanh-tg": "Công ty Gió Lành, giờ làm",
    "giolanh-cp": "Công ty Gió Lành, chi tiêu",
    "giolanh-dl": "Công ty Gió Lành, dữ liệu",
    "giolanh-ai": "Công ty Gió Lành, dùng AI",
    "doiche": "Thư viện Đồi Chè",
    "maingoi": "Chung cư Mái Ngói Xanh",
    "mocnhien": "Cửa hàng Mộc Nhiên",
}

WORDS = {
    "vi": {
        "title": "Một câu hỏi, bốn cách tìm",
        "intro": "Gõ một câu hỏi. Bốn cách cùng tìm trong 141 điều của mười bản quy định hư cấu: "
        "xem cách nào tìm ra, nhờ những chữ nào, và cách nào hụt khi mất dấu.",
        "label": "Câu hỏi",
        "placeholder": "Ví dụ: mat the thu vien thi sao?",
        "empty_title": "Chưa có câu hỏi",
        "empty": "Hãy gõ vài tiếng, có dấu hay không dấu, hoặc chọn một ví dụ.",
        "ways": {
            "written": "Đúng như gõ (BM25)",
            "stripped": "Bỏ dấu cả hai bên",
            "forgiving": "Tha thứ",
            "meaning": "Theo nghĩa",
        },
        "way_texts": {
            "written": "Tiếng nào khớp thì khớp cả dấu. {count}",
            "stripped": "Câu hỏi và quy định đều bị xóa dấu, rồi tính BM25. {count}",
            "forgiving": "Tiếng gõ có dấu chỉ khớp chính nó; tiếng gõ không dấu khớp mọi dạng có "
            "dấu, và cặp tiếng liền nhau được thêm điểm. {count}",
            "meaning": "So vectơ câu hỏi với vectơ từng khoản; chữ có thể chẳng trùng chữ nào. "
            "{count}",
        },
        "count": "Tìm ra {count} trên {total} điều.",
        "count_none": "Không tìm ra điều nào.",
        "count_meaning": "Có {count} điều giống từ {like} % trở lên.",
        "summary_title": "Mỗi cách xếp thứ mấy?",
        "summary": "{tokens} tiếng, {marked} tiếng có dấu. {agree}",
        "agree_all": "Bốn cách cùng đưa một điều lên đầu: {first}.",
        "agree_none": "Không cách nào tìm ra điều nào.",
        "agree_some": "Bốn cách chưa nhất trí: có {firsts} điều khác nhau được đưa lên đầu.",
        "columns": ["Điều", "Như gõ", "Bỏ dấu", "Tha thứ", "Nghĩa"],
        "nothing": "–",
        "article": "{document}: {title}",
        "hit": "{rank}. Điều {article}. {title} ({document})",
        "hit_like": "{rank}. Điều {article}. {title} ({document}), giống {likeness} %",
        "legend_title": "Ký hiệu",
        "legend": [
            ["khớp cả dấu", "likely", ""],
            ["chỉ khớp khi bỏ dấu", "unsure", ""],
            ["không khớp", "", ""],
        ],
        "syllables_title": "Từng tiếng của câu hỏi",
        "syllables": "Tiếng càng ít điều chứa thì càng giúp phân biệt. Cột cuối là những dạng mà "
        "tiếng ấy gộp lại khi bỏ dấu.",
        "syllables_columns": ["Tiếng", "Điều chứa đúng nó", "Điều chứa khi bỏ dấu", "Các dạng"],
        "bare_title": "Câu không dấu",
        "bare": "Tìm đúng như gõ chỉ còn {found} trên {total} tiếng có trong quy định; với máy, "
        "tiếng mất dấu là một tiếng khác. Hãy xem bỏ dấu cả hai bên và tha thứ đưa điều nào lên.",
        "bare_luck": "Cả {total} tiếng đều có trong quy định, nhưng chưa chắc là tiếng người gõ "
        "muốn: “may” gõ vậy thôi, hay là “máy”?",
        "merged_title": "Bỏ dấu thì lẫn",
        "merged": "“{token}” có dấu hẳn hoi, mà bỏ dấu cả hai bên thì lẫn với:",
        "unknown_title": "Tiếng chưa điều nào có",
        "unknown": "BM25 không làm gì được với những tiếng này, kể cả khi bỏ dấu:",
        "no_words_title": "Đứng đầu mà không trùng chữ nào",
        "no_words": "Điều đứng đầu của cách tìm theo nghĩa không chung tiếng nào với câu hỏi. Có "
        "khi đúng là nói khác chữ, có khi là nhầm: hãy đọc.",
        "cut_title": "Câu dài",
        "cut": "Chỉ {limit} ký tự đầu được xét.",
        "notes_title": "Tin được đến đâu?",
        "notes": "MRR trên {questions} câu hỏi đời thường (bộ quy_dinh, phần test), tìm trong "
        "{total} điều. Càng gần 1 thì điều đúng càng đứng cao.",
        "notes_columns": ["Cách tìm", "Câu đủ dấu", "Câu không dấu"],
        "share": "0,{thousandths}",
        "silence_title": "Không biết im lặng",
        "silence": "Ô tìm nào cũng xếp hạng được cả những câu mà quy định không nói tới. Độ giống "
        "của điều đứng đầu cũng không mách được: một nửa số câu có trả lời trên {with_answer} %, "
        "một nửa số câu không có trả lời trên {without_answer} %.",
        "same_title": "Khác với mô hình tim_kiem",
        "same": "Cách tha thứ ở đây không có phần đoán dấu bằng mô hình khôi phục dấu, để trang "
        "này nhẹ; bản đầy đủ là models.get(\"search\").",
        "fiction_title": "Hư cấu",
        "fiction": "Mười văn bản do khóa học soạn, không phải luật, không phải tư vấn pháp luật.",
    },
    "en": {
        "title": "One question, four ways to find",
        "intro": "Type a question in Vietnamese. Four ways search 141 articles of ten invented "
        "bodies of rules: see which one finds, by which words, and which fails without marks.",
        "label": "Question",
        "placeholder": "For example: mat the thu vien thi sao?",
        "empty_title": "No question yet",
        "empty": "Type a few syllables, with marks or without, or choose an example.",
        "ways": {
            "written": "As typed (BM25)",
            "stripped": "Marks stripped on both sides",
            "forgiving": "Forgiving",
            "meaning": "By meaning",
        },
        "way_texts": {
            "written": "A syllable matches with its marks or not at all. {count}",
            "stripped": "Question and rules both lose their marks, then BM25 counts. {count}",
            "forgiving": "A syllable typed with marks matches itself only; one without marks "
            "matches every marked form, and neighbouring pairs count extra. {count}",
            "meaning": "The vector of the question against the vector of every clause; there may "
            "be no word in common. {count}",
        },
        "count": "It finds {count} of {total} articles.",
        "count_none": "It finds no article.",
        "count_meaning": "{count} articles are at least {like} % alike.",
        "summary_title": "Where each way ranks them",
        "summary": "{tokens} syllables, {marked} with marks. {agree}",
        "agree_all": "All four ways put the same article first: {first}.",
        "agree_none": "None of the ways finds an article.",
        "agree_some": "The four ways do not agree: {firsts} different articles stand first.",
        "columns": ["Article", "As typed", "Stripped", "Forgiving", "Meaning"],
        "nothing": "–",
        "article": "{document}: {title}",
        "hit": "{rank}. Article {article}. {title} ({document})",
        "hit_like": "{rank}. Article {article}. {title} ({document}), {likeness} % alike",
        "legend_title": "Key",
        "legend": [
            ["matches with its marks", "likely", ""],
            ["matches without marks only", "unsure", ""],
            ["no match", "", ""],
        ],
        "syllables_title": "The question, syllable by syllable",
        "syllables": "The fewer articles hold a syllable, the better it tells them apart. The "
        "last column has the forms that become one when marks are stripped.",
        "syllables_columns": ["Syllable", "Articles with it", "Articles, marks stripped", "Forms"],
        "bare_title": "No marks",
        "bare": "As typed, only {found} of {total} syllables are in the rules; to the machine a "
        "syllable without its marks is another one. See what stripping and forgiving put first.",
        "bare_luck": "All {total} syllables are in the rules, but perhaps not the ones that were "
        "meant: does “may” stand for itself (to sew), or for “máy” (machine)?",
        "merged_title": "Stripping mixes words",
        "merged": "“{token}” has its marks; strip both sides, and it is mixed up with:",
        "unknown_title": "Syllables in no article",
        "unknown": "BM25 can do nothing with these, not even without marks:",
        "no_words_title": "First without a word in common",
        "no_words": "The first article by meaning shares no syllable with the question. It may "
        "truly say it in other words, or be a mistake: read it.",
        "cut_title": "A long question",
        "cut": "Only the first {limit} characters are looked at.",
        "notes_title": "How far can it be trusted?",
        "notes": "MRR on {questions} everyday questions (the set quy_dinh, test part), among "
        "{total} articles. The nearer to 1, the higher the right article stands.",
        "notes_columns": ["Way", "Questions with marks", "Without marks"],
        "share": "0.{thousandths}",
        "silence_title": "None knows when to be silent",
        "silence": "Every search box ranks something for questions the rules do not speak of. Nor "
        "does likeness tell: half of the questions with an answer have a first article above "
        "{with_answer} %, half of those without an answer one above {without_answer} %.",
        "same_title": "Unlike the model tim_kiem",
        "same": "Forgiving here comes without the restorer's guesses, to keep this page light; "
        "the whole of it is models.get(\"search\").",
        "fiction_title": "Invented",
        "fiction": "The ten documents were written for this course: no law, no legal advice.",
    },
}
