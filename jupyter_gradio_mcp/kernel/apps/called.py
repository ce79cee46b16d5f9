"""What a function is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any


def called(function: Callable[..., Any]) -> str:
    """The name of a function, or of that in a partial, or of the class of an object that can be called."""
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__name__", type(function).__name__))
