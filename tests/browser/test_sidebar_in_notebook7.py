"""The sidebar in Notebook 7, which has no main area for anything but the notebook, below a prefix."""

from __future__ import annotations

from playwright.sync_api import expect
from support.browser import Panel, Window
from support.sidebar import Sidebar

BASE_URL = "/user/ada/"

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "greet": '%%mcp_tool\ndef greet(person: str = "you") -> str:\n    """Say hello."""\n    return f"Hello {person}!"',
    "more": "1 + 1",
}


def test_the_sidebar_does_there_what_it_does_in_jupyterlab(window: Window) -> None:
    notebook = window.notebook7("seven.ipynb", CELLS).connected().run_all()
    page = notebook.page
    page.get_by_role("menuitem", name="View").click()
    page.locator(".lm-Menu-item", has_text="Left Sidebar").hover()
    page.locator(".lm-Menu-item", has_text="Show Functions").click()
    sidebar = Sidebar(page).ready()
    sidebar.shows("seven", "greet")

    notebook.insert("new", "%%mcp_tool\ndef added() -> int:\n    return 1")
    notebook.run_cell("new")
    sidebar.shows("seven", "greet", "added")

    notebook.select("more")
    sidebar.choose("greet", "Show the Cell")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex === 1")

    sidebar.button("Keys").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="New access key")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)

    with window.context.expect_page() as opened:
        sidebar.row("greet").click()
    api = Panel(opened.value.locator("body"))
    api.ready().field("person").fill("Ada")
    api.run()
    api.shows("Hello Ada!")


def test_a_cell_shows_the_api_page_with_the_function_that_it_names(window: Window) -> None:
    notebook = window.notebook7("named.ipynb", CELLS).connected().run_all()
    notebook.insert("others", "%%mcp_tool\n" + "\n".join(f"def a{n}() -> int:\n    return {n}\n" for n in range(30)))
    notebook.run_cell("others")
    notebook.insert("api", "%mcp_api greet")
    notebook.run_cell("api")
    output = notebook.output("api")
    expect(output.get_by_role("button", name="/greet", expanded=True)).to_be_in_viewport()
    expect(output.get_by_role("button", name="/a3", expanded=False).first).to_be_attached()
