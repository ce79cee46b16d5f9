"""Endpoints as resources."""

import asyncio
import base64
import time
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.server import resources
from jupyter_gradio_mcp.server.catalog import App, Offer

APP = App("k", "nb.ipynb")


def offer(uri: str, name: str = "f", app: App = APP, **said: Any) -> Offer:
    endpoint: Any = {
        **{"name": name, "kind": "resource", "uri": uri, "title": "", "description": "", "mime_type": ""},
        **{"annotations": {}, "icons": [], "meta": {}},
    }
    return Offer(name, app, {**endpoint, **said})


def contents(value: Any, mime: str = "", *, files: bool = False) -> list[dict[str, Any]]:
    head = {"op": "result", "value": value, "files": files}
    made = resources.contents(offer("a://b", mime_type=mime), "a://b", head, None, None)  # type: ignore[arg-type]
    return asyncio.run(made)


def test_what_is_said_of_a_resource_is_shown_and_the_rest_left_out() -> None:
    assert resources.listed(offer("a://b", "my_notes")) == {"uri": "a://b", "name": "my_notes", "title": "My notes"}
    full = offer(
        "a://{b}", title="T", description="D", mime_type="text/csv", annotations={"priority": 1}, icons=[{"src": "i"}]
    )
    assert resources.listed(full) == {
        **{"uriTemplate": "a://{b}", "name": "f", "title": "T", "description": "D", "mimeType": "text/csv"},
        **{"annotations": {"priority": 1}, "icons": [{"src": "i"}]},
    }


def test_the_first_notebook_with_a_uri_has_it() -> None:
    other = App("k2", "other.ipynb")
    tool = offer("", "tool", kind="tool")
    found = resources.unique([tool, offer("a://b"), offer("a://b", "f_other", other), offer("a://c", "g", other)])
    assert [one.name for one in found] == ["f", "g"]


@pytest.mark.parametrize(
    ("uri", "name", "arguments"),
    [
        ("a://notes", "plain", {}),
        ("a://other", "one", {"x": "other"}),
        ("a://notes/today", "fixed", {"x": "today"}),
        ("a://1/2", "two", {"x": "1", "y": "2"}),
        ("a://1/2/3", "rest", {"p": "1/2/3"}),
    ],
)
def test_the_most_that_is_fixed_counts(uri: str, name: str, arguments: dict[str, str]) -> None:
    offers = [
        offer("a://{p*}", "rest"),
        offer("a://{x}/{y}", "two"),
        offer("a://{x}", "one"),
        offer("a://notes/{x}", "fixed"),
        offer("a://notes", "plain"),
    ]
    for given in (offers, offers[::-1]):
        found = resources.match(given, uri)
        assert found is not None
        assert (found.offer.name, found.arguments) == (name, arguments)
    assert resources.match(offers, "b://notes") is None


def test_a_thousand_templates_are_looked_through_in_no_time() -> None:
    offers = [offer(f"a://{number}/{{x}}/{{y*}}", f"f{number}") for number in range(1000)]
    resources.match(offers, "a://999/1/2")
    begun = time.perf_counter()
    for _ in range(10):
        resources.match(offers, "a://999/1/2")
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("value", "mime", "expected"),
    [
        ("hi", "", ("text/plain", "hi")),
        ("", "", ("text/plain", "")),
        ("<p>", "text/html", ("text/html", "<p>")),
        ("{}", "application/ld+json; charset=utf-8", ("application/ld+json; charset=utf-8", "{}")),
        ({"a": "é"}, "", ("application/json", '{"a": "é"}')),
        ([1], "application/json", ("application/json", "[1]")),
        (None, "", ("application/json", "null")),
    ],
)
def test_text_and_data_are_text(value: Any, mime: str, expected: tuple[str, str]) -> None:
    (made,) = contents(value, mime)
    assert (made["uri"], made["mimeType"], made["text"]) == ("a://b", *expected)


def test_a_str_of_a_type_that_is_not_text_is_base64() -> None:
    data = base64.b64encode(bytes(range(256)) * 20).decode()
    folded = "\n".join(data[at : at + 76] for at in range(0, len(data), 76))
    for given in (data, folded):
        (made,) = contents(given, "image/png")
        assert base64.b64decode(made["blob"]) == bytes(range(256)) * 20
    for wrong in ("no base64!", "é", "AAA"):
        with pytest.raises(FunctionFailed, match="'f' promises image/png, and gave text that is no base64"):
            contents(wrong, "image/png")


def test_data_of_a_textual_type_that_is_no_text_is_a_blob() -> None:
    assert resources.embedded("a://b", "text/plain", "é".encode())["text"] == "é"
    assert resources.embedded("a://b", "text/plain", b"\xff")["blob"] == "/w=="
    assert "blob" in resources.embedded("a://b", "image/png", b"abc")
