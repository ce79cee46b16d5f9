"""The examples of Gradio's guides, in cells: what people have in hand runs as it is."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer, Ran
from support.mcp import ERAS, connect, text
from support.programs import printed

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

IMPORT = "import jupyter_gradio_mcp as gr\n"

LETTER_COUNTER = (
    IMPORT
    + '''
def letter_counter(word, letter):
    """
    Count the number of occurrences of a letter in a word or text.

    Args:
        word (str): The input text to search through
        letter (str): The letter to search for

    Returns:
        str: A message indicating how many times the letter appears
    """
    word = word.lower()
    letter = letter.lower()
    count = word.count(letter)
    return count

demo = gr.Interface(
    fn=letter_counter,
    inputs=[gr.Textbox("strawberry"), gr.Textbox("r")],
    outputs=[gr.Number()],
    title="Letter Counter",
    description="Enter text and a letter to count how many times the letter appears in the text.",
)

if __name__ == "__main__":
    demo.launch(mcp_server=True)
'''
)

PROGRESS = (
    IMPORT
    + """
import time

def slow_text_reverser(text: str, progress=gr.Progress()):
    for i in range(len(text)):
        progress(i / len(text), desc="Reversing text")
        time.sleep(0.01)
    return text[::-1]

demo = gr.Interface(slow_text_reverser, gr.Textbox("Hello, world!"), gr.Textbox())

demo.launch(mcp_server=True)
"""
)

TOOLS = (
    IMPORT
    + '''
import numpy as np
from PIL import Image

def prime_factors(n: str):
    """
    Compute the prime factorization of a positive integer.

    Args:
        n (str): The integer to factorize. Must be greater than 1.
    """
    n_int = int(n)
    if n_int <= 1:
        raise ValueError("Input must be an integer greater than 1.")
    factors = []
    while n_int % 2 == 0:
        factors.append(2)
        n_int //= 2
    divisor = 3
    while divisor * divisor <= n_int:
        while n_int % divisor == 0:
            factors.append(divisor)
            n_int //= divisor
        divisor += 2
    if n_int > 1:
        factors.append(n_int)
    return factors

def generate_cheetah_image():
    """
    Generate a cheetah image.

    Returns:
        The generated image.
    """
    return Image.new("RGB", (8, 6), "orange")

def image_orientation(image: Image.Image) -> str:
    """
    Returns whether image is portrait or landscape.

    Args:
        image (Image.Image): The image to check.
    """
    return "Portrait" if image.height > image.width else "Landscape"

def sepia(input_img):
    """
    Apply a sepia filter to the input image.

    Args:
        input_img (str): The input image to apply the sepia filter to.

    Returns:
        The sepia filtered image.
    """
    sepia_filter = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
    sepia_img = input_img.dot(sepia_filter.T)
    return (sepia_img / sepia_img.max() * 255).astype(np.uint8)

demo = gr.TabbedInterface(
    [
        gr.Interface(prime_factors, gr.Textbox(), gr.Textbox(), api_name="prime_factors"),
        gr.Interface(generate_cheetah_image, None, gr.Image(), api_description="Generates a cheetah image. No arguments are required."),
        gr.Interface(image_orientation, gr.Image(type="pil"), gr.Textbox(), api_visibility="undocumented"),
        gr.Interface(sepia, gr.Image(), gr.Image(), show_api=False),
    ],
    ["Prime Factors", "Cheetah Image", "Image Orientation Checker", "Sepia Filter"],
)

if __name__ == "__main__":
    demo.launch(mcp_server=True)
'''
)

KINDS = (
    IMPORT
    + '''
@gr.mcp.tool()
def add(a: int, b: int) -> int:
    """Add two numbers together."""
    return a + b

@gr.mcp.resource("greeting://{name}")
def get_greeting(name: str) -> str:
    """Get a personalized greeting."""
    return f"Hello, {name}!"

@gr.mcp.prompt()
def greet_user(name: str, style: str = "friendly") -> str:
    """Generate a greeting prompt."""
    styles = {"friendly": "a warm, friendly", "formal": "a formal, professional", "casual": "a casual, relaxed"}
    return f"Please write {styles.get(style, styles['friendly'])} greeting for someone named {name}."

demo = gr.TabbedInterface(
    [
        gr.Interface(add, [gr.Number(value=1), gr.Number(value=2)], gr.Number()),
        gr.Interface(get_greeting, gr.Textbox("Abubakar"), gr.Textbox()),
        gr.Interface(greet_user, [gr.Textbox("Abubakar"), gr.Dropdown(choices=["friendly", "formal", "casual"])], gr.Textbox()),
    ],
    ["Add", "Get Greeting", "Greet User"],
)

if __name__ == "__main__":
    demo.launch(mcp_server=True)
'''
)

SLICER = (
    IMPORT
    + '''
def slice_list(lst: list, start: int, end: int) -> list:
    """
    A tool that slices a list given a start and end index.
    Args:
        lst: The list to slice.
        start: The start index.
        end: The end index.
    Returns:
        The sliced list.
    """
    return lst[start:end]

with gr.Blocks() as demo:
    gr.Markdown("This app includes MCP-only tools but no UI.")
    gr.api(slice_list)

_, url, _ = demo.launch(mcp_server=True)
'''
)

ADD_AND_SLICE = (
    IMPORT
    + """
