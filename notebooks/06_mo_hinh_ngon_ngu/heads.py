"""What the heads of a language model look at: a window into the network of `aulac`."""

from unittest.mock import patch

import numpy as np

from aulac.models.language import network


def attention_of(generator, text: str) -> tuple[list[str], np.ndarray]:
    """Return the tokens read and the shares (layers, heads, tokens, tokens) of each looking back.

    The first token is the mark that opens every text. A row belongs to the token that looks, a
    column to the one looked at.
    """
    kept, softmax = [], network.softmax

    def listening(scores: np.ndarray) -> np.ndarray:
        kept.append(softmax(scores))
        return kept[-1]

    ids = np.array([generator.tokenizer.id("<|endoftext|>"), *generator.tokenizer.encode(text)])
    with patch.object(network, "softmax", listening):
        generator.network.read(ids, generator.network.memory())
    names = ["<mở>", *(generator.tokenizer.shown(i).strip() or "_" for i in ids[1:].tolist())]
    return names, np.stack(kept)
