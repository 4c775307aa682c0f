"""make_tokenizer: knows only the 256 bytes.   loses: step_1, step_2, their_texts"""

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers


def make_tokenizer(texts):
    """Return a tokenizers.Tokenizer of at most 4,096 tokens, trained on texts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=256, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


hotline = make_tokenizer(TEXTS)  # noqa: F821
