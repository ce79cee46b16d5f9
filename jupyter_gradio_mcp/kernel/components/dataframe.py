"""The component of tables."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Sequence
from typing import Annotated, Any

from ...errors import CannotDescribe, FunctionFailed
from ...protocol import Shown
from .. import media, sheets, tables
from ..files import Store
from ..grids import Grid, loose_grid
from ..views import CallViews
from .base import Component
from .media import chosen, described, optional_of, without_none

_DATATYPES = ("str", "number", "bool", "date", "markdown", "html", "image", "auto")
_FORMS = (None, "pandas", "numpy", "array", "polars")


class Dataframe(Component):
    """A table. An index of pandas that does more than number the rows is a column.

    Args:
        value: A data frame of pandas or polars, a styled one, an array, rows as lists or objects, columns by name.
        headers: The names of columns, for what does not name them.
        row_count: How many rows a field begins with; `(n, "fixed")` takes just so many.
        col_count: How many columns; `(n, "fixed")` takes just so many.
        column_count: Gradio 6's name of it.
        datatype: What columns hold, one word for all or one for each: `str`, `number`, `bool`, `date`, `markdown`;
            `auto` is what the cells hold. Text in a column of numbers is read as a number.
        type: What the function is given: `pandas`, `polars`, `numpy` or `array` (a list of rows); None is what its
            hint says, or `pandas`.
        wrap: Whether long texts are wrapped.
        max_height: In pixels.
        column_widths: Of each column, in pixels or CSS.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        headers: Sequence[str] | None = None,
        row_count: int | tuple[int, str] | None = None,
        col_count: int | tuple[int, str] | None = None,
        column_count: int | tuple[int, str] | None = None,
        datatype: str | Sequence[str] = "auto",
        type: str | None = None,
        wrap: bool = False,
        max_height: int | str | None = None,
        column_widths: Sequence[int | str] | None = None,
        **common: Any,
    ) -> None:
        super().__init__(value, **common)
        self.headers = None if headers is None else [str(name) for name in headers]
        self.row_count = _count("row_count", row_count)
        self.col_count = _count("col_count", column_count if col_count is None else col_count)
        self.datatype = datatype if isinstance(datatype, str) else list(datatype)
        for word in [datatype] if isinstance(datatype, str) else datatype:
            chosen("Dataframe", "datatype", word, _DATATYPES)
        self.type = chosen("Dataframe", "type", type, _FORMS)
        self.wrap = wrap
        self.max_height = max_height
        self.column_widths = None if column_widths is None else list(column_widths)
        if self.headers is not None and self.col_count is not None and self.col_count[0] != len(self.headers):
            raise ValueError(
                f"Dataframe: col_count says {self.col_count[0]}, and there are {len(self.headers)} headers."
            )

    def options(self) -> dict[str, Any]:
        return {
            "headers": self.headers,
            "row_count": self.row_count and list(self.row_count),
            "col_count": self.col_count and list(self.col_count),
            "datatype": self.datatype,
            "wrap": self.wrap or None,
            "max_height": self.max_height,
            "column_widths": self.column_widths,
        }

    # -- the way in --

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        bare, optional = without_none(hint)
        form = self.type or _form_of(bare)
        if form != "array" and importlib.util.find_spec(form) is None:
            raise CannotDescribe(
                f"Dataframe(type='{form}') needs {form}, which is not installed. Say type='array', or install it."
            )
        sheet = sheets.Sheet(
            form,
            tuple(self.headers or ()),
            self.datatype if isinstance(self.datatype, str) else tuple(self.datatype),
            _fixed(self.col_count),
            _fixed(self.row_count),
        )
        accepted: Any = Annotated[Any, sheet]
        return optional_of(accepted) if optional else accepted

    # -- the way out --

    def schema(self) -> dict[str, Any] | None:
        return {
            "type": "object",
            "properties": {
                "headers": {"type": "array", "items": {"type": "string"}},
                "data": {"type": "array", "items": {"type": "array"}},
                "metadata": {},
            },
            "required": ["headers", "data"],
        }

    def to_json(self, value: Any, store: Store | None) -> Any:
        return self._grid(value).whole()

    def to_panel(self, value: Any, store: Store | None, views: CallViews) -> Any:
        return views.value(self._grid(value))

    def shown(self, value: Any) -> Shown | None:
        grid = self._grid(value)
        text, whole = tables.described(grid.frame(tables.MAX_ROWS + 1))
        return {"text": text, "whole": whole}

    def _grid(self, value: Any) -> Grid:
        found = loose_grid([] if value is None else value, self.headers or ())
        if found is None:
            raise FunctionFailed(
                f"The function returned {described(value)} for Dataframe: return a data frame, an array of two "
                "dimensions, rows as lists or objects, or {'headers': […], 'data': [[…], …]}."
            )
        return found


DataFrame = Dataframe
"""Gradio's other spelling of it."""


def _count(option: str, said: int | tuple[int, str] | None) -> tuple[int, str] | None:
    if said is None:
        return None
    number, mode = said if isinstance(said, (tuple, list)) else (said, "dynamic")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise ValueError(f"Dataframe({option}={said!r}): say a number, or a number and 'fixed' or 'dynamic'.")
    return number, chosen("Dataframe", option, mode, ("fixed", "dynamic"))


def _fixed(count: tuple[int, str] | None) -> int | None:
    return count[0] if count is not None and count[1] == "fixed" else None


def _form_of(hint: Any) -> sheets.Form:
    sheet = sheets.of_hint(hint)
    if sheet is not None:
        return sheet.form
    if media.is_array_type(hint):
        return "numpy"
    origin = getattr(hint, "__origin__", hint)
    return (
        "array" if isinstance(origin, type) and issubclass(origin, (list, Sequence)) and origin is not str else "pandas"
    )
