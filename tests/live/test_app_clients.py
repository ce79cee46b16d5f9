"""Apps for programs and agents: Gradio's clients at the local URL, MCP, REST, and what is offered to whom."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect
from support.programs import printed

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

CELLS = {
    "counter": '''
import jupyter_gradio_mcp as gr
import time

def letter_counter(word: str, letter: str) -> int:
    """Count how often a letter occurs in a word."""
    return word.count(letter)

counter = gr.Interface(letter_counter, [gr.Textbox("strawberry"), gr.Textbox("r")], gr.Number())
_, counter_url, _ = counter.launch()''',
    "blocks": """
with gr.Blocks() as blocks:
    number, text, seen, said = gr.Number(1), gr.Textbox("x"), gr.Number(), gr.Textbox()
    state, go = gr.State(0), gr.Button("go")

    def both(number, text, state):
        return number + state, gr.update(value=text * 2, label="T"), state + 1

    def digits(number):
        for digit in range(int(number)):
            yield str(digit)
            time.sleep(0.05)

    go.click(both, [number, text, state], [seen, said, state])
    go.click(digits, number, said)
    go.click(lambda number: number, number, seen, api_name=False)

    def fn(a: int, b: int, c: list[str]) -> tuple[int, str]:
        return a + b, c[a:b]

    gr.api(fn, api_name="add_and_slice")

_, blocks_url, _ = blocks.launch(mcp_server=True)""",
    "chat": """
def reply(message, history):
    return f"{len(history)} {message}"

_, chat_url, _ = gr.ChatInterface(reply).launch()""",
}

PYTHON = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
print(json.dumps([eval(expression) for expression in json.loads(sys.argv[2])]))
"""

