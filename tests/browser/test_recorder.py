"""The recorder: what a person does in panels becomes a program, and the program does the same."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import environments
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    # A ticket is good once: a program that has it as a text, and does not buy its own, gets no further.
    "buy": '''%%mcp_tool
import secrets

sold = set()

def buy(seat: int = 12) -> dict:
    """Buy a ticket."""
    ticket = f"ticket-{secrets.token_hex(8)}"
    sold.add(ticket)
    return {"seat": seat, "ticket": ticket}''',
    "board": '''%%mcp_tool
def board(name: str, ticket: str) -> str:
    """Go on board with a ticket."""
    sold.remove(ticket)
    return f"Welcome on board, {name}"''',
    "paint": '''%%mcp_tool
from PIL import Image

def paint(width: int = 30) -> Image.Image:
    """Paint a picture."""
    return Image.new("RGB", (width, 20), "teal")''',
    "measure": '''%%mcp_tool
def measure(picture: Image.Image, unit: str = "pixels") -> str:
    """Say how large a picture is."""
    return f"{picture.width} by {picture.height} {unit}"''',
    "stumble": '''%%mcp_tool
def stumble(reason: str = "rain") -> str:
    """Fail."""
    raise RuntimeError(f"not in this {reason}")''',
    "hide": '''%%mcp_tool --visibility private
def hide() -> str:
    """Only for the panel."""
    return "nobody finds it"''',
}

LANGUAGES = ["Python", "JavaScript", "bash"]


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("a trip.ipynb").run_all(CELLS)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Window, live: LiveNotebook) -> Page:
    """Its page, in a window where nothing is recorded."""
    return window.page(live.address)


def begin(page: Page) -> None:
    page.get_by_role("button", name="Record API calls").click()


def recording(page: Page, count: str) -> Locator:
    """The button that says how many calls are recorded, at the top of the page."""
    return page.get_by_role("button", name=f"Recording: {count}", exact=True).first


def opened(page: Page) -> Locator:
    """Open the recording."""
    page.get_by_role("button", name=re.compile("^Record(ing|ed): ")).first.click()
    dialog = page.get_by_role("dialog", name="Recorded API calls")
    expect(dialog).to_be_visible()
    return dialog


def program(dialog: Locator, language: str) -> str:
    """The program in a language."""
    dialog.get_by_role("tab", name=language).click()
    text = dialog.get_by_role("tabpanel", name=language).get_by_label("Program", exact=True)
    return text.inner_text(timeout=15 * SECOND)


def run(language: str, text: str, folder: Path, server: LiveServer) -> str:
    """Run a program as somebody would who pasted it, in an empty folder; what it wrote."""
    folder.mkdir()
    suffix, command = {
        "Python": (".py", [str(environments.python_of("gradio-client"))]),
        "JavaScript": (".mjs", environments.node()),
        "bash": (".sh", ["bash"]),
    }[language]
    file = folder / f"program{suffix}"
    file.write_text(text)
    if language == "JavaScript":
        (folder / "node_modules").symlink_to(environments.node_of("gradio-client-js") / "node_modules")
    surroundings = {**os.environ, "JUPYTER_GRADIO_MCP_KEY": server.token, "HF_HUB_OFFLINE": "1", "TMPDIR": str(folder)}
    surroundings.pop("PYTHONPATH", None)
    ran = subprocess.run(
        [*command, str(file)], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, f"{text}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def programs(
    browser: Browser, server: LiveServer, live: LiveNotebook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The programs of a session in which results went from panel to panel."""
    window = Window(browser, server)
    page = window.page(live.address)
    begin(page)
    buy, board, paint, measure, stumble, hide = (
        Panel.of_function(page, name) for name in ("buy", "board", "paint", "measure", "stumble", "hide")
    )
    buy.ready().field("seat").fill("7")
    buy.run()
    buy.shows(re.compile("ticket-"))
    ticket = re.search(r"ticket-[0-9a-f]{16}", buy.results.inner_text())
    assert ticket
    board.field("name").fill('Ada "the first" O\'Neil $HOME')
    board.field("ticket").fill(ticket[0])
    board.run()
    board.shows("Welcome on board, Ada")
    stumble.run()
    stumble.shows("not in this rain")
    hide.run()
    hide.shows("nobody finds it")
    paint.field("width").fill("44")
    paint.run()
    with page.expect_download() as download:
        paint.results.get_by_role("link", name=re.compile("^Download")).click()
    saved = tmp_path_factory.mktemp("saved") / "my own name.png"
    download.value.save_as(saved)
    measure.file_input("picture").set_input_files(saved)
    measure.shows("my own name.png")
    measure.run()
    measure.shows("44 by 20 pixels")
    expect(recording(page, "6 calls")).to_be_visible()
    dialog = opened(page)
    dialog.get_by_role("button", name="Stop recording").click()
    expect(dialog.get_by_text("Stopped: 6 calls")).to_be_visible()
    expect(dialog.get_by_text("Not in the program: 2 of 6.")).to_be_visible()
    yield {language: program(dialog, language) for language in LANGUAGES}
    window.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_repeats_what_a_person_did(
    programs: dict[str, str], language: str, tmp_path: Path, server: LiveServer
) -> None:
    text = programs[language]
    assert "ticket-" not in text
    assert "my own name.png" not in text
    said = run(language, text, tmp_path / "program", server)
    assert "44 by 20 pixels" in said, text
    assert "Welcome on board, Ada" in said, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_failed_or_is_private_is_not_in_a_program(programs: dict[str, str], language: str) -> None:
    assert "stumble" not in programs[language]
    assert "hide" not in programs[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_secret_is_in_a_program(programs: dict[str, str], language: str, server: LiveServer) -> None:
    assert server.token not in programs[language]
    assert "sig=" not in programs[language]


def test_a_reload_keeps_the_recording(page: Page) -> None:
    begin(page)
    Panel.of_function(page, "paint").ready().run()
    expect(recording(page, "1 call")).to_be_visible()
    page.reload()
    expect(recording(page, "1 call")).to_be_visible()
    Panel.of_function(page, "buy").ready().run()
    expect(recording(page, "2 calls")).to_be_visible()
    calls = opened(page).get_by_role("list", name="Calls").get_by_role("listitem")
    expect(calls).to_have_count(2)
    expect(calls.first).to_contain_text("paint(width: 30)")


def test_a_call_that_a_reload_comes_between_is_recorded(page: Page, live: LiveNotebook, server: LiveServer) -> None:
    source = '''%%mcp_tool
import time
from pathlib import Path

def wait() -> str:
    """Wait for a file."""
    print("here I wait")
    while not Path("arrived").exists():
        time.sleep(0.01)
    return "it came"'''
    arrived = server.root / "arrived"
    arrived.unlink(missing_ok=True)
    assert live.run(source, "wait").status == "ok"
    panel = Panel.of_function(page, "wait")
    begin(page)
    panel.ready().run()
    # Before the server has the call, a reload takes it back.
    panel.shows(re.compile("^Log"))
    page.reload()
    expect(recording(page, "0 calls")).to_be_visible()
    arrived.touch()
    panel.shows("it came")
    expect(recording(page, "1 call")).to_be_visible()
    live.run("%mcp_remove wait")


def test_while_it_records_each_panel_says_so(page: Page) -> None:
    panel = Panel.of_function(page, "paint").ready()
    pill = panel.place.get_by_role("button", name=re.compile("^Recording"))
    expect(pill).to_have_count(0)
    begin(page)
    expect(pill).to_have_text("Recording: 0 calls")
    pill.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Run a function in any panel of this page")
    dialog.get_by_role("button", name="Stop recording").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(pill).to_have_count(0)
    expect(page.get_by_role("button", name="Record API calls")).to_be_visible()


def test_calls_are_removed_and_cleared(page: Page) -> None:
    begin(page)
    for name in ("paint", "buy"):
        Panel.of_function(page, name).ready().run()
    expect(recording(page, "2 calls")).to_be_visible()
    dialog = opened(page)
    dialog.get_by_role("button", name=re.compile("^Remove call . paint".replace(" .", r" \d,"))).click()
    text = dialog.get_by_label("Program", exact=True)
    expect(text).to_contain_text("buy")
    expect(text).not_to_contain_text("paint")
    dialog.get_by_role("button", name="Clear").click()
    expect(dialog).to_contain_text("Run a function in any panel of this page")
    page.keyboard.press("Escape")
    expect(recording(page, "0 calls")).to_be_visible()
    page.reload()
    expect(recording(page, "0 calls")).to_be_visible()


def test_the_program_is_copied_and_downloaded(window: Window, page: Page) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page)
    Panel.of_function(page, "paint").ready().run()
    expect(recording(page, "1 call")).to_be_visible()
    dialog = opened(page)
    text = program(dialog, "Python")
    dialog.get_by_role("button", name="Copy program").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").strip() == text.strip()
    with page.expect_download() as download:
        dialog.get_by_role("button", name=re.compile(r"^Download .*\.py$")).click()
    assert download.value.path().read_text().strip() == text.strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_it_fits_and_can_be_used_without_a_mouse(
    browser: Browser, server: LiveServer, live: LiveNotebook, scheme: str, width: int
) -> None:
    window = Window(browser, server, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = window.page(live.address)
    begin(page)
    for name, told in {"paint": "Download", "stumble": "not in this"}.items():
        panel = Panel.of_function(page, name).ready()
        panel.run()
        panel.shows(re.compile(told))
    expect(recording(page, "2 calls")).to_be_visible()
    assert overflows(page) == []
    pill = recording(page, "2 calls")
    pill.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Program", exact=True)).to_be_visible()
    assert overflows(page) == []
    assert accessibility(dialog) == []
    dialog.get_by_role("tab", selected=True).focus()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("tab", selected=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(pill).to_be_focused()
    assert accessibility(pill) == []
    window.close()


def test_the_panels_of_a_notebook_in_jupyterlab_are_recorded_together(window: Window) -> None:
    notebook = (
        window.lab("at home.ipynb", {name: CELLS[name] for name in ("load", "buy", "paint")}).connected().run_all()
    )
    panel = notebook.panel("buy").ready()
    panel.place.get_by_role("tab", name="API", exact=True).click()
    panel.place.get_by_role("button", name="Record API calls").click()
    panel.place.get_by_role("tab", name="Run", exact=True).click()
    panel.run()
    pill = panel.place.locator("header").get_by_role("button", name=re.compile("^Recording"))
    expect(pill).to_have_text("Recording: 1 call")
    other = notebook.panel("paint").ready()
    other.run()
    expect(other.place.locator("header").get_by_role("button", name="Recording: 2 calls")).to_be_visible()
    notebook.save()
    notebook.reload()
    panel = notebook.panel("paint").ready(60)
    panel.place.locator("header").get_by_role("button", name="Recording: 2 calls").click()
    dialog = notebook.page.get_by_role("dialog", name="Recorded API calls")
    text = dialog.get_by_label("Program", exact=True)
    expect(text).to_contain_text("buy")
    expect(text).to_contain_text("paint")
    notebook.page.keyboard.press("Escape")
    assert notebook.count == 3
