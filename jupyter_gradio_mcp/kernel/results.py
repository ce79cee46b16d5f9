"""From whatever a function gives back to what is sent of it, and whether that is what its hint promised."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from ..descriptions import FileData, is_file_data
from ..errors import FunctionFailed
from ..protocol import Shown
from . import arrays
from .components.base import Component
from .display import display
from .files import Store
from .media import bytes_file, to_file
from .plain import MAX_INT_BITS, plain, text
from .tables import table
from .viewed import viewed
from .views import CallViews

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
        components: What shows the result, if the author says so: one, or one for each item of it.
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
        components: Sequence[Component] | None = None,
    ) -> None:
        self._adapter = adapter
        self._name = name
        self._files = files
        self._words = words
        self._exact = exact if exact in (str, int, float, bool) else None
        self._tables = tables
        self._components = tuple(components or ())

    def to_json(self, value: Any, store: Store | None = None, views: CallViews | None = None) -> Returned:
        """`value` as JSON. What has no JSON form is shown as text.

        Args:
            value: What the function gave.
            store: Where values that are files are written; None shows them as text.
            views: Of a call from a panel, which shows more than JSON (`viewed`, `Component.to_panel`).

        Raises:
            FunctionFailed: It names a file that may not leave this machine, or is nothing that its component shows.
        """
        if self._components:
            return self._by_components(value, store, views)
        kind = type(value)
        if kind is self._exact:
            # What the checks below would find, in a tenth of the time.
            if kind is str:
                return Returned(text(value), True)
            if kind is float:
                return Returned(value if math.isfinite(value) else None, True)
            if kind is bool or value.bit_length() <= MAX_INT_BITS:
                return Returned(value, True)
        if views is not None and store is not None:
            seen = self._seen(value, store, views)
            if seen is not None:
                return seen
        if self._adapter is not None:
            fitting = self._fitting(value, self._adapter)
            if fitting is not None:
                return fitting
        return self._pieces(value, store) if store is not None else Returned(plain(value), False)

    # -- by components --

    def _by_components(self, value: Any, store: Store | None, views: CallViews | None) -> Returned:
        """`value` as the author's components have it."""
        components = self._components
        several = len(components) > 1
        if several and (type(value) not in (list, tuple) or len(value) != len(components)):
            names = ", ".join(component.name for component in components)
            found = f"{len(value)} values" if type(value) in (list, tuple) else f"a {type(value).__name__}"
            raise FunctionFailed(
                f"The function returned {found}, and it has {len(components)} outputs ({names}): return a tuple of as "
                "many values."
            )
        values = list(value) if several else [value]
        try:
            made = [
                component.to_json(item, store) if views is None else component.to_panel(item, store, views)
                for component, item in zip(components, values, strict=True)
            ]
        except RecursionError:
            raise FunctionFailed("The function returned lists or dicts that are nested too deeply.") from None
        schemas = [component.schema() for component in components]
        fits = all(_admits(schema, item) for schema, item in zip(schemas, made, strict=True))
        files = any(map(_has_files, made))
        texts = [None if views is not None else c.shown(item) for c, item in zip(components, values, strict=True)]
        shown: Shown | list[Shown | None] | None = texts if several and any(texts) else None if several else texts[0]
        return Returned(made if several else made[0], fits, files, shown)

    # -- for a panel --

    def _seen(self, value: Any, store: Store, views: CallViews) -> Returned | None:
        """`value` with tables, figures and rich text in it, where it is one, or where items of a list or tuple are."""
        if type(value) in _JSON_TYPES or self._words:
            return None
        if type(value) not in (list, tuple):
            whole = viewed(value, store, views, self._name)
            return None if whole is None else Returned(whole.value, whole.table and self._tables, whole.files)
        if len(value) > MAX_FILES or _JSON_TYPES.issuperset(map(type, value)):
            return None
        found = [None if type(item) in _JSON_TYPES else viewed(item, store, views, self._name) for item in value]
        if not any(found):
            return None
        pieces = [
            self._piece(item, store, "") if seen is None else _Piece(seen.value, seen.files)
            for item, seen in zip(value, found, strict=True)
        ]
        return Returned([piece.value for piece in pieces], False, any(piece.file for piece in pieces))

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


def _admits(schema: dict[str, Any] | None, made: Any) -> bool:
    """Whether a component's value obeys its schema. It does unless it is missing: that is what the schema is of."""
    if schema is None:
        return False
    kinds = [choice.get("type") for choice in (schema, *schema.get("anyOf", ()))]
    nullable = not schema or any(kind == "null" or (isinstance(kind, list) and "null" in kind) for kind in kinds)
    return made is not None or nullable


def _has_files(made: Any) -> bool:
    """Whether the value of a component is a file, a list of files, or has files by name, as a gallery and a plot."""
    if isinstance(made, list):
        # All items of a component's list are alike.
        return bool(made) and _has_files(made[0])
    if isinstance(made, dict) and isinstance(made.get("files"), list):
        # A text with files.
        return _has_files(made["files"])
    return is_file_data(made) or (isinstance(made, dict) and any(map(is_file_data, made.values())))


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
