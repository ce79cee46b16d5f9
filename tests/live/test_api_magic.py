"""`%mcp_api`: the API page below a cell, as an output that a front end shows."""

import os
from collections.abc import Iterator

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from support.live import LiveNotebook, LiveServer
from support.panel import Cell

from jupyter_gradio_mcp.panels import MIME

pytestmark = pytest.mark.slow

TWO = "%%mcp_tool\ndef first(a: int = 1) -> int:\n    return a\n\ndef second(b: str) -> str:\n    return b"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"), base_url="/base/")
    yield live
    live.close()


@pytest.fixture
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("some notes.ipynb").load()
    yield opened
    opened.close()


def test_it_shows_the_page_of_the_notebook_and_says_where_else_it_is(notebook: LiveNotebook) -> None:
    notebook.run(TWO)
    ran = notebook.run("%mcp_api")
    address = f"{notebook.server.base_url}gradio/some%20notes.ipynb/?view=api"
    assert ran.stdout.startswith("API page: http")
    assert ran.stdout.endswith(f"{address}\n")
    [shown] = ran.displays
    assert shown[MIME]["view"] == "api"
    assert [function["name"] for function in shown[MIME]["functions"]] == ["first", "second"]
    assert "endpoint" not in shown[MIME]
    assert notebook.server.token not in str(shown)
    place = ran.stdout.split(" ")[2].strip().replace("localhost", "127.0.0.1")
    answer = notebook.server.http.get(place, headers={"Accept": "text/html"})
    assert answer.status_code == 200


def test_it_opens_one_function(notebook: LiveNotebook) -> None:
    notebook.run(TWO)
    ran = notebook.run("%mcp_api second")
    assert ran.stdout.endswith("/?view=api&fn=second\n")
    [shown] = ran.displays
    assert shown[MIME]["endpoint"] == "second"
    assert [function["name"] for function in shown[MIME]["functions"]] == ["second"]
    assert shown["text/plain"] == "API page of second(b: str) -> str"


def test_without_any_function_there_is_a_page_all_the_same(notebook: LiveNotebook) -> None:
    [shown] = notebook.run("%mcp_api").displays
    assert shown[MIME]["functions"] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%mcp_api third", "No function 'third' is offered. Offered are: first, second"),
        ("%mcp_api first second", "%mcp_api takes the name of one function or nothing"),
    ],
)
def test_what_it_cannot_show_it_says_in_one_line(notebook: LiveNotebook, line: str, said: str) -> None:
    notebook.run(TWO)
    ran = notebook.run(line)
    assert said in ran.text
    assert ran.displays == []
    assert "Traceback" not in ran.text


def test_the_page_of_a_cell_that_runs_again_is_in_place_of_the_former(notebook: LiveNotebook) -> None:
    notebook.run(TWO)
    view = "application/vnd.jupyter.widget-view+json"
    first, again, other = (notebook.run(f"%mcp_api {name}").displays[0][view] for name in ("first", "first", ""))
    assert len({shown["model_id"] for shown in (first, again, other)}) == 3
    ran = notebook.run("print(list(get_ipython().kernel.comm_manager.comms))")
    assert first["model_id"] not in ran.stdout
    assert again["model_id"] in ran.stdout
    assert other["model_id"] in ran.stdout


@pytest.fixture
def alone() -> Iterator[BlockingKernelClient]:
    """A kernel that no notebook server started."""
    environment = {k: v for k, v in os.environ.items() if k != "JUPYTER_GRADIO_MCP_ADDRESS"}
    running = KernelManager(kernel_name="python3")
    running.start_kernel(env=environment)
    client = running.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    yield client
    client.stop_channels()
    running.shutdown_kernel(now=True)


def test_without_a_server_it_says_what_to_do(alone: BlockingKernelClient) -> None:
    Cell(alone, "%load_ext jupyter_gradio_mcp")
    ran = Cell(alone, "%mcp_api")
    assert "jupyter gradio-mcp serve" in ran.text
    assert ran.of("display_data") == []
