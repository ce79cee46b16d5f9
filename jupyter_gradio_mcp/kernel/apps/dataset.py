"""`gr.Dataset`: samples in a table, of which people choose one."""

from __future__ import annotations

import inspect
import math
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ...errors import FunctionFailed
from ..components import names
from ..components.base import Component, or_null
from ..components.placed import OPEN, Placed
from ..files import Store
from ..plain import plain
from .samples import row as row_of

TYPES = ("values", "index", "tuple")

KEPT = 16
"""How many lists of samples are known that updates have brought."""

_STRIDE = 1_000_000
"""Samples of later lists are called by numbers from here on, so that a choice is of the list that was seen."""


class Dataset(Component):
    """Samples in a table. Its value is the number of the one that was chosen.

    ::

        rows = gr.Dataset(components=[gr.Textbox(visible=False)], samples=[["one"], ["two"]])
        rows.click(lambda sample: sample[0], rows, chosen)

    Args:
        label: What is above it.
        components: What shows the values of each column, instances or names.
        samples: Rows of values; of one column also values.
        headers: What is above the columns; None takes the components' labels.
        type: What a function is given: `values` (the row), `index`, or `tuple` (both).
        layout: `gallery` or `table`; None is a gallery where there is one column.
        samples_per_page: How many are seen at a time.
        sample_labels: What is written of each sample in place of its values.
        component_props: There for Gradio's sake, as `proxy_url`.
        options: Of every `Component`.

    Raises:
        ValueError: There is no such type, or there are not as many labels as samples.
    """

    def __init__(
        self,
        *,
        label: str | None = None,
        components: Sequence[Any] | None = None,
        samples: Sequence[Any] | None = None,
        headers: Sequence[str] | None = None,
        type: str = "values",
        layout: str | None = None,
        samples_per_page: int = 10,
        sample_labels: Sequence[str] | None = None,
        component_props: Any = None,
        proxy_url: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(None, label=label, **options)
        if type not in TYPES:
            raise ValueError(f"gr.Dataset: type is 'values', 'index' or 'tuple', not {type!r}")
        self.columns = _columns(components or [])
        self.samples = [row_of(given) for given in samples or ()]
        if sample_labels is not None and len(sample_labels) != len(self.samples):
            raise ValueError(f"gr.Dataset has {len(self.samples)} samples and {len(sample_labels)} labels of them")
        self.headers = headers
        self.type = type
        self.layout = layout
        self.samples_per_page = samples_per_page
        self.sample_labels = sample_labels
        self.first = 0
        self.fills: Sequence[Component] = ()
        self._lists: dict[int, list[Any]] = {0: self.samples}

    def options(self) -> dict[str, Any]:
        """As of every component."""
        headers = self.headers if self.headers is not None else [column.label or "" for column in self.columns]
        return {
            "headers": list(headers) if any(headers) else None,
            "types": [column.name for column in self.columns],
            "layout": self.layout or ("gallery" if len(self.columns) <= 1 else "table"),
            "samples_per_page": max(1, math.ceil(self.samples_per_page)),
            "sample_labels": None if self.sample_labels is None else [str(one) for one in self.sample_labels],
            "first": self.first or None,
        }

    def filed(self, store: Store | None) -> dict[str, Any]:
        """The samples, as fields are filled with them."""
        return {"samples": [[self._told(*cell, store) for cell in self._cells(row)] for row in self.samples]}

    def updated(self, changed: Placed) -> dict[str, Any]:
        """An update may bring other samples; a choice of these is told from one of those that were there before."""
        if not isinstance(changed, Dataset) or _same(changed.samples, self.samples):
            return {}
        first = max(self._lists) + _STRIDE
        self._lists[first] = changed.samples
        # The first list is what programs know.
        for former in sorted(self._lists)[1:-KEPT]:
            del self._lists[former]
        return {"first": first}

    def sample(self, number: int) -> Any:
        """What a function is given for the sample of that number.

        Raises:
            IndexError: There is none.
        """
        first = number - number % _STRIDE
        rows = self._lists.get(first, [])
        row = list(rows[number - first])
        return row if self.type == "values" else number - first if self.type == "index" else (number - first, row)

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """The number of a sample."""
        return Annotated[Any, _Choice(self)]

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("integer")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The number of a sample, also of one that is named by its values.

        Raises:
            FunctionFailed: There is no such sample.
        """
        if value is None or (isinstance(value, int) and 0 <= value < len(self.samples)):
            return value
        found = next((at for at, row in enumerate(self.samples) if _same(list(row), value)), None)
        if found is None:
            raise FunctionFailed(
                f"{value!r:.80} is no sample of gr.Dataset. Others are brought by gr.Dataset(samples=…) as an update."
            )
        return found

    def _cells(self, row: Sequence[Any]) -> list[tuple[Component | None, Any]]:
        shown = [*self.columns, *([None] * len(row))] if not self.columns else self.columns
        return list(zip(shown, row, strict=False))

    def _told(self, column: Component | None, value: Any, store: Store | None) -> Any:
        """One value as its field would be sent it; None where it cannot be."""
        if value is None:
            return None
        try:
            return plain(value) if column is None else column.begin(value, store)
        except (FunctionFailed, OSError):
            # One sample that cannot be shown must not keep the app from being so.
            return None


class _Choice:
    """pydantic: the number of a sample as what a function is given for it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        number = core_schema.int_schema(ge=0, metadata={})
        return core_schema.no_info_after_validator_function(self._chosen, number)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "description": "index of selected example"}

    def _chosen(self, number: int) -> Any:
        try:
            return self._dataset.sample(number)
        except IndexError:
            count = len(self._dataset.samples)
            raise PydanticCustomError("sample", f"There is no sample {number}; there are {count}") from None


def _columns(given: Sequence[Any]) -> list[Component]:
    """The components, none of which is put into the layout by being named here.

    Raises:
        TypeError: Something is no component.
    """
    token = OPEN.set(None)
    try:
        found = [names.made(item) for item in given]
    finally:
        OPEN.reset(token)
    for item, made in zip(given, found, strict=True):
        if made is None:
            raise TypeError(f"components= takes components, such as gr.Textbox() or 'text', not {item!r:.80}")
    return [made for made in found if made is not None]


def _same(row: Any, value: Any) -> bool:
    try:
        return bool(row == (list(value) if isinstance(value, (list, tuple)) else value))
    except Exception:
        # Whatever comparing values of the author's raises.
        return False
