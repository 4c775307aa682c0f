"""What the playground of module 04 says, in both languages, and its examples."""

from unicodedata import normalize

EXAMPLES = [
    {
        "name": {"vi": "khách hỏi đơn hàng", "en": "asking for an order"},
        "text": "Em ơi, đơn hàng chị đặt hôm qua tới giờ vẫn chưa thấy giao.",
    },
    {
        "name": {"vi": "cũng câu ấy, tiếng Anh", "en": "the same in English"},
        "text": "Hello, the order I placed yesterday still hasn't been delivered.",
    },
    {
        "name": {"vi": "cũng câu ấy, ở NFD", "en": "the same in NFD"},
        "text": normalize("NFD", "Em ơi, đơn hàng chị đặt hôm qua tới giờ vẫn chưa thấy giao."),
    },
    {
        "name": {"vi": "cũng câu ấy, không dấu", "en": "the same without marks"},
        "text": "Em oi, don hang chi dat hom qua toi gio van chua thay giao.",
    },
    {
        "name": {"vi": "kiểu dấu mới", "en": "new tone style"},
        "text": "Chị Ho\u00e0 hỏi điều ho\u00e0 bảo hành mấy năm, chị kho\u1ebb rồi.",
    },
    {
        "name": {"vi": "mã đơn, emoji", "en": "order code, emoji"},
        "text": "Giao nhầm rồi 😡😡 mã đơn MC-2026/1187, hoàn 1.250.000đ giúp mình nha",
    },
    {
        "name": {"vi": "tên nhiều dân tộc", "en": "names of many peoples"},
        "text": "Bác Ksor H'Lan ở Pleiku, anh Vàng A Páo, cô Lò Thị Ngoan cùng đặt máy lọc nước.",
    },
    {
        "name": {"vi": "câu trong quy định", "en": "from a regulation"},
        "text": "Bên bán đổi hàng trong bảy ngày kể từ ngày giao, nếu hàng có khuyết tật.",
    },
]

