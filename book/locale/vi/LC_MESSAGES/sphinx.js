Documentation.addTranslations({
  "locale": "vi",
  "messages": {
    "Search Results": "Kết quả tìm kiếm",
    "Searching": "Đang tìm",
    "Preparing search...": "Đang chuẩn bị…",
    "Search Page": "Trang tìm kiếm",
    "Search": "Tìm kiếm",
    "Hide Search Matches": "Thôi tô các từ tìm thấy",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Không trang nào có đủ các từ ấy. Hãy thử ít từ hơn; gõ có dấu hay không đều được.",
    "Search finished, found ${resultCount} page(s) matching the search query.": "Tìm thấy ${resultCount} kết quả."
  },
  "plural_expr": "0"
});
