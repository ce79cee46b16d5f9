"""Tables of any library, or of lists, of which some rows are wanted: by place, sorted, or holding a text.

The values stay where they are until their rows are asked for; nothing is copied as a whole.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from ..panels import TableLook, TableValue
from . import arrays
from .plain import plain
from .styling import Styled, styled

Places = slice | Sequence[int]

KEPT_ORDERS = 4
"""Orders of rows that a table remembers: pages of the same one are asked for in a row."""


class Column:
    """One column.

    Args:
        take: The values of some rows, as Python's own.
        numbers: The column as an array of numpy of numbers or times; None if it is none.
        ordered: The places of all rows sorted by it, for a library that does that best itself; equal ones stay in
            their order, missing ones come last.
    """

    def __init__(
        self,
        take: Callable[[Places], Iterable[Any]],
        numbers: Callable[[], Any | None] = lambda: None,
        ordered: Callable[[bool], list[int]] | None = None,
    ) -> None:
        self._take = take
        self._numbers = numbers
        self._ordered = ordered

    def values(self, places: Places) -> list[Any]:
        """The values of some rows, as JSON; what is missing is None."""
        found: list[Any] = plain(list(self._take(places)))
        return found

    def order(self, height: int, *, descending: bool) -> list[int]:
        """The places of all rows, sorted by this column; equal ones stay in their order, missing ones come last."""
        # Whatever a library cannot sort can still be compared as JSON.
        with suppress(Exception):
            if self._ordered is not None:
                return self._ordered(descending)
            keys = self._numbers()
            if keys is not None:
                return _sorted(keys, descending)
        return _sorted_values(self.values(slice(0, height)), descending)

    def texts(self, height: int) -> list[str]:
        """The column to be searched."""
        with suppress(Exception):
            keys = self._numbers()
            if keys is not None and keys.dtype.kind == "M":
                # A tenth of the time that the values take one by one.
                return ["" if t == "NaT" else t for t in sys.modules["numpy"].datetime_as_string(keys, "s").tolist()]
        return [value if type(value) is str else _text(value) for value in self.values(slice(0, height))]


class Grid:
    """A table.

    Args:
        headers: The names of its columns.
        columns: Those columns.
        height: How many rows there are.
        styled: How its cells look; None if they look as any others.
    """

    def __init__(self, headers: list[str], columns: list[Column], height: int, styled: Styled | None = None) -> None:
        self.headers = headers
        self.height = height
        self.styled = styled
        self._columns = columns
        self._lock = threading.Lock()
        self._texts: list[str] | None = None
        self._orders: dict[tuple[int | None, bool, str], Sequence[int]] = {}

    def rows(self, places: Places) -> list[list[Any]]:
        """Some rows as JSON."""
        if not self._columns:
            count = len(range(self.height)[places]) if isinstance(places, slice) else len(places)
            return [[] for _ in range(count)]
        return [list(row) for row in zip(*(column.values(places) for column in self._columns), strict=True)]

    def look(self, places: Places) -> TableLook | None:
        """How some rows look; None if they look as any others."""
        return None if self.styled is None else self.styled.look(places)

    def whole(self) -> TableValue:
        """All of it, as Gradio's clients know tables."""
        every = slice(0, self.height)
        return {"headers": self.headers, "data": self.rows(every), "metadata": self.look(every)}

    def frame(self, limit: int) -> arrays.Frame:
        """Its first rows by columns; `height` is that of all."""
        return arrays.Frame(
            self.headers, [c.values(slice(0, min(limit, self.height))) for c in self._columns], self.height
        )

    def order(self, sort: int | None, descending: bool, search: str) -> Sequence[int]:
        """The places of the rows that hold `search` in any column, sorted by the column `sort`."""
        key = (sort, descending and sort is not None, search.strip().casefold())
        with self._lock:
            found = self._orders.pop(key, None)
            if found is None:
                found = self._find(*key)
            # The latest comes last.
            self._orders[key] = found
            while len(self._orders) > KEPT_ORDERS:
                del self._orders[next(iter(self._orders))]
            return found

    def _find(self, sort: int | None, descending: bool, search: str) -> Sequence[int]:
        order = range(self.height) if sort is None else self._columns[sort].order(self.height, descending=descending)
        if not search:
            return order
        if self._texts is None:
            self._texts = self._lines()
        texts = self._texts
        return [place for place in order if search in texts[place]]

    def _lines(self) -> list[str]:
        """Each row as one line of text, to be searched."""
        if not self._columns:
            return [""] * self.height
        cells = [column.texts(self.height) for column in self._columns]
        return list(map(str.casefold, map("\x1f".join, zip(*cells, strict=True))))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if type(value) in (int, float) else json.dumps(value, ensure_ascii=False)


