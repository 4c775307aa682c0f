"""Models with cards, all of them small enough for a laptop: `get(task)` and use them.

    restore = models.get("restore")         # embedded:khoi_phuc_dau
    restore("toi di hoc")                   # 'tôi đi học'

`catalog.py` says what a model is, what its card holds, and what each task's backend can do.
"""

from .catalog import ModelError, ModelInfo, card, get, names

__all__ = ["ModelError", "ModelInfo", "card", "get", "names"]
