"""Large things in a browser: a table of 100,000 rows, an image of 12 megapixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from support.browser import SECOND, Panel, Window
from support.live import LiveNotebook, LiveServer

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "table": '''%%mcp_tool
import pandas as pd


def table(rows: int = 100_000) -> pd.DataFrame:
    """Make a table."""
    numbers = range(rows)
    return pd.DataFrame({"number": numbers, "name": [f"row {n}" for n in numbers], "half": [n / 2 for n in numbers]})''',
    "turn": '''%%mcp_tool
from PIL import Image


def turn(image: Image.Image) -> Image.Image:
    """Turn an image by a quarter."""
    return image.transpose(Image.Transpose.ROTATE_90)''',
}


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook with functions for large things."""
    opened = server.notebook("large.ipynb").run_all(CELLS)
    yield opened
    opened.close()


def test_a_table_of_100_000_rows_shows_at_once_and_is_paged(window: Window, live: LiveNotebook) -> None:
    page = window.page(live.address)
    panel = Panel.of_function(page, "table").ready()
    panel.run()
    panel.shows(re.compile(r"^row 0$"), 20)
    panel.shows(re.compile(r"100[,.\s]?000"))
    # Until then it is a plain table of the first rows, and what replaces it is not scrolled as far.
    expect(panel.results.get_by_role("searchbox").first).to_be_visible(timeout=20 * SECOND)
    panel.scroll_table(to=1.0)
    panel.shows("row 99999")
    panel.scroll_table(to=0.5)
    panel.shows(re.compile(r"^row (49|50)\d\d\d$"))
    panel.scroll_table(to=0.0)
    panel.shows(re.compile(r"^row 0$"))
    # The page holds what is seen of the table, and some around it.
    assert panel.results.get_by_text(re.compile(r"^row \d+$")).count() < 500


def test_a_column_is_sorted_and_searched_over_all_rows(window: Window, live: LiveNotebook) -> None:
    page = window.page(live.address)
    panel = Panel.of_function(page, "table").ready()
    panel.run()
    panel.shows(re.compile(r"^row 0$"), 20)
    search = panel.results.get_by_role("searchbox").or_(panel.results.get_by_label(re.compile("search", re.I))).first
    # Until then it is a plain table, which cannot be sorted.
    expect(search).to_be_visible(timeout=20 * SECOND)
    header = panel.results.get_by_role("columnheader", name=re.compile("^number"))
    header.click()
    header.click()
    panel.shows("row 99999")
    search.fill("row 77777")
    panel.shows(re.compile("^row 77777$"))
    expect(panel.text(re.compile("^row 99999$"))).to_be_hidden()


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve megapixels, with the noise of a camera."""
    file = tmp_path_factory.mktemp("photograph") / "photograph.jpg"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(file, quality=85)
    return file


def test_an_image_of_12_megapixels_goes_in_and_out_by_its_address(
    window: Window, live: LiveNotebook, photograph: Path
) -> None:
    page = window.page(live.address)
    panel = Panel.of_function(page, "turn").ready()
    panel.file_input("image").set_input_files(photograph)
    expect(panel.place.get_by_role("link", name="photograph.jpg")).to_be_visible(timeout=30 * SECOND)
    panel.run()
    shown = panel.results.get_by_role("img").first
    expect(shown).to_be_visible(timeout=40 * SECOND)
    page.wait_for_function("(image) => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    width, height = shown.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    assert width < height, "it was not turned"
    # As base64 it would hold the page up; how long what takes is for benchmarks/browser.py.
    assert not page.evaluate(
        """() => [...document.querySelectorAll('*')].some((host) =>
            [...(host.shadowRoot?.querySelectorAll('img') ?? [])].some((image) => image.src.startsWith('data:')))"""
    )