def _sorted(keys: Any, descending: bool) -> list[int]:
    """Places by an array of numbers or times."""
    numpy = sys.modules["numpy"]
    places = numpy.arange(len(keys))
    missing = numpy.isnan(keys) if keys.dtype.kind == "f" else numpy.isnat(keys) if keys.dtype.kind in "mM" else None
    gone = places[:0]
    if missing is not None and missing.any():
        gone, places, keys = places[missing], places[~missing], keys[~missing]
    if descending:
        # Twice the other way round, so that equal ones stay in their order.
        found = places[::-1][numpy.argsort(keys[::-1], kind="stable")][::-1]
    else:
        found = places[numpy.argsort(keys, kind="stable")]
    ordered: list[int] = numpy.concatenate((found, gone)).tolist()
    return ordered


def _sorted_values(values: list[Any], descending: bool) -> list[int]:
    """Places by values of JSON: numbers before text, text without regard to capitals, anything else after."""
    there = [place for place, value in enumerate(values) if value is not None]
    kinds = {type(values[place]) for place in there}
    if kinds <= {int, float, bool}:
        keys = values
    elif kinds == {str}:
        keys = [value and value.casefold() for value in values]
    else:
        keys = [_key(value) for value in values]
    there.sort(key=keys.__getitem__, reverse=descending)
    return [*there, *(place for place, value in enumerate(values) if value is None)]


def _key(value: Any) -> tuple[int, Any]:
    if isinstance(value, (int, float)):
        return 0, value
    return (1, value.casefold()) if isinstance(value, str) else (2, json.dumps(value))


# -- of what --


def grid(value: Any) -> Grid | None:
    """The table that a data frame is, or a series with an index of its own; None for anything else.

    It has the columns of `arrays.to_frame`.
    """
    if arrays.is_from("polars", "DataFrame", value):
        columns = [_polars(column) for column in value.get_columns()]
        return Grid(list(value.columns), columns, value.height)
    if arrays.is_from("pandas", "DataFrame", value):
        # The table stays as it was returned. Since version 3 pandas copies only what somebody changes.
        kept = value.copy(deep=_copies_at_once())
        index = [] if arrays.only_numbers(kept.index) else arrays.levels(kept.index)
        columns = [kept.iloc[:, place] for place in range(kept.shape[1])]
        names = [*(name for name, _ in index), *kept.columns]
        return Grid(arrays.unique(names), [_pandas(c) for c in (*(level for _, level in index), *columns)], len(kept))
    if arrays.is_from("pandas", "Series", value) and not arrays.only_numbers(value.index):
        return grid(value.to_frame("value" if value.name is None else value.name))
    return None


def _copies_at_once() -> bool:
    """Whether a shallow copy of a data frame would follow what its author changes later."""
    return int(sys.modules["pandas"].__version__.partition(".")[0]) < 3


def loose_grid(value: Any, headers: Sequence[str] = ()) -> Grid | None:
    """The table that is meant by any other value: an array, rows as lists or as objects, columns by name, or what
    Gradio's clients call one; a styled data frame of pandas too.

    Args:
        value: What a function returned for a table.
        headers: The names of the columns, for what does not name them.
    """
    found = grid(value)
    if found is not None:
        return found
    if arrays.is_from("pandas.io.formats.style", "Styler", value):
        look = styled(value)
        made = grid(value.data if look is None else look.frame)
        if made is not None:
            made.styled = look
        return made
    if arrays.is_series(value):
        name = getattr(value, "name", None)
        return _of_rows([[item] for item in plain(value)], [str(name)] if name else headers)
    if arrays.is_array(value) and value.ndim in (1, 2):
        if value.dtype.names:
            return _of_records(plain(value.reshape(-1)))
        return _of_array(value.copy().reshape(len(value), -1), headers)
    if isinstance(value, dict):
        return _of_dict(value)
    if isinstance(value, (list, tuple)):
        rows = list(value)
        if rows and all(isinstance(row, dict) for row in rows):
            return _of_records(rows)
        if all(isinstance(row, (list, tuple)) or arrays.is_array(row) for row in rows):
            return _of_rows([list(row) for row in rows], headers)
        if not any(isinstance(row, (list, tuple, dict)) or arrays.is_array(row) for row in rows):
            return _of_rows([[item] for item in rows], headers)
    return None


