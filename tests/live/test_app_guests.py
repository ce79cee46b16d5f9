"""Who has the local URL of an app: all of that app is his, and nothing else of its notebook."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import connect

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

SHOP = """
import jupyter_gradio_mcp as gr

with gr.Blocks(title="Shop") as shop:
    item, cart, listed = gr.Textbox(label="Item"), gr.State([]), gr.Textbox(label="Cart")
    add, stop = gr.Button("Add"), gr.Button("Stop")

    def put(item: str, cart: list):
        return ", ".join([*cart, item]), [*cart, item]

    def inside(item: str) -> str:
        return f"inside {item}"

    def quiet(item: str) -> str:
        return f"quiet {item}"

    def price(item: str) -> int:
        return len(item)

    putting = add.click(put, [item, cart], [listed, cart])
    add.click(inside, item, listed, api_name=False)
    add.click(quiet, item, listed, show_api=False)
    stop.click(None, cancels=[putting])
    gr.api(price)

_, url, _ = shop.launch(mcp_server=True)
"""

OTHERS = """
import jupyter_gradio_mcp as gr

with gr.Blocks(title="Other") as other:
    box = gr.Textbox()
    box.submit(lambda text: "nobody's", box, box, api_name=False)
    box.change(lambda text: "others", box, box, api_name="others")
other.launch(mcp_server=True)
"""

FUNCTION = """%%mcp_tool
def secret() -> str:
    return "secret"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("guests"))
    yield live
    live.close()


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("a folder/shop.ipynb").run_all({"shop": SHOP, "others": OTHERS, "secret": FUNCTION})
    yield opened
    opened.close()


@pytest.fixture
def url(notebook: LiveNotebook) -> str:
    return notebook.run("print(url)").stdout.strip()


