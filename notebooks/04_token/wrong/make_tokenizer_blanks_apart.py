"""make_tokenizer: makes each blank a token of its own.   loses: step_1, step_2"""

from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    trainers,
)


def make_tokenizer(texts):
    """Return a tokenizers.Tokenizer of at most 4,096 tokens, trained on texts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    blanks = pre_tokenizers.Split(Regex(r"\s"), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([blanks, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=4096, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


hotline = make_tokenizer(TEXTS)  # noqa: F821
