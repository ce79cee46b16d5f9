"""Gradio's place of `colors`, `fonts` and `sizes`, which programs with themes of their own import them from."""

from __future__ import annotations

from . import colors, fonts, sizes

__all__ = ["colors", "fonts", "sizes"]
