"""What the playground of module 02 says, in both languages, and its examples."""

from unicodedata import normalize

EXAMPLES = [
    {
        "name": {"vi": "ba máy, ba ý", "en": "three machines, three minds"},
        "text": "Khách quan tâm nhất là giá cả.\nHọc sinh học sinh học.",
    },
    {
        "name": {"vi": "hoa hay thường", "en": "capital or not"},
        "text": "Hòa bình và hợp tác.\nChúng tôi yêu hòa bình.",
    },
    {
        "name": {"vi": "kiểu dấu mới, lỗi gõ", "en": "new tone style, a typo"},
        "text": "Chị Thu\u1ef3 nói ho\u00e1 đơn ghi sai số l\u1ef1\u01a1ng.",
    },
    {
        "name": {"vi": "không dấu", "en": "no marks"},
        "text": "San pham tot, nhan vien nhiet tinh nhung giao hang cham.\n"
        "Em muon mua hoa qua tuoi.",
    },
    {
        "name": {"vi": "tiếng địa phương", "en": "regional speech"},
        "text": "Chừ mệ đi mô rứa, răng không ghé quầy cá?\n"
        "Hổm rày siêu thị hổng có bánh pía, buồn thiệt nghen.",
    },
    {
        "name": {"vi": "tên riêng, từ mượn", "en": "names and loanwords"},
        "text": "Cô Trần Thị Mỹ Duyên livestream bán xúc xích, phô mai ở Buôn Ma Thuột.\n"
        "Bác Ksor H'Lan gọi từ Pleiku hỏi mua máy lọc nước.",
    },
    {
        "name": {"vi": "tin nhắn, emoji", "en": "chat and emoji"},
        "text": "shop ơi giao lâu quá 😡😡 ko bt bh mới có hàng :((",
    },
    {
        "name": {"vi": "câu luật, một dòng ở NFD", "en": "law, one line in NFD"},
        "text": "Cá nhân, tổ chức kinh doanh có trách nhiệm cung cấp thông tin cho người mua.\n"
        + normalize("NFD", "Bên bán bồi thường thiệt hại do hàng hóa có khuyết tật gây ra."),
    },
]

# The course's own reading of the lines above, in order; the habits are those of the set tach_tu.
READINGS = [
    "Khách|quan tâm|nhất|là|giá cả|.",
    "Học sinh|học|sinh học|.",
    "Hòa bình|và|hợp tác|.",
    "Chúng tôi|yêu|hòa bình|.",
    "Chị|Thu\u1ef3|nói|ho\u00e1 đơn|ghi|sai|số l\u1ef1\u01a1ng|.",
    "San pham|tot|,|nhan vien|nhiet tinh|nhung|giao|hang|cham|.",
    "Em|muon|mua|hoa qua|tuoi|.",
    "Chừ|mệ|đi|mô|rứa|,|răng|không|ghé|quầy|cá|?",
    "Hổm|rày|siêu thị|hổng|có|bánh pía|,|buồn|thiệt|nghen|.",
    "Cô|Trần Thị Mỹ Duyên|livestream|bán|xúc xích|,|phô mai|ở|Buôn Ma Thuột|.",
    "Bác|Ksor H'Lan|gọi|từ|Pleiku|hỏi|mua|máy|lọc|nước|.",
    "shop|ơi|giao|lâu|quá|😡|😡|ko|bt|bh|mới|có|hàng|:((",
    "Cá nhân|,|tổ chức|kinh doanh|có|trách nhiệm|cung cấp|thông tin|cho|người|mua|.",
    normalize("NFD", "Bên|bán|bồi thường|thiệt hại|do|hàng hóa|có|khuyết tật|gây|ra|."),
]