with gr.Blocks() as demo:
    with gr.Row():
        input = gr.Textbox()
        button = gr.Button("Submit")
    output = gr.Textbox()
    def fn(a: int, b: int, c: list[str]) -> tuple[int, str]:
        return a + b, c[a:b]
    gr.api(fn, api_name="add_and_slice")

_, url, _ = demo.launch()
"""
)

HEADERS = (
    IMPORT
    + '''
def echo_headers(x, request: gr.Request):
    return str(dict(request.headers))

gr.Interface(echo_headers, "textbox", "textbox").launch(mcp_server=True)

def make_api_request_on_behalf_of_user(prompt: str, x_api_token: gr.Header):
    """Make a request to everyone's favorite API.
    Args:
        prompt: The prompt to send to the API.
    Returns:
        The response from the API.
    Raises:
        AssertionError: If the API token is not valid.
    """
    return "Hello from the API" if not x_api_token else "Hello from the API with token!"


demo = gr.Interface(
    make_api_request_on_behalf_of_user,
    [
        gr.Textbox(label="Prompt"),
    ],
    gr.Textbox(label="Response"),
)

demo.launch(mcp_server=True)
'''
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("from-gradio"))
    yield live
    live.close()


def opened(server: LiveServer, name: str, source: str) -> tuple[LiveNotebook, Ran]:
    """A notebook of its own for an example; nothing has loaded the extension in it."""
    notebook = server.notebook(f"{name}.ipynb")
    ran = notebook.run(source, cell=f"cell-{name}")
    assert ran.status == "ok", ran.text
    return notebook, ran


def panel_of(notebook: LiveNotebook) -> dict[str, Any]:
    """The notebook's only panel."""
    [panel] = notebook.server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"]
    assert isinstance(panel, dict)
    return panel


@pytest.fixture(scope="module")
def counter(server: LiveServer) -> Iterator[tuple[LiveNotebook, Ran]]:
    notebook, ran = opened(server, "counter", LETTER_COUNTER)
    yield notebook, ran
    notebook.close()


@ERAS
async def test_the_letter_counter_is_a_tool_with_its_initial_values_as_defaults(
    counter: tuple[LiveNotebook, Ran], era: str
) -> None:
    notebook, _ = counter
    async with connect(notebook.server, era, notebook.address) as client:
        [tool] = (await client.list_tools()).tools
        assert tool.name == "letter_counter"
        assert tool.input_schema["properties"]["word"]["default"] == "strawberry"
        assert "required" not in tool.input_schema
        assert (await client.call_tool("letter_counter", {})).structured_content == {"result": 3}
        assert text(await client.call_tool("letter_counter", {"word": "Banana", "letter": "a"})) == "3"


def test_the_cell_shows_one_panel_and_says_where_the_function_is(counter: tuple[LiveNotebook, Ran]) -> None:
    notebook, ran = counter
    assert len(ran.displays) == 1
    assert ran.result == ""
    assert "letter_counter(word: Any = 'strawberry', letter: Any = 'r') is live" in ran.stdout
    assert "gradio_api/mcp/" in ran.stdout
    assert "jgm_" not in ran.text
    panel = panel_of(notebook)
    assert (panel["id"], panel["title"]) == ("app:cell-counter", "Letter Counter")
    [action] = panel["actions"]
    components = {component["id"]: component for component in panel["components"]}
    assert [(name, components[id]["props"]["value"]) for name, id in action["inputs"]] == [
        ("word", "strawberry"),
        ("letter", "r"),
    ]
    assert [components[id]["type"] for id in action["outputs"]] == ["Number"]


