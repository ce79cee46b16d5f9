"""What panel a cell's functions get."""

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

import jsonschema
import pandas as pd
import pytest
from pydantic import BaseModel, Field

from jupyter_gradio_mcp.descriptions import EndpointInfo
from jupyter_gradio_mcp.kernel.files import SETTINGS, Store
from jupyter_gradio_mcp.kernel.hints import label_of
from jupyter_gradio_mcp.kernel.layout import panel_id, panels
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint


def told(function: Callable[..., Any], **options: Any) -> EndpointInfo:
    return endpoint(function, function.__name__, Options(**options)).info(Store(SETTINGS))


def counter(word: str = "strawberry", max_count: Annotated[int, Field(ge=0, le=9)] = 3) -> int:
    """Count.

    Args:
        word: The text.
    """
    return 0


def pair(mode: Literal["a", "b"], maybe: str | None = None) -> tuple[str, int]:
    return "", 0


def test_a_function_is_a_form_beside_its_results() -> None:
    [panel] = panels([("c1", told(counter, title="Counter", examples=[["tree", 2], {"word": "see"}]))])
    assert panel == {
        "id": "cell:c1",
        "title": "Counter",
        "components": [
            {
                "id": "counter.word",
                "type": "Textbox",
                "name": "word",
                "required": False,
                "schema": {"default": "strawberry", "type": "string", "description": "The text."},
                "props": {"label": "Word", "info": "The text.", "value": "strawberry"},
            },
            {
                "id": "counter.max_count",
                "type": "Slider",
                "name": "max_count",
                "required": False,
                "schema": {"default": 3, "maximum": 9, "minimum": 0, "type": "integer"},
                "props": {**panel["components"][1]["props"], "label": "Max count", "value": 3},
            },
            {
                "id": "counter.out0",
                "type": "Number",
                "name": "result",
                "required": False,
                "schema": {"type": "integer"},
                "props": {**panel["components"][2]["props"], "label": "Result"},
            },
        ],
        "actions": [
            {
                "id": "counter",
                "endpoint": "counter",
                "title": "Counter",
                "description": "Count.",
                "inputs": [("word", "counter.word"), ("max_count", "counter.max_count")],
                "outputs": ["counter.out0"],
                "examples": [{"counter.word": "tree", "counter.max_count": 2}, {"counter.word": "see"}],
                "streams": False,
                "triggers": [],
                "after": None,
                "progress": "full",
                "cancels": [],
            }
        ],
        "endpoints": ["counter"],
        "layout": {
            "type": "row",
            "children": [
                {
                    "type": "form",
                    "action": "counter",
                    "children": [
                        {"type": "component", "id": "counter.word"},
                        {"type": "component", "id": "counter.max_count"},
                    ],
                },
                {"type": "results", "action": "counter", "children": [{"type": "component", "id": "counter.out0"}]},
            ],
        },
    }
    json.dumps(panel, allow_nan=False)


def test_several_functions_of_a_cell_are_tabs_of_one_panel() -> None:
    [panel] = panels([("c1", told(counter)), ("c1", told(pair))])
    assert panel["title"] == "counter, pair"
    assert panel["layout"]["type"] == "tabs"
    assert [(tab["type"], tab["label"], tab["children"][0]["type"]) for tab in panel["layout"]["children"]] == [
        ("tab", "counter", "row"),
        ("tab", "pair", "row"),
    ]
    ids = [component["id"] for component in panel["components"]]
    assert len(set(ids)) == len(ids) == 7
    assert panel["actions"][1]["outputs"] == ["pair.out0", "pair.out1"]


def test_each_cell_has_a_panel_and_a_function_of_no_cell_one_of_its_own() -> None:
    found = panels([("c1", told(counter)), (None, told(pair)), ("c1", told(len_of)), (None, told(other))])
    assert [panel["id"] for panel in found] == ["cell:c1", "function:pair", "function:other"]
    assert panel_id(None, "pair") == "function:pair"
    assert [action["id"] for action in found[0]["actions"]] == ["counter", "len_of"]


def len_of(items: list[str]) -> int:
    return 0


def other() -> None: ...


def test_resources_and_prompts_have_none_and_private_functions_do() -> None:
    def note() -> str:
        return ""

    assert panels([("c1", told(note, kind="resource", uri="notes://all")), ("c1", told(note, kind="prompt"))]) == []
    assert [panel["id"] for panel in panels([("c1", told(note, visibility="private"))])] == ["cell:c1"]


def test_what_begins_with_null_begins_empty_and_false_and_zero_do_not() -> None:
    def f(a: str | None = None, b: bool = False, c: int = 0, d: str = "") -> None: ...

    [panel] = panels([("c1", told(f))])
    fields = {component["name"]: component["props"] for component in panel["components"]}
    assert "value" not in fields["a"]
    assert (fields["b"]["value"], fields["c"]["value"], fields["d"]["value"]) == (False, 0, "")


def test_what_a_component_says_comes_before_what_is_made_of_the_name() -> None:
    info = told(counter)
    info["parameters"][0]["props"] = {"label": "Fruit", "value": "fig", "info": "A fruit.", "lines": 2}
    info["outputs"][0]["props"] = {"label": "How many"}
    [panel] = panels([("c1", info)])
    assert panel["components"][0]["props"] == {"label": "Fruit", "value": "fig", "info": "A fruit.", "lines": 2}
    assert panel["components"][2]["props"]["label"] == "How many"


def test_a_fields_schema_stands_alone() -> None:
    class Leaf(BaseModel):
        n: int

    class Tree(BaseModel):
        leaf: Leaf
        under: list["Tree"] = []

    class Elsewhere(BaseModel):
        x: int

    Tree.model_rebuild()

    def f(tree: Tree, e: Elsewhere, n: int) -> None: ...

    [panel] = panels([("c1", told(f))])
    schemas = {component["name"]: component["schema"] for component in panel["components"]}
    assert set(schemas["tree"]["$defs"]) == {"Tree", "Leaf"}
    assert "$defs" not in schemas["e"]
    assert "$defs" not in schemas["n"]
    jsonschema.validate({"leaf": {"n": 1}, "under": [{"leaf": {"n": 2}}]}, schemas["tree"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"leaf": {"n": "no"}}, schemas["tree"])


def test_the_name_of_a_class_is_no_title_of_a_field() -> None:
    class Address(BaseModel):
        code: str

    class Own(BaseModel, title="Your own"):
        code: str

    class Order(BaseModel):
        to: Address
        payer: Annotated[Address, Field(title="Who pays")]
        own: Own

    def f(order: Order) -> None: ...

    [panel] = panels([("c1", told(f))])
    fields = panel["components"][0]["schema"]["properties"]
    assert {name: field.get("title") for name, field in fields.items()} == {
        "to": None,
        "payer": "Who pays",
        "own": "Your own",
    }


@pytest.mark.parametrize(("name", "shown"), [("max_size", "Max size"), ("n", "N"), ("URL", "URL"), ("_", "_")])
def test_a_name_is_a_label(name: str, shown: str) -> None:
    assert label_of(name) == shown


def test_a_table_is_below_its_form_where_it_has_all_of_the_width() -> None:
    def table(rows: int = 3) -> pd.DataFrame:
        return pd.DataFrame({"a": range(rows)})

    [panel] = panels([("c1", told(table))])
    assert panel["components"][-1]["type"] == "Dataframe"
    assert panel["layout"]["type"] == "column"
