"""What the playground of module 06 says, in both languages, and its examples."""

from unicodedata import normalize

EXAMPLES = [
    {
        "name": {"vi": "chuyện kể", "en": "a tale"},
        "text": "Ngày xưa, ở một làng nọ có",
    },
    {
        "name": {"vi": "lời nói", "en": "talk"},
        "text": "Mẹ ơi, chiều nay con",
    },
    {
        "name": {"vi": "một sự thật", "en": "a fact"},
        "text": "Thủ đô của Nhật Bản là",
    },
    {
        "name": {"vi": "một phép tính", "en": "a sum"},
        "text": "Hai cộng hai bằng",
    },
    {
        "name": {"vi": "lỗi chính tả", "en": "misspelt"},
        "text": "Em ngiêng đầu, gât gù nghe cô kễ chuyệnn về",
    },
    {
        "name": {"vi": "không dấu", "en": "no marks"},
        "text": "Hom nay troi dep, ca nha minh",
    },
    {
        "name": {"vi": "tiếng địa phương", "en": "regional speech"},
        "text": "Mệ ơi, răng chiều ni mệ",
    },
    {
        "name": {"vi": "dấu viết rời (NFD)", "en": "loose marks (NFD)"},
        "text": normalize("NFD", "Bà ngoại kể rằng"),
    },
    {
        "name": {"vi": "tiếng Anh", "en": "English"},
        "text": "The weather today is",
    },
]

_VI = {
    "title": "Góc thử nghiệm: máy viết từng chữ",
    "intro": "Gõ một câu mở đầu: một mô hình nhỏ đọc, đoán chữ tiếp theo, rồi viết tiếp. Nó thuộc "
    "mặt chữ và nhịp câu, chứ không biết gì về điều mình viết.",
    "label": "Câu mở đầu",
    "placeholder": "Gõ vài tiếng, ví dụ: Sáng nay",
    "empty_title": "Chưa có chữ nào",
    "empty": "Hãy gõ vài tiếng, hoặc bấm một ví dụ.",
    "point": ",",
    "most": "hơn một triệu",
    "characters": {" ": "dấu cách", "\n": "xuống dòng", "\ufffd": "chữ lạ"},
    # What may come next
    "next_title": "Chữ nào tiếp theo?",
    "next": "Sau “…{tail}”, máy coi {first} là dễ gặp nhất: {share} ở nhiệt độ 1; cộng từ đầu "
    "bảng đến ký tự thứ {enough} là đủ 90%. Nhiệt độ thấp dồn xác suất cho kẻ dẫn đầu, nhiệt độ "
    "cao san đều.",
    "next_columns": ["Ký tự", "Nhiệt độ 0,5", "Nhiệt độ 1", "Nhiệt độ 2"],
    # What it writes
    "writes_title": "Viết tiếp, năm cách vặn núm",
    "writes": "Năm dòng dùng chung một dãy số ngẫu nhiên, chỉ khác núm vặn. Ô viền đứt là tiếng "
    "không thể có trong tiếng Việt: càng nóng càng nhiều; top-k kéo lại được một phần.",
    "writes_columns": ["Cách vặn", "Số tiếng", "Không thể có", "Qua 60 câu mở đầu"],
    "knobs": [
        "Nhiệt độ 0",
        "Nhiệt độ 0,7",
        "Nhiệt độ 1",
        "Nhiệt độ 1,5",
        "Nhiệt độ 1,5 và top-k 5",
    ],
    "why": {
        "onset": "thiếu vần",
        "rhyme": "vần lạ",
        "spelling": "sai cách ghép",
        "tone": "sai thanh",
    },
    # How it reads
    "read_title": "Máy đọc câu của bạn",
    "read": "Cả câu tốn {bits} bit, mỗi ký tự trung bình {each} bit.",
    "per_syllable": "Chia cho {syllables} tiếng thì perplexity theo tiếng là {perplexity}: chỉ nên "
    "so với máy khác cũng tính theo tiếng, trên đúng câu này.",
    "read_label": "Số bit mỗi tiếng",
    "surprise_title": "Bất ngờ nhất",
    "surprise": "Máy trả nhiều bit nhất cho chỗ này; sai chính tả hay không, nó chỉ thấy là lạ.",
    "strange_title": "Tiếng không thể có",
    "strange": "Ô viền đứt trái luật ghép vần hoặc luật thanh của bài 6.3. Tên nước ngoài và chữ "
    "viết tắt cũng bị tính là lạ.",
    "unknown_title": "Chữ ngoài bảng",
    "unknown": "Máy chưa gặp những ký tự này lúc học, nên coi tất cả là một chữ lạ:",
    "cut_title": "Câu dài",
    "cut": "Máy chỉ nhìn được {limit} ký tự cuối; phần trước đó nó không thấy.",
    # Âu Lạc Mini
    "mini_title": "Âu Lạc Mini thì sao?",
    "mini_recorded": "Mô hình lớn hơn của khóa học, đọc theo token, trả lời câu này như sau (ghi "
    "sẵn ngày {date}). Câu xuôi hơn nhiều; còn đúng hay sai thì phải tự kiểm tra.",
    "mini_live": "Token tiếp theo, theo mô hình lớn hơn của khóa học. Token đầu bảng chỉ là token "
    "hay gặp nhất ở chỗ này, chưa chắc là câu trả lời đúng.",
    "mini_columns": ["Token tiếp theo", "Xác suất"],
    "mini_knobs": ["Nhiệt độ 0", "Nhiệt độ 0,8", "Nhiệt độ 1,5"],
    "notes_title": "Máy nào đang viết?",
    "notes": "Trong trang là mô hình của bài 6.2: 0,8 triệu tham số, đọc từng ký tự, học khoảng "
    "bốn phút trên văn bản viết cho khóa học. Một mẫu vật để mổ xẻ, không phải trợ lý. Muốn Âu Lạc "
    "Mini viết tiếp ngay trước mắt, hãy mở bản Gradio.",
    "notes_live": "Bảng đầu, năm dòng viết tiếp và số bit là của mô hình bài 6.2: 0,8 triệu tham "
    "số, đọc từng ký tự. Nút “Viết tiếp” và bảng token là của Âu Lạc Mini, chừng mười triệu tham "
    "số. Cả hai là mẫu vật để mổ xẻ, không phải trợ lý.",
    # Gradio
    "stream_title": "Âu Lạc Mini viết tiếp",
    "stream": "{syllables} tiếng, {strange} tiếng không thể có. Đây là câu máy bịa ra, không phải "
    "thông tin.",
    "stream_label": "Viết tiếp",
    "stream_end": "Máy cho rằng văn bản dừng ở đây. Hãy bấm lại, hoặc tăng nhiệt độ.",
    "stream_missing": "Chưa nạp được mô hình: {error}",
    "temperature": "Nhiệt độ",
    "top_k": "top-k (0: giữ tất cả)",
    "length": "Số token",
    "write": "Viết tiếp",
    "stop": "Dừng",
}

