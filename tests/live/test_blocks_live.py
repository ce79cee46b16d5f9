"""Apps with layouts: their panels' calls, values of sessions, updates and conversations, on a real server."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, text

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

BLOCKS = """
import time
import jupyter_gradio_mcp as gr

with gr.Blocks(title="Shop") as demo:
    with gr.Row():
        item = gr.Textbox(label="Item", value="tea")
        add = gr.Button("Add", variant="primary")
    cart = gr.State([])
    listed = gr.Textbox(label="Cart")
    country = gr.Radio(["it", "fr"], label="Country")
    city = gr.Dropdown(["Rome", "Pisa"], label="City")
    count = gr.Number(label="Count")

    def put(item: str, cart: list) -> tuple[str, list, dict]:
        "Put an item into the cart."
        return ", ".join([*cart, item]), [*cart, item], gr.update(value="", placeholder="more?")

    def cities(country: str):
        return gr.Dropdown(choices=["Paris", "Nice"] if country == "fr" else ["Rome", "Pisa"])

    def to_three():
        for n in range(1, 4):
            yield n
            time.sleep(0.05)

    def fails():
        raise gr.Error("no luck")

    added = add.click(put, [item, cart], [listed, cart, item], api_name="put")
    added.success(to_three, None, count, show_progress="hidden")
    added.failure(lambda: 0, None, count, api_name=False)
    country.change(cities, country, city, api_name="cities")
    gr.Button("Never").click(fails, None, count, show_api=False)

app, url, share = demo.launch(mcp_server=True)
"""

CHAT = '''
import jupyter_gradio_mcp as gr

def answer(message: str, history: list[dict], loud: bool = False):
    """Say what was said.

    Args:
        message: What to say.
        loud: Whether to shout.
    """
    said = f"{len(history)}: {message}"
    said = said.upper() if loud else said
    for end in range(1, len(said) + 1):
        yield said[:end]

gr.ChatInterface(answer, additional_inputs=[gr.Checkbox(label="Loud")], title="Echo", examples=[["hi", True]]).launch(
    mcp_server=True
)
'''


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("blocks"))
    yield live
    live.close()


@pytest.fixture(scope="module")
def shop(server: LiveServer) -> Iterator[LiveNotebook]:
    yield from opened(server, "shop.ipynb", BLOCKS)


@pytest.fixture(scope="module")
def chat(server: LiveServer) -> Iterator[LiveNotebook]:
    yield from opened(server, "chat.ipynb", CHAT)


def opened(server: LiveServer, path: str, source: str) -> Iterator[LiveNotebook]:
    notebook = server.notebook(path)
    ran = notebook.run(source, cell="cell")
    assert ran.status == "ok", ran.text
    yield notebook
    notebook.close()


class Page:
    """A page that shows the notebook's panel: it calls, and reads what its calls say."""

    def __init__(self, notebook: LiveNotebook) -> None:
        self._http = notebook.server.http
        self._at = f"{notebook.address}gradio_api/panel"
        self.session = secrets.token_hex(16)
        [self.panel] = self._http.get(self._at).json()["panels"]

    def frames(self, endpoint: str, **arguments: Any) -> list[dict[str, Any]]:
        """All frames of a call."""
        call = secrets.token_hex(8)
        body = {"session": self.session, "call": call, "endpoint": endpoint, "arguments": arguments}
        assert self._http.post(f"{self._at}/call", json=body).status_code == 200
        found = []
        with self._http.stream("GET", f"{self._at}/events", params={"session": self.session}) as stream:
            for line in stream.iter_lines():
                event = json.loads(line[6:]) if line.startswith("data: ") else {}
                if event.get("call") == call:
                    found.append(event["frame"])
                    if found[-1]["op"] in ("result", "error"):
                        return found
        raise AssertionError(found)

    def run(self, endpoint: str, **arguments: Any) -> Any:
        """The result of a call."""
        last = self.frames(endpoint, **arguments)[-1]
        assert last["op"] == "result", last
        return last["value"]

    def component(self, label: str) -> dict[str, Any]:
        """The component of that label, or with that written on it."""
        [found] = [c for c in self.panel["components"] if label in (c["props"].get("label"), c["props"].get("value"))]
        return dict(found)

    def begun_by(self, label: str, event: str) -> list[dict[str, Any]]:
        """The actions that an event of a component begins, and those that come after them."""
        trigger = [self.component(label)["id"], event]
        found = [action for action in self.panel["actions"] if trigger in action["triggers"]]
        for action in found:
            found += [a for a in self.panel["actions"] if a["after"] is not None and a["after"][0] == action["id"]]
        return found


