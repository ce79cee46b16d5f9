"""`gr.Examples`: rows of values that fill fields when one is clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..components.base import Component, listed
from ..components.placed import OPEN
from . import keywords
from .dataset import Dataset
from .events import Dependency, Event, Listener, described, visibility
from .samples import rows


class Examples:
    """Rows of values that fill fields when one is clicked.

    ::

        gr.Examples([["Ada", 2], ["Bob", 3]], [name, times])

    Args:
        examples: A list of rows; with one input also a list of values; or the path of a folder of files.
        inputs: The components that are filled, one or a list.
        outputs: What the results of `fn` go to.
        fn: The function that `run_on_click` runs.
        cache_examples: As `run_on_click`: `fn` runs when one is clicked, for nothing is cached.
        options: `run_on_click`, `examples_per_page`, `label`, `example_labels`, `visible`, `api_name`, `show_api` or
            `api_visibility`, `api_description`; others of Gradio's are explained.

    Attributes:
        dataset: The table, whose `click` can be listened to.
        load_input_event: What `then` can follow, after the fields are filled.

    Raises:
        ValueError: There is nothing to run, or the examples are none.
        TypeError: There is an option that Gradio does not have, or an input is no component.
        FileNotFoundError: There is no such folder.
    """

    def __init__(
        self,
        examples: Any,
        inputs: Any,
        outputs: Any = None,
        fn: Callable[..., Any] | None = None,
        cache_examples: Any = None,
        **options: Any,
    ) -> None:
        given = {"cache_examples": cache_examples, **options}
        meant = keywords.taken("gr.Examples()", given, keywords.EXAMPLES)
        self.inputs = listed(inputs)
        self.outputs = listed(outputs)
        self.fn = fn
        self.load_input_event: Any = None
        for item in self.inputs:
            if not isinstance(item, Component):
                raise TypeError(f"inputs= takes components, such as a gr.Textbox() of this app, not {item!r:.80}")
        if (cache_examples or meant["run_on_click"]) and fn is None:
            what = "cache_examples" if cache_examples else "run_on_click"
            raise ValueError(f"gr.Examples({what}=True) needs fn=, the function that is to run.")
        if cache_examples and not self.outputs:
            raise ValueError("gr.Examples(cache_examples=True) needs outputs=, which the results go to.")
        self.examples = rows(examples, self.inputs)
        self.runs = bool(cache_examples or meant["run_on_click"])
        # A field that no example says anything of stays as it is.
        used = [place for place in range(len(self.inputs)) if any(_at(row, place) is not None for row in self.examples)]
        filled: list[Component] = [self.inputs[place] for place in used]
        self.dataset = Dataset(
            components=filled,
            samples=[[_at(row, place) for place in used] for row in self.examples],
            # None is Gradio's own.
            label=meant["label"] or "Examples",
            type="tuple",
            samples_per_page=meant["examples_per_page"],
            sample_labels=meant["example_labels"],
            visible=meant["visible"],
        )
        self.dataset.fills = filled
        self._name = meant["api_name"]
        self._visibility = visibility(meant["api_name"], meant["show_api"], meant["api_visibility"] or "undocumented")
        self._description = described(meant["api_description"])
        if OPEN.get() is not None:
            self.create()

    def create(self) -> None:
        """Let functions listen to its table; made within an app, it does by itself.

        Raises:
            RuntimeError: No `gr.Blocks` is open.
        """
        place = OPEN.get()
        if place is None:
            raise RuntimeError("gr.Examples.create() belongs within `with gr.Blocks():`.")
        blocks: Any = place.root
        if self.dataset.fills:
            # A panel fills the fields itself; this is for programs that ask for an example.
            load = Listener(
                function=self._load,
                inputs=(self.dataset,),
                outputs=self.dataset.fills,
                api_name=self._name or "load_example",
                visibility=self._visibility,
                description=self._description,
                queue=False,
                progress="hidden",
                programs_only=True,
            )
            blocks.listeners.append(load)
        filled = Event(blocks, self.dataset, "click")
        self.load_input_event = _Filled(filled)
        if self.runs:
            self.load_input_event = filled(self.fn, self.inputs, self.outputs, api_visibility="undocumented")

    def _load(self, example: tuple[int, list[Any]]) -> Any:
        """Give an example's values."""
        _, values = example
        values = [*values, *([None] * (len(self.dataset.fills) - len(values)))]
        return values[0] if len(values) == 1 else values


class _Filled:
    """What comes after the fields are filled: a click, for a panel fills them before it tells of that."""

    def __init__(self, event: Event) -> None:
        self._event = event

    def then(self, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Dependency:
        """Run `fn` then. As an event's method."""
        made: Dependency = self._event(fn, inputs, outputs, **options)
        return made

    success = then


def _at(row: list[Any], place: int) -> Any:
    return row[place] if place < len(row) else None
