"""What check() and hint() know about module 3: the cases of each exercise, and its two hints."""

from unicodedata import normalize

from aulac.practice import Call, Exercise, Value
from aulac.text import comparison_key


def _text(answer):
    """Return an answer in the form that the expected texts have."""
    return comparison_key(answer).strip()


def same_list(got, expected):
    """A list of short texts, in this order; a tuple and capitals are all right."""
    return isinstance(got, (list, tuple)) and [_text(each).lower() for each in got] == expected


def same_items(got, expected):
    """The items of a list, in any order."""
    return isinstance(got, (list, tuple, set)) and sorted(got) == sorted(expected)


def same_amount(got, expected):
    """Whole đồng: a float such as 800000.0 is not accepted."""
    return type(got) is int and got == expected


def same_reading(got, expected):
    """A number in words: bốn for tư and nhăm for lăm after mươi, NFD, capitals are all right."""
    if not isinstance(got, str):
        return False
    words = " ".join(normalize("NFC", got).lower().split())
    return words.replace("mươi bốn", "mươi tư").replace("mươi nhăm", "mươi lăm") == expected


def same_pair(got, expected):
    """A pair, as a tuple or as a list."""
    return isinstance(got, (tuple, list)) and tuple(got) == expected


exercises = [
    # Lesson 3.1
    Exercise(
        "3.1.readings",
        Call("ban", returns=13),
        Call("dat ban", returns=169, because={
            "vi": "Mỗi dạng của chữ đầu đi được với mọi dạng của chữ sau: phải nhân, không cộng.",
            "en": "Each form of the first goes with every form of the second: multiply, don't add.",
        }),
        Call("toi muon dat ban cho hai nguoi", returns=7949760),
        Call("Toi MUON", returns=70, because={
            "vi": "Khóa của `forms` là chữ thường: hãy hạ chữ hoa xuống trước khi tra.",
            "en": "The keys of `forms` are in small letters: lower the capitals before looking up.",
        }),
        Call("ban qzx", returns=13, because={
            "vi": "Âm tiết không có trong `forms` chỉ đọc một cách: nhân với 1.",
            "en": "A syllable that is not in `forms` has one reading: multiply by 1.",
        }),
        hints=[
            {"vi": "Bắt đầu từ 1 rồi đi qua từng âm tiết của `text.lower().split()`, mỗi lần nhân "
                   "với số dạng.",
             "en": "Start from 1 and go through `text.lower().split()`, multiplying by the number "
                   "of forms each time."},
            {"vi": "`forms.get(key, [key])` cho danh sách một phần tử khi âm tiết lạ; `len` của nó "
                   "là 1.",
             "en": "`forms.get(key, [key])` gives a list of one where the syllable is unknown; its "
                   "`len` is 1."},
        ],
    ),
    Exercise(
        "3.1.best_score",
        Value(2625480, because={
            "vi": "Tính đủ ba đường, cộng 1 vào từng số đếm trước khi nhân, rồi lấy số lớn nhất. "
                  "Ghi một con số, không có dấu nháy.",
            "en": "Work out all three paths, add 1 to each count before multiplying, and take the "
                  "largest. Give a number, without quotes.",
        }),
        hints=[
            {"vi": "Có ba đường đáng xét, đều kết thúc bằng *theo giấy*, mỗi đường bắt đầu bằng "
                   "một dạng của `dem`. Mỗi đường là tích của ba số.",
             "en": "Three paths lead to *theo giấy*, one for each form of `dem`. Each of them is a "
                   "product of three numbers."},
            {"vi": "Đường bắt đầu bằng *đêm* được 703 × 1 × 143. Làm y như vậy với *đem* và "
                   "*đếm*, rồi lấy số lớn nhất.",
             "en": "The path that starts with *đêm* scores 703 × 1 × 143. Do the same for *đem* "
                   "and *đếm*, and take the largest."},
        ],
    ),
    Exercise(
        "3.1.may_change",
        Call("ban", returns=True),
        Call("bạn", returns=False, because={
            "vi": "Người gõ đã đặt dấu: giữ nguyên ý người ta.",
            "en": "The writer has put a mark: keep what was meant.",
        }),
        Call("Dat", returns=True, because={
            "vi": "Chữ hoa không cản việc thêm dấu: tra `forms` bằng chữ thường.",
            "en": "A capital is no obstacle: look into `forms` with small letters.",
        }),
        Call("đi", returns=False, because={
            "vi": "Chữ đ cũng là dấu: so từ với `unaccented_key` của nó.",
            "en": "The stroke of đ is a mark too: compare the word with its `unaccented_key`.",
        }),
        Call("DH-0412", returns=False),
        Call("an.tran@example.com", returns=False),
        Call("5", returns=False),
        Call("deadline", returns=False, because={
            "vi": "`forms` chỉ có một dạng cho chữ này, nên không có gì để đổi.",
            "en": "`forms` has only one form for it, so there is nothing to change it into.",
        }),
        Call("qzx", returns=False),
        hints=[
            {"vi": "Ba điều kiện nối bằng `and`: `word.isalpha()`, từ bằng chính "
                   "`unaccented_key(word)`, và số dạng lớn hơn 1.",
             "en": "Three conditions joined by `and`: `word.isalpha()`, the word equals its own "
                   "`unaccented_key(word)`, and more than one form."},
            {"vi": "Từ lạ không có trong `forms`: dùng `forms.get(..., [])` với từ đã viết thường, "
                   "rồi đo `len`.",
             "en": "Unknown words are not in `forms`: use `forms.get(..., [])` with the word in "
                   "small letters, and take its `len`."},
        ],
    ),
    Exercise(
        "3.1.to_ask",
        Call([("giao", 1.0), ("cho", 0.99), ("chị", 0.98), ("Thư", 0.45)], 0.9, returns=["Thư"]),
        Call([("giao", 1.0), ("cho", 1.0), ("anh", 1.0), ("Hùng", 0.999)], 0.9, returns=["Hùng"],
             because={
            "vi": "Máy chắc đến đâu thì *Hùng* vẫn có thể là *Hưng*: chữ hoa giữa câu là phải hỏi.",
            "en": "However sure the machine, *Hùng* may be *Hưng*: ask about inner capitals.",
        }),
        Call([("Bàn", 0.97), ("còn", 0.95), ("chỗ", 0.62), ("không", 0.99)], 0.9, returns=["chỗ"],
             because={
            "vi": "Chữ hoa ở đầu câu là chuyện bình thường, không phải tên riêng.",
            "en": "A capital at the start of a sentence is normal, and no sign of a name.",
        }),
        Call([("Mưa", 0.4), ("to", 0.9)], 0.9, returns=["Mưa"], because={
            "vi": "Đầu câu mà xác suất thấp thì vẫn hỏi. Bằng đúng ngưỡng thì không.",
            "en": "A low probability is asked about at the start too. One at the limit is not.",
        }),
        Call([], 0.9, returns=[]),
        hints=[
            {"vi": "Dùng `enumerate(found)` để biết âm tiết đứng thứ mấy, rồi nối hai điều kiện "
                   "bằng `or`.",
             "en": "Use `enumerate(found)` to know each syllable's place, then join the two "
                   "conditions by `or`."},
            {"vi": "Điều kiện thứ hai: vị trí lớn hơn 0 `and` ký tự đầu `.isupper()`.",
             "en": "The second condition: place above 0 `and` the first character `.isupper()`."},
        ],
    ),
    Exercise(
        "3.1.fields",
        Value(["ask", "auto", "ask", "ask", "auto"], because={
            "vi": "Hỏi hai câu cho từng ô: máy sai thì ai chịu, và người gõ có kịp thấy mà sửa "
                  "không? Xem lại mục 6.",
            "en": "Ask two things of each field: who suffers when the machine is wrong, and will "
                  "the writer see it in time to mend it? Look at section 6 again.",
        }),
        hints=[
            {"vi": "Ô nào chứa tên riêng hay mã thì số đông không giúp được gì.",
             "en": "Where a field holds names or codes, the majority is of no help."},
            {"vi": "Đoán sai trong ô tìm kiếm thì chỉ mất công gõ lại. Có ba ô phải `\"ask\"`.",
             "en": "A wrong guess in a search box only costs typing again. Three fields must "
                   "`\"ask\"`."},
        ],
        same=same_list,
    ),
    # Lesson 3.2
    Exercise(
        "3.2.expand_k",
        Call("mai k rảnh", returns="mai không rảnh"),
        Call("áo này 250k", returns="áo này 250 nghìn", because={
            "vi": "`\\w+` coi `250k` là một từ: phải tìm riêng *chữ số rồi đến k*.",
            "en": "`250k` is one word of `\\w+`: look for *a digit and then k* by itself.",
        }),
        Call("250 k, lấy k?", returns="250 nghìn, lấy không?", because={
            "vi": "Xử lý `k` sau con số trước, rồi mới đến `k` đứng riêng.",
            "en": "Deal with the `k` after a number first, and then with the `k` by itself.",
        }),
        Call("K mặc cả nha", returns="không mặc cả nha", because={
            "vi": "`K` hoa cũng là *không*.",
            "en": "A capital `K` is *không* too.",
        }),
        Call("sân K34, 2kg, ok", returns="sân K34, 2kg, ok", because={
            "vi": "`k` nằm trong từ khác thì giữ nguyên: cần ranh giới từ `\\b` ở cả hai phía.",
            "en": "A `k` inside another word stays: it takes a word boundary `\\b` on both sides.",
        }),
        hints=[
            {"vi": "Hai lần `re.sub`: lần đầu cho con số rồi đến `k`, lần sau cho `k` còn lại. "
                   "`[kK]` nhận cả chữ hoa.",
             "en": "Two calls of `re.sub`: the first for a number and then `k`, the second for the "
                   "`k` that remain. `[kK]` takes capitals too."},
            {"vi": "Mẫu đầu: một nhóm `(\\d)`, một khoảng trắng có hay không, `[kK]`, rồi `\\b`; "
                   "phần thay nhắc lại nhóm bằng `\\1`.",
             "en": "The first pattern: a group `(\\d)`, an optional space, `[kK]`, then `\\b`; the "
                   "replacement repeats the group by `\\1`."},
        ],
        same=lambda got, expected: _text(got) == expected,
    ),
    Exercise(
        "3.2.meanings",
        Value(["chuyển khoản", "chồng", "nghìn", "tớ", "thứ"], because={
            "vi": "Đọc cả câu: ai nói với ai, quanh chữ tắt có tiền, có giờ, có con số không? Câu "
                  "4: ở vế sau, người viết tự xưng là gì?",
            "en": "Read the whole message: who speaks to whom, and is there money, time or a "
                  "number around the short form? Message 4: what does its writer say for *I*?",
        }),
        same=lambda got, expected: same_list(got, expected)
        or same_list(got, [*expected[:2], "ngàn", *expected[3:]]),
        hints=[
            {"vi": "Câu 1 nói chuyện trả tiền, câu 2 có `vk` (vợ). Trong câu 4, bài ấy là của "
                   "chính người viết.",
             "en": "Message 1 is about paying, message 2 has `vk` (wife). In message 4 the "
                   "homework is the writer's own."},
            {"vi": "Câu 5: `t6` cạnh *chủ nhật* là một ngày trong tuần; chỉ viết nghĩa của `t`.",
             "en": "Message 5: beside *chủ nhật*, `t6` is a day of the week; give the meaning of "
                   "the `t` only."},
        ],
    ),
    Exercise(
        "3.2.gloss",
        Call("Đi mô rứa?", {"mô": "đâu", "rứa": "thế"}, returns="Đi mô [đâu] rứa [thế]?"),
        Call("Răng không nói?", {"răng": "sao"}, returns="Răng [sao] không nói?", because={
            "vi": "Tra bằng chữ thường, nhưng viết lại chữ gốc với chữ hoa của nó.",
            "en": "Look up the small letters, but write the original word with its capital.",
        }),
        Call("Mai ghé hông, nghen!", {"hông": "không", "nghen": "nhé"},
             returns="Mai ghé hông [không], nghen [nhé]!", because={
            "vi": "Chú thích đứng ngay sau từ, trước dấu câu.",
            "en": "The gloss stands right after the word, before the punctuation.",
        }),
        Call("Hôm nay trời mưa.", {"mô": "đâu"}, returns="Hôm nay trời mưa."),
        Call("", {"mô": "đâu"}, returns=""),
        hints=[
            {"vi": "Hàm `expand` ở mục 1 đi qua từng từ. Ở đây không *thay* mà *thêm*.",
             "en": "`expand` in section 1 goes through the words. Here you *add* instead of "
                   "*replacing*."},
            {"vi": "Trong hàm thay thế: nếu `found[0].lower()` có trong bảng thì trả về "
                   "`found[0]` cộng khoảng trắng, ngoặc và nghĩa; không thì trả về `found[0]`.",
             "en": "In the replacing function: if `found[0].lower()` is in the table, return "
                   "`found[0]` with a space, brackets and the meaning; otherwise `found[0]`."},
        ],
        same=lambda got, expected: _text(got) == expected,
    ),
    Exercise(
        "3.2.is_tax_code",
        Call("9900042175", returns=True),
        Call("0399994214", returns=True, because={
            "vi": "Ở mã này số dư là 6: số kiểm tra bằng 10 trừ số dư, không phải chính số dư.",
            "en": "Here the remainder is 6: the check digit is 10 less the remainder, not the "
                  "remainder itself.",
        }),
        Call("9900042174", returns=False, because={
            "vi": "Chữ số cuối sai một đơn vị: số kiểm tra phải bắt được.",
            "en": "The last digit is one off: the check digit must catch that.",
        }),
        Call("99.00.042.175", returns=True, because={
            "vi": "Bỏ dấu cách, chấm, gạch ngang rồi mới đếm chữ số: hãy dùng `digits`.",
            "en": "Drop spaces, dots and dashes before you count the digits: use `digits`.",
        }),
        Call("9900042175-001", returns=True, because={
            "vi": "Mã chi nhánh có 13 chữ số; số kiểm tra vẫn là chữ số thứ mười.",
            "en": "A branch's code has 13 digits; the check digit is still the tenth.",
        }),
        Call("9900042190", returns=False, because={
            "vi": "Số dư là 0, mà 10 trừ 0 bằng 10: không chữ số nào bằng 10, nên mã này không có.",
            "en": "The remainder is 0, and 10 less 0 is 10: no digit equals 10, so there is no "
                  "such code.",
        }),
        Call("0950004217", returns=False, because={
            "vi": "Số điện thoại cũng mười chữ số, nhưng số kiểm tra không khớp.",
            "en": "A telephone number has ten digits too, but its check digit does not fit.",
        }),
        Call("990004217", returns=False, because={
            "vi": "Chỉ có chín chữ số.", "en": "There are nine digits only.",
        }),
        Call("MST 9900042175", returns=False, because={
            "vi": "Có chữ cái thì không phải là một mã: kiểm tra phần còn lại toàn chữ số.",
            "en": "With letters in it, it is no code: what remains must be digits throughout.",
        }),
        hints=[
            {"vi": "Hỏi `digits` hai điều trước khi tính: có toàn là chữ số không (`.isdigit()`), "
                   "dài 10 hay 13 không?",
             "en": "Ask two things of `digits` before you compute: is it digits throughout "
                   "(`.isdigit()`), is it 10 or 13 long?"},
            {"vi": "`zip` chín trọng số với các chữ số (đổi sang `int`), cộng các tích, lấy dư "
                   "cho 11; so `10 - số dư` với chữ số ở vị trí 9.",
             "en": "`zip` the nine weights with the digits (as `int`), add the products, take the "
                   "remainder by 11; compare `10 - remainder` with the digit at position 9."},
        ],
    ),
    Exercise(
        "3.2.personal",
        Value([1, 3, 5, 7], because={
            "vi": "Hỏi từng tin: có lần ra *một con người* không? Mẫu tìm số không thấy mọi thứ, "
                  "và thấy cả những thứ vô can.",
            "en": "Ask of each message: does it lead to *a person*? Patterns do not see "
                  "everything, and they see things that are harmless.",
        }),
        same=same_items,
        hints=[
            {"vi": "Với từng tin, hỏi: thông tin ấy gắn với một người, hay với một món hàng, một "
                   "buổi hẹn, một tổ chức?",
             "en": "Ask of each message: does it belong to a person, or to goods, a meeting, an "
                   "organisation?"},
            {"vi": "Có bốn tin. Một tin trong đó không chứa dãy số dài nào mà vẫn chỉ ra đúng một "
                   "nhà.",
             "en": "There are four. One of them has no long number and still points to one house."},
        ],
    ),
    # Lesson 3.3
    Exercise(
        "3.3.two_readings",
        Value(["12.345", "3,200"], because={
            "vi": "Với từng chuỗi, hỏi hai câu: đọc kiểu Việt có được không, đọc kiểu Anh có được "
                  "không? Được cả hai thì hai kết quả có khác nhau không?",
            "en": "Ask two things of each string: can it be read in the Vietnamese style, can it "
                  "be read in the English one? If both, do the two values differ?",
        }),
        hints=[
            {"vi": "Nhóm ngăn ra phải có đúng ba chữ số, và nhóm đầu không bắt đầu bằng 0.",
             "en": "A separated group has exactly three digits, and the first group does not "
                   "begin with 0."},
            {"vi": "Một dấu duy nhất, sau nó đúng ba chữ số: dấu ấy có thể ngăn nhóm, cũng có thể "
                   "là dấu thập phân. Hai dấu trở lên thì hết mơ hồ.",
             "en": "A single sign with exactly three digits after it may separate groups or be "
                   "the decimal sign. Two signs leave no doubt."},
        ],
        same=same_items,
    ),
    Exercise(
        "3.3.tail_value",
        Call("8", 1_000_000, returns=800_000, because={
            "vi": "1tr8 là 1.800.000 đồng, vậy đuôi đáng 800.000. Ra 800000.0 thì đúng số tiền mà "
                  "sai kiểu: hãy tính bằng số nguyên, đừng qua `float` hay phép `/`.",
            "en": "1tr8 is 1,800,000 đồng, so the tail is worth 800,000. If you have 800000.0, the "
                  "amount is right but not the type: compute in whole numbers, without `float` "
                  "or `/`.",
        }),
        Call("750", 1_000_000, returns=750_000, because={
            "vi": "2tr750 là hai triệu bảy trăm năm mươi nghìn.",
            "en": "2tr750 is two million seven hundred and fifty thousand.",
        }),
        Call("1251", 1_000_000, returns=125_100, because={
            "vi": "Lệch một đồng là do số thực, như `8.2` ở ô trên: hãy tính bằng số nguyên.",
            "en": "Off by one đồng, as with `8.2` in the cell above: that is a float at work. "
                  "Compute in whole numbers.",
        }),
        Call("8", 1_000, returns=800, because={
            "vi": "3k8 là 3.800 đồng: đuôi 8 của đơn vị nghìn là tám trăm.",
            "en": "3k8 is 3,800 đồng: the tail 8 of a thousand is eight hundred.",
        }),
        Call("05", 1_000_000, returns=50_000, because={
            "vi": "1tr05 là 1,05 triệu: số 0 đứng đầu đuôi cũng có nghĩa.",
            "en": "1tr05 is 1.05 million: a 0 at the head of the tail counts.",
        }),
        Call("", 1_000, returns=0, because={
            "vi": "350k không có đuôi.",
            "en": "350k has no tail.",
        }),
        hints=[
            {"vi": "Đuôi một chữ số là phần mười, hai chữ số là phần trăm, ba chữ số là phần "
                   "nghìn của đơn vị.",
             "en": "A tail of one digit means tenths of the unit, two digits hundredths, three "
                   "thousandths."},
            {"vi": "Nhân `int(tail)` với `unit` rồi chia nguyên `//` cho một lũy thừa của 10; "
                   "`len(tail)` cho biết lũy thừa mấy. Xét đuôi rỗng trước.",
             "en": "Multiply `int(tail)` by `unit`, then divide by a power of 10 with `//`; "
                   "`len(tail)` says which power. Deal with the empty tail first."},
        ],
        same=same_amount,
    ),
    Exercise(
        "3.3.reading",
        Call(32, returns="ba mươi hai"),
        Call(12, returns="mười hai", because={
            "vi": "Từ 10 đến 19 là *mười*, không phải *một mươi*.",
            "en": "From 10 to 19 it is *mười*, never *một mươi*.",
        }),
        Call(10, returns="mười"),
        Call(15, returns="mười lăm"),
        Call(60, returns="sáu mươi", because={
            "vi": "Số tròn chục không đọc chữ số 0.",
            "en": "In round tens the 0 is not read.",
        }),
        Call(21, returns="hai mươi mốt"),
        Call(11, returns="mười một", because={
            "vi": "*Mốt* chỉ đi sau *mươi*, không đi sau *mười*.",
            "en": "*Mốt* follows *mươi* only, never *mười*.",
        }),
        Call(55, returns="năm mươi lăm", because={
            "vi": "*Lăm* chỉ thay cho chữ số hàng đơn vị; hàng chục vẫn là *năm mươi*.",
            "en": "*Lăm* replaces the ones only; the tens are still *năm mươi*.",
        }),
        Call(24, returns="hai mươi tư"),
        Call(14, returns="mười bốn", because={
            "vi": "Sau *mười* thì đọc *bốn*; *tư* chỉ đi sau *mươi*.",
            "en": "After *mười* say *bốn*; *tư* follows *mươi* only.",
        }),
        hints=[
            {"vi": "Lấy `divmod(n, 10)` như ô trên, rồi xét riêng hàng chục bằng 1.",
             "en": "Take `divmod(n, 10)` as in the cell above, and treat tens equal to 1 apart."},
            {"vi": "Hàng đơn vị: một bảng nhỏ cho các chữ số đổi cách đọc, còn lại tra `DIGITS`; "
                   "bằng 0 thì không đọc gì.",
             "en": "For the ones: a small table of digits that change, `DIGITS` for all others, "
                   "and nothing at all for 0."},
        ],
        same=same_reading,
    ),
    Exercise(
        "3.3.lunar_words",
        Call("mùng 5 tháng Chạp", returns=(5, 12)),
        Call("rằm tháng Giêng", returns=(15, 1), because={
            "vi": "*Rằm* là ngày 15: ở đây không có chữ số nào để đổi.",
            "en": "*Rằm* is the 15th: there is no digit here to convert.",
        }),
        Call("23 tháng Chạp", returns=(23, 12), because={
            "vi": "Trước số ngày không nhất thiết có chữ *mùng*.",
            "en": "The number of the day need not follow *mùng*.",
        }),
        Call("mồng 10 tháng Ba", returns=(10, 3)),
        Call("mùng 10 tháng 3", returns=(10, 3), because={
            "vi": "Tháng có khi viết bằng chữ số.",
            "en": "The month may be written in digits.",
        }),
        Call("Rằm tháng bảy", returns=(15, 7), because={
            "vi": "Chữ hoa, chữ thường đều gặp: *Rằm*, *tháng bảy*.",
            "en": "Capital and small letters both occur: *Rằm*, *tháng bảy*.",
        }),
        hints=[
            {"vi": "Tách ở chữ *tháng*: bên trái là ngày, bên phải là tháng.",
             "en": "Cut at the word *tháng*: the day is on its left, the month on its right."},
            {"vi": "Bên trái: có *rằm* thì 15, không thì lấy từ cuối. Bên phải: chữ số thì `int`, "
                   "chữ thì đưa về dạng hoa đầu bằng `capitalize` rồi tra `MONTHS`.",
             "en": "Left: 15 where there is *rằm*, else the last word. Right: `int` for digits; "
                   "for a word, `capitalize` and then look into `MONTHS`."},
        ],
        same=same_pair,
    ),
    Exercise(
        "3.3.by_machine",
        Value(["phuong Hung Loi, Q Ninh Kieu, Can Tho",
               "xã Tân Thành, huyện Lai Vung, Đồng Tháp"], because={
            "vi": "Chỉ có một nơi mới là chưa đủ: xem `old_address`, đơn vị cũ mà máy hiểu có đúng "
                  "là đơn vị người viết nói đến không? Địa chỉ chép nguyên văn.",
            "en": "One new place is not enough: look at `old_address`. Is the unit that it "
                  "understood the one that was meant? Copy the addresses as they stand.",
        }),
        hints=[
            {"vi": "Gọi hai hàm cho từng địa chỉ. Danh sách nơi mới phải có đúng một phần tử.",
             "en": "Call both functions on each address. The list of new places must have exactly "
                   "one item."},
            {"vi": "Còn lại ba địa chỉ; một trong số đó bị hiểu sai. Người viết có nói "
                   "đến phường nào không?",
             "en": "That leaves three addresses, one of which was misunderstood. Did its writer "
                   "name any ward?"},
        ],
        same=same_items,
    ),
]
