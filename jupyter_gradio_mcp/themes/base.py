"""What all themes are: what an author says of the look, which nothing here asks for."""

from __future__ import annotations

from typing import Any

from typing_extensions import Self


class ThemeClass:
    """Gradio's name of what themes have in common."""

    name = "base"

    @classmethod
    def load(cls, path: str) -> Self:
        """A theme; the file is not read."""
        return cls()

    @classmethod
    def from_hub(cls, repo_name: str, token: str | None = None) -> Self:
        """A theme; nothing is asked of Hugging Face."""
        return cls()


class Base(ThemeClass):
    """A theme.

    Args:
        said: Gradio's keywords, such as `primary_hue`, `font` and `text_size`; all are taken.
    """

    def __init__(self, **said: Any) -> None:
        self._said = said

    def set(self, **said: Any) -> Self:
        """Say more of the look.

        Args:
            said: Variables of Gradio's style sheet; all are taken.
        """
        self._said = {**self._said, **said}
        return self

    def __getattr__(self, name: str) -> Any:
        # A subclass reads what was set.
        if name.startswith("_"):
            raise AttributeError(name)
        return self._said.get(name)
