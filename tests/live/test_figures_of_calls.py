"""Figures of pyplot that calls make belong to the calls, in a real kernel with its inline backend."""

import pytest
from support.live import LiveNotebook, LiveServer
from support.panel import Cell

pytestmark = pytest.mark.slow

FUNCTIONS = """
import asyncio
import matplotlib.pyplot as plt
import jupyter_gradio_mcp as gr

@gr.mcp.tool
def plot(n: int):
    fig = plt.figure()
    plt.plot(range(int(n)))
    return fig

@gr.mcp.tool
async def later(n: int):
    await asyncio.sleep(0)
    plt.plot(range(n))
    return plt.gcf()

@gr.mcp.tool
def parts(n: int):
    for count in range(1, n + 1):
        plt.figure()
        plt.plot(range(count))
        yield plt.gcf()

"""

OPEN = "import matplotlib.pyplot as plt; print(plt.get_fignums())"


def images(cell: Cell) -> int:
    return sum("image/png" in shown["data"] for kind in ("display_data", "execute_result") for shown in cell.of(kind))


def test_no_cell_shows_what_calls_drew_and_nothing_is_left(server: LiveServer, notebook: LiveNotebook) -> None:
    assert "is live" in notebook.run(FUNCTIONS).text
    for name, arguments in (("plot", {"n": 3}), ("later", {"n": 3}), ("parts", {"n": 2})):
        answer = server.call(name, at=notebook.address, **arguments)
        assert answer["path"].endswith(".png"), name
        cell = Cell(notebook.client, "1+1")
        assert ([c["data"]["text/plain"] for c in cell.of("execute_result")], images(cell)) == (["2"], 0), name
    assert notebook.run(OPEN).stdout == "[]\n"
    held = (
        "import gc, matplotlib.figure, matplotlib_inline.backend_inline as inline\n"
        "gc.collect(); print(len(inline.show._to_draw), sum(isinstance(o, matplotlib.figure.Figure) for o in gc.get_objects()))"
    )
    notebook.run(held)
    for _ in range(3):
        server.call("plot", at=notebook.address, n=3)
    notebook.run("1+1")
    assert notebook.run(held).stdout == "0 0\n", "they do not pile up"


def test_a_figure_that_a_cell_opened_stays_open(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(FUNCTIONS)
    notebook.run("%config InlineBackend.close_figures = False")
    assert images(Cell(notebook.client, "kept = plt.figure('mine'); plt.plot([1]);")) == 1
    server.call("plot", at=notebook.address, n=3)
    assert notebook.run("print(plt.get_figlabels())").stdout == "['mine']\n"
    notebook.run("plt.close('all')")


def test_a_function_may_be_the_first_to_load_matplotlib(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(
        "import sys, jupyter_gradio_mcp as gr\n@gr.mcp.tool\ndef first(n: int):\n    import matplotlib.pyplot as plt\n"
        "    plt.figure()\n    plt.plot(range(n))\n    return plt.gcf()\nprint('matplotlib' in sys.modules)"
    )
    assert ran.stdout.startswith("False\n"), "the extension does not load it"
    assert server.call("first", at=notebook.address, n=3)["path"].endswith(".png")
    assert images(Cell(notebook.client, "1+1")) == 0
    assert notebook.run(OPEN).stdout == "[]\n"
