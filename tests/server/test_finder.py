"""The permanent pair of tools."""

import json
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import InvalidArguments
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.server import finder
from jupyter_gradio_mcp.server.catalog import App, Offer


def shout(text: str) -> str:
    """Make it loud."""
    return text


def count(text: str) -> int:
    return 1


APP = App("k", "nb.ipynb")
OFFERS = [Offer(f.__name__, APP, endpoint(f, f.__name__, Options()).info(Store(Settings()))) for f in (shout, count)]


def found(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    answer = finder.listed(OFFERS, arguments)
    made: list[dict[str, Any]] = json.loads(answer["content"][0]["text"])
    return made


def test_whoever_has_such_a_name_keeps_it() -> None:
    assert [tool["name"] for tool in finder.tools(set())] == ["list_functions", "call_function"]
    assert [tool["name"] for tool in finder.tools({"list_functions", "x"})] == ["call_function"]


def test_functions_are_found_by_name_and_description_and_shown_with_what_they_take() -> None:
    assert [one["name"] for one in found({})] == ["shout", "count"]
    assert [one["name"] for one in found({"query": "LOUD"})] == ["shout"]
    assert [one["name"] for one in found({"query": None})] == ["shout", "count"]
    assert found({"query": "count"})[0]["inputSchema"]["required"] == ["text"]
    assert "No function is there" in finder.listed(OFFERS, {"query": "nothing"})["content"][0]["text"]


def test_a_target_is_a_name_and_arguments_which_may_be_written_as_json() -> None:
    assert finder.target({"name": "a"}) == ("a", {})
    assert finder.target({"name": "a", "arguments": {"x": 1}}) == ("a", {"x": 1})
    assert finder.target({"name": "a", "arguments": '{"x": 1}'}) == ("a", {"x": 1})
    for wrong in ({}, {"name": 5}, {"name": "a", "arguments": [1]}, {"name": "a", "arguments": "x"}):
        with pytest.raises(InvalidArguments, match="needs 'name', a text, and 'arguments', an object"):
            finder.target(wrong)
