"""*Connect an agent* on the page of a notebook: what is shown there is given to real MCP clients, which then call."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx2
import pytest
from mcp.client import Client
from mcp.client.sse import sse_client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, Implementation
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer
from support.mcp import text

T = TypeVar("T")

CELL = '''%%mcp_tool
import jupyter_gradio_mcp as gr

def count_letters(word: str, letter: str = "r") -> str:
    """Count how often a letter occurs.

    Args:
        word: What to look in.
        letter: What to look for.
    """
    return f"{letter} occurs {word.count(letter)} times in {word}"

def divide(a: int, b: int) -> float:
    """Divide two numbers."""
    return a / b

def greet(x_language: gr.Header | None = None) -> str:
    """Greet in the language of the caller."""
    return f"hello in {x_language}"

@gr.mcp.resource("notes://{day}")
def notes(day: str) -> str:
    """The notes of a day."""
    return f"nothing on {day}"
'''


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook with its functions."""
    opened = server.notebook("my functions.ipynb").load()
    ran = opened.run(CELL, "functions")
    assert ran.status == "ok", ran.error
    yield opened
    opened.close()


@pytest.fixture
def page(window: Window, live: LiveNotebook) -> Page:
    """The MCP tab of its page."""
    return view(window, live, "mcp")


def view(window: Window, live: LiveNotebook, name: str) -> Page:
    """A tab of its page."""
    return window.page(f"{live.address}?view={name}")


def shown(place: Page | Locator, label: str | re.Pattern[str]) -> str:
    """A text that is there to be copied."""
    found = place.get_by_label(label, exact=True) if isinstance(label, str) else place.get_by_label(label)
    expect(found).to_be_visible()
    return str(found.text_content())


def server_in(configuration: str) -> dict[str, Any]:
    """The only entry in a client's file."""
    [servers] = json.loads(configuration).values()
    [entry] = servers.values()
    return dict(entry)


def apart(scenario: Callable[[], Awaitable[T]]) -> T:
    """Run it on a loop of its own: Playwright has that of this thread."""

    async def run() -> T:
        return await scenario()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, run()).result(60)


async def use(entry: dict[str, Any], name: str, arguments: dict[str, Any], called: str = "robot") -> CallToolResult:
    """Call a tool as a client does that has this entry in its file."""
    async with httpx2.AsyncClient(headers=entry.get("headers"), timeout=30) as http:
        transport = streamable_http_client(entry["url"], http_client=http)
        async with Client(transport, client_info=Implementation(name=called, version="2.1")) as client:
            return await client.call_tool(name, arguments)


