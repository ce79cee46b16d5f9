"""The API page: a tab of the panel, and a view of the notebook's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "count_letters": '''%%mcp_tool --examples '[["banana", "a"]]'
def count_letters(word: str, letter: str = "r", loud: bool = False) -> str:
    """Count how often a letter occurs in a word.

    Upper and lower case are different letters.

    Args:
        word: The text to search through.
        letter: The letter to count.

    Returns:
        The count in a sentence.
    """
    told = f"{letter} occurs {word.count(letter)} times in {word}"
    return told.upper() if loud else told''',
    "weather": '''%%mcp_tool
import jupyter_gradio_mcp as gr


def weather(city: str, days: int = 3, token: gr.Header | None = None) -> dict:
    """Forecast the weather of a city.

    Args:
        city: Where.
        days: How many days ahead.
    """
    return {"city": city, "forecast": [{"day": day, "degrees": 20 + day} for day in range(days)]}''',
    "whisper": '''%%mcp_tool --visibility private
def whisper() -> str:
    """Say something that no agent hears."""
    return "psst"''',
    "notes": '''%%mcp_resource notes://{day}
def notes(day: str) -> str:
    """What was noted on a day."""
    return day''',
}


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook with functions of each kind."""
    opened = server.notebook("my functions.ipynb").run_all(CELLS)
    yield opened
    opened.close()


class ApiPage:
    """The API page, as a person finds its parts."""

    def __init__(self, place: Page | Locator) -> None:
        self.place = place

    def head(self, name: str) -> Locator:
        """The line of a function."""
        return self.place.get_by_role("heading", name=f"/{name}").get_by_role("button")

    def endpoint(self, name: str) -> Locator:
        """All of a function."""
        return self.place.get_by_role("region", name=f"/{name}", exact=True)

    def opened(self, name: str) -> Locator:
        """All of a function, which is opened if it is not."""
        head = self.head(name)
        if head.get_attribute("aria-expanded") != "true":
            head.click()
        expect(head).to_have_attribute("aria-expanded", "true")
        return self.endpoint(name)

    def code(self, name: str) -> Locator:
        """The snippet of a function."""
        return self.endpoint(name).get_by_role("tabpanel").locator("pre")


@pytest.fixture
def page(window: Window, live: LiveNotebook) -> Page:
    """The API view of the notebook's page."""
    opened = window.page(f"{live.address}?view=api")
    expect(opened.get_by_role("heading", name="/count_letters")).to_be_visible()
    return opened


def test_every_public_function_is_listed_with_what_it_takes_and_gives(page: Page) -> None:
    api = ApiPage(page)
    for name in ("count_letters", "weather"):
        expect(api.head(name)).to_be_visible()
    expect(page.get_by_role("region", name="notes://{day}", exact=True)).to_be_visible()
    expect(api.head("whisper")).to_have_count(0)
    opened = api.opened("count_letters")
    about = opened.get_by_role("listitem").filter(has_text="letter")
    expect(about.filter(has_text="The letter to count.")).to_contain_text('= "r"')
    expect(opened.get_by_role("listitem").filter(has_text="The text to search through.")).to_contain_text("required")
    # Its author is told what no docstring explains.
    expect(opened.get_by_role("listitem").filter(has_text=re.compile("⚠.*loud"))).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("not public")).check()
    expect(api.head("whisper")).to_contain_text("private")


def test_the_snippet_follows_the_form_and_the_language_is_in_the_address(page: Page, window: Window) -> None:
    api = ApiPage(page)
    opened = api.opened("count_letters")
    Panel(opened).field("word").fill('say "hi"')
    expect(api.code("count_letters")).to_contain_text("hi")
    opened.get_by_role("tab", name="cURL (bash)").click()
    expect(api.code("count_letters")).to_contain_text("curl")
    expect(page).to_have_url(re.compile(r"\?view=api&lang=curl&fn=count_letters$"))
    other = window.page(page.url.removeprefix(window.server.url))
    again = ApiPage(other)
    expect(again.head("count_letters")).to_have_attribute("aria-expanded", "true")
    expect(other.get_by_role("tab", name="cURL (bash)")).to_have_attribute("aria-selected", "true")
    expect(again.head("weather")).to_have_attribute("aria-expanded", "false")


