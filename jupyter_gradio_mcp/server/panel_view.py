"""What one viewer sees of panels and results: a key without what it does not open, files with addresses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypedDict, TypeGuard
from urllib.parse import quote

from ..descriptions import Kind, Visibility, is_file_data
from ..errors import InvalidRequest
from ..panels import ActionInfo, Node, NotebookPanels, PanelInfo, RowsQuery, joined_title
from .catalog import App, over_mcp
from .scope import EVERYTHING, Scope

MAX_ROWS = 10_000
"""Rows of a table that are told at once."""

MAX_TEXT = 1_000
"""Characters of a search, or of the name of a view."""


class Viewing(NamedTuple):
    """Who looks at panels.

    Attributes:
        owner: Whether it is the notebook's owner, who sees tracebacks and everything else.
        visibilities: Which functions it may call.
        scope: Of which notebooks and functions.
    """

    owner: bool
    visibilities: Collection[Visibility]
    scope: Scope = EVERYTHING

    def may_call(self, app: App, name: str) -> bool:
        """Whether it may call a function, also one whose kernel is away for now."""
        return self.owner or (app.visibilities.get(name) in self.visibilities and self._opens(app, name))

    def admits(self, app: App) -> bool:
        """Whether it may know of a notebook: a key, of one where it opens a function, also while the kernel is away."""
        if self.owner:
            return True
        if not self.scope.admits_app(app.kernel, app.paths):
            return False
        if self.scope.panel is not None:
            # Also that of an app that has nothing to call, but something to read.
            return any(panel["id"] == self.scope.panel for panel in app.panels)
        return any(self.may_call(app, name) for name in app.visibilities)

    def lists(self, app: App, name: str) -> bool:
        """Whether it is told of a function of a notebook that it may see: a key, of public ones that it opens."""
        if (known := app.endpoints.get(name)) is not None and known.get("alias"):
            return False
        return self.owner or (app.visibilities.get(name) == "public" and self._opens(app, name))

    def shows(self, app: App, panel: PanelInfo) -> PanelInfo | None:
        """A panel as it may see it; None if that is nothing."""
        if self.owner or self.scope.panel == panel["id"]:
            return panel
        return None if self.scope.panel is not None else visible(panel, lambda name: self.may_call(app, name))

    def _opens(self, app: App, name: str) -> bool:
        if not self.scope.admits(name):
            return False
        if self.scope.panel is None:
            return True
        known = app.endpoints.get(name)
        if known is not None:
            return known.get("app") == self.scope.panel
        # While the kernel is away its panels say what there was.
        return any(panel["id"] == self.scope.panel and name in _called(panel) for panel in app.panels)

    def endings(self, app: App) -> int:
        """How many calls of a notebook are over, of the functions that it is told of."""
        return sum(count for name, count in app.ended.items() if self.lists(app, name))


class ListedFunction(TypedDict):
    """One function in the list of notebooks.

    Attributes:
        name: Within its notebook.
        union: What it is called at the server's base.
        kind: What it is for MCP.
        title: For people.
        description: For agents.
        parameters: Their names.
        visibility: Who may call it.
        mcp: Whether MCP's clients are offered it, where it is public.
        paused: Whether it is paused itself; its notebook may be beside.
        panel: The id of the panel with its form; None where it has none.
    """

    name: str
    union: str
    kind: Kind
    title: str
    description: str
    parameters: list[str]
    visibility: Visibility
    mcp: bool
    paused: bool
    panel: str | None


class ListedNotebook(TypedDict):
    """One notebook in the list of notebooks; `address` is relative to the server's base.

    `paused` is whether all of it is paused itself; everything on the server may be beside.
    """

    kernel: str
    notebook: str
    title: str
    state: Literal["live", "gone"]
    address: str
    paused: bool
    functions: list[ListedFunction]


class NotebookList(TypedDict):
    """The notebooks of a server, whether who asks is the owner, and whether everything is paused."""

    notebooks: list[ListedNotebook]
    owner: bool
    paused: bool


def state(app: App) -> Literal["live", "gone"]:
    """Whether the functions of a notebook can be called."""
    return "live" if app.live else "gone"


def title(app: App, scope: Scope = EVERYTHING) -> str:
    """What people call a notebook: the name of its file, without the ending; the app, for whom only that is open."""
    if scope.panel is not None:
        for panel in app.panels:
            if panel["id"] == scope.panel and panel["title"]:
                return panel["title"]
    return PurePosixPath(app.path).stem or app.path


def notebook_panels(app: App, viewing: Viewing) -> NotebookPanels:
    """The panels of a notebook as somebody sees them."""
    panels = app.panels
    if not viewing.owner:
        seen = (viewing.shows(app, panel) for panel in panels)
        panels = [panel for panel in seen if panel is not None]
    return {
        "kernel": app.kernel,
        "notebook": app.path,
        "title": title(app, viewing.scope),
        "state": state(app),
        "owner": viewing.owner,
        "panels": panels,
    }


def panel_of(app: App) -> dict[str, str]:
    """The ids of the panels that functions have their forms in, by the functions' names."""
    return {
        action["endpoint"]: panel["id"] for panel in app.panels for action in panel["actions"] if action["endpoint"]
    }


