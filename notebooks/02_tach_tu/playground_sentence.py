"""A sentence, how each segmenter cuts it, and what is worth saying about that."""

import json
import re
from bisect import bisect_left
from pathlib import Path
from unicodedata import normalize

from playground_segmenters import SEGMENTERS, Span, model, regions, within

from aulac.models.words.units import LOWER, MARK, NUMBER, TITLE, UPPER, key_and_shape
from aulac.models.words.units import spans as units
from aulac.playground.view import Section, finding, line, piece, section
from aulac.text import other_tone_style

EXPLAINED = 3  # differences of a sentence that are explained
LISTED = 8  # words that a finding lists
FEW = 3  # syllables without marks that are not worth a warning

OURS = ("spaces", "longest", "aulac")
TOOLS = ("underthesea", "pyvi")
RECORDED = json.loads((Path(__file__).parent / "playground_recorded.json").read_text("utf-8"))

_MARKED = re.compile("[\u0300-\u036fđĐ]")


def label(name: str, words: dict) -> str:
    """Return what a segmenter is called where it heads a line."""
    if name not in TOOLS:
        return words["names"][name]
    return words["recorded_name"].format(tool=called(name, words))


def called(name: str, words: dict) -> str:
    """Return what a segmenter is called within a sentence."""
    return f"{name} {RECORDED['versions'][name]}" if name in TOOLS else words["called"][name]


