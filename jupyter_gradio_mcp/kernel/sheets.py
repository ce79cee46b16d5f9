"""Tables that callers send, in whatever form, as the data frame or the rows that a function takes."""

from __future__ import annotations

import csv
import importlib
import io
import json
import types
from collections.abc import Sequence
from dataclasses import dataclass
from operator import getitem, is_
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from . import arrays

Form = Literal["pandas", "polars", "numpy", "array"]

MAX_CELLS = 50_000_000
"""Cells of one table; rows of different lengths are filled up, which must not take all memory."""

HOW_TO_SEND = (
    'Rows as objects ([{"a": 1}, …]), as lists ([[1], …]), {"headers": ["a"], "data": [[1], …]}, columns by name '
    '({"a": [1, …]}), or CSV text with a line of names.'
)


@dataclass(frozen=True)
class Sheet:
    """A table as an argument, where pydantic wants to know how to read one.

    Attributes:
        form: What the function is given.
        headers: Names of the columns, for callers who name none.
        datatype: Gradio's names of what columns hold; texts in columns of numbers are read as numbers.
        columns: How many there must be; None is any number.
        rows: How many rows there must be; None is any number.
    """

    form: Form
    headers: tuple[str, ...] = ()
    datatype: tuple[str, ...] | str = "str"
    columns: int | None = None
    rows: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        names = {"type": "array", "items": {"type": "string"}}
        rows = {"type": "array", "items": {"type": "array"}}
        pair = {"type": "object", "properties": {"headers": names, "data": rows}}
        records = {"type": "array", "items": {"type": ["object", "array"]}}
        return {"description": f"A table. {HOW_TO_SEND}", "anyOf": [records, pair, {"type": "string"}]}

    def _validated(self, value: Any) -> Any:
        if arrays.is_data_frame(value) or arrays.is_array(value):
            return value
        try:
            headers, rows = self._squared(*_read(value))
            self._check(headers, rows)
            return _made(self.form, headers, self._typed(rows, len(headers)))
        except _NoTable as error:
            raise PydanticCustomError("table", "Should be a table: {reason}", {"reason": str(error)}) from None
        except (ValueError, TypeError, OverflowError) as error:
            reason = f"its values do not fit into one ({str(error).splitlines()[0][:200]})"
            raise PydanticCustomError("table", "Should be a table: {reason}", {"reason": reason}) from None

    def _squared(self, headers: list[str] | None, rows: list[list[Any]]) -> tuple[list[str], list[list[Any]]]:
        """Rows of one length, and as many names."""
        width = max(map(len, rows), default=0)
        if headers is None:
            # An empty table still has the columns that the author named.
            width = max(width, len(self.headers))
            headers = [*self.headers[:width], *(str(place + 1) for place in range(len(self.headers), width))]
        elif width > len(headers):
            raise _NoTable(f"a row has {width} values, and there are {len(headers)} columns")
        if len(headers) * len(rows) > MAX_CELLS:
            raise _NoTable(f"it is too large: {len(rows)} rows of {len(headers)}")
        width = len(headers)
        return headers, [row if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows]

    def _check(self, headers: list[str], rows: list[list[Any]]) -> None:
        if self.columns is not None and len(headers) != self.columns:
            raise _NoTable(f"it needs {self.columns} columns, and has {len(headers)}")
        if self.rows is not None and len(rows) != self.rows:
            raise _NoTable(f"it needs {self.rows} rows, and has {len(rows)}")

    def _typed(self, rows: list[list[Any]], width: int) -> list[list[Any]]:
        kinds = [self.datatype] * width if isinstance(self.datatype, str) else list(self.datatype)
        numbers = [place for place, kind in enumerate(kinds[:width]) if kind == "number"]
        if not numbers:
            return rows
        made = [list(row) for row in rows]
        for row in made:
            for place in numbers:
                if isinstance(row[place], str):
                    row[place] = _number(row[place])
        return made


class _NoTable(Exception):
    """What was sent is none; the text says why."""


def of_hint(hint: Any) -> Sheet | None:
    """How an argument becomes a value of the type `hint`, if that is a data frame."""
    forms: tuple[Form, ...] = ("pandas", "polars")
    for form in forms:
        kind = arrays.library_class(form, "DataFrame")
        if kind is not None and isinstance(hint, type) and issubclass(hint, kind):
            return Sheet(form)
    return None


