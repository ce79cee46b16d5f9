"""Panels of functions: which fields, actions and views a cell's panel has, and how they are put together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..descriptions import EndpointInfo, OutputInfo, ParameterInfo
from ..panels import ActionInfo, ComponentInfo, Node, PanelInfo, joined_title
from .schema import self_contained

WIDE = frozenset(("Dataframe",))
"""Components whose views need all of the width: they are below the form rather than beside it."""


def panel_id(cell: str | None, endpoint: str) -> str:
    """The id of the panel that an endpoint is in: of its cell, which keeps it when it runs again.

    Args:
        cell: The cell's id; None where the function came from no cell that has one.
        endpoint: Its name.
    """
    return f"function:{endpoint}" if cell is None else f"cell:{cell}"


def panels(offered: Sequence[tuple[str | None, EndpointInfo]]) -> list[PanelInfo]:
    """The panels of functions, one for each cell, in the order in which the cells first came.

    Args:
        offered: The id of its cell, and what is told of it. What is no tool has no panel.
    """
    by_panel: dict[str, list[EndpointInfo]] = {}
    for cell, info in offered:
        if info["kind"] == "tool":
            by_panel.setdefault(panel_id(cell, info["name"]), []).append(info)
    return [panel(id, infos) for id, infos in by_panel.items()]


def panel(id: str, functions: Sequence[EndpointInfo]) -> PanelInfo:
    """One panel: the form and the results of a function side by side; of several, each in a tab."""
    actions = [_action(info) for info in functions]
    rows = [sides(info, action) for info, action in zip(functions, actions, strict=True)]
    tabs: list[Node] = [
        {"type": "tab", "label": action["title"], "children": [row]} for action, row in zip(actions, rows, strict=True)
    ]
    return {
        "id": id,
        "title": title(functions),
        "components": [component for info in functions for component in _components(info)],
        "actions": actions,
        "endpoints": [info["name"] for info in functions if info["visibility"] == "public"],
        "layout": rows[0] if len(rows) == 1 else {"type": "tabs", "children": tabs},
    }


def title(functions: Sequence[EndpointInfo]) -> str:
    """What a panel of these functions is called."""
    return joined_title([_title(info) for info in functions])


def _title(info: EndpointInfo) -> str:
    return info["title"] or info["name"]


def sides(info: EndpointInfo, action: ActionInfo) -> Node:
    """The form and the results of a function, side by side where there is room."""
    fields: list[Node] = [{"type": "component", "id": id} for _, id in action["inputs"]]
    views: list[Node] = [{"type": "component", "id": id} for id in action["outputs"]]
    wide = any(output["component"] in WIDE for output in info["outputs"])
    return {
        "type": "column" if wide else "row",
        "children": [
            {"type": "form", "action": action["id"], "children": fields},
            {"type": "results", "action": action["id"], "children": views},
        ],
    }


def _action(info: EndpointInfo) -> ActionInfo:
    name = info["name"]
    ids = {parameter["name"]: _field_id(name, parameter) for parameter in info["parameters"]}
    return {
        "id": name,
        "endpoint": name,
        "title": _title(info),
        "description": description(info),
        "inputs": list(ids.items()),
        "outputs": [_view_id(name, index) for index in range(len(info["outputs"]))],
        "examples": [
            {ids[parameter]: value for parameter, value in row.items() if parameter in ids} for row in info["examples"]
        ],
        "streams": info["streams"],
        "triggers": [],
        "after": None,
        "progress": "full",
        "cancels": [],
    }


def description(info: EndpointInfo) -> str:
    """What is written above a form: what the function does. What it returns is told to agents, and at its results."""
    returns = f"Returns: {info['returns']}" if info["returns"] else ""
    return info["description"].removesuffix(returns).rstrip() if returns else info["description"]


def _components(info: EndpointInfo) -> Iterator[ComponentInfo]:
    for parameter in info["parameters"]:
        yield field(_field_id(info["name"], parameter), parameter, info)
    for index, output in enumerate(info["outputs"]):
        yield view(_view_id(info["name"], index), output)


def field(id: str, parameter: ParameterInfo, info: EndpointInfo) -> ComponentInfo:
    """The field of a parameter."""
    return {
        "id": id,
        "type": parameter["component"],
        "name": parameter["name"],
        "required": parameter["required"],
        "schema": self_contained(parameter["schema"], info["input_schema"].get("$defs", {})),
        "props": _field_props(parameter),
    }


def view(id: str, output: OutputInfo) -> ComponentInfo:
    """The view of an output."""
    return {
        "id": id,
        "type": output["component"],
        "name": output["label"],
        "required": False,
        "schema": output["schema"],
        "props": _view_props(output),
    }


def _field_id(endpoint: str, parameter: ParameterInfo) -> str:
    return f"{endpoint}.{parameter['name']}"


def _view_id(endpoint: str, index: int) -> str:
    return f"{endpoint}.out{index}"


def _field_props(parameter: ParameterInfo) -> dict[str, Any]:
    props = dict(parameter["props"])
    # With null a field begins empty, as without a value.
    if parameter.get("default") is not None:
        props.setdefault("value", parameter["default"])
    return props


def _view_props(output: OutputInfo) -> dict[str, Any]:
    props = dict(output["props"])
    if output["description"]:
        props.setdefault("info", output["description"])
    return props
