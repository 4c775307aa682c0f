"""What the playground of module 03 says, in both languages, its examples and short lists."""

EXAMPLES = [
    {
        "name": {"vi": "đặt bàn", "en": "booking a table"},
        "text": "Toi muon dat ban cho hai nguoi luc 7 gio toi nay.",
    },
    {
        "name": {"vi": "mấy câu kinh điển", "en": "classic riddles"},
        "text": "Ban do o dau?\nCam on!\nBao gio ban ghe?",
    },
    {
        "name": {"vi": "ô địa chỉ", "en": "an address"},
        "text": "So 12B, ngo 5, duong Tran Hung Dao, phuong Hong Gai, tinh Quang Ninh",
    },
    {
        "name": {"vi": "họ tên", "en": "a name"},
        "text": "Nguoi nhan: Nguyen Thi Thu Ha, sinh ngay 02/09/1990",
    },
    {
        "name": {"vi": "pha tiếng Anh", "en": "with English words"},
        "text": "Team minh hop luc 9h, nho update file bao_cao.xlsx truoc deadline nhe!",
    },
    {
        "name": {"vi": "tin nhắn tắt", "en": "a hasty message"},
        "text": "mai e ghe lay 2 cai nha, 1tr2 dc ko",
    },
    {
        "name": {"vi": "chỗ có dấu, chỗ không", "en": "half marked"},
        "text": "Chị ơi, em đã gửi hang rồi, chieu nay chị nhớ nhận giúp em nhé.",
    },
    {
        "name": {"vi": "câu trong quy định", "en": "from a regulation"},
        "text": "Co quan tiep nhan ho so phai tra loi bang van ban trong han 05 ngay lam viec.",
    },
]

# Pairs of syllables that read in several ways, all of them in use.
READINGS = {
    "ban do": ["bản đồ", "bán đồ", "bạn đó"],
    "ban ghe": ["bàn ghế", "bạn ghé", "bán ghế"],
    "bao gio": ["bao giờ", "bão gió"],
    "cam on": ["cảm ơn", "cấm ồn"],
    "can ban": ["căn bản", "cần bán"],
    "co ban": ["cơ bản", "cô bán", "có bán", "có bạn"],
    "gia dinh": ["gia đình", "giả định", "Gia Định"],
    "hai san": ["hải sản", "hai sân"],
    "muon mua": ["muốn mua", "muộn mùa"],
    "sua may": ["sửa máy", "sữa mấy (hộp)"],
    "thu hoi": ["thu hồi", "thử hỏi", "thư hỏi"],
    "tinh tien": ["tính tiền", "tịnh tiến"],
    "tu do": ["tự do", "từ đó", "tủ đồ"],
}

# English words that are Vietnamese syllables without their marks, too.
ENGLISH = "an can do he hot in me men no on ran so the thin to".split()

# Short forms of messages. No meter, no litre.
SHORT_FORMS = "bn bt cx dc e hk j k ko kg mk mn ms ng nt ntn r vs z".split()

