"""Fixtures: one Chromium and one server for the tests of a module, a window of its own for each test.

A test fails when a page tells of an error that nobody expects. What the pages looked like when a test failed is in
`.cache/browser/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, sync_playwright
from support.browser import APPS, Window, configure, launch
from support.live import LiveServer

PICTURES = Path(__file__).resolve().parent.parent.parent / ".cache" / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.browser)
            # Once more, as Playwright's own runner does in CI: on a busy machine a browser may miss a patience of
            # ours. The summary names what was run again (`RERUN`).
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        for window in Window.open:
            for number, page in enumerate(window.context.pages):
                PICTURES.mkdir(parents=True, exist_ok=True)
                with suppress(Error):
                    name = re.sub(r"\W+", "-", item.nodeid.removeprefix("tests/browser/"))
                    page.screenshot(path=PICTURES / f"{name}-{number}.png", timeout=5000)
    return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    # Not for the whole session: while Playwright runs, nothing else in the process can have an event loop.
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """A notebook server with JupyterLab and Notebook 7; a module's `BASE_URL` is its prefix, `WITHOUT` names
    extensions of JupyterLab to leave out."""
    folder = configure(tmp_path_factory.mktemp("server"), *getattr(request.module, "WITHOUT", ()))
    live = LiveServer(folder, *APPS, base_url=getattr(request.module, "BASE_URL", "/"))
    yield live
    live.close()


@pytest.fixture
def window(browser: Browser, server: LiveServer) -> Iterator[Window]:
    """A window of the owner's, logged in."""
    opened = Window(browser, server)
    yield opened
    opened.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small picture."""
    file = tmp_path / "red.png"
    Image.new("RGB", (60, 40), "red").save(file)
    return file


@pytest.fixture(autouse=True)
def no_problems() -> Iterator[None]:
    """Nothing on any page tells of an error."""
    Window.problems.clear()
    yield
    assert not Window.problems
