"""What lesson 5.3 asks beside the set `quy_dinh`, written for this course; all of it is invented.

`REWORDED`: questions whose author tried to use other words than the article does, each with the
article that answers. `VERSIONS`: a rule of the library as it was changed over the years.
"""

from datetime import date

REWORDED = [
    ("Khi nào cửa hàng báo là đã ghi nhận món tôi chọn?", "mocnhien-02"),
    ("Tôi đổi ý, chưa ai chở đi cả, bỏ ngang có tốn kém gì không?", "mocnhien-02"),
    ("Ship ra hải đảo sao mắc hơn vậy?", "mocnhien-03"),
    ("Bao lâu thì đồ tới tay nếu tôi ở quê?", "mocnhien-04"),
    ("Coi thử bên trong rồi mới đưa tiền, bác tài chịu không?", "mocnhien-05"),
    ("Cái tô bể khi tới nơi, giờ tính sao?", "mocnhien-06"),
    ("Xài chưa hết tuần mà chán, gởi lại được chớ?", "mocnhien-07"),
    ("Mấy thứ nào mua rồi là chịu luôn?", "mocnhien-08"),
    ("Lòng chén có chỗ đậm chỗ nhạt, vậy là đồ hư hả?", "mocnhien-09"),
    ("Ra tận tiệm, quên tờ biên lai ở nhà thì sao?", "mocnhien-10"),
    ("Chừng nào tôi lấy lại được tiền?", "mocnhien-11"),
    ("Cái tủ bị con gì ăn rỗng ruột, tiệm có lo không?", "mocnhien-12"),
    ("Đừng nhắn tin chào hàng cho tôi nữa.", "mocnhien-13"),
    ("Nói hoài bên chăm sóc không nghe, gặp ai cao hơn?", "mocnhien-14"),
    ("Máy viết sai mà tôi đem nộp thì lỗi của ai?", "giolanh-ai-02"),
    ("Có sẵn bảng kê phần mềm nào xài được không?", "giolanh-ai-03"),
    ("Chép lương của cả phòng cho con bot coi giùm được hông?", "giolanh-ai-04"),
    ("Con số nó đưa ra có cần dò lại không?", "giolanh-ai-05"),
    ("Giả tiếng người khác để làm clip, xin phép sao?", "giolanh-ai-06"),
    ("Cho máy ngó mặt đoán xem ai lười được không?", "giolanh-ai-07"),
    ("Robot vô làm thì tôi mất việc hả?", "giolanh-ai-08"),
    ("Lỡ tay gởi thứ mật ra ngoài, phải nói với ai, gấp cỡ nào?", "giolanh-ai-09"),
    ("Tới trễ vài phút hoài thì bị sao?", "ngansau-nq-02"),
    ("Rớt tấm thẻ, xin cái mới ở đâu?", "ngansau-nq-03"),
    ("Thu tiếng thầy giảng về nhà nghe lại được hông?", "ngansau-nq-04"),
    ("Nhậu xong ghé chỗ máy hàn được không?", "ngansau-nq-05"),
    ("Đem cây thước xịn về phòng tập tới bữa nào phải trả?", "ngansau-nq-06"),
    ("Ngó bài đứa kế bên mà bị bắt thì mất bao nhiêu?", "ngansau-nq-07"),
    ("Khuya quá mới về thì ngoài đường luôn hả?", "ngansau-nq-08"),
    ("Xài điện lố thì ai chịu?", "ngansau-nq-09"),
    ("Phì phèo trong trường bị tóm thì sao?", "ngansau-nq-10"),
    ("Tụi nó ghẹo hoài chuyện em mập, kêu ai?", "ngansau-nq-11"),
]

# (in force from, until the day before, the text); None: no end is set.
VERSIONS = [
    (date(2022, 1, 1), date(2024, 7, 1),
     "Trả muộn\nTrả muộn 300 đồng một cuốn mỗi ngày. Muộn quá 30 ngày thì khóa thẻ."),
    (date(2024, 7, 1), date(2026, 3, 1),
     "Trả muộn\nTrả muộn 400 đồng một cuốn mỗi ngày, tối đa 12.000 đồng một cuốn."),
    (date(2026, 3, 1), date(2027, 1, 1),
     "Trả muộn\nTrả muộn 500 đồng một cuốn mỗi ngày, tối đa 15.000 đồng một cuốn; trẻ dưới 16"
     " tuổi không phải trả tiền mà dán nhãn, lau giá 30 phút."),
    (date(2027, 1, 1), None,
     "Trả muộn\nKhông thu tiền trả muộn. Muộn quá 60 ngày thì khóa thẻ cho tới khi trả sách."),
]