_VI = {
    "title": "Góc thử nghiệm: thêm dấu, và biết lúc nào nên hỏi",
    "intro": "Gõ tiếng Việt không dấu: máy thử thêm dấu, nói chắc bao nhiêu phần trăm ở từng âm "
    "tiết, và cho biết chỗ nào nó để nguyên.",
    "label": "Câu cần thêm dấu",
    "placeholder": "Gõ một câu không dấu, hay dán một tin nhắn",
    "empty_title": "Chưa có chữ nào",
    "empty": "Hãy gõ một câu không dấu, hoặc bấm một ví dụ.",
    # (a) the text with its marks
    "restored_title": "Câu đã thêm dấu",
    "restored": "Máy đọc là: “{text}”",
    "nothing": "Không có âm tiết nào để thêm dấu.",
    "copy": "Sao chép câu đã thêm dấu",
    "cut_title": "Văn bản dài",
    "cut": "Chỉ xét {limit} mã ký tự đầu.",
    "one_line": "Từng âm tiết",
    "line": "Dòng {number}",
    "legend_title": "Cách đọc",
    "legend": [
        ["chắc", "sure", "từ 90\u00a0%"],
        ["khá chắc", "likely", "60 đến 89\u00a0%"],
        ["chưa chắc", "unsure", "dưới 60\u00a0%"],
        ["để nguyên", "left", "vì sao"],
    ],
    "notes": {
        "marked": "có dấu sẵn",
        "number": "con số",
        "address": "địa chỉ, tệp",
        "code": "chữ lẫn số",
        "name": "tên, chữ tắt?",
        "other": "một cách viết",
    },
    # (b) where it is in doubt
    "doubts_title": "Chỗ máy phân vân",
    "doubts": "Chưa tới mốc {mark}\u00a0%: {unsure} trong {total} âm tiết. Những chỗ ấy nên "
    "hỏi lại người viết.",
    "doubts_none": "Âm tiết nào máy cũng chắc từ {mark}\u00a0% trở lên. Chắc chưa phải là đúng: "
    "hãy đọc lại trước khi dùng.",
    "doubts_columns": ["Đang viết", "Máy chọn", "Cũng có thể là"],
    # (c) to answer or to ask
    "asking_title": "Tự điền hay hỏi lại?",
    "asking": "Mốc càng cao thì máy càng ít điền sai, nhưng càng phải hỏi nhiều. Hai cột cuối đo "
    "trên phần kiểm tra của các bộ văn bản tự viết của khóa học: máy tự điền bao nhiêu, trong số "
    "ấy đúng bao nhiêu.",
    "asking_columns": ["Chắc", "Tự điền", "Hỏi lại", "Đo được: tự điền", "Trong đó đúng"],
    "asking_all": "mọi mức",
    "asking_from": "từ {mark}\u00a0%",
    # (d) what is left alone
    "untouched_title": "Những gì máy để nguyên",
    "untouched": "Máy không đụng tới {count} chỗ, dù chỗ ấy đúng hay sai.",
    "untouched_none": "Không có gì phải để nguyên, ngoài dấu câu.",
    "untouched_columns": ["Vì sao", "Số chỗ", "Là những chữ"],
    "reasons": {
        "marked": "Đã có dấu",
        "number": "Con số, ngày, giờ",
        "address": "Địa chỉ mạng, thư điện tử, tên tệp, thẻ # và @",
        "code": "Chữ lẫn số: mã, số nhà, 1tr2",
        "name": "Viết hoa mà máy không biết dạng có dấu: tên nước ngoài, chữ tắt",
        "other": "Máy chỉ biết một cách viết: tiếng Anh, chữ viết tắt, hay âm tiết như xanh",
    },
    # (e) what to look out for
    "advice_title": "Trước khi tin máy",
    "advice": "Máy chọn theo những gì nó đã đọc, không biết người viết định nói gì.",
    "nfd_title": "Dấu rời (NFD)",
    "nfd": "Chữ có dấu trong câu này đang ở dạng tách rời. Máy đọc được nhưng không đổi, nên câu "
    "chép ra sẽ lẫn hai dạng: hãy đưa về NFC trước khi lưu.",
    "marked_title": "Đã có dấu sẵn",
    "marked_some": "Người viết đã ghi dấu ở {count} âm tiết. Máy giữ nguyên, và vì thế dè dặt hơn "
    "ở chỗ còn lại. Nó chỉ thêm:",
    "marked_all": "Người viết đã ghi dấu ở {count} âm tiết. Máy không thêm gì vào phần còn lại.",
    "names_title": "Tên riêng",
    "names": "Viết hoa giữa câu thường là tên người hay địa danh. Máy chỉ đoán theo tên hay gặp; "
    "tên đúng thì chỉ chủ nhân mới biết. Đừng tự sửa ô họ tên:",
    "readings_title": "Đọc kiểu nào cũng xuôi",
    "readings": "Không có câu trước câu sau thì người cũng phải đoán:",
    "english_title": "Trùng mặt chữ với tiếng Anh",
    "english": "Câu này có chữ lạ; mấy chữ sau có thể là tiếng Anh mà bị thêm dấu nhầm:",
    "short_title": "Chữ viết tắt trong tin nhắn",
    "short": "Máy không hiểu chữ tắt. Ở đây nó để nguyên, và đoán các chữ bên cạnh kém đi:",
    "short_changed": "Máy không hiểu chữ tắt, lại có lúc tưởng là âm tiết thiếu dấu:",
    "few_title": "Câu quá ngắn",
    "few": "Máy chọn nhờ những chữ chung quanh, mà ở đây gần như không có. Hãy gõ dài hơn rồi xem "
    "phần trăm đổi thế nào.",
    "weaker_title": "Đây là bản yếu hơn",
    "weaker": "Để vừa một trang web, góc này chỉ dùng mạng nơ-ron của Âu Lạc Mini. Trên 6.235 câu "
    "kiểm tra, nó đúng 89,6\u00a0% số âm tiết, và 35,0\u00a0% số câu không sai chỗ nào. Bản đầy đủ "
    "trong bài học còn có bảng đếm cụm ba âm tiết: 91,9\u00a0% và 44,7\u00a0%.",
}

