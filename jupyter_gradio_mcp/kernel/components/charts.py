"""The components that draw a table: lines, points and bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any, ClassVar

from ...errors import FunctionFailed
from ..files import Store
from ..plain import plain
from .base import Component, or_null
from .media import chosen, described

MAX_ROWS = 100_000
"""Rows of a table that are drawn; more than that no browser draws in time."""

_AGGREGATES = (None, "sum", "mean", "median", "min", "max", "count")
_UNITS = ("s", "m", "h", "d")


class Chart(Component):
    """What all components that draw a table are.

    Args:
        value: A data frame, or a dict of columns, or a list of rows that are dicts.
        x: The column along the x axis.
        y: The column along the y axis.
        color: The column that colours are for.
        title: What is written above it.
        x_title: What is written at the x axis; None takes the column's name.
        y_title: What is written at the y axis; None takes the column's name.
        color_title: What is written above the colours; None takes the column's name.
        x_bin: How wide the groups of x are: a number, or for times a text such as "1h" (s, m, h, d).
        y_aggregate: What is drawn of a group: `sum`, `mean`, `median`, `min`, `max` or `count`.
        color_map: Colours by values of that column.
        colors_in_legend: The values that the legend shows; None is all, and none hides it.
        x_lim: Where the x axis begins and ends; None leaves an end to the values. Of times, seconds since 1970.
        y_lim: The same of the y axis.
        x_label_angle: Degrees.
        y_label_angle: Degrees.
        x_axis_format: Of numbers or times at the x axis, in d3's notation.
        y_axis_format: The same of the y axis.
        x_axis_labels_visible: Whether there are labels at the x axis.
        caption: What is written below it.
        sort: How texts along the x axis are sorted: `x`, `-x`, `y`, `-y`, or a list of them.
        tooltip: What is told of a point: `axis`, `all`, `none`, or a list of further columns.
        height: In pixels.
        options: Of every `Component`.

    Raises:
        ValueError: An option has a value that it cannot have.
    """

    mark: ClassVar[str]

    def __init__(
        self,
        value: Any = None,
        x: str | None = None,
        y: str | None = None,
        *,
        color: str | None = None,
        title: str | None = None,
        x_title: str | None = None,
        y_title: str | None = None,
        color_title: str | None = None,
        x_bin: str | float | None = None,
        y_aggregate: str | None = None,
        color_map: Mapping[str, str] | None = None,
        colors_in_legend: Sequence[str] | None = None,
        x_lim: Sequence[Any] | None = None,
        y_lim: Sequence[Any] | None = None,
        x_label_angle: float = 0,
        y_label_angle: float = 0,
        x_axis_format: str | None = None,
        y_axis_format: str | None = None,
        x_axis_labels_visible: bool | str = True,
        caption: str | None = None,
        sort: str | Sequence[str] | None = None,
        tooltip: str | Sequence[str] = "axis",
        height: int | None = None,
        **options: Any,
    ) -> None:
        if options.get("label") is None:
            # As in Gradio: its title says what it is.
            options = {**options, "show_label": options.get("show_label", False)}
        super().__init__(value, **options)
        self.x = x
        self.y = y
        self.color = color
        self.title = title
        self.x_title = x_title
        self.y_title = y_title
        self.color_title = color_title
        self.x_bin = self._bin(x_bin)
        self.y_aggregate = chosen(self.name, "y_aggregate", y_aggregate, _AGGREGATES)
        self.color_map = None if color_map is None else dict(color_map)
        self.colors_in_legend = None if colors_in_legend is None else list(colors_in_legend)
        self.x_lim = self._limits("x_lim", x_lim)
        self.y_lim = self._limits("y_lim", y_lim)
        self.x_label_angle = x_label_angle
        self.y_label_angle = y_label_angle
        self.x_axis_format = x_axis_format
        self.y_axis_format = y_axis_format
        self.x_axis_labels_visible = x_axis_labels_visible
        self.caption = caption
        self.sort = sort if sort is None or isinstance(sort, str) else list(sort)
        if isinstance(self.sort, str):
            chosen(self.name, "sort", self.sort, ("x", "-x", "y", "-y"))
        self.tooltip = tooltip if isinstance(tooltip, str) else list(tooltip)
        if isinstance(self.tooltip, str):
            chosen(self.name, "tooltip", self.tooltip, ("axis", "all", "none"))
        self.height = height

    def options(self) -> dict[str, Any]:
        """As of every component."""
        names = (
            *("x", "y", "color", "title", "x_title", "y_title", "color_title", "x_bin", "y_aggregate", "color_map"),
            *("colors_in_legend", "x_lim", "y_lim", "x_axis_format", "y_axis_format", "caption", "sort", "height"),
        )
        return {
            **{name: getattr(self, name) for name in names},
            "x_label_angle": self.x_label_angle or None,
            "y_label_angle": self.y_label_angle or None,
            "x_axis_labels_visible": None if self.x_axis_labels_visible is True else False,
            "tooltip": None if self.tooltip == "axis" else self.tooltip,
        }

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        texts = {"type": "array", "items": {"type": "string"}}
        kinds = {"type": "object", "additionalProperties": {"enum": ["quantitative", "nominal", "temporal"]}}
        rows = {"type": "array", "items": {"type": "array"}}
        parts = {"columns": texts, "data": rows, "datatypes": kinds, "mark": {"type": "string"}}
        return or_null("object", properties=parts, required=list(parts))

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The table as Gradio's clients know it: `columns`, `data` by rows, `datatypes`, and the `mark`.

        Raises:
            FunctionFailed: It is no table, or has not the columns that are to be drawn.
        """
        if value is None:
            return None
        if isinstance(value, Mapping) and {"columns", "data", "datatypes", "mark"} == value.keys():
            return dict(value)
        columns = _columns(value)
        if columns is None:
            raise FunctionFailed(
                f"The function returned {described(value)} for {self.name}: return a data frame, a dict of columns, or "
                "a list of rows that are dicts."
            )
        wanted = [name for name in (self.x, self.y, self.color) if name is not None]
        if missing := [name for name in wanted if name not in columns]:
            raise FunctionFailed(
                f"{self.name} draws the column '{missing[0]}', and the table has: {', '.join(columns) or 'none'}."
            )
        lengths = {len(values) for values in columns.values()}
        if len(lengths) > 1:
            raise FunctionFailed(f"The columns for {self.name} are not equally long.")
        if max(lengths, default=0) > MAX_ROWS:
            raise FunctionFailed(
                f"{self.name} draws at most {MAX_ROWS} rows, and there are {max(lengths)}. Draw fewer of them, such as "
                "table.sample(n), or groups."
            )
        kinds = {name: _kind(values) for name, values in columns.items()}
        made = [[_cell(one, kinds[name]) for one in values] for name, values in columns.items()]
        rows = [list(row) for row in zip(*made, strict=True)]
        return {"columns": list(columns), "data": rows, "datatypes": kinds, "mark": self.mark}

    def _bin(self, said: Any) -> Any:
        """The width of the groups: a number; of times milliseconds, told by a text."""
        if not isinstance(said, str):
            return said
        number, unit = said[:-1].strip(), said[-1:]
        if unit not in _UNITS or not number.isdecimal() or int(number) == 0:
            raise ValueError(
                f"{self.name}(x_bin={said!r}): say a number, or for times a text such as '15m' (s, m, h, d)."
            )
        return said

    def _limits(self, option: str, said: Any) -> list[Any] | None:
        if said is None:
            return None
        if isinstance(said, str) or not isinstance(said, Sequence) or len(said) != 2:
            raise ValueError(f"{self.name}({option}={said!r}): say two numbers; None leaves an end to the values.")
        return [one.timestamp() if isinstance(one, datetime) else plain(one) for one in said]


