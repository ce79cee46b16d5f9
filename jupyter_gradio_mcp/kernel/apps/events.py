"""Which events each component has, and what is said where a function listens to one."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ...descriptions import Visibility
from ...panels import Ending, Mode
from ..components.base import Component, listed
from ..components.placed import OPEN, Placed
from ..state import State
from ..warning import warn
from . import keywords

BUTTON = ("click",)
TYPED = ("change", "input", "submit", "focus", "blur")
PICKED = ("change", "input", "select")
FILED = ("change", "input", "upload", "clear")
PLAYED = (*FILED, "play", "pause", "stop", "end", "start_recording", "stop_recording", "pause_recording")

EVENTS: Mapping[str, tuple[str, ...]] = {
    "Textbox": (*TYPED, "select", "copy", "stop"),
    "MultimodalTextbox": (*TYPED, "select", "stop"),
    "Number": TYPED,
    "Slider": ("change", "input", "release"),
    "Checkbox": PICKED,
    "CheckboxGroup": PICKED,
    "Radio": PICKED,
    "Dropdown": (*PICKED, "focus", "blur", "key_up"),
    "DateTime": ("change", "submit"),
    "ColorPicker": (*TYPED, "release"),
    "Code": ("change", "input", "focus", "blur"),
    "Markdown": ("change", "copy"),
    "HTML": ("change", "click", "double_click"),
    "JSON": ("change",),
    "Label": ("change", "select"),
    "HighlightedText": ("change", "select"),
    "Chatbot": ("change", "select", "like", "retry", "undo", "edit", "option_select", "clear", "copy"),
    "Image": (*FILED, "select"),
    "Audio": PLAYED,
    "Video": PLAYED,
    "File": ("change", "upload", "clear", "select", "delete", "download"),
    "Gallery": ("change", "upload", "select", "delete", "preview_open", "preview_close"),
    "Dataframe": ("change", "input", "select", "edit"),
    "Plot": ("change",),
    "Chart": ("change",),
    "Button": BUTTON,
    "ClearButton": BUTTON,
    "DownloadButton": ("change", "click"),
    "UploadButton": ("change", "click", "upload"),
    "Dataset": ("click", "select"),
    "State": ("change",),
    "Timer": ("tick",),
    "Tab": ("select",),
    "Tabs": ("change", "select"),
    "Accordion": ("expand", "collapse"),
    "Sidebar": ("expand", "collapse"),
    "Blocks": ("load",),
    "Interface": ("load",),
    "TabbedInterface": ("load",),
    "ChatInterface": ("load",),
}
"""What each can be listened to for, by Gradio's names."""

NEAREST = {
    "apply": "change",
    "example_select": "click of a gr.Dataset",
    "stream": "change",
    "unload": "gr.State(delete_callback=…)",
}
"""Events of Gradio's that nothing has here, and what comes nearest."""

Source = Placed | State
Outputs = Sequence[Component | State | Placed]


@dataclass(eq=False)
class Listener:
    """One function that listens.

    Attributes:
        function: The function; None only stops `cancels`.
        inputs: What it is given the values of, in order.
        outputs: What its results go to, in order.
        triggers: What it listens to.
        after: Or the listener that it comes after, and which end of that.
        as_mapping: Whether it is given one dict of values by component.
        api_name: As of `Options`; None takes the function's own.
        visibility: Who may call it.
        description: As of `Options`.
        queue: As of `Options`.
        concurrency: As of `Options`; None takes the app's.
        progress: How much is shown while it runs.
        cancels: Those whose calls it stops.
        programs_only: Whether it is there for programs, while the panel does the same without a call.
        mode: What becomes of an event while the function runs; None is Gradio's own choice for the event.
        validator: Judges what the function is to be given; see `validation`.
    """

    function: Callable[..., Any] | None
    inputs: Sequence[Component | State]
    outputs: Outputs
    triggers: Sequence[tuple[Source, str]] = ()
    after: tuple[Listener, Ending] | None = None
    as_mapping: bool = False
    api_name: str | None = None
    visibility: Visibility = "public"
    description: str | None = None
    queue: bool = True
    concurrency: int | None = None
    progress: Literal["full", "minimal", "hidden"] = "full"
    cancels: Sequence[Listener] = field(default_factory=tuple)
    programs_only: bool = False
    mode: Mode | None = None
    validator: Callable[..., Any] | None = None

    @property
    def first(self) -> Listener:
        """The one that an event begins, with this one somewhere after it."""
        return self if self.after is None else self.after[0].first


