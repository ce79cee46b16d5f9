"""Formulas in texts, and where an app tells how far it is when nothing is in sight that it fills; on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pytest
from playwright.sync_api import expect
from support.browser import Panel, Window
from support.live import LiveNotebook, LiveServer

APPS: Mapping[str, str] = {
    "formulas": r"""
import jupyter_gradio_mcp as gr
import time
from pathlib import Path

with gr.Blocks(title="Formulas") as formulas:
    gr.Markdown(r"The area is $$\int_0^1 x^2\,dx$$ and \(a_1\). Code: `$$x$$`. It costs $5 or $6. "
        r"Wrong: \(\nothing\). Led: \(\href{https://example.org}{z}\). <math><mi>own</mi></math>", label="Usual")
    gr.Markdown("$x$ and $$y$$", latex_delimiters=[{"left": "$", "right": "$", "display": False}], label="Dollar")
    gr.Chatbot([{"role": "assistant", "content": "It is $$e^{i\\pi} = -1$$"}], label="Talk")
formulas.launch()""",
    "hidden": """
with gr.Blocks(title="Hidden") as hidden:
    out = gr.Textbox(visible=False)
    start = gr.Button("Start")
    def work(progress=gr.Progress()):
        progress((3, 10), desc="Working on it for a while")
        while not Path("go").exists():
            time.sleep(0.01)
        return "done"
    start.click(work, None, out)
hidden.launch()""",
}


@pytest.fixture
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("formulas.ipynb").run_all(APPS)
    yield opened
    opened.close()


def test_formulas_are_set_and_progress_hides_no_button(
    window: Window, server: LiveServer, notebook: LiveNotebook
) -> None:
    page = window.page(notebook.address)
    formulas = page.get_by_role("region", name="Formulas", exact=True)
    usual = formulas.get_by_role("group", name="Usual")
    expect(usual.locator("math[display=block] msubsup, math[display=block] munderover")).to_have_count(1)
    expect(usual.locator("math")).to_have_count(4)
    expect(usual.locator("code")).to_have_text("$$x$$")
    expect(usual).to_contain_text("It costs $5 or $6.")
    expect(usual).not_to_contain_text("own")
    expect(usual.locator("math a, math [href], math [style], math [class], annotation")).to_have_count(0)
    expect(formulas.get_by_role("group", name="Dollar").locator("math")).to_have_count(1)
    expect(formulas.get_by_role("log").locator("math[display=block]")).to_have_count(1)

    hidden = page.get_by_role("region", name="Hidden", exact=True)
    start = hidden.get_by_role("button", name="Start", exact=True)
    start.click()
    bar, stop = hidden.get_by_role("progressbar"), hidden.get_by_role("button", name=re.compile("^Stop"))
    expect(bar).to_be_visible()
    expect(stop).to_be_visible()
    boxes = [found.bounding_box() for found in (start, stop, hidden.locator(".jgm-meter-row"))]
    places = [(box["y"], box["y"] + box["height"]) for box in boxes if box]
    assert len(places) == 3
    for (_, end), (begin, _) in pairwise(places):
        assert end <= begin, places
    (server.root / "go").touch()
    expect(bar).to_have_count(0)


def test_the_panel_of_an_app_leads_to_its_page(window: Window) -> None:
    source = 'import jupyter_gradio_mcp as gr\ngr.Interface(len, "text", "number", title="Letters").launch()'
    lab = window.lab("own page.ipynb", {"letters": source})
    lab.connected().run_cell("letters")
    link = Panel(lab.output("letters")).place.get_by_role("link", name="Open page")
    with lab.page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("region", name="Letters", exact=True)).to_be_visible()
