"""Fonts of Gradio's themes. None is loaded: what is shown has the notebook's."""

from __future__ import annotations

from collections.abc import Sequence


class Font:
    """A font.

    Args:
        name: Its name.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return (
            self.name if self.name in ("sans-serif", "serif", "monospace", "cursive", "fantasy") else f"'{self.name}'"
        )


class LocalFont(Font):
    """A font of Gradio's files.

    Args:
        name: Its name.
        weights: How bold.
    """

    def __init__(self, name: str, weights: Sequence[int] = (400, 700)) -> None:
        super().__init__(name)
        self.weights = weights


class GoogleFont(LocalFont):
    """A font of Google's, which is not asked for it."""
