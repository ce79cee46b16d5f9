"""Apps at their local URL: whoever has it uses all of the app, and what goes in is what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

APPS: Mapping[str, str] = {
    "board": """
import jupyter_gradio_mcp as gr
import time
from pathlib import Path

with gr.Blocks(title="Board") as board:
    said, count = gr.Textbox(label="Said", interactive=False), gr.State(0)
    loaded = gr.Textbox(label="Loaded", interactive=False)
    ticks = gr.Number(0, label="Ticks", interactive=False)
    word = gr.Textbox(label="Word")
    letters = gr.Textbox(label="Letters", interactive=False)
    up = gr.File(label="Up", type="filepath")
    down = gr.File(label="Down", interactive=False)
    go, spell = gr.Button("Go"), gr.Button("Spell")

    def again(count):
        return f"{count + 1} times", count + 1
    go.click(again, count, [said, count], api_name=False)
    def spelled(word):
        for end in range(1, len(word) + 1):
            yield "-".join(word[:end])
            time.sleep(0.02)
    spell.click(spelled, word, letters, api_name=False)
    def louder(path):
        made = Path("louder.txt")
        made.write_text(Path(path).read_text().upper())
        return str(made)
    up.upload(louder, up, down, api_name=False)
    gr.Timer(0.3).tick(lambda n: n + 1, ticks, ticks, api_name=False)
    board.load(lambda: "at once", None, loaded, api_name=False)
    def measure(word: str) -> int:
        return len(word)
    gr.api(measure)
_, board_url, _ = board.launch()""",
    "emptied": """
with gr.Blocks(title="Emptied") as emptied:
    text, number = gr.Textbox("red", label="Text"), gr.Number(7, label="Number")
    choice = gr.Dropdown(["a", "b"], value="a", label="Choice")
    seen, show = gr.Textbox(label="Seen", interactive=False), gr.Button("Show")
    show.click(lambda *values: repr(values), [text, number, choice], seen, api_name="shown")
emptied.launch()
gr.Interface(lambda text, number=3: repr((text, number)), [gr.Textbox("blue", label="Text"), gr.Number(4, label="Number")],
    gr.Textbox(label="Said"), title="Emptied form", api_name="form").launch()""",
    "tables": """
import pandas as pd
with gr.Blocks(title="Tables") as tables:
    rows = gr.Number(450, label="Rows")
    table = gr.Dataframe(label="Table", interactive=True)
    shown = gr.Dataframe(label="Shown", interactive=False)
    summed = gr.Textbox(label="Sum", interactive=False)
    make, add, add_shown = gr.Button("Make"), gr.Button("Add up"), gr.Button("Add up shown")
    def made(rows):
        found = pd.DataFrame({"n": range(int(rows)), "text": "x"})
        return found, found
    make.click(made, rows, [table, shown])
    def total(table):
        return f"{len(table)} rows, {int(table['n'].astype(int).sum())}"
    add.click(total, table, summed)
    add_shown.click(total, shown, summed)
