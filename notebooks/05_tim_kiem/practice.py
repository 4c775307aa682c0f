"""What check() and hint() know about module 5: the cases of each exercise, and its two hints."""

from datetime import date

from aulac.practice import Call, Exercise, Value
from aulac.text import comparison_key


def same_letters(got, expected):
    """Letters in any order: a list, a set, a string such as "A, c"."""
    return sorted(c for c in "".join(got).lower() if c.isalpha()) == expected


def same_order(got, expected):
    """Letters in this order: a list, a tuple, a string such as "B, C, A"."""
    return [c for c in "".join(got).upper() if c.isalpha()] == expected


def same_words_in_any_order(got, expected):
    """Words, each once; Unicode form, tone style, capitals and order do not matter."""
    got = got.replace(",", " ").split() if isinstance(got, str) else got
    return sorted({comparison_key(word.lower()) for word in got}) == sorted(expected)


def same_words(got, expected):
    """Words in order; Unicode form and tone style do not matter, nor list or tuple."""
    return [comparison_key(word) for word in got] == [comparison_key(word) for word in expected]


def same_groups(got, expected):
    """Lists by key; Unicode form and tone style of keys do not matter, nor list or tuple."""
    return {comparison_key(key): [*each] for key, each in got.items()} == expected


def same_counts(got, expected):
    """Whole numbers by word; Unicode form and capitals do not matter."""
    return {comparison_key(word.lower()): times for word, times in got.items()} == expected


def same_texts(got, expected):
    """Texts by letter; Unicode form and tone style do not matter."""
    return {comparison_key(key): comparison_key(each) for key, each in got.items()} == expected


def near(got, expected):
    """Numbers that agree to four digits."""
    return abs(float(got) - expected) < 1e-4


