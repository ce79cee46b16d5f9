"""What a panel gets of a result, where that is more than its JSON: tables by pages, figures, and rich text."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import FunctionFailed
from .display import rich
from .files import Store
from .grids import grid
from .plots import library_of, plot
from .views import CallViews


class Viewed(NamedTuple):
    """A value as a panel shows it.

    Attributes:
        value: A `TableValue`, a plot, or `{"mime": {…}}`.
        files: Whether it has files.
        table: Whether it is a table.
    """

    value: Any
    files: bool = False
    table: bool = False


def viewed(value: Any, store: Store, views: CallViews, name: str) -> Viewed | None:
    """The form of `value` for a panel; None if that is its JSON, or a file.

    Args:
        value: What the function gave, or an item of the list that it gave.
        store: Where pictures are written.
        views: Keeps what is too large.
        name: What files are called.
    """
    table = grid(value)
    if table is not None:
        return Viewed(views.value(table), table=True)
    if library_of(value) is not None:
        try:
            drawn = plot(value, store, name, library=True)
        except FunctionFailed:
            # It shows something of itself nevertheless, if only its name.
            return None
        return None if drawn is None else Viewed(drawn, files=not isinstance(drawn["plot"], str) or "library" in drawn)
    forms = rich(value)
    return None if forms is None else Viewed({"mime": forms})
