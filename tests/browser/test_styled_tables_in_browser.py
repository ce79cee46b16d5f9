"""Styled tables of pandas as people see them: formatted, coloured, and readable in both themes."""

import re

import pytest
from playwright.sync_api import Browser, expect
from support.browser import Window
from support.live import LiveNotebook, LiveServer

APP = """
import pandas as pd
import jupyter_gradio_mcp as gr

df = pd.DataFrame({"town": ["Bern", "Chur"], "share": [0.12345, 2.5]})

def many():
    return pd.DataFrame({"n": range(1000)}).style.format("no. {}").highlight_max()

with gr.Blocks(title="Styled") as demo:
    gr.DataFrame(df.style.highlight_max(subset=["share"]).format(precision=2), interactive=False, label="Towns")
    gr.Button("Go").click(many, None, gr.DataFrame(label="Many"))
demo.launch()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_styled_table_keeps_its_formats_and_colours(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str
) -> None:
    notebook.run(APP)
    window = Window(browser, server, color_scheme=scheme)
    try:
        page = window.page(notebook.address)
        best = page.get_by_role("gridcell", name="2.50", exact=True)
        expect(best).to_have_css("background-color", "rgb(255, 255, 0)")
        expect(best).to_have_css("color", "rgb(0, 0, 0)")
        other = page.get_by_role("gridcell", name="0.12", exact=True)
        expect(other).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        page.get_by_role("button", name=re.compile("^share")).click()
        page.get_by_role("button", name=re.compile("^share")).click()
        expect(page.get_by_role("gridcell").nth(1)).to_have_text("2.50")
        expect(best).to_have_css("background-color", "rgb(255, 255, 0)")
        page.get_by_role("button", name="Go", exact=True).click()
        expect(page.get_by_text("no. 3", exact=True)).to_be_visible()
        # Rows that are fetched have the looks of their own.
        page.get_by_role("button", name=re.compile("^n")).click()
        page.get_by_role("button", name=re.compile("^n")).click()
        last = page.get_by_role("gridcell", name="no. 999", exact=True)
        expect(last).to_have_css("background-color", "rgb(255, 255, 0)")
    finally:
        window.close()
