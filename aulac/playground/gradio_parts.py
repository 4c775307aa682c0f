"""The Gradio side of playgrounds: the same shape for all, tidy, and nothing from outside.

Import this before gradio: the switches in the environment are read when gradio is imported.
"""

import json
import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from html import escape  # noqa: E402

import gradio as gr  # noqa: E402

from . import STATIC  # noqa: E402
from .view import WORDS, html  # noqa: E402

SYSTEM = ("system-ui", "Noto Sans", "Arial", "sans-serif")
SYSTEM_MONO = ("ui-monospace", "Noto Sans Mono", "monospace")

# Gradio's own colours under the names that playground.css knows, in light and in dark.
COLOURS = """
.gradio-container {
  --pst-color-text-base: var(--body-text-color);
  --pst-color-text-muted: var(--body-text-color);
  --pst-color-background: var(--background-fill-primary);
  --pst-color-surface: var(--background-fill-secondary);
  --pst-color-border: var(--border-color-primary);
}
.dark {
  --pst-color-primary: #3fb1c5;
  --pst-color-success: #5fb236;
  --pst-color-danger: #e78894;
}
"""

COPY = """
element.addEventListener("click", async ({ target }) => {
  const button = target.closest(".aulac-copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.value);
  button.textContent = element.querySelector("[data-copied]").dataset.copied;
});
"""


def text_playground(lang: str, words: dict, examples: list, view, ai: bool = False) -> gr.Blocks:
    """Return an app with one text box: view(text, lang) tells what to show at every key.

    `ai` says on the page that a model answers, and that it may be wrong.
    """
    own = WORDS[lang]

    def show(text: str) -> str:
        sections = html(view(text or "", lang), lang, copying=True)
        return f'<div class="aulac-result" data-copied="{escape(own["copied"])}">{sections}</div>'

    with gr.Blocks(title=words["title"], analytics_enabled=False) as app:
        gr.HTML(f"<h1>{escape(words['title'])}</h1><p>{escape(words['intro'])}</p>")
        if ai:
            gr.HTML(f'<p class="aulac-notice" role="note">{escape(own["ai"])}</p>')
        first = examples[0]["text"]
        box = gr.Textbox(first, label=words["label"], placeholder=words["placeholder"], lines=4)
        with gr.Row():
            for example in examples:
                button = gr.Button(example["name"][lang], size="sm", min_width=120)
                button.click(None, outputs=box, js=f"() => {json.dumps(example['text'])}")
        result = gr.HTML(show(first), js_on_load=COPY, apply_default_css=False)
        # `change`, for `input` misses a paste (Gradio 6.31)
        box.change(show, box, result, trigger_mode="always_last", show_progress="hidden")
    return app


def chrome(lang: str) -> dict:
    """Return how an app is mounted: no footer, own colours, fonts of the system, the language."""
    return {
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "theme": gr.themes.Default(primary_hue="teal", font=SYSTEM, font_mono=SYSTEM_MONO),
        "css": COLOURS,
        "css_paths": STATIC / "playground.css",
        "head": f'<script>document.documentElement.lang = "{lang}";</script>'
        '<link rel="icon" href="data:,">',
    }
