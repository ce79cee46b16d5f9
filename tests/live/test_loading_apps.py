"""`gr.load`: apps of other apps' functions, of a notebook and of a real Gradio."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import environments
import httpx
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer, free_port, wait_for

pytestmark = [pytest.mark.slow]

APP = '''
IMPORT

def shout(text: str, times: int, how: str):
    """Say it loudly.

    Args:
        text: What to say.
    """
    if text == "fail":
        raise gr.Error("No voice.")
    return text.upper() * int(times) + {"loud": "!", "louder": "!!"}[how]

def grow(n):
    for i in range(int(n)):
        yield "x" * (i + 1)

def rotate(image):
    return image.rotate(90, expand=True)

def both(n):
    return n, str(n)

with gr.Blocks(title="Loud") as demo:
    text, times, how = gr.Textbox("hi", label="Text"), gr.Number(2), gr.Radio(["loud", "louder"], value="loud")
    said, number, image = gr.Textbox(), gr.Number(), gr.Image(type="pil")
    gr.Button().click(shout, [text, times, how], said)
    gr.Button().click(grow, number, said)
    gr.Button().click(rotate, image, image)
    gr.Button().click(both, number, [number, said])
    gr.Button().click(lambda: "secret", None, said, api_name=False)
'''


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("loading"))
    yield live
    live.close()


def check(server: LiveServer, notebook: LiveNotebook, url: str) -> None:
    """Load the app in a notebook, and see that it does the same there."""
    ran = notebook.run(
        f"import jupyter_gradio_mcp as gr\ndemo = gr.load({url!r})\ndemo.launch(mcp_server=True)\nprint(demo.title)",
        cell="loading",
    )
    assert ran.status == "ok", ran.text
    at = notebook.address
    told = server.http.get(f"{at}gradio_api/info").json()["named_endpoints"]
    assert set(told) == {"/shout", "/grow", "/rotate", "/both"}
    assert told["/shout"]["description"] == "Say it loudly."
    parameters = {p["parameter_name"]: p for p in told["/shout"]["parameters"]}
    assert parameters["how"]["type"]["enum"] == ["loud", "louder"]
    assert server.call("shout", at=at) == "HIHI!"
    assert server.call("shout", at=at, text="a", times=3, how="louder") == "AAA!!"
    begun = server.http.post(f"{at}gradio_api/call/v2/grow", json={"n": 3}).json()["event_id"]
    events = server.read(f"{at}gradio_api/call/grow/{begun}")
    assert events[-1] == ("complete", ["xxx"])
    picture = server.root / "wide.png"
    Image.new("RGB", (9, 4), "blue").save(picture)
    with picture.open("rb") as file:
        [path] = server.http.post("gradio_api/upload", files={"files": file}).json()
    turned = server.call("rotate", at=at, image={"path": path, "meta": {"_type": "gradio.FileData"}})
    (server.root / "turned").write_bytes(server.http.get(turned["url"]).content)
    with Image.open(server.root / "turned") as opened:
        assert opened.size == (4, 9)
    begun = server.http.post(f"{at}gradio_api/call/v2/both", json={"n": 7}).json()["event_id"]
    assert server.read(f"{at}gradio_api/call/both/{begun}")[-1] == ("complete", [7, "7"])
    # A text that is the name of a file here stays a text.
    assert server.call("shout", at=at, text=str(picture), times=1) == f"{str(picture).upper()}!"
    begun = server.http.post(f"{at}gradio_api/call/v2/shout", json={"text": "fail"}).json()["event_id"]
    kind, data = server.read(f"{at}gradio_api/call/shout/{begun}")[-1]
    assert (kind, "No voice." in str(data)) == ("error", True)


def test_the_functions_of_another_notebook(server: LiveServer) -> None:
    other = server.notebook("other.ipynb")
    ran = other.run(APP.replace("IMPORT", "import jupyter_gradio_mcp as gr") + "_, url, _ = demo.launch()", cell="c")
    assert ran.status == "ok", ran.text
    url = other.run("print(url)").stdout.strip()
    notebook = server.notebook("loads.ipynb")
    check(server, notebook, url)
    ran = notebook.run("gr.load('http://127.0.0.1:1/')")
    assert "gr.load: there is no app at http://127.0.0.1:1" in ran.error
    ran = notebook.run("gr.load('gpt2', src='models')")
    assert "gr.load() takes the address of an app here" in ran.error
    other.close()
    notebook.close()


@pytest.mark.clients
def test_the_functions_of_a_gradio_app(server: LiveServer, tmp_path: Path) -> None:
    environments.make("gradio")
    port = free_port()
    app = tmp_path / "app.py"
    app.write_text(APP.replace("IMPORT", "import gradio as gr") + f"demo.launch(server_port={port})\n")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(environments.python_of("gradio")), str(app)], stdout=log, stderr=log, env=environment, cwd=tmp_path
        )
    try:

        def answers() -> bool:
            assert process.poll() is None, (tmp_path / "log").read_text()
            try:
                return httpx.get(f"http://127.0.0.1:{port}/config").status_code == 200
            except httpx.TransportError:
                return False

        wait_for(answers, "Gradio", 100)
        notebook = server.notebook("of gradio.ipynb")
        check(server, notebook, f"http://127.0.0.1:{port}")
        notebook.close()
    finally:
        process.terminate()
        process.wait(20)