def test_an_interface_is_reachable_as_predict_which_nobody_lists(counter: tuple[LiveNotebook, Ran]) -> None:
    notebook, _ = counter
    server = notebook.server
    assert server.call("predict", at=notebook.address, word="tree", letter="e") == 2
    info = server.http.get(f"{notebook.address}gradio_api/info").json()["named_endpoints"]
    assert {name: endpoint["api_visibility"] for name, endpoint in info.items()} == {
        "/letter_counter": "public",
        "/predict": "undocumented",
    }
    assert "/gradio_api/call/v2/predict" not in server.http.get(f"{notebook.address}gradio_api/openapi.json").text


def test_running_the_cell_again_replaces_the_app_and_a_cell_that_launches_nothing_ends_it(server: LiveServer) -> None:
    notebook, _ = opened(server, "again", LETTER_COUNTER)
    changed = LETTER_COUNTER.replace("letter_counter", "counter_of_letters").replace("return count", "return -count")
    notebook.run(changed, cell="cell-again")
    assert server.call("counter_of_letters", at=notebook.address) == -3
    assert panel_of(notebook)["actions"][0]["endpoint"] == "counter_of_letters"
    assert server.http.post(f"{notebook.address}gradio_api/call/v2/letter_counter", json={}).status_code == 404
    notebook.run("1 + 1", cell="cell-again")
    assert server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"] == []
    assert server.http.post(f"{notebook.address}gradio_api/call/v2/predict", json={}).status_code == 404
    notebook.close()


async def test_a_plain_launch_is_for_programs_and_people_and_not_for_agents(server: LiveServer) -> None:
    notebook, ran = opened(server, "plain", LETTER_COUNTER.replace("mcp_server=True", ""))
    assert "launch(mcp_server=True)" in ran.stdout
    assert server.call("letter_counter", at=notebook.address) == 3
    for era in ("2026-07-28", "legacy"):
        async with connect(server, era, notebook.address) as client:
            assert (await client.list_tools()).tools == []
            with pytest.raises(Exception, match="letter_counter"):
                await client.call_tool("letter_counter", {})
    assert server.http.get(f"{notebook.address}gradio_api/mcp/schema").json() == []
    ran = notebook.run("import os; os.environ['GRADIO_MCP_SERVER'] = 'True'; demo.launch()", cell="cell-plain")
    assert ran.status == "ok", ran.text
    async with connect(server, "2026-07-28", notebook.address) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["letter_counter"]
    assert notebook.run("demo.close()", cell="other").status == "ok"
    assert server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"] == []
    notebook.close()


async def test_progress_is_told(server: LiveServer) -> None:
    notebook, _ = opened(server, "progress", PROGRESS)
    heard: list[Any] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append(message)

    async with connect(server, "2026-07-28", notebook.address) as client:
        answer = await client.call_tool("slow_text_reverser", {"text": "abcdef"}, progress_callback=hear)
        assert text(answer) == "fedcba"
        assert text(await client.call_tool("slow_text_reverser", {})) == "!dlrow ,olleH"
    assert any("Reversing text" in (message or "") for message in heard)
    notebook.close()


async def test_descriptions_and_visibilities_are_as_the_author_says(server: LiveServer) -> None:
    notebook, _ = opened(server, "tools", TOOLS)
    async with connect(server, "2026-07-28", notebook.address) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == ["generate_cheetah_image", "prime_factors"]
        assert tools["generate_cheetah_image"].description == "Generates a cheetah image. No arguments are required."
        assert (tools["prime_factors"].description or "").startswith("Compute the prime factorization")
        assert text(await client.call_tool("prime_factors", {"n": "1001"})) == "[7, 11, 13]"
        image = await client.call_tool("generate_cheetah_image", {})
        assert image.content[0].type == "image"
        assert "Image URL: http" in text(image)
    picture = server.root / "tall.png"
    Image.new("RGB", (4, 9), "blue").save(picture)
    with picture.open("rb") as file:
        [path] = server.http.post("gradio_api/upload", files={"files": file}).json()
    given = {"path": path, "meta": {"_type": "gradio.FileData"}}
    assert server.call("image_orientation", at=notebook.address, image=given) == "Portrait"
    assert server.call("sepia", at=notebook.address, input_img=given)["url"].startswith("http")
    panel = panel_of(notebook)
    assert panel["layout"]["type"] == "tabs"
    assert [tab["label"] for tab in panel["layout"]["children"]] == [
        "Prime Factors",
        "Cheetah Image",
        "Image Orientation Checker",
        "Sepia Filter",
    ]
    notebook.close()


