"""Arrays, series and data frames of numpy, pandas and polars, as Python's own values.

The libraries are never imported here: whoever has a value or a hint of theirs has imported them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

_MISSING = object()


class Frame(NamedTuple):
    """A table by its columns.

    Attributes:
        names: Of the columns, each once.
        columns: Their values; missing ones are None or NaN.
        height: How many rows.
    """

    names: list[str]
    columns: list[list[Any]]
    height: int


class Made(NamedTuple):
    """What became of a value. `clean` tells that it is made of JSON's types already."""

    value: Any
    clean: bool = False


def library_class(module: str, name: str) -> type | None:
    """A class of a library, if somebody has imported that."""
    found = getattr(sys.modules.get(module), name, None)
    return found if isinstance(found, type) else None


def is_from(module: str, name: str, value: Any) -> bool:
    """Whether `value` is of a class of a library that may not be there."""
    kind = library_class(module, name)
    return kind is not None and isinstance(value, kind)


def is_array(value: Any) -> bool:
    """Whether `value` is an array of numpy."""
    return is_from("numpy", "ndarray", value)


def is_data_frame(value: Any) -> bool:
    """Whether `value` is a data frame."""
    return is_from("pandas", "DataFrame", value) or is_from("polars", "DataFrame", value)


def is_series(value: Any) -> bool:
    """Whether `value` is a series."""
    return is_from("pandas", "Series", value) or is_from("polars", "Series", value)


def to_frame(value: Any) -> Frame | None:
    """A data frame, or a series with an index of its own, as a table; None for anything else.

    The index of pandas is a column, or several, unless it only numbers the rows. Names that come twice are told
    apart as by pandas' own readers: `a`, `a.1`.
    """
    if is_from("polars", "DataFrame", value):
        return Frame(list(value.columns), [column.to_list() for column in value.get_columns()], value.height)
    if is_from("pandas", "DataFrame", value):
        index = [] if only_numbers(value.index) else levels(value.index)
        columns = [value.iloc[:, place] for place in range(value.shape[1])]
        names = [*(name for name, _ in index), *value.columns]
        return Frame(unique(names), [column_values(c) for c in (*(level for _, level in index), *columns)], len(value))
    if is_from("pandas", "Series", value) and not only_numbers(value.index):
        index = levels(value.index)
        names = [*(name for name, _ in index), "value" if value.name is None else value.name]
        return Frame(unique(names), [column_values(c) for c in (*(level for _, level in index), value)], len(value))
    return None


def to_python(value: Any) -> Made | None:
    """A value of these libraries as Python's own; None for any other."""
    frame = to_frame(value)
    if frame is not None:
        return Made(records(frame))
    if is_from("numpy", "ndarray", value) or is_from("numpy", "generic", value):
        return _array(value)
    if is_from("polars", "Series", value):
        return Made(value.to_list())
    if is_from("pandas", "Series", value) or is_from("pandas", "Index", value):
        return Made(column_values(value))
    if type(value).__module__.partition(".")[0] == "pandas" and (made := _pandas(value)) is not value:
        return Made(made)
    if callable(getattr(type(value), "tolist", None)):
        # Tensors, and arrays of pandas.
        return Made(_not_itself(value.tolist(), value))
    return None


def unboxed(value: Any) -> Any:
    """`value` with all such values in it, and in its lists and dicts, as Python's own; `value` itself if it has none.

    What stands for a list (a tuple, a range, the keys of a dict) is one.
    """
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if isinstance(value, dict):
        items = {_first(unboxed(key)): unboxed(inner) for key, inner in value.items()}
        pairs = zip(items.items(), value.items(), strict=False)
        same = len(items) == len(value) and all(k is key and i is inner for (k, i), (key, inner) in pairs)
        return value if same else items
    if isinstance(value, (list, tuple, set, frozenset, range, type({}.keys()), type({}.values()))):
        made = [unboxed(inner) for inner in value]
        same = isinstance(value, (list, set, frozenset)) and all(map(lambda a, b: a is b, made, value))
        return value if same else made
    if is_from("pandas", "Series", value):
        # Whatever promises a list does not promise an index.
        return column_values(value)
    found = to_python(value)
    return value if found is None else found.value


def records(frame: Frame) -> list[dict[str, Any]]:
    """The rows of a table, each an object."""
    if not frame.columns:
        return [{} for _ in range(frame.height)]
    return [dict(zip(frame.names, row, strict=True)) for row in zip(*frame.columns, strict=True)]


# -- numpy --


def _array(value: Any) -> Made:
    numpy = sys.modules["numpy"]
    kind = value.dtype.kind
    if kind in "biu":
        return Made(value.tolist(), clean=True)
    if kind == "f":
        made = value.tolist()
        if value.dtype.itemsize > 8:
            # Python has no such numbers.
            made = value.astype("float64").tolist()
        return Made(made, clean=bool(numpy.isfinite(value).all()))
    if kind == "M":
        shown = numpy.asarray(numpy.datetime_as_string(value, unit="auto"), dtype=object)
        return Made(numpy.where(numpy.isnat(value), None, shown).tolist())
    if kind == "m":
        # As nanoseconds it would be a number.
        return Made(value.astype("timedelta64[us]").tolist())
    if value.dtype.names:
        rows = [dict(zip(value.dtype.names, row, strict=True)) for row in value.reshape(-1).tolist()]
        return Made(rows if value.ndim else rows[0])
    return Made(_not_itself(value.tolist(), value))


def _not_itself(made: Any, value: Any) -> Any:
    return repr(value) if type(made) is type(value) else made


def _first(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


# -- pandas --


def only_numbers(index: Any) -> bool:
    """Whether an index of pandas is the one that pandas makes by itself."""
    return is_from("pandas", "RangeIndex", index) and index.start == 0 and index.step == 1 and index.name is None


def levels(index: Any) -> list[tuple[Any, Any]]:
    """Names and values of an index of pandas."""
    if index.nlevels == 1:
        return [("index" if index.name is None else index.name, index)]
    names = (f"level_{place}" if name is None else name for place, name in enumerate(index.names))
    return [(name, index.get_level_values(place)) for place, name in enumerate(names)]


def column_values(column: Any) -> list[Any]:
    """A series or an index of pandas as a list."""
    values: list[Any] = column.tolist()
    numbers = is_from("numpy", "dtype", column.dtype) and column.dtype.kind in "biuf"
    return values if numbers else [_pandas(value) for value in values]


def _pandas(value: Any) -> Any:
    """One of pandas' own values: missing, a time, a period."""
    if type(value).__module__.partition(".")[0] != "pandas":
        return value
    pandas = sys.modules["pandas"]
    if value is getattr(pandas, "NaT", _MISSING) or value is getattr(pandas, "NA", _MISSING):
        return None
    if is_from("pandas", "Timestamp", value) or is_from("pandas", "Timedelta", value):
        return value.isoformat()
    return str(value) if is_from("pandas", "Period", value) or is_from("pandas", "Interval", value) else value


def unique(names: Iterable[Any]) -> list[str]:
    """Names of columns as text, with those that come twice told apart as by pandas' own readers: `a`, `a.1`."""
    found: dict[str, None] = {}
    for name in names:
        # Several lines of column names.
        text = "_".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)
        again, count = text, 0
        while again in found:
            count += 1
            again = f"{text}.{count}"
        found[again] = None
    return list(found)
