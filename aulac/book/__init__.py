"""The online book: two sites, Vietnamese and English, made from the sources by Jupyter Book 1.

book/*.md, notebooks/* ─► sources.py (one Sphinx source tree a language) ─► site.py (runs Jupyter
Book, reports every warning at its source) ─► build/book/html/{vi,en}. assets.py fetches fonts,
MathJax, widgets and icons by checksum; extension.py is what Sphinx is told.
"""