async def test_tools_resources_and_prompts_of_one_app(server: LiveServer) -> None:
    notebook, ran = opened(server, "kinds", KINDS)
    assert len(ran.displays) == 1
    async with connect(server, "2026-07-28", notebook.address) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["add"]
        assert text(await client.call_tool("add", {"a": 40})) == "42"
        read = await client.read_resource("greeting://Alice")
        assert read.contents[0].text == "Hello, Alice!"  # type: ignore[union-attr]
        [prompt] = (await client.list_prompts()).prompts
        assert prompt.name == "greet_user"
        got = await client.get_prompt("greet_user", {"name": "Ada", "style": "formal"})
        assert "formal, professional greeting for someone named Ada" in got.messages[0].content.text  # type: ignore[union-attr]
    panel = panel_of(notebook)
    assert [action["title"] for action in panel["actions"]] == ["add", "get_greeting_1", "greet_user_1"]
    notebook.close()


async def test_a_function_without_components_can_be_called_by_agents_and_programs(server: LiveServer) -> None:
    notebook, _ = opened(server, "slicer", SLICER)
    async with connect(server, "2026-07-28", notebook.address) as client:
        answer = await client.call_tool("slice_list", {"lst": [1, 2, 3, 4], "start": 1, "end": 3})
        assert answer.structured_content == {"result": [2, 3]}
    ran = notebook.run("print(url.partition('gradio_key/')[0]); url")
    assert ran.stdout.strip().replace("localhost", "127.0.0.1") == server.url
    assert re.search(r"gradio_key/jgm_.{4}…", ran.result)
    panel = panel_of(notebook)
    assert [component["type"] for component in panel["components"]] == ["Markdown"]
    assert panel["actions"] == []
    notebook.close()


