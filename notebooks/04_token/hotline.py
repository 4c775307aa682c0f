"""What people say to the hotline Một Chạm, in Vietnamese and in English: written for this course.

Each pair says the same thing as a fluent speaker of each language would; neither was translated
word by word, and neither is padded.
"""

pairs = [
    ("Dạ, siêu thị Một Chạm xin nghe, em giúp gì được cho anh chị ạ?",
     "Hello, this is Một Chạm supermarkets. How can I help you?"),
    ("Đơn hàng tôi đặt từ sáng hôm qua đến giờ vẫn chưa thấy giao.",
     "The order I placed yesterday morning still hasn't been delivered."),
    ("Anh chị cho em xin mã đơn hàng và số điện thoại đặt hàng ạ.",
     "Could you give me the order number and the phone number you used?"),
    ("Em xin lỗi anh chị, do mưa lớn nên xe giao hàng bị trễ khoảng hai tiếng.",
     "I'm sorry, the delivery van is about two hours late because of heavy rain."),
    ("Hộp sữa chua này hết hạn từ tuần trước mà sao vẫn bày trên kệ?",
     "This yogurt expired last week. Why is it still on the shelf?"),
    ("Tôi muốn đổi cái nồi cơm điện vì nắp đậy không khít.",
     "I'd like to exchange the rice cooker because the lid doesn't close properly."),
    ("Anh chị giữ lại hóa đơn thì được đổi trong vòng bảy ngày ạ.",
     "You can exchange it within seven days if you keep the receipt."),
    ("Chủ nhật này cửa hàng ở phường Vĩnh Hải mở cửa đến mấy giờ?",
     "What time does the store in Vĩnh Hải ward close this Sunday?"),
    ("Thẻ thành viên của tôi bị trừ mất ba trăm điểm mà không có lý do.",
     "Three hundred points were taken from my member card for no reason."),
    ("Mua hai chai nước mắm có được tặng thêm một chai như quảng cáo không?",
     "If I buy two bottles of fish sauce, do I get one free, as advertised?"),
    ("Dạ chương trình ấy kết thúc hôm thứ Sáu rồi ạ.",
     "That offer ended on Friday."),
    ("Rau muống hôm nay héo quá, tiền nào của nấy cũng không đến mức này.",
     "The water spinach is so wilted today, and it isn't even that cheap."),
    ("Em chuyển máy cho bộ phận kỹ thuật, anh chị giữ máy giúp em nhé.",
     "I'm putting you through to the technical department, please hold the line."),
    ("Nhân viên thu ngân tính nhầm tiền, tính một gói bột giặt thành hai.",
     "The cashier made a mistake and charged me for two bags of washing powder "
     "instead of one."),
    ("Nhà tôi ở cuối hẻm, xe tải không vào được, nhờ anh giao bằng xe máy.",
     "I live at the end of an alley where vans can't get in, so please deliver by "
     "motorbike."),
    ("Gạo này nấu lên bị khô, có loại nào dẻo hơn không em?",
     "This rice comes out dry. Do you have a stickier kind?"),
    ("Tiền hoàn lại sẽ về tài khoản của anh chị trong ba ngày làm việc.",
     "The refund will reach your account within three working days."),
    ("Mẹ tôi dị ứng đậu phộng, chị xem giúp trong bánh này có không.",
     "My mother is allergic to peanuts. Could you check whether this cake has any?"),
    ("Tôi chờ máy gần hai mươi phút rồi mà chưa gặp được ai.",
     "I've been on hold for almost twenty minutes and haven't reached anyone."),
    ("Cảm ơn em đã giải thích rõ ràng, lần sau tôi sẽ ghé lại.",
     "Thanks for explaining it so clearly, I'll come back next time."),
]

system = (
    "Bạn là trợ lý của tổng đài Một Chạm, trả lời khách của chuỗi siêu thị. Xưng em, gọi khách "
    "là anh chị, nói lễ phép, ngắn gọn, mỗi lần không quá ba câu. Chỉ trả lời về đơn hàng, giao "
    "hàng, đổi trả, thẻ thành viên và giờ mở cửa. Hàng đổi trong bảy ngày nếu còn hóa đơn; thực "
    "phẩm tươi đổi trong ngày. Đơn từ ba trăm nghìn đồng được giao miễn phí trong vòng năm cây "
    "số. Không biết thì nói không biết và chuyển máy cho nhân viên. Không hỏi mật khẩu, không "
    "hỏi mã xác nhận, không đọc lại số điện thoại của khách. Khách giận thì xin lỗi trước, giải "
    "thích sau."
)
