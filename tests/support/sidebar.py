"""The sidebar of JupyterLab and Notebook 7, as a person uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .browser import SECOND

COMMAND = "jupyter-gradio-mcp:"


class Sidebar:
    """The list of functions beside a notebook.

    Args:
        page: Of JupyterLab or Notebook 7.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.place = page.locator("#jupyter-gradio-mcp-functions")

    def opened(self) -> Sidebar:
        """Open it, and wait until it lists what there is."""
        self.page.evaluate("(id) => window.jupyterapp.commands.execute(id)", f"{COMMAND}open-sidebar")
        return self.ready()

    def ready(self) -> Sidebar:
        """Wait until it is there."""
        expect(self.search).to_be_visible(timeout=20 * SECOND)
        return self

    @property
    def search(self) -> Locator:
        """Where one types what one looks for."""
        return self.place.get_by_role("searchbox")

    @property
    def tree(self) -> Locator:
        """The tree."""
        return self.place.get_by_role("tree")

    def button(self, name: str) -> Locator:
        """A button above the list."""
        return self.place.get_by_role("button", name=name)

    def row(self, name: str) -> Locator:
        """The row of a function or a notebook, by what begins its name."""
        return self.place.get_by_role("treeitem", name=re.compile(rf"^{re.escape(name)},"))

    def shows(self, *names: str) -> None:
        """Wait until exactly these rows are there, in this order."""
        expect(self.place.get_by_role("treeitem")).to_have_count(len(names))
        for number, name in enumerate(names):
            row = self.place.get_by_role("treeitem").nth(number)
            expect(row).to_have_accessible_name(re.compile(rf"^{re.escape(name)},"))

    def choose(self, row: str, item: str) -> None:
        """Choose from the menu of a row."""
        self.row(row).click(button="right")
        self.page.get_by_role("menuitem", name=item, exact=True).click()
