"""Any Python object, made of JSON's types only. What has no JSON form is shown as text."""

from __future__ import annotations

import base64
import math
import os
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from . import arrays

MAX_REPR = 10_000
"""Characters of the repr that stands for an object without a JSON form."""

MAX_INT_BITS = 14_000
"""Size of the largest integer; Python itself refuses to write one of more than 4300 digits."""

MAX_DEPTH = 200
"""Levels of nesting; deeper ones, such as a structure that holds itself, are cut."""

_SMALL = 1 << 63


def plain(value: Any, depth: int = 0, *, nan: bool = False) -> Any:
    """`value`, made of dict, list, str, int, float, bool and None.

    Args:
        value: Anything.
        depth: How deep it is in what it belongs to.
        nan: Whether NaN and infinity stay what they are; otherwise they are None.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value)
    kind = type(value)
    if kind is int:
        return value if value.bit_length() <= MAX_INT_BITS else f"<an integer of {value.bit_length()} bits>"
    if kind is float:
        return value if nan or math.isfinite(value) else None
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {
            (key if type(key) is str and key.isascii() else _key(key)): plain(inner, depth + 1, nan=nan)
            for key, inner in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "_asdict"):
        # Most items are such as need no call.
        return [
            inner
            if ((of := type(inner)) is int and -_SMALL < inner < _SMALL) or (of is str and inner.isascii())
            else plain(inner, depth + 1, nan=nan)
            for inner in value
        ]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, os.PathLike):
        return plain(os.fspath(value), depth + 1)
    return _object(value, depth, nan=nan)


def text(value: str) -> str:
    """Text that UTF-8 can carry: a lone surrogate becomes a question mark."""
    if type(value) is str and value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode()
    return str(value)


def shown(value: Any) -> str:
    """The repr of an object, or what can be said where it has none."""
    try:
        return text(repr(value))[:MAX_REPR]
    except Exception:
        return f"<{type(value).__name__}>"


def _object(value: Any, depth: int, *, nan: bool) -> Any:
    """An object: by what it is known for, by pydantic's knowledge of the standard library, or its repr."""
    try:
        found = arrays.to_python(value)
        if found is not None:
            return found.value if found.clean else plain(found.value, depth + 1, nan=nan)
        made = to_jsonable_python(value, by_alias=True, inf_nan_mode="constants", fallback=shown)
    except Exception:
        return shown(value)
    return made if made is value else plain(made, depth + 1, nan=nan)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return text(key)
    made = plain(key)
    # The numbers of numpy are called as Python's are.
    return made if isinstance(made, str) else shown(made if isinstance(made, (int, float)) else key)
