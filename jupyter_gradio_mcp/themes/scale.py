"""Scales of Gradio's themes: values from the least to the most, each by Gradio's name of it."""

from __future__ import annotations

from typing import Any, ClassVar


class Scale:
    """A scale.

    Args:
        values: In order.
        name: Its name.
        more: Values by name.
    """

    names: ClassVar[tuple[str, ...]]
    """What the values are called, in order."""

    def __init__(self, *values: str, name: str | None = None, **more: str) -> None:
        self.name = name
        self._values = {**dict(zip(self.names, values, strict=False)), **more}

    def expand(self) -> list[str]:
        """Its values."""
        return list(self._values.values())

    def __getattr__(self, name: str) -> Any:
        if name in self.names:
            # A name that a theme hands on, and nothing reads.
            return self._values.get(name, f"{self.name}-{name.removeprefix('c')}")
        raise AttributeError(name)
