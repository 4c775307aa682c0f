"""What check() and hint() know about module 4: the cases of each exercise, and its two hints."""

from unicodedata import combining, normalize

from aulac.practice import Call, Exercise, Value
from aulac.text import comparison_key, stored


def same_list(got, expected):
    """Items in order; a list or a tuple."""
    return list(got) == expected


def same_pairs(got, expected):
    """Pairs in order, as lists or tuples, of text or of bytes."""
    return [tuple(_text(part) for part in pair) for pair in got] == expected


def same_text(got, expected):
    """Text; Unicode form does not matter."""
    return isinstance(got, str) and comparison_key(got) == comparison_key(expected)


def same_letters(got, expected):
    """Letters in any order: a list, a set, a string such as "A, c"."""
    return sorted(c for c in "".join(got).lower() if c.isalpha()) == expected


def same_set_of_words(got, expected):
    """Words in any order, each once."""
    return sorted(map(comparison_key, got)) == sorted(map(comparison_key, expected))


def near(got, expected):
    """A number, or numbers in order; rounding to one decimal either way is fine."""
    if isinstance(expected, list):
        return len(got) == len(expected) and all(map(near, got, expected))
    return abs(got - expected) < 0.06


def composes(got, expected):
    """A function that cuts letter by letter what it composed first."""
    loose = "".join(_LOOSE)
    return callable(got) and [list(got(text)) for text in (loose, "ba")] == [[*_WHOLE], ["b", "a"]]


class Shown(str):
    """Text that is shown without quotation marks."""

    __repr__ = str.__str__


class Step:
    """A function with a name that can be read."""

    def __init__(self, name, function):
        self.name, self.function = name, function

    def __call__(self, value):
        return self.function(value)

    def __repr__(self):
        return self.name


def _without_marks(text):
    return "".join(c for c in normalize("NFD", text) if not combining(c))


UTF8 = Step("utf8", lambda text: list(text.encode()))
FROM_UTF8 = Step("from_utf8", lambda ids: bytes(ids).decode())
NO_MARKS = Step("no_marks", lambda text: list(_without_marks(text).encode()))
LAST_LOST = Step("last_lost", lambda text: list(text[:-1].encode()))
COMPOSED = Step("composed", lambda text: list(normalize("NFC", text).encode()))
OLD_STYLE = Step("old_style", lambda text: list(stored(text).encode()))

_LOOSE = ("h", "e", "\u0301", "o", " ", "u", "o\u0302\u0301", "ng")
_WHOLE = "h\u00e9o u\u1ed1ng"


def _text(part):
    return part.decode() if isinstance(part, bytes) else part


