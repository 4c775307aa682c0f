"""The notebook that stands for one that could not be read: for the formgrader and for feedback."""

from .messages import say
from .report import NotebookReport


def notice(notebook: NotebookReport, lang: str) -> dict:
    """A notebook (nbformat 4) that only says why nothing was graded."""
    params = {"name": f"{notebook.name}.ipynb"} | notebook.params
    text = say(notebook.refusal or "refused", lang, **params)
    cell = {"cell_type": "markdown", "id": "refusal", "metadata": {}, "source": text}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