def acceptable(hint: Any) -> Any:
    """`hint`, with a data frame in it, alone or with None, replaced by one that pydantic reads tables for."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        inner = acceptable(arguments[0])
        return hint if inner is arguments[0] else getitem(Annotated, (inner, *arguments[1:]))
    if origin is Union or origin is types.UnionType:
        made = tuple(map(acceptable, arguments))
        return hint if all(map(is_, made, arguments)) else getitem(Union, made)
    sheet = of_hint(hint)
    return hint if sheet is None else Annotated[Any, sheet]


def is_table(hint: Any) -> bool:
    """Whether `hint` is a data frame, also within `Optional` and `Annotated`."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is Union or get_origin(hint) is types.UnionType:
        choices = [argument for argument in get_args(hint) if argument is not type(None)]
        return len(choices) == 1 and is_table(choices[0])
    return of_hint(hint) is not None


# -- reading --


def _read(value: Any) -> tuple[list[str] | None, list[list[Any]]]:
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, dict):
        return _of_dict(value)
    if not isinstance(value, (list, tuple)):
        raise _NoTable(HOW_TO_SEND)
    if value and all(isinstance(row, dict) for row in value):
        names = list(dict.fromkeys(name for row in value for name in row))
        _bound(len(names) * len(value))
        return list(map(str, names)), [[row.get(name) for name in names] for row in value]
    if all(isinstance(row, (list, tuple)) for row in value):
        _bound(max(map(len, value), default=0) * len(value))
        return None, [list(row) for row in value]
    if any(isinstance(row, (list, tuple, dict)) for row in value):
        raise _NoTable("its rows must all be lists, or all be objects")
    # One column.
    return None, [[item] for item in value]


def _bound(cells: int) -> None:
    if cells > MAX_CELLS:
        raise _NoTable(f"it is too large: {cells} cells")


def _of_dict(value: dict[str, Any]) -> tuple[list[str] | None, list[list[Any]]]:
    names = value.get("headers", value.get("columns"))
    if isinstance(value.get("data"), list) and value.keys() <= {"headers", "columns", "index", "data", "metadata"}:
        if names is not None and not isinstance(names, list):
            raise _NoTable("its 'headers' must be a list of names")
        found, rows = _read(value["data"])
        return (list(map(str, names)) if names else found), rows
    columns = list(value.values())
    if not value or not all(isinstance(column, list) for column in columns):
        raise _NoTable(HOW_TO_SEND)
    if len({len(column) for column in columns}) > 1:
        raise _NoTable("its columns have different lengths")
    return list(value), [list(row) for row in zip(*columns, strict=True)]


def _of_text(value: str) -> tuple[list[str] | None, list[list[Any]]]:
    if value.lstrip()[:1] in ("[", "{"):
        try:
            return _read(json.loads(value))
        except (ValueError, RecursionError):
            # A line of names may begin so.
            pass
    text = value.strip("\ufeff\r\n")
    if not text.strip():
        raise _NoTable("it is empty")
    first = text.splitlines()[0]
    delimiter = max((",", "\t", ";"), key=first.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error as error:
        raise _NoTable(f"it is no CSV ({error})") from None
    headers, rows = lines[0], lines[1:]
    columns = [_column([row[place] if place < len(row) else "" for row in rows]) for place in range(len(headers))]
    if any(len(row) > len(headers) for row in rows):
        raise _NoTable(f"a line has more values than there are names ({len(headers)})")
    return headers, [list(row) for row in zip(*columns, strict=True)]


def _column(cells: list[str]) -> list[Any]:
    """A column of CSV: numbers if all are, or true and false; what is empty is missing."""
    truths = {"true": True, "false": False}
    there = [cell.strip().lower() for cell in cells if cell.strip()]
    if there and all(cell in truths for cell in there):
        return [truths.get(cell.strip().lower()) for cell in cells]
    made = [_number(cell) if cell.strip() else None for cell in cells]
    # A postcode is no number.
    coded = any(len(cell) > 1 and cell[0] == "0" and cell.isdigit() for cell in there)
    if coded or any(isinstance(cell, str) for cell in made):
        return [cell if cell != "" else None for cell in cells]
    return made


def _number(text: str) -> Any:
    """The number that a text is; the text itself if it is none."""
    for kind in (int, float):
        try:
            return kind(text) if "_" not in text else text
        except ValueError:
            continue
    return text


# -- making --


def _made(form: Form, headers: list[str], rows: list[list[Any]]) -> Any:
    if form == "array":
        return rows
    if form == "numpy":
        numpy = importlib.import_module("numpy")
        return numpy.array(rows) if rows else numpy.empty((0, len(headers)), dtype=object)
    if form == "pandas":
        return importlib.import_module("pandas").DataFrame(rows, columns=arrays.unique(headers))
    names = arrays.unique(headers)
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [() for _ in names]
    polars = importlib.import_module("polars")
    return polars.DataFrame({n: polars.Series(n, list(c), strict=False) for n, c in zip(names, columns, strict=True)})