exercises = [
    # Lesson 4.1
    Exercise(
        "4.1.sizes",
        Value([2, 4, 3, 6], because={
            "vi": "Chữ La-tinh trơn một byte, *đ* hai byte, *ạ* và *ệ* ba byte; cộng lại cho cả "
                  "tiếng.",
            "en": "Plain Latin letters take one byte, *đ* two, *ạ* and *ệ* three; add them up for "
                  "the syllable.",
        }),
        same=same_list,
        hints=[
            {"vi": "Ô đầu tiên in ra các byte của *a, á, đ, ệ*: mỗi cặp chữ số là một byte. *ạ* "
                   "thuộc nhóm nào?",
             "en": "The first cell prints the bytes of *a, á, đ, ệ*: each pair of digits is one "
                   "byte. To which group does *ạ* belong?"},
            {"vi": "Chữ có dấu nặng, hoặc có cả mũ lẫn dấu thanh, tốn ba byte. Không chắc thì thử "
                   "`len` trên kết quả của `.encode()`.",
             "en": "Letters with the dot below, or with both a hat and a tone, take three bytes. "
                   "If in doubt, try `len` on what `.encode()` returns."},
        ],
    ),
    Exercise(
        "4.1.first_merges",
        Value([("n", "g"), ("ng", "a")], because={
            "vi": "Mỗi phép gộp ghi bằng một cặp. Mỗi tiếng được tính bằng số lần nó xuất hiện, và "
                  "gộp xong lần đầu phải đếm lại: các mảnh đã khác.",
            "en": "A merge is written as a pair. A syllable counts as often as it occurs, and "
                  "after the first merge, count again: the pieces are no longer the same.",
        }),
        same=same_pairs,
        hints=[
            {"vi": "Cặp *n, g* có ở *nga* (5 lần) và *nghe* (3 lần): 8. Cặp nào được hơn thế?",
             "en": "The pair *n, g* is in *nga* (5 times) and *nghe* (3 times): 8. Does any pair "
                   "have more?"},
            {"vi": "Sau đó *nga* là `ng a`: cặp *g, a* không còn nữa, thay vào là một cặp mới, "
                   "vẫn 5 lần.",
             "en": "Then *nga* is `ng a`: the pair *g, a* is gone, and a new pair has its 5 "
                   "occurrences."},
        ],
    ),
    Exercise(
        "4.1.join",
        Call(["n", "g", "h", "e"], ("n", "g"), returns=["ng", "h", "e"], because={
            "vi": "Gộp hai mảnh rồi thì bước qua cả hai; các mảnh còn lại giữ nguyên, kể cả mảnh "
                  "cuối.",
            "en": "Having joined two pieces, step over both; the others stay, the last one too.",
        }),
        Call(["c", "h", "a", "c", "h"], ("c", "h"), returns=["ch", "a", "ch"], because={
            "vi": "Gộp mọi chỗ có cặp ấy, không chỉ chỗ đầu tiên; cuối danh sách cũng tính.",
            "en": "Join every place where the pair is, not only the first; the end counts too.",
        }),
        Call(["a", "a", "a"], ("a", "a"), returns=["aa", "a"], because={
            "vi": "Mảnh đã gộp rồi thì không dùng lại: đi qua **cả hai** mảnh.",
            "en": "A piece that was joined is used up: step over **both** of them.",
        }),
        Call(["ng", "h", "n", "ga"], ("n", "g"), returns=["ng", "h", "n", "ga"], because={
            "vi": "So nguyên mảnh: `ng` đã là một mảnh, còn `n` đứng cạnh `ga` chứ không phải `g`.",
            "en": "Compare whole pieces: `ng` is one piece already, and `n` stands beside `ga`, "
                  "not `g`.",
        }),
        Call([b"\xe1", b"\xbb", b"\x87"], (b"\xe1", b"\xbb"), returns=[b"\xe1\xbb", b"\x87"],
             because={
                 "vi": "Mảnh thật là byte: `+` nối được cả chuỗi lẫn byte, còn `\"\".join` thì "
                       "không.",
                 "en": "Real pieces are bytes: `+` joins strings and bytes alike, `\"\".join` does "
                       "not.",
             }),
        Call([], ("a", "b"), returns=[]),
        same=same_list,
        hints=[
            {"vi": "Đi bằng một chỉ số `at`. Ở mỗi chỗ hỏi: mảnh này và mảnh sau có đúng là `pair` "
                   "không?",
             "en": "Walk with an index `at`. At each place ask: are this piece and the next one "
                   "the `pair`?"},
            {"vi": "Đúng thì thêm mảnh đã nối và nhảy hai bước, không thì thêm mảnh ấy và nhảy một "
                   "bước. Coi chừng mảnh cuối không có mảnh sau.",
             "en": "If so, append the two joined and step by two, else append the piece and step "
                   "by one. Mind the last piece, which has no next."},
        ],
    ),
    Exercise(
        "4.1.readable",
        Call([b"Vi", b"\xe1\xbb", b"\x87t"], returns="Việt", because={
            "vi": "Chữ *ệ* nằm trong hai token: nối byte của mọi token trước, giải mã sau.",
            "en": "*ệ* lies in two tokens: join the bytes of all tokens first, decode afterwards.",
        }),
        Call([b"D\xe1", b"\xba\xa1", b" em ngh\xc4"], returns="Dạ em ngh", because={
            "vi": "Byte cuối mới là nửa đầu của một chữ: chờ, đừng in `�` và đừng báo lỗi.",
            "en": "The last byte is the first half of a letter: wait, print no `�` and raise no "
                  "error.",
        }),
        Call([b"\xe1", b"\xbb"], returns=""),
        Call([b"OK ", b"\xf0\x9f", b"\x98\x80"], returns="OK \U0001f600"),
        Call([], returns=""),
        same=same_text,
        hints=[
            {"vi": "Nối các token bằng `b\"\".join`, rồi mới `decode`. Lỗi chỉ có thể nằm ở mấy "
                   "byte cuối.",
             "en": "Join the tokens with `b\"\".join`, and only then `decode`. Errors can only be "
                   "in the last few bytes."},
            {"vi": "`decode` có tham số `errors`: `\"replace\"` ghi `�`; giá trị nào bỏ qua byte "
                   "dở dang?",
             "en": "`decode` has a parameter `errors`: `\"replace\"` writes `�`; which value skips "
                   "incomplete bytes?"},
        ],
    ),
    Exercise(
        "4.1.choice",
        Value([2000, 256000], because={
            "vi": "Số thứ nhất: cỡ nhỏ nhất mà cột bên phải không quá 1,35. Số thứ hai: phần token "
                  "thêm so với 1.000, nhân 256.",
            "en": "First: the smallest size whose value is 1.35 at most. Second: the tokens added "
                  "to 1,000, times 256.",
        }),
        same=same_list,
        hints=[
            {"vi": "Đọc bảng từ trên xuống, dừng ở dòng đầu tiên không quá 1,35.",
             "en": "Read the list from the top and stop at the first value of 1.35 or less."},
            {"vi": "Cỡ ấy trừ 1.000 là số hàng phải thêm; mỗi hàng 256 số.",
             "en": "That size less 1,000 is the number of rows added; each has 256 numbers."},
        ],
    ),
    # Lesson 4.2
    Exercise(
        "4.2.per_million",
        Value([23.2, 19.65], because={
            "vi": "Một triệu tiếng là bao nhiêu triệu token? Lấy số ấy nhân với giá. Thứ tự: A, B; "
                  "làm tròn một chữ số.",
            "en": "How many million tokens are a million syllables? Multiply that by the price. "
                  "The order: A, B; one decimal.",
        }),
        same=near,
        hints=[
            {"vi": "Bảng thứ hai: `cl100k` tốn 2,32 token mỗi tiếng. Một triệu tiếng là 2,32 triệu "
                   "token.",
             "en": "The second table: `cl100k` takes 2.32 tokens per syllable. A million syllables "
                   "are 2.32 million tokens."},
            {"vi": "Nhân với 10 USD thì ra A. B cũng vậy: dòng `qwen3.5`, nhân 15.",
             "en": "Times 10 USD gives A. B is alike: the line `qwen3.5`, times 15."},
        ],
    ),
    Exercise(
        "4.2.broken",
        Call([b"R", b"au", b" mu", b"\xe1\xbb", b"\x91", b"ng"], returns=2, because={
            "vi": "Hai mảnh của chữ *ố* đứng riêng thì không đọc được; `au` hay `ng` thì đọc được.",
            "en": "The two parts of *ố* cannot be read by themselves; `au` and `ng` can.",
        }),
        Call([b"h\xc3", b"\xb4", b"m"], returns=2, because={
            "vi": "`h` với nửa chữ *ô* cũng là token hỏng: cả token phải giải mã được.",
            "en": "`h` with half of *ô* is broken too: the whole token must decode.",
        }),
        Call(["ệ".encode(), b" em", "\U0001f600".encode()], returns=0, because={
            "vi": "Nhiều byte mà trọn chữ thì không hỏng: *ệ* ba byte, mặt cười bốn byte.",
            "en": "Several bytes that make a whole letter are not broken: *ệ* has three, a smiley "
                  "four.",
        }),
        Call([], returns=0),
        hints=[
            {"vi": "Thử `token.decode()` trong `try`; không được thì nó ném ra "
                   "`UnicodeDecodeError`.",
             "en": "Try `token.decode()` inside `try`; where it fails it raises "
                   "`UnicodeDecodeError`."},
            {"vi": "Hoặc giải mã với `errors=\"replace\"` rồi tìm `�`. Đếm token, không đếm byte.",
             "en": "Or decode with `errors=\"replace\"` and look for `�`. Count tokens, not "
                   "bytes."},
        ],
    ),
    Exercise(
        "4.2.premium",
        Call(str.split, [("một hai ba", "one two"), ("bốn năm", "four five six")], returns=1.0,
             because={
                 "vi": "Cộng hết: năm token tiếng Việt trên năm token tiếng Anh.",
                 "en": "Add up: five Vietnamese tokens by five English ones.",
             }),
        Call(str.split, [("a b c d", "one"), ("a", "one two three")], returns=1.25, because={
            "vi": "Cộng hết rồi mới chia (5 trên 4); trung bình của từng tỉ số là số khác.",
            "en": "Add up first, then divide (5 by 4); the mean of the ratios is another number.",
        }),
        Call(list, [("ạ", "ab")], returns=0.5, because={
            "vi": "Tiếng Việt ở trên, tiếng Anh ở dưới.",
            "en": "Vietnamese above, English below.",
        }),
        same=near,
        hints=[
            {"vi": "`tokenize(text)` trả về danh sách; cần độ dài của nó. Mỗi phần tử của `pairs` "
                   "là (tiếng Việt, tiếng Anh).",
             "en": "`tokenize(text)` returns a list; its length is what you need. Each item of "
                   "`pairs` is (Vietnamese, English)."},
            {"vi": "Hai phép `sum` riêng, một cho mỗi thứ tiếng, cuối cùng một phép chia.",
             "en": "Two separate `sum`s, one for each language, and one division at the end."},
        ],
    ),
    Exercise(
        "4.2.with_nfc",
        Call(list, returns=Shown("text -> list(NFC(text))"), because={
            "vi": "`with_nfc(list)` phải là một hàm: gọi nó với chữ NFD, nó cắt chữ ở dạng NFC.",
            "en": "`with_nfc(list)` must be a function: called on NFD text, it cuts the text in "
                  "NFC.",
        }),
        same=composes,
        hints=[
            {"vi": "Định nghĩa một hàm bên trong `with_nfc` rồi `return` chính hàm ấy, không có "
                   "dấu ngoặc.",
             "en": "Define a function inside `with_nfc` and `return` that function itself, without "
                   "brackets."},
            {"vi": "Hàm bên trong nhận `text`, gọi `unicodedata.normalize` với `\"NFC\"`, rồi đưa "
                   "cho `tokenize`.",
             "en": "The inner function takes `text`, calls `unicodedata.normalize` with `\"NFC\"`, "
                   "and hands the result to `tokenize`."},
        ],
    ),
    Exercise(
        "4.2.claims",
        Value(["a", "d"], because={
            "vi": "Với mỗi câu còn lại, tìm một dòng trong bảng nói ngược lại. Chữ *mọi*, *lúc "
                  "nào cũng* chỉ cần một phản ví dụ.",
            "en": "For each other statement, find a line of a table that says otherwise. For "
                  "*always*, one counterexample is enough.",
        }),
        same=same_letters,
        hints=[
            {"vi": "b: `bpe_8k` có bao nhiêu token, và cần mấy token mỗi tiếng? c: xem cột thứ ba "
                   "của `qwen3`.",
             "en": "b: how many tokens has `bpe_8k`, and how many does it need per syllable? c: "
                   "look at the third column of `qwen3`."},
            {"vi": "e: Thử ngay 1 đã có một phản ví dụ. d: so cột NFC với cột NFD ở từng dòng.",
             "en": "e: your turn 1 holds a counterexample. d: compare the columns NFC and NFD, "
                   "line by line."},
        ],
    ),
    # Lesson 4.3
    Exercise(
        "4.3.left",
        Value(3, because={
            "vi": "*đ* không phải *d* thêm dấu: `StripAccents` không đụng đến nó.",
            "en": "*đ* is not *d* with a mark: `StripAccents` leaves it alone.",
        }),
        hints=[
            {"vi": "Viết lại từng tên mà bỏ mũ, móc và dấu thanh, còn *đ* thì giữ nguyên.",
             "en": "Write each name again without hats, horns and tones, but keep *đ*."},
            {"vi": "Ba thứ đầu thành `dua`. Bốn thứ sau thành hai dạng.",
             "en": "The first three become `dua`. The last four become two forms."},
        ],
    ),
    Exercise(
        "4.3.rivals",
        Call("dừa", ["dưa", "dứa", "dừa", "cà", "đưa"], returns=["dưa", "dứa"], because={
            "vi": "Không kể chính tiếng ấy, và *đưa* vẫn là *đưa*.",
            "en": "Leave out the syllable itself; and *đưa* stays *đưa*.",
        }),
        Call("đá", ["da", "đá", "đa", "dạ"], returns=["đa"]),
        Call("cam", {"cam": 9, "cám": 2, "cảm": 5, "chanh": 4}, returns=["cám", "cảm"], because={
            "vi": "`syllables` có thể là danh sách hay từ điển như `seen`: đi bằng `for` là được "
                  "cả hai.",
            "en": "`syllables` may be a list, or a dictionary such as `seen`: a `for` walks both.",
        }),
        Call("nghiêng", ["nghe", "ngang"], returns=[]),
        same=same_set_of_words,
        hints=[
            {"vi": "So `stripped` của từng tiếng với `stripped(syllable)`.",
             "en": "Compare `stripped` of each syllable with `stripped(syllable)`."},
            {"vi": "Thêm một điều kiện: tiếng ấy không phải chính `syllable`. Cả hai nằm gọn trong "
                   "một list comprehension.",
             "en": "One more condition: it is not `syllable` itself. Both fit into one list "
                   "comprehension."},
        ],
    ),
    Exercise(
        "4.3.is_lossless",
        Call(UTF8, FROM_UTF8, ["Em lấy dứa.", "OK 2  ký\n"], returns=True),
        Call(NO_MARKS, FROM_UTF8, ["Con tem", "Em lấy dứa."], returns=False, because={
            "vi": "Mỗi văn bản đều phải như cũ; một cái mất là `False`.",
            "en": "Every text must be as before; one loss makes it `False`.",
        }),
        Call(LAST_LOST, FROM_UTF8, ["ba"], returns=False, because={
            "vi": "Mất một chữ ở cuối cũng là mất.",
            "en": "One letter lost at the end is a loss too.",
        }),
        Call(COMPOSED, FROM_UTF8, ["Em l\u0061\u0302\u0301y d\u01b0\u0301a."], returns=True,
             because={
                 "vi": "NFD thành NFC không kể là mất: đưa **cả hai** bên về NFC rồi so.",
                 "en": "NFD turning into NFC is no loss: bring **both** sides to NFC and compare.",
             }),
        Call(OLD_STYLE, FROM_UTF8, ["ho\u00e0 bình"], returns=False, because={
            "vi": "Dời dấu từ *a* sang *o* là sửa chữ của khách: `ho\u00e0` thành `hòa` kể là mất.",
            "en": "Moving the tone from *a* to *o* edits the customer: `ho\u00e0` becoming `hòa` "
                  "is a loss.",
        }),
        Call(UTF8, FROM_UTF8, [], returns=True),
        hints=[
            {"vi": "Với mỗi `text`, tính `decode(encode(text))`. `all` hỏi một lần cho mọi văn "
                   "bản.",
             "en": "For each `text` compute `decode(encode(text))`. `all` asks about every text at "
                   "once."},
            {"vi": "So bằng `==` sau khi gọi `unicodedata.normalize` với `\"NFC\"` cho cả hai bên.",
             "en": "Compare by `==` after `unicodedata.normalize` with `\"NFC\"` on both sides."},
        ],
    ),
    Exercise(
        "4.3.sent",
        Value([930, 150], because={
            "vi": "Lượt sau gửi lại lời dặn và mọi câu hỏi, câu đáp trước nó. Thứ tự: gửi đi, nhận "
                  "về.",
            "en": "A later turn sends the system prompt and every question and answer before it "
                  "again. The order: sent, received.",
        }),
        same=same_list,
        hints=[
            {"vi": "Lượt một gửi 200 + 30. Lượt hai gửi thêm cả 30 và 50 của lượt một.",
             "en": "Turn one sends 200 + 30. Turn two also sends the 30 and 50 of turn one."},
            {"vi": "230, 310, rồi lượt ba? Cộng ba số; nhận về thì chỉ là các câu đáp.",
             "en": "230, 310, and turn three? Add the three; what is received is only answers."},
        ],
    ),
    Exercise(
        "4.3.sent_trimmed",
        Call([(30, 50), (30, 50), (30, 50)], 200, 99, returns=930, because={
            "vi": "`keep` lớn hơn số lượt đã qua thì gửi lại hết (coi chừng chỉ số âm khi cắt danh "
                  "sách). Câu đáp của chính lượt ấy thì chưa có để gửi.",
            "en": "With `keep` larger than the turns so far, all of them are sent (mind negative "
                  "indices in a slice). The answer of the turn itself is not there yet.",
        }),
        Call([(30, 50), (30, 50), (30, 50)], 200, 0, returns=690, because={
            "vi": "`keep` bằng 0: mỗi lượt chỉ có lời dặn và câu hỏi mới.",
            "en": "`keep` is 0: each turn has the system prompt and the new question only.",
        }),
        Call([(10, 20), (1, 2), (5, 5)], 100, 1, returns=349, because={
            "vi": "Giữ **một** lượt gần nhất, cả hỏi lẫn đáp: 110 + 131 + 108.",
            "en": "Keep the **one** turn before, question and answer: 110 + 131 + 108.",
        }),
        Call([(1, 1), (2, 2), (4, 4), (8, 8)], 0, 2, returns=35, because={
            "vi": "Ở lượt thứ hai, `i - keep` là số âm: đoạn cắt bắt đầu từ cuối danh sách.",
            "en": "At the second turn `i - keep` is negative: the slice starts from the end.",
        }),
        Call([], 200, 3, returns=0),
        hints=[
            {"vi": "Đi bằng `enumerate(turns)`; ở lượt `i`, các lượt được kèm là một đoạn cắt của "
                   "`turns` kết thúc ở `i`.",
             "en": "Walk with `enumerate(turns)`; at turn `i`, what comes along is a slice of "
                   "`turns` that ends at `i`."},
            {"vi": "Đoạn ấy bắt đầu ở `max(0, i - keep)`. Cộng lời dặn, mọi số trong đoạn, và câu "
                   "hỏi của lượt `i`.",
             "en": "It starts at `max(0, i - keep)`. Add the system prompt, all numbers of the "
                   "slice, and the question of turn `i`."},
        ],
    ),
]