def refusal(entry: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """How the server answers who comes with this entry."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream", **entry["headers"]}
    with httpx2.Client(timeout=30) as http:
        answer = http.post(entry["url"], json=body, headers=headers)
    return answer.status_code, answer.json()


def open_dialog(page: Page, client: str) -> Locator:
    """Open *Connect an agent* for a client."""
    page.get_by_label("Client", exact=True).select_option(client)
    page.get_by_role("button", name="Make an access key").click()
    dialog = page.get_by_role("dialog", name="Connect an agent")
    expect(dialog.get_by_label("Client", exact=True)).to_have_value(client)
    return dialog


def make_key(page: Page, client: str, name: str) -> tuple[Locator, dict[str, Any]]:
    """Make a key for a client; the dialog, and the entry of the client's file that it shows."""
    dialog = open_dialog(page, client)
    dialog.get_by_label("Name of the key").fill(name)
    dialog.get_by_role("button", name="Make the key").click()
    return dialog, server_in(shown(dialog, re.compile(" into ")))


def test_an_agent_gets_the_configuration_and_is_seen_to_come_and_to_call(
    window: Window, live: LiveNotebook, page: Page
) -> None:
    dialog, entry = make_key(page, "cursor", "my robot")
    expect(dialog.get_by_role("status")).to_have_text("Waiting for the first call from Cursor…")
    key = entry["headers"]["Authorization"].removeprefix("Bearer ")
    assert key.startswith("jgm_")
    assert key not in page.url
    assert key not in page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")

    result = apart(lambda: use(entry, "count_letters", {"word": "strawberry"}))
    assert text(result) == "r occurs 3 times in strawberry"
    status = dialog.get_by_role("status")
    expect(status).to_contain_text(re.compile(r"Connected: robot 2\.1"), timeout=15 * SECOND)
    expect(status).to_contain_text("First call: count_letters, answered", timeout=15 * SECOND)
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Make an access key")).to_be_focused()

    calls = view(window, live, "calls")
    row = calls.get_by_role("table", name="Calls").get_by_role("row").nth(1)
    expect(row).to_contain_text("count_letters")
    expect(row).to_contain_text("robot 2.1")
    expect(row).to_contain_text("key “my robot”")
    expect(row).to_contain_text("answered")

    apart(lambda: use(entry, "divide", {"a": 1, "b": 0}))
    expect(row).to_contain_text("divide", timeout=15 * SECOND)
    expect(row).to_contain_text(re.compile("division"))
    calls.get_by_label("Outcome").select_option("failed")
    expect(calls.get_by_role("table", name="Calls").get_by_role("row")).to_have_count(2)
    assert not accessibility(calls.locator("body"))
    assert key not in live.server.log()


def test_a_revoked_key_opens_nothing_any_more(page: Page) -> None:
    dialog, entry = make_key(page, "json", "short life")
    dialog.get_by_role("button", name="Close, keep the key").click()
    assert text(apart(lambda: use(entry, "count_letters", {"word": "a"}))) == "r occurs 0 times in a"
    page.get_by_text("Access keys", exact=True).click()
    listed = page.get_by_role("listitem").filter(has_text="short life")
    expect(listed).to_contain_text("Opens my functions.ipynb")
    expect(listed).to_contain_text("used just now")
    expect(listed).to_contain_text("ends in 7 d")
    page.get_by_role("button", name="Revoke short life").click()
    confirm = page.get_by_role("button", name="Revoke short life now")
    expect(confirm).to_be_focused()
    confirm.click()
    expect(listed).to_be_hidden()
    status, said = refusal(entry)
    assert status == 403
    assert "key" in json.dumps(said)


@pytest.fixture
def resumed(server: LiveServer, live: LiveNotebook) -> Iterator[None]:
    """Nothing is paused before and after."""

    def resume() -> None:
        for what in ({}, {"notebook": live.path}, {"notebook": live.path, "endpoint": "count_letters"}):
            assert server.http.post("gradio_api/pause", json={"paused": False, **what}).status_code == 200

    resume()
    yield
    resume()


@pytest.mark.usefixtures("resumed")
def test_what_is_paused_refuses_agents_until_it_is_resumed(page: Page) -> None:
    dialog, entry = make_key(page, "json", "patient")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    def called() -> CallToolResult:
        return apart(lambda: use(entry, "count_letters", {"word": "rare"}))

    for what in ("count_letters", "notebook my functions.ipynb"):
        page.get_by_role("button", name=f"Pause {what}").click()
        expect(page.get_by_role("button", name=f"Resume {what}")).to_be_visible()
        refused = called()
        assert refused.is_error
        assert "paused" in text(refused)
        page.get_by_role("button", name=f"Resume {what}").click()
        expect(page.get_by_role("button", name=f"Pause {what}")).to_be_visible()
        assert text(called()) == "r occurs 2 times in rare"


def test_a_bridge_that_is_started_as_the_configuration_says_needs_no_key(server: LiveServer, page: Page) -> None:
    dialog = open_dialog(page, "claude-desktop")
    expect(dialog.get_by_label("Name of the key")).to_be_hidden()
    dialog.get_by_role("button", name="Continue").click()
    entry = server_in(shown(dialog, re.compile(" into ")))
    expect(dialog.get_by_role("status")).to_have_text("Waiting for the first call from Claude Desktop…")
    before = len(server.http.get("gradio_api/keys").json()["keys"])

    async def ask() -> CallToolResult:
        # As the desktop does, which knows nothing of this server; where its runtime files are is the test's own way.
        environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(server.runtime), **entry.get("env", {})}
        parameters = StdioServerParameters(command=entry["command"], args=entry["args"], env=environment)
        who = Implementation(name="desktop", version="1.0")
        async with Client(stdio_client(parameters), client_info=who, read_timeout_seconds=40) as client:
            return await client.call_tool("count_letters", {"word": "mirror"})

    assert text(apart(ask)) == "r occurs 3 times in mirror"
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("Connected: desktop"), timeout=15 * SECOND)
    expect(dialog.get_by_role("status")).to_contain_text("First call: count_letters", timeout=15 * SECOND)
    assert len(server.http.get("gradio_api/keys").json()["keys"]) == before


