"""Models of the Hugging Face hub: `hf:OWNER/NAME[@REVISION]`, fetched once and used offline.

    aulac models fetch hf:Qwen/Qwen3-0.6B
    models.get("generate", "hf:Qwen/Qwen3-0.6B")

`reference.py` says which commit is used, `fetching.py` what is downloaded, `loading.py` what is
loaded: safetensors only, never code or pickle, and never from the network.
"""

from .fetching import fetch
from .loading import load

__all__ = ["fetch", "load"]
