"""Models of others that the catalog knows: `others.yml`, whose head says what each key means.

Any other hub model or endpoint can be named too; of those listed here, licence, terms and a
revision are known.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ..classroom.language import language, sentence
from ..data.cards import Card, said

TABLE = Path(__file__).parent / "others.yml"
UNKNOWN = "chưa rõ / unknown"
UNPUBLISHED = "chưa công bố"


@dataclass(frozen=True)
class Other:
    """A model of others: what programs need to know of it; people read its card.

    revision: the commit that is fetched, None where nobody is known to have verified one.
    words: the text it reads must have the syllables of a word joined by "_".
    key: the environment variable of an endpoint's key.
    """

    ref: str
    tasks: tuple[str, ...]
    licence: str
    title: dict
    languages: tuple[str, ...]
    parameters: str
    revision: str | None
    words: bool
    key: str | None
    published: bool
    facts: dict

    @property
    def base(self) -> str:
        """The base URL of an endpoint."""
        return self.ref.removeprefix("openai:")

    @property
    def card(self) -> Card:
        """What people read: in Vietnamese and English."""
        return Card(self.ref, self.facts | {"needs": self.needs})

    @property
    def needs(self) -> dict:
        """What must be done before it can be used, in both languages."""
        if not self.published:
            return {"vi": UNPUBLISHED, "en": "not published yet"}
        if self.key:
            return {
                "vi": f"cần mạng và khóa trong {self.key}",
                "en": f"needs the network and a key in {self.key}",
            }
        return {
            "vi": f"cần tải một lần: `aulac models fetch {self.ref}`",
            "en": f"needs fetching once: `aulac models fetch {self.ref}`",
        }


@cache
def others() -> tuple[Other, ...]:
    """Return the models of others, in the order of the table."""
    return tuple(map(_other, yaml.safe_load(TABLE.read_text("utf-8"))["models"]))


def find(ref: str) -> Other | None:
    """Return what is known of a reference such as "hf:OWNER/NAME", whatever its revision."""
    name = ref.partition("@")[0] if ref.startswith("hf:") else ref
    return next((each for each in others() if each.ref == name), None)


def line(other: Other) -> str:
    """Return the line of a model in the list of all, with what must be done first."""
    title = said(other.title, language())
    needs = said(other.needs, language()).partition(":")[0]
    licence = said(other.facts["licence"], language())
    tasks = ",".join(other.tasks)
    return f"{other.ref:30} {tasks:8} {other.parameters:>8}  {licence:14} {title} ({needs})"


def unpublished(other: Other) -> str:
    """Return the sentence for who asks for a model that does not exist yet."""
    title = other.title
    return sentence(
        f"{title['vi']}: {UNPUBLISHED}; chỗ này để dành, khi có bản phát hành sẽ dùng được ngay",
        f"{title['en']}: not published yet (“{UNPUBLISHED}”); this place is kept for its release",
    )


def _other(facts: dict) -> Other:
    return Other(
        ref=facts["ref"],
        tasks=tuple(facts["tasks"]),
        licence=facts["licence"] or UNKNOWN,
        title=facts["title"],
        languages=tuple(facts.get("languages", ())),
        parameters=facts["parameters"] or "?",
        revision=facts.get("revision"),
        words=facts.get("input") == "words",
        key=facts.get("key"),
        published=facts.get("published", True),
        facts=_shown(facts),
    )


def _shown(facts: dict) -> dict:
    """Return what the card shows, with words for what is not known."""
    shown = {key: UNREAD if value is None else value for key, value in facts.items()}
    if shown.pop("input", None):
        shown["input"] = WORDS
    shown["weights"] = WEIGHTS.get(facts.get("weights"), UNREAD)
    return {key: value for key, value in shown.items() if key not in ("ref", "published") and value}


UNREAD = {"vi": "chưa rõ", "en": "unknown"}
WORDS = {
    "vi": "Từ đã tách, các âm tiết nối bằng dấu gạch dưới; văn bản được tách giúp khi dùng ở đây.",
    "en": "Words with their syllables joined by underscores; used here, texts are segmented first.",
}
WEIGHTS = {
    "safetensors": {"vi": "safetensors", "en": "safetensors"},
    "pickle": {
        "vi": "Chỉ có dạng pickle ở bản này, dạng có thể chạy mã lạ: Âu Lạc không nạp, chỉ dùng bộ"
        " tách token.",
        "en": "Only pickle at this revision, which can run strange code: it is not loaded, and only"
        " the tokenizer is used.",
    },
    "remote": {"vi": "Không tải về được: chạy ở nhà cung cấp.", "en": "Run by the provider only."},
}
