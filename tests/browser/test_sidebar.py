"""The sidebar in JupyterLab: it lists what there is, as it is now, and does what its menu says."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.browser import APPS, SECOND, NotebookPage, Panel, Window, accessibility, configure, overflows
from support.live import LiveServer
from support.sidebar import COMMAND, Sidebar

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "greet": '%%mcp_tool\ndef greet(person: str = "you") -> str:\n    """Say hello.\n\n    Args:\n        person: Whom.\n    """\n    return f"Hello {person}!"',
    "note": '%%mcp_resource notes://{day}\ndef note(day: str) -> str:\n    """What was on a day."""\n    return day',
    "plan": '%%mcp_prompt\ndef plan(trip: str) -> str:\n    """Plan a trip."""\n    return trip',
    "later": '%%mcp_tool --visibility undocumented\ndef later(seconds: int = 1) -> int:\n    """Not for agents."""\n    return seconds',
    "empty": "\n" * 60,
}

MANY = """from types import FunctionType

import jupyter_gradio_mcp as gr


def one(text: str = "") -> str:
    \"\"\"One of many.\"\"\"
    return text


for number in range(1000):
    made = FunctionType(one.__code__, globals(), f"many_{number}", one.__defaults__)
    made.__annotations__, made.__doc__ = one.__annotations__, f"Number {number} of many."
    gr.mcp.tool(ui=False)(made)
