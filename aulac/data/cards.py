"""Cards: what a corpus or a model is, in Vietnamese and in English, as its YAML says it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..classroom.language import language

SECTIONS = {
    "task": ("Việc làm được", "Task"),
    "tasks": ("Việc làm được", "Tasks"),
    "capabilities": ("Khả năng thêm", "Further capabilities"),
    "parameters": ("Số tham số", "Parameters"),
    "licence": ("Giấy phép", "Licence"),
    "terms": ("Điều khoản", "Terms"),
    "needs": ("Để dùng được", "Before it can be used"),
    "input": ("Văn bản đầu vào", "Input"),
    "weights": ("Trọng số", "Weights"),
    "revision": ("Bản cố định", "Pinned revision"),
    "attribution": ("Ghi công", "Attribution"),
    "publisher": ("Nơi công bố", "Publisher"),
    "version": ("Phiên bản", "Version"),
    "verified": ("Cách kiểm tra", "How it is verified"),
    "languages": ("Ngôn ngữ", "Languages"),
    "written": ("Cách viết", "How it was written"),
    "fields": ("Các trường", "Fields"),
    "splits": ("Cách chia", "Splits"),
    "data": ("Dữ liệu huấn luyện", "Training data"),
    "metrics": ("Kết quả đo", "Measured"),
    "limits": ("Giới hạn", "Limits"),
    "source": ("Nguồn đã đọc", "Source"),
    "read": ("Ngày đọc", "Read on"),
    "how_to_train": ("Cách huấn luyện lại", "How to train it again"),
}
COLUMNS = {
    "metric": ("Độ đo", "Metric"),
    "value": ("Kết quả", "Value"),
    "test_set": ("Tập kiểm tra", "Test set"),
    "size": ("Cỡ", "Size"),
    "interval": ("Khoảng 95 %", "95 % interval"),
    "baseline": ("Mốc so sánh", "Baseline"),
}


@dataclass(frozen=True)
class Card:
    """A card; printing it, or ending a notebook cell with it, shows it in the current language.

    facts: what the YAML says; a text is a string or {"vi": ..., "en": ...}.
    """

    name: str
    facts: dict

    def markdown(self, lang: str | None = None) -> str:
        """Return the card as Markdown, in "vi" or "en"; by default as AULAC_LANG asks."""
        lang = lang or language()
        head = f"# {said(self.facts['title'], lang)} (`{self.name}`)"
        summary = said(self.facts["summary"], lang)
        return "\n\n".join([head, summary, *self._sections(lang)]) + "\n"

    def _sections(self, lang: str) -> list[str]:
        return [
            f"## {heading[lang == 'en']}\n\n{_block(self.facts[key], lang)}"
            for key, heading in SECTIONS.items()
            if key in self.facts
        ]

    def __str__(self) -> str:
        return self.markdown()

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        return self.markdown()


def read_card(path: Path) -> Card:
    """Read a card.yml; the card is named after its folder."""
    return Card(path.parent.name, yaml.safe_load(path.read_text("utf-8")))


def fault(folder: Path, files: dict[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with files of a folder, in both languages; None if all is well.

    files: SHA-256 by name, as a card lists them.
    """
    for name, expected in files.items():
        path = folder / name
        if not path.is_file():
            return f"thiếu tệp {path}", f"the file {path} is missing"
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != expected:
                return f"tệp {path} đã hỏng", f"the file {path} is damaged"
    return None


def said(value, lang: str) -> str:
    """Return a value of a card in one language, on one line of text or as written."""
    if isinstance(value, dict):
        if value.keys() == {"vi", "en"}:
            return said(value[lang], lang)
        return "; ".join(f"{name} {said(each, lang)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(said(each, lang) for each in value)
    return str(value).strip()


def _block(value, lang: str) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _table(value, lang)
    if isinstance(value, dict) and value.keys() != {"vi", "en"}:
        return "\n".join(f"- `{name}`: {said(each, lang)}" for name, each in value.items())
    return said(value, lang)


def _table(rows: list[dict], lang: str) -> str:
    used = dict.fromkeys(key for row in rows for key in row)
    columns = sorted(used, key=lambda key: list({**COLUMNS, **used}).index(key))
    heads = [COLUMNS.get(key, (key, key))[lang == "en"] for key in columns]
    cells = [[said(row.get(key, ""), lang) for key in columns] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(columns), *cells])
