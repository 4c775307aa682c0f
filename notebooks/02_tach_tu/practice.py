"""What check() and hint() know about module 2: the cases of each exercise, and its two hints."""

from aulac.practice import Call, Exercise, Value
from aulac.text import comparison_key


def same_words(got, expected):
    """Words in order; Unicode form and tone style do not matter, nor list or tuple."""
    return [comparison_key(word) for word in got] == [comparison_key(word) for word in expected]


def same_split(got, expected):
    """Words in order; capitals do not matter either."""
    return same_words([word.lower() for word in got], [word.lower() for word in expected])


def same_letters(got, expected):
    """Letters in any order: a list, a set, a string such as "A, c"."""
    return sorted(c for c in "".join(got).lower() if c.isalpha()) == expected


def same_weights(got, expected):
    """Weights by feature; Unicode form and tone style do not matter."""
    return {comparison_key(feature): weight for feature, weight in got.items()} == {
        comparison_key(feature): weight for feature, weight in expected.items()
    }


def same_spans(got, expected):
    """Pairs in order, as lists or tuples."""
    return [tuple(pair) for pair in got] == expected


exercises = [
    # Lesson 2.1
    Exercise(
        "2.1.words",
        Value(["Nhân viên", "siêu thị", "vui vẻ", "giải thích", "giá", "sản phẩm", "."], because={
            "vi": "Trong một từ, các tiếng cách nhau một khoảng trắng, không phải `_`; dấu chấm là "
                  "phần tử cuối. Hai điều ấy đúng rồi thì xem lại chỗ ghép.",
            "en": "Within a word the syllables have one space between them, no `_`; the full stop "
                  "is the last item. If both are so, look at where you joined.",
        }),
        same=same_split,
        hints=[
            {"vi": "Đọc thành tiếng và ngắt ở chỗ nào nghe trọn nghĩa. Tiếng *sản* đứng một mình "
                   "có nghĩa gì không?",
             "en": "Read it aloud and pause where a meaning is complete. Does *sản* mean anything "
                   "by itself?"},
            {"vi": "Có năm từ hai tiếng, một từ một tiếng và dấu chấm: bảy phần tử.",
             "en": "Five words of two syllables, one of one syllable, and the full stop: seven "
                   "items."},
        ],
    ),
    Exercise(
        "2.1.family",
        Call("sinh", [["Học sinh", "mừng", "sinh nhật", "cô"], ["Sinh nhật", "vui", "."]],
             returns=["học sinh", "sinh nhật"], because={
                 "vi": "Trả về danh sách chữ thường đã xếp, mỗi từ một lần: `Sinh nhật` và "
                       "`sinh nhật` là một.",
                 "en": "Return a sorted list in small letters, each word once: `Sinh nhật` and "
                       "`sinh nhật` are the same.",
             }),
        Call("an", [["Công an", "quan tâm", "dân", "bán hàng", "."]], returns=["công an"],
             because={
                 "vi": "*quan tâm* có chữ *an* nhưng không có **tiếng** *an*: phải so từng tiếng.",
                 "en": "*quan tâm* has the letters *an* but not the **syllable** *an*: compare "
                       "syllables.",
             }),
        Call("nhà", [["Nhà", "ở", "gần", "nhà máy"]], returns=["nhà máy"], because={
            "vi": "Chỉ lấy từ có hai tiếng trở lên; *nhà* là từ một tiếng.",
            "en": "Only words of two syllables or more; *nhà* has one.",
        }),
        Call("viên", [["Hướng dẫn viên", "gặp", "nhân viên"]],
             returns=["hướng dẫn viên", "nhân viên"]),
        Call("mây", [["Trời", "trong", "."]], returns=[]),
        same=same_words,
        hints=[
            {"vi": "Đưa từ về chữ thường rồi `split()` nó ra: được danh sách các tiếng. Tiếng cần "
                   "tìm có trong danh sách ấy không, và danh sách có từ hai phần tử không?",
             "en": "Bring the word to lower case and `split()` it: that gives its syllables. Is "
                   "the one you look for among them, and are there two or more?"},
            {"vi": "Gom vào một `set` để khỏi lặp, cuối cùng `sorted`.",
             "en": "Collect in a `set`, so that nothing repeats; at the end, `sorted`."},
        ],
    ),
    Exercise(
        "2.1.one_word",
        Value([False, True, False, True, True], because={
            "vi": "Mỗi câu một giá trị `True` hay `False`, theo thứ tự, không có dấu nháy. Hai "
                  "tiếng đứng cạnh nhau chưa chắc thuộc cùng một từ.",
            "en": "One value, `True` or `False`, for each sentence, in order, without quotation "
                  "marks. Two neighbours need not belong to one word.",
        }),
        same=lambda got, expected: list(got) == expected,
        hints=[
            {"vi": "Thử thay cả hai tiếng bằng một từ khác: *tin nhắn*, *mưa đá*, *rượu*... Câu "
                   "còn xuôi thì đó là một từ.",
             "en": "Try to put one other word in their place: *tin nhắn* (message), *mưa đá* "
                   "(hail), *rượu* (alcohol). If the sentence still runs, they are one word."},
            {"vi": "Câu 1: *con đường* rồi mới đến *dẫn*. Câu 3: chữ *S* viết hoa, và *muối cà* "
                   "là một việc làm.",
             "en": "Sentence 1: *con đường* (the road) comes first, then *dẫn* (leads). Sentence "
                   "3: the capital *S*, and *muối cà* is something one does."},
        ],
    ),
    Exercise(
        "2.1.spans",
        Call("Nhân viên vui vẻ.", ["Nhân viên", "vui vẻ", "."],
             returns=[(0, 9), (10, 16), (16, 17)]),
        Call("học sinh học sinh học", ["học sinh", "học", "sinh học"],
             returns=[(0, 8), (9, 12), (13, 21)], because={
                 "vi": "*học* ở giữa đứng sau *học sinh*: phải tìm tiếp sau chỗ từ trước kết thúc.",
                 "en": "The middle *học* comes after *học sinh*: search on from where the last "
                       "word ended.",
             }),
        Call("ba  ba ba", ["ba", "ba ba"], returns=[(0, 2), (4, 9)], because={
            "vi": "Giữa hai từ có hai khoảng trắng; đừng cộng thêm đúng một.",
            "en": "There are two spaces between the words; do not simply add one.",
        }),
        Call("Vâng , vâng, vâng", ["Vâng", ",", "vâng", ",", "vâng"],
             returns=[(0, 4), (5, 6), (7, 11), (11, 12), (13, 17)]),
        Call("", [], returns=[]),
        same=same_spans,
        hints=[
            {"vi": "`text.find(word, at)` tìm từ vị trí `at` trở đi. Cần một biến nhớ từ trước "
                   "kết thúc ở đâu.",
             "en": "`text.find(word, at)` searches from the place `at` on. Keep a variable for "
                   "where the last word ended."},
            {"vi": "Từ bắt đầu ở `start` thì kết thúc ở `start + len(word)`; đó cũng là chỗ tìm "
                   "từ sau.",
             "en": "A word that starts at `start` ends at `start + len(word)`; there the next "
                   "search begins."},
        ],
    ),
    Exercise(
        "2.1.top_words",
        Call([["Bảo hành", "lâu", "."], ["Gọi", "bảo hành", ",", "gọi", "nhân viên"]], 1,
             returns=["bảo hành"], because={
                 "vi": "Trả về từ, không kèm số lần; `Bảo hành` và `bảo hành` là một từ.",
                 "en": "Return words without their counts; `Bảo hành` and `bảo hành` are one word.",
             }),
        Call([["đi", "đi", "đi", "siêu thị"]], 5, returns=["siêu thị"], because={
            "vi": "Từ một tiếng không tính, và không đủ `n` từ thì trả về bấy nhiêu.",
            "en": "Words of one syllable do not count; with fewer than `n` words, return those.",
        }),
        Call([["nhân viên", "hợp đồng"], ["Bảo hành", "quảng cáo"], ["quảng cáo"]], 3,
             returns=["quảng cáo", "bảo hành", "hợp đồng"], because={
                 "vi": "Bằng số lần thì xếp theo `sorted`: *bảo hành*, *hợp đồng*, *nhân viên*.",
                 "en": "Equal counts go in the order of `sorted`: *bảo hành*, *hợp đồng*, "
                       "*nhân viên*.",
             }),
        Call([], 3, returns=[]),
        same=same_words,
        hints=[
            {"vi": "`Counter` đếm những từ có khoảng trắng bên trong, sau khi đã `lower()`.",
             "en": "Let a `Counter` count the words with a space inside, after `lower()`."},
            {"vi": "`sorted` với `key` là một cặp: số lần đổi dấu trước, rồi đến chính từ ấy. "
                   "Lấy `n` phần tử đầu.",
             "en": "Use `sorted` with a pair as `key`: the count with its sign turned, then the "
                   "word itself. Take the first `n`."},
        ],
    ),
    # Lesson 2.2
    Exercise(
        "2.2.greedy",
        Value(["Chúng tôi", "hợp tác xã", "hội", "hóa", "giáo dục"], because={
            "vi": "Máy không nhìn trước: đến *hợp*, nó lấy từ dài nhất rồi mới đi tiếp, và phần "
                  "còn lại đành chịu.",
            "en": "The machine does not look ahead: at *hợp* it takes the longest word and goes "
                  "on, and the rest has to put up with it.",
        }),
        same=same_split,
        hints=[
            {"vi": "Máy đi từ trái sang, ở mỗi chỗ lấy từ **dài nhất** có trong từ điển, không "
                   "nhìn lại. Từ *hợp*, từ nào dài nhất?",
             "en": "The machine goes from the left and takes the **longest** word of the lexicon "
                   "at each place, without looking back. Which is the longest from *hợp*?"},
            {"vi": "Lấy *hợp tác xã* rồi thì còn *hội hóa giáo dục*. Tiếng nào không mở đầu một "
                   "từ của từ điển thì đứng riêng.",
             "en": "After *hợp tác xã*, *hội hóa giáo dục* remains. A syllable that begins no word "
                   "of the lexicon stands alone."},
        ],
    ),
    Exercise(
        "2.2.unseen",
        Call([["Bảo hành", "lâu", "."], ["nhân viên", "nói"]], {"bảo hành"}, returns=50),
        Call([["xe máy", "xe máy", "xe đạp"]], {"xe đạp"}, returns=67, because={
            "vi": "Đếm từng lượt: hai lượt *xe máy* trên ba lượt là 66,7%, làm tròn thành 67.",
            "en": "Every use counts: two uses of *xe máy* in three are 66.7%, rounded to 67.",
        }),
        Call([["Trời", "mưa", "."]], {"xe đạp"}, returns=0, because={
            "vi": "Không có từ nhiều tiếng nào thì trả về 0, đừng chia cho 0.",
            "en": "Without any word of several syllables return 0; do not divide by 0.",
        }),
        Call([["Hợp tác xã", "họp"]], {"hợp tác xã", "hợp tác"}, returns=0, because={
            "vi": "Từ điển viết thường: đưa từ về chữ thường rồi hãy tra.",
            "en": "The lexicon is in lower case: bring the word to lower case first.",
        }),
        hints=[
            {"vi": "Gom mọi từ có khoảng trắng bên trong vào một danh sách, đã `lower()`.",
             "en": "Collect all words with a space inside in a list, in lower case."},
            {"vi": "Đếm những từ không nằm trong `lexicon`, chia cho độ dài danh sách, nhân 100, "
                   "`round`.",
             "en": "Count those not in `lexicon`, divide by the length of the list, times 100, "
                   "`round`."},
        ],
    ),
    Exercise(
        "2.2.shape",
        Call("Sen", returns="A", because={
            "vi": "Chỉ nhìn ký tự đầu: cả `Sen` thì không viết hoa hết, nhưng `S` thì có.",
            "en": "Look at the first character only: `Sen` is not all capitals, but `S` is one.",
        }),
        Call("đường", returns="a", because={
            "vi": "*đ* là chữ thường, dù không nằm giữa a và z.",
            "en": "*đ* is a small letter, though not between a and z.",
        }),
        Call("Đường", returns="A", because={
            "vi": "*Đ* là chữ hoa, dù không nằm giữa A và Z: hỏi chính ký tự ấy.",
            "en": "*Đ* is a capital, though not between A and Z: ask the character itself.",
        }),
        Call("Ấm", returns="A"),
        Call("1.250.000", returns="9"),
        Call("30%", returns="9"),
        Call("!", returns="."),
        Call("Wi-Fi", returns="A"),
        hints=[
            {"vi": "Chuỗi trong Python biết tự trả lời: `isupper`, `islower`, `isdigit`.",
             "en": "Strings in Python answer for themselves: `isupper`, `islower`, `isdigit`."},
            {"vi": "Chỉ hỏi `syllable[0]`, lần lượt ba câu; không câu nào đúng thì là `\".\"`.",
             "en": "Ask `syllable[0]` only, three questions in turn; if none says yes, it is "
                   "`\".\"`."},
        ],
    ),
    Exercise(
        "2.2.after",
        Value({"left bảo": 0, "right mùa": -1, "glue 4": 1, "shape aa": -2}, because={
            "vi": "Tính tổng trước để biết máy đoán gì. Nếu đoán sai thì cả bốn đặc trưng vừa thấy "
                  "đều đổi, kể cả đặc trưng chưa có trọng số.",
            "en": "Add up first, to see what the machine says. If that is wrong, all four features "
                  "just seen change, even one that had no weight yet.",
        }),
        same=same_weights,
        hints=[
            {"vi": "Cộng trọng số của bốn đặc trưng; đặc trưng chưa gặp bao giờ có trọng số 0. "
                   "Tổng dương hay âm?",
             "en": "Add up the weights of the four features; one never seen has weight 0. Is the "
                   "sum above zero?"},
            {"vi": "Tổng là 2: máy ghép, mà đáp án là tách. Vậy cả bốn đặc trưng vừa thấy đều trừ "
                   "1, kể cả `right mùa`.",
             "en": "The sum is 2: it joins, and the answer is break. So all four features just "
                   "seen lose 1, `right mùa` too."},
        ],
    ),
    Exercise(
        "2.2.strongest",
        Call({"right sĩ": 5, "right viên": 7, "left nhân": 9, "shape AA": 8}, "right", 2,
             returns=["viên", "sĩ"], because={
                 "vi": "Lớn nhất đứng trước; chỉ trả về tiếng, không kèm tên loại, không kèm số.",
                 "en": "The largest comes first; return the syllable only, no kind, no number.",
             }),
        Call({"left ba": 1, "left tư": 4, "left năm": 3, "left sáu": -2}, "left", 3,
             returns=["tư", "năm", "ba"]),
        Call({"left xanh": 2, "left leftover": 3, "pair left right": 9}, "left", 5,
             returns=["leftover", "xanh"], because={
                 "vi": "Loại là chữ đứng **trước** khoảng trắng đầu tiên: `pair left right` "
                       "thuộc loại `pair`.",
                 "en": "The kind is what comes **before** the first space: `pair left right` is a "
                       "`pair`.",
             }),
        Call({"glue 3": 1}, "left", 3, returns=[]),
        same=same_words,
        hints=[
            {"vi": "Chỉ giữ những đặc trưng bắt đầu bằng `kind` rồi đến một khoảng trắng.",
             "en": "Keep only the features that start with `kind` and a space."},
            {"vi": "`sorted` với `key` là trọng số và `reverse=True`, lấy `n` cái đầu, cắt bỏ "
                   "phần `kind` và khoảng trắng.",
             "en": "Use `sorted` with the weight as `key` and `reverse=True`, take the first "
                   "`n`, cut off `kind` and the space."},
        ],
    ),
    # Lesson 2.3
    Exercise(
        "2.3.by_eye",
        Value([6, 8, 7], because={
            "vi": "*giao* và *hàng* của máy, sau *nhân viên*, không tính là đúng: câu mẫu có chữ "
                  "ấy nhưng ở chỗ khác. Thứ tự ba số: đúng, máy đưa ra, phải tìm.",
            "en": "The machine's *giao* and *hàng* near the end do not count as right: the gold "
                  "has those words too, but in another place. The order: right, given, to be "
                  "found.",
        }),
        same=lambda got, expected: list(got) == expected,
        hints=[
            {"vi": "Đếm từ ở dòng máy, đếm từ ở dòng mẫu, kể cả dấu phẩy: hai số sau đã xong.",
             "en": "Count the words of the machine's line and of the gold line, comma included: "
                   "that settles the last two numbers."},
            {"vi": "Số từ đúng: đi từ trái sang, hai dòng giống nhau đến hết *nhân viên*, rồi lại "
                   "gặp nhau ở *xin lỗi*.",
             "en": "Words right: going from the left, the lines agree up to *nhân viên*, and meet "
                   "again at *xin lỗi*."},
        ],
    ),
    Exercise(
        "2.3.missed",
        Call("Bà Hồng tráng bánh cuốn.", ["Bà", "Hồng", "tráng", "bánh cuốn", "."],
             ["Bà", "Hồng tráng", "bánh cuốn", "."], returns=["Hồng", "tráng"], because={
                 "vi": "Trả về từ của câu mẫu mà máy sót, theo thứ tự trong câu.",
                 "en": "Return the gold words that the machine missed, in the order of the "
                       "sentence.",
             }),
        Call("Nhân viên giao hàng xin lỗi.", ["Nhân viên", "giao hàng", "xin lỗi", "."],
             ["Nhân viên", "giao", "hàng", "xin lỗi", "."], returns=["giao hàng"]),
        Call("Hàng giao chậm, nhân viên giao hàng.",
             ["Hàng", "giao", "chậm", ",", "nhân viên", "giao hàng", "."],
             ["Hàng giao", "chậm", ",", "nhân viên", "giao", "hàng", "."],
             returns=["Hàng", "giao", "giao hàng"], because={
                 "vi": "Máy có đưa ra *giao*, nhưng ở chỗ khác: phải so vị trí, không so chữ.",
                 "en": "The machine did give *giao*, but in another place: compare places, not "
                       "words.",
             }),
        Call("Học sinh học sinh học.", ["Học sinh", "học", "sinh học", "."],
             ["Học sinh", "học sinh", "học", "."], returns=["học", "sinh học"], because={
                 "vi": "*học* của máy đứng cuối câu, *học* của mẫu đứng giữa.",
                 "en": "The machine's *học* stands last, that of the gold in the middle.",
             }),
        Call("Siêu thị sạch sẽ.", ["Siêu thị", "sạch sẽ", "."], ["Siêu thị", "sạch sẽ", "."],
             returns=[]),
        same=same_words,
        hints=[
            {"vi": "Gọi `spans` cho cả hai danh sách từ rồi lấy hiệu của hai tập hợp vị trí.",
             "en": "Call `spans` for both lists of words and take the difference of the two sets "
                   "of places."},
            {"vi": "Tập hợp không có thứ tự: `sorted` các vị trí trước, rồi cắt từ trong `text`.",
             "en": "A set has no order: `sorted` the places first, then cut the words out of "
                   "`text`."},
        ],
    ),
    Exercise(
        "2.3.claims",
        Value(["a", "c"], because={
            "vi": "Khoảng của hiệu phải nằm hẳn một bên số 0, và chỉ nói được về câu *cùng loại* "
                  "với tập đã đo.",
            "en": "The interval of the difference must lie wholly on one side of 0, and it speaks "
                  "only of sentences *of the kind* that was measured.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Với mỗi câu, tìm dòng hiệu tương ứng: khoảng ấy có chứa số 0 không?",
             "en": "For each statement find its line of differences: does the interval hold 0?"},
            {"vi": "Rồi nhìn phạm vi: câu nào nói về *mọi* văn bản trong khi ta chỉ đo một tập?",
             "en": "Then look at the scope: which one speaks of *every* kind of text, when we "
                   "measured a single set?"},
        ],
    ),
    Exercise(
        "2.3.pyvi_words",
        Call("Nhân viên nhiệt tình.", "Nhân_viên nhiệt_tình .",
             returns=["Nhân viên", "nhiệt tình", "."], because={
                 "vi": "Cắt chuỗi thành mẩu trước, đổi `_` sau; đổi trước thì từ lại vỡ ra.",
                 "en": "Split the string first and change `_` after; the other way round, words "
                       "fall apart again.",
             }),
        Call("Chị Thúy ở Sóc Trăng.", "Chị Thúy ở Sóc_Trăng .",
             returns=["Chị", "Thúy", "ở", "Sóc Trăng", "."]),
        Call("Mã don_hang bị sai.", "Mã don_hang bị sai .",
             returns=["Mã", "don_hang", "bị", "sai", "."], because={
                 "vi": "*don_hang* đứng nguyên như thế trong câu gốc: gạch dưới ấy không phải do "
                       "pyvi thêm.",
                 "en": "*don_hang* stands in the sentence just so: pyvi did not add that "
                       "underscore.",
             }),
        Call("Nhân viên nhập nhầm don_hang.", "Nhân_viên nhập nhầm don_hang .",
             returns=["Nhân viên", "nhập", "nhầm", "don_hang", "."], because={
                 "vi": "Trong câu gốc *don_hang* dính với dấu chấm nên `text.split()` không có nó: "
                       "hãy tìm ngay trong chuỗi `text`.",
                 "en": "In the sentence *don_hang* touches the full stop, so it is not in "
                       "`text.split()`: look for it in the string `text` itself.",
             }),
        Call("", "", returns=[]),
        same=same_words,
        hints=[
            {"vi": "`answer.split()` cho từng mẩu. Mẩu nào có sẵn y nguyên trong `text` thì không "
                   "đụng vào.",
             "en": "`answer.split()` gives the pieces. A piece that stands in `text` as it is "
                   "needs no change."},
            {"vi": "Mẩu nào không có trong `text` thì `_` là của pyvi: `replace` nó bằng khoảng "
                   "trắng.",
             "en": "In a piece that is not in `text`, the `_` is pyvi's: `replace` it by a space."},
        ],
    ),
    Exercise(
        "2.3.rewritten",
        Call("Chị Ho\u00e0 ở Huế.", ["Chị", "Hòa", "ở", "Huế", "."],
             returns=[("Ho\u00e0", "Hòa")], because={
                 "vi": "Trong mỗi cặp, chữ của câu gốc đứng trước; từ không bị sửa thì bỏ qua.",
                 "en": "In each pair the original comes first; words left alone are not listed.",
             }),
        Call("Chất lựơng kém, anh Thu\u1ef7 ở Ho\u00e0 Bình chê.",
             ["Chất lượng", "kém", ",", "anh", "Thủy", "ở", "Hòa Bình", "chê", "."],
             returns=[("Chất lựơng", "Chất lượng"), ("Thu\u1ef7", "Thủy"),
                      ("Ho\u00e0 Bình", "Hòa Bình")]),
        Call("Giao hàng nhanh.", ["Giao hàng", "nhanh", "."], returns=[], because={
            "vi": "Không từ nào bị sửa thì danh sách rỗng.",
            "en": "Where no word was changed, the list is empty.",
        }),
        same=lambda got, expected: [tuple(pair) for pair in got] == expected,
        hints=[
            {"vi": "`aligned` cho vị trí của từng từ; đi song song với `words` bằng `zip`.",
             "en": "`aligned` gives the place of each word; walk beside `words` with `zip`."},
            {"vi": "Cắt `text` theo vị trí, so với từ công cụ trả về; khác nhau thì ghi cả cặp.",
             "en": "Cut `text` at the place and compare with the word that the tool returned; if "
                   "they differ, keep the pair."},
        ],
    ),
]
