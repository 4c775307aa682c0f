"""Writes `samples.json`: what the language model writes at several temperatures.

`python record_samples.py`, after the model has changed; some minutes on one CPU core.
"""

import json
from pathlib import Path

from aulac import models
from aulac.models import catalog

TEMPERATURES = (0.4, 0.7, 1.0, 1.3, 1.6)
PROMPTS = (  # of daily life, so that nobody is named
    "Buổi sáng ở quê,",
    "Cô giáo bước vào lớp và",
    "Mẹ tôi thường nói:",
    "Ngày xưa, có một con",
    "Trời mưa to,",
    "Bà ngoại nấu",
    "Con sông chảy qua làng",
    "Chiếc xe đạp cũ",
)
SEEDS = range(3)
OPTIONS = {"max_tokens": 60, "top_p": 1.0}


def main() -> None:
    model = models.get("generate")
    lines = [
        {
            "temperature": temperature,
            "prompt": prompt,
            "seed": seed,
            "text": model(prompt, temperature=temperature, seed=seed, **OPTIONS),
        }
        for temperature in TEMPERATURES
        for prompt in PROMPTS
        for seed in SEEDS
    ]
    weights = catalog.card(model.info.name).facts["files"]["model.safetensors"]
    found = {"model": model.info.ref, "weights": weights, "options": OPTIONS, "samples": lines}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    Path(__file__).with_name("samples.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
