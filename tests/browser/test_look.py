"""Whether everybody can use a panel: narrow and wide, dark and light, by keys alone, by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer
from support.panels import CELLS

FORM = '''%%mcp_tool
import dataclasses
import datetime
from pathlib import Path
from typing import Annotated, Literal

from PIL import Image
from pydantic import Field


@dataclasses.dataclass
class Address:
    street: str
    number: int = 1


def everything(
    name: str,
    address: Address,
    count: int = 3,
    share: Annotated[float, Field(ge=0, le=1)] = 0.5,
    loud: bool = False,
    size: Literal["small", "medium", "large"] = "small",
    flavours: list[Literal["sweet", "sour", "salty"]] = ["sweet"],
    day: datetime.date = datetime.date(2026, 1, 2),
    file: Path | None = None,
    image: Image.Image | None = None,
    extra: dict = {},
) -> dict:
    """Take one of everything, and give it back.

    Args:
        name: Of whoever it is for.
        share: How much of it.
    """
    return {"name": name, "street": address.street, "count": count}'''

FEW = {**{name: CELLS[name] for name in ("load", "count_letters", "airport", "land")}, "everything": FORM}
SHOWN = {"count_letters": "r occurs 3 times in strawberry", "land": "There is no planet Vulcan"}


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook with one of every field."""
    opened = server.notebook("look.ipynb").run_all(FEW)
    yield opened
    opened.close()


def page_of(window: Window, live: LiveNotebook) -> Page:
    """The notebook's page, as soon as it can be used."""
    page = window.page(live.address)
    Panel.of_function(page, "count_letters").ready()
    return page


def used(page: Page) -> None:
    """Bring results and errors onto the page."""
    for function, told in SHOWN.items():
        panel = Panel.of_function(page, function)
        panel.run()
        panel.shows(told)
    refused = Panel.of_function(page, "airport")
    refused.field("code").fill("Heathrow")
    refused.run()
    expect(refused.field("code")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_a_page_fits_and_has_no_barrier(
    browser: Browser, server: LiveServer, live: LiveNotebook, width: int, scheme: str
) -> None:
    window = Window(browser, server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = page_of(window, live)
    used(page)
    assert overflows(page) == []
    panel = Panel.of_function(page, "count_letters")
    assert (panel.lightness(panel.field("word")) < 0.35) == (scheme == "dark")
    assert beside(panel.field("word"), panel.results) == (width == 1200)
    assert accessibility(page.locator("html")) == []
    window.close()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_panel_in_jupyterlab_has_no_barrier(window: Window, theme: str) -> None:
    notebook = window.lab("themes.ipynb", FEW).connected().run_all()
    notebook.theme(theme)
    for cell in ("everything", "count_letters", "land"):
        panel = notebook.panel(cell).ready()
        if cell in SHOWN:
            panel.run()
            panel.shows(SHOWN[cell])
        assert accessibility(panel.place) == [], cell


def beside(one: Locator, other: Locator) -> bool:
    """Whether one element is to the left of another, rather than above it."""
    left, right = one.bounding_box(), other.bounding_box()
    assert left
    assert right
    return left["x"] + left["width"] <= right["x"]


def test_everything_is_done_by_keys_alone(window: Window, live: LiveNotebook) -> None:
    page = page_of(window, live)
    panel = Panel.of_function(page, "count_letters")
    tab_to(page, panel.field("word"))
    page.keyboard.press("Control+A")
    page.keyboard.type("keyboard")
    tab_to(page, panel.field("letter"))
    page.keyboard.press("Control+A")
    page.keyboard.type("k")
    tab_to(page, panel.run_button)
    page.keyboard.press("Enter")
    panel.shows("k occurs 1 times in keyboard")
    tab_to(page, panel.clear_button)
    page.keyboard.press("Space")
    expect(panel.field("word")).to_have_value("strawberry")


def test_every_field_is_reached_by_the_tab_key_and_shows_where_the_focus_is(window: Window, live: LiveNotebook) -> None:
    page = page_of(window, live)
    panel = Panel.of_function(page, "everything")
    labels = ["name", "street", "number", "count", "share", "loud", "small", "sweet", "day", "file", "image", "extra"]
    for label in labels:
        field = panel.field(label)
        before = look(field)
        tab_to(page, field)
        assert look(field) != before, f"nothing shows that the focus is at {label}"
    tab_to(page, panel.run_button)


def look(element: Locator) -> str:
    """What may show that the focus is here, or around it."""
    return str(
        element.evaluate(
            """(element) => {
                const seen = [];
                for (let at = element, up = 0; at instanceof Element && up < 3; at = at.parentElement, up += 1) {
                    const style = getComputedStyle(at);
                    seen.push(style.outline, style.boxShadow, style.borderColor);
                }
                return seen.join('|');
            }"""
        )
    )


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until the focus is somewhere."""
    for _ in range(150):
        if wanted.evaluate("(element) => element.getRootNode().activeElement === element"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not lead to {wanted}")