def _called(panel: PanelInfo) -> set[str]:
    """The names of all functions that are called by a panel, or at it."""
    return {*panel["endpoints"], *(action["endpoint"] for action in panel["actions"])}


def notebook_list(apps: Iterable[App], viewing: Viewing, *, paused: bool) -> NotebookList:
    """The notebooks as somebody sees them; `paused` is whether everything is."""
    notebooks = [listed(app, viewing) for app in apps if viewing.admits(app)]
    return {"notebooks": notebooks, "owner": viewing.owner, "paused": paused}


def listed(app: App, viewing: Viewing) -> ListedNotebook:
    """A notebook as the list of notebooks has it: for a key with the public functions that it opens."""
    panels = panel_of(app)
    functions: list[ListedFunction] = [
        {
            "name": name,
            "union": app.union[name],
            "kind": endpoint["kind"],
            "title": endpoint["title"] or name,
            "description": endpoint["description"],
            "parameters": [parameter["name"] for parameter in endpoint["parameters"]],
            "visibility": endpoint["visibility"],
            "mcp": over_mcp(endpoint),
            "paused": name in app.paused_endpoints,
            "panel": panels.get(name),
        }
        for name, endpoint in app.endpoints.items()
        if viewing.lists(app, name)
    ]
    return {
        "kernel": app.kernel,
        "notebook": app.path,
        "title": title(app),
        "state": state(app),
        "address": f"gradio/{quote(app.path)}/",
        "paused": app.paused,
        "functions": functions,
    }


def visible(panel: PanelInfo, may_call: Callable[[str], bool]) -> PanelInfo | None:
    """A panel without the actions that somebody may not call, and without what is empty then; None if all is."""
    callable = {action["id"] for action in panel["actions"] if action["endpoint"] and may_call(action["endpoint"])}
    # What calls nothing stops others.
    actions = [
        action
        for action in panel["actions"]
        if action["id"] in callable or (not action["endpoint"] and callable & {*action["cancels"]})
    ]
    endpoints = [name for name in panel["endpoints"] if may_call(name)]
    if not actions and not (endpoints and not panel["actions"]):
        return None
    if len(actions) == len(panel["actions"]):
        return panel if endpoints == panel["endpoints"] else {**panel, "endpoints": endpoints}
    removed = [action for action in panel["actions"] if action not in actions]
    kept = {action["id"] for action in actions}
    # A component that belongs to no action at all is text around them.
    closed = {id for action in removed for id in _belonging(action)} - {id for a in actions for id in _belonging(a)}
    layout = _open_part(panel["layout"], kept, closed)
    if layout is None:
        return None
    named = _named(layout)
    # A title that is made of the functions names those that are hidden, too; an author's own is left alone.
    made = {joined_title([action["title"] for action in panel["actions"]])}
    made |= {name for action in removed for name in (action["title"], action["endpoint"])}
    return {
        **panel,
        "title": joined_title([action["title"] for action in actions]) if panel["title"] in made else panel["title"],
        "actions": actions,
        "endpoints": endpoints,
        "components": [component for component in panel["components"] if component["id"] in named],
        "layout": layout,
    }


