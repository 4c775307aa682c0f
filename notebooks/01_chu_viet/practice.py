"""The checks behind check() and hint() in the lessons of module 01."""

import unicodedata

from aulac.practice import Call, Exercise, Value


def nfd(text):
    return unicodedata.normalize("NFD", text)


exercises = [
    Exercise(
        "1.1.form",
        Call("Huệ", returns="NFC"),
        Call(nfd("Huệ"), returns="NFD"),
        Call("An Khang", returns="both", because={
            "vi": "Không có gì để gộp hay tách, nên chuỗi thuộc cả hai dạng.",
            "en": "There is nothing to join or separate, so the string is in both forms.",
        }),
        Call("Huệ và " + nfd("Hà"), returns="neither", because={
            "vi": "Nửa đầu gộp, nửa sau tách: cả chuỗi không thuộc dạng nào.",
            "en": "The first half is joined, the second separated: the whole is in neither form.",
        }),
        Call("\u00ea\u0323", returns="neither", because={
            "vi": "Chữ ê gộp sẵn rồi mới đến dấu nặng rời: chưa gộp hết, cũng chưa tách hết.",
            "en": "A ready-made ê and then a loose dot: not fully joined, not fully separated.",
        }),
        Call("Đan", returns="both", because={
            "vi": "Chữ Đ không tách được, nên *Đan* cũng như *An Khang*.",
            "en": "Đ cannot be taken apart, so *Đan* is like *An Khang*.",
        }),
        hints=[
            {"vi": "Hỏi `unicodedata.is_normalized` hai lần, mỗi dạng một lần, rồi ghép hai câu "
                   "trả lời.",
             "en": "Ask `unicodedata.is_normalized` twice, once for each form, then combine the "
                   "answers."},
            {"vi": "Hai câu hỏi có bốn cách trả lời: đúng–đúng, đúng–sai, sai–đúng, sai–sai. "
                   "Hãy xét trường hợp *cả hai* trước.",
             "en": "Two questions have four pairs of answers: yes–yes, yes–no, no–yes, no–no. "
                   "Deal with *both* first."},
        ],
    ),
    Exercise(
        "1.1.stored",
        Call(nfd("Nguyễn"), returns="Nguyễn"),
        Call("Nguyễn", returns="Nguyễn"),
        Call("Hu\u00ea\u0323", returns="Huệ", because={
            "vi": "Chữ có mũ đi liền, dấu nặng đi rời: cũng phải về một mã.",
            "en": "The hat comes with the letter, the dot apart: that too must become one "
                  "code point.",
        }),
        Call(nfd("  Đặng  Văn Đạt "), returns="  Đặng  Văn Đạt ", because={
            "vi": "Hàm chỉ đổi dạng Unicode; khoảng trắng giữ nguyên.",
            "en": "The function changes the Unicode form only; spaces stay as they are.",
        }),
        Call("", returns=""),
        hints=[
            {"vi": "Vòng lặp đưa năm cách viết chữ ệ về một mối đã dùng đúng hàm cần ở đây.",
             "en": "The loop that brought five spellings of ệ together used the function "
                   "you need."},
            {"vi": "`unicodedata.normalize` nhận hai đối số: tên dạng rồi đến chuỗi. Đừng quên "
                   "`return`.",
             "en": "`unicodedata.normalize` takes two arguments: the form's name, then the string. "
                   "Do not forget `return`."},
        ],
    ),
    Exercise(
        "1.1.unaccented",
        Call("Quyết định bổ nhiệm", returns="Quyet dinh bo nhiem", because={
            "vi": "Không dấu nào được sót lại, kể cả gạch ngang của đ; chữ hoa vẫn là chữ hoa.",
            "en": "No mark may remain, not even the stroke of đ; capitals stay capitals.",
        }),
        Call("Đơn xin nghỉ phép", returns="Don xin nghi phep", because={
            "vi": "Đ hoa cũng phải thành D hoa.",
            "en": "A capital Đ must become a capital D.",
        }),
        Call(nfd("Đường Đê La Thành"), returns="Duong De La Thanh"),
        Call("To trinh 2026", returns="To trinh 2026"),
        hints=[
            {"vi": "Hàm `strip_marks` đã làm được gần hết; chỉ còn một chữ cái, thường và hoa.",
             "en": "`strip_marks` does nearly everything; one letter remains, small and capital."},
            {"vi": "Gọi `strip_marks` rồi thay chữ còn sót bằng `replace`, hai lần: chữ thường và "
                   "chữ hoa.",
             "en": "Call `strip_marks`, then `replace` what is left, twice: the small and the "
                   "capital letter."},
        ],
    ),
    Exercise(
        "1.1.dong_da_bytes",
        Value(11),
        hints=[
            {"vi": "Đếm từng ký tự: Đ, ố, n, g, khoảng trắng, Đ, a. Chữ nào một byte, chữ nào hai, "
                   "chữ nào ba?",
             "en": "Go letter by letter: Đ, ố, n, g, space, Đ, a. Which cost one byte, which two, "
                   "which three?"},
            {"vi": "Đ tốn hai byte. Chữ ố vừa có mũ vừa có thanh nên tốn ba.",
             "en": "Đ costs two bytes. The letter ố has both a hat and a tone, so it costs three."},
        ],
    ),
    Exercise(
        "1.1.distinct",
        Call(["Lan", "Huệ", "Lan"], returns=["Lan", "Huệ"]),
        Call(["Huệ", nfd("Huệ"), "Mai"], returns=["Huệ", "Mai"]),
        Call([nfd("Hà"), "Đạt", "Hà", "An"], returns=["Hà", "Đạt", "An"], because={
            "vi": "Giữ thứ tự xuất hiện đầu tiên, và trả tên về dạng NFC.",
            "en": "Keep the order of first appearance, and return names in NFC.",
        }),
        Call(["Hà", "Hạ", "Ha"], returns=["Hà", "Hạ", "Ha"], because={
            "vi": "Khác thanh là khác tên: không được xóa dấu khi khử trùng.",
            "en": "Another tone is another name: do not strip marks to deduplicate.",
        }),
        Call([], returns=[]),
        hints=[
            {"vi": "Đưa từng tên về NFC trước, rồi mới hỏi tên ấy đã có trong kết quả chưa.",
             "en": "Bring each name to NFC first, and only then ask whether it is already in "
                   "the result."},
            {"vi": "Bắt đầu bằng danh sách rỗng và đi theo thứ tự; `set` làm mất thứ tự.",
             "en": "Start from an empty list and go in order; a `set` loses the order."},
        ],
    ),
    Exercise(
        "1.2.rhythm",
        Call("Trăm năm trong cõi người ta", returns="BBBTBB"),
        Call("Chữ tài chữ mệnh khéo là ghét nhau", returns="TBTTTBTB"),
        Call("Trải qua một cuộc bể dâu", returns="TBTTTB", because={
            "vi": "Thanh hỏi và thanh nặng cũng là trắc; mũ của *bể*, *dâu* không phải là thanh.",
            "en": "Hook and dot below are oblique too; the hats of *bể* and *dâu* are not tones.",
        }),
        Call(nfd("Những điều trông thấy mà đau đớn lòng"), returns="TBBTBBTB"),
        hints=[
            {"vi": "Tách câu thơ bằng `split`, rồi hỏi `take_apart` thanh của từng âm tiết.",
             "en": "Cut the line with `split`, then ask `take_apart` for the tone of each "
                   "syllable."},
            {"vi": "`take_apart` trả về một cặp; chỉ cần phần sau. Hai thanh cho B, mọi thanh "
                   "khác cho T.",
             "en": "`take_apart` returns a pair; you need the second part. Two tones give B, all "
                   "others T."},
        ],
    ),
    Exercise(
        "1.2.two_styles",
        Value(["hòa", "khỏe", "thủy"]),
        hints=[
            {"vi": "Chỉ ba vần có hai kiểu: oa, oe, uy, và phải đứng cuối âm tiết.",
             "en": "Only three rhymes have two styles: oa, oe, uy, and they must end the "
                   "syllable."},
            {"vi": "Bỏ âm đầu đi rồi nhìn vần: *hoàn* còn oan, *xoáy* còn oay, còn *quý* "
                   "thì còn gì?",
             "en": "Drop the onset and look at the rhyme: *hoàn* leaves oan, *xoáy* leaves oay, "
                   "and what does *quý* leave?"},
        ],
    ),
    Exercise(
        "1.2.old_style",
        Call("ho\u00e0", returns="hòa"),
        Call("thu\u1ef7", returns="thủy"),
        Call("kho\u1ebb", returns="khỏe"),
        Call("quý", returns="quý", because={
            "vi": "Chữ u thuộc âm đầu qu, nên dấu không dời đi đâu cả.",
            "en": "The u belongs to the onset qu, so the mark has nowhere to go.",
        }),
        Call("hoàn", returns="hoàn", because={
            "vi": "Có n ở cuối: vần oan chỉ có một cách đặt dấu.",
            "en": "There is an n at the end: the rhyme oan has one place for the mark only.",
        }),
        Call("HO\u00c0", returns="HÒA", because={
            "vi": "Chữ hoa vẫn phải là chữ hoa.",
            "en": "Capitals must stay capitals.",
        }),
        Call(nfd("Hu\u1ef3nh"), returns="Huỳnh"),
        Call(nfd("hòa"), returns="hòa"),
        Call("hoa", returns="hoa"),
        hints=[
            {"vi": "Hỏi `has_two_styles` trước. Nếu không, chỉ cần đưa âm tiết về NFC rồi trả về.",
             "en": "Ask `has_two_styles` first. If it says no, bring the syllable to NFC and "
                   "return it."},
            {"vi": "Nếu có, `take_apart` cho phần chữ và tên thanh; `TONES` cho dấu rời của thanh. "
                   "Dấu rời chen vào ngay trước chữ cuối cùng, rồi `nfc` gộp lại.",
             "en": "If yes, `take_apart` gives the letters and the name of the tone; `TONES` gives "
                   "its loose "
                   "mark. The mark goes right before the last letter, then `nfc` joins "
                   "everything."},
        ],
    ),
    Exercise(
        "1.2.same_name",
        Call("Nguyễn Thị Hòa", "Nguyễn Thị Ho\u00e0", returns=True),
        Call("Trần Ngọc Ánh", nfd("Trần Ngọc Ánh"), returns=True),
        Call("Đặng Văn Đạt", "\u00d0ặng Văn \u00d0ạt", returns=True),
        Call("Lê Thị Thủy", nfd("Lê Thị Thu\u1ef7"), returns=True),
        Call("Lê Thị Thủy", "Lê Thị Thúy", returns=False, because={
            "vi": "Hỏi và sắc là hai thanh: hai người.",
            "en": "Hook and acute are two tones: two people.",
        }),
        Call("Phạm Văn Tứ", "Phạm Văn Tư", returns=False),
        Call("Vũ Đan", "Vũ Dan", returns=False, because={
            "vi": "Đ và D là hai chữ cái khác nhau.",
            "en": "Đ and D are two different letters.",
        }),
        hints=[
            {"vi": "Hai tên là một khi hai *khóa* bằng nhau.",
             "en": "Two names are one when their two *keys* are equal."},
            {"vi": "Hàm `key` ở ô trên nhận một tên. Gọi nó cho từng tên rồi so sánh bằng `==`.",
             "en": "The function `key` above takes one name. Call it for each name and compare "
                   "with `==`."},
        ],
    ),
    Exercise(
        "1.2.twins",
        Call(["Sơn Động", "Sơn La", "Sơn Đông", "Sơn Đồng"],
             returns=[["Sơn Đông", "Sơn Đồng", "Sơn Động"]]),
        Call(["Nam Đông", "Nam Dong"], returns=[["Nam Dong", "Nam Đông"]]),
        Call(["Tân Thành", "Tân An", "Tân Thành"], returns=[], because={
            "vi": "Một tên xuất hiện hai lần vẫn là một tên, không phải một nhóm trùng.",
            "en": "One name that occurs twice is still one name, not a group.",
        }),
        Call(["Văn Lang", "Ba Tơ", "Văn Lãng", "Ba Tô"],
             returns=[["Ba Tô", "Ba Tơ"], ["Văn Lang", "Văn Lãng"]]),
        Call([], returns=[]),
        hints=[
            {"vi": "Dùng một từ điển: khóa là tên đã xóa dấu, giá trị là `set` các tên gốc.",
             "en": "Use a dictionary: the key is the name without marks, the value a `set` of the "
                   "original names."},
            {"vi": "Sau cùng chỉ giữ những nhóm có từ hai tên trở lên; `sorted` từng nhóm, rồi "
                   "`sorted` cả danh sách.",
             "en": "At the end keep only groups of two or more; `sorted` each group, then `sorted` "
                   "the whole list."},
        ],
    ),
    Exercise(
        "1.3.which",
        Value(["VNI", "TCVN3", "UTF-8", "VIQR"]),
        hints=[
            {"vi": "Dòng nào chỉ có ký tự gõ được trên mọi bàn phím? Dòng nào lặp lại `á»`?",
             "en": "Which line has only keys that every keyboard has? Which repeats `á»`?"},
            {"vi": "Còn hai dòng: ở một dòng, *ệ* là một ký tự; ở dòng kia là hai, e rồi đến dấu.",
             "en": "Two lines remain: in one, *ệ* is one character; in the other, e and a mark."},
        ],
    ),
    Exercise(
        "1.3.from_vni",
        Call("Vieät Nam", returns="Việt Nam"),
        Call("Böôûi", returns="Bưởi", because={
            "vi": "`ôû` là một chữ *ở*, không phải *ơ* rồi thừa `û`: cặp hai ký tự được thử trước.",
            "en": "`ôû` is one letter *ở*, not *ơ* with an `û` to spare: pairs are tried first.",
        }),
        Call("Coâng ty", returns="Công ty", because={
            "vi": "Chữ *ô* vừa cứu ra bị thay tiếp thành *ơ*: chỉ được đi qua văn bản một lượt.",
            "en": "The *ô* just rescued was replaced again by *ơ*: go through the text once only.",
        }),
        Call("ÑOÄC LAÄP", returns="ĐỘC LẬP"),
        Call("Soá 19, ngaøy 2-9-1996.", returns="Số 19, ngày 2-9-1996.", because={  # raw-text
            "vi": "Chữ số, dấu câu và chữ không có trong bảng phải giữ nguyên.",
            "en": "Digits, punctuation and letters that are not in the table must stay.",
        }),
        hints=[
            {"vi": "Ô ngay trên đã làm việc này với ba chuỗi Telex; ở đây mẫu gồm mọi "
                   "chuỗi của `VNI`.",
             "en": "The cell above did it for three Telex sequences; here the pattern "
                   "has all of `VNI`."},
            {"vi": "Xếp các chuỗi từ dài đến ngắn bằng `sorted` với `key=len`, nối lại bằng dấu "
                   "`|`, rồi để hàm thay thế tra bảng.",
             "en": "Use `sorted` with `key=len` to put the sequences from long to short, connect "
                   "them by `|`, and let the replacing function look into the table."},
        ],
    ),
    Exercise(
        "1.3.unmix",
        Call("Huyá»‡n Má»¹ Lá»™c", returns="Huyện Mỹ Lộc"),
        Call("Huyện Mỹ Lộc", returns="Huyện Mỹ Lộc", because={
            "vi": "Chữ đã đúng thì không ghi được bằng `cp1252`: gặp lỗi ấy, trả về y nguyên.",
            "en": "Good text cannot be written in `cp1252`: on that error, return it as it is.",
        }),
        Call("Hà Nam", returns="Hà Nam", because={
            "vi": "*à* ghi được bằng `cp1252`, nhưng byte ấy không phải UTF-8: chữ này đã đúng.",
            "en": "*à* can be written in `cp1252`, but that byte is not UTF-8: good text again.",
        }),
        Call("An Giang", returns="An Giang"),
        hints=[
            {"vi": "Đi lùi hai bước: `encode` bằng bảng mã đọc nhầm, rồi `decode` "
                   "bằng bảng mã đúng.",
             "en": "Take two steps back: `encode` in the wrong encoding, `decode` in the "
                   "right one."},
            {"vi": "Bước nào cũng có thể báo lỗi, và cả hai lỗi đều là `UnicodeError`: dùng `try`.",
             "en": "Either step may fail, and both errors are `UnicodeError`: use `try`."},
        ],
    ),
    Exercise(
        "1.3.dictionary_order",
        Call(["lá cây", "la hét", "la cà"], returns=["la cà", "la hét", "lá cây"], because={
            "vi": "*la hét* đứng trước *lá cây*: âm tiết đầu đã khác thanh, thế là đủ.",
            "en": "*la hét* precedes *lá cây*: the first syllables differ in tone; that decides.",
        }),
        Call(["Bà Nà", "Ba Vì", "Bá Thước", "Ba"], returns=["Ba", "Ba Vì", "Bà Nà", "Bá Thước"]),
        Call(["mang", "màn", "Đào", "Dung"], returns=["Dung", "Đào", "màn", "mang"]),
        Call([], returns=[]),
        hints=[
            {"vi": "`sorted` cần một khóa cho cả cụm từ. Khóa của một âm tiết thì đã có.",
             "en": "`sorted` needs a key for the whole phrase. The key of one syllable you have."},
            {"vi": "Python so hai danh sách lần lượt từng phần tử: hãy cho khóa là danh sách khóa "
                   "của các âm tiết, để nguyên từng cặp chữ và thanh.",
             "en": "Python compares lists item by item: let the key be the list of the keys of the "
                   "syllables, each pair of letters and tone kept whole."},
        ],
    ),
    Exercise(
        "1.3.class_list",
        Call(["Nguyễn Văn Đạt", "Trần Thị Dung"], returns=["Trần Thị Dung", "Nguyễn Văn Đạt"]),
        Call(["Trần Hải An", "Lê Thị An", "Đỗ Ánh"], returns=["Lê Thị An", "Trần Hải An", "Đỗ Ánh"],
             because={"vi": "Trùng tên gọi thì xét họ, chưa đến tên đệm: Lê trước Trần.",
                      "en": "Same given name: the family name decides before any middle name."}),
        Call(["Lê Thị An", "Lê Hải An", "Đỗ An"], returns=["Đỗ An", "Lê Hải An", "Lê Thị An"],
             because={"vi": "Trùng cả họ thì xét tên đệm: Hải trước Thị.",
                      "en": "Same family name too: the middle name decides, Hải before Thị."}),
        hints=[
            {"vi": "Tách tên bằng `split()`; đưa âm tiết cuối lên đầu, các âm tiết còn lại giữ "
                   "nguyên thứ tự.",
             "en": "Take the name apart with `split()`; move the last word to the front, the "
                   "others keep their order."},
            {"vi": "Khóa vẫn là một danh sách `syllable_key`, lần này theo thứ tự mới ấy.",
             "en": "The key is a list of `syllable_key` as before, now in the new order of words."},
        ],
    ),
]