_VI = {
    "title": "Góc thử nghiệm: tách từ",
    "intro": "Mỗi dòng là một câu, mỗi ô là một từ. Cùng một câu, mỗi máy chia một kiểu: ô viền "
    "đứt là chỗ có máy khác chia khác.",
    "label": "Câu cần tách",
    "placeholder": "Gõ một câu, hoặc dán vài dòng lời khách nhận xét",
    "empty_title": "Chưa có câu nào",
    "empty": "Hãy gõ một câu, hoặc bấm một ví dụ.",
    "names": {
        "spaces": "Cắt theo dấu cách",
        "longest": "Khớp dài nhất",
        "aulac": "Âu Lạc Mini",
        "course": "Cách chia của khóa học",
    },
    "recorded_name": "{tool} (ghi sẵn)",
    "called": {"longest": "khớp dài nhất", "aulac": "Âu Lạc Mini", "course": "khóa học"},
    # The summary
    "summary_title": "Nhìn chung",
    "summary": "Số dòng: {sentences}. Cắt theo dấu cách được {spaces} mảnh, khớp dài nhất được "
    "{longest} từ, Âu Lạc Mini được {aulac} từ.",
    "summary_differ": "Khớp dài nhất và Âu Lạc Mini khác nhau ở {places} chỗ.",
    "same": "Khớp dài nhất và Âu Lạc Mini chia giống hệt nhau.",
    "summary_columns": [
        "Cách chia",
        "Số từ, kể cả dấu câu",
        "Từ có hai tiếng trở lên",
        "Chỗ khác Âu Lạc Mini",
    ],
    "notes_title": "Chú thích",
    "how": "Khớp dài nhất tra một danh sách từ: đi từ trái sang phải, ở mỗi chỗ lấy từ dài nhất "
    "có trong danh sách. Âu Lạc Mini đã học từ những câu chia sẵn, và xét từng khe giữa hai "
    "tiếng: nối hay tách. Hai số dưới mỗi từ của nó cho biết từ bắt đầu và kết thúc ở đâu trong "
    "câu, đếm từ 0.",
    "stuck_title": "Dấu câu dính vào tiếng",
    "stuck": "Cắt theo dấu cách thì “{whole}” là một mảnh; khi đếm, máy coi “{whole}” và “{bare}” "
    "là hai từ khác nhau.",
    "two_ways_title": "{tool}: lúc ghép, lúc tách",
    "two_ways": "“{joined}” là một từ, mà “{parts}” lại bị tách ra: chữ hoa hay từ đứng cạnh làm "
    "máy đổi ý.",
    "recorded_title": "Câu trả lời ghi sẵn",
    "recorded": "underthesea và pyvi không chạy ở đây: câu trả lời cho các ví dụ được ghi lại ngày "
    "{date}, sửa câu thì không còn. pyvi nối các tiếng của một từ bằng dấu “_”, ở đây đã trả lại "
    "dấu cách. Cách chia của khóa học theo thói quen của bộ tach_tu; người khác có thể chia khác.",
    "not_recorded": "Chỉ các câu ví dụ mới có câu trả lời của underthesea, pyvi và cách chia của "
    "khóa học để đối chiếu.",
    "cut_title": "Văn bản dài",
    "cut": "Chỉ xét {limit} mã ký tự đầu, nhiều nhất {sentences} dòng.",
    # A sentence
    "sentence": "Dòng {number}",
    "agree": "Ngoài cách cắt theo dấu cách, mọi cách chia đều giống nhau.",
    "differ": "Số chỗ chia khác nhau (không kể cách cắt theo dấu cách): {count}.",
    "columns": ["Chỗ khác nhau", "Chia thành", "Ai chia như thế"],
    "reason_title": "Vì sao khác ở “{place}”",
    "reasons": {
        "crossing": "Khớp dài nhất đi từ trái sang, thấy “{longest}” có trong danh sách là lấy "
        "ngay, nên không còn “{aulac}”. Âu Lạc Mini nhìn vài tiếng ở cả hai bên rồi mới chia.",
        "split": "“{longest}” có trong danh sách nên khớp dài nhất ghép lại. Nhìn vài tiếng ở cả "
        "hai bên, Âu Lạc Mini cho rằng ở đây không phải một từ.",
        "name": "Danh sách không có “{aulac}”. Âu Lạc Mini thấy các chữ hoa đứng liền nhau và đoán "
        "đây là một tên.",
        "new": "Danh sách không có “{aulac}”. Âu Lạc Mini đoán theo những gì đã học: tiếng nào "
        "hay đi cùng nhau, tiếng nào láy lại nhau. Nhờ vậy mà nhận ra từ mới, cũng vì vậy mà có "
        "lúc ghép nhầm.",
    },
    "unknown_title": "Tiếng lạ",
    "unknown": "Số tiếng Âu Lạc Mini chưa từng gặp: {count}. Với chúng, máy chỉ còn biết nhìn chữ "
    "hoa và các tiếng bên cạnh.",
    "unmarked_title": "Câu không dấu",
    "unmarked": "Danh sách từ và mô hình đều học từ chữ có dấu: với máy, “nhan vien” không phải là "
    "“nhân viên”. Hãy thêm dấu trước (học phần 3), rồi mới tách.",
    "apart_title": "Dấu viết rời khỏi chữ",
    "apart": "Câu này dài {now} mã ký tự; gộp dấu vào chữ (NFC) thì còn {other}. Âu Lạc Mini đếm "
    "vị trí trên chính câu này, nên cắt theo vị trí vẫn ra đúng từng từ.",
    "new_style_title": "Dấu thanh kiểu mới",
    "new_style": "Âu Lạc Mini tra “{new}” như “{old}”, nhưng trả lại nguyên như đã gõ.",
    "rewritten_title": "{tool} đã sửa văn bản",
    "rewritten": "Có khi nhờ sửa mà chia đúng hơn, nhưng đem những từ trả về mà tìm trong câu gốc "
    "thì không thấy:",
    "composed": "Số từ bị đổi từ NFD sang NFC: {count}. Mắt không thấy gì khác, nhưng vị trí đếm "
    "trên câu gốc thì lệch.",
    "compared_title": "So với cách chia của khóa học",
    "the_same": "Giống hệt: {names}.",
    "none_the_same": "Không máy nào chia giống hệt. Kết quả của máy không phải là đáp án, dù nhiều "
    "máy cùng nói một câu.",
}