def test_a_function_is_tried_in_place_with_its_response_and_run_again(page: Page) -> None:
    opened = ApiPage(page).opened("count_letters")
    form = Panel(opened)
    form.field("word").fill("Mississippi")
    form.field("letter").fill("s")
    form.run()
    form.shows("s occurs 4 times in Mississippi")
    response = opened.get_by_role("region", name="Response")
    expect(response).to_contain_text("ok")
    expect(response).to_contain_text("33 B")
    response.get_by_text("Raw JSON").click()
    expect(response.get_by_role("treeitem")).to_contain_text('"s occurs 4 times in Mississippi"')
    expect(ApiPage(page).head("count_letters")).to_contain_text("call")
    form.field("word").fill("Tennessee")
    form.run()
    form.shows("s occurs 2 times in Tennessee")
    page.reload()
    history = page.get_by_role("region", name="History")
    expect(history.get_by_role("listitem")).to_have_count(2)
    history.get_by_role("button", name=re.compile("Mississippi")).click()
    form.shows("s occurs 4 times in Mississippi")
    expect(form.field("word")).to_have_value("Mississippi")
    expect(history.get_by_role("listitem")).to_have_count(3)


def test_the_figures_follow_calls_from_anywhere(page: Page, server: LiveServer, live: LiveNotebook) -> None:
    head = ApiPage(page).head("weather")
    expect(head).not_to_contain_text("call")
    for city in ("Rome", "Oslo"):
        server.call("weather", at=live.address, city=city)
    expect(head).to_contain_text("2 calls")
    expect(ApiPage(page).opened("weather").get_by_role("definition").first).to_have_text("2")


def test_a_search_finds_a_function_by_what_its_parameters_mean(page: Page) -> None:
    search = page.get_by_role("searchbox")
    search.fill("days ahead")
    expect(ApiPage(page).head("weather")).to_be_visible()
    expect(ApiPage(page).head("count_letters")).to_have_count(0)
    search.fill("nothing like that")
    expect(page.get_by_text("No function has")).to_be_visible()


def test_the_page_is_copied_as_markdown(window: Window, live: LiveNotebook) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.page(f"{live.address}?view=api&lang=python")
    page.get_by_role("button", name="Copy page as Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = str(page.evaluate("() => navigator.clipboard.readText()"))
    assert copied.startswith("# API: my functions\n")
    assert "\n## `/count_letters`\n" in copied
    assert '| `letter` | `str` | `"r"` | The letter to count. |' in copied
    assert "client.predict(" in copied
    assert window.server.token not in copied
    assert "whisper" not in copied


def test_the_views_of_the_page_are_links_and_a_running_form_stays(window: Window, live: LiveNotebook) -> None:
    page = window.page(live.address)
    form = Panel.of_function(page, "count_letters").ready()
    form.field("word").fill("kayak")
    views = page.get_by_role("navigation", name="Views")
    for name, address in (("API", "view=api"), ("MCP", "view=api&tab=mcp"), ("Calls", "view=api&tab=calls")):
        views.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(rf"\?{address}$"))
        expect(form.field("word")).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(re.compile("tab=mcp$"))
    views.get_by_role("link", name="Run", exact=True).click()
    expect(form.field("word")).to_have_value("kayak")


