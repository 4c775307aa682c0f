"""The language model: drawing, streaming, reading on; and the embedded one as it comes."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import pytest

from aulac import models
from aulac.models import ModelError, catalog
from aulac.models.language import Generator
from aulac.models.language.generator import draw
from aulac.models.language.network import Network, softmax
from aulac.models.options import Options, before_any, following
from aulac.models.tokens import recipe

CONFIG = {
    "max_position_embeddings": 24,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "rms_norm_eps": 1e-6,
    "rope_parameters": {"rope_theta": 10000.0},
}
TEXTS = ["Hôm nay trời đẹp, chúng tôi đi Đà Nẵng.", "Cho tôi hai ly cà phê sữa đá!\n"] * 9


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Generator:
    """A network of random weights that sees 24 tokens, and a tokenizer of 300."""
    folder = tmp_path_factory.mktemp("small")
    recipe.save(recipe.learnt(TEXTS, 300, lambda line: None), folder)
    tokenizer = models.get("tokenize").load(folder)
    return Generator(tokenizer, Network(random_tables(tokenizer.size, 16, 32), CONFIG))


@pytest.fixture(scope="module")
def embedded() -> Generator:
    if not models.names("generate"):
        pytest.skip("no language model has been trained yet")
    return models.get("generate")


def random_tables(vocabulary: int, width: int, inner: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)

    def table(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.5, shape)

    tables = {
        "model.embed_tokens.weight": table(vocabulary, width),
        "model.norm.weight": table(width),
    }
    for layer in range(CONFIG["num_hidden_layers"]):
        shapes = {f"self_attn.{each}_proj": (width, width) for each in "qkvo"}
        shapes |= {"mlp.gate_proj": (inner, width), "mlp.up_proj": (inner, width)}
        shapes |= {"mlp.down_proj": (width, inner), "input_layernorm": (width,)}
        shapes |= {"post_attention_layernorm": (width,)}
        tables |= {f"model.layers.{layer}.{n}.weight": table(*s) for n, s in shapes.items()}
    return tables


def test_what_is_read_at_once_or_in_parts_is_the_same(small):
    network, ids = small.network, np.arange(20)
    whole = network.read(ids, network.memory())
    memory = network.memory()
    parts = [network.read(ids[a:b], memory) for a, b in ((0, 7), (7, 8), (8, 20))]
    assert np.allclose(whole, np.concatenate(parts), atol=1e-4)
    with pytest.raises(ValueError):
        network.read(ids[:5], memory)


def test_the_same_seed_writes_the_same_text(small):
    first, again, other = (small("Hôm nay", seed=seed, max_tokens=30) for seed in (1, 1, 2))
    assert first == again != other


def test_more_is_written_than_the_network_sees(small):
    pieces = list(small.generate("Hôm nay " * 20, seed=3, max_tokens=90, temperature=2, top_p=1))
    assert len(pieces) > 40


def test_nothing_is_computed_before_it_is_asked_for(small, monkeypatch):
    calls = []
    read = small.network.read
    monkeypatch.setattr(small.network, "read", lambda *given: calls.append(1) or read(*given))
    pieces = small.generate("Hôm nay", seed=1, max_tokens=20)
    assert not calls
    assert len(list(islice(pieces, 3))) == 3 and len(calls) < 10


def test_many_texts_at_once_are_those_written_alone(small):
    seeds = range(12)
    alone = [small("Cho tôi", seed=seed, max_tokens=40) for seed in seeds]
    pieces = [small.generate("Cho tôi", seed=seed, max_tokens=40) for seed in seeds]
    next(pieces[0])  # one that is stopped halfway holds nobody up
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map("".join, pieces))[1:] == alone[1:]


def test_likeliest_tokens_are_those_of_temperature_0(small):
    assert small("Hai ly", temperature=0, max_tokens=9) == small("Hai ly", top_k=1, max_tokens=9)
    likeliest, share = small.next_token("Hai ly", 1)[0]
    assert 0 < share < 1
    assert small("Hai ly", temperature=0, max_tokens=1) in (likeliest, "\ufffd", "")


def test_next_tokens_are_sorted_and_share_certainty(small):
    found = small.next_token("Hai ly", small.tokenizer.size)
    shares = [share for _, share in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert "<|endoftext|>" in dict(found)


def test_a_blank_at_the_end_of_the_prompt_belongs_to_what_follows(small):
    assert small.next_token("Hai ly ") == small.next_token("Hai ly")
    text = small("Hai ly", seed=5)
    assert small("Hai ly ", seed=5) == text.removeprefix(" ")


def test_bits_are_what_the_network_says(small):
    text = TEXTS[0] * 6
    tokens, bits = zip(*small.bits(text), strict=True)
    assert tokens == tuple(small.tokenizer(text)) and len(tokens) > 3 * 24
    ids = [small.tokenizer.id("<|endoftext|>"), *(token.id for token in tokens)]
    shares = softmax(
        small.network.scores(small.network.read(np.array(ids[:24]), small.network.memory()))
    )
    direct = -np.log2(shares[np.arange(23), ids[1:24]])
    assert np.allclose(bits[:23], direct, atol=1e-3)
    assert small.bits("") == []


def test_drawing_follows_the_scores():
    scores, rng = np.log(np.array([0.5, 0.3, 0.15, 0.05])), np.random.default_rng(0)
    drawn = Counter(draw(scores, rng) for _ in range(4000))
    assert [drawn[i] / 4000 for i in range(4)] == pytest.approx([0.5, 0.3, 0.15, 0.05], abs=0.03)
    assert {draw(scores, rng, top_k=2) for _ in range(200)} == {0, 1}
    assert {draw(scores, rng, top_p=0.79) for _ in range(200)} == {0, 1}
    assert {draw(scores, rng, top_p=0.81) for _ in range(200)} == {0, 1, 2}
    assert {draw(scores, rng, top_p=0.01) for _ in range(20)} == {0}
    for low in (0.01, 1e-7, 1e-40, 1e-320):
        assert {draw(scores, rng, temperature=low) for _ in range(20)} == {0}
    assert draw(scores.astype(np.float32), rng, temperature=1e-5) == 0


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_text_ends_before_what_stops_it(cut):
    def pieces(text: str) -> list[str]:
        return [text[start : start + cut] for start in range(0, len(text), cut)]

    assert "".join(before_any(["\n\n", "Hết"], pieces("một\nhai\n\nba Hết"))) == "một\nhai"
    assert "".join(before_any(["Hết"], pieces("một HHế"))) == "một HHế"
    assert "".join(before_any([], pieces("một"))) == "một"
    assert list(before_any(["xyz"], "ab")) == ["a", "b"], "nothing is held back without need"


def test_half_a_character_is_taken(small):
    assert small("Hai ly \ud83d", seed=1) == small("Hai ly ?", seed=1)
    assert [token.end for token, _ in small.bits("a\ud83d")][-1] == 2


def test_one_string_stops_as_one():
    options = Options(stop="Hết")
    assert "".join(following("", ["H", "ế", "t", "a"], options)) == ""
    assert "".join(following("", ["thế ", "Hết"], options)) == "thế "


@pytest.mark.parametrize("option", [{"temperature": -1}, {"top_k": 0}, {"top_p": 0}, {"top_p": 2}])
def test_options_without_sense_are_refused_at_once(small, option):
    with pytest.raises(ModelError, match=next(iter(option))):
        small.generate("Hai ly", **option)


def test_the_embedded_model_says_what_it_can(embedded):
    assert "next_token" in embedded.info.capabilities
    assert embedded.info.size < 21e6
    (likeliest, _), *_ = embedded.next_token("Thành phố Hồ Chí")
    assert likeliest == " Minh"


def test_the_embedded_model_foresees_unseen_text(embedded):
    text = "Trời mưa to quá, đường ngập hết, xe máy chết máy nằm la liệt. Tôi phải dắt bộ về nhà."
    per_byte = sum(bits for _, bits in embedded.bits(text)) / len(text.encode())
    assert per_byte < 2


def test_transformers_gives_the_same_scores(embedded):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    folder = catalog.EMBEDDED / embedded.info.name
    theirs = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    ids = transformers.AutoTokenizer.from_pretrained(folder)("Hà Nội là thủ đô của")["input_ids"]
    with torch.inference_mode():
        right = theirs(torch.tensor([ids])).logits[0].numpy()
    network = embedded.network
    ours = network.scores(network.read(np.array(ids), network.memory()))
    assert np.allclose(ours, right, atol=1e-3)


def test_no_framework_is_loaded(embedded):
    code = "import sys; from aulac import models; models.get('generate')('a'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "tokenizers" in loaded.split()
    assert not {"torch", "transformers"} & set(loaded.split())