JAVASCRIPT = """
import { Client } from "@gradio/client";
const client = await Client.connect(process.argv[2]);
const data = async (endpoint, values) => (await client.predict(endpoint, values)).data;
const streamed = async (endpoint, values) => {
  const found = [];
  for await (const event of client.submit(endpoint, values)) if (event.type === "data") found.push(event.data[0]);
  return [...new Set(found)];
};
const found = [];
for (const expression of JSON.parse(process.argv[3])) found.push(await eval(expression));
console.log(JSON.stringify(found));
process.exit(0);
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("app-clients"), base_url="/user/ann/")
    yield live
    live.close()


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("apps of ann.ipynb").run_all(CELLS)
    yield opened
    opened.close()


UPDATE = {"__type__": "update", "label": "T", "value": "yy"}


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_gradios_client_for_python_uses_apps_by_their_local_urls(
    notebook: LiveNotebook, tmp_path: Path, environment: str
) -> None:
    environments.make(environment)

    def ask(app: str, *expressions: str) -> Any:
        url = notebook.run(f"print({app}_url)").stdout.strip()
        python = str(environments.python_of(environment))
        return printed([python, "-c", PYTHON, url, json.dumps(expressions)], tmp_path)

    listed = "list(client.view_api(print_info=False, return_format='dict')['named_endpoints'])"
    assert ask(
        "counter",
        "client.predict('tree', 'e')",
        "client.predict(letter='t', api_name='/predict')",
        "client.predict('tree', 'e', api_name='/letter_counter')",
        "client.predict('tree', 'e', fn_index=client.config['dependencies'][0]['id'])",
        "'Another name of /letter_counter' in str(client.view_api(print_info=False, return_format='dict'))",
    ) == [2, 1, 2, 2, True]
    assert ask(
        "blocks",
        "client.predict(2, 'y', api_name='/both')",
        "client.predict(2, 'y', api_name='/both')",
        "client.predict(number=5, api_name='/both')[0]",
        "list(client.submit(3, api_name='/digits'))",
        "client.predict(a=3, b=5, c=['1', '2', '3', '4', '5', '6'], api_name='/add_and_slice')",
        listed,
    ) == [[2, UPDATE], [3, UPDATE], 7, ["0", "1", "2"], [8, ["4", "5"]], ["/both", "/digits", "/add_and_slice"]]
    assert ask("chat", "client.predict('hi')", "client.predict('you', api_name='/chat')", listed) == [
        "0 hi",
        "2 you",
        ["/reply", "/chat"],
    ]


@pytest.mark.clients
def test_gradios_client_for_javascript_uses_apps_by_their_local_urls(notebook: LiveNotebook, tmp_path: Path) -> None:
    environments.make("gradio-client-js")
    script = environments.node_of("gradio-client-js") / "test-apps.mjs"
    script.write_text(JAVASCRIPT)

    def ask(app: str, *expressions: str) -> Any:
        url = notebook.run(f"print({app}_url)").stdout.strip()
        return printed([*environments.node(), str(script), url, json.dumps(expressions)], tmp_path)

    listed = "client.view_api().then(api => Object.keys(api.named_endpoints))"
    assert ask(
        "counter",
        "data('/predict', ['tree', 'e'])",
        "data('/predict', { letter: 't' })",
        "data('/letter_counter', { word: 'tree' })",
        "data(client.config.dependencies[0].id, ['tree', 'e'])",
        listed,
    ) == [[2], [1], [1], [2], ["/letter_counter", "/predict"]]
    assert ask(
        "blocks",
        "data('/both', [2, 'y'])",
        "data('/both', [2, 'y'])",
        "data('/both', { number: 5 })",
        "streamed('/digits', [3])",
        "data('/add_and_slice', { a: 3, b: 5, c: ['1', '2', '3', '4', '5', '6'] })",
        listed,
    ) == [
        [2, UPDATE],
        [3, UPDATE],
        [7, {**UPDATE, "value": "xx"}],
        ["0", "1", "2"],
        [8, ["4", "5"]],
        ["/both", "/digits", "/add_and_slice"],
    ]
    assert ask("chat", "data('/chat', ['hi'])", "data('/reply', { message: 'you' })") == [["0 hi"], ["2 you"]]


@ERAS
async def test_agents_find_the_tools_of_an_app_and_a_wrong_return_hint_does_no_harm(
    server: LiveServer, notebook: LiveNotebook, era: str
) -> None:
    async with connect(server, era, notebook.address) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == ["add_and_slice", "both", "digits"]
        answer = await client.call_tool("add_and_slice", {"a": 1, "b": 3, "c": ["a", "b", "c", "d"]})
        assert not answer.is_error
        assert answer.structured_content == {"result": [4, ["b", "c"]]}
        assert [json.loads(block.text) for block in answer.content] == [[4, ["b", "c"]]]  # type: ignore[union-attr]
        counted = await client.call_tool("both", {"number": 2, "text": "y"})
        assert json.loads(counted.content[0].text) == [2, "yy"]  # type: ignore[union-attr]
    assert server.call("add_and_slice", at=notebook.address, a=1, b=3, c=["a", "b", "c"]) == 4


async def test_nothing_says_that_a_plain_launch_is_for_agents(server: LiveServer, notebook: LiveNotebook) -> None:
    at = notebook.address
    schema = server.http.get(f"{at}gradio_api/mcp/schema").json()
    assert sorted(tool["name"] for tool in schema) == ["add_and_slice", "both", "digits"]
    page = server.http.get(f"{at}gradio_api/mcp/", headers={"Accept": "text/html"}).text
    assert "add_and_slice" in page
    assert "letter_counter" not in page
    functions = {f["name"]: f["mcp"] for f in server.http.get(f"{at}gradio_api/panel/api").json()["functions"]}
    assert {name for name, mcp in functions.items() if mcp} >= {"add_and_slice", "both", "digits"}
    assert [functions[name] for name in ("letter_counter", "reply")] == [False, False]
    [listed] = server.http.get("gradio_api/panel").json()["notebooks"]
    assert {f["name"]: f["mcp"] for f in listed["functions"]} == functions
    asked = {"url": f"{server.url}{at}gradio_api/mcp/", "client": "claude-code"}
    told = server.http.post(f"{at}gradio_api/connect", json={**asked, "tools": ["both"]})
    assert told.status_code == 200, told.text
    refused = server.http.post(f"{at}gradio_api/connect", json={**asked, "tools": ["letter_counter"]})
    assert refused.status_code == 422
    assert "letter_counter" in refused.json()["error"]
    # It is for programs all the same.
    assert "/gradio_api/call/v2/letter_counter" in server.http.get(f"{at}gradio_api/openapi.json").text
    async with connect(server, "2026-07-28", f"{at}") as client:
        assert (await client.list_resources()).resources == []


def test_the_list_of_the_command_line_has_each_function_once(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter_gradio_mcp.cli", "list", "--json", "--notebook", notebook.path],
        check=False,
        capture_output=True,
        text=True,
        env=server.environment,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert [f["name"] for f in json.loads(ran.stdout)] == ["letter_counter", "both", "digits", "add_and_slice", "reply"]