def test_the_boxes_limit_the_address_the_configuration_and_the_key(page: Page) -> None:
    whole = shown(page, "MCP address")
    page.get_by_role("checkbox", name="divide").uncheck()
    page.get_by_role("checkbox", name="notes").uncheck()
    address = shown(page, "MCP address")
    assert address == f"{whole}?tools=count_letters,greet"
    page.get_by_label("Client", exact=True).select_option("cursor")
    expect(page.get_by_label("Put into its file")).to_contain_text(address)
    dialog, entry = make_key(page, "cursor", "limited")
    assert entry["url"] == address
    dialog.get_by_role("button", name="Close, keep the key").click()

    async def listed(url: str) -> list[str]:
        async with (
            httpx2.AsyncClient(headers=entry["headers"], timeout=30) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return sorted(tool.name for tool in (await client.list_tools()).tools)

    assert apart(lambda: listed(entry["url"])) == ["count_letters", "greet"]
    # It is the key that is limited, not only the address.
    assert apart(lambda: listed(whole)) == ["count_letters", "greet"]


def test_a_client_of_the_older_transport_gets_its_address(page: Page) -> None:
    page.get_by_role("radio", name="SSE").check()
    expect(page.get_by_label("MCP address")).to_contain_text("/mcp/sse")
    dialog, entry = make_key(page, "json", "old fashioned")
    assert entry["type"] == "sse"
    dialog.get_by_role("button", name="Close, keep the key").click()

    async def ask() -> CallToolResult:
        async with Client(sse_client(entry["url"], headers=entry["headers"]), mode="legacy") as client:
            return await client.call_tool("count_letters", {"word": "error"})

    assert text(apart(ask)) == "r occurs 3 times in error"


def test_the_dialog_is_a_dialog(server: LiveServer, page: Page) -> None:
    before = server.http.get("gradio_api/keys").json()
    dialog = open_dialog(page, "cursor")
    assert not accessibility(page.locator("body"))
    for _ in range(30):
        page.keyboard.press("Tab")
        # Beyond its last element is the browser's own bar, never the page behind it.
        assert page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot) at = at.shadowRoot.activeElement;
                return !at || at === document.body || at.closest('dialog') !== null;
            }"""
        )
    page.mouse.click(5, 5)
    expect(dialog).to_be_visible()
    dialog.get_by_label("Name of the key").fill(" ")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Name of the key")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert server.http.get("gradio_api/keys").json() == before


def test_a_guest_sees_the_variable_and_cannot_make_keys(
    browser: Browser, server: LiveServer, live: LiveNotebook
) -> None:
    made = server.http.post("gradio_api/keys", json={"name": "guest", "notebooks": [live.path]}).json()
    window = Window(browser, server, log_in=False)
    window.expect_problems("status of 401")
    page = view(window, live, "mcp")
    page.get_by_label(re.compile("access key", re.I)).fill(made["key"])
    page.get_by_role("button", name=re.compile("log ?in|open|continue", re.I)).click()
    page.wait_for_load_state()
    page.goto(f"{server.url}{live.address}?view=mcp")
    page.get_by_label("Client", exact=True).select_option("cursor")
    assert "JUPYTER_GRADIO_MCP_KEY" in shown(page, "Put into its file")
    expect(page.get_by_role("button", name=re.compile("key…|Pause"))).to_have_count(0)
    window.close()


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(
    browser: Browser, server: LiveServer, live: LiveNotebook, width: int, scheme: Any
) -> None:
    server.call("count_letters", at=live.address, word="rear")
    window = Window(browser, server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = view(window, live, "mcp")
    page.get_by_text("Access keys", exact=True).click()
    expect(page.get_by_label("Client", exact=True)).to_be_visible()
    assert overflows(page) == []
    assert accessibility(page.locator("body")) == []
    calls = view(window, live, "calls")
    expect(calls.get_by_role("table", name="Calls")).to_be_visible()
    assert overflows(calls) == []
    assert accessibility(calls.locator("body")) == []
    window.close()
