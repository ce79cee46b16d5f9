"""Tables in results: as JSON records, as text that a model reads easily, and as a type of a return hint."""

from __future__ import annotations

import functools
import json
import operator
import types
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic_core import CoreSchema, core_schema

from . import arrays
from .plain import plain

MAX_ROWS = 100
"""Rows that the text of a table has."""

MAX_COLUMNS = 30
"""Columns that the text of a table has."""

MAX_CELL = 60
"""Characters that the text of one cell has."""


class Table(NamedTuple):
    """A table.

    Attributes:
        records: Its rows as JSON, each an object.
        text: Its first rows, for reading.
        whole: Whether the text has all that the records have.
    """

    records: list[dict[str, Any]]
    text: str
    whole: bool


def table(value: Any) -> Table | None:
    """The table that a data frame is, or a series with an index of its own; None for anything else."""
    frame = arrays.to_frame(value)
    if frame is None:
        return None
    clean = frame._replace(columns=[plain(column) for column in frame.columns])
    return Table(arrays.records(clean), *described(clean))


def described(frame: arrays.Frame) -> tuple[str, bool]:
    """The text of a table of JSON, and whether it has everything."""
    rows, columns, whole = min(frame.height, MAX_ROWS), [], True
    for name, values in list(zip(frame.names, frame.columns, strict=True))[:MAX_COLUMNS]:
        cells = [_cell(value) for value in (name, *values[:rows])]
        whole = whole and all(len(cell) <= MAX_CELL for cell in cells)
        cells = [cell if len(cell) <= MAX_CELL else f"{cell[: MAX_CELL - 1]}…" for cell in cells]
        width = max(map(len, cells))
        numbers = all(value is None or isinstance(value, (int, float)) for value in values[:rows])
        columns.append([cell.rjust(width) if numbers else cell.ljust(width) for cell in cells])
    lines = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
    note = f"{frame.height} rows × {len(frame.names)} columns"
    if frame.height > rows:
        note += f"; the first {rows} rows"
    if len(frame.names) > MAX_COLUMNS:
        note += f"; the first {MAX_COLUMNS} columns"
    whole = whole and frame.height == rows and len(frame.names) <= MAX_COLUMNS
    return "\n".join([*lines, f"[{note}]"]), whole


def _cell(value: Any) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if shown.isprintable() else json.dumps(shown, ensure_ascii=False)[1:-1]


class _Hint:
    """A data frame or a series, where pydantic wants to know how a return hint looks as JSON."""

    def __init__(self, kind: Literal["frame", "series"]) -> None:
        self._kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._checked, serialization=core_schema.plain_serializer_function_ser_schema(self._dumped)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object"}} if self._kind == "frame" else {"type": "array"}

    def _dumped(self, value: Any) -> Any:
        right = arrays.is_data_frame if self._kind == "frame" else arrays.is_series
        return plain(value) if right(value) else self._checked(plain(value))

    def _checked(self, value: Any) -> Any:
        if isinstance(value, list) and (self._kind == "series" or all(isinstance(row, dict) for row in value)):
            return value
        raise ValueError("no table")


_FRAME, _SERIES = _Hint("frame"), _Hint("series")


def acceptable(hint: Any) -> Any:
    """`hint`, with each data frame and series in it replaced by one that pydantic can describe."""
    if isinstance(hint, type) and not get_args(hint):
        return _replacement(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None or origin is Literal or not arguments or not all(_is_hint(a) for a in arguments):
        return hint
    if origin is Annotated:
        inner = acceptable(arguments[0])
        return hint if inner is arguments[0] else operator.getitem(Annotated, (inner, *arguments[1:]))
    replaced = tuple(acceptable(argument) for argument in arguments)
    if all(new is old for new, old in zip(replaced, arguments, strict=True)):
        return hint
    if hasattr(hint, "copy_with"):
        return hint.copy_with(replaced)
    return functools.reduce(operator.or_, replaced) if origin is types.UnionType else origin[replaced]


def _replacement(hint: type) -> Any:
    for module in ("pandas", "polars"):
        for name, made in (("DataFrame", _FRAME), ("Series", _SERIES)):
            kind = arrays.library_class(module, name)
            if kind is not None and issubclass(hint, kind):
                return Annotated[Any, made]
    return hint


def _is_hint(argument: Any) -> bool:
    # The parameters of a callable are a list.
    return not isinstance(argument, list)
