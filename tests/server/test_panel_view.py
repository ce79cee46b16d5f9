"""What one viewer sees of panels and results."""

from typing import Any

import pytest

from jupyter_gradio_mcp.errors import InvalidRequest
from jupyter_gradio_mcp.panels import ActionInfo, ComponentInfo, Node, PanelInfo
from jupyter_gradio_mcp.server.catalog import App
from jupyter_gradio_mcp.server.panel_view import (
    MAX_ROWS,
    Viewing,
    addressed,
    listed,
    notebook_list,
    notebook_panels,
    rows_query,
    told,
    visible,
)
from jupyter_gradio_mcp.server.scope import Scope

FILE = {"path": "/cache/a b.png", "url": None, "meta": {"_type": "gradio.FileData"}}
GUEST = ("public", "undocumented")


def component(id: str) -> ComponentInfo:
    return {"id": id, "type": "Number", "name": id, "required": True, "schema": {}, "props": {}}


def action(name: str, inputs: list[str], outputs: list[str]) -> ActionInfo:
    return {
        "id": f"a:{name}",
        "endpoint": name,
        "title": name.title(),
        "description": "",
        "inputs": [(id, id) for id in inputs],
        "outputs": outputs,
        "examples": [],
        "streams": False,
        "triggers": [],
        "after": None,
        "progress": "full",
        "cancels": [],
    }


def leaf(id: str) -> Node:
    return {"type": "component", "id": id}


def part(name: str, inputs: list[str], outputs: list[str]) -> Node:
    """The tab of one function."""
    form: Node = {"type": "form", "action": f"a:{name}", "children": [leaf(id) for id in inputs]}
    results: Node = {"type": "results", "action": f"a:{name}", "children": [leaf(id) for id in outputs]}
    return {"type": "tab", "label": name.title(), "children": [{"type": "row", "children": [form, results]}]}


def panel(*names: str) -> PanelInfo:
    """A panel of functions with a field and a result each."""
    return {
        "id": "p",
        "title": names[0].title(),
        "components": [component(f"{name}{end}") for name in names for end in ("1", "2")],
        "actions": [action(name, [f"{name}1"], [f"{name}2"]) for name in names],
        "endpoints": [],
        "layout": {"type": "tabs", "children": [part(name, [f"{name}1"], [f"{name}2"]) for name in names]},
    }


def labels(node: Node) -> list[str]:
    own = [node["label"]] if "label" in node else []
    return own + [label for child in node.get("children", []) for label in labels(child)]


def test_who_may_call_all_sees_the_panel_itself() -> None:
    whole = panel("f", "g")
    assert visible(whole, lambda name: True) is whole


def test_what_one_may_not_call_goes_with_its_fields_and_its_tab() -> None:
    seen = visible(panel("f", "g"), lambda name: name == "g")
    assert seen is not None
    assert [a["endpoint"] for a in seen["actions"]] == ["g"]
    assert [c["id"] for c in seen["components"]] == ["g1", "g2"]
    assert labels(seen["layout"]) == ["G"]
    assert seen["title"] == "G", "the title was that of the other"
    assert seen["id"] == "p"


def test_a_title_made_of_functions_names_only_those_that_are_left() -> None:
    names = ("f", "g", "h", "i", "j")
    whole: PanelInfo = {**panel(*names), "title": "F, G, H and 2 more"}
    for kept, said in (("gi", "G, I"), ("f", "F"), ("fghi", "F, G, H and 1 more")):
        seen = visible(whole, lambda name, kept=kept: name in kept)  # type: ignore[misc]
        assert seen is not None
        assert seen["title"] == said


def test_a_panel_of_which_nothing_may_be_called_is_not_there() -> None:
    assert visible(panel("f", "g"), lambda name: False) is None
    assert visible({**panel("f"), "actions": []}, lambda name: True) is None


def test_a_field_that_an_open_action_uses_stays_though_its_form_goes() -> None:
    layout: Node = {
        "type": "column",
        "children": [
            {
                "type": "form",
                "action": "a:f",
                "children": [leaf("shared"), leaf("own"), {"type": "row", "children": []}],
            },
            {"type": "results", "action": "a:g", "children": [leaf("out"), leaf("around")]},
        ],
    }
    blocks: PanelInfo = {
        "id": "p",
        "title": "Both",
        "components": [component(id) for id in ("shared", "own", "out", "around")],
        "actions": [action("f", ["shared", "own"], ["out"]), action("g", ["shared"], ["out"])],
        "endpoints": [],
        "layout": layout,
    }
    seen = visible(blocks, lambda name: name == "g")
    assert seen is not None
    assert seen["layout"] == {
        "type": "column",
        "children": [
            {"type": "column", "children": [leaf("shared")]},
            {"type": "results", "action": "a:g", "children": [leaf("out"), leaf("around")]},
        ],
    }
    assert [c["id"] for c in seen["components"]] == ["shared", "out", "around"]
    assert seen["title"] == "Both"


def app(**visibilities: Any) -> App:
    return App(
        "k1", "folder/my notes.ipynb", live=False, panels=[panel(*visibilities)], visibilities=dict(visibilities)
    )


def test_the_owner_sees_everything() -> None:
    made = app(f="public", g="private")
    seen = notebook_panels(made, Viewing(True, ()))
    assert seen["panels"] == made.panels
    assert (seen["notebook"], seen["title"], seen["owner"]) == ("folder/my notes.ipynb", "my notes", True)


