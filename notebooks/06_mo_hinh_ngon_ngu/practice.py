"""What check() and hint() know about module 6: the cases of each exercise, and its two hints."""

from math import inf

import numpy as np

from aulac.practice import Call, Exercise, Value
from aulac.text import comparison_key


def close(got, expected):
    """Numbers in order, a list or an array of any shape, right to a hundredth."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    return got.shape == expected.shape and np.allclose(got, expected, atol=0.011)


def same_table(got, expected):
    """A table of numbers, as lists or an array."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    return got.shape == expected.shape and np.allclose(got, expected)


def same_names(got, expected):
    """Names in order; Unicode form and tone style do not matter."""
    return [comparison_key(name) for name in got] == [comparison_key(name) for name in expected]


def same_letters(got, expected):
    """Letters in any order: a list, a set, a string such as "A, c"."""
    return sorted(c for c in "".join(got).lower() if c.isalpha()) == expected


def same_pairs(got, expected):
    """Pairs in order, as lists or tuples."""
    return [tuple(pair) for pair in got] == expected


exercises = [
    # Lesson 6.1
    Exercise(
        "6.1.by_hand",
        Value([0.5, 0.25, 0.25], because={
            "vi": "Ba lũy thừa là 2, 1, 1 (vì *e* mũ 0 bằng 1); chia từng số cho tổng của chúng.",
            "en": "The powers are 2, 1, 1 (since *e* to the 0 is 1); divide each by their sum.",
        }),
        same=close,
        hints=[
            {"vi": "Lũy thừa trước: *e* mũ 0,69 gần bằng 2, còn *e* mũ 0 bằng mấy? Không phải 0.",
             "en": "Powers first: *e* to the 0.69 is about 2; what is *e* to the 0? Not 0."},
            {"vi": "Tổng ba lũy thừa là 4. Mỗi phần là lũy thừa của mình chia cho 4.",
             "en": "The powers add up to 4. Each share is one power divided by 4."},
        ],
    ),
    Exercise(
        "6.1.hide_future",
        Call(np.array([[1.0, 2.0], [3.0, 4.0]]), returns=[[1, -inf], [3, 4]], because={
            "vi": "Chỉ ô ở hàng trên, cột sau bị che; đường chéo (nhìn chính mình) thì giữ.",
            "en": "Only the place in the first row, second column is masked; the diagonal, where "
                  "one looks at oneself, stays.",
        }),
        Call(np.zeros((3, 3)), returns=[[0, -inf, -inf], [0, 0, -inf], [0, 0, 0]], because={
            "vi": "Điểm 0 cũng là điểm: ô được giữ thì vẫn là 0, ô bị che là `-np.inf`. Nhân bảng "
                  "với 0 và vô cực sẽ ra `nan`.",
            "en": "0 is a score too: places kept stay 0, masked ones are `-np.inf`. A table "
                  "multiplied by 0 and infinity gives `nan`.",
        }),
        Call(np.array([[5.0, 6.0, 7.0], [8.0, 9.0, 1.0], [2.0, 3.0, 4.0]]),
             returns=[[5, -inf, -inf], [8, 9, -inf], [2, 3, 4]]),
        same=same_table,
        hints=[
            {"vi": "`np.triu` giữ phần phía trên đường chéo của một bảng; tham số thứ hai bằng 1 "
                   "thì bỏ cả đường chéo.",
             "en": "`np.triu` keeps what is above the diagonal of a table; with 1 as its second "
                   "argument the diagonal goes too."},
            {"vi": "Tạo một bảng cùng cỡ toàn `-np.inf`, cho qua `np.triu`, rồi cộng với điểm.",
             "en": "Make a table of the same size full of `-np.inf`, pass it through `np.triu`, "
                   "and add it to the scores."},
        ],
    ),
    Exercise(
        "6.1.cells",
        Value(131328, because={
            "vi": "Cộng từ 1 đến 512, kể cả hai đầu. 512 × 512 là bảng chưa che; chia đôi nó thì "
                  "mất nửa đường chéo.",
            "en": "Add up 1 to 512, both included. 512 × 512 is the table without a mask; half of "
                  "it loses half of the diagonal.",
        }),
        same=lambda got, expected: int(got) == expected,
        hints=[
            {"vi": "Hàng thứ nhất có 1 ô, hàng thứ hai 2 ô, ..., hàng cuối 512 ô. Cộng lại.",
             "en": "The first row has 1 place, the second 2, ..., the last 512. Add them up."},
            {"vi": "Tổng từ 1 đến n là n × (n + 1) / 2. Để Python tính cũng được.",
             "en": "1 to n add up to n × (n + 1) / 2. Let Python compute it if you like."},
        ],
    ),
    Exercise(
        "6.1.looked_at",
        Call(["<mở>", "mẹ", "ru"], np.array([[1, 0, 0], [0.2, 0.8, 0], [0.1, 0.6, 0.3]]),
             returns=["<mở>", "mẹ", "mẹ"], because={
                 "vi": "Mỗi hàng một tên: tên của **cột** có phần lớn nhất trong hàng ấy.",
                 "en": "One name for each row: that of the **column** with the largest share.",
             }),
        Call(["<mở>", "ăn", "ăn"], np.array([[1, 0, 0], [0.9, 0.1, 0], [0.1, 0.7, 0.2]]),
             returns=["<mở>", "<mở>", "ăn"]),
        Call(["a", "b", "c"], np.array([[0.4, 0.6, 0.0], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]]),
             returns=["a", "a", "b"], because={
                 "vi": "Bảng này chưa che: hàng thứ hai chỉ được xét cột một và hai, hàng đầu chỉ "
                       "cột một. Bằng nhau thì lấy cột đứng trước.",
                 "en": "This table is not masked: the second row may consider columns one and two "
                       "only, the first only column one. Of equal shares take the earlier column.",
             }),
        Call([], np.zeros((0, 0)), returns=[]),
        same=same_names,
        hints=[
            {"vi": "Hàng thứ `i` chỉ xét `shares[i, :i + 1]`; `argmax()` cho biết chỗ lớn nhất.",
             "en": "Row `i` considers only `shares[i, :i + 1]`; `argmax()` says where the largest "
                   "is."},
            {"vi": "Chỗ ấy là số của cột; `tokens[...]` đổi nó thành tên.",
             "en": "That place is the number of a column; `tokens[...]` turns it into a name."},
        ],
    ),
    Exercise(
        "6.1.may_say",
        Value(["a", "c"], because={
            "vi": "Câu được viết là câu chỉ nói điều **đã đo**, trên đúng dữ liệu và mô hình đã "
                  "đo. Nhìn vào đâu chưa phải là hiểu.",
            "en": "A sentence may stand if it says only what **was measured**, on the data and the "
                  "model that were measured. Looking somewhere is not understanding.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Với mỗi câu, hỏi: ô mã nào trong bài đã đo đúng điều này?",
             "en": "For each sentence ask: which cell of the lesson measured just that?"},
            {"vi": "Có một câu nói về *mọi* mô hình, và một câu dùng chữ *hiểu*. Bài đã đo hai "
                   "điều ấy chưa?",
             "en": "One speaks of *every* model, and one says *understands*. Did the lesson "
                   "measure either?"},
        ],
    ),
    # Lesson 6.2
    Exercise(
        "6.2.windows",
        Call("con mèo", 3, returns=[("con", "on "), (" mè", "mèo")], because={
            "vi": "Đề là `length` ký tự, đáp án là chừng ấy ký tự nhưng **lùi sau một chỗ**; đề "
                  "kế tiếp bắt đầu ngay sau đề trước.",
            "en": "The exercise is `length` characters, its answers as many but **one place on**; "
                  "the next exercise starts right after the one before.",
        }),
        Call("abcdefgh", 3, returns=[("abc", "bcd"), ("def", "efg")], because={
            "vi": "Hai ký tự cuối không đủ một đề (cần `length` ký tự và thêm một đáp án cuối) thì "
                  "bỏ.",
            "en": "The last characters make no whole exercise (it takes `length` and one more for "
                  "the last answer) and are left out.",
        }),
        Call("abcd", 3, returns=[("abc", "bcd")]),
        Call("abc", 3, returns=[], because={
            "vi": "Đúng `length` ký tự thì ký tự cuối chưa có đáp án: không có đề nào.",
            "en": "With just `length` characters the last one has no answer: no exercise.",
        }),
        Call("", 3, returns=[]),
        same=same_pairs,
        hints=[
            {"vi": "Chỗ bắt đầu đi từ 0, mỗi bước `length`, chừng nào còn đủ `length + 1` ký tự.",
             "en": "Starts go from 0 in steps of `length`, as long as `length + 1` characters are "
                   "left."},
            {"vi": "`range(0, len(text) - length, length)` cho đúng những chỗ bắt đầu ấy; từ mỗi "
                   "chỗ cắt hai lát lệch nhau một ký tự.",
             "en": "`range(0, len(text) - length, length)` gives just those starts; from each cut "
                   "two slices, one character apart."},
        ],
    ),
    Exercise(
        "6.2.first_bits",
        Value(8, because={
            "vi": "Xác suất mỗi ký tự là 1/256. Mỗi câu hỏi có/không chia đôi số khả năng: bao "
                  "nhiêu lần chia đôi thì từ 256 còn 1?",
            "en": "Each character has the probability 1/256. Every yes-or-no question halves what "
                  "is possible: how many halvings lead from 256 to 1?",
        }),
        same=close,
        hints=[
            {"vi": "Đếm xem phải chia đôi 256 mấy lần để còn 1.",
             "en": "Count how often 256 must be halved to reach 1."},
            {"vi": "Đó chính là logarit cơ số 2 của 256.",
             "en": "It is the logarithm of 256 to the base 2."},
        ],
    ),
    Exercise(
        "6.2.chance",
        Call("ababac", "a", "b", 3, returns=0.5, because={
            "vi": "Sau *a* là *b* hai lần trong ba lần: (2 + 1) / (3 + 3).",
            "en": "After *a* comes *b*, two times of three: (2 + 1) / (3 + 3).",
        }),
        Call("ababac", "b", "b", 3, returns=0.2, because={
            "vi": "Chưa gặp *bb* lần nào vẫn phải được một ít: (0 + 1) / (2 + 3).",
            "en": "*bb* was never seen and still gets something: (0 + 1) / (2 + 3).",
        }),
        Call("ababac", "c", "a", 3, returns=1 / 3, because={
            "vi": "*c* chỉ đứng cuối, sau nó không có gì: (0 + 1) / (0 + 3). Đếm các **cặp** bắt "
                  "đầu bằng *c*, đừng đếm *c*.",
            "en": "*c* stands only at the end, with nothing after it: (0 + 1) / (0 + 3). Count the "
                  "**pairs** that begin with *c*, not *c*.",
        }),
        Call("aaaa", "a", "a", 1, returns=1.0, because={
            "vi": "*aaaa* có ba cặp *aa* chồng lên nhau; `text.count(\"aa\")` chỉ thấy hai.",
            "en": "*aaaa* has three pairs *aa* that overlap; `text.count(\"aa\")` sees only two.",
        }),
        same=lambda got, expected: abs(float(got) - expected) < 1e-6,
        hints=[
            {"vi": "`zip(text, text[1:])` cho mọi cặp ký tự liền nhau. Đếm cặp đúng cả hai, và cặp "
                   "chỉ cần đúng ký tự trái.",
             "en": "`zip(text, text[1:])` gives all pairs of neighbours. Count those that fit on "
                   "both sides, and those that fit on the left."},
            {"vi": "Làm trơn: cộng 1 vào số trên, cộng `size` vào số dưới.",
             "en": "Smoothing: add 1 above and `size` below."},
        ],
    ),
    Exercise(
        "6.2.perplexed",
        Value(8, because={
            "vi": "Bốn âm tiết tốn cả thảy 12 bit, trung bình 3; perplexity là 2 mũ trung bình ấy. "
                  "Mũ từng số rồi mới lấy trung bình là sai thứ tự.",
            "en": "Four syllables cost 12 bits in all, 3 on average; perplexity is 2 to the power "
                  "of that mean. Powers first and the mean afterwards is the wrong order.",
        }),
        same=close,
        hints=[
            {"vi": "Cộng số bit rồi chia cho số âm tiết.",
             "en": "Add up the bits and divide by the number of syllables."},
            {"vi": "Trung bình 3 bit, tức phân vân như giữa bao nhiêu khả năng ngang nhau?",
             "en": "3 bits on average: as puzzled as among how many equal possibilities?"},
        ],
    ),
    Exercise(
        "6.2.best_step",
        Call([(0, 7.4, 7.4), (50, 3.1, 3.2), (100, 2.0, 2.9), (150, 1.1, 3.5)], returns=100,
             because={
                 "vi": "Chọn bước có bit trên `dev` (cột ba) nhỏ nhất, và trả về số của **bước**.",
                 "en": "Choose by the bits on `dev` (third column), and return the number of the "
                       "**step**.",
             }),
        Call([(0, 7.4, 7.4), (50, 3.0, 3.1), (100, 2.5, 2.7)], returns=100),
        Call([(0, 5.0, 5.0), (10, 2.0, 3.0), (20, 1.0, 3.0), (30, 0.5, 4.0)], returns=10,
             because={
                 "vi": "Hai bước bằng nhau trên `dev` thì lấy bước sớm hơn: ít học vẹt, đỡ tốn "
                       "điện.",
                 "en": "Of two steps equal on `dev` take the earlier one: less rote, less power.",
             }),
        hints=[
            {"vi": "`min` với `key` chọn theo một cột; dòng nào gặp trước thì được giữ khi bằng "
                   "nhau.",
             "en": "`min` with a `key` chooses by a column; of equal rows it keeps the first."},
            {"vi": "`key` trả về phần tử thứ ba của mỗi dòng; kết quả lấy phần tử thứ nhất.",
             "en": "The `key` returns the third item of each row; of the result take the first."},
        ],
    ),
    # Lesson 6.3
    Exercise(
        "6.3.cooler",
        Value([0.67, 0.17, 0.17], because={
            "vi": "Nhiệt độ 0,5 tức là bình phương từng xác suất rồi chia cho tổng, để lại cộng "
                  "thành 1.",
            "en": "A temperature of 0.5 squares each probability; then divide by their sum, so "
                  "that they add up to 1 again.",
        }),
        same=close,
        hints=[
            {"vi": "Chia điểm cho 0,5 là nhân đôi điểm; *e* mũ gấp đôi là bình phương.",
             "en": "Dividing the scores by 0.5 doubles them; *e* to twice a power is the square."},
            {"vi": "Ba bình phương là 0,25 · 0,0625 · 0,0625; chia từng số cho tổng 0,375.",
             "en": "The squares are 0.25, 0.0625, 0.0625; divide each by their sum, 0.375."},
        ],
    ),
    Exercise(
        "6.3.nucleus",
        Call([("đô", 0.6), ("tục", 0.3), ("môn", 0.1)], 0.5, returns=["đô"], because={
            "vi": "Một mình *đô* đã đạt 0,5: giữ nó, và không cần thêm ai.",
            "en": "*đô* alone reaches 0.5: keep it, and nothing else is needed.",
        }),
        Call([("đô", 0.6), ("tục", 0.3), ("môn", 0.1)], 0.7, returns=["đô", "tục"], because={
            "vi": "0,6 chưa đủ 0,7 nên lấy thêm *tục*: token làm tổng **vượt** ngưỡng cũng được "
                  "giữ.",
            "en": "0.6 is short of 0.7, so *tục* is taken too: the token that brings the sum "
                  "**over** the limit is kept.",
        }),
        Call([("a", 0.2), ("b", 0.5), ("c", 0.3)], 0.6, returns=["b", "c"], because={
            "vi": "Danh sách chưa xếp: lấy từ xác suất lớn nhất.",
            "en": "The list is not sorted: begin with the largest probability.",
        }),
        Call([("a", 0.5), ("b", 0.5)], 0.5, returns=["a"], because={
            "vi": "Tổng vừa chạm ngưỡng là đủ; bằng nhau thì giữ thứ tự ban đầu.",
            "en": "A sum that just reaches the limit is enough; equal ones keep their order.",
        }),
        Call([("a", 0.75), ("b", 0.25)], 1, returns=["a", "b"]),
        same=same_names,
        hints=[
            {"vi": "Xếp giảm dần theo xác suất, rồi đi từ đầu, cộng dồn, đủ ngưỡng thì dừng.",
             "en": "Sort by probability, largest first; walk along, add up, stop once it is "
                   "enough."},
            {"vi": "Thêm token vào danh sách **trước**, cộng xác suất của nó, rồi mới hỏi đủ "
                   "chưa.",
             "en": "Add the token to the list **first**, then its probability to the sum, and only "
                   "then ask whether it is enough."},
        ],
    ),
    Exercise(
        "6.3.per_syllable",
        Call("Hôm nay", [3.0, 5.0], returns=16.0, because={
            "vi": "8 bit cho hai âm tiết, trung bình 4; 2 mũ 4 là 16.",
            "en": "8 bits for two syllables, 4 on average; 2 to the 4th is 16.",
        }),
        Call("Trời mưa.", [4.0, 2.0, 2.0, 1.0], returns=2**4.5, because={
            "vi": "Chia cho số **âm tiết** (hai), không phải số token (bốn); bit của dấu chấm vẫn "
                  "cộng vào.",
            "en": "Divide by the number of **syllables** (two), not of tokens (four); the bits of "
                  "the full stop still count.",
        }),
        Call("Cô ấy, 5 tuổi", [2.0, 2.0, 1.0, 1.0, 3.0, 3.0], returns=2**3.0, because={
            "vi": "Âm tiết ở đây là chuỗi chữ cái **hay chữ số**: *Cô, ấy, 5, tuổi*. Dấu phẩy "
                  "không phải âm tiết.",
            "en": "A syllable here is a run of letters **or digits**: *Cô, ấy, 5, tuổi*. A comma "
                  "is none.",
        }),
        same=lambda got, expected: abs(float(got) - expected) < 0.01 * expected,
        hints=[
            {"vi": "`syllables(text)` của tệp `syllables.py` cho danh sách âm tiết.",
             "en": "`syllables(text)` of the file `syllables.py` gives the list of syllables."},
            {"vi": "Tổng bit chia cho số âm tiết, rồi lấy 2 mũ kết quả.",
             "en": "Divide the sum of the bits by the number of syllables, and raise 2 to that."},
        ],
    ),
    Exercise(
        "6.3.fair",
        Value(["a", "d"], because={
            "vi": "Công bằng khi cùng văn bản **và** cùng đơn vị. Tokenizer khác nhau không sao, "
                  "miễn là chia cho âm tiết hay byte.",
            "en": "Fair means the same text **and** the same unit. Different tokenizers do not "
                  "matter, as long as one divides by syllables or bytes.",
        }),
        same=same_letters,
        hints=[
            {"vi": "Với mỗi câu, hỏi hai điều: có cùng văn bản không, có cùng đơn vị không?",
             "en": "Ask two things of each: is it the same text, is it the same unit?"},
            {"vi": "Một câu trật đơn vị, một câu trật văn bản.",
             "en": "One has different units, one different texts."},
        ],
    ),
    Exercise(
        "6.3.kinds",
        Value(["sự thật", "vần", "thanh", "nghĩa", "sự thật"], because={
            "vi": "Xét từ nhỏ đến lớn: có tiếng nào vần không thể có? Thanh trái luật? Rồi cả câu "
                  "có nghĩa không? Có nghĩa thì mới hỏi đúng hay sai.",
            "en": "Go from small to large: is there a rhyme that cannot be? A tone against the "
                  "rules? Then, does the sentence make sense? Only if so, ask whether it is true.",
        }),
        same=lambda got, expected: same_names([kind.strip().lower() for kind in got], expected),
        hints=[
            {"vi": "`why_impossible` (đừng đưa chữ số vào) chỉ ra hai câu có tiếng không thể có, "
                   "và vì sao.",
             "en": "`why_impossible` (leave numbers out) points out the two sentences with an "
                   "impossible syllable, and why."},
            {"vi": "Ba câu còn lại: câu nào tưởng tượng ra được cảnh ấy, dù sai? Câu nào không?",
             "en": "Of the other three: which describe something one can picture, though it is "
                   "false? Which does not?"},
        ],
    ),
]
