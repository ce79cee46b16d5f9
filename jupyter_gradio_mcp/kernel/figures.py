"""Figures of pyplot that functions return: without this a notebook shows them below the next cell, too."""

from __future__ import annotations

import sys
from typing import Any

from . import arrays

_PICTURED = ("inline", "agg")
"""How the names of backends end that show a figure by its picture; others have windows, which stay."""


def note(drawn: list[Any], value: Any) -> None:
    """Add the figures that a function returned, each by itself or as one of several outputs, to those of its call."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    for item in value if isinstance(value, (list, tuple)) else (value,):
        found = item.get_figure() if arrays.is_from("matplotlib.axes", "Axes", item) else item
        if arrays.is_from("matplotlib.figure", "Figure", found):
            drawn.append(found)


def close(drawn: list[Any]) -> None:
    """Take the figures of a call that has ended off pyplot's list. They stay what they are for who holds them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if not drawn or pyplot is None:
        return
    if str(pyplot.get_backend()).lower().endswith(_PICTURED):
        for figure in drawn:
            pyplot.close(figure)
    drawn.clear()