_VI = {
    "title": "Góc thử nghiệm: câu này mấy token, mấy đồng?",
    "intro": "Gõ một câu: mỗi ô là một token, tức là một lần tính tiền. Dấu “·” là khoảng trắng; "
    "<E1> là một byte lẻ của một chữ bị cắt ngang.",
    "label": "Câu cần đếm",
    "placeholder": "Gõ một câu khách hay hỏi, hoặc dán một tin nhắn",
    "empty_title": "Chưa có chữ nào",
    "empty": "Hãy gõ một câu, hoặc bấm một ví dụ.",
    "point": ",",
    "thousands": ".",
    "money": "{amount}\u00a0đồng",
    "names": {
        "bytes": "Từng byte",
        "bpe_8k": "Âu Lạc Mini bpe_8k",
        "bpe_16k": "Âu Lạc Mini bpe_16k",
        "raw": "bpe_16k, không gộp dấu trước",
    },
    "other_name": "{name} ({whose})",
    # How many tokens
    "summary_title": "Bao nhiêu token?",
    "summary": "Câu này có {syllables} tiếng, {letters} ký tự, {bytes} byte. bpe_16k cắt thành "
    "{tokens} token: {rate} token mỗi tiếng.",
    "summary_columns": ["Bộ từ vựng", "Cỡ của bộ", "Câu này", "Mỗi tiếng"],
    "broken": "mẩu chữ",
    "more": "… còn {count}",
    "cut_title": "Văn bản dài",
    "cut": "Chỉ xét {limit} mã ký tự đầu.",
    # The forms
    "forms_title": "Gõ kiểu khác thì sao?",
    "forms": "Cùng câu ấy, lưu ở NFC, ở NFD, và gõ không dấu. Không gộp dấu trước khi cắt (dòng "
    "cuối) thì NFD tốn gấp {ratio} lần NFC.",
    "forms_same": "Câu này không có chữ nào mang dấu, nên ba kiểu gõ là một.",
    "forms_columns": ["Bộ từ vựng", "NFC", "NFD", "Không dấu"],
    # The dearest words
    "words_title": "Tiếng nào đắt nhất?",
    "words": "Những mảnh giữa hai khoảng trắng tốn nhiều token nhất, theo bpe_16k (tính như khi "
    "đứng giữa câu, kèm khoảng trắng đứng trước).",
    "words_none": "Tiếng nào cũng chỉ một token.",
    "words_columns": ["Mảnh", "Token", "Cắt thành"],
    # The cost
    "cost_title": "Mỗi tháng bao nhiêu đồng?",
    "cost": "Nếu {calls} cuộc gọi mỗi tháng, cuộc nào cũng gửi câu này một lần. Mức giá tính cho "
    "một triệu token gửi đi, 1 USD = {rate} đồng: đều là số ví dụ, không phải giá của ai. Lời dặn "
    "hệ thống, lịch sử gửi lại và câu đáp chưa tính ở đây: xem bài 4.3.",
    "cost_columns": ["Bộ từ vựng", "Gọn: 0,15 USD", "Vừa: 1 USD", "Lớn: 3 USD"],
    # Other vocabularies
    "others_title": "Bộ từ vựng của các mô hình lớn",
    "others": "Số token của chính câu này, và của nó ở NFD, khi gõ không dấu.",
    "others_none": "Chưa có số cho câu này. Trang sách chỉ có số của các câu ví dụ; bản Gradio đếm "
    "mọi câu, trừ câu có mảnh dài quá 60 mã ký tự không khoảng trắng.",
    "others_columns": ["Bộ từ vựng", "Câu này", "Mỗi tiếng", "NFD", "Không dấu"],
    "recorded_title": "Số ghi sẵn",
    "recorded": "Đếm ngày {date} bằng các gói Python có sẵn những bộ từ vựng ấy; bản Gradio đếm "
    "trực tiếp. Nhà cung cấp có thể thêm vài token điều khiển cho mỗi lượt.",
    # Advice
    "advice_title": "Trước khi gửi",
    "advice": "So sánh nơi cho thuê thì so tiền của cả câu, đừng so giá của một token: cùng một "
    "câu, mỗi bộ từ vựng đếm một kiểu.",
    "nfd_title": "Dấu rời (NFD)",
    "nfd": "Câu này có dấu viết rời khỏi chữ. bpe_16k mà không gộp trước thì tốn {raw} token, "
    "trong khi ở NFC chỉ {composed}: hãy đưa về NFC trước khi gửi, nghĩa không đổi chút nào.",
    "bare_title": "Câu không dấu",
    "bare": "Âu Lạc Mini học từ chữ có dấu, nên chữ không dấu vụn ra nhiều mảnh hơn. Với vài bộ từ "
    "vựng khác thì ngược lại, chữ không dấu rẻ hơn; nhưng rẻ vì đã mất nghĩa.",
    "style_title": "Dấu thanh kiểu mới",
    "style": "{new} tốn {count} token, {old} tốn {other}: văn bản để học viết kiểu cũ.",
    "broken_title": "Chữ bị cắt ngang",
    "broken_say": "Những mảnh này có token chỉ chứa vài byte của một chữ. Ghép lại thì vẫn đủ, "
    "nhưng đừng hiện từng token lên màn hình khi chưa đủ chữ:",
    "lossless_title": "Cắt rồi ghép",
    "lossless": "Nối mọi token của bpe_16k lại thì được đúng câu này ở NFC.",
}

