"""A table that is filled in: by hand, pasted from a spreadsheet, and from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from support.browser import Panel, Window
from support.live import LiveNotebook, LiveServer

TOTAL = '''%%mcp_tool
import jupyter_gradio_mcp as gr
import pandas as pd


def total(table: pd.DataFrame = pd.DataFrame({"name": ["a", "b"], "price": [1.5, 2]})) -> str:
    """Add up what a table has.

    Args:
        table: Names and prices.
    """
    kinds = ", ".join(f"{name} {kind}" for name, kind in table.dtypes.items())
    return f"{len(table)} rows: {kinds}: {table.iloc[:, 1].sum():.2f}"'''

EMPTY = '''%%mcp_tool
import pandas as pd


def shape(table: pd.DataFrame) -> str:
    """Say what a table is."""
    return f"{table.shape}: " + ", ".join(f"{name} {kind}" for name, kind in table.dtypes.items())'''

PASTE = """(element, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const said = { clipboardData: data, bubbles: true, cancelable: true, composed: true };
    element.dispatchEvent(new ClipboardEvent('paste', said));
}"""


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook with a function that takes a table."""
    opened = server.notebook("tables.ipynb").run_all(
        {"load": "%load_ext jupyter_gradio_mcp", "total": TOTAL, "shape": EMPTY}
    )
    yield opened
    opened.close()


@pytest.fixture
def panel(window: Window, live: LiveNotebook) -> Panel:
    return Panel.of_function(window.page(live.address), "total").ready()


def edited(panel: Panel, text: str) -> Locator:
    """The field of a cell, once the cell is clicked."""
    panel.place.get_by_role("gridcell", name=text, exact=True).first.click()
    return panel.place.get_by_role("textbox", name=re.compile(r", row \d+$"))


def test_a_cell_is_written_by_hand(panel: Panel) -> None:
    edited(panel, "1.5").fill("40")
    panel.place.page.keyboard.press("Enter")
    panel.place.page.keyboard.press("Escape")
    panel.run()
    panel.shows(re.compile(r"2 rows: name \w+, price int64: 42\.00"))


def test_rows_are_pasted_with_their_numbers(panel: Panel) -> None:
    edited(panel, "a").evaluate(PASTE, "x\t1.50\ny\t2\nz\t3")
    expect(panel.place.get_by_role("gridcell", name="z", exact=True)).to_be_visible()
    panel.run()
    panel.shows(re.compile(r"3 rows: name \w+, price float64: 6\.50"))


def test_a_csv_file_takes_the_place_of_the_table(panel: Panel) -> None:
    panel.drop("table", "shop.csv", "text/csv", b'what,cost\n"pear, ripe",0.50\nfig,2\n')
    expect(panel.place.get_by_role("gridcell", name="pear, ripe", exact=True)).to_be_visible()
    panel.run()
    panel.shows(re.compile(r"2 rows: what \w+, cost float64: 2\.50"))


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("name\tprice\npear\t1.25\nfig\t3", r"\(2, 2\): name \w+, price float64"),
        ("1\t2\n3\t4", r"\(2, 2\): 1 int64, 2 int64"),
    ],
)
def test_what_is_pasted_into_an_empty_table_is_all_of_it(
    window: Window, live: LiveNotebook, pasted: str, shown: str
) -> None:
    panel = Panel.of_function(window.page(live.address), "shape").ready()
    panel.place.get_by_role("gridcell").first.click()
    panel.place.get_by_role("textbox", name=re.compile(r", row \d+$")).evaluate(PASTE, pasted)
    panel.run()
    panel.shows(re.compile(shown))