"""


@pytest.fixture
def notebook(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[NotebookPage]:
    """A notebook with a function of each kind, named after the test; it is shut down afterwards."""
    window = Window(browser, server)
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_"))[:24]
    yield window.lab(f"work/{name}-{secrets.token_hex(2)}.ipynb", CELLS).connected().run_all()
    window.close()
    for session in server.http.get("api/sessions").json():
        server.http.delete(f"api/sessions/{session['id']}")


@pytest.fixture
def sidebar(notebook: NotebookPage) -> Sidebar:
    """The sidebar beside it, which lists it."""
    opened = Sidebar(notebook.page).opened()
    expect(opened.row("greet")).to_be_visible()
    return opened


def stem(notebook: NotebookPage) -> str:
    return Path(notebook.path).stem


def clipboard(notebook: NotebookPage) -> str:
    notebook.page.context.grant_permissions(["clipboard-read"])
    return str(notebook.page.evaluate("() => navigator.clipboard.readText()"))


def test_without_functions_it_says_how_one_is_offered(window: Window) -> None:
    notebook = window.lab("nothing.ipynb", {"load": CELLS["load"]}).connected()
    sidebar = Sidebar(notebook.page).opened()
    expect(sidebar.place.get_by_text("%%mcp_tool")).to_be_visible()
    expect(sidebar.tree).to_be_hidden()


def test_it_lists_functions_of_every_kind_as_they_come_and_go(notebook: NotebookPage, sidebar: Sidebar) -> None:
    sidebar.shows(stem(notebook), "greet", "note", "plan", "later")
    for name, told in (("greet", "tool"), ("note", "resource"), ("plan", "prompt"), ("later", "tool, undocumented")):
        expect(sidebar.row(name)).to_have_accessible_name(f"{name}, {told}")
    expect(sidebar.row("greet")).to_have_attribute("title", re.compile(r"greet\(person\)\nSay hello"))
    notebook.edit("greet", CELLS["greet"].replace("def greet", "def welcome"))
    notebook.run_cell("greet")
    expect(sidebar.row("welcome")).to_be_visible()
    expect(sidebar.row("greet")).to_have_count(0)
    notebook.insert("new", "%%mcp_tool\ndef added() -> int:\n    return 1")
    notebook.run_cell("new")
    expect(sidebar.row("added")).to_be_visible()


def test_it_follows_the_name_of_the_file_and_the_end_of_the_kernel(notebook: NotebookPage, sidebar: Sidebar) -> None:
    name = f"renamed {stem(notebook)}"
    notebook.page.evaluate("(name) => window.jupyterapp.shell.currentWidget.context.rename(name)", f"{name}.ipynb")
    expect(sidebar.row(name)).to_be_visible()
    live = sidebar.place.get_by_role("treeitem", name=re.compile(rf"^{name},(?!.*\bgone)"))
    expect(live).to_be_visible()
    notebook.restart()
    expect(live).to_have_count(0)
    notebook.run_all()
    expect(live).to_be_visible()


def test_it_is_searched_by_names_descriptions_and_parameters(notebook: NotebookPage, sidebar: Sidebar) -> None:
    for text, found in (("GREET", "greet"), ("on a day", "note"), ("trip", "plan"), ("seconds", "later")):
        sidebar.search.fill(text)
        sidebar.shows(stem(notebook), found)
    sidebar.search.fill("no such thing")
    expect(sidebar.place.get_by_text("Nothing is found.")).to_be_visible()
    sidebar.search.fill("")
    sidebar.shows(stem(notebook), "greet", "note", "plan", "later")


def test_a_click_opens_the_api_page_in_the_main_area_to_try_the_function(
    notebook: NotebookPage, sidebar: Sidebar
) -> None:
    sidebar.row("greet").click()
    page = notebook.page
    expect(page.get_by_role("tab", name=f"API of {stem(notebook)}")).to_be_visible()
    api = Panel(page.locator(".jp-gradio-mcp-view").last)
    api.ready().field("person").fill("Ada")
    api.run()
    api.shows("Hello Ada!")


def test_it_is_used_by_keys_alone(notebook: NotebookPage, sidebar: Sidebar) -> None:
    page = notebook.page
    sidebar.search.focus()
    page.keyboard.press("Tab")
    expect(sidebar.tree).to_be_focused()
    page.keyboard.press("ArrowLeft")
    sidebar.shows(stem(notebook))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(sidebar.row("later")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+F10")
    copy = page.get_by_role("menuitem", name="Copy the Name")
    expect(copy).to_be_visible()
    page.keyboard.press("Escape")
    expect(copy).to_have_count(0)
    expect(sidebar.tree).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name=f"API of {stem(notebook)}")).to_be_visible()


def test_the_menu_copies_what_calls_a_function(notebook: NotebookPage, sidebar: Sidebar, server: LiveServer) -> None:
    sidebar.choose("greet", "Copy the Name")
    assert clipboard(notebook) == "greet"
    sidebar.choose("greet", "Copy the URL")
    url = clipboard(notebook)
    assert url == f"{server.url}gradio/work/{stem(notebook)}.ipynb/gradio_api/call/v2/greet"
    assert server.http.post(url, json={"person": "you"}).status_code == 200
    sidebar.choose("greet", "Copy as cURL")
    expect(notebook.page.get_by_text("The call is copied.").first).to_be_visible()
    assert f"gradio/work/{stem(notebook)}.ipynb/" in clipboard(notebook)


def test_the_menu_shows_the_cell_also_of_a_notebook_that_is_not_open(notebook: NotebookPage, sidebar: Sidebar) -> None:
    notebook.select("empty")
    sidebar.row("greet").click()
    sidebar.choose("greet", "Show the Cell")
    notebook.page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex === 1")
    expect(notebook.page.locator(".jp-Notebook .jp-Cell").nth(1)).to_be_in_viewport()
    notebook.save()
    notebook.command("application:close")
    expect(notebook.page.locator(".jp-Notebook")).to_have_count(0)
    sidebar.choose("greet", "Show the Cell")
    notebook.page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.content?.activeCellIndex === 1")


def test_the_menu_takes_a_function_away(notebook: NotebookPage, sidebar: Sidebar) -> None:
    page = notebook.page
    sidebar.choose("note", "Remove…")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(sidebar.row("note")).to_be_visible()
    sidebar.choose("note", "Remove…")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(sidebar.row("note")).to_have_count(0)
    sidebar.shows(stem(notebook), "greet", "plan", "later")


def test_functions_are_paused_and_go_on(notebook: NotebookPage, sidebar: Sidebar, server: LiveServer) -> None:
    at = f"gradio/work/{stem(notebook)}.ipynb/gradio_api/call/v2/greet"
    sidebar.choose("greet", "Pause")
    expect(sidebar.row("greet")).to_have_accessible_name("greet, tool, paused")
    assert server.http.post(at, json={}).status_code == 503
    sidebar.choose("greet", "Resume")
    expect(sidebar.row("greet")).to_have_accessible_name("greet, tool")
    sidebar.button("Pause").click()
    expect(sidebar.place.get_by_text("Everything is paused").first).to_be_visible()
    assert server.http.post(at, json={}).status_code == 503
    notebook.command(f"{COMMAND}resume-all")
    expect(sidebar.place.get_by_text("Everything is paused: agents")).to_have_count(0)
    assert server.http.post(at, json={}).status_code == 200


def test_keys_calls_and_agents_are_a_click_away(notebook: NotebookPage, sidebar: Sidebar) -> None:
    page = notebook.page
    sidebar.button("Keys").click()
    expect(page.get_by_role("tab", name="Access Keys")).to_be_visible()
    expect(page.get_by_role("button", name="New access key")).to_be_visible()
    sidebar.button("Calls").click()
    expect(page.get_by_role("tab", name="Calls", exact=True)).to_be_visible()
    sidebar.button("Connect an agent").click()
    expect(page.get_by_role("dialog", name="Connect an agent")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_reload_brings_back_the_sidebar_and_what_was_open(notebook: NotebookPage, sidebar: Sidebar) -> None:
    sidebar.row("greet").click()
    page = notebook.page
    Panel(page.locator(".jp-gradio-mcp-view").last).ready()
    sidebar.button("Keys").click()
    expect(page.get_by_role("button", name="New access key")).to_be_visible()
    notebook.command("docmanager:save-all")
    page.wait_for_timeout(2 * SECOND)  # JupyterLab says nothing of when it has saved its layout.
    page.reload()
    Sidebar(page).ready()
    expect(sidebar.row("greet")).to_be_visible()
    expect(page.get_by_role("tab", name="Access Keys")).to_be_visible()
    page.get_by_role("tab", name=f"API of {stem(notebook)}").click()
    Panel(page.locator(".jp-gradio-mcp-view:not(.lm-mod-hidden *)").first).ready()


def test_a_cell_shows_the_api_page_with_the_function_that_it_names(notebook: NotebookPage) -> None:
    # Of several, and below the others: the only one of a notebook is open anyway.
    notebook.insert("others", "%%mcp_tool\n" + "\n".join(f"def a{n}() -> int:\n    return {n}\n" for n in range(30)))
    notebook.run_cell("others")
    notebook.insert("api", "%mcp_api greet")
    notebook.run_cell("api")
    output = notebook.output("api")
    expect(output.get_by_role("tab", name="MCP", exact=True)).to_be_visible()
    opened = output.get_by_role("button", name="/greet", expanded=True)
    expect(opened).to_be_in_viewport()
    expect(output.get_by_role("button", name="/a3", expanded=False).first).to_be_attached()
    api = Panel(output).ready()
    api.field("person").fill("Grace")
    api.run()
    api.shows("Hello Grace!")
    notebook.restart()
    expect(output.get_by_role("button", name="Run", exact=True)).to_be_disabled()


def test_the_commands_are_in_the_palette(notebook: NotebookPage) -> None:
    page = notebook.page
    notebook.command("apputils:activate-command-palette")
    page.get_by_role("textbox", name="SEARCH", exact=True).fill("Functions for Agents")
    palette = page.locator(".lm-CommandPalette")
    for label in (
        "Show the Functions",
        "Open the API Page of This Notebook",
        "Connect an Agent…",
        "Pause All Functions",
    ):
        expect(palette.get_by_text(label)).to_be_visible()
    palette.get_by_text("Open the API Page of This Notebook").click()
    expect(page.get_by_role("tab", name=f"API of {stem(notebook)}")).to_be_visible()


def test_a_command_that_cannot_be_done_says_why(window: Window) -> None:
    notebook = window.lab("plain.ipynb", {"load": CELLS["load"]}).connected()
    notebook.page.evaluate("(id) => { window.jupyterapp.commands.execute(id); }", f"{COMMAND}open-this-notebook")
    dialog = notebook.page.get_by_role("dialog")
    expect(dialog.get_by_text("This notebook offers no functions")).to_be_visible()
    dialog.get_by_role("button").last.click()


def test_it_goes_on_when_the_server_was_away(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = configure(tmp_path_factory.mktemp("restarted"))
    first = LiveServer(folder, *APPS)
    window = Window(browser, first)
    window.expect_problems(
        "net::ERR_|WebSocket|Failed to fetch|status of 40[34]|NetworkError|[Cc]onnection|404|Canceled future"
    )
    second: LiveServer | None = None
    try:
        notebook = window.lab("work.ipynb", CELLS).connected().run_all()
        sidebar = Sidebar(notebook.page).opened()
        expect(sidebar.row("greet")).to_be_visible()
        first.close()
        expect(sidebar.place.get_by_text("reconnecting")).to_be_visible(timeout=20 * SECOND)
        second = LiveServer(folder, *APPS, port=first.port, token=first.token)
        other = second.notebook("other.ipynb").load()
        other.run("%%mcp_tool\ndef elsewhere() -> int:\n    return 1")
        expect(sidebar.row("elsewhere")).to_be_visible(timeout=60 * SECOND)
        expect(sidebar.place.get_by_text("reconnecting")).to_have_count(0)
    finally:
        window.close()
        (second or first).close()


def test_a_thousand_functions_are_listed_and_found(notebook: NotebookPage, sidebar: Sidebar) -> None:
    notebook.insert("many", MANY)
    notebook.run_cell("many")
    expect(sidebar.row(stem(notebook))).to_have_accessible_name(re.compile("1004 functions"), timeout=30 * SECOND)
    assert sidebar.place.get_by_role("treeitem").count() < 100
    sidebar.tree.focus()
    notebook.page.keyboard.press("End")
    expect(sidebar.row("many_999")).to_be_visible()
    expect(sidebar.row("many_999")).to_have_attribute("aria-posinset", "1004")
    sidebar.search.fill("number 777")
    sidebar.shows(stem(notebook), "many_777")
    sidebar.row("many_777").click()
    expect(notebook.page.locator(".jp-gradio-mcp-view").last.get_by_text("many_777").first).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_can_be_read_by_everybody(notebook: NotebookPage, sidebar: Sidebar, theme: str) -> None:
    notebook.theme(theme)
    sidebar.choose("greet", "Pause")
    expect(sidebar.row("greet")).to_have_accessible_name("greet, tool, paused")
    assert accessibility(sidebar.place) == []
    assert overflows(notebook.page) == []
