"""Searching texts by words (BM25 that forgives missing marks) and by meaning."""

from .searcher import Collection, Hit, HybridSearcher, Searcher

__all__ = ["Collection", "Hit", "HybridSearcher", "Searcher"]
