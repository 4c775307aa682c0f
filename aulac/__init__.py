"""Âu Lạc Academy: what learners import, and the `aulac` command."""