def test_after_a_restart_the_page_can_be_read_and_comes_back(window: Window, server: LiveServer) -> None:
    opened = server.notebook("goes.ipynb")
    for cell in ("load", "count_letters"):
        opened.run(CELLS[cell], cell)
    page = window.page(f"{opened.address}?view=api")
    form = Panel(ApiPage(page).endpoint("count_letters")).ready()
    form.field("word").fill("carrot")
    opened.restart()
    expect(page.get_by_text("The kernel has restarted.")).to_be_visible()
    expect(form.run_button).to_have_attribute("aria-disabled", "true")
    for cell in ("load", "count_letters"):
        opened.run(CELLS[cell], cell)
    expect(form.run_button).to_have_attribute("aria-disabled", "false")
    form.run()
    form.shows("r occurs 2 times in carrot")
    opened.close()


def test_a_notebook_without_functions_says_how_to_offer_one(window: Window, server: LiveServer) -> None:
    opened = server.notebook("empty.ipynb")
    opened.run(CELLS["load"], "load")
    opened.run('%%mcp_tool\ndef gone() -> str:\n    return ""', "gone")
    opened.run("%mcp_remove gone")
    page = window.page(f"{opened.address}?view=api")
    expect(page.get_by_text("This notebook offers no functions now.")).to_be_visible()
    expect(page.get_by_text("%%mcp_tool")).to_be_visible()
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_the_page_fits_and_has_no_barrier(
    browser: Browser, server: LiveServer, live: LiveNotebook, width: int, scheme: str
) -> None:
    window = Window(browser, server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = window.page(f"{live.address}?view=api&fn=weather")
    form = Panel(ApiPage(page).endpoint("weather"))
    form.field("city").fill("Rome")
    form.run()
    expect(page.get_by_role("region", name="Response")).to_contain_text("ok")
    page.get_by_role("region", name="Response").get_by_text("Raw JSON").click()
    ApiPage(page).opened("count_letters")
    assert overflows(page) == []
    assert accessibility(page.locator("html")) == []
    window.close()


def test_the_page_is_used_by_keys_alone(page: Page) -> None:
    head = ApiPage(page).head("count_letters")
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    opened = ApiPage(page).endpoint("count_letters")
    expect(opened.get_by_role("tab", name="Python", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(opened.get_by_role("tab", name="JavaScript", exact=True)).to_be_focused()
    expect(ApiPage(page).code("count_letters")).to_contain_text("@gradio/client")
    head.focus()
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-expanded", "false")


class TestPanelTab:
    """Below a cell in JupyterLab."""

    def test_the_tabs_are_beside_the_form_and_its_values_are_in_the_snippet(self, window: Window) -> None:
        cells = {name: CELLS[name] for name in ("load", "count_letters", "weather")}
        notebook = window.lab("tabs.ipynb", cells).connected().run_all()
        panel = notebook.panel("count_letters").ready()
        panel.field("word").fill("raspberry")
        panel.place.get_by_role("link", name="Use via API or MCP").click()
        expect(panel.place.get_by_role("tab", name="API", exact=True)).to_be_focused()
        api = ApiPage(panel.place)
        expect(api.code("count_letters")).to_contain_text("raspberry")
        expect(api.head("weather")).to_have_count(0)
        assert accessibility(panel.place) == []
        panel.place.get_by_text("Try it").click()
        opened = Panel(api.endpoint("count_letters"))
        opened.run()
        opened.shows("r occurs 3 times in raspberry")
        panel.place.get_by_role("tab", name="Run", exact=True).click()
        panel.shows("r occurs 3 times in raspberry")
        for name in ("MCP", "Calls"):
            panel.place.get_by_role("tab", name=name, exact=True).click()
            expect(panel.place.get_by_role("tabpanel", name=name)).to_be_visible()

    def test_a_private_function_says_that_it_is_for_its_form_only(self, window: Window) -> None:
        cells = {name: CELLS[name] for name in ("load", "whisper")}
        notebook = window.lab("private.ipynb", cells).connected().run_all()
        panel = notebook.panel("whisper").ready()
        panel.place.get_by_role("tab", name="API", exact=True).click()
        expect(panel.place.get_by_text("It is private")).to_be_visible()