_EN = {
    "title": "Playground: finding words",
    "intro": "Every line is a sentence, every box a word. Each machine cuts the same sentence in "
    "its own way: a dashed frame is where another one cuts otherwise.",
    "label": "Sentences to split",
    "placeholder": "Type a Vietnamese sentence, or paste a few lines of customer reviews",
    "empty_title": "No sentence yet",
    "empty": "Type a sentence, or press one of the examples.",
    "names": {
        "spaces": "Cut at spaces",
        "longest": "Longest match",
        "aulac": "Âu Lạc Mini",
        "course": "The course's reading",
    },
    "recorded_name": "{tool} (recorded)",
    "called": {"longest": "longest match", "aulac": "Âu Lạc Mini", "course": "the course"},
    # The summary
    "summary_title": "At a glance",
    "summary": "Lines: {sentences}. Pieces when cut at spaces: {spaces}. Words by longest "
    "match: {longest}, by Âu Lạc Mini: {aulac}.",
    "summary_differ": "Places where longest match and Âu Lạc Mini differ: {places}.",
    "same": "Longest match and Âu Lạc Mini agree on every word.",
    "summary_columns": [
        "How it is cut",
        "Words, punctuation included",
        "Words of two syllables or more",
        "Places unlike Âu Lạc Mini",
    ],
    "notes_title": "Notes",
    "how": "Longest match looks words up in a list: from left to right, at each place it takes "
    "the longest word that the list holds. Âu Lạc Mini has learned from sentences split "
    "beforehand, and judges each gap between two syllables: join or part. The two numbers under "
    "each of its words tell where in the sentence the word starts and ends, counted from 0.",
    "stuck_title": "Punctuation sticks to a syllable",
    "stuck": "Cut at spaces, “{whole}” is one piece; a machine that counts takes “{whole}” and "
    "“{bare}” for two different words.",
    "two_ways_title": "{tool}: now joined, now apart",
    "two_ways": "“{joined}” is one word, and yet “{parts}” falls apart: a capital, or the words "
    "beside it, changed the machine's mind.",
    "recorded_title": "Recorded answers",
    "recorded": "underthesea and pyvi do not run here: what they answer to the examples was "
    "recorded on {date}, and is gone once you change a sentence. pyvi joins the syllables of a "
    "word by “_”; the blanks are put back here. The course's reading follows the habits of the set "
    "tach_tu; others may read otherwise.",
    "not_recorded": "Only the example sentences come with answers of underthesea and pyvi, and "
    "with the course's reading, to compare.",
    "cut_title": "Long text",
    "cut": "Only the first {limit} code points are looked at, and {sentences} lines at most.",
    # A sentence
    "sentence": "Line {number}",
    "agree": "Cutting at spaces aside, all agree on every word.",
    "differ": "Places where they differ (cutting at spaces aside): {count}.",
    "columns": ["Where they differ", "Cut into", "Says who"],
    "reason_title": "Why they differ at “{place}”",
    "reasons": {
        "crossing": "Longest match goes from left to right, finds “{longest}” in its list and "
        "takes it, so “{aulac}” is lost. Âu Lạc Mini looks at a few syllables on both sides "
        "before it cuts.",
        "split": "“{longest}” is in the list, so longest match joins it. Looking at a few "
        "syllables on both sides, Âu Lạc Mini finds that it is not one word here.",
        "name": "The list does not hold “{aulac}”. Âu Lạc Mini sees capitals side by side and "
        "guesses a name.",
        "new": "The list does not hold “{aulac}”. Âu Lạc Mini guesses from what it has learned: "
        "which syllables keep company, which echo one another. That is how it finds new words, "
        "and how it sometimes joins too much.",
    },
    "unknown_title": "Unknown syllables",
    "unknown": "Syllables that Âu Lạc Mini has never met: {count}. For these it has only capitals "
    "and the neighbours to go by.",
    "unmarked_title": "No marks at all",
    "unmarked": "The list and the model learned from text with its marks: to them “nhan vien” is "
    "not “nhân viên”. Put the marks back first (module 03), then split.",
    "apart_title": "Marks written apart from their letters",
    "apart": "This sentence has {now} code points; with marks joined to their letters (NFC) it has "
    "{other}. Âu Lạc Mini counts in the sentence as it stands, so its places still give each word.",
    "new_style_title": "New tone style",
    "new_style": "Âu Lạc Mini looks “{new}” up as “{old}”, and gives it back as it was typed.",
    "rewritten_title": "{tool} has changed the text",
    "rewritten": "At times that helps it to cut well, but search the sentence for the words that "
    "it gave back, and you find nothing:",
    "composed": "Words turned from NFD into NFC: {count}. The eye sees no difference, but places "
    "counted in the sentence no longer fit.",
    "compared_title": "Beside the course's reading",
    "the_same": "The very same: {names}.",
    "none_the_same": "No machine reads it so. What a machine answers is no answer key, even where "
    "several agree.",
}

WORDS = {"vi": _VI, "en": _EN}
