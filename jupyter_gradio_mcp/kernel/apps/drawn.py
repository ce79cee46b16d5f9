"""An app as a panel: its layout as nodes, its components, and the actions that they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...descriptions import EndpointInfo
from ...errors import FunctionFailed
from ...panels import ActionInfo, ComponentInfo, Node, PanelInfo
from .. import layout
from ..components.base import Component
from ..components.placed import Placed
from ..files import Store
from ..functions import called
from ..hints import label_of
from ..state import State
from .blocks import Blocks
from .chat import ChatInterface, Tools
from .containers import Container, Sidebar, Tab
from .dataset import Dataset
from .events import Listener
from .interface import Interface
from .offers import Offered
from .tabbed import TabbedInterface

NAMED_TABS = 3
"""Tabs whose names make a title, of an app that has none."""

VIEWS = frozenset(
    ("Markdown", "HTML", "Label", "Plot", "LinePlot", "ScatterPlot", "BarPlot", "Chatbot", "HighlightedText")
)
"""Components that only show something."""

_UNNAMED = frozenset(("Button", "ClearButton", "Markdown", "HTML", "Timer", "Dataset"))
"""Components that have no name of their own above them."""


def panel(
    app: Blocks, id: str, offered: Sequence[Offered], infos: Mapping[str, EndpointInfo], store: Store
) -> PanelInfo:
    """The panel of an app.

    Args:
        app: The app.
        id: The panel's.
        offered: The app's endpoints.
        infos: What is told of the notebook's endpoints, by name; one that is missing was taken away since.
        store: Where files are copied that components begin with.
    """
    return _Drawing(app, offered, infos, store).panel(id)


def title(app: Blocks, infos: Sequence[EndpointInfo]) -> str:
    """What people call an app.

    Args:
        app: The app.
        infos: What is told of its public functions. Two names of one count once, as they are not public.
    """
    if app.title:
        return app.title
    if isinstance(app, ChatInterface):
        name = called(app.fn)
        return "Chat" if name == "<lambda>" else label_of(name)
    if isinstance(app, TabbedInterface):
        return ", ".join(app.labels) if len(app.labels) <= NAMED_TABS else "App"
    if isinstance(app, Interface) and not infos and called(app.fn) != "<lambda>":
        return called(app.fn)
    return layout.title(infos) if len(infos) == 1 else "App"


class _Drawing:
    def __init__(
        self, app: Blocks, offered: Sequence[Offered], infos: Mapping[str, EndpointInfo], store: Store
    ) -> None:
        self._app = app
        self._infos = infos
        self._store = store
        self._all = [one.endpoint.name for one in offered]
        self._offered = [one for one in offered if one.panel and one.endpoint.name in infos]
        self._by_source = {id(one.source): one for one in self._offered}
        self._ids: dict[Any, str] = {}
        self._components: dict[str, ComponentInfo] = {}
        self._actions: list[ActionInfo] = []
        self._parameters: dict[int, tuple[str, EndpointInfo]] = {}
        self._filled: set[int] = set()
        self._read: set[int] = set()
        for one in self._offered:
            if one.adapted is not None:
                for name, item in one.adapted.components.items():
                    self._parameters.setdefault(id(item), (name, infos[one.endpoint.name]))
                    self._read.add(id(item))
                self._filled.update(id(item) for item in one.adapted.targets)

    def panel(self, id: str) -> PanelInfo:
        """All of it."""
        node = self._app_node(self._app, outermost=True)
        for part in self._app.parts():
            self._listeners(part)
        told = [self._infos[name] for name in self._all if name in self._infos]
        public = [info for info in told if info["visibility"] == "public"]
        return {
            "id": id,
            "title": title(self._app, public),
            "components": list(self._components.values()),
            "actions": self._actions,
            "endpoints": [info["name"] for info in public],
            "layout": node,
        }

    # -- nodes --

    def _node(self, item: Placed, within: Container | None = None) -> Node:
        if isinstance(item, Blocks):
            return self._app_node(item, outermost=False, within=within)
        if isinstance(item, Container):
            node: Node = {"type": item.node, "children": self._nodes(item)}
            node["id"] = self._container(item)
            props = item.props()
            if "label" in props:
                node["label"] = props["label"]
            if "open" in props:
                node["open"] = props["open"]
            return node
        return {"type": "component", "id": self._component(item)}

    def _nodes(self, item: Container) -> list[Node]:
        """What is in a container, but sidebars of an app, which are beside it."""
        aside = Sidebar if isinstance(item, Blocks) else ()
        return [self._node(child, item) for child in item.children if not isinstance(child, aside)]

    def _app_node(self, app: Blocks, *, outermost: bool, within: Container | None = None) -> Node:
        """An app: what is written above it, its form or its layout."""
        children: list[Node] = []
        # The title of the whole is the panel's.
        heading = f"## {app.title}" if app.title and not outermost and not isinstance(app, TabbedInterface) else ""
        if isinstance(within, Tab) and within.label == app.title:
            # It is on the tab.
            heading = ""
        above = [heading]
        if isinstance(app, (Interface, ChatInterface)):
            above.append(app.description)
        children += [self._text(text) for text in above if text]
        if isinstance(app, Interface):
            children += self._form(app)
            # The clock of what is asked for again and again; it has no other parts.
            children += [self._node(child) for child in app.children]
            children += [self._text(app.article)] if app.article else []
        else:
            children += self._nodes(app)
        return self._beside(app, children)

    def _beside(self, app: Blocks, children: list[Node]) -> Node:
        """What an app holds, between its sidebars."""
        aside: dict[str, list[Node]] = {"left": [], "right": []}
        for child in app.children:
            if isinstance(child, Sidebar):
                aside[child.position].append(self._node(child, app))
        if any(aside.values()):
            main: Node = {"type": "column", "children": children}
            return {"type": "row", "children": [*aside["left"], main, *aside["right"]]}
        return children[0] if len(children) == 1 else {"type": "column", "children": children}

    def _text(self, text: str) -> Node:
        id = self._new_id()
        self._components[id] = {
            "id": id,
            "type": "Markdown",
            "name": "",
            "required": False,
            "schema": {},
            "props": {"value": text, "show_label": False, "interactive": False},
        }
        return {"type": "component", "id": id}

    def _form(self, app: Interface) -> Iterator[Node]:
        one = self._by_source.get(id(app))
        if one is None:
            return
        info = self._infos[one.endpoint.name]
        inputs: list[tuple[str, str]] = []
        components = one.adapted.components if one.adapted is not None else {}
        for parameter in info["parameters"]:
            item = components.get(parameter["name"])
            place = self._new_id((id(app), parameter["name"])) if item is None else self._id_of(item)
            # As in Gradio, what is left empty is given to the function as it is.
            self._components[place] = {**layout.field(place, parameter, info), "required": False, "blank": True}
            inputs.append((parameter["name"], place))
        outputs: list[str] = []
        targets = one.adapted.targets if one.adapted is not None else [None] * len(info["outputs"])
        for place_of, target in enumerate(targets):
            known = isinstance(target, Component)
            place = self._id_of(target) if known else self._new_id((id(app), place_of))
            if place not in self._components:
                view = layout.view(place, info["outputs"][place_of])
                self._components[place] = {**view, "props": {**view["props"], "interactive": False}}
            outputs.append(place)
        ids = dict(inputs)
        action = _action(info["name"], info, inputs, outputs)
        action["progress"] = app.progress  # type: ignore[typeddict-item]
        action["examples"] = [
            {ids[name]: value for name, value in row.items() if name in ids} for row in info["examples"]
        ]
        if app.live:
            action["triggers"] = [(place, "change") for _, place in inputs]
        if app.description:
            # The author said it in other words.
            action["description"] = ""
        self._actions.append(action)
        sides = layout.sides(info, action)
        form = sides["children"][0]
        form["buttons"] = app.buttons
        if app.folded:
            label, count, opened = app.folded
            fields = form["children"]
            more: Node = {"type": "accordion", "label": label, "open": opened, "children": fields[-count:]}
            form["children"] = [*fields[:-count], more]
        yield sides

    # -- components --

    def _component(self, item: Placed) -> str:
        place = self._id_of(item)
        if place in self._components or not isinstance(item, Component):
            return place
        name, info = self._parameters.get(id(item), ("", None))
        parameter = None
        if info is not None:
            parameter = next(p for p in info["parameters"] if p["name"] == name)
            shown = layout.field(place, parameter, info)
        schema = shown["schema"] if parameter is not None else {}
        try:
            props = item.props(self._store)
        except (FunctionFailed, OSError):
            # A file that cannot be read must not keep the app from being shown.
            props = item.look()
        if isinstance(item, Dataset) and item.fills:
            props["fills"] = [self._target(filled) for filled in item.fills]
        if parameter is not None and shown["props"].get("value") is not None:
            # It begins with what the function does without it.
            props.setdefault("value", shown["props"]["value"])
        if item.label is None and item.name not in _UNNAMED:
            # As in Gradio; programs name it by the parameter.
            props["label"] = item.name
        if item.interactive is None and (item.name in VIEWS or self._only_filled(item)):
            props["interactive"] = False
        self._components[place] = {
            "id": place,
            "type": item.name,
            "name": name or item.label or "",
            "required": False,
            "schema": schema,
            "props": props,
            "blank": True,
        }
        return place

    def _only_filled(self, item: Component) -> bool:
        return id(item) in self._filled and id(item) not in self._read

    def _container(self, item: Container) -> str:
        place = self._id_of(item)
        self._components[place] = {
            "id": place,
            "type": item.drawn_as or type(item).__name__,
            "name": "",
            "required": False,
            "schema": {},
            "props": {**item.props(), "of": self._id_of(item.of)} if isinstance(item, Tools) else item.props(),
        }
        return place

    def _id_of(self, item: Any) -> str:
        found = self._ids.get(id(item))
        return self._new_id(id(item)) if found is None else found

    def _new_id(self, key: Any = None) -> str:
        made = f"c{len(self._ids) + 1}"
        self._ids[made if key is None else key] = made
        return made

    # -- actions --

    def _listeners(self, app: Blocks) -> None:
        known: dict[int, str] = {}
        listeners = [one.source for one in self._offered if isinstance(one.source, Listener)]
        stops = [listener for listener in app.listeners if listener.function is None]
        here = {id(listener) for listener in app.listeners}
        for number, stop in enumerate(stops, start=1):
            known[id(stop)] = f"stop{number}"
        for listener in listeners:
            known[id(listener)] = self._by_source[id(listener)].endpoint.name
        begun = [
            one
            for one in listeners
            if id(one) in here or (any(source is app for source, _ in one.triggers) and one not in app.listeners)
        ]
        for listener in begun:
            one = self._by_source[id(listener)]
            assert one.adapted is not None
            inputs = [(name, self._component(item)) for name, item in one.adapted.components.items()]
            outputs = [self._target(item) for item in one.adapted.targets]
            info = self._infos[one.endpoint.name]
            made = _action(info["name"], info, inputs, outputs)
            if isinstance(app, ChatInterface) and listener is app.saying:
                made["examples"] = self._examples(app)
            self._listened(made, listener, known)
        for stop in stops:
            self._listened(_action(known[id(stop)], None, [], []), stop, known)

    def _examples(self, app: ChatInterface) -> list[dict[str, Any]]:
        """What each example puts into the fields of a conversation."""
        fields = [app.textbox, *app.additional]
        rows = [
            [pair for pair in zip(fields, row, strict=False) if isinstance(pair[0], Component)] for row in app.examples
        ]
        return [
            {self._component(item): item.begin(value, self._store) for item, value in row if value is not None}
            for row in rows
        ]

    def _listened(self, action: ActionInfo, listener: Listener, known: Mapping[int, str]) -> None:
        action["triggers"] = [
            ("" if isinstance(source, Blocks) else self._source(source), event) for source, event in listener.triggers
        ]
        action["progress"] = listener.progress
        action["cancels"] = [known[id(other)] for other in listener.cancels if id(other) in known]
        if listener.mode is not None:
            action["mode"] = listener.mode
        if listener.after is not None:
            before, ending = listener.after
            action["after"] = (known.get(id(before), ""), ending)
        self._actions.append(action)

    def _target(self, item: Any) -> str:
        """The id of a component or container; one that stands nowhere is there unseen."""
        if isinstance(item, Container):
            return self._id_of(item)
        return "" if isinstance(item, State) else self._component(item)

    def _source(self, item: Any) -> str:
        """The id of what is listened to."""
        return item.watch if isinstance(item, State) else self._target(item)


def _action(id: str, info: EndpointInfo | None, inputs: list[tuple[str, str]], outputs: list[str]) -> ActionInfo:
    """An action that nothing begins yet; one that only stops others has no endpoint."""
    return {
        "id": id,
        "endpoint": "" if info is None else info["name"],
        "title": "" if info is None else info["title"] or info["name"],
        "description": "" if info is None else layout.description(info),
        "inputs": inputs,
        "outputs": outputs,
        "examples": [],
        "streams": info is not None and info["streams"],
        "triggers": [],
        "after": None,
        "progress": "full",
        "cancels": [],
    }
