"""`gr.Interface`: a function with a form and its results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..components import names
from ..components.base import Component
from ..components.placed import OPEN, Placed
from ..functions import called
from ..state import State
from . import keywords, samples
from .blocks import Blocks
from .buttons import Button
from .containers import Accordion
from .events import concurrency, described, visibility

ADDITIONAL = "Additional inputs"
"""What the fields are called that are folded away."""


class Interface(Blocks):
    """A function with a form and its results.

    ::

        gr.Interface(letter_counter, [gr.Textbox("strawberry"), gr.Textbox("r")], "number").launch()

    Args:
        fn: The function.
        inputs: A component for each parameter, an instance or Gradio's name such as "text"; one alone, or a list. None
            leaves all to type hints, as a None in the list does for one. `gr.State()` or "state" is a value of the
            session.
        outputs: The same for what it returns.
        examples: Rows of values that fill the form; with one input also values; or the path of a folder of files.
        options: `title`, `description` and `article` (Markdown), `live` (run on each change),
            `additional_inputs` (folded away below the others) and `additional_inputs_accordion` (what they are called),
            `submit_btn`, `stop_btn` and `clear_btn` (what is on the buttons; None leaves *Clear* out), `api_name`,
            `show_api` or `api_visibility`, `api_description`, `concurrency_limit`, `queue`,
            `show_progress`, `delete_cache`, `validator`; others of Gradio's are explained.

    Raises:
        TypeError: `fn` cannot be called, or there is an option that Gradio does not have.
        ValueError: There is no component of a name.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        inputs: Any = None,
        outputs: Any = None,
        examples: Any = None,
        **options: Any,
    ) -> None:
        meant = keywords.taken("gr.Interface()", {**options, "examples": examples}, keywords.INTERFACE)
        super().__init__()
        self._begin(meant)
        if isinstance(fn, (list, tuple)) or not callable(fn):
            raise TypeError(f"gr.Interface needs a function, not {fn!r:.80}")
        self.fn = fn
        self.inputs = None if inputs is None else components(inputs, "inputs")
        self.folded: tuple[str, int, bool] | None = None
        if meant["additional_inputs"] is not None:
            more = components(meant["additional_inputs"], "additional_inputs")
            self.inputs = [*(self.inputs or []), *more]
            self.folded = _folded(meant["additional_inputs_accordion"], more)
        self.outputs = None if outputs is None else components(outputs, "outputs")
        self._share_state()
        own([*(self.inputs or ()), *(self.outputs or ())])
        self.buttons = _buttons({"run": meant["submit_btn"], "stop": meant["stop_btn"], "clear": meant["clear_btn"]})
        self.description: str = meant["description"] or ""
        self.article: str = meant["article"] or ""
        examples = meant["examples"]
        if isinstance(examples, (str, Path)):
            examples = samples.rows(examples, self.inputs or [None])
        count = len(self.inputs) if self.inputs is not None else None
        self.examples = [samples.row(given, count) for given in examples or ()]
        self.validator = meant["validator"]
        self.live = bool(meant["live"])
        self.api_name: str | None = meant["api_name"] or None
        self.visibility = visibility(meant["api_name"], meant["show_api"], meant["api_visibility"])
        self.api_description = described(meant["api_description"])
        self.queued = meant["queue"] is not False
        self.limit = concurrency(meant["concurrency_limit"])
        self.progress = meant["show_progress"] if meant["show_progress"] in ("minimal", "hidden") else "full"

    def own_functions(self) -> list[tuple[str, Callable[..., Any]]]:
        """Its function comes first."""
        return [(self.api_name or called(self.fn), self.fn), *super().own_functions()]

    def filled(self) -> list[Component]:
        """Of its form and its results as well."""
        return [item for item in (*(self.inputs or ()), *(self.outputs or ())) if isinstance(item, Component)]

    def _share_state(self) -> None:
        """What goes in as the session's value comes out as the same one, where there is one of each."""
        given = [item for item in self.inputs or () if isinstance(item, State)]
        taken = [item for item in self.outputs or () if isinstance(item, State)]
        if len(given) == len(taken) == 1 and self.outputs is not None:
            self.outputs = [given[0] if isinstance(item, State) else item for item in self.outputs]


def _folded(named: Any, items: list[Any]) -> tuple[str, int, bool] | None:
    """What additional inputs are called, how many are fields, and whether they are seen at first."""
    count = sum(not isinstance(item, State) for item in items)
    if isinstance(named, Accordion):
        own([named])
        return (named.label or ADDITIONAL, count, named.open) if count else None
    return (str(named or ADDITIONAL), count, False) if count else None


def _buttons(given: dict[str, Any]) -> dict[str, str]:
    """`panels.Node.buttons`, of texts and of buttons."""
    own(list(given.values()))
    texts = {name: item.value if isinstance(item, Button) else item for name, item in given.items()}
    plain = {"clear": "Clear", "stop": "Stop"}
    told = {name: str(text) for name, text in texts.items() if text not in (None, False, True, plain.get(name))}
    return {**told, "clear": ""} if texts["clear"] in (None, False) else told


def components(given: Any, what: str) -> list[Component | State | None]:
    """The components that an author names, one or several.

    Raises:
        ValueError: A text names none.
        TypeError: Something is no component.
    """
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    found: list[Component | State | None] = []
    for item in listed:
        if item is None or isinstance(item, State):
            found.append(item)
        elif item == "state" or item is State:
            found.append(State())
        else:
            made = names.made(item)
            if made is None:
                raise TypeError(f"{what}= takes components, such as gr.Textbox() or 'text', not {item!r:.80}")
            made.in_app()
            found.append(made)
    return found


def own(items: list[Any]) -> None:
    """Take items out of the layout that is open: they stand in the app that they were made for."""
    place = OPEN.get()
    for item in items:
        if place is not None and isinstance(item, Placed):
            place.root.leave(item)
