"""From whatever a function gives back to JSON, and whether that is what its hint promised."""

from __future__ import annotations

import base64
import math
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from ..errors import FunctionFailed
from .files import Store
from .media import to_file

MAX_REPR = 10_000
"""Characters of the repr that stands for an object without a JSON form."""

MAX_INT_BITS = 14_000
"""Size of the largest integer; Python itself refuses to write one of more than 4300 digits."""

MAX_FILES = 1000
"""Items of a returned list that are looked at for files."""

MAX_DEPTH = 200
"""Levels of nesting; deeper ones, such as a structure that holds itself, are cut."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A result as JSON.

    Attributes:
        value: Made of dict, list, str, int, float, bool and None only; no NaN.
        fits: Whether it obeys the output schema.
        files: Whether it holds files (`protocol.FileData`).
    """

    value: Any
    fits: bool
    files: bool = False


class Results:
    """The way out, for one function.

    Args:
        adapter: Of the declared type; None where it has no schema.
        name: The function's name; files without one of their own are called so.
        files: Whether the hint promises files: then a path that is none is a failure.
    """

    def __init__(self, adapter: TypeAdapter[Any] | None, name: str = "result", *, files: bool = False) -> None:
        self._adapter = adapter
        self._name = name
        self._files = files

    def to_json(self, value: Any, store: Store | None = None) -> Returned:
        """`value` as JSON. What has no JSON form is shown as text.

        Args:
            value: What the function gave.
            store: Where values that are files are written; None shows them as text.

        Raises:
            FunctionFailed: It names a file that may not leave this machine.
        """
        if self._adapter is None:
            return self._with_files(value, store) if store is not None else Returned(_plain(value), False)
        try:
            made = self._adapter.dump_python(value, mode="json", warnings="error")
            clean = _plain(made)
            # Serialising does not look at constraints, and lets subclasses and duck types pass. NaN is
            # judged as the number that it was, not as the null that it is in JSON.
            self._adapter.validate_python(_plain(made, nan=True), strict=None)
        except (PydanticSerializationError, ValidationError, ValueError, TypeError, AttributeError, RecursionError):
            return self._with_files(value, store) if store is not None else Returned(_plain(value), False)
        return Returned(clean, True)

    def _with_files(self, value: Any, store: Store) -> Returned:
        """`value` with files, where it is one, or where items of a list or tuple are."""
        several = type(value) in (list, tuple)
        # Only a short list is looked through: a gallery, or several outputs.
        items = list(value) if several and len(value) <= MAX_FILES else [value]
        found = [to_file(item, store, self._name) for item in items]
        for item, file in zip(items, found, strict=True):
            if self._files and file is None and isinstance(item, os.PathLike):
                raise FunctionFailed(f"The function returned the path '{os.path.basename(item)}', which is no file.")
        if not any(found):
            return Returned(_plain(value), False)
        made = [file if file is not None else _plain(item) for file, item in zip(found, items, strict=True)]
        return Returned(made if several else made[0], False, True)


def _plain(value: Any, depth: int = 0, *, nan: bool = False) -> Any:
    """`value`, made of JSON's types only; with `nan`, NaN and infinity stay what they are."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    kind = type(value)
    if kind is int:
        return value if value.bit_length() <= MAX_INT_BITS else f"<an integer of {value.bit_length()} bits>"
    if kind is float:
        return value if nan or math.isfinite(value) else None
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {_key(key): _plain(inner, depth + 1, nan=nan) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "_asdict"):
        return [_plain(inner, depth + 1, nan=nan) for inner in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, os.PathLike):
        return _plain(os.fspath(value), depth + 1)
    return _object(value, depth)


def _object(value: Any, depth: int) -> Any:
    """An object: by what it is known for, by pydantic's knowledge of the standard library, or its repr."""
    try:
        if _is_from("pandas", "DataFrame", value):
            return _plain(value.to_dict(orient="records"), depth + 1)
        if _is_from("polars", "DataFrame", value):
            return _plain(value.to_dicts(), depth + 1)
        # numpy's arrays and numbers, the series of pandas, tensors.
        if callable(getattr(value, "tolist", None)):
            return _plain(value.tolist(), depth + 1)
        made = to_jsonable_python(value, by_alias=True, inf_nan_mode="constants", fallback=_shown)
    except Exception:
        return _shown(value)
    return made if made is value else _plain(made, depth + 1)


def _is_from(module: str, name: str, value: Any) -> bool:
    """Whether `value` is of a class of a library that may not be there; it is never imported here."""
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(value, kind)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return _text(key)
    made = _plain(key)
    return made if isinstance(made, str) else _shown(key)


def _text(text: str) -> str:
    """Text that UTF-8 can carry: a lone surrogate becomes a question mark."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return str(text)


def _shown(value: Any) -> str:
    try:
        return _text(repr(value))[:MAX_REPR]
    except Exception:
        return f"<{type(value).__name__}>"
