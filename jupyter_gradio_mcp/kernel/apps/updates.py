"""Updates: what a function returns for an output when it changes more, or less, than the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import FunctionFailed
from ..components.base import Component
from ..components.placed import Placed
from ..files import Store
from ..outputs import Outputs
from ..plain import plain
from ..results import Results, Returned
from ..views import CallViews
from .containers import Container

TYPE = {"__type__": "update"}

_UNTOLD = frozenset(("render", "elem_id", "elem_classes", "components", "key"))
"""What is said of an item and is not of how it looks."""


def update(
    elem_id: str | None = None, elem_classes: Any = None, visible: bool | str | None = None, **props: Any
) -> dict[str, Any]:
    """Change properties of an output, and its value if `value=` is given: `return gr.update(visible=False)`.

    Args:
        elem_id: There for Gradio's sake.
        elem_classes: There for Gradio's sake.
        visible: Whether the component is seen.
        props: What changes, by the names of the component's arguments.
    """
    shown = {} if visible is None else {"visible": visible}
    return {**TYPE, **shown, **props}


def skip() -> dict[str, Any]:
    """Leave an output as it is."""
    return dict(TYPE)


def is_update(value: Any) -> bool:
    """Whether a function returned an update: a dict of `update()`, or a component."""
    return isinstance(value, Placed) or (isinstance(value, Mapping) and value.get("__type__") == "update")


class UpdatingResults(Results):
    """The way out for a function of an app: outputs may be updates.

    Args:
        all: The way out where none is.
        targets: The outputs.
        each: The way out of each output alone.
    """

    def __init__(self, all: Results, targets: Sequence[Placed], each: Sequence[Outputs]) -> None:
        super().__init__(None)
        self._all = all
        self._targets = targets
        self._each = [outputs.results for outputs in each]

    def to_json(self, value: Any, store: Store | None = None, views: CallViews | None = None) -> Returned:
        """As of every way out."""
        several = len(self._targets) > 1
        values = list(value) if several and isinstance(value, (list, tuple)) else [value]
        if several and len(values) == 1 and is_update(values[0]):
            values *= len(self._targets)
        if not any(map(is_update, values)) or len(values) != len(self._targets):
            return self._all.to_json(value, store, views)
        made = [
            _updated(target, item, results, store, views) if is_update(item) else results.to_json(item, store, views)
            for target, item, results in zip(self._targets, values, self._each, strict=True)
        ]
        told = [piece.value for piece in made]
        return Returned(told if several else told[0], all(p.fits for p in made), any(p.files for p in made))


def _updated(target: Placed, said: Any, results: Results, store: Store | None, views: CallViews | None) -> Returned:
    """An update as the panel and Gradio's clients get it."""
    given = said.said() if isinstance(said, Placed) else {name: said[name] for name in said if name != "__type__"}
    given = {name: value for name, value in given.items() if name not in _UNTOLD}
    # Made as a whole, so that what is given is checked and written as that of the layout is.
    changed = _with(target, {name: value for name, value in given.items() if name != "value"})
    looks = {} if changed is None else _looks(changed, store)
    shown = {**TYPE, **{name: plain(looks.get(name, item)) for name, item in given.items() if name != "value"}}
    if isinstance(target, Component) and changed is not None:
        shown.update(target.updated(changed))
    if "value" not in given:
        return Returned(shown, True)
    value = results.to_json(given["value"], store, views)
    shown["value"] = value.value
    return Returned(shown, value.fits, value.files)


def _with(target: Placed, given: Mapping[str, Any]) -> Placed | None:
    """An item like `target`, with what is given; None if there is something that it does not take."""
    try:
        return type(target)(**{**target.said(), **given})
    except TypeError:
        # Something that Gradio has besides.
        return None
    except ValueError as error:
        raise FunctionFailed(f"The function returned an update that cannot be: {error}") from error


def _looks(item: Placed, store: Store | None) -> dict[str, Any]:
    """All that can be said of how an item looks, by name."""
    if isinstance(item, Container):
        return {**item.options(), "visible": item.visible}
    if not isinstance(item, Component):
        return {}
    names = ("label", "info", "show_label", "interactive", "visible")
    return {**item.options(), **item.filed(store), **{name: getattr(item, name) for name in names}}