CLIENT = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
print(json.dumps([eval(expression) for expression in sys.argv[2:]]))
"""


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_the_url_of_launch_is_all_that_gradios_client_needs(
    server: LiveServer, tmp_path: Path, environment: str
) -> None:
    environments.make(environment)
    notebook, _ = opened(server, f"client-{environment}", ADD_AND_SLICE)
    url = notebook.run("print(url)").stdout.strip()

    def ask(url: str, *expressions: str) -> Any:
        return printed([str(environments.python_of(environment)), "-c", CLIENT, url, *expressions], tmp_path)

    numbers = "c=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
    assert ask(url, f"client.predict(a=3, b=5, {numbers}, api_name='/add_and_slice')") == [[8, ["4", "5"]]]
    notebook.run(LETTER_COUNTER.replace("demo.launch", "_, url, _ = demo.launch"), cell="counter")
    url = notebook.run("print(url)").stdout.strip()
    assert ask(
        url,
        "client.predict(word='tree', letter='e', api_name='/letter_counter')",
        "client.predict('tree', 'e', api_name='/predict')",
        "client.predict(letter='t', api_name='/predict')",
        "client.predict()",
    ) == [2, 2, 1, 3]
    notebook.close()


def test_two_apps_of_one_cell_and_what_a_function_is_told_of_its_request(server: LiveServer) -> None:
    notebook, ran = opened(server, "headers", HEADERS)
    assert len(ran.displays) == 2
    shown = server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"]
    assert [panel["id"] for panel in shown] == ["app:cell-headers", "app:cell-headers:2"]
    assert "'accept'" in server.call("echo_headers", at=notebook.address, x="")
    name = "make_api_request_on_behalf_of_user"
    assert server.call(name, at=notebook.address, prompt="") == "Hello from the API"
    server.http.headers["X-API-Token"] = "abc"
    try:
        assert server.call(name, at=notebook.address, prompt="") == "Hello from the API with token!"
    finally:
        del server.http.headers["X-API-Token"]
    [_, schema] = server.http.get(f"{notebook.address}gradio_api/mcp/schema").json()
    assert schema["meta"]["headers"] == ["x-api-token"]
    notebook.close()


def test_files_of_an_app(server: LiveServer) -> None:
    notebook, _ = opened(
        server,
        "files",
        IMPORT + "demo = gr.Interface(lambda x: x, 'image', 'image')\ndemo.launch(max_file_size=5 * gr.FileSize.KB)",
    )
    too_large = b"\x89PNG" + b"0" * 6000
    answer = server.http.post(f"{notebook.address}gradio_api/upload", files={"files": ("a.png", too_large)})
    assert answer.status_code == 413
    (server.root / "assets").mkdir()
    Image.new("RGB", (2, 2), "red").save(server.root / "assets" / "logo.png")
    ran = notebook.run(
        IMPORT + "from pathlib import Path\n"
        "gr.set_static_paths(paths=[Path.cwd().absolute()/'assets'])\n"
        "with gr.Blocks() as demo:\n"
        "    gr.HTML(\"<img src='/gradio_api/file=assets/logo.png'>\")\n"
        "demo.launch(max_file_size='5mb')",
        cell="other",
    )
    assert ran.status == "ok", ran.text
    logo = server.http.get(f"{notebook.address}gradio_api/file=assets/logo.png")
    assert (logo.status_code, logo.headers["content-type"]) == (200, "image/png")
    notebook.close()


def test_what_means_nothing_here_is_told_once_and_what_gradio_has_not_is_an_error(server: LiveServer) -> None:
    notebook, ran = opened(
        server,
        "keywords",
        IMPORT
        + "demo = gr.Interface(lambda x: x, 'text', 'text')\ndemo.launch(share=True, server_port=7861, debug=False)",
    )
    assert ran.stderr.count("UserWarning") == 1
    assert "share=" in ran.stderr
    assert "server_port=" in ran.stderr
    assert "debug=:" not in ran.stderr
    ran = notebook.run("demo.launch(shere=True)")
    assert "launch() takes no 'shere'. Did you mean 'share'?" in ran.error
    notebook.close()


def test_an_app_without_a_server_says_what_to_do(tmp_path: Path) -> None:
    code = (
        "from ipykernel.inprocess import InProcessKernelManager as M\n"
        "m = M(); m.start_kernel(); c = m.client(); c.start_channels()\n"
        'r = c.execute(\'import jupyter_gradio_mcp as gr; a, url, s = gr.Interface(lambda x: x, "text", "text").launch()'
        "; print(repr(url), s)')\n"
        "while True:\n"
        "    message = c.get_iopub_msg(timeout=10)\n"
        "    print(message['content'].get('text', ''))\n"
        "    if message['content'].get('execution_state') == 'idle': break\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert "predict: ready, but out of reach of others" in ran.stdout, ran.stdout + ran.stderr
    assert "'' None" in ran.stdout


async def test_gr_api_at_the_top_of_a_cell_offers_a_function_without_a_panel(server: LiveServer) -> None:
    notebook, ran = opened(
        server,
        "api",
        IMPORT + "def add(a: int, b: int = 1) -> int:\n    return a + b\n\ngr.api(add, api_name='plus')",
    )
    assert "plus(a: int, b: int = 1) -> int is live" in ran.stdout
    assert ran.displays == []
    async with connect(server, "2026-07-28", notebook.address) as client:
        assert text(await client.call_tool("plus", {"a": 41})) == "42"
    notebook.close()


def test_a_name_that_another_cell_has_is_left_to_it_and_unloading_ends_the_apps(server: LiveServer) -> None:
    notebook, _ = opened(server, "names", LETTER_COUNTER)
    ran = notebook.run(LETTER_COUNTER.replace('"strawberry"', '"pear"'), cell="second")
    assert "letter_counter_1(" in ran.stdout
    assert server.call("letter_counter", at=notebook.address) == 3
    assert server.call("letter_counter_1", at=notebook.address) == 1
    notebook.run(LETTER_COUNTER, cell="cell-names")
    names = [
        a["endpoint"]
        for p in server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"]
        for a in p["actions"]
    ]
    assert names == ["letter_counter", "letter_counter_1"]
    keys = [key for key in server.http.get("gradio_api/keys").json()["keys"] if "letter_counter_1" in key["endpoints"]]
    assert len(keys) == 1
    notebook.run("gr.close_all()")
    assert server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"] == []
    assert not [k for k in server.http.get("gradio_api/keys").json()["keys"] if "letter_counter_1" in k["endpoints"]]
    notebook.close()


def test_the_notebook_on_gradio_does_what_it_says(server: LiveServer) -> None:
    path = Path(__file__).parents[2] / "notebooks" / "04_from_gradio.ipynb"
    cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    notebook = server.notebook("walk.ipynb")
    panels = 0
    for cell in cells:
        if cell["id"] == "close":
            break
        ran = notebook.run("".join(cell["source"]), cell=cell["id"])
        assert (ran.status, ran.stderr) == ("ok", ""), ran.text
        panels += len(ran.displays)
    shown = server.http.get(f"{notebook.address}gradio_api/panel").json()["panels"]
    assert len(shown) == panels == 9
    assert server.call("echo", at=notebook.address, message="hi") == "You said 'hi', after 0 messages."
    assert "jgm_" not in json.dumps([cell["outputs"] for cell in cells])
    notebook.close()