tables.launch(mcp_server=True)""",
    "secret": '''%%mcp_tool
def secret_of_the_owner() -> str:
    """Nobody else's."""
    return "secret"''',
}


class App(Panel):
    """An app, as a person finds its parts."""

    def part(self, role: str, name: str) -> Locator:
        """What has that role and that name."""
        return self.place.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]

    def view(self, label: str) -> Locator:
        """A component that shows something."""
        return self.part("group", label)


def app(page: Page, title: str) -> App:
    """The app of that title."""
    return App(page.get_by_role("region", name=title, exact=True))


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("apps.ipynb").run_all(APPS)
    yield opened
    opened.close()


@pytest.fixture
def guest(browser: Browser, server: LiveServer, notebook: LiveNotebook) -> Iterator[Page]:
    """The page of the local URL, in a browser that nobody is logged in with."""
    window = Window(browser, server, log_in=False)
    page = window.context.new_page()
    page.goto(notebook.run("print(board_url)").stdout.strip())
    yield page
    window.close()


@pytest.fixture
def place(window: Window, notebook: LiveNotebook) -> Page:
    """The owner's page of the notebook."""
    return window.page(notebook.address)


def test_a_guest_sees_the_app_and_everything_in_it_works(guest: Page, server: LiveServer, tmp_path: Path) -> None:
    board = app(guest, "Board")
    expect(board.view("Loaded")).to_contain_text("at once")
    expect(board.view("Ticks")).to_contain_text(re.compile("[2-9]"))
    for times in ("1 times", "2 times"):
        board.part("button", "Go").click()
        expect(board.view("Said")).to_contain_text(times)
    board.field("Word").fill("tea")
    board.part("button", "Spell").click()
    expect(board.view("Letters")).to_contain_text("t-e-a")
    (tmp_path / "quiet.txt").write_text("quiet words")
    board.file_input("Up").set_input_files(tmp_path / "quiet.txt")
    link = board.view("Down").get_by_role("link", name=re.compile("louder.txt|Download")).first
    with guest.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_text() == "QUIET WORDS"
    guest.reload()
    board = app(guest, "Board")
    expect(board.view("Said")).to_contain_text("2 times")
    board.part("button", "Go").click()
    expect(board.view("Said")).to_contain_text("3 times", timeout=10 * SECOND)


def test_a_guest_sees_nothing_else_of_the_notebook(guest: Page) -> None:
    expect(app(guest, "Board").part("button", "Go")).to_be_visible()
    assert guest.get_by_role("region", name="Tables").count() == 0
    assert "secret_of_the_owner" not in guest.content()
    guest.get_by_role("link", name="API", exact=True).click()
    expect(guest.get_by_role("button", name="/measure")).to_be_visible()
    assert guest.get_by_role("button", name=re.compile("^tool")).count() == 1
    guest.get_by_role("link", name="MCP", exact=True).click()
    expect(guest.get_by_text("launch(mcp_server=True)")).to_be_visible()


def test_the_tabs_of_an_app_list_what_is_no_action_and_not_what_only_its_panel_calls(window: Window) -> None:
    lab = window.lab("addresses in lab.ipynb", {"board": APPS["board"]})
    lab.connected().run_cell("board")
    board = App(lab.output("board"))
    board.part("tab", "API").click()
    expect(board.place.get_by_role("button", name="/measure")).to_be_visible()
    assert board.place.get_by_text("private").count() == 0
    board.part("tab", "MCP").click()
    board.shows(re.compile(r"launched without mcp_server=True.*call launch\(mcp_server=True\)"))
    assert board.place.get_by_role("button", name="Make an access key…").count() == 0


def test_agents_are_connected_with_what_they_are_offered(place: Page) -> None:
    place.goto(f"{place.url.split('?')[0]}?view=mcp")
    choices = place.get_by_role("group", name="Functions for the agent")
    expect(choices.get_by_text("made", exact=True)).to_be_visible()
    expect(choices.get_by_text("secret_of_the_owner")).to_be_visible()
    assert choices.get_by_text("measure").count() == 0
    expect(place.get_by_text("launched without mcp_server=True")).to_be_visible()


def test_a_field_that_a_person_emptied_is_empty_for_the_function(place: Page) -> None:
    emptied = app(place, "Emptied")
    emptied.part("button", "Show").click()
    expect(emptied.view("Seen")).to_contain_text("('red', 7, 'a')")
    emptied.field("Text").fill("")
    emptied.field("Number").fill("")
    emptied.part("button", "Show").click()
    expect(emptied.view("Seen")).to_contain_text("('', None, 'a')")
    place.reload()
    emptied.part("button", "Show").click()
    expect(emptied.view("Seen")).to_contain_text("('', None, 'a')")
    form = app(place, "Emptied form")
    form.field("Number").fill("")
    form.run()
    form.shows("('blue', None)")
    form.clear_button.click()
    form.run()
    form.shows("('blue', 4)")


def test_a_table_goes_on_as_a_whole_whatever_of_it_is_seen(place: Page) -> None:
    tables = app(place, "Tables")
    tables.part("button", "Make").click()
    tables.shows(re.compile("450 rows"))
    for button in ("Add up", "Add up shown"):
        tables.part("button", button).click()
        expect(tables.view("Sum")).to_contain_text(f"450 rows, {sum(range(450))}")
        place.reload()
    # It can be changed, and nothing of the rest is lost.
    tables.place.get_by_role("group", name="Table", exact=True).get_by_role("gridcell", name="1", exact=True).click()
    tables.place.get_by_role("textbox", name="n, row 2").fill("1001")
    place.keyboard.press("Enter")
    place.keyboard.press("Escape")
    tables.part("button", "Add up").click()
    expect(tables.view("Sum")).to_contain_text(f"450 rows, {sum(range(450)) + 1000}")
    tables.field("Rows").fill("6000")
    tables.part("button", "Make").click()
    tables.shows("It is too large to be changed here, and is sent as a whole.")
    tables.part("button", "Add up").click()
    expect(tables.view("Sum")).to_contain_text(f"6000 rows, {sum(range(6000))}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_used_by_everybody(browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str) -> None:
    window = Window(browser, server, log_in=False, color_scheme=scheme, viewport={"width": 400, "height": 900})
    try:
        page = window.context.new_page()
        page.goto(notebook.run("print(board_url)").stdout.strip())
        app(page, "Board").part("button", "Go").click()
        expect(app(page, "Board").view("Said")).to_contain_text("1 times")
        assert overflows(page) == []
        assert accessibility(page.locator("body")) == []
        page.get_by_role("link", name="MCP", exact=True).click()
        expect(page.get_by_text("launch(mcp_server=True)")).to_be_visible()
        assert overflows(page) == []
        assert accessibility(page.locator("body")) == []
    finally:
        window.close()