def test_the_panel_says_what_begins_what(shop: LiveNotebook) -> None:
    page = Page(shop)
    put, to_three, after_failure = page.begun_by("Add", "click")
    assert put["inputs"] == [["item", page.component("Item")["id"]]]
    assert put["outputs"] == [page.component("Cart")["id"], page.component("Item")["id"]]
    assert (to_three["after"], to_three["streams"], to_three["progress"]) == (["put", "success"], True, "hidden")
    assert after_failure["after"] == ["put", "failure"]
    assert page.component("Cart")["props"]["interactive"] is False
    assert page.panel["layout"]["children"][0]["type"] == "row"


def test_each_page_has_a_cart_of_its_own_and_the_button_empties_the_field(shop: LiveNotebook) -> None:
    one, other = Page(shop), Page(shop)
    emptied = {"__type__": "update", "value": "", "placeholder": "more?"}
    assert one.run("put", item="tea") == ["tea", emptied]
    assert one.run("put", item="milk") == ["tea, milk", emptied]
    assert other.run("put", item="rice") == ["rice", emptied]


def test_a_generator_fills_its_output_again_and_again(shop: LiveNotebook) -> None:
    frames = Page(shop).frames("to_three")
    assert [frame["value"] for frame in frames if frame["op"] == "partial"] == [1, 2, 3]


def test_private_functions_answer_the_panel_and_undocumented_ones_those_who_know(shop: LiveNotebook) -> None:
    page = Page(shop)
    [private] = [a["endpoint"] for a in page.begun_by("Add", "click") if a["after"] == ["put", "failure"]]
    assert page.run(private) == 0
    assert shop.server.http.post(f"{shop.address}gradio_api/call/v2/{private}", json={}).status_code == 404
    begun = shop.server.http.post(f"{shop.address}gradio_api/call/v2/fails", json={})
    assert begun.status_code == 200


@ERAS
async def test_agents_get_values_and_not_updates(shop: LiveNotebook, era: str) -> None:
    async with connect(shop.server, era, shop.address) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"put", "to_three", "cities"}
        assert next(iter(tools["put"].input_schema["properties"])) == "item"
        answer = await client.call_tool("put", {"item": "salt"})
        assert not answer.is_error, answer
        assert answer.structured_content == {"result": ["salt", ""]}
        answer = await client.call_tool("cities", {"country": "fr"})
        assert not answer.is_error, answer


def test_programs_get_updates_as_from_gradio(shop: LiveNotebook) -> None:
    told = shop.server.call("cities", at=shop.address, country="fr")
    assert told == {"__type__": "update", "choices": [["Paris", "Paris"], ["Nice", "Nice"]]}


def test_without_a_server_in_reach_the_panel_is_the_same(server: LiveServer) -> None:
    from support.panel import Cell

    notebook = server.notebook("comm.ipynb")
    cell = Cell(notebook.client, BLOCKS, cell="cell")
    panel = cell.panel()
    [shown] = panel.ask("panels")["value"]["panels"]
    assert shown["title"] == "Shop"
    for expected in ("tea", "tea, tea"):
        [frame] = [f for f in panel.frames(panel.call("put", item="tea")) if f["op"] == "result"]
        assert frame["value"][0] == expected
    notebook.close()


def test_a_conversation_grows_in_the_panel(chat: LiveNotebook) -> None:
    page = Page(chat)
    [say, respond] = page.begun_by("Message", "submit")
    [history, field] = page.run(say["endpoint"], message="hi", history=[])
    assert (history, field) == ([{"role": "user", "content": "hi"}], None)
    frames = page.frames(respond["endpoint"], history=history, loud=False)
    history = frames[-1]["value"]
    assert history == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "0: hi"}]
    [retry] = page.begun_by("Retry", "click")
    assert page.run(retry["endpoint"], history=history, loud=True)[-1] == {"role": "assistant", "content": "0: HI"}
    [undo] = page.begun_by("Undo", "click")
    assert page.run(undo["endpoint"], history=history) == [[], "hi"]
    [clear] = page.begun_by("Clear", "click")
    assert page.run(clear["endpoint"]) == [[], None]
    assert [list(row.values()) for row in say["examples"]] == [["hi", True]]


@ERAS
async def test_an_agent_says_something_and_is_answered(chat: LiveNotebook, era: str) -> None:
    async with connect(chat.server, era, chat.address) as client:
        [tool] = (await client.list_tools()).tools
        assert tool.name == "answer"
        assert set(tool.input_schema["properties"]) - {"session_id"} == {"message", "loud"}
        assert text(await client.call_tool("answer", {"message": "hi"})).startswith("0: hi")
        if era == "legacy":
            assert text(await client.call_tool("answer", {"message": "again"})).startswith("2: again")


def test_programs_hold_a_conversation_in_their_session(chat: LiveNotebook) -> None:
    server, said = chat.server, []
    for message in ("a", "b"):
        body = {"data": [message, False], "session_hash": "one"}
        said.append(server.http.post(f"{chat.address}gradio_api/run/chat", json=body).json())
    assert [answer["data"][0] for answer in said] == ["0: a", "2: b"]
