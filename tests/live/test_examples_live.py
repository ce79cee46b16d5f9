"""Examples, files and marked text of apps, as programs and agents get them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, text
from support.programs import printed

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

APP = '''
import jupyter_gradio_mcp as gr
from pathlib import Path

def tag(words: str):
    """Say of each word how long it is.

    Args:
        words: The words.
    """
    return [(word, "long" if len(word) > 4 else None) for word in words.split()]

def joined(files):
    """Put files together."""
    Path("joined.txt").write_text("".join(Path(file).read_text() for file in files))
    return "joined.txt"

with gr.Blocks(title="Tags", theme=gr.themes.Soft()) as demo:
    with gr.Sidebar():
        words = gr.components.TextArea(label="Words")
    tags = gr.HighlightedText(label="Tags", combine_adjacent=True)
    gr.Button("Tag").click(tag, words, tags)
    gr.Examples(["a sentence", "another one"], words, tags, tag, run_on_click=True)
    send, save = gr.UploadButton("Send", file_count="multiple"), gr.DownloadButton("Save")
    send.upload(joined, send, save)

_, url, _ = demo.launch(mcp_server=True)
'''

TAGS = [{"token": "a", "class_or_confidence": None}, {"token": "sentence", "class_or_confidence": "long"}]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    server = LiveServer(tmp_path_factory.mktemp("examples"))
    opened = server.notebook("tags.ipynb")
    ran = opened.run(APP, cell="tags")
    assert ran.status == "ok", ran.text
    # Of the theme, and of nothing else.
    assert ran.stderr.count("UserWarning") == 1
    assert "theme=: panels look as the notebook does" in ran.stderr
    yield opened
    opened.close()
    server.close()


@ERAS
async def test_agents_have_the_functions_and_not_the_examples(notebook: LiveNotebook, era: str) -> None:
    async with connect(notebook.server, era, notebook.address) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"tag", "joined"}
        assert (await client.call_tool("tag", {"words": "a sentence"})).structured_content == {"result": TAGS}
        assert json.loads(text(await client.call_tool("tag", {"words": "a sentence"}))) == TAGS
        told, _anything = tools["tag"].output_schema["properties"]["result"]["anyOf"]
        part = told["items"]["properties"]
        assert set(part) == {"token", "class_or_confidence"}


def test_who_knows_the_name_of_the_examples_gets_one(notebook: LiveNotebook) -> None:
    assert notebook.server.call("load_example", at=notebook.address, example=1) == "another one"
    config = notebook.server.http.get(f"{notebook.address}gradio_api/info").json()
    assert set(config["named_endpoints"]) == {"/tag", "/joined"}


CLIENT = """
import json, sys
from gradio_client import Client, handle_file
client = Client(sys.argv[1], verbose=False)
print(json.dumps([eval(expression) for expression in sys.argv[2:]]))
"""


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_gradios_client_gets_marked_text_and_sends_and_gets_files(
    notebook: LiveNotebook, tmp_path: Path, environment: str
) -> None:
    environments.make(environment)
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(name)
    url = notebook.run("print(url)").stdout.strip()
    files = ", ".join(f"handle_file({str(tmp_path / name)!r})" for name in ("one.txt", "two.txt"))
    expressions = [
        "client.predict('a sentence', api_name='/tag')",
        f"open(client.predict([{files}], api_name='/joined')).read()",
    ]
    said = printed([str(environments.python_of(environment)), "-c", CLIENT, url, *expressions], tmp_path)
    assert said == [TAGS, "onetwo"]