def _belonging(action: ActionInfo) -> set[str]:
    """The components that take part in an action: what it reads, what it fills, and what begins it."""
    return {*(id for _, id in action["inputs"]), *action["outputs"], *(id for id, _ in action["triggers"])}


def addressed(value: Any, address: Callable[[str], str]) -> Any:
    """A value with the address of each file in it filled in, however deep it is: a gallery or a plot holds files."""
    if isinstance(value, list):
        return [addressed(item, address) for item in value]
    if not isinstance(value, dict):
        return value
    if is_file_data(value):
        return {**value, "url": address(value["path"])}
    return {key: addressed(item, address) for key, item in value.items()}


def told(frame: Mapping[str, Any], address: Callable[[str], str], *, owner: bool) -> dict[str, Any]:
    """A frame of a call as a browser gets it: without its number, with addresses of files, tracebacks for the owner."""
    shown = {key: item for key, item in frame.items() if key != "id" and (owner or key != "traceback")}
    if shown.get("files") and shown["op"] in ("result", "partial"):
        shown["value"] = addressed(shown["value"], address)
    # How a model reads it is of no use to a person.
    shown.pop("shown", None)
    return shown


def rows_query(body: Mapping[str, Any]) -> RowsQuery:
    """The question for rows that a body asks.

    Raises:
        InvalidRequest: A field is missing, unknown or of another type than it should be.
    """
    unknown = [name for name in body if name not in RowsQuery.__annotations__]
    if unknown:
        known = ", ".join(RowsQuery.__annotations__)
        raise InvalidRequest(f"There is no field '{str(unknown[0])[:100]}'. There are: {known}.")
    view, search, descending = body.get("view"), body.get("search", ""), body.get("descending", False)
    start, stop, sort = body.get("start", 0), body.get("stop"), body.get("sort")
    if not isinstance(view, str) or not 0 < len(view) <= MAX_TEXT:
        raise InvalidRequest("'view' must be the 'view' of a table that a call of this page gave.")
    if not _is_count(start) or not _is_count(stop) or not start <= stop <= start + MAX_ROWS:
        raise InvalidRequest(f"'start' and 'stop' must be numbers of rows, and at most {MAX_ROWS} apart.")
    if sort is not None and not _is_count(sort):
        raise InvalidRequest("'sort' must be the number of a column, from 0, or null.")
    if not isinstance(search, str) or len(search) > MAX_TEXT:
        raise InvalidRequest(f"'search' must be text of at most {MAX_TEXT} characters.")
    if not isinstance(descending, bool):
        raise InvalidRequest("'descending' must be true or false.")
    return {"view": view, "start": start, "stop": stop, "sort": sort, "descending": descending, "search": search}


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _open_part(node: Node, kept: Collection[str], closed: Collection[str]) -> Node | None:
    """What is left of a part of a layout: of a form that goes, the fields that a form which stays uses too."""
    if node["type"] == "component":
        return None if node["id"] in closed else node
    goes = "action" in node and node["action"] not in kept
    children = [_open_part(child, kept, closed) for child in node.get("children", ())]
    left = [child for child in children if child is not None]
    if goes:
        return {"type": "column", "children": left} if left else None
    if not left and "action" not in node:
        return None
    return {**node, "children": left}


def _named(node: Node) -> set[str]:
    """The components that a layout names."""
    own = {node["id"]} if "id" in node else set()
    return own.union(*(_named(child) for child in node.get("children", ())))