_EN = {
    "title": "Playground: a machine that writes letter by letter",
    "intro": "Type an opening: a small model reads it, foresees the next character, and writes on. "
    "It knows the look of the letters and the rhythm of sentences, and nothing of what it writes.",
    "label": "Opening",
    "placeholder": "Type some syllables, such as: Sáng nay",
    "empty_title": "Nothing here yet",
    "empty": "Type some syllables, or press an example.",
    "point": ".",
    "most": "over a million",
    "characters": {" ": "space", "\n": "line break", "\ufffd": "unknown"},
    "next_title": "Which character comes next?",
    "next": "After “…{tail}” the machine finds {first} the likeliest: {share} at temperature 1; "
    "the first {enough} of the list reach 90%. A low temperature gives more to the leader, a "
    "high one levels them.",
    "next_columns": ["Character", "Temperature 0.5", "Temperature 1", "Temperature 2"],
    "writes_title": "Written on, the knobs turned in five ways",
    "writes": "All five lines use the same random numbers; only the knobs differ. A dashed box is "
    "a syllable that cannot be Vietnamese: the hotter, the more of them; top-k undoes some of it.",
    "writes_columns": ["Knobs", "Syllables", "Impossible", "Over 60 openings"],
    "knobs": [
        "Temperature 0",
        "Temperature 0.7",
        "Temperature 1",
        "Temperature 1.5",
        "Temperature 1.5 and top-k 5",
    ],
    "why": {
        "onset": "no rhyme",
        "rhyme": "strange rhyme",
        "spelling": "misspelt onset",
        "tone": "wrong tone",
    },
    "read_title": "The machine reads your text",
    "read": "The whole text costs {bits} bits, on average {each} bits a character.",
    "per_syllable": "Divided by {syllables} syllables, the perplexity per syllable is "
    "{perplexity}: compare it only with machines measured per syllable as well, on this very text.",
    "read_label": "Bits per syllable",
    "surprise_title": "The greatest surprise",
    "surprise": "For this place the machine pays most; misspelt or not, it only finds it strange.",
    "strange_title": "Impossible syllables",
    "strange": "Dashed boxes break the rules of rhyme or tone of lesson 6.3. Foreign names and "
    "abbreviations count as strange too.",
    "unknown_title": "Characters it does not know",
    "unknown": "The machine never met these while it learned, so all are one unknown character:",
    "cut_title": "Long text",
    "cut": "The machine sees the last {limit} characters only, and nothing of what stands before.",
    "mini_title": "And Âu Lạc Mini?",
    "mini_recorded": "The course's larger model, which reads tokens, answers this opening as below "
    "(recorded on {date}). It is far smoother; whether it is true is for you to check.",
    "mini_live": "The next token, as the course's larger model sees it. The first of the list is "
    "only the one met most often in such a place, and need not be the right answer.",
    "mini_columns": ["Next token", "Probability"],
    "mini_knobs": ["Temperature 0", "Temperature 0.8", "Temperature 1.5"],
    "notes_title": "Which machine is writing?",
    "notes": "In the page it is the model of lesson 6.2: 0.8 million parameters, reading character "
    "by character, trained for about four minutes on texts written for the course. A specimen to "
    "take apart, not an assistant. To see Âu Lạc Mini write before your eyes, open the Gradio "
    "version.",
    "notes_live": "The first table, the five lines and the bits come from the model of lesson 6.2: "
    "0.8 million parameters, reading character by character. The button “Write on” and the table "
    "of tokens are Âu Lạc Mini's, with about ten million. Both are specimens to take apart, not "
    "assistants.",
    "stream_title": "Âu Lạc Mini writes on",
    "stream": "{syllables} syllables, {strange} of them impossible. A machine made this up; it is "
    "no information.",
    "stream_label": "Written on",
    "stream_end": "The machine takes the text to end here. Try again, or raise the temperature.",
    "stream_missing": "The model could not be loaded: {error}",
    "temperature": "Temperature",
    "top_k": "top-k (0: keep all)",
    "length": "Tokens",
    "write": "Write on",
    "stop": "Stop",
}

WORDS = {"vi": _VI, "en": _EN}