def named(headers: Sequence[str], width: int) -> list[str]:
    """Names for so many columns: those that are there, and numbers from 1 as Gradio has them."""
    return arrays.unique([*headers[:width], *(str(place + 1) for place in range(len(headers[:width]), width))])


def _polars(column: Any) -> Column:
    def take(places: Places) -> list[Any]:
        found: list[Any] = (column[places] if isinstance(places, slice) else column.gather(list(places))).to_list()
        return found

    def ordered(descending: bool) -> list[int]:
        keys = column.alias("key")
        kind = keys.dtype
        polars = sys.modules["polars"]
        if kind == polars.String:
            keys = keys.str.to_lowercase()
        elif kind.is_float():
            keys = keys.fill_nan(None)
        placed = keys.to_frame().with_row_index("place")
        found = placed.sort("key", descending=descending, nulls_last=True, maintain_order=True)["place"]
        places: list[int] = found.to_list()
        return places

    return Column(take, ordered=ordered)


def _pandas(column: Any) -> Column:
    def take(places: Places) -> list[Any]:
        series = hasattr(column, "iloc")
        if isinstance(places, slice):
            return arrays.column_values(column.iloc[places] if series else column[places])
        return arrays.column_values(column.take(list(places)))

    def numbers() -> Any | None:
        if arrays.is_from("numpy", "dtype", column.dtype) and column.dtype.kind in "iufmMb":
            return column.to_numpy()
        # Of texts, many are the same; each is compared once.
        codes, values = sys.modules["pandas"].factorize(column)
        if arrays.is_from("pandas", "CategoricalDtype", column.dtype) and column.dtype.ordered:
            order = values.codes.argsort().tolist()
        else:
            order = _sorted_values(plain(arrays.column_values(values)), False)
        ranks = sys.modules["numpy"].empty(len(order) + 1)
        ranks[order], ranks[-1] = range(len(order)), math.nan
        return ranks[codes]

    def by_instant(descending: bool) -> list[int]:
        return _sorted(column.to_numpy("datetime64[ns]"), descending)

    zoned = arrays.is_from("pandas", "DatetimeTZDtype", column.dtype)
    return Column(take, numbers, by_instant if zoned else None)


def _of_array(array: Any, headers: Sequence[str]) -> Grid:
    def column(place: int) -> Column:
        values = array[:, place]
        return Column(
            lambda places: plain(values[places if isinstance(places, slice) else list(places)]),
            lambda: values if values.dtype.kind in "biufmM" else None,
        )

    return Grid(named(headers, array.shape[1]), [column(place) for place in range(array.shape[1])], len(array))


def _of_rows(rows: list[list[Any]], headers: Sequence[str]) -> Grid:
    width = max(itertools.chain((len(headers) if not rows else 0,), map(len, rows)))
    return _of_columns(
        named(headers, width), [[row[i] if i < len(row) else None for row in rows] for i in range(width)]
    )


def _of_records(rows: list[dict[Any, Any]]) -> Grid:
    names = list(dict.fromkeys(itertools.chain.from_iterable(rows)))
    return _of_columns(arrays.unique(names), [[row.get(name) for row in rows] for name in names])


def _of_dict(value: dict[Any, Any]) -> Grid | None:
    if isinstance(value.get("data"), (list, tuple)) and value.keys() <= {
        "headers",
        "columns",
        "index",
        "data",
        "metadata",
    }:
        headers = value.get("headers") or value.get("columns") or ()
        return loose_grid(value["data"], list(map(str, headers)))
    columns = [
        list(column)
        for column in value.values()
        if not isinstance(column, (str, bytes, dict)) and hasattr(column, "__iter__")
    ]
    if len(columns) != len(value) or len(set(map(len, columns))) > 1:
        return None
    return _of_columns(arrays.unique(value), columns)


def _of_columns(names: list[str], columns: list[list[Any]]) -> Grid:
    def column(values: list[Any]) -> Column:
        return Column(
            lambda places: values[places] if isinstance(places, slice) else [values[p] for p in places], lambda: None
        )

    return Grid(names, [column(values) for values in columns], len(columns[0]) if columns else 0)
