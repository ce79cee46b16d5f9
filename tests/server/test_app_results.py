"""What agents are told of results of apps, whose hints promise nothing."""

from typing import Any

import pytest

from jupyter_gradio_mcp.server import tools


def endpoint(schema: dict[str, Any] | None, app: str = "app:cell") -> Any:
    return {"name": "f", "output_schema": schema, "output_type": "x", "app": app}


def head(value: Any, *, fits: bool) -> dict[str, Any]:
    return {"op": "result", "value": value, "fits": fits, "files": False}


def test_a_hint_is_told_and_anything_else_is_admitted() -> None:
    made = tools.output_schema(endpoint({"type": "array", "items": {"$ref": "#/$defs/A"}, "$defs": {"A": {}}}))
    assert made == {
        "type": "object",
        "properties": {"result": {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/A"}}, {}]}},
        "required": ["result"],
        "$defs": {"A": {}},
    }
    answer = tools.result(endpoint({"type": "integer"}), head("text", fits=False))
    assert answer["structuredContent"] == {"result": "text"}
    assert answer["isError"] is False


@pytest.mark.parametrize(
    ("schema", "app"), [({"type": "integer"}, ""), ({"type": "object"}, "app:cell"), ({"type": "object"}, "")]
)
def test_what_must_be_an_object_and_what_a_function_of_its_own_promises_is_kept(
    schema: dict[str, Any], app: str
) -> None:
    answer = tools.result(endpoint(schema, app), head("text", fits=False))
    assert answer["isError"] is True
    assert "structuredContent" not in answer


def test_without_a_schema_a_result_is_text() -> None:
    answer = tools.result(endpoint(None), head([1], fits=True))
    assert answer["content"] == [{"type": "text", "text": "[1]"}]
    assert "structuredContent" not in answer
