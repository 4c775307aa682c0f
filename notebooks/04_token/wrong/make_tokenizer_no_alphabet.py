"""make_tokenizer: has no token for a byte that training did not show.

loses: lossless, their_texts"""

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers


def make_tokenizer(texts):
    """Return a tokenizers.Tokenizer of at most 4,096 tokens, trained on texts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=4096, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


hotline = make_tokenizer(TEXTS)  # noqa: F821
