names = ["Thủy", "Hòa"]
