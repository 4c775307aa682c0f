"""The Gradio side of module 06's playground: the usual page, and in it a text that grows.

Each learner's stream is a generator of its own; Gradio runs up to STREAMS of them side by side, so
that nobody waits for another one's text to end.
"""

STREAMS = 20


def app(lang: str, words: dict, examples: list, live, stream):
    """Return the app. live(text, lang) and stream(text, ...) are those of playground.py."""
    from aulac.models import ModelError
    from aulac.playground.gradio_parts import gr, text_playground
    from aulac.playground.view import html

    def show(text: str, language: str) -> list:
        try:
            return live(text, language)
        except ModelError as error:
            return missing(error)

    def write(text: str, temperature: float, top_k: float, length: float):
        try:
            for sections in stream(text or "", temperature, top_k, length, lang):
                yield result(sections)
        except ModelError as error:
            yield result(missing(error))

    def missing(error: ModelError) -> list:
        from aulac.playground.view import section

        say = words["stream_missing"].format(error=error)
        return [section("missing", words["stream_title"], say)]

    def result(sections: list) -> str:
        return f'<div class="aulac-result">{html(sections, lang)}</div>'

    blocks = text_playground(lang, words, examples, show, ai=True)
    box = next(each for each in blocks.blocks.values() if isinstance(each, gr.Textbox))
    place = len(blocks.children) - 1  # above the result of the usual page
    with blocks:
        with gr.Row():
            temperature = gr.Slider(0, 2, 0.8, step=0.1, label=words["temperature"])
            top_k = gr.Slider(0, 100, 0, step=1, label=words["top_k"])
            length = gr.Slider(10, 80, 40, step=5, label=words["length"])
        with gr.Row():
            start = gr.Button(words["write"], variant="primary")
            stop = gr.Button(words["stop"])
        written = gr.HTML(apply_default_css=False)
        running = start.click(
            write,
            [box, temperature, top_k, length],
            written,
            concurrency_limit=STREAMS,
            show_progress="hidden",
        )
        stop.click(None, cancels=[running])
    usual, own = blocks.children[: place + 1], blocks.children[place + 1 :]
    blocks.children = [*usual[:place], *own, usual[place]]
    return blocks