@pytest.mark.parametrize(
    ("visibilities", "scope", "names"),
    [
        (GUEST, Scope(), ["f", "h"]),
        ((*GUEST, "private"), Scope(), ["f", "g", "h"]),
        (GUEST, Scope(endpoints=frozenset({"f", "g"})), ["f"]),
        (GUEST, Scope(endpoints=frozenset({"other"})), []),
    ],
)
def test_a_key_sees_what_it_opens_also_while_the_kernel_is_away(
    visibilities: tuple[Any, ...], scope: Scope, names: list[str]
) -> None:
    seen = notebook_panels(app(f="public", g="private", h="undocumented"), Viewing(False, visibilities, scope))
    assert [a["endpoint"] for p in seen["panels"] for a in p["actions"]] == names
    assert (seen["state"], seen["owner"]) == ("gone", False)


def test_a_notebook_whose_kernel_is_away_is_listed_without_functions() -> None:
    seen = listed(app(f="public"), Viewing(True, ()))
    assert (seen["functions"], seen["state"]) == ([], "gone")
    assert seen["address"] == "gradio/folder/my%20notes.ipynb/"


def test_every_file_in_a_value_gets_its_address_however_deep_it_is() -> None:
    value = [{"image": FILE, "caption": "x"}, {"type": "matplotlib", "plot": FILE}, FILE, {"path": "/data"}, 1, None]
    seen = addressed(value, lambda path: f"at {path}")
    filled = {**FILE, "url": "at /cache/a b.png"}
    plot = {"type": "matplotlib", "plot": filled}
    assert seen == [{"image": filled, "caption": "x"}, plot, filled, {"path": "/data"}, 1, None]
    assert FILE["url"] is None, "what is kept is not changed"


def test_files_are_looked_for_only_where_the_kernel_says_that_there_are_some() -> None:
    frame = {"op": "result", "id": 7, "value": FILE, "fits": True, "files": False}
    assert told(frame, lambda path: "at", owner=True)["value"] == FILE
    assert told({**frame, "files": True}, lambda path: "at", owner=True)["value"]["url"] == "at"
    partial = {"op": "partial", "id": 7, "value": [FILE], "files": True}
    assert told(partial, lambda path: "at", owner=True)["value"][0]["url"] == "at"


def test_a_traceback_is_for_the_owner() -> None:
    frame = {"op": "error", "id": 7, "error": {"code": "c", "message": "m"}, "traceback": "line 1"}
    assert told(frame, str, owner=True)["traceback"] == "line 1"
    assert told(frame, str, owner=False) == {"op": "error", "error": {"code": "c", "message": "m"}}


def test_a_question_for_rows_is_filled_up() -> None:
    assert rows_query({"view": "v", "start": 5, "stop": 7}) == {
        "view": "v",
        "start": 5,
        "stop": 7,
        "sort": None,
        "descending": False,
        "search": "",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"view": 1}, "view"),
        ({"view": ""}, "view"),
        ({"start": -1}, "start"),
        ({"start": True}, "start"),
        ({"stop": None}, "stop"),
        ({"stop": MAX_ROWS + 1}, "stop"),
        ({"start": 3, "stop": 2}, "stop"),
        ({"sort": "name"}, "sort"),
        ({"descending": 1}, "descending"),
        ({"search": ["x"]}, "search"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_question_for_rows_that_is_none_names_the_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest, match=field):
        rows_query({"view": "v", "start": 0, "stop": 2, **wrong})


def test_a_key_knows_of_notebooks_where_it_opens_a_function_also_while_the_kernel_is_away() -> None:
    made, closed = app(f="public", g="private"), app(g="private")
    for scope, known in (
        (Scope(), True),
        (Scope(endpoints=frozenset({"f"})), True),
        (Scope(endpoints=frozenset({"g"})), False),
        (Scope(endpoints=frozenset({"f"}), notebooks=frozenset({"other.ipynb"})), False),
        (Scope(notebooks=frozenset({"other.ipynb"})), False),
    ):
        guest = Viewing(False, GUEST, scope)
        assert guest.admits(made) is known, scope
        assert not guest.admits(closed)
        assert [n["notebook"] for n in notebook_list([made, closed], guest, paused=False)["notebooks"]] == [
            made.path
        ] * known
    assert Viewing(False, (*GUEST, "private")).admits(closed)
    assert Viewing(True, ()).admits(App("k", "empty.ipynb"))


def test_a_key_hears_of_the_ends_of_calls_of_public_functions_that_it_opens() -> None:
    made = app(f="public", g="private", h="undocumented", i="public")
    made.ended = {"f": 1, "g": 10, "h": 100, "i": 1000, "gone": 10_000}
    assert Viewing(True, ()).endings(made) == 11_111
    assert Viewing(False, GUEST).endings(made) == 1001
    assert Viewing(False, (*GUEST, "private"), Scope(endpoints=frozenset({"f", "g"}))).endings(made) == 1


def test_what_begins_only_what_a_guest_may_not_is_gone_with_it() -> None:
    layout: Node = {
        "type": "column",
        "id": "whole",
        "children": [leaf("f1"), leaf("go"), leaf("stop"), leaf("text"), leaf("f2"), leaf("g2")],
    }
    names = ("whole", "f1", "go", "stop", "text", "f2", "g2")
    made: PanelInfo = {
        "id": "p",
        "title": "App",
        "components": [component(name) for name in names],
        "actions": [
            {**action("f", ["f1"], ["f2"]), "triggers": [("go", "click"), ("f1", "submit")]},
            {**action("g", ["f1"], ["g2"]), "triggers": [("stop", "click"), ("f1", "change")]},
        ],
        "endpoints": [],
        "layout": layout,
    }
    seen = visible(made, lambda name: name == "f")
    assert seen is not None
    assert [part["id"] for part in seen["layout"]["children"]] == ["f1", "go", "text", "f2"]
    assert [shown["id"] for shown in seen["components"]] == ["whole", "f1", "go", "text", "f2"]