class App(Protocol):
    """What listeners belong to."""

    listeners: list[Listener]


class Dependency:
    """What listening gives back: further functions can come after it, and calling it calls the function.

    Args:
        blocks: The app.
        listener: What listens.
    """

    def __init__(self, blocks: App, listener: Listener) -> None:
        self._blocks = blocks
        self.listener = listener

    def then(self, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Any:
        """Run `fn` when it has ended, well or not. As an event's method."""
        return _listen(self._blocks, (), (self.listener, "then"), fn, inputs, outputs, options)

    def success(self, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Any:
        """Run `fn` when it has ended well."""
        return _listen(self._blocks, (), (self.listener, "success"), fn, inputs, outputs, options)

    def failure(self, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Any:
        """Run `fn` when it has failed."""
        return _listen(self._blocks, (), (self.listener, "failure"), fn, inputs, outputs, options)

    def __call__(self, *args: Any, **arguments: Any) -> Any:
        """Call the function itself."""
        if self.listener.function is None:
            raise TypeError("There is no function to be called.")
        return self.listener.function(*args, **arguments)


class Event:
    """What `component.click` is.

    Args:
        blocks: The app.
        source: What is listened to.
        event: For which event.
    """

    def __init__(self, blocks: App, source: Source, event: str) -> None:
        self._blocks = blocks
        self.trigger = (source, event)

    def __call__(self, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Any:
        """Listen: run a function when it happens.

        Args:
            fn: The function. Left out, this decorates one; None with `cancels=` stops calls, and does nothing else.
            inputs: A component or a list of them, whose values it is given; a set gives it one dict of them.
            outputs: A component or a list of them, which its results go to.
            options: `api_name`, `show_api` or `api_visibility`, `api_description`, `queue`, `concurrency_limit`,
                `show_progress`, `trigger_mode`, `cancels` and `validator`, as Gradio has them; others of Gradio's are
                explained.

        Raises:
            TypeError: There is an option that Gradio does not have.
            ValueError: An option has a value that it cannot have.
        """
        return _listen(self._blocks, (self.trigger,), None, fn, inputs, outputs, options)


def events_of(item: Source) -> tuple[str, ...]:
    """The events that an item has."""
    for kind in type(item).__mro__:
        if kind.__name__ in EVENTS:
            return EVENTS[kind.__name__]
    return ()


def event(blocks: App, item: Source, name: str) -> Event:
    """The event of that name.

    Raises:
        AttributeError: The item has none.
    """
    there = events_of(item)
    if name in there:
        return Event(blocks, item, name)
    own = f"gr.{type(item).__name__}"
    if name == "stop":
        raise AttributeError(f"{own} has no event 'stop' here. Every running function has a Stop button, and cancels=.")
    if name in NEAREST:
        raise AttributeError(f"{own} has no event '{name}' here. The nearest is: {NEAREST[name]}.")
    near = difflib.get_close_matches(name, there, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else f" Its events are: {', '.join(there) or 'none'}."
    raise AttributeError(f"{own} has no '{name}'.{hint}")


def on(triggers: Any = None, fn: Any = "decorator", inputs: Any = None, outputs: Any = None, **options: Any) -> Any:
    """Run a function at several events: `gr.on([name.submit, button.click], greet, name, greeting)`.

    Args:
        triggers: The events; None is a change of any input, and the load of the app.
        fn: As of an event's method, as all that follows.
        inputs: As there.
        outputs: As there.
        options: As there.

    Raises:
        RuntimeError: No `gr.Blocks` is open.
    """
    place = OPEN.get()
    if place is None:
        raise RuntimeError("gr.on() belongs within `with gr.Blocks():`.")
    blocks: App = place.root
    listed = [triggers] if isinstance(triggers, Event) else list(triggers or ())
    pairs = [trigger.trigger for trigger in listed]
    if triggers is None:
        given = inputs if isinstance(inputs, (list, tuple, set)) else [] if inputs is None else [inputs]
        pairs = [(blocks, "load"), *((item, "change") for item in given if "change" in events_of(item))]
    return _listen(blocks, pairs, None, fn, inputs, outputs, options)


def visibility(api_name: Any, show_api: Any, api_visibility: Any) -> Visibility:
    """Who may call a function, in the words of Gradio 5 or of Gradio 6.

    Raises:
        ValueError: `api_visibility` is none of its values.
    """
    if api_visibility is not None:
        if api_visibility not in ("public", "undocumented", "private"):
            raise ValueError(f"api_visibility is 'public', 'undocumented' or 'private', not {api_visibility!r}")
        if api_name is not False:
            found: Visibility = api_visibility
            return found
    if api_name is False:
        return "private"
    return "undocumented" if show_api is False else "public"


def concurrency(limit: Any) -> int | None:
    """Calls that run at a time, of Gradio's `concurrency_limit`: 0 is no limit, None takes the app's."""
    return None if limit == "default" else 0 if limit is None else int(limit)


def described(api_description: Any) -> str | None:
    """`Options.description`, of Gradio's `api_description`."""
    return "" if api_description is False else api_description


def _listen(
    blocks: App,
    triggers: Sequence[tuple[Source, str]],
    after: tuple[Listener, Ending] | None,
    fn: Any,
    inputs: Any,
    outputs: Any,
    options: dict[str, Any],
) -> Any:
    if fn == "decorator":
        return lambda function: _listen(blocks, triggers, after, function, inputs, outputs, options)
    if fn is None and not options.get("cancels"):
        # As in Gradio it may stand there, and what comes after it comes all the same.
        script = options.get("js") is not None
        why = "no script of an app's runs beside the notebook" if script else "it has no function"
        warn(f"A listener{' that is only js=' if script else ''} does nothing: {why}.")
        fn, inputs, outputs = _nothing, None, None
        options = {**options, "js": None, "api_visibility": "private", "queue": False, "show_progress": "hidden"}
    given = keywords.taken("an event's listener", options, keywords.LISTENER)
    if fn is not None and not callable(fn):
        raise TypeError(f"An event's listener needs a function, not {fn!r:.80}")
    progress = given["show_progress"]
    if progress in (True, False, None):
        progress = "full" if progress else "hidden"
    if progress not in ("full", "minimal", "hidden"):
        raise ValueError(f"show_progress is 'full', 'minimal' or 'hidden', not {progress!r}")
    cancels = given["cancels"]
    cancels = cancels if isinstance(cancels, (list, tuple)) else [] if cancels is None else [cancels]
    mode = given["trigger_mode"]
    if mode not in (None, "once", "multiple", "always_last"):
        raise ValueError(f"trigger_mode is 'once', 'multiple' or 'always_last', not {mode!r}")
    api_name = given["api_name"]
    listener = Listener(
        function=fn,
        inputs=listed(inputs),
        outputs=listed(outputs),
        triggers=tuple(triggers),
        after=after,
        as_mapping=isinstance(inputs, (set, frozenset)),
        api_name=api_name or None,
        visibility=visibility(api_name, given["show_api"], given["api_visibility"]),
        description=described(given["api_description"]),
        queue=given["queue"] is not False,
        concurrency=concurrency(given["concurrency_limit"]),
        progress=progress,
        cancels=[dependency.listener for dependency in cancels],
        mode=mode,
        validator=given["validator"],
    )
    _check(listener)
    blocks.listeners.append(listener)
    return Dependency(blocks, listener)


def _nothing() -> None:
    """What a listener without a function does."""


def _check(listener: Listener) -> None:
    """See that a listener's components are some, while the line that names them runs.

    Raises:
        TypeError: One is none.
    """
    for what, items in (("inputs", listener.inputs), ("outputs", listener.outputs)):
        for item in items:
            if inspect.isclass(item) or not isinstance(item, (Placed, State)):
                raise TypeError(f"{what}= takes components, such as a gr.Textbox() of this app, not {item!r:.80}")
            if what == "inputs" and isinstance(item, Placed) and not isinstance(item, Component):
                raise TypeError(f"inputs= takes components that have a value, and gr.{type(item).__name__} has none")
