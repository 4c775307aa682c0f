"""make_tokenizer: gives each word a number, and strange words none.

loses: lossless, their_texts"""

from tokenizers import Tokenizer, models, pre_tokenizers, trainers


def make_tokenizer(texts):
    """Return a tokenizers.Tokenizer of at most 4,096 tokens, trained on texts."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.WordLevelTrainer(
        vocab_size=4096, special_tokens=["<unk>"], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


hotline = make_tokenizer(TEXTS)  # noqa: F821
