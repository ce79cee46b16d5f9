"""`gr.JSON`: any value that JSON has."""

from __future__ import annotations

import json
from typing import Any

from ...errors import FunctionFailed
from ..files import Store
from ..plain import plain
from .base import Component


class JSON(Component):
    """A field for any JSON, or a view of it. It has no schema of its own: what it takes and gives is what the hint
    says."""

    as_hinted = True

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The value in JSON's types; of a text what it says as JSON.

        Raises:
            FunctionFailed: A text is no JSON.
        """
        if not isinstance(value, str):
            return plain(value)
        try:
            return plain(json.loads(value))
        except ValueError as error:
            raise FunctionFailed(f"gr.JSON: the text {value!r:.80} is no JSON: {error}.") from None

    def begin(self, value: Any, store: Store | None) -> Any:
        """The value in JSON's types; a text is that text."""
        return plain(value)
