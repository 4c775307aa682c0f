"""Forty sentences from work and daily life, written for these tests, and lines that are not old."""

SENTENCES = """
Ủy ban nhân dân xã xin thông báo lịch tiếp công dân tháng tới
Kính gửi phòng tổ chức cán bộ huyện, tôi tên là Nguyễn Văn Bình
Hợp đồng này được lập thành hai bản, mỗi bên giữ một bản
Công ty chúng tôi cần tuyển năm thợ hàn có tay nghề
Bệnh nhân cần nhịn ăn trước khi xét nghiệm máu
Học sinh nghỉ tết từ ngày mai đến hết tuần sau
Giá lúa ở đồng bằng đang tăng từng ngày
Đề nghị các hộ dân dọn vệ sinh trước cửa nhà
Tàu về ga chậm hai mươi phút vì trời mưa lớn
Mẹ nấu nồi canh chua cá lóc ngon nhất xóm
Những chiếc thuyền gỗ nằm im trên bến vắng
Thầy giáo khuyên chúng em đọc sách mỗi tối
Xí nghiệp dệt may đã trả đủ lương cho công nhân
Đường vào bản còn lầy lội, xe tải chưa lên được
Người trồng cà phê lo thiếu nước tưới mùa khô
Cháu gửi bà ít thuốc bổ, nhớ uống đều nhé
Chị hỏi giấy khai sinh của bé ở quầy số hai
Toàn bộ hồ sơ lưu trữ được sắp xếp theo năm
Trưởng thôn mời bà con đến họp ở nhà văn hóa
Khách hàng phàn nàn vì hàng giao trễ ba hôm
Anh thợ điện sửa xong đường dây trước buổi trưa
Lớp học vẽ mở vào chiều thứ bảy, không thu phí
Bưu điện huyện chuyển thư nhanh hơn trước nhiều
Gió mùa đông bắc làm nhiệt độ giảm mạnh
Quê tôi có dòng sông chảy qua những vườn mía
Nông dân được hướng dẫn cách bón phân hợp lý
Cô thủ thư giữ gìn từng trang báo đã ố vàng
Bác sĩ dặn uống thuốc sau bữa ăn, mỗi ngày hai lần
Đội bóng của trường thắng trận mở màn
Kế toán trưởng ký duyệt phiếu chi buổi sáng
Nước lũ rút dần, bà con trở về sửa lại mái nhà
Tôi muốn hỏi về thủ tục cấp lại sổ đỏ
Chợ nổi họp từ tờ mờ sáng, thuyền ghe tấp nập
Viện bảo tàng trưng bày trống đồng và đồ gốm cổ
Tổ trưởng phân công trực ban cho từng người
Xưởng mộc nhận đóng bàn ghế theo mẫu của khách
Bộ phận một cửa tiếp nhận đơn và hẹn ngày trả
Ông cụ kể chuyện kháng chiến cho lũ trẻ nghe
Ruộng bậc thang chín vàng đẹp như tranh
Cuộc họp quyết định tăng thêm một chuyến xe buýt
""".strip().split("\n")

ENGLISH = """
I'm up at 5 a.m. and I've read the file; he'd say it's o.k. to go.
The cost is 10 µm per part, see §5 and «notes» (©2024, £5, ±3).
Müller and Zoë had a déjà vu at the café in Málaga; São Paulo is naïve.
Send it to nguyen.van.a@example.com or www.example.com/a?b=c, please.
a^2 + b^2 = c^2, and x~y; use ~/data and `ls` (or "man") in C++.
Let u+v be a vector, add 3 to it, and ask: is it to be or not to be?
Don't add odd data: the daddy of all rules. Go. To. Do. Be. Me.
""".strip().split("\n")
