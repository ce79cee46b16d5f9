"""Parameters that nobody sends."""

import inspect
from types import SimpleNamespace
from typing import Annotated, Any, Optional

import pytest

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.inject import LEAVE, injected_parameters
from jupyter_gradio_mcp.kernel.request import Headers, Request

TOLD: Any = {
    "headers": {"x-api-token": "t", "x-a": "a"},
    "query": {"q": "1"},
    "cookies": {"c": "2"},
    "url": "http://localhost/x",
    "method": "POST",
    "host": "127.0.0.1",
    "user": "Ada",
    "client": "raw 1",
    "session": "s",
}


def given(function: Any, told: Any = TOLD) -> dict[str, Any]:
    """What the injected parameters of a function get."""
    found = describe(function).injected
    values = {name: injected.for_call(SimpleNamespace(request=told)) for name, injected in found.items()}
    return {name: value for name, value in values.items() if value is not LEAVE}


def test_a_header_is_found_by_the_name_of_its_parameter_or_by_its_own() -> None:
    def function(
        x_api_token: gr.Header,
        _x_a: gr.Header,
        X_A: gr.Header,  # noqa: N803
        maybe: Optional[gr.Header] = None,
        other: gr.Header | None = None,
        text: gr.Header = "plain",  # type: ignore[assignment]
        named: Annotated[str | None, gr.Header("X-A")] = None,
        default: str = gr.Header("X-A"),
        word: str = "",
    ) -> None: ...

    assert given(function) == {"x_api_token": "t", "_x_a": "a", "X_A": "a", "named": "a", "default": "a"}
    assert given(function, None) == {"x_api_token": None, "_x_a": None, "X_A": None, "default": None}
    assert list(describe(function).input_schema["properties"]) == ["word"]
    assert type(given(function)["x_api_token"]) is str


def test_the_request_has_what_was_told_and_is_empty_where_nobody_called() -> None:
    def function(request: Request, other: Optional[Request] = None) -> None: ...

    request = given(function)["other"]
    assert (request.headers["X-API-Token"], request.headers.get("none")) == ("t", None)
    assert (request.username, request.client_info, request.session_id, request.session_hash) == (
        "Ada",
        "raw 1",
        "s",
        "s",
    )
    assert (request.client.host, request.client.port, request.path_params) == ("127.0.0.1", 0, {})
    assert (request.query_params, request.cookies) == ({"q": "1"}, {"c": "2"})
    assert (request.method, request.url) == ("POST", "http://localhost/x")
    assert repr(request) == "Request(POST http://localhost/x)"
    empty = given(function, None)["request"]
    assert (dict(empty.headers), empty.session_id, empty.username) == ({}, None, "")


def test_headers_are_a_mapping_without_case() -> None:
    headers = Headers({"X-A": "1", "b": "2"})
    assert "x-a" in headers
    assert "B" in headers
    assert (len(headers), sorted(headers)) == (2, ["b", "x-a"])
    with pytest.raises(KeyError):
        headers["c"]


def test_a_state_is_the_holder_or_in_an_annotated_the_value() -> None:
    shared = gr.State([1])

    def function(a: gr.State = shared, b: Annotated[list[int], shared] = [], c: Any = shared) -> None: ...  # noqa: B006

    values = given(function)
    assert values["a"] is values["c"]
    assert values["a"].value is values["b"]
    assert values["b"] == [1]
    assert describe(function).input_schema.get("properties", {}) == {}


def test_a_state_without_a_default_is_refused_or_begins_with_nothing() -> None:
    def function(a: gr.State) -> None: ...

    assert given(function)["a"].value is None


def test_an_ordinary_parameter_is_not_injected() -> None:
    def function(a: int, b: str = "x", *args: int, **kwargs: int) -> None: ...

    assert injected_parameters(inspect.signature(function), {"a": int, "b": str}) == {}