class LinePlot(Chart):
    """A table as lines."""

    mark = "line"


class ScatterPlot(Chart):
    """A table as points."""

    mark = "point"


class BarPlot(Chart):
    """A table as bars."""

    mark = "bar"


def _columns(value: Any) -> dict[str, list[Any]] | None:
    """The columns of a table by name; None for what is none."""
    if isinstance(value, Mapping):
        items = value.items()
        if all(hasattr(values, "__iter__") and not isinstance(values, str) for _, values in items):
            return {str(name): list(values) for name, values in items}
        return None
    if isinstance(value, (list, tuple)):
        if not all(isinstance(row, Mapping) for row in value):
            return None
        names = list(dict.fromkeys(str(name) for row in value for name in row))
        return {name: [row.get(name) for row in value] for name in names}
    if hasattr(value, "columns") and hasattr(value, "shape"):
        # Data frames of pandas, polars and their kin.
        return {str(name): _listed(value[name]) for name in value.columns}
    return None


def _listed(column: Any) -> list[Any]:
    return list(column.tolist() if hasattr(column, "tolist") else column.to_list())


def _kind(values: Sequence[Any]) -> str:
    """What a column is: numbers, times, or texts."""
    there = [one for one in values if not _is_missing(one)]
    if there and all(isinstance(one, date) for one in there):
        return "temporal"
    numeric = all(not isinstance(one, (bool, str)) and hasattr(one, "__float__") for one in there)
    return "quantitative" if there and numeric else "nominal"


def _is_missing(value: Any) -> bool:
    """Whether there is no value, as None, NaN and pandas' own of times and of anything say it."""
    nothing = value is None or type(value).__name__ in ("NaTType", "NAType")
    return nothing or (isinstance(value, float) and math.isnan(value))


def _cell(value: Any, kind: str) -> Any:
    """One value; times are milliseconds since 1970, and those without a zone are taken as UTC, as in Gradio."""
    if _is_missing(value):
        return None
    if kind == "temporal":
        at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        at = at if at.tzinfo is not None else at.replace(tzinfo=timezone.utc)
        return round(at.timestamp() * 1000)
    return plain(float(value)) if kind == "quantitative" and not isinstance(value, (int, float)) else plain(value)
