"""Recipes: how each embedded model, and the counts, are made again, by `aulac train NAME`.

A recipe lives with its model and is a function

    train(out: Path, *, seed: int, resume: bool, report: Callable[[str], None]) -> None

which writes the model's folder (`card.yml` and weights) to `out`, goes on from what an interrupted
run left there if `resume`, and tells its progress to `report`, a line at a time.
"""

from importlib import import_module
from pathlib import Path

from ..classroom.language import sentence
from ..data.near import no_such
from .catalog import ModelError

RECIPES = {
    "counts": "aulac.models.restorer.recipe:train_counts",
    "khoi_phuc_dau": "aulac.models.restorer.recipe:train",
    "tach_tu": "aulac.models.words.recipe:train_segmenter",
    "gan_nhan_tu_loai": "aulac.models.words.recipe:train_tagger",
    "bpe_8k": "aulac.models.tokens.recipe:train_8k",
    "bpe_16k": "aulac.models.tokens.recipe:train_16k",
    "ngon_ngu": "aulac.models.language.recipe:train",
    "thuc_the": "aulac.models.entities.recipe:train",
    "cam_xuc": "aulac.models.sentiment.recipe:train",
    "vecto_cau": "aulac.models.vectors.recipe:train",
}


def run(name: str, out: Path | None, seed: int, resume: bool) -> int:
    """Train one model into `out` (default: build/models/NAME); return the exit code."""
    recipe = _recipe(name)
    out = out or Path("build", "models", name)
    if not resume and out.is_dir() and any(out.iterdir()):
        raise ModelError(
            sentence(
                f"{out} đã có sẵn nội dung: thêm --resume để chạy tiếp, hoặc chọn --out khác",
                f"{out} is not empty: add --resume to go on, or choose another --out",
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    try:
        recipe(out, seed=seed, resume=resume, report=lambda line: print(line, flush=True))
    except KeyboardInterrupt:
        print(
            sentence(
                f"đã dừng; chạy tiếp: aulac train {name} --out {out} --resume",
                f"stopped; to go on: aulac train {name} --out {out} --resume",
            )
        )
        return 130
    return 0


def _recipe(name: str):
    if name not in RECIPES:
        raise ModelError(no_such("công thức huấn luyện", "recipe", name, RECIPES))
    module, _, function = RECIPES[name].partition(":")
    try:
        return getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        raise ModelError(
            sentence(
                f"huấn luyện {name} cần gói {error.name}: cài bằng pip install 'aulac[models]'",
                f"training {name} needs {error.name}: install it with pip install 'aulac[models]'",
            )
        ) from None