_EN = {
    "title": "Playground: how many tokens, how many đồng?",
    "intro": "Type a sentence: each box is a token, that is, one more thing to pay for. “·” is a "
    "blank; <E1> is a single byte of a letter that was cut through.",
    "label": "Text to be counted",
    "placeholder": "Type what a customer might ask, or paste a message",
    "empty_title": "No text yet",
    "empty": "Type a sentence, or press one of the examples.",
    "point": ".",
    "thousands": ",",
    "money": "{amount}\u00a0đồng",
    "names": {
        "bytes": "Single bytes",
        "bpe_8k": "Âu Lạc Mini bpe_8k",
        "bpe_16k": "Âu Lạc Mini bpe_16k",
        "raw": "bpe_16k, marks not joined first",
    },
    "other_name": "{name} ({whose})",
    # How many tokens
    "summary_title": "How many tokens?",
    "summary": "Syllables in this text: {syllables}; characters: {letters}; bytes: {bytes}. "
    "bpe_16k cuts it into tokens: {tokens}, or {rate} a syllable.",
    "summary_columns": ["Vocabulary", "Its size", "This text", "A syllable"],
    "broken": "part of a letter",
    "more": "… {count} more",
    "cut_title": "Long text",
    "cut": "Only the first {limit} code points are looked at.",
    # The forms
    "forms_title": "And if it is typed otherwise?",
    "forms": "The same text stored as NFC, as NFD, and typed without marks. Without joining marks "
    "to their letters before cutting (last line), NFD costs {ratio} times as much as NFC.",
    "forms_same": "No letter here bears a mark, so the three are one.",
    "forms_columns": ["Vocabulary", "NFC", "NFD", "No marks"],
    # The dearest words
    "words_title": "Which syllables are dearest?",
    "words": "Stretches between blanks that take most tokens, by bpe_16k (counted as inside a "
    "sentence, with the blank before them).",
    "words_none": "Each of them is a single token.",
    "words_columns": ["Stretch", "Tokens", "Cut into"],
    # The cost
    "cost_title": "How many đồng a month?",
    "cost": "If each of {calls} calls a month sends this text once. Prices are for one million "
    "tokens sent, 1 USD = {rate} đồng: examples all, nobody's real price. The system prompt, the "
    "history sent again and the answers are not in this: see lesson 4.3.",
    "cost_columns": ["Vocabulary", "Small: 0.15 USD", "Medium: 1 USD", "Large: 3 USD"],
    # Other vocabularies
    "others_title": "The vocabularies of large models",
    "others": "The tokens of this very text, and of the same in NFD and without marks.",
    "others_none": "No figures for this text. The book's page has them for the examples only; the "
    "Gradio version counts any text, unless a stretch without a blank exceeds 60 code points.",
    "others_columns": ["Vocabulary", "This text", "A syllable", "NFD", "No marks"],
    "recorded_title": "Recorded figures",
    "recorded": "Counted on {date} by Python packages that carry these vocabularies; the Gradio "
    "version counts live. A vendor may add a few control tokens to each turn.",
    # Advice
    "advice_title": "Before you send it",
    "advice": "To compare vendors, compare the price of the whole sentence, never that of a token: "
    "each vocabulary counts in its own way.",
    "nfd_title": "Loose marks (NFD)",
    "nfd": "Marks stand apart from their letters in this text. Were they not joined first, "
    "bpe_16k would take {raw} tokens, against {composed} in NFC: bring it to NFC before you "
    "send it; the meaning stays the same.",
    "bare_title": "No marks",
    "bare": "Âu Lạc Mini learned from text with marks, so bare letters crumble. In some other "
    "vocabularies it is the other way round and bare text is cheaper; but what makes it cheap is "
    "the meaning lost.",
    "style_title": "New tone style",
    "style": "{new} takes {count}, {old} takes {other}: what it learned from is in the old style.",
    "broken_title": "Letters cut through",
    "broken_say": "Some tokens of these hold only a few bytes of a letter. Joined they are whole, "
    "but do not show tokens one by one before the letter is complete:",
    "lossless_title": "Cut and joined",
    "lossless": "All tokens of bpe_16k joined are this very text in NFC.",
}

WORDS = {"vi": _VI, "en": _EN}
