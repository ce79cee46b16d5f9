"""What a function is told of a request, and what is kept from it."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from jupyter_gradio_mcp.server.caller import Caller
from jupyter_gradio_mcp.server.request_info import request_info
from jupyter_gradio_mcp.server.scope import EVERYTHING, Identity

TOKEN = "s3cret+token/with=signs"
KEY = "jgm_0123456789ab_" + "k" * 43


@dataclass
class Handler:
    """As much of a handler as is looked at."""

    request: HTTPServerRequest
    opened_by: str | None
    private_values: frozenset[str]
    private_cookies: frozenset[str] = field(default=frozenset({"login", "_xsrf"}))


class Connection:
    """Where a request came from."""

    class context:  # noqa: N801
        remote_ip, protocol = "127.0.0.1", "http"


def info(
    headers: dict[str, str] | HTTPHeaders,
    uri: str = "/gradio_api/run/f",
    *,
    opened_by: str | None = TOKEN,
    wants: dict[str, Any] | None = None,
    session: str | None = None,
    kernel: str = "kernel",
    private: frozenset[str] | None = None,
) -> Any:
    given = headers if isinstance(headers, HTTPHeaders) else HTTPHeaders(headers)
    given["Host"] = "localhost:8888"
    request = HTTPServerRequest(
        headers=given,
        start_line=RequestStartLine("POST", uri, "HTTP/1.1"),
        connection=Connection(),  # type: ignore[arg-type]
    )
    values = frozenset(filter(None, [opened_by])) if private is None else private
    identity = Identity("Ada", "user:ada", EVERYTHING)
    caller = Caller(identity, "raw 1", "", session, Handler(request, opened_by, values))
    endpoint: Any = {"request": True, "headers": [], "stateful": False, **(wants or {})}
    return request_info(caller, endpoint, b"secret", kernel)


def test_what_asks_for_nothing_is_told_nothing() -> None:
    assert info({"X-A": "1"}, wants={"request": False}) is None


def test_what_asks_for_headers_is_told_those_and_no_more() -> None:
    told = info(
        {"X-A": "1", "X-B": "2", "Cookie": "a=b"}, "/x?q=1", wants={"request": False, "headers": ["x-a", "x-c"]}
    )
    assert told["headers"] == {"x-a": "1"}
    assert (told["query"], told["cookies"], told["url"], told["host"]) == ({}, {}, "", "")


@pytest.mark.parametrize(
    "form",
    [
        "{0}",
        "Bearer {0}",
        "prefix {0} suffix",
        "http://localhost/?token={1}",
        "{2}",
        "Basic {3}",
        "a=b; c={3}",
    ],
)
@pytest.mark.parametrize("secret", [TOKEN, KEY])
def test_a_credential_is_found_in_every_form(form: str, secret: str) -> None:
    plain = base64.b64encode(secret.encode()).decode()
    pair = base64.urlsafe_b64encode(f"user:{secret}".encode()).decode()
    value = form.format(secret, quote(secret, safe=""), plain, pair)
    told = info(
        {"X-Any": value, "Cookie": f"a={quote(value)}", "X-Mine": "1"}, f"/f?q={quote(value)}&r=1", opened_by=secret
    )
    assert told["headers"] == {"host": "localhost:8888", "x-mine": "1"}
    assert told["query"] == {"r": "1"}
    assert told["cookies"] == {}
    assert secret not in json.dumps(told)


def test_what_is_not_the_credential_gets_through() -> None:
    token = base64.b64encode(b"somebody else's token").decode()
    told = info({"Authorization": f"Bearer {token}", "Cookie": "a=b; login=x; username-x=y; _xsrf=z"})
    assert told["headers"]["authorization"] == f"Bearer {token}"
    assert told["cookies"] == {"a": "b"}


def test_where_it_is_not_known_what_opened_the_server_nothing_that_could_have_gets_through() -> None:
    sent = {
        "Authorization": "Bearer x-unknown",
        "X-Hf-Authorization": "Bearer y",
        "Cookie": "a=b",
        "X-Copy": "x-unknown",
    }
    told = info({**sent, "X-A": "1"}, "/f?token=t", opened_by=None, private=frozenset({"x-unknown"}))
    assert told["headers"] == {"host": "localhost:8888", "x-a": "1"}
    assert (told["cookies"], told["query"]) == ({}, {})


def test_where_nothing_is_needed_to_open_the_server_everything_gets_through() -> None:
    told = info({"Authorization": "Bearer x", "Cookie": "a=b"}, opened_by="")
    assert told["headers"]["authorization"] == "Bearer x"
    assert told["cookies"] == {"a": "b"}


def test_any_access_key_is_masked_wherever_it_stands() -> None:
    told = info({"X-Other": f"see {KEY}"}, f"/f?q={KEY}")
    assert "k" * 43 not in json.dumps(told)


def test_a_header_that_is_there_twice_is_a_list() -> None:
    headers = HTTPHeaders()
    headers.add("X-A", "1")
    headers.add("X-A", "2")
    assert info(headers)["headers"]["x-a"] in ("1, 2", "1,2")


def test_the_name_of_a_session_tells_nothing_and_differs_between_kernels() -> None:
    name = info({}, session="abc")["session"]
    assert name == info({}, session="abc")["session"]
    assert "abc" not in name
    assert len({name, info({}, session="abd")["session"], info({}, session="abc", kernel="other")["session"]}) == 3
    assert info({})["session"] is None