exercises = [
    # Lesson 5.1
    Exercise(
        "5.1.postings",
        Call(["Trả hàng.", "Hủy đơn hàng"], returns={
            "trả": [0], "hàng": [0, 1], "hủy": [1], "đơn": [1],
        }),
        Call(["Có có có", "không"], returns={"có": [0], "không": [1]}, because={
            "vi": "Một văn bản chứa token ba lần vẫn chỉ ghi số thứ tự một lần.",
            "en": "A text that has the token three times is listed once all the same.",
        }),
        Call(["Hu\u1ef7 đơn", "hủy"], returns={"hủy": [0, 1], "đơn": [0]}, because={
            "vi": "Hai kiểu đặt dấu là một token: để `tokens` cắt, đừng dùng `split`.",
            "en": "Both tone styles are one token: let `tokens` do the cutting, not `split`.",
        }),
        Call([], returns={}),
        same=same_groups,
        hints=[
            {"vi": "Đi qua các văn bản bằng `enumerate`; với mỗi văn bản, đi qua **tập** các "
                   "token.",
             "en": "Go through the texts with `enumerate`, and in each through the **set** of its "
                   "tokens."},
            {"vi": "`setdefault(token, [])` cho danh sách của token, có sẵn hay chưa; rồi `append` "
                   "số thứ tự.",
             "en": "`setdefault(token, [])` gives the token's list, there already or not; then "
                   "`append` the number."},
        ],
    ),
    Exercise(
        "5.1.order",
        Value(["B", "C", "A"], because={
            "vi": "Thay từng cặp số vào `gain(times, relative)`: A là `gain(2, 3)`, B là "
                  "`gain(1, 0.5)`, C là `gain(1, 1)`. Có cần nhân với độ hiếm không?",
            "en": "Put each pair of numbers into `gain(times, relative)`: A is `gain(2, 3)`, B is "
                  "`gain(1, 0.5)`, C is `gain(1, 1)`. Does rarity matter here?",
        }),
        same=same_order,
        hints=[
            {"vi": "Cùng một token thì độ hiếm như nhau, chỉ còn `gain` phân thắng bại.",
             "en": "The token is the same, so rarity is too; only `gain` decides."},
            {"vi": "Với C, mẫu số là 1 + 1,2 = 2,2 nên điểm bằng 1. B dài bằng nửa nên mẫu số nhỏ "
                   "hơn; A dài gấp ba nên mẫu số là 2 + 3.",
             "en": "For C the denominator is 1 + 1.2 = 2.2, so the score is 1. B is half as long, "
                   "its denominator is smaller; A is three times as long, so it is 2 + 3."},
        ],
    ),
    Exercise(
        "5.1.mrr",
        Call(["d4", "d7", "d1"], {"d7"}, returns=0.5),
        Call(["d7", "d4"], {"d7"}, returns=1.0, because={
            "vi": "Hạng bắt đầu từ 1: đứng đầu thì được trọn 1.",
            "en": "Ranks begin at 1: the first place earns a full 1.",
        }),
        Call(["a", "b", "c", "d"], {"d", "c"}, returns=1 / 3, because={
            "vi": "Nhiều mã đúng thì chỉ mã đứng **cao nhất** được tính.",
            "en": "Where several ids are right, only the one that stands **highest** counts.",
        }),
        Call(["a", "b"], {"z"}, returns=0.0, because={
            "vi": "Không tìm thấy thì trả về 0.",
            "en": "Not found: return 0.",
        }),
        Call([], {"z"}, returns=0.0),
        same=near,
        hints=[
            {"vi": "Đi từ đầu danh sách bằng `enumerate(ranked, 1)`; gặp mã thuộc `gold` thì dừng.",
             "en": "Go from the start with `enumerate(ranked, 1)`; stop at the first id in "
                   "`gold`."},
            {"vi": "Trong vòng lặp `return` một phần hạng; sau vòng lặp `return` 0.",
             "en": "Inside the loop, `return` one over the rank; after the loop, `return` 0."},
        ],
    ),
    Exercise(
        "5.1.still_right",
        Value(["cha", "em", "xe"], because={
            "vi": "Chỉ kể tiếng mà bản đủ dấu cũng viết y như thế. `may` có trong văn bản, nhưng "
                  "đó là *may* trong *may đo*, không phải *máy*.",
            "en": "List only syllables that are written just so in the full sentence too. `may` is "
                  "in the rules, but as *may* in *may đo* (made to measure), not *máy*.",
        }),
        same=same_words_in_any_order,
        hints=[
            {"vi": "So từng tiếng của hai dòng: tiếng nào không đổi khi thêm dấu?",
             "en": "Compare the two lines syllable by syllable: which ones stay the same when the "
                   "marks are put back?"},
            {"vi": "Có ba tiếng như thế, hai ở đầu câu, một ngay sau dấu phẩy.",
             "en": "There are three, two at the start and one right after the comma."},
        ],
    ),
    Exercise(
        "5.1.merged",
        Call({"bán", "bạn", "hàng"}, returns={"ban": ["bán", "bạn"]}),
        Call(["đo", "do", "độ", "gỗ"], returns={"do": ["do", "đo", "độ"]}, because={
            "vi": "*đ* cũng mất gạch: gom theo `unaccented_key`, rồi `sorted` mỗi nhóm.",
            "en": "*đ* loses its stroke too: group by `unaccented_key`, then `sorted` each group.",
        }),
        Call({"xe", "cửa"}, returns={}, because={
            "vi": "Dạng nào chỉ có một từ thì không kể.",
            "en": "A form that only one word has is not listed.",
        }),
        same=same_groups,
        hints=[
            {"vi": "Gom trước đã: một từ điển từ dạng không dấu đến danh sách các từ.",
             "en": "First collect: a dictionary from the unmarked form to the list of its words."},
            {"vi": "Sau đó chỉ giữ những nhóm có `len` lớn hơn 1, mỗi nhóm đã `sorted`.",
             "en": "Then keep only the groups whose `len` is above 1, each of them `sorted`."},
        ],
    ),
    # Lesson 5.2
    Exercise(
        "5.2.beside",
        Value({"mẹ": 1, "má": 1, "ba": 1, "canh": 2, "cơm": 1}, because={
            "vi": "Cả ba câu, câu nào cũng góp hai từ: một đứng trước *nấu*, một đứng sau. Số lần "
                  "là số nguyên.",
            "en": "Each of the three sentences brings two words: one before *nấu*, one after. "
                  "Counts are whole numbers.",
        }),
        same=same_counts,
        hints=[
            {"vi": "Câu nào *nấu* cũng ở giữa: đọc từ bên trái và từ bên phải nó.",
             "en": "*Nấu* stands in the middle each time: read the words to its left and right."},
            {"vi": "Có năm từ khác nhau, tổng cộng sáu lượt.",
             "en": "There are five different words, six uses in all."},
        ],
    ),
    Exercise(
        "5.2.ppmi",
        Call(8, 20, 40, 1000, returns=2.302585, because={
            "vi": "8 × 1000 / (20 × 40) = 10: gấp mười lần tình cờ; `math.log` là logarit tự "
                  "nhiên.",
            "en": "8 × 1000 / (20 × 40) = 10: ten times more than by chance; `math.log` is the "
                  "natural logarithm.",
        }),
        Call(1, 100, 100, 1000, returns=0.0, because={
            "vi": "Ít hơn tình cờ thì logarit âm: thay bằng 0.",
            "en": "Less than by chance gives a negative logarithm: 0 instead.",
        }),
        Call(0, 20, 40, 1000, returns=0.0, because={
            "vi": "Logarit của 0 không tính được: xét riêng trường hợp này.",
            "en": "0 has no logarithm: treat this case by itself.",
        }),
        same=near,
        hints=[
            {"vi": "Hỏi trước: `together` có bằng 0 không?",
             "en": "Ask first: is `together` 0?"},
            {"vi": "Phần còn lại là `max` của 0 và logarit.",
             "en": "What remains is the `max` of 0 and the logarithm."},
        ],
    ),
    Exercise(
        "5.2.nearest",
        Call("heo", {"heo": [1, 2], "lợn": [2, 4.1], "ghe": [3, -1], "gà": [1, 1]}, 2,
             returns=["lợn", "gà"], because={
                 "vi": "Gần nhất đứng đầu, và không kể chính *heo*. Cosine so hướng: *lợn* dài "
                       "gấp đôi *heo* mà vẫn gần nó nhất.",
                 "en": "The nearest comes first, *heo* itself left out. Cosine compares "
                       "directions: *lợn* is twice as long as *heo* and nearest all the same.",
             }),
        Call("ghe", {"heo": [0, 1], "ghe": [1, 0], "thuyền": [0.1, 0], "tàu": [5, 4]}, 1,
             returns=["thuyền"], because={
                 "vi": "*tàu* dài hơn nhưng lệch hướng: cosine phải chia cho độ dài hai vectơ.",
                 "en": "*tàu* is longer but points elsewhere: cosine divides by both lengths.",
             }),
        Call("mô", {"mô": [1, 0], "đâu": [1, 0.5]}, 5, returns=["đâu"], because={
            "vi": "Không kể chính từ ấy; không đủ `k` từ thì trả về bấy nhiêu.",
            "en": "Leave out the word itself; with fewer than `k` others, return those.",
        }),
        Call("nóng", {"nóng": [1, 0], "lạnh": [-1, 0], "ấm": [1, 1], "bàn": [0, 1]}, 3,
             returns=["ấm", "bàn", "lạnh"], because={
                 "vi": "Cosine âm vẫn là cosine: ngược hướng thì đứng cuối.",
                 "en": "A negative cosine is a cosine too: the opposite direction comes last.",
             }),
        same=same_words,
        hints=[
            {"vi": "`np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))` là cosine của hai "
                   "vectơ.",
             "en": "`np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))` is the cosine of two "
                   "vectors."},
            {"vi": "`sorted` các từ khác với `key` là cosine ấy và `reverse=True`, lấy `k` từ đầu.",
             "en": "`sorted` the other words with that cosine as `key` and `reverse=True`; take "
                   "the first `k`."},
        ],
    ),
    Exercise(
        "5.2.harmful",
        Value(["b", "d"], because={
            "vi": "Hỏi với từng cặp: thay từ này bằng từ kia thì câu hỏi còn nguyên ý không?",
            "en": "Ask of each pair: put one word for the other, and does the question stay the "
                  "same?",
        }),
        same=same_letters,
        hints=[
            {"vi": "Đi cùng bạn bè giống nhau chưa chắc là cùng nghĩa: từ **trái nghĩa** cũng thế.",
             "en": "Keeping the same company does not mean the same meaning: **opposites** do so "
                   "too."},
            {"vi": "Người hỏi chỗ bán mà nhận điều về mua thì có giúp được gì không? Có hai cặp "
                   "như vậy.",
             "en": "Does an article on buying help someone who asks about selling? There are two "
                   "such pairs."},
        ],
    ),
    Exercise(
        "5.2.measured",
        Value(["a", "c"], because={
            "vi": "Ta đo **văn bản của khóa học**, ở mức **nhóm**. Câu nào nói rộng hơn, hoặc rút "
                  "từ một từ duy nhất, thì quá phần đã đo. Cũng đừng sót câu đúng nào.",
            "en": "We measured **the course's texts**, at the level of **groups**. A statement "
                  "that is wider, or rests on a single word, says more than that. And leave out "
                  "none that is right.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Với mỗi câu: nói về văn bản nào, về bao nhiêu từ, và bảng có chỗ nào trái lại "
                   "không?",
             "en": "Of each statement: about which texts, about how many words, and does the "
                   "table speak against it anywhere?"},
            {"vi": "Nói *chưa kết luận được* cũng là một kết luận đúng. Có hai câu đúng.",
             "en": "To say *cannot conclude yet* can be right as well. Two statements are right."},
        ],
    ),
    # Lesson 5.3
    Exercise(
        "5.3.cosine",
        Call([3, 4], [3, 4], returns=1.0, because={
            "vi": "Vectơ này dài 5, không phải 1: chia cho độ dài của **cả hai**.",
            "en": "This vector has length 5, not 1: divide by the lengths of **both**.",
        }),
        Call([2, 0], [0, 5], returns=0.0),
        Call([1, 1, 0], [2, 2, 1], returns=0.942809),
        Call([1, 0], [-3, 0], returns=-1.0),
        Call([0, 0], [1, 2], returns=0.0, because={
            "vi": "Vectơ toàn số 0 (câu không có token nào) không có hướng: trả về 0, đừng chia "
                  "cho 0.",
            "en": "A vector of zeros (a text without tokens) has no direction: return 0, do not "
                  "divide by 0.",
        }),
        same=near,
        hints=[
            {"vi": "Tích vô hướng (`np.dot`) chia cho tích hai độ dài (`np.linalg.norm`).",
             "en": "The product (`np.dot`) divided by the product of the two lengths "
                   "(`np.linalg.norm`)."},
            {"vi": "Tính mẫu số trước; bằng 0 thì trả về 0 luôn.",
             "en": "Compute the denominator first; if it is 0, return 0 at once."},
        ],
    ),
    Exercise(
        "5.3.trusted",
        Value(["b", "e"], because={
            "vi": "Bỏ mọi bộ câu mà mô hình đã học, mà người bán tự chọn, hoặc mà ta đã nhìn điểm "
                  "để chỉnh; giữ **hết** các bộ còn lại.",
            "en": "Leave out every set that the model learnt from, that the seller picked, or "
                  "whose scores we watched while tuning; keep **all** the others.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Với mỗi bộ hãy hỏi: mô hình, hoặc người chỉnh mô hình, đã thấy các câu ấy "
                   "chưa?",
             "en": "Ask of each set: has the model, or whoever tuned it, seen these questions?"},
            {"vi": "Bộ `test` mà nhìn đi nhìn lại để chỉnh thì không còn là test. Còn lại hai bộ.",
             "en": "A `test` set that was looked at again and again is no test any more. Two sets "
                   "remain."},
        ],
    ),
    Exercise(
        "5.3.points",
        Call("1. Hồ sơ gồm:\na) đơn;\nb) bản sao thẻ.", returns={
            "a": "đơn;", "b": "bản sao thẻ.",
        }, because={
            "vi": "Dòng mở đầu `1. Hồ sơ gồm:` không phải là điểm: bỏ qua. Nội dung mỗi điểm thì "
                  "bỏ dấu `)` và khoảng trắng hai đầu.",
            "en": "The opening line `1. Hồ sơ gồm:` is no point: skip it. The text of a point has "
                  "no `)` and no blanks at either end.",
        }),
        Call("c) một;\nd) hai;\nđ) ba;\ne) bốn.", returns={
            "c": "một;", "d": "hai;", "đ": "ba;", "e": "bốn.",
        }, because={
            "vi": "Điểm **đ** đứng sau d và là một điểm riêng.",
            "en": "Point **đ** comes after d and is a point of its own.",
        }),
        Call("a) nộp tại quầy (mục b) hoặc qua mạng", returns={
            "a": "nộp tại quầy (mục b) hoặc qua mạng",
        }, because={
            "vi": "`b)` ở giữa dòng chỉ là nhắc tới: điểm phải mở đầu dòng.",
            "en": "The `b)` inside the line is only a mention: a point opens a line.",
        }),
        Call("2. Không có điểm nào.", returns={}),
        same=same_texts,
        hints=[
            {"vi": "`splitlines()` rồi xét từng dòng: ký tự đầu là chữ thường và ký tự sau là `)`.",
             "en": "`splitlines()`, then look at each line: a small letter first, then `)`."},
            {"vi": "`re.match(r\"([a-zđ])\\)(.*)\", line)` cho chữ và phần còn lại; nhớ `strip`.",
             "en": "`re.match(r\"([a-zđ])\\)(.*)\", line)` gives the letter and the rest; "
                   "remember `strip`."},
        ],
    ),
    Exercise(
        "5.3.fair",
        Value(["a", "c", "e"], because={
            "vi": "Khoảng chứa 0 nghĩa là *chưa rõ*, không phải *bằng nhau*. Khoảng nằm hẳn một "
                  "bên số 0 thì mới nói được. Ghi đủ mọi câu đúng.",
            "en": "An interval that holds 0 means *not clear*, not *equal*. Only one that lies "
                  "wholly on one side of 0 allows a claim. Give all the right ones.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Tìm khoảng tương ứng của từng câu trong hình: có chạm vạch 0 không?",
             "en": "Find each statement's interval in the picture: does it touch the 0 line?"},
            {"vi": "\"Chắc chắn không hơn\" và \"tốt hơn 1%\" đều khẳng định điều mà khoảng ấy "
                   "chưa cho phép.",
             "en": "\"Certainly no better\" and \"1% better\" both claim what that interval does "
                   "not allow."},
        ],
    ),
    Exercise(
        "5.3.in_force",
        Call([(date(2022, 1, 1), date(2024, 7, 1), "300 đồng"),
              (date(2024, 7, 1), None, "400 đồng")], date(2023, 5, 2), returns=["300 đồng"]),
        Call([(date(2022, 1, 1), date(2024, 7, 1), "300 đồng"),
              (date(2024, 7, 1), None, "400 đồng")], date(2024, 7, 1), returns=["400 đồng"],
             because={
                 "vi": "Ngày 1-7-2024 bản mới bắt đầu; bản cũ có hiệu lực đến **trước** ngày ấy.",
                 "en": "On 1 July 2024 the new version begins; the old one is in force until the "
                       "day **before**.",
             }),
        Call([(date(2026, 3, 1), None, "500 đồng"), (date(2027, 1, 1), None, "miễn phí")],
             date(2026, 11, 1), returns=["500 đồng"], because={
                 "vi": "Bản năm 2027 chưa có hiệu lực vào ngày ấy.",
                 "en": "The version of 2027 is not yet in force on that day.",
             }),
        Call([(date(2027, 1, 1), None, "miễn phí")], date(2026, 11, 1), returns=[]),
        same=lambda got, expected: list(got) == expected,
        hints=[
            {"vi": "Hai điều kiện: đã bắt đầu (`start <= day`), và chưa hết.",
             "en": "Two conditions: it has begun (`start <= day`), and it has not ended."},
            {"vi": "Chưa hết là: `end` là `None`, hoặc `day < end`.",
             "en": "Not ended is: `end` is `None`, or `day < end`."},
        ],
    ),
]
