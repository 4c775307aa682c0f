"""Bits per byte of the language model, and its speed: `python tests/bench/bench_language.py`.

How many bits it costs to tell a text, a token given those before it, by the bytes of the text in
UTF-8, stored form. Fewer is better. No text was seen in training: public documents held out, the
dev part of UD VTB (news, some sentences a text), newspaper texts of the course (dev, test); at most
`--limit` characters of each. A token is told from at least half of the context before it, where
there is as much.

The counts are a trigram model of syllables (Witten-Bell). They know neither capitals nor blanks,
which are told for free here, and spell what they have no entry for (names, numbers, rare marks) at
SPELT bits a byte: the figure flatters them. `--peer FOLDER` measures any causal model of
transformers in the same way; speed is that of one thread, in seconds of processor time.
"""

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from bench_tokens import test_texts

from aulac import models
from aulac.data.counts import SPECIALS, START, Counts
from aulac.models.language.recipe import LINES, runs
from aulac.models.restorer.tokens import sentences, tokens
from aulac.models.restorer.trigrams import Trigrams
from aulac.text import stored

SPELT = 4.5  # bits a byte of what the counts do not know
PROMPTS = ("Hà Nội là thủ đô của", "Ngày xưa, có một", "Trí tuệ nhân tạo")

Bits = Callable[[str], float]


def counted(counts: Counts) -> Bits:
    """Return what tells the bits of a text by the counts."""
    trigrams = Trigrams(counts)

    def bits(text: str) -> float:
        nats = spelt = 0.0
        for sentence in sentences(tokens(text)):
            forms = [START, START, *(token.form for token in sentence)]
            forms += [START] * (forms[-1] != START)
            ids = [counts.id(form) for form in forms]
            first, second, third = np.array([ids[:-2], ids[1:-1], ids[2:]])
            nats -= trigrams.log_probability(first, second, third).sum()
            unknown = [t for t in sentence if counts.id(t.form) < len(SPECIALS) and t.form != START]
            spelt += sum(len(text[t.start : t.end].encode()) for t in unknown)
        return nats / np.log(2) + SPELT * spelt

    return bits


def transformers_model(folder: Path) -> Bits:
    """Return what tells the bits of a text by a causal model of transformers, in windows of 512."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    def bits(text: str) -> float:
        ids = [tokenizer.bos_token_id or tokenizer.eos_token_id]
        ids = torch.tensor(ids + tokenizer(text, add_special_tokens=False)["input_ids"])
        nats, done = 0.0, 1
        while done < len(ids):
            start = max(0, done - 256)
            window = ids[start : start + 513]
            with torch.inference_mode():
                shares = model(window[None, :-1]).logits[0].log_softmax(-1)
            found = shares.gather(1, window[1:, None])[done - 1 - start :]
            nats -= found.sum().item()
            done += len(found)
        return nats / np.log(2)

    return bits


def speed(generator) -> float:
    """Return tokens a second of processor time, loading left out."""
    next(generator.generate(PROMPTS[0], seed=0))
    began, written = time.process_time(), 0
    for prompt in PROMPTS:
        written += sum(1 for _ in generator.generate(prompt, max_tokens=200, seed=0))
    return written / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peer", type=Path, action="append", default=[], help="a model's folder")
    parser.add_argument("--limit", type=int, default=10_000, help="characters of a text")
    parser.add_argument("--texts", type=int, help="how many texts of each set, by default all")
    asked = parser.parse_args()
    sets = defaultdict(list)
    for name, text in test_texts():
        sets[name].append(stored(text))
    vtb = "news (ud_vtb dev)"
    sets[vtb] = list(map("\n".join, runs(sets[vtb], LINES)))
    sets = {name: [t[: asked.limit] for t in some[: asked.texts]] for name, some in sets.items()}
    size = {name: sum(len(text.encode()) for text in texts) for name, texts in sets.items()}
    print(f"| model | {' | '.join(f'{name}, {size[name] / 1e3:.0f} kB' for name in sets)} |")
    print(f"|{' --- |' * (len(sets) + 1)}")
    generator = models.get("generate")
    systems: dict[str, Bits] = {
        generator.info.name: lambda text: sum(bits for _, bits in generator.bits(text)),
        "counts (flattered)": counted(Counts.load()),
    }
    systems |= {peer.name: transformers_model(peer) for peer in asked.peer}
    for name, bits in systems.items():
        cells = [f"{sum(map(bits, texts)) / size[of]:.3f}" for of, texts in sets.items()]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    began = time.perf_counter()
    models.get("generate")
    print(f"loaded in {time.perf_counter() - began:.2f} s, {speed(generator):.0f} tokens/s")


if __name__ == "__main__":
    main()
