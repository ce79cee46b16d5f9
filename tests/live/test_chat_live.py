"""Messages with files: over MCP, REST and Gradio's own client, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, text
from support.programs import printed

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

SOURCE = '''
import jupyter_gradio_mcp as gr

def describe(message: dict, history: list) -> str:
    """Tell of a message.

    Args:
        message: What to tell of.
    """
    sizes = [len(open(path).read()) for path in message["files"]]
    return f"{len(history)}: {message['text']} {sizes}"

def back(message):
    """Give it back."""
    return message

with gr.Blocks() as demo:
    gr.ChatInterface(describe, multimodal=True)
    field = gr.MultimodalTextbox(file_count="multiple", file_types=[".txt"])
    field.submit(back, field, field)
    shown = gr.LinePlot(x="a", y="b")
    gr.Button().click(lambda: {"a": [1, 2], "b": [3, 4]}, None, shown, api_name="table")
_, url, _ = demo.launch(mcp_server=True)
'''


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("chats"))
    yield live
    live.close()


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("chats.ipynb")
    ran = opened.run(SOURCE, cell="cell")
    assert ran.status == "ok", ran.text
    yield opened
    opened.close()


@ERAS
async def test_an_agent_sends_a_text_with_files(notebook: LiveNotebook, era: str) -> None:
    async with connect(notebook.server, era, notebook.address) as client:
        [tool] = [tool for tool in (await client.list_tools()).tools if tool.name == "describe"]
        properties = tool.input_schema["properties"]
        assert set(properties) - {"session_id"} == {"message"}
        assert properties["message"]["properties"]["text"]["type"] == "string"
        assert properties["message"]["properties"]["files"]["items"]["type"] == "string"
        message = {"text": "hi", "files": ["data:text/plain;base64,aGVsbG8="]}
        assert text(await client.call_tool("describe", {"message": message})).startswith("0: hi [5]")
        said = text(await client.call_tool("back", {"message": message}))
        assert "hi" in said
        assert "gradio_api/file=" in said


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"text": "a", "files": ["/etc/passwd"]}, "No such file can be named here"),
        ({"text": "a", "files": "x"}, "should be a list"),
        ({"said": "a"}, "a text, or an object of 'text' and 'files'"),
        ({"text": 3}, "'text' should be a text"),
    ],
)
def test_what_is_no_text_with_files_is_refused(notebook: LiveNotebook, message: object, why: str) -> None:
    answer = notebook.server.http.post(f"{notebook.address}gradio_api/run/describe", json={"data": [message]})
    assert answer.status_code in (400, 422)
    assert why in answer.text


def test_files_are_sent_and_come_back_with_addresses(notebook: LiveNotebook) -> None:
    http = notebook.server.http
    sent = http.post(f"{notebook.address}gradio_api/upload", files={"files": ("a.txt", b"hello")}).json()
    file = {"path": sent[0], "meta": {"_type": "gradio.FileData"}, "orig_name": "a.txt"}
    body = {"data": [{"text": "hi", "files": [file]}]}
    [back] = http.post(f"{notebook.address}gradio_api/run/back", json=body).json()["data"]
    assert back["text"] == "hi"
    assert http.get(back["files"][0]["url"]).text == "hello"
    wrong = {"data": [{"text": "hi", "files": ["data:image/png;base64,aGVsbG8="]}]}
    assert "only .txt is taken" in http.post(f"{notebook.address}gradio_api/run/back", json=wrong).text
    [table] = http.post(f"{notebook.address}gradio_api/run/table", json={"data": []}).json()["data"]
    assert table["data"] == [[1, 3], [2, 4]]


def test_what_is_said_of_it_fits_what_is_taken(notebook: LiveNotebook) -> None:
    info = notebook.server.http.get(f"{notebook.address}gradio_api/info").json()["named_endpoints"]["/describe"]
    [parameter] = info["parameters"]
    assert parameter["python_type"]["type"] == "dict(text: str, files: list[filepath])"
    body = {"data": [parameter["example_input"]]}
    answer = notebook.server.http.post(f"{notebook.address}gradio_api/run/describe", json=body)
    assert answer.json()["data"] == [f"0: {parameter['example_input']['text']} []"]


CLIENT = """
import json, sys, tempfile
from gradio_client import Client, handle_file
with tempfile.NamedTemporaryFile("w", suffix=".txt") as note:
    note.write("hello")
    note.flush()
    one, two = Client(sys.argv[1], verbose=False), Client(sys.argv[1], verbose=False)
    message = {"text": "hi", "files": [handle_file(note.name)]}
    said = [one.predict(message, api_name="/describe"), one.predict({"text": "again", "files": []}, api_name="/chat")]
    said.append(two.predict({"text": "other", "files": []}, api_name="/chat"))
print(json.dumps(said))
"""


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_each_gradio_client_has_a_conversation_of_its_own(
    notebook: LiveNotebook, tmp_path: Path, environment: str
) -> None:
    environments.make(environment)
    url = notebook.run("print(url)", cell="url").stdout.strip()
    said = printed([str(environments.python_of(environment)), "-c", CLIENT, url], tmp_path)
    assert said == ["0: hi [5]", "3: again []", "0: other []"]
