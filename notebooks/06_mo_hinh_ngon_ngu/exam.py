"""Twenty questions for a language model: an opening, a right ending, a wrong one of its kind."""

questions = [
    ("Thủ đô của Việt Nam là", "Hà Nội", "Đà Nẵng"),
    ("Thủ đô của Nhật Bản là", "Tokyo", "Bắc Kinh"),
    ("Thủ đô của nước Pháp là thành phố", "Paris", "London"),
    ("Sông Hương chảy qua thành phố", "Huế", "Hải Phòng"),
    ("Chợ Bến Thành nằm ở thành phố", "Hồ Chí Minh", "Đà Nẵng"),
    ("Vịnh Hạ Long thuộc tỉnh", "Quảng Ninh", "Quảng Nam"),
    ("Đồng bằng sông Cửu Long nằm ở", "miền Nam", "miền Bắc"),
    ("Truyện Kiều là tác phẩm của", "Nguyễn Du", "Nguyễn Huệ"),
    ("Bình Ngô đại cáo do", "Nguyễn Trãi viết", "Lý Thường Kiệt viết"),
    ("Lý Thái Tổ dời đô từ Hoa Lư về", "Thăng Long", "Sài Gòn"),
    ("Cách mạng tháng Tám diễn ra vào năm", "1945", "1975"),
    ("Đơn vị tiền tệ của Việt Nam là", "đồng", "đô la"),
    ("Trái Đất quay quanh", "Mặt Trời", "Mặt Trăng"),
    ("Mặt Trời mọc ở hướng", "đông", "tây"),
    ("Cá thở bằng", "mang", "phổi"),
    ("Một tuần có", "bảy ngày", "mười ngày"),
    ("Nước đóng băng ở", "0 độ C", "100 độ C"),
    ("Bánh chưng được gói bằng", "lá dong", "lá thư"),
    ("Con vật đẻ trứng là con", "gà", "chó"),
    ("Trẻ em Việt Nam vào lớp một lúc", "6 tuổi", "16 tuổi"),
]
