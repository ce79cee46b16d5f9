"""Apps where nothing of ours answers over HTTP and JupyterLab has no extension of ours, as in VS Code and Colab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, expect
from support.browser import NotebookPage, Panel, Window
from support.live import LiveServer

WITHOUT = ("jupyter-gradio-mcp",)

CELLS: Mapping[str, str] = {
    "cart": """
import time
from pathlib import Path
from PIL import Image
import jupyter_gradio_mcp as gr
with gr.Blocks(title="Cart") as demo:
    item, add = gr.Textbox(label="Item"), gr.Button("Add", variant="primary")
    cart = gr.State([])
    listed, counted = gr.Textbox(label="In the cart", interactive=False), gr.Number(label="Counted to")
    def put(item, cart):
        if not item:
            raise gr.Error("There is nothing to add")
        return ", ".join([*cart, item]), [*cart, item], ""
    def count():
        for n in range(1, 31):
            yield n
            time.sleep(0.002)
    gr.on([add.click, item.submit], put, [item, cart], [listed, cart, item]).success(count, None, counted)
demo.launch()""",
    "markup": """
Path("assets").mkdir(exist_ok=True)
Image.new("RGB", (120, 40), "teal").save("assets/logo.png")
gr.set_static_paths(["assets"])
with gr.Blocks(title="Markup") as demo:
    page = gr.HTML('<h4>Hello</h4><img alt="logo" src="/gradio_api/file=assets/logo.png">', label="Page")
    clicks = gr.Number(0, label="Clicks", interactive=False)
    seen = gr.State(0)
    page.click(lambda n: (n + 1, n + 1), seen, [seen, clicks])
demo.launch()""",
    "chat": """
def echo(message, history):
    for end in range(1, len(message) + 1):
        yield f"{len(history)}: {message[:end]}"
gr.ChatInterface(echo, title="Echo").launch()""",
}


@pytest.fixture(scope="module")
def notebook(browser: Browser, server: LiveServer) -> Iterator[NotebookPage]:
    """The notebook, all of whose cells ran."""
    window = Window(browser, server)
    window.comm_only()
    yield window.lab("apps.ipynb", CELLS).connected().run_all()
    window.close()


def test_clicks_what_comes_after_them_and_the_values_of_the_session(notebook: NotebookPage) -> None:
    app = Panel(notebook.output("cart"))
    shown = app.place.get_by_role("group", name="In the cart", exact=True)
    app.field("Item").fill("tea")
    app.place.get_by_role("button", name="Add", exact=True).click()
    expect(shown).to_contain_text("tea")
    expect(app.place.get_by_role("group", name="Counted to", exact=True)).to_contain_text("30")
    app.field("Item").fill("milk")
    app.field("Item").press("Enter")
    expect(shown).to_contain_text("tea, milk")
    expect(app.field("Item")).to_have_value("")
    app.place.get_by_role("button", name="Add", exact=True).click()
    expect(app.place.get_by_role("alert")).to_contain_text("There is nothing to add")


def test_markup_in_its_frame(notebook: NotebookPage) -> None:
    app = Panel(notebook.output("markup"))
    inside = app.place.locator("iframe").content_frame
    expect(inside.get_by_alt_text("logo")).to_have_js_property("naturalWidth", 120)
    inside.get_by_text("Hello").click()
    expect(app.place.get_by_role("group", name="Clicks", exact=True)).to_contain_text("1")


def test_a_conversation_that_streams(notebook: NotebookPage) -> None:
    app = Panel(notebook.output("chat"))
    for count, said in enumerate(("Good morning", "Good night")):
        app.field("Message").fill(said)
        app.field("Message").press("Enter")
        app.shows(f"{2 * count}: {said}")
