"""Sizes of Gradio's themes, by name."""

from __future__ import annotations

from typing import Any


class Size:
    """A size.

    Args:
        steps: From `xxs` to `xxl`.
        name: Its name.
    """

    def __init__(self, *steps: str, name: str | None = None, **more: str) -> None:
        self.name = name
        self.steps = [*steps, *more.values()]

    def expand(self) -> list[str]:
        """Its steps."""
        return list(self.steps)

    def __getattr__(self, name: str) -> Any:
        if name in ("xxs", "xs", "sm", "md", "lg", "xl", "xxl"):
            # A name that a theme hands on, and nothing reads.
            return f"{self.name}-{name}"
        raise AttributeError(name)


radius_none = Size(name="radius_none")
radius_sm = Size(name="radius_sm")
radius_md = Size(name="radius_md")
radius_lg = Size(name="radius_lg")
radius_xxl = Size(name="radius_xxl")
spacing_sm = Size(name="spacing_sm")
spacing_md = Size(name="spacing_md")
spacing_lg = Size(name="spacing_lg")
text_sm = Size(name="text_sm")
text_md = Size(name="text_md")
text_lg = Size(name="text_lg")
