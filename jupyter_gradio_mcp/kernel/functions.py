"""What an author's function says of itself: its name, its signature and hints."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, get_type_hints


def called(function: Callable[..., Any]) -> str:
    """The name of a function, or of that in a partial, or of the class of an object that can be called."""
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__name__", type(function).__name__))


def looked_into(function: Callable[..., Any]) -> tuple[inspect.Signature, dict[str, Any]]:
    """Signature and hints; of what has none, such as some of Python's own functions, one that takes anything."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        anything = inspect.Parameter("values", inspect.Parameter.VAR_POSITIONAL)
        return inspect.Signature([anything]), {}
    try:
        return signature, get_type_hints(code_of(function), include_extras=True)
    except Exception:
        # What a hint names need not be there: the components tell what goes in and out.
        return signature, {}


def code_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """What runs: of a partial its function, of an object its `__call__`."""
    while isinstance(function, partial):
        function = function.func
    if not inspect.isroutine(function) and not inspect.isclass(function):
        function = type(function).__call__
    unwrapped: Callable[..., Any] = inspect.unwrap(function)
    return unwrapped
