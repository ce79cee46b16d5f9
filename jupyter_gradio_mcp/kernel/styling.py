"""How the cells of a styled table of pandas look: their texts and their colours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..panels import TableLook
from . import arrays

SAFE = ("color", "background-color", "font-weight", "font-style", "text-decoration", "text-align")
"""Properties of CSS that are told; all others of a style are left out."""

_VALUE = re.compile(r"#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([0-9\s.,%/+-]+\)|[a-z0-9 -]+", re.IGNORECASE)
"""Colours, words and numbers; nothing that a browser would fetch."""


class Styled:
    """What a `Styler` of pandas says.

    Args:
        styler: It. Its functions run now.
    """

    def __init__(self, styler: Any) -> None:
        # pandas has no other way to it than writing whole pages of HTML.
        styler._compute()
        self._styles: dict[tuple[int, int], list[tuple[str, Any]]] = dict(styler.ctx)
        self._texts = dict(styler._display_funcs)
        self._text = styler._display_funcs.default_factory()
        hidden_rows, hidden_columns = set(styler.hidden_rows), set(styler.hidden_columns)
        self._rows = [place for place in range(len(styler.data)) if place not in hidden_rows]
        self._columns = [place for place in range(styler.data.shape[1]) if place not in hidden_columns]
        self.frame = styler.data.iloc[self._rows, self._columns]
        """The part of the table that is not hidden."""
        if all(styler.hide_index_):
            self.frame = self.frame.reset_index(drop=True)
        index = [] if arrays.only_numbers(self.frame.index) else arrays.levels(self.frame.index)
        self._levels = [list(level) for _, level in index]
        # A shallow copy would follow what its author changes later.
        self._data = styler.data.copy()

    def look(self, places: slice | Sequence[int]) -> TableLook:
        """What the cells of some rows look like; the index comes first if it is shown."""
        rows = range(len(self._rows))[places] if isinstance(places, slice) else places
        return {
            "display_value": [
                [*(str(level[row]) for level in self._levels), *(self._shown(row, column) for column in self._columns)]
                for row in rows
            ],
            "styling": [
                [*("" for _ in self._levels), *(self._style(row, column) for column in self._columns)] for row in rows
            ],
        }

    def _shown(self, row: int, column: int) -> str:
        at = self._rows[row], column
        return str(self._texts.get(at, self._text)(self._data.iat[at]))

    def _style(self, row: int, column: int) -> str:
        found = dict(self._styles.get((self._rows[row], column), ()))
        return "; ".join(
            f"{name}: {value}" for name, value in found.items() if name in SAFE and _VALUE.fullmatch(str(value))
        )


def styled(styler: Any) -> Styled | None:
    """What a `Styler` says; None if this version of pandas keeps it in another way."""
    try:
        return Styled(styler)
    except AttributeError:
        return None
