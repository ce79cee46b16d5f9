"""Warnings to authors: at the line of theirs that they are about."""

from __future__ import annotations

import sys
import warnings


def warn(text: str) -> None:
    """Warn the author, whose line is the one that is shown."""
    warnings.warn(text, stacklevel=_outer_depth())


def _outer_depth() -> int:
    """How far up the first frame is that is not of this package."""
    package = __name__.partition(".")[0] + "."
    depth, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(package):
        depth, frame = depth + 1, frame.f_back
    return depth
