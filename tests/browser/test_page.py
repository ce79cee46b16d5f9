"""Panels on the page of their notebook, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser import Panel, Window
from support.live import LiveNotebook, LiveServer
from support.panels import CELLS, PanelBehaviour

PRIVATE = '''%%mcp_tool --visibility private
def whisper(secret: str = "the owner's") -> str:
    """Say something that no agent hears."""
    return f"psst: {secret}"'''


class OnPage(NamedTuple):
    """The page of a notebook."""

    page: Page
    folder: Path
    notebook: LiveNotebook

    def panel(self, cell: str) -> Panel:
        """The panel of a cell."""
        return Panel.of_function(self.page, cell)


@pytest.fixture(scope="module")
def live(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("my panels.ipynb").run_all({**CELLS, "whisper": PRIVATE})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def place(browser: Browser, server: LiveServer, live: LiveNotebook) -> Iterator[OnPage]:
    """Its page."""
    window = Window(browser, server)
    yield OnPage(window.page(live.address), server.root, live)
    window.close()


class TestOnPage(PanelBehaviour):
    """All of it."""

    def test_a_reload_keeps_what_was_typed_and_the_result(self, place: OnPage) -> None:
        panel = place.panel("count_letters").ready()
        panel.field("word").fill("Tennessee")
        panel.field("letter").fill("e")
        panel.run()
        panel.shows("e occurs 4 times in Tennessee")
        place.page.reload()
        panel = place.panel("count_letters").ready()
        expect(panel.field("word")).to_have_value("Tennessee")
        panel.shows("e occurs 4 times in Tennessee")

    def test_a_cell_that_runs_meanwhile_is_on_the_page_at_once(self, place: OnPage) -> None:
        place.notebook.run('%%mcp_tool\ndef latest() -> str:\n    return "news"', "latest")
        panel = place.panel("latest").ready()
        panel.run()
        panel.shows("news")
        place.notebook.run("%mcp_remove latest")

    def test_a_private_function_is_there_for_its_owner(self, place: OnPage) -> None:
        panel = place.panel("whisper").ready()
        panel.run()
        panel.shows("psst: the owner's")


@pytest.fixture
def stranger(browser: Browser, server: LiveServer) -> Iterator[Window]:
    """A window that nobody is logged in to."""
    window = Window(browser, server, log_in=False)
    window.expect_problems("status of 401")
    yield window
    window.close()


@pytest.mark.parametrize("tried", [False, True])
def test_who_logs_in_again_in_another_tab_gets_the_result_on_the_open_page(
    browser: Browser, server: LiveServer, live: LiveNotebook, tried: bool
) -> None:
    window = Window(browser, server)
    page = window.page(live.address)
    panel = Panel.of_function(page, "count_letters").ready()
    panel.run()
    panel.shows("r occurs 3 times in strawberry")
    window.context.clear_cookies()
    if tried:
        window.expect_problems("status of 40[13]")
        panel.run()
        panel.shows(re.compile("not logged in here any more"))
    window.page(f"login?token={server.token}")
    for word in ("roar", "mirror"):
        panel.field("word").fill(word)
        panel.run()
        panel.shows(f"r occurs {word.count('r')} times in {word}")
    window.close()


def key(server: LiveServer, **wanted: object) -> str:
    """A new access key."""
    answer = server.http.post("gradio_api/keys", json={"name": "a guest", **wanted})
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["key"])


def log_in(page: Page, secret: str) -> None:
    """Type a key into the login form."""
    page.get_by_label(re.compile("access key", re.I)).fill(secret)
    page.get_by_role("button", name=re.compile("log ?in|open|continue", re.I)).click()


def test_an_access_key_logs_in_and_runs_public_and_private_functions(
    stranger: Window, server: LiveServer, live: LiveNotebook
) -> None:
    page = stranger.page(live.address)
    secret = key(server)
    log_in(page, secret)
    for function, told in (("count_letters", "r occurs 3 times in strawberry"), ("whisper", "psst: the owner's")):
        panel = Panel.of_function(page, function).ready()
        panel.run()
        panel.shows(told)
    assert secret not in page.url
    assert server.token not in page.content()


def test_a_guest_sees_no_traceback(stranger: Window, server: LiveServer, live: LiveNotebook) -> None:
    page = stranger.page(live.address)
    log_in(page, key(server))
    panel = Panel.of_function(page, "land").ready()
    panel.run()
    panel.shows("There is no planet Vulcan")
    expect(page.get_by_text(re.compile("traceback", re.I))).to_have_count(0)


def test_a_key_for_one_function_shows_that_one_only(stranger: Window, server: LiveServer, live: LiveNotebook) -> None:
    page = stranger.page(live.address)
    log_in(page, key(server, endpoints=["count_letters"]))
    panel = Panel.of_function(page, "count_letters").ready()
    panel.run()
    panel.shows("r occurs 3 times in strawberry")
    expect(page.get_by_text("Land on a planet.")).to_have_count(0)
    expect(page.get_by_text("Say something that no agent hears.")).to_have_count(0)


def test_a_wrong_key_is_refused_with_a_reason(stranger: Window, live: LiveNotebook) -> None:
    page = stranger.page(live.address)
    log_in(page, "gmk_wrong")
    expect(page.get_by_text(re.compile("no access key", re.I)).first).to_be_visible()
    expect(page.get_by_label(re.compile("access key", re.I))).to_be_visible()


def test_the_list_leads_to_the_notebooks(window: Window, live: LiveNotebook) -> None:
    page = window.page("gradio/")
    page.get_by_role("link", name=re.compile("my panels")).first.click()
    Panel.of_function(page, "count_letters").ready()


def test_a_page_whose_kernel_restarts_says_so_and_comes_back(window: Window, server: LiveServer) -> None:
    notebook = server.notebook("restarted.ipynb").load()
    notebook.run(CELLS["count_letters"], "count_letters")
    page = window.page(notebook.address)
    panel = Panel.of_function(page, "count_letters").ready()
    panel.field("word").fill("return")
    notebook.restart()
    expect(page.get_by_text("The kernel has restarted.").first).to_be_visible()
    notebook.load().run(CELLS["count_letters"], "count_letters")
    panel.ready()
    expect(panel.field("word")).to_have_value("return")
    panel.run()
    panel.shows("r occurs 2 times in return")
    notebook.close()