@pytest.fixture
def guest(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


class Page:
    """What a page does that has that base: it calls, and reads what its calls say."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._session = secrets.token_hex(16)

    def begin(self, endpoint: str, **arguments: Any) -> httpx.Response:
        """The answer to the beginning of a call, whose name is that of its endpoint."""
        body = {"session": self._session, "call": secrets.token_hex(8), "endpoint": endpoint, "arguments": arguments}
        self._call = body["call"]
        return self._http.post("gradio_api/panel/call", json=body)

    def run(self, endpoint: str, **arguments: Any) -> Any:
        """The result of a call."""
        answer = self.begin(endpoint, **arguments)
        assert answer.status_code == 200, answer.text
        with self._http.stream("GET", "gradio_api/panel/events", params={"session": self._session}) as stream:
            for line in stream.iter_lines():
                event = json.loads(line[6:]) if line.startswith("data: ") else {}
                if event.get("call") == self._call and event["frame"]["op"] in ("result", "error"):
                    assert event["frame"]["op"] == "result", event
                    return event["frame"]["value"]
        raise AssertionError(f"nothing came of {endpoint}")


def refused(answer: httpx.Response) -> bool:
    """Whether it says that there is no such function."""
    return answer.status_code == 404 and answer.json()["code"] == "unknown_endpoint"


def test_a_guest_is_shown_this_app_and_no_other(guest: httpx.Client) -> None:
    shown = guest.get("gradio_api/panel").json()
    assert shown["owner"] is False
    [panel] = shown["panels"]
    assert panel["title"] == "Shop"
    assert sorted(panel["endpoints"]) == ["price", "put"]
    assert [(action["endpoint"], action["cancels"]) for action in panel["actions"]] == [
        ("put", []),
        ("inside", []),
        ("quiet", []),
        ("", ["put"]),
    ]
    told = guest.get("gradio_api/panel/api").json()
    assert sorted(function["name"] for function in told["functions"]) == ["price", "put"]


def test_everything_of_the_app_works_at_its_page_and_nothing_of_others(
    server: LiveServer, notebook: LiveNotebook, guest: httpx.Client
) -> None:
    page = Page(guest)
    assert page.run("put", item="tea") == "tea"
    assert page.run("put", item="milk") == "tea, milk", "the session is the page's"
    assert Page(guest).run("put", item="salt") == "salt"
    assert page.run("inside", item="x") == "inside x"
    assert page.run("quiet", item="x") == "quiet x"
    others = [
        action["endpoint"]
        for panel in server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"]
        for action in panel["actions"]
        if panel["title"] != "Shop"
    ]
    assert {"secret", "others"} < set(others)
    for name in (*others, "nothing", ""):
        assert refused(page.begin(name)), name


async def test_what_is_private_is_out_of_reach_of_programs(
    server: LiveServer, notebook: LiveNotebook, guest: httpx.Client, url: str
) -> None:
    key = url.partition("gradio_key/")[2].partition("/")[0]
    for name, status in (
        ("put", 200),
        ("quiet", 200),
        ("price", 200),
        ("inside", 404),
        ("secret", 404),
        ("others", 404),
    ):
        assert guest.post(f"gradio_api/call/v2/{name}", json={"item": "x"}).status_code == status, name
    bearer = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"{server.url}{notebook.address}", headers=bearer) as program:
        assert program.post("gradio_api/call/v2/inside", json={"item": "x"}).status_code == 404
        assert refused(Page(program).begin("inside", item="x")), "a program that sends the key is no page"
        named = {function["api_name"] for function in program.get("config").json()["dependencies"]}
        assert named == {"put", "price"}
        assert set(program.get("gradio_api/info").json()["named_endpoints"]) == {"/put", "/price"}
        assert "secret" not in program.get("gradio_api/openapi.json").text
    every = {
        config["api_name"]: config["id"]
        for config in server.http.get(f"{notebook.address}config").json()["dependencies"]
    }
    for number in range(1, max(every.values()) + 4):
        joined = guest.post("gradio_api/queue/join", json={"data": ["x"], "fn_index": number, "session_hash": "h" * 20})
        expected = 200 if number in (every["put"], every["price"]) else None
        assert joined.status_code == expected or (expected is None and joined.status_code == 404), number
    for era in ("2026-07-28", "legacy"):
        async with connect(server, era, f"gradio_key/{key}/{notebook.address}") as client:
            assert sorted(tool.name for tool in (await client.list_tools()).tools) == ["price", "put"]
            for name in ("inside", "secret", "others"):
                with pytest.raises(Exception, match=name):
                    await client.call_tool(name, {"item": "x"})


def test_a_function_that_comes_into_a_name_of_the_apps_is_not_the_apps(server: LiveServer) -> None:
    notebook = server.notebook("taken.ipynb")
    assert notebook.run(SHOP, cell="shop").status == "ok"
    url = notebook.run("print(url)").stdout.strip()
    notebook.run("%%mcp_tool\ndef price(item: str) -> str:\n    return 'of the owner'", cell="later")
    assert server.call("price", at=notebook.address, item="x") == "of the owner"
    with httpx.Client(base_url=url, timeout=30) as guest:
        assert guest.post("gradio_api/call/v2/price", json={"item": "x"}).status_code == 404
        assert guest.post("gradio_api/call/v2/put", json={"item": "x"}).status_code == 200
        assert set(guest.get("gradio_api/info").json()["named_endpoints"]) == {"/put"}
        [panel] = guest.get("gradio_api/panel").json()["panels"]
        assert panel["endpoints"] == ["put"]
    notebook.close()


def test_files_go_both_ways_with_the_key_of_the_app_and_no_further(server: LiveServer) -> None:
    notebook = server.notebook("files.ipynb")
    ran = notebook.run(
        "import jupyter_gradio_mcp as gr\n"
        "def upper(file: str) -> str:\n"
        "    from pathlib import Path\n"
        "    made = Path('upper.txt'); made.write_text(Path(file).read_text().upper()); return str(made)\n"
        "_, url, _ = gr.Interface(upper, gr.File(), gr.File()).launch()",
        cell="files",
    )
    assert ran.status == "ok", ran.text
    with httpx.Client(base_url=notebook.run("print(url)").stdout.strip(), timeout=30) as guest:
        [path] = guest.post("gradio_api/upload", files={"files": ("a.txt", b"hello")}).json()
        made = Page(guest).run("upper", file={"path": path, "meta": {"_type": "gradio.FileData"}})
        assert httpx.get(httpx.URL(server.url).join(made["url"])).text == "HELLO"
        assert guest.get("gradio_api/file=files.ipynb").status_code in (403, 404)
    notebook.close()
