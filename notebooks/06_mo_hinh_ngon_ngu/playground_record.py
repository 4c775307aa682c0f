"""Records what Âu Lạc Mini answers to the examples of the playground, in playground_recorded.json.

    python notebooks/06_mo_hinh_ngon_ngu/playground_record.py

For each opening: the likeliest next tokens with their share in per cent, and a text written on at
each of three temperatures.
"""

import json
from datetime import date
from pathlib import Path

from playground_words import EXAMPLES

from aulac import models

FILE = Path(__file__).parent / "playground_recorded.json"
NEXT, LENGTH, SEED = 6, 28, 6
TEMPERATURES = (0, 0.8, 1.5)


def answer(model, text: str) -> dict:
    found = model.next_token(text, NEXT)
    options = {"max_tokens": LENGTH, "top_p": 1.0, "seed": SEED}
    return {
        "next": [[token.replace("\n", "⏎"), round(share * 100)] for token, share in found],
        "texts": [model(text, temperature=warm, **options).strip() for warm in TEMPERATURES],
    }


def main() -> None:
    model = models.get("generate")
    answers = {each["text"]: answer(model, each["text"]) for each in EXAMPLES}
    rows = (f"{json.dumps(key)}: {json.dumps(each)}" for key, each in answers.items())
    body = ",\n".join(rows)
    today = date.today().strftime("%d-%m-%Y")
    FILE.write_text(f'{{"date": "{today}", "answers": {{\n{body}\n}}}}\n')


if __name__ == "__main__":
    main()
