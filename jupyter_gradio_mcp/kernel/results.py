"""From whatever a function gives back to what is sent of it, and whether that is what its hint promised."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from ..descriptions import FileData
from ..errors import FunctionFailed
from ..protocol import Shown
from . import arrays
from .display import display
from .files import Store
from .media import bytes_file, to_file
from .plain import MAX_INT_BITS, plain, text
from .tables import table

MAX_FILES = 1000
"""Items of a returned list that are looked at for files and tables."""

_JSON_TYPES = frozenset((str, int, float, bool, dict, type(None)))
"""Types whose values are neither files nor tables, and have nothing else to show."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A result as JSON.

    Attributes:
        value: Made of dict, list, str, int, float, bool and None only; no NaN.
        fits: Whether it obeys the output schema.
        files: Whether it holds files (`descriptions.FileData`).
        shown: How a model reads it, where that is not its JSON: of the value, or of each item of the list that it is.
    """

    value: Any
    fits: bool
    files: bool = False
    shown: Shown | list[Shown | None] | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A result, or an item of one, that stands for itself."""

    value: Any
    file: bool = False
    shown: Shown | None = None

    @property
    def apart(self) -> bool:
        """Whether the others of its list stand for themselves, too."""
        return self.file or self.shown is not None


class Results:
    """The way out, for one function.

    Args:
        adapter: Of the declared type; None where it has no schema.
        name: The function's name; files without one of their own are called so.
        files: Whether the hint promises files: then a path that is none is a failure.
        words: What the hint calls its files (`media.words_of`).
        exact: The declared type, if it is one of JSON's own without any more to it.
        tables: Whether the hint promises tables.
    """

    def __init__(
        self,
        adapter: TypeAdapter[Any] | None,
        name: str = "result",
        *,
        files: bool = False,
        words: tuple[str, ...] | str = "",
        exact: Any = None,
        tables: bool = False,
    ) -> None:
        self._adapter = adapter
        self._name = name
        self._files = files
        self._words = words
        self._exact = exact if exact in (str, int, float, bool) else None
        self._tables = tables

    def to_json(self, value: Any, store: Store | None = None) -> Returned:
        """`value` as JSON. What has no JSON form is shown as text.

        Args:
            value: What the function gave.
            store: Where values that are files are written; None shows them as text.

        Raises:
            FunctionFailed: It names a file that may not leave this machine.
        """
        kind = type(value)
        if kind is self._exact:
            # What the checks below would find, in a tenth of the time.
            if kind is str:
                return Returned(text(value), True)
            if kind is float:
                return Returned(value if math.isfinite(value) else None, True)
            if kind is bool or value.bit_length() <= MAX_INT_BITS:
                return Returned(value, True)
        if self._adapter is not None:
            fitting = self._fitting(value, self._adapter)
            if fitting is not None:
                return fitting
        return self._pieces(value, store) if store is not None else Returned(plain(value), False)

    # -- with a schema --

    def _fitting(self, value: Any, adapter: TypeAdapter[Any]) -> Returned | None:
        """`value` as its hint has it; None if it is not what the hint promises."""
        try:
            made = adapter.dump_python(value, mode="json", warnings="error")
            clean = plain(made)
            # Serialising does not look at constraints, and lets subclasses and duck types pass. NaN is
            # judged as the number that it was, not as the null that it is in JSON.
            adapter.validate_python(plain(made, nan=True), strict=None)
        except Exception:
            # A serialiser of the author's own may raise anything, and pydantic's do of an integer that is no float.
            return self._fitting_unboxed(value, adapter)
        return Returned(clean, True, shown=_texts(value) if self._tables else None)

    def _fitting_unboxed(self, value: Any, adapter: TypeAdapter[Any]) -> Returned | None:
        """The same for what is the promised JSON, but not the promised type: numpy's numbers, a tuple for a list."""
        try:
            bare = arrays.unboxed(value)
            if bare is value:
                return None
            read = adapter.validate_python(bare)
            made = adapter.dump_python(read, mode="json", warnings="error")
            adapter.validate_python(plain(made, nan=True))
            clean = plain(made)
            # Reading it leniently must not have changed it.
            return Returned(clean, True, shown=_texts(value)) if clean == plain(bare) else None
        except Exception:
            return None

    # -- without one --

    def _pieces(self, value: Any, store: Store) -> Returned:
        """`value` with files and tables, where it is one, or where items of a list or tuple are."""
        if type(value) in _JSON_TYPES and not self._words:
            return Returned(plain(value), False)
        word = self._words if isinstance(self._words, str) else ""
        several = type(value) in (list, tuple)
        # Some tuples are one file.
        whole = None if type(value) is list else self._piece(value, store, word)
        if whole is not None and (whole.apart or not several):
            return Returned(whole.value, False, whole.file, whole.shown)
        if len(value) > MAX_FILES or (not self._words and _JSON_TYPES.issuperset(map(type, value))):
            return Returned(plain(value), False)
        words = [word] * len(value) if isinstance(self._words, str) else self._words
        pieces = [
            self._piece(item, store, words[place] if place < len(words) else "") for place, item in enumerate(value)
        ]
        shown = [piece.shown for piece in pieces]
        return Returned(
            [piece.value for piece in pieces], False, any(p.file for p in pieces), shown if any(shown) else None
        )

    def _piece(self, value: Any, store: Store, word: str) -> _Piece:
        if type(value) in _JSON_TYPES and not word:
            return _Piece(plain(value))
        file = to_file(value, store, self._name, word=word)
        if file is not None:
            return _Piece(file, file=True)
        if isinstance(value, os.PathLike) and self._files:
            raise FunctionFailed(f"The function returned the path '{os.path.basename(value)}', which is no file.")
        found = table(value)
        if found is not None:
            return _Piece(found.records, shown={"text": found.text, "whole": found.whole})
        if isinstance(value, (str, bytes, list, tuple, dict, set, frozenset, int, float, os.PathLike)):
            return _Piece(plain(value))
        return self._displayed(value, store)

    def _displayed(self, value: Any, store: Store) -> _Piece:
        """An object by what it shows of itself, unless it is data."""
        form = display(value)
        if form is None:
            return _Piece(plain(value))
        if form.kind == "file":
            return _Piece(bytes_file(form.value, store, self._name, form.ending), file=True)
        if form.kind == "path":
            kept: FileData | None = to_file(form.value, store, self._name)
            return _Piece(plain(form.value)) if kept is None else _Piece(kept, file=True)
        return _Piece(plain(form.value))


def _texts(value: Any) -> Shown | list[Shown | None] | None:
    """The text of a table, or of those among the items of a list."""
    found = _text_of(value)
    if found is not None or not isinstance(value, (list, tuple)) or len(value) > MAX_FILES:
        return found
    texts: Sequence[Shown | None] = [_text_of(item) for item in value]
    return list(texts) if any(texts) else None


def _text_of(value: Any) -> Shown | None:
    found = table(value)
    return None if found is None else {"text": found.text, "whole": found.whole}
