"""Can this be a Vietnamese syllable? Onset, rhyme and tone, as lesson 1.2 takes them apart."""

import re
import unicodedata

from aulac.text import stored

TONES = {
    "\u0300": "huyền",
    "\u0309": "hỏi",
    "\u0303": "ngã",
    "\u0301": "sắc",
    "\u0323": "nặng",
}
ONSET = re.compile("ngh|ng|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnprstvx]|")
RHYMES = set(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu y ynh yt
    o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oau oăc oăm oăn oăng oăp oăt oe oem oen oeng oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uêu uơ
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    """.split()
)
FRONT = "iyeê"  # c, g, ng are written k, gh, ngh before these
STOPPED = ("c", "ch", "p", "t")
RUN = re.compile(r"[^\W_]+")


def syllables(text: str) -> list[str]:
    """Return the runs of letters or digits of a text, in order, in stored form."""
    return RUN.findall(stored(text))


def parts(syllable: str) -> tuple[str, str, str]:
    """Return onset, rhyme and tone of a syllable; they need not be possible ones."""
    letters, tones = "", []
    for c in unicodedata.normalize("NFD", syllable.lower()):
        if c in TONES:
            tones.append(TONES[c])
        else:
            letters += c
    letters = unicodedata.normalize("NFC", letters)
    onset = ONSET.match(letters)[0]
    rhyme = letters[len(onset) :]
    if onset == "gi" and (not rhyme or rhyme[0] in "ê" or rhyme not in RHYMES):
        onset, rhyme = "gi", "i" + rhyme  # gì, gìn, giếng: the letter i serves both
    return onset, rhyme, " ".join(tones) or "ngang"


def why_impossible(syllable: str) -> str | None:
    """Return what forbids a syllable: "onset", "rhyme", "spelling" or "tone"; None where nothing.

    Names and words of other languages are impossible too, and so are most abbreviations.
    """
    onset, rhyme, tone = parts(syllable)
    if not rhyme or rhyme not in RHYMES:
        return "rhyme" if set(rhyme) & set("aăâeêioôơuưy") else "onset"
    if onset == "qu":
        # the u of qu is the glide: qua as in hoa, quê as in huê, quít as in huýt
        as_heard = {"u" + rhyme, "o" + rhyme, "u" + rhyme.replace("i", "y")}
        if not as_heard & RHYMES:
            return "rhyme"
    elif onset in ("c", "g", "ng") and rhyme[0] in FRONT:
        return "spelling"
    elif onset in ("k", "gh", "ngh") and rhyme[0] not in FRONT:
        return "spelling"
    elif rhyme[0] == "y" and len(rhyme) > 1 and onset:
        return "spelling"  # yếm, but thiềm: after an onset it is iê
    elif rhyme.startswith("iê") and not onset:
        return "spelling"  # yêu, not iêu
    if " " in tone or (rhyme.endswith(STOPPED) and tone not in ("sắc", "nặng")):
        return "tone"
    return None


def is_possible(syllable: str) -> bool:
    """Return whether a syllable keeps to the rules of Vietnamese spelling."""
    return why_impossible(syllable) is None


def impossible_share(text: str) -> float:
    """Return the share of impossible ones among what a text has in letters; 0 where it has none."""
    found = [each for each in syllables(text) if each.isalpha()]
    return sum(not is_possible(each) for each in found) / max(1, len(found))
