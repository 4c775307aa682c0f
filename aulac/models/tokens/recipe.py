"""How the tokenizers are made: `aulac train bpe_8k`, `bpe_16k`.

Byte-level BPE (Sennrich et al. 2016; Radford et al. 2019): merges are learnt from the frequent
pairs of all texts that the course's models may learn from. Bytes that no merge covers stay bytes,
so any text can be written, and the normalizer composes letters first (NFC), so how they were typed
does not matter.
"""

import json
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from ...text import stored
from ..restorer.recipe import texts

END, PAD, TURN, TURN_END = SPECIAL = ("<|endoftext|>", "<|pad|>", "<|im_start|>", "<|im_end|>")
CONTEXT = 512  # tokens that the course's language model sees

# What no merge may cross: a word with the blank or mark before it, a number, marks, line ends.
PIECES = Regex(
    r"[^\r\n\p{L}\p{N}]?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

Report = Callable[[str], None]


def train_8k(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write a tokenizer of 8,192 tokens. No chance in it; it takes half a minute."""
    save(learnt((stored(text) for text in every_text(report)), 8192, report), out)


def train_16k(out: Path, *, seed: int, resume: bool, report: Report) -> None:
    """Write a tokenizer of 16,384 tokens. No chance in it; it takes half a minute."""
    save(learnt((stored(text) for text in every_text(report)), 16384, report), out)


def every_text(report: Report):
    """Yield each text as often as it counts: the course's own and news four times."""
    return (each for text, times in texts(report) for each in repeat(text, times))


def learnt(every, size: int, report: Report) -> Tokenizer:
    """Return a tokenizer of `size` tokens, special ones and the 256 bytes among them."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(PIECES, "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    report(f"reading texts, learning {size:,} tokens")
    tokenizer.train_from_iterator(every, trainer)
    report(f"{tokenizer.get_vocab_size():,} tokens")
    return tokenizer


def save(tokenizer: Tokenizer, out: Path) -> None:
    """Write the two files from which `transformers.AutoTokenizer` and ours load it."""
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": END,
        "eos_token": END,
        "pad_token": PAD,
        "model_max_length": CONTEXT,
        "clean_up_tokenization_spaces": False,
    }
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
