"""What a panel is made of: a tree of layout nodes, the components in it, and the actions that they take part in.

The kernel makes panels and the browser draws them; the server only hands them on. A function's panel is the
simplest one: a form, one action, its results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict

from .descriptions import FileData

MIME = "application/vnd.jupyter-gradio-mcp.panel+json"
"""Type of the output that JupyterLab's extension shows a panel for; data and metadata together are a `Mount`."""


class _Blank(TypedDict, total=False):
    blank: bool


class ComponentInfo(_Blank):
    """One field of a form, or one view of a result.

    Attributes:
        id: Tells it from the others of its panel.
        type: Gradio's name of it, such as `Textbox`.
        name: The parameter that it fills; of a result its label.
        required: Whether a call needs it.
        schema: JSON Schema of its value, without references into anything else; {} if there is none.
        props: What Gradio calls its configuration, by Gradio's names: `label`, `info`, `value` (what it begins
            with; missing if it begins empty), `choices` ([[label, value], …]), `minimum`, `lines`, `visible` ….
        blank: Whether null is sent where a person emptied it. Missing where what is left out is what it begins with.
    """

    id: str
    type: str
    name: str
    required: bool
    schema: dict[str, Any]
    props: dict[str, Any]


Ending = Literal["then", "success", "failure"]
"""Which end of an action begins the one after it."""


Mode = Literal["once", "multiple", "always_last"]
"""What becomes of an event while its action runs: nothing, one call more for each, or one more for the last."""


class ModeInfo(TypedDict, total=False):
    """What an `ActionInfo` has where its author said so."""

    mode: Mode


class ActionInfo(ModeInfo):
    """What a panel can do: call an endpoint with the values of some components, and show the result in others.

    Attributes:
        id: Tells it from the others of its panel.
        endpoint: The name of what is called, within the notebook.
        title: For people.
        description: For people; may be "".
        inputs: Parameter and component id, in the order of the signature.
        outputs: Component ids. Of several, a result is a list of as many values.
        examples: Rows of values by component id.
        streams: Whether results come in parts.
        triggers: What begins it, beside the Run of a form: component id and event, such as `("c3", "click")`. The id
            "" is the panel itself, whose event is `load`; a value of the session has an id, too, which frames with a
            result name that `changed` it. Empty for a function's own form.
        after: The action whose end begins it, and which end: any, a good one, a bad one. None for all others.
        progress: How much is shown while it runs.
        cancels: Actions whose calls it stops. One without an `endpoint` ("") does nothing else.
        mode: What becomes of an event while it runs; missing, that depends on the event.
    """

    id: str
    endpoint: str
    title: str
    description: str
    inputs: list[tuple[str, str]]
    outputs: list[str]
    examples: list[dict[str, Any]]
    streams: bool
    triggers: list[tuple[str, str]]
    after: tuple[str, Ending] | None
    progress: Literal["full", "minimal", "hidden"]
    cancels: list[str]


NodeType = Literal["tabs", "tab", "row", "column", "group", "accordion", "form", "results", "component"]


class Node(TypedDict, total=False):
    """A node of the layout.

    Attributes:
        type: A `form` holds fields, and gets Run, Stop, Clear and the examples of its `action`; `results` hold its
            views, and get its progress, notices, errors and log. A `component` is the leaf.
        children: What is in it; a leaf has none.
        label: Of a tab or an accordion.
        open: Whether an accordion begins open.
        id: Of a leaf: the component. Of what holds others, in an app: a component that has no value, but the `props`
            that an update may change (`visible`, `open`, `selected`).
        action: Of a form and of results.
        buttons: Of a form: what is on its `run`, `stop` and `clear`, where that is not their own; "" leaves one out.
    """

    type: NodeType
    children: list[Node]
    label: str
    open: bool
    id: str
    action: str
    buttons: dict[str, str]


class UpdateValue(TypedDict, total=False):
    """Instead of an output's value: what of a component changes, as Gradio's clients know it.

    Further members are `props` by name. Without `value` the value stays.
    """

    __type__: Literal["update"]
    value: Any