class Sentence:
    """A line, and how each segmenter cuts it: `cuts`, spans by the segmenter's name.

    said: what recorded tools gave back, by name, where that is not what stands in the line. units:
    the span of each unit (see `aulac.models.words.units`), its key and its shape.
    """

    def __init__(self, text: str, words: dict):
        self.text, self.words = text, words
        self.units = [(span, *key_and_shape(text[slice(*span)])) for span in units(text)]
        self.cuts = {name: segment(text) for name, segment in SEGMENTERS.items()}
        self.said = {}
        for name, answer in RECORDED["answers"].get(text, {}).items():
            self.cuts[name] = [(start, end) for start, end, *_ in answer]
            self.said[name] = {(start, end): rest[0] for start, end, *rest in answer if rest}

    @property
    def is_recorded(self) -> bool:
        return bool(self.said)

    def machines(self) -> list[str]:
        """Return the segmenters that are compared: spaces differ everywhere."""
        return [name for name in self.cuts if name != "spaces"]

    def section(self, number: int) -> Section:
        words = self.words
        places = regions([self.cuts[name] for name in self.machines()])
        say = words["differ"].format(count=len(places)) if places else words["agree"]
        return section(
            f"sentence_{number}",
            words["sentence"].format(number=number),
            say,
            words["columns"] if places else [],
            [row for place in places for row in self.opinions(*place)],
            self.findings(),
            lines=[self.line(name) for name in self.cuts],
        )

    def line(self, name: str) -> dict:
        others = [set(self.cuts[other]) for other in self.machines() if other != name]
        pieces = []
        for span in self.cuts[name]:
            kind = "" if all(span in other for other in others) else "differs"
            note = f"{span[0]}–{span[1]}" if name == "aulac" else ""
            pieces.append(piece(self.word(name, span), kind, note))
        return line(label(name, self.words), pieces)

    def word(self, name: str, span: Span) -> str:
        return self.said.get(name, {}).get(span) or self.text[span[0] : span[1]]

    def opinions(self, start: int, end: int) -> list[list[str]]:
        """Return a row for each way to cut a stretch: the stretch, its words, who cuts so."""
        found = {}
        for name, cut in self.cuts.items():
            if name != "spaces":
                found.setdefault(tuple(within(cut, start, end)), []).append(
                    called(name, self.words)
                )
        return [
            [self.text[start:end], " | ".join(self.text[a:b] for a, b in cut), ", ".join(names)]
            for cut, names in found.items()
        ]

    def findings(self) -> list[dict]:
        found = [*self.reasons(), self.unknown(), self.unmarked(), self.apart(), self.new_style()]
        found += [*map(self.rewritten, TOOLS), self.compared()]
        return [one for one in found if one]

    def inside(self, start: int, end: int) -> list[tuple[Span, str, int]]:
        first, after = (bisect_left(self.units, ((place,),)) for place in (start, end))
        return self.units[first:after]

    def keys(self, name: str) -> list[str]:
        """Return a key for each word of a segmenter: the same for words that read the same."""
        return [" ".join(key for _, key, _ in self.inside(*span)) for span in self.cuts[name]]

    def stuck(self) -> tuple[str, str] | None:
        """Return the first piece between blanks to which a mark sticks, and what is before it."""
        for start, end in self.cuts["spaces"]:
            (_, _, shape), *rest = self.inside(start, end)
            mark = next((span for span, _, each in rest if each == MARK), None)
            if mark and shape != MARK:
                return self.text[start:end], self.text[start : mark[0]]
        return None

    # What is worth a sentence: each returns a finding, or None

    def reasons(self) -> list[dict]:
        places = regions([self.cuts["longest"], self.cuts["aulac"]])
        return [self.reason(*place) for place in places[:EXPLAINED]]

    def reason(self, start: int, end: int) -> dict:
        cuts = (within(self.cuts[name], start, end) for name in ("longest", "aulac"))
        kind, longest_word, our_word = self.difference(*cuts)
        say = self.words["reasons"][kind].format(longest=longest_word, aulac=our_word)
        title = self.words["reason_title"].format(place=self.text[start:end])
        return finding("note", title, say)

    def difference(self, theirs: list[Span], ours: list[Span]) -> tuple[str, str, str]:
        """Return why longest match and the model differ, and a word of each that shows it."""
        text = self.text
        for a, b in theirs:
            for c, d in ours:
                if a < c < b < d or c < a < d < b:
                    return "crossing", text[a:b], text[c:d]
        for a, b in theirs:
            if any(a <= c and d < b for c, d in ours):
                return "split", text[a:b], ""
        our_word = next(span for span in ours if span not in theirs)
        is_name = all(shape in (TITLE, UPPER) for *_, shape in self.inside(*our_word))
        return "name" if is_name else "new", "", text[our_word[0] : our_word[1]]

    def unknown(self) -> dict | None:
        found = {
            self.text[slice(*span)]: None
            for span, key, shape in self.units
            if shape not in (MARK, NUMBER) and key not in model().tables.ids
        }
        if not found:
            return None
        say = self.words["unknown"].format(count=len(found))
        return finding("note", self.words["unknown_title"], say, ", ".join([*found][:LISTED]))

    def unmarked(self) -> dict | None:
        syllables = sum(shape in (LOWER, TITLE, UPPER) for *_, shape in self.units)
        if syllables < FEW or _MARKED.search(normalize("NFD", self.text)):
            return None
        return finding("warning", self.words["unmarked_title"], self.words["unmarked"])

    def apart(self) -> dict | None:
        composed = normalize("NFC", self.text)
        if composed == self.text:
            return None
        say = self.words["apart"].format(now=len(self.text), other=len(composed))
        return finding("ok", self.words["apart_title"], say)

    def new_style(self) -> dict | None:
        pairs = other_tone_style(self.text)
        if not pairs:
            return None
        new, old = pairs[0]
        say = self.words["new_style"].format(new=new, old=old)
        return finding("ok", self.words["new_style_title"], say)

    def rewritten(self, tool: str) -> dict | None:
        changes = [(self.text[a:b], said) for (a, b), said in self.said.get(tool, {}).items()]
        if not changes:
            return None
        title = self.words["rewritten_title"].format(tool=called(tool, self.words))
        seen = [f"{old} → {new}" for old, new in changes if normalize("NFC", old) != new]
        if not seen:
            return finding("warning", title, self.words["composed"].format(count=len(changes)))
        return finding("warning", title, self.words["rewritten"], "\n".join(seen[:LISTED]))

    def compared(self) -> dict | None:
        right = self.cuts.get("course")
        if not right:
            return None
        same = [
            called(name, self.words)
            for name in self.machines()
            if name != "course" and self.cuts[name] == right
        ]
        title, names = self.words["compared_title"], ", ".join(same)
        if not same:
            return finding("warning", title, self.words["none_the_same"])
        level = "ok" if self.cuts["aulac"] == right else "note"
        return finding(level, title, self.words["the_same"].format(names=names))
