"""Answers that are kept until the catalogue changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from .catalog import Catalog

MAX_KEPT = 64
"""Answers that are kept at a time; each may be large."""


class Memo:
    """Remembers what was computed from a catalogue.

    Args:
        catalog: Whose revision tells whether an answer still holds.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._revision = -1
        self._kept: dict[Hashable, bytes] = {}

    def get(self, at: Hashable, compute: Callable[[], bytes]) -> bytes:
        """The answer for `at`, computed if it is not there."""
        if self._revision != self._catalog.revision or len(self._kept) >= MAX_KEPT:
            self._revision = self._catalog.revision
            self._kept.clear()
        if at not in self._kept:
            self._kept[at] = compute()
        return self._kept[at]
