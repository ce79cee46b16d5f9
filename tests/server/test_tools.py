"""An endpoint and its result as an MCP tool."""

from typing import Any

from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.server import tools
from jupyter_gradio_mcp.server.catalog import App, Offer


def info(function: Any, **options: Any) -> Any:
    return endpoint(function, "function", Options(**options)).info(Store(Settings()))


def test_a_tool_has_name_title_description_schemas_and_annotations() -> None:
    def count(word: str = "") -> int:
        """Count.

        Returns:
            How many.
        """
        return 0

    shown = tools.tool(Offer("count_nb", App("k", "nb.ipynb"), info(count, annotations={"readOnlyHint": True})))
    assert shown == {
        "name": "count_nb",
        "title": "Count nb",
        "description": "Count.\n\nReturns: How many.",
        "inputSchema": {
            "type": "object",
            "properties": {"word": {"type": "string", "default": ""}},
            "additionalProperties": False,
        },
        "outputSchema": {"type": "object", "properties": {"result": {"type": "integer"}}, "required": ["result"]},
        "annotations": {"readOnlyHint": True},
    }


def test_a_hidden_description_is_left_out() -> None:
    def count() -> None:
        """Count."""

    assert "description" not in tools.tool(Offer("f", App("k", "n"), info(count, description="")))


def test_a_result_is_text_and_where_it_fits_structure() -> None:
    def numbers() -> list[int]:
        return []

    endpoint = info(numbers)
    fits = tools.result(endpoint, {"op": "result", "value": [1, 2], "fits": True})
    assert fits == {
        "content": [{"type": "text", "text": "[1, 2]"}],
        "isError": False,
        "resultType": "complete",
        "structuredContent": {"result": [1, 2]},
    }
    assert "structuredContent" not in tools.result(endpoint, {"op": "result", "value": "x", "fits": False})


def test_an_object_is_its_own_structure() -> None:
    def where() -> dict[str, float]:
        return {}

    head = {"op": "result", "value": {"x": 1.0}, "fits": True}
    assert tools.structured(info(where), head) == {"x": 1.0}


def test_definitions_stay_at_the_root_of_a_wrapped_schema() -> None:
    from dataclasses import dataclass

    @dataclass
    class Point:
        x: int

    def points():
        """Give points."""

    points.__annotations__["return"] = list[Point]
    schema = tools.output_schema({"output_schema": describe(points).output_schema})  # type: ignore[typeddict-item]
    assert schema is not None
    assert schema["properties"]["result"]["items"] == {"$ref": "#/$defs/Point"}
    assert "Point" in schema["$defs"]


def test_a_header_that_clients_cannot_be_told_of_is_left_out() -> None:
    entries = [{"meta": {"headers": ["x-token", "é-t", "x.y", "x-maybe"], "optional_headers": ["x-maybe"]}}, {}]
    assert tools.required_headers(entries) == ["x-token"]


def test_of_an_update_an_agent_gets_the_value() -> None:
    update = {"__type__": "update", "visible": False}
    for value, expected in (
        ({**update, "value": "a"}, "a"),
        (update, None),
        ([{**update, "value": 1}, "b", update], [1, "b", None]),
        ({"__type__": "other", "value": 1}, {"__type__": "other", "value": 1}),
        ([1, 2], [1, 2]),
    ):
        assert tools.without_updates({"op": "result", "value": value})["value"] == expected
    error = {"op": "error", "error": {"message": "no"}}
    assert tools.without_updates(error) == error
