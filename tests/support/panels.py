"""What a panel does wherever it is: tests that each place of a panel inherits, and the notebook that they use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page, expect

from .browser import SECOND, NotebookPage, Panel

WAITS = """
import time
from pathlib import Path


def wait_for(name):
    while not Path(name).exists():
        time.sleep(0.005)
"""

CELLS: Mapping[str, str] = {
    "load": "%load_ext jupyter_gradio_mcp\n" + WAITS,
    "count_letters": '''%%mcp_tool --examples '[["Mississippi", "s"], ["banana", "a"]]'
def count_letters(word: str = "strawberry", letter: str = "r") -> str:
    """Count how often a letter occurs in a word.

    Args:
        word: The text to search through.
        letter: The letter to count.
    """
    return f"{letter} occurs {word.count(letter)} times in {word}"''',
    "tell_story": '''%%mcp_tool
from collections.abc import Iterator


def tell_story() -> Iterator[str]:
    """Tell a story, word by word."""
    yield "Once upon"
    wait_for("go-on")
    yield "Once upon a time"''',
    "sleep": '''%%mcp_tool
def sleep(name: str = "never-comes") -> str:
    """Wait for a file."""
    wait_for(name)
    return f"{name} is there"''',
    "airport": '''%%mcp_tool
from typing import Annotated

from pydantic import AfterValidator


def _three_letters(code: str) -> str:
    if len(code) != 3:
        raise ValueError(f"a code has three letters, and {code} has {len(code)}")
    return code


def airport(code: Annotated[str, AfterValidator(_three_letters)], gate: int = 1) -> str:
    """Find an airport."""
    return f"{code} is at gate {gate}"''',
    "land": '''%%mcp_tool
def land(planet: str = "Vulcan") -> str:
    """Land on a planet."""
    raise LookupError(f"There is no planet {planet}")''',
    "weigh": '''%%mcp_tool
from pathlib import Path


def weigh(file: Path) -> str:
    """Say how large a file is."""
    return f"{file.name} weighs {len(file.read_bytes())} bytes"''',
    "launch": '''%%mcp_tool
import jupyter_gradio_mcp as gr


def launch(progress=gr.Progress()) -> str:
    """Count down."""
    print("ignition sequence starts")
    progress((1, 4), desc="Fuelling", unit="tanks")
    gr.Warning("The wind is strong")
    wait_for("wind-dropped")
    return "We have lift-off"''',
    "book": '''%%mcp_tool
import jupyter_gradio_mcp as gr


def book(nights: int = 2) -> str:
    """Book a hotel."""
    city = gr.ask("Which city?", str)
    return f"{nights} nights in {city}"''',
    "tint": '''%%mcp_tool
from PIL import Image


def tint(image: Image.Image) -> Image.Image:
    """Turn an image upside down."""
    return image.rotate(180)''',
}
"""The cells of the notebook; a panel is below each but the first."""


class Place(Protocol):
    """Where the panels of the notebook `CELLS` are open.

    Attributes:
        folder: The working folder of its kernel.
    """

    page: Page
    folder: Path

    def panel(self, cell: str) -> Panel:
        """The panel of a cell."""


class InNotebook:
    """Below the cells of a notebook."""

    def __init__(self, notebook: NotebookPage, folder: Path) -> None:
        self.notebook = notebook
        self.page = notebook.page
        self.folder = folder

    def panel(self, cell: str) -> Panel:
        """The panel below a cell."""
        return self.notebook.panel(cell)


class PanelBehaviour:
    """What is the same everywhere. A module that inherits it has a fixture `place`."""

    def test_a_function_runs_with_what_is_in_the_form(self, place: Place) -> None:
        panel = place.panel("count_letters").ready()
        panel.field("word").fill("Mississippi")
        panel.field("letter").fill("s")
        panel.run()
        panel.shows("s occurs 4 times in Mississippi")

    def test_the_form_says_what_the_docstring_says(self, place: Place) -> None:
        panel = place.panel("count_letters").ready()
        panel.shows("Count how often a letter occurs in a word.")
        panel.shows("The text to search through.")
        expect(panel.field("word")).to_have_accessible_description(re.compile("The text to search through"))

    def test_an_example_fills_the_form(self, place: Place) -> None:
        panel = place.panel("count_letters").ready()
        panel.text("banana").click()
        expect(panel.field("word")).to_have_value("banana")
        expect(panel.field("letter")).to_have_value("a")
        panel.run()
        panel.shows("a occurs 3 times in banana")

    def test_clear_brings_the_defaults_back(self, place: Place) -> None:
        panel = place.panel("count_letters").ready()
        panel.field("word").fill("kayak")
        panel.clear_button.click()
        expect(panel.field("word")).to_have_value("strawberry")

    def test_control_and_enter_in_a_field_run_the_function(self, place: Place) -> None:
        panel = place.panel("count_letters").ready()
        panel.field("word").fill("rorrim")
        panel.field("word").press("Control+Enter")
        panel.shows("occurs 3 times in rorrim")

    def test_partial_results_show_as_they_come(self, place: Place) -> None:
        panel = place.panel("tell_story").ready()
        panel.run()
        panel.shows(re.compile(r"^\s*Once upon\s*$"))
        (place.folder / "go-on").touch()
        panel.shows("Once upon a time")

    def test_a_running_call_is_stopped(self, place: Place) -> None:
        panel = place.panel("sleep").ready()
        panel.run()
        panel.stop_button.click()
        panel.shows(re.compile("^Stopped"))
        (place.folder / "comes").touch()
        panel.ready().field("name").fill("comes")
        panel.run()
        panel.shows("comes is there")

    def test_an_argument_that_is_refused_is_told_at_its_field_and_nothing_typed_is_lost(self, place: Place) -> None:
        panel = place.panel("airport").ready()
        code, gate = panel.field("code"), panel.field("gate")
        code.fill("Heathrow")
        gate.fill("7")
        panel.run()
        expect(code).to_have_attribute("aria-invalid", "true")
        expect(code).to_have_accessible_description(re.compile("a code has three letters, and Heathrow has 8"))
        expect(code).to_have_value("Heathrow")
        expect(gate).to_have_value("7")
        code.fill("LHR")
        panel.run()
        panel.shows("LHR is at gate 7")
        expect(code).not_to_have_attribute("aria-invalid", "true")

    def test_an_error_says_what_the_function_said_and_its_traceback_is_folded(self, place: Place) -> None:
        panel = place.panel("land").ready()
        panel.run()
        panel.shows("There is no planet Vulcan")
        line = panel.text('raise LookupError(f"There is no planet')
        expect(line).to_be_hidden()
        panel.text("Traceback").click()
        expect(line).to_be_visible()

    def test_a_file_is_dropped_on_its_field(self, place: Place) -> None:
        panel = place.panel("weigh").ready()
        panel.drop("file", "feather.txt", "text/plain", b"light as air")
        panel.shows("feather.txt")
        panel.run()
        panel.shows("feather.txt weighs 12 bytes")

    def test_progress_notices_and_the_log_of_a_running_call_show(self, place: Place) -> None:
        panel = place.panel("launch").ready()
        panel.run()
        expect(panel.progress).to_have_attribute("aria-valuenow", "25")
        panel.shows(re.compile("Fuelling"))
        panel.shows("The wind is strong")
        (place.folder / "wind-dropped").touch()
        panel.shows("We have lift-off")
        expect(panel.text("ignition sequence starts")).to_be_hidden()
        panel.text(re.compile("^Log")).click()
        panel.shows("ignition sequence starts")

    def test_a_function_asks_and_goes_on_with_the_answer(self, place: Place) -> None:
        panel = place.panel("book").ready()
        panel.run()
        panel.shows("Which city?")
        panel.place.get_by_role("textbox", name=re.compile("^answer", re.I)).fill("Lisbon")
        panel.place.get_by_role("button", name="Answer", exact=True).click()
        panel.shows("2 nights in Lisbon")

    def test_an_image_goes_in_and_comes_out(self, place: Place, picture: Path) -> None:
        panel = place.panel("tint").ready()
        panel.drop("image", "red.png", "image/png", picture.read_bytes())
        panel.run()
        shown = panel.results.get_by_role("img").first
        expect(shown).to_be_visible(timeout=15 * SECOND)
        place.page.wait_for_function("(image) => image.naturalWidth === 60", arg=shown.element_handle())