class PanelInfo(TypedDict):
    """One panel: what one cell shows.

    Attributes:
        id: Tells it from the others of its notebook, and stays when its cell runs again.
        title: For people.
        components: All that the layout names.
        actions: All that the layout names.
        endpoints: The names of what programs and agents call here: public functions, also those that no action calls.
        layout: The tree.
    """

    id: str
    title: str
    components: list[ComponentInfo]
    actions: list[ActionInfo]
    endpoints: list[str]
    layout: Node


class CardEntry(TypedDict):
    """What a saved notebook says of one function: no address with a key, no argument, no result."""

    name: str
    title: str
    signature: str
    description: str


class ApiMount(TypedDict, total=False):
    """What a `Mount` has that shows the API page of the notebook in place of a panel, whose id is "" then.

    Attributes:
        view: `api`.
        endpoint: The name of the function that is opened at once; missing if none is.
    """

    view: Literal["api"]
    endpoint: str


class Mount(ApiMount):
    """Which panel to show, and what to show where nothing runs.

    A widget's model has it as `mount`. In an output of type `MIME`, `kernel` and `panel` are in the metadata of that
    type and all else in the data, so that programs which compare outputs find two runs alike.

    Attributes:
        version: Of this shape; 1.
        kernel: Jupyter's id of the kernel, which stays the same when it restarts.
        panel: `PanelInfo.id`.
        title: Of the panel.
        functions: The static card.
    """

    version: int
    kernel: str
    panel: str
    title: str
    functions: list[CardEntry]


class NotebookPanels(TypedDict):
    """All panels of one notebook, as a browser gets them.

    Attributes:
        kernel: Jupyter's id of the kernel.
        notebook: Path of the notebook; "" without a server.
        title: Of the notebook, for people.
        state: `live`, or `gone` after a restart.
        owner: Whether who asks is the notebook's owner, who sees tracebacks.
        panels: In the order of their cells' first run.
    """

    kernel: str
    notebook: str
    title: str
    state: Literal["live", "gone"]
    owner: bool
    panels: list[PanelInfo]


class RowsQuery(TypedDict, total=False):
    """Which rows of a table are wanted: `start` to `stop`, of those that hold `search`, sorted by the column
    with the index `sort`."""

    view: str
    start: int
    stop: int
    sort: int | None
    descending: bool
    search: str


class TableLook(TypedDict):
    """How the cells of a table look, row by row.

    Attributes:
        display_value: The text of each.
        styling: The CSS of each, "" for none: colours, weight, slant, decoration and alignment.
    """

    display_value: list[list[str]]
    styling: list[list[str]]


class _Looking(TypedDict, total=False):
    metadata: TableLook


class Rows(_Looking):
    """Some rows of a table, and how many there are of those that were asked for; of a styled one how they look."""

    data: list[list[Any]]
    rows: int


class TableValue(TypedDict, total=False):
    """A table as Gradio's clients know it. To a panel, a large one comes with `view`: then `data` has its first rows
    only, `rows` is how many there are, and the others are asked for (`RowsQuery`)."""

    headers: list[str]
    data: list[list[Any]]
    metadata: TableLook | None
    view: str
    rows: int


class PlotValue(TypedDict, total=False):
    """A figure.

    Attributes:
        type: The library that made it: `matplotlib`, `plotly`, `altair` or `bokeh`.
        plot: Of matplotlib a PNG (`FileData`), of the others JSON text: plotly's figure, altair's Vega-Lite
            specification, the item of BokehJS.
        library: To a panel, of plotly and bokeh: the file of JavaScript that draws it (`FileData`).
    """

    type: str
    plot: Any
    library: FileData


class MimeValue(TypedDict):
    """What an object shows of itself, to a panel: by media type HTML, Markdown, SVG, LaTeX, and plain text if it has
    any. Its source is a program that may have read anything, so nothing of it is shown unsanitised.

    Where a hint names no component, a panel tells a result by its form: `mime`, a `TableValue` (`headers`, `data`), a
    `PlotValue` (`type`, `plot`), a file; anything else is JSON.
    """

    mime: dict[str, str]


def joined_title(titles: Sequence[str]) -> str:
    """What a panel of functions with these titles is called."""
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")


ROWS_ENDPOINT = "@rows"
"""The name that a `RowsQuery` is called by, as arguments; no function can have it."""
