"""The large tables that panels show, kept here so that they can ask for the rows that they come to."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidArguments, UnknownEndpoint
from ..panels import Rows, TableValue
from .grids import Grid

MAX_WHOLE = 200
"""Rows of a table that a panel gets at once."""

FIRST_ROWS = 100
"""Rows of a larger one that it gets at first."""

KEPT = 16
"""Tables that are kept: those that were made or asked for last."""

MAX_PAGE = 1000
"""Rows that one question gets."""


class Views:
    """The tables of one kernel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grids: dict[str, Grid] = {}

    def add(self, grid: Grid) -> str:
        """Keep a table; what is given back is all that is needed to read it."""
        id = secrets.token_urlsafe(16)
        with self._lock:
            self._grids[id] = grid
            while len(self._grids) > KEPT:
                del self._grids[next(iter(self._grids))]
        return id

    def drop(self, id: str) -> None:
        """Keep a table no longer."""
        with self._lock:
            self._grids.pop(id, None)

    def whole(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of a panel's call, with all rows of the tables of which the panel has the first ones.

        Raises:
            InvalidArguments: A table is kept no longer.
        """
        return {name: self._whole(name, value) if _is_part(value) else value for name, value in arguments.items()}

    def _whole(self, name: str, value: Mapping[str, Any]) -> TableValue:
        with self._lock:
            grid = self._grids.get(value["view"])
        if grid is None:
            message = "only the first rows of this table are left, for the kernel keeps the latest tables only"
            raise _invalid(name, f"{message}: make it again")
        return grid.whole()

    def rows(self, query: Mapping[str, Any]) -> Rows:
        """The rows that a `RowsQuery` asks for.

        Raises:
            UnknownEndpoint: The table is kept no longer.
            InvalidArguments: The query is none.
        """
        view = _of(query, "view", str, "")
        with self._lock:
            grid = self._grids.pop(view, None)
            if grid is not None:
                # The latest comes last.
                self._grids[view] = grid
        if grid is None:
            raise UnknownEndpoint(f"This table is kept no longer; the latest {KEPT} are. Run again to see its rows.")
        start, stop = _of(query, "start", int, 0), _of(query, "stop", int, FIRST_ROWS)
        if start < 0 or stop < start:
            raise _invalid("start", f"rows {start} to {stop} are none")
        sort = None if query.get("sort") is None else _of(query, "sort", int, 0)
        if sort is not None and not 0 <= sort < len(grid.headers):
            raise _invalid("sort", f"there is no column {sort}; there are {len(grid.headers)}")
        order = grid.order(sort, _of(query, "descending", bool, False), _of(query, "search", str, ""))
        places = order[start : min(stop, start + MAX_PAGE)]
        wanted = slice(places.start, places.stop) if isinstance(places, range) else places
        found: Rows = {"data": grid.rows(wanted), "rows": len(order)}
        look = grid.look(wanted)
        return found if look is None else {**found, "metadata": look}


class CallViews:
    """The tables that the results of one call show: a new result takes the place of the one before the last."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._now: list[str] = []
        self._before: list[str] = []

    def begin(self) -> None:
        """The next result is coming. The one before stays: somebody may be reading it."""
        for id in self._before:
            self._views.drop(id)
        self._before, self._now = self._now, []

    def value(self, grid: Grid) -> TableValue:
        """A table as a panel gets it: whole, or its first rows and where the others are."""
        if grid.height <= MAX_WHOLE:
            return grid.whole()
        view = self._views.add(grid)
        self._now.append(view)
        first = slice(0, FIRST_ROWS)
        return {
            "headers": grid.headers,
            "data": grid.rows(first),
            "metadata": grid.look(first),
            "view": view,
            "rows": grid.height,
        }


def _is_part(value: Any) -> bool:
    """Whether a value is a `TableValue` that has its first rows only."""
    named = isinstance(value, dict) and isinstance(value.get("view"), str)
    return named and value.keys() == TableValue.__annotations__.keys()


def _of(query: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    value = query.get(name, default)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _invalid(name, f"should be of the type {kind.__name__}, and is {str(value)[:80]!r}")
    return value


def _invalid(name: str, message: str) -> InvalidArguments:
    return InvalidArguments(f"'{name}': {message}.", [{"loc": [name], "msg": f"{message}.", "type": "rows"}])
