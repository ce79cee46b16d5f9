"""Colours of Gradio's themes, by name."""

from __future__ import annotations

from typing import Any


class Color:
    """A colour.

    Args:
        shades: From `c50` to `c950`.
        name: Its name.
    """

    def __init__(self, *shades: str, name: str | None = None, **more: str) -> None:
        self.name = name
        self.shades = [*shades, *more.values()]

    def expand(self) -> list[str]:
        """Its shades."""
        return list(self.shades)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("c") and name[1:].isdigit():
            # A name that a theme hands on, and nothing reads.
            return f"{self.name}-{name[1:]}"
        raise AttributeError(name)


slate = Color(name="slate")
gray = Color(name="gray")
zinc = Color(name="zinc")
neutral = Color(name="neutral")
stone = Color(name="stone")
red = Color(name="red")
orange = Color(name="orange")
amber = Color(name="amber")
yellow = Color(name="yellow")
lime = Color(name="lime")
green = Color(name="green")
emerald = Color(name="emerald")
teal = Color(name="teal")
cyan = Color(name="cyan")
sky = Color(name="sky")
blue = Color(name="blue")
indigo = Color(name="indigo")
violet = Color(name="violet")
purple = Color(name="purple")
fuchsia = Color(name="fuchsia")
pink = Color(name="pink")
rose = Color(name="rose")
