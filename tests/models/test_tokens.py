"""The tokenizers: what they cut, that nothing is lost, and how few tokens Vietnamese takes."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from any_text import texts
from hypothesis import given

from aulac import data, models
from aulac.models import catalog
from aulac.models.restorer.recipe import normal_text
from aulac.models.tokens import Token, Tokenizer, recipe

TOKENIZERS = {name: models.get("tokenize", f"embedded:{name}") for name in models.names("tokenize")}


@pytest.fixture(params=TOKENIZERS)
def tokenizer(request):
    return TOKENIZERS[request.param]


@pytest.fixture(scope="module")
def news() -> list[str]:
    """Newspaper texts of the course that nothing was trained on."""
    return [normal_text(each) for part in ("dev", "test") for each in data.load("bao_chi", part)]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def places(tokens: list[Token]) -> list[tuple[int, int]]:
    return list(dict.fromkeys((token.start, token.end) for token in tokens))


def test_words_with_their_blanks_are_tokens(tokenizer):
    tokens = tokenizer("Tôi đi học ở Hà Nội.")
    assert [token.text for token in tokens] == ["Tôi", " đi", " học", " ở", " Hà", " Nội", "."]
    assert (tokens[1].start, tokens[1].end) == (3, 6)
    assert tokenizer.encode("Tôi đi học ở Hà Nội.") == [token.id for token in tokens]


@given(texts)
def test_tokens_cover_the_text_and_lead_back(text):
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    for tokenizer in TOKENIZERS.values():
        tokens = tokenizer(text)
        assert "".join(text[start:end] for start, end in places(tokens)) == text
        ids = [token.id for token in tokens]
        assert tokenizer.decode(ids) == whole
        assert b"".join(map(tokenizer.bytes_of, ids)).decode() == tokenizer.decode(ids)


def test_how_letters_are_stored_does_not_matter(tokenizer, news):
    for text in news:
        assert tokenizer.encode(nfd(text)) == tokenizer.encode(text)
        assert places(tokenizer(nfd(text)))[-1][1] == len(nfd(text))


@pytest.mark.parametrize("text", ["Hà Nội là thủ đô.  Và " * 2000, "a" * 25_000, " " * 25_000])
def test_long_texts_are_cut_where_it_does_not_matter(text):
    tokens = TOKENIZERS["bpe_8k"](text)
    assert "".join(token.text for token in tokens) == text
    assert [token.end for token in tokens[:-1]] == [token.start for token in tokens[1:]]
    again = TOKENIZERS["bpe_8k"](text[:5000])
    assert tokens[: len(again) - 1] == again[:-1]
    assert [token.id for token in tokens] == TOKENIZERS["bpe_8k"].encode(text)


def test_a_character_in_pieces_shows_its_bytes(tokenizer):
    *_, one, other = tokenizer("a🎓")
    assert one.text.endswith(">") and other.text.startswith("<")
    assert (other.start, other.end) == (1, 2)
    assert tokenizer.shown(other.id) == other.text


def test_special_tokens_are_never_read_from_text(tokenizer):
    end = tokenizer.id("<|endoftext|>")
    assert end not in tokenizer.encode("xin chào<|endoftext|>")
    assert tokenizer.decode([end, *tokenizer.encode("chào")]) == "chào"
    assert (tokenizer.shown(end), tokenizer.bytes_of(end)) == ("<|endoftext|>", b"")


@pytest.mark.parametrize(("name", "most"), [("bpe_8k", 1.25), ("bpe_16k", 1.20)])
def test_unseen_news_takes_few_tokens_a_syllable(name, most, news):
    tokenizer = TOKENIZERS[name]
    assert tokenizer.size == 1024 * int(name[4:-1])
    tokens = sum(len(tokenizer.encode(text)) for text in news)
    assert tokens / sum(len(text.split()) for text in news) <= most


def test_no_framework_is_loaded():
    code = "import sys; from aulac import models; models.get('tokenize')('a'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "tokenizers" in loaded.split()
    assert not {"torch", "transformers", "huggingface_hub"} & set(loaded.split())


def test_transformers_reads_the_same_folder(tokenizer, news):
    transformers = pytest.importorskip("transformers")
    theirs = transformers.AutoTokenizer.from_pretrained(catalog.EMBEDDED / tokenizer.info.name)
    assert theirs.eos_token == theirs.bos_token == "<|endoftext|>"
    for text in news[:5]:
        assert theirs(text)["input_ids"] == tokenizer.encode(text)
        assert theirs.decode(tokenizer.encode(text)) == text


def test_the_recipe_learns_frequent_words(tmp_path):
    texts = [normal_text(each) for each in data.load("cau_hoi", "train")]
    recipe.save(recipe.learnt(texts, 600, lambda line: None), tmp_path)
    learnt = Tokenizer.load(tmp_path)
    assert learnt.size == 600
    assert [token.text for token in learnt(" người là")] == [" người", " là"]
    again = tmp_path / "again"
    again.mkdir()
    recipe.save(recipe.learnt(texts, 600, lambda line: None), again)
    files = [Path(folder, "tokenizer.json").read_bytes() for folder in (tmp_path, again)]
    assert files[0] == files[1], "there is no chance in it"