_EN = {
    "title": "Playground: putting marks back, and knowing when to ask",
    "intro": "Type Vietnamese without its marks: the machine tries to put them back, says how sure "
    "it is of each syllable in per cent, and shows what it leaves alone.",
    "label": "Text that lacks its marks",
    "placeholder": "Type a sentence without marks, or paste a message",
    "empty_title": "No text yet",
    "empty": "Type a sentence without marks, or press one of the examples.",
    # (a) the text with its marks
    "restored_title": "The text with its marks",
    "restored": "The machine reads: “{text}”",
    "nothing": "There is no syllable that could take marks.",
    "copy": "Copy the text with its marks",
    "cut_title": "Long text",
    "cut": "Only the first {limit} code points are looked at.",
    "one_line": "Syllable by syllable",
    "line": "Line {number}",
    "legend_title": "How to read this",
    "legend": [
        ["sure", "sure", "90\u00a0% and up"],
        ["fairly sure", "likely", "60 to 89\u00a0%"],
        ["unsure", "unsure", "below 60\u00a0%"],
        ["untouched", "left", "and why"],
    ],
    "notes": {
        "marked": "has marks",
        "number": "number",
        "address": "address, file",
        "code": "letters + digits",
        "name": "name, initials?",
        "other": "one spelling",
    },
    # (b) where it is in doubt
    "doubts_title": "Where the machine hesitates",
    "doubts": "Below the {mark}\u00a0% mark: {unsure} of {total} syllables. These are the ones to "
    "ask the writer about.",
    "doubts_none": "The machine is at least {mark}\u00a0% sure of every syllable. Sure does not "
    "mean right: read it over before you use it.",
    "doubts_columns": ["As written", "The machine's choice", "It might also be"],
    # (c) to answer or to ask
    "asking_title": "Fill in, or ask?",
    "asking": "The higher the mark, the fewer mistakes slip in, and the more questions have to be "
    "asked. The last two columns were measured on the test parts of the texts written for this "
    "course: how much it fills in, and how much of that is right.",
    "asking_columns": ["How sure", "Fills in", "Asks", "Measured: fills in", "Of those right"],
    "asking_all": "at any level",
    "asking_from": "{mark}\u00a0% and up",
    # (d) what is left alone
    "untouched_title": "What the machine leaves alone",
    "untouched": "Places it does not touch, right or wrong: {count}.",
    "untouched_none": "Nothing to leave alone but punctuation.",
    "untouched_columns": ["Why", "Places", "Which"],
    "reasons": {
        "marked": "Has marks already",
        "number": "Numbers, dates, times",
        "address": "Web and mail addresses, file names, # and @ tags",
        "code": "Letters mixed with digits: codes, house numbers, 1tr2",
        "name": "Capitalised, and no marked form is known: foreign names, initials",
        "other": "Only one spelling is known: English, short forms, or a syllable such as xanh",
    },
    # (e) what to look out for
    "advice_title": "Before you trust it",
    "advice": "The machine goes by what it has read. It does not know what the writer meant.",
    "nfd_title": "Loose marks (NFD)",
    "nfd": "Letters and marks are stored apart in this text. The machine reads them but changes "
    "nothing, so a copy would mix two forms: bring the text to NFC before you store it.",
    "marked_title": "Marks already there",
    "marked_some": "Syllables that the writer has marked: {count}. They stay, and they make the "
    "machine more careful with the rest. All that it adds:",
    "marked_all": "Syllables that the writer has marked: {count}. The machine adds nothing to the "
    "rest.",
    "names_title": "Names",
    "names": "A capital inside a sentence often begins a person's name or a place. The machine "
    "guesses from names it has met; only the bearer knows. Never correct a name field by yourself:",
    "readings_title": "More than one good reading",
    "readings": "Without the sentences around it, people would have to guess as well:",
    "english_title": "Looks like English",
    "english": "There are foreign words in this text; these may be English, with marks put on them "
    "by mistake:",
    "short_title": "Short forms of messages",
    "short": "The machine knows no short forms. Here it leaves them, and guesses their neighbours "
    "less well:",
    "short_changed": "The machine knows no short forms, and takes some for bare syllables:",
    "few_title": "Too short",
    "few": "The machine chooses by the words around a syllable, and there are hardly any here. "
    "Type more, and watch the per cent change.",
    "weaker_title": "This is the weaker one",
    "weaker": "To fit into a web page, this corner runs only the neural network of Âu Lạc Mini: "
    "89.6\u00a0% of syllables and 35.0\u00a0% of whole sentences right on 6,235 test sentences. "
    "The full restorer of the lessons also counts runs of three syllables: "
    "91.9\u00a0% and 44.7\u00a0%.",
}

WORDS = {"vi": _VI, "en": _EN}
