"""Chromium, and what a person does in it: notebooks in JupyterLab and Notebook 7, panels, the stand-alone page.

Panels are found by roles and labels, as a person or a screen reader finds them; classes are only named where they
are Jupyter's.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import environments
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Playwright, expect

from .live import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

APPS = (
    # Both hand `window.jupyterapp` out, by which a test knows how far the page is.
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
)
"""Options of a server whose pages are opened."""

SECOND = 1000.0
"""Playwright counts in milliseconds."""

OURS = re.compile(r"/gradio(_api)?/")
"""Addresses of ours, which the comm is to do without."""

KNOWN_PROBLEMS = (
    # Notebook 7.6 says this of itself, also without our extension.
    r"Cannot read properties of (undefined|null) \(reading 'schema'\)",
    r"Command 'filebrowser:open-path' not registered",
    # JupyterLab, of a notebook that is closed while it asks the kernel whether there is a debugger.
    r"Could not restore the debugger state",
)
"""Errors of a page that are not ours, and harm nobody."""


def launch(playwright: Playwright) -> Browser:
    """Start Chromium.

    Raises:
        RuntimeError: There is none; it says what to do.
    """
    try:
        return playwright.chromium.launch(executable_path=environments.chromium(), args=FLAGS)
    except Error as error:
        raise RuntimeError(
            f"Chromium could not be started ({environments.chromium() or 'none is installed'}). Install one (on Debian: "
            "apt-get install chromium), or `python tests/environments.py chromium`, or name its executable in the "
            f"environment variable CHROMIUM.\n{error}"
        ) from error


def write_notebook(file: Path, cells: Mapping[str, str]) -> None:
    """Write a notebook of code cells: the source of each by its id."""
    made = [
        {"id": id, "cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for id, source in cells.items()
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    content = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))


def configure(folder: Path, *without: str) -> Path:
    """Configure a server in this folder, before it starts: it asks nobody for news or updates.

    Args:
        folder: The `root` of the `LiveServer`; returned.
        without: Extensions of JupyterLab to leave out.
    """
    config = folder / "config" / "labconfig" / "page_config.json"
    config.parent.mkdir(parents=True)
    left_out = dict.fromkeys(["@jupyterlab/apputils-extension:announcements", *without], True)
    config.write_text(json.dumps({"disabledExtensions": left_out}))
    return folder


class Panel:
    """One panel, as a person finds its parts.

    Args:
        place: What it is in; of a page that has only one, the page's body.
    """

    def __init__(self, place: Locator) -> None:
        self.place = place
        self.page = place.page

    @classmethod
    def of_function(cls, page: Page, name: str) -> Panel:
        """The panel of a function on a page of several."""
        return cls(page.get_by_role("region", name=re.compile(rf"^{re.escape(name)}\b")).first)

    @property
    def run_button(self) -> Locator:
        """*Run*."""
        return self.place.get_by_role("button", name=re.compile(r"^Run\b"))

    @property
    def stop_button(self) -> Locator:
        """*Stop*; it can be pressed while there is something to stop."""
        return self.place.get_by_role("button", name=re.compile(r"^Stop\b"))

    @property
    def clear_button(self) -> Locator:
        """*Clear*."""
        return self.place.get_by_role("button", name="Clear", exact=True)

    @property
    def results(self) -> Locator:
        """Where results are, which a screen reader hears of."""
        return self.place.get_by_role("region", name=re.compile("result", re.I)).first

    @property
    def progress(self) -> Locator:
        """The progress bar of a running call."""
        return self.place.get_by_role("progressbar").first

    def field(self, label: str) -> Locator:
        """The element with that label."""
        return self.place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\b", re.I)).first

    def file_input(self, label: str) -> Locator:
        """The element that takes files of the field with that label; it may not be seen."""
        return self.field(label).locator("xpath=descendant-or-self::input[@type='file']").first

    def drop(self, label: str, name: str, kind: str, content: bytes) -> None:
        """Drop a file on the field with that label, as from the desktop.

        Args:
            name: Of the file.
            kind: Its MIME type.
        """
        self.field(label).evaluate(
            """(element, [name, kind, content]) => {
                const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], name, { type: kind }));
                const what = { dataTransfer, bubbles: true, composed: true, cancelable: true };
                for (const type of ['dragenter', 'dragover', 'drop']) element.dispatchEvent(new DragEvent(type, what));
            }""",
            [name, kind, base64.b64encode(content).decode()],
        )

    def scroll_table(self, to: float) -> None:
        """Scroll the table of its results, to a share of its height."""
        self.results.get_by_role("grid").or_(self.results.get_by_role("table")).first.evaluate(
            """(grid, to) => {
                const all = [grid, ...grid.querySelectorAll('*')];
                for (let at = grid.parentElement; at; at = at.parentElement) all.push(at);
                const scrolls = (at) => /auto|scroll/.test(getComputedStyle(at).overflowY)
                    && at.scrollHeight > at.clientHeight + 1;
                const area = all.find(scrolls);
                area.scrollTop = to * (area.scrollHeight - area.clientHeight);
            }""",
            to,
        )

    def text(self, text: str | re.Pattern[str]) -> Locator:
        """Where it says something."""
        return self.place.get_by_text(text).first

    def shows(self, text: str | re.Pattern[str], seconds: float = 10) -> None:
        """Wait until it says something."""
        expect(self.text(text)).to_be_visible(timeout=seconds * SECOND)

    def lightness(self, element: Locator) -> float:
        """How light the ground of one of its elements is, from 0 to 1."""
        script = """(element) => {
            let at = element;
            for (;;) {
                const color = getComputedStyle(at).backgroundColor;
                const canvas = new OffscreenCanvas(1, 1).getContext('2d');
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
                if (alpha > 127) return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
                at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host;
                if (!at) return 1;
            }
        }"""
        return float(element.evaluate(script))

    def run(self) -> None:
        """Press *Run*."""
        self.run_button.click()

    def ready(self, seconds: float = 20) -> Panel:
        """Wait until it can be used."""
        expect(self.run_button).to_be_enabled(timeout=seconds * SECOND)
        return self


class Stopwatch:
    """How long a page was not able to do anything."""

    def __init__(self, page: Page) -> None:
        self.page = page
        script = """
            window.longTasks = [];
            const note = (list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration));
            new PerformanceObserver(note).observe({ type: 'longtask' });
        """
        page.evaluate(f"() => {{ {script} }}")
        page.add_init_script(f"(() => {{ {script} }})()")

    def begin(self) -> None:
        """Forget what was."""
        self.page.evaluate("() => { window.longTasks.length = 0; }")

    def longest_task(self) -> float:
        """Milliseconds of the longest task since `begin`; 0 if all took less than 50."""
        # The observer is told in a task of its own.
        script = "() => new Promise((done) => setTimeout(() => done(Math.max(0, ...window.longTasks)), 50))"
        return float(self.page.evaluate(script))


def accessibility(place: Locator) -> list[str]:
    """The serious and critical findings of axe in an element, each with where it is."""
    axe = environments.node_of("axe") / "node_modules" / "axe-core" / "axe.min.js"
    place.page.evaluate(axe.read_text() + "; null")
    found = place.evaluate("(element) => axe.run(element, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {violation['help']}\n  {node['html']}\n  {node.get('failureSummary', '')}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def overflows(page: Page) -> list[str]:
    """The elements that are wider than the window, unless they are within something that scrolls."""
    found: list[str] = page.evaluate(
        """() => {
            const found = [];
            const look = (root, held) => {
                for (const at of root.children) {
                    const style = getComputedStyle(at);
                    const holds = held || style.overflowX !== 'visible' || style.position === 'fixed';
                    if (!held && at.getBoundingClientRect().right > innerWidth + 1) found.push(at.outerHTML.slice(0, 200));
                    look(at, holds);
                    if (at.shadowRoot) look(at.shadowRoot, holds);
                }
            };
            look(document.body, false);
            if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
            return found;
        }"""
    )
    return found


class NotebookPage:
    """A notebook that is open in JupyterLab or Notebook 7.

    Args:
        cells: The ids of its cells, in order.
    """

    def __init__(self, page: Page, path: str, cells: Iterable[str]) -> None:
        self.page = page
        self.path = path
        self.ids = list(cells)

    @property
    def count(self) -> int:
        """How many cells there are."""
        return int(self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.length"))

    @property
    def active(self) -> int:
        """The number of the active cell."""
        return int(self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"))

    def insert(self, cell: str, source: str) -> None:
        """Add a code cell at the end."""
        self.page.evaluate(
            """([id, source]) => {
                const { content } = window.jupyterapp.shell.currentWidget;
                content.model.sharedModel.addCell({ cell_type: 'code', id, source });
            }""",
            [cell, source],
        )
        self.ids.append(cell)

    def edit(self, cell: str, source: str) -> None:
        """Change what is in a cell."""
        self.page.evaluate(
            """([number, source]) => {
                window.jupyterapp.shell.currentWidget.content.widgets[number].model.sharedModel.setSource(source);
            }""",
            [self.ids.index(cell), source],
        )

    def connected(self) -> NotebookPage:
        """Wait until its kernel can be asked to run something: before, it would be for nothing."""
        self.page.wait_for_function(
            """() => {
                const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
                return session?.kernel?.connectionStatus === 'connected' && session.kernel.status === 'idle';
            }""",
            timeout=60 * SECOND,
        )
        return self

    def opened(self) -> NotebookPage:
        """Wait until it is drawn."""
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 0", timeout=60 * SECOND
        )
        return self

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> Any:
        """Run a command of JupyterLab's, as its menus do."""
        script = "([name, given]) => window.jupyterapp.commands.execute(name, given).then(() => null)"
        return self.page.evaluate(script, [name, arguments or {}])

    def run_all(self) -> NotebookPage:
        """Run all cells to their end."""
        self.command("notebook:run-all-cells")
        return self.idle()

    def select(self, cell: str) -> None:
        """Make a cell the active one, in command mode, and bring it into view."""
        self.page.evaluate(
            """async (number) => {
                const { content } = window.jupyterapp.shell.currentWidget;
                content.activeCellIndex = number;
                content.mode = 'command';
                content.node.focus();
                await content.scrollToItem(number);
            }""",
            self.ids.index(cell),
        )

    def begin(self, cell: str) -> None:
        """Begin to run a cell."""
        self.select(cell)
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-cell'); }")

    def run_cell(self, cell: str) -> NotebookPage:
        """Run a cell to its end."""
        self.select(cell)
        self.command("notebook:run-cell")
        return self.idle()

    def idle(self) -> NotebookPage:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
            timeout=60 * SECOND,
        )
        return self

    def restart(self) -> None:
        """Restart the kernel, as the button does, without its question."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self.connected()

    def save(self) -> None:
        """Save the notebook."""
        self.command("docmanager:save")

    def cell(self, cell: str) -> Locator:
        """A cell, with what is below it."""
        self.select(cell)
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(cell))

    def output(self, cell: str) -> Locator:
        """What is below a cell."""
        return self.cell(cell).locator(".jp-Cell-outputWrapper")

    def panel(self, cell: str) -> Panel:
        """The panel below a cell."""
        return Panel(self.output(cell))

    def theme(self, name: str) -> None:
        """Choose `JupyterLab Light` or `JupyterLab Dark`."""
        self.command("apputils:change-theme", {"theme": name})
        dark = "false" if name.endswith("Dark") else "true"
        self.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{dark}'")

    def reload(self) -> NotebookPage:
        """Load the page anew."""
        self.page.reload()
        return self.opened()


class Window:
    """A window of its own (cookies, storage), logged in at a server.

    Args:
        log_in: As the owner; otherwise nobody is logged in.
        options: Of Playwright's `new_context`, such as `viewport` and `color_scheme`.
    """

    open: ClassVar[list[Window]] = []
    """Those that are not closed."""
    problems: ClassVar[list[str]] = []
    """The errors that pages told of, and nobody expects: exceptions, and what they wrote to the console as errors."""

    def __init__(self, browser: Browser, server: LiveServer, log_in: bool = True, **options: Any) -> None:
        self.server = server
        self._known = [re.compile(known) for known in KNOWN_PROBLEMS]
        options.setdefault("viewport", {"width": 1200, "height": 900})
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(15 * SECOND)
        self.context.on("weberror", lambda error: self._problem(str(error.error)))
        self.context.on("console", self._console)
        if log_in:
            answer = self.context.request.get(f"{server.url}api/status?token={server.token}")
            assert answer.ok, answer.text()
        Window.open.append(self)

    def lab(self, path: str, cells: Mapping[str, str]) -> NotebookPage:
        """Write a notebook, and open it in JupyterLab, in a workspace of its own."""
        return self._written(f"lab/workspaces/{secrets.token_hex(4)}/tree/{quote(path)}", path, cells)

    def document(self, path: str, cells: Mapping[str, str]) -> NotebookPage:
        """Write a notebook, and open it in JupyterLab with nothing around it."""
        return self._written(f"doc/tree/{quote(path)}", path, cells)

    def notebook7(self, path: str, cells: Mapping[str, str]) -> NotebookPage:
        """Write a notebook, and open it in Notebook 7."""
        return self._written(f"notebooks/{quote(path)}", path, cells)

    def again(self, path: str, cells: Iterable[str]) -> NotebookPage:
        """Open a notebook in JupyterLab that is there already."""
        return NotebookPage(
            self.page(f"lab/workspaces/{secrets.token_hex(4)}/tree/{quote(path)}"), path, cells
        ).opened()

    def page(self, path: str = "") -> Page:
        """Open a page of the server."""
        page = self.context.new_page()
        page.goto(self.server.url + path)
        return page

    def comm_only(self) -> None:
        """From now on nothing of ours can be reached over HTTP, as in VS Code or Colab."""
        self.expect_problems(r"net::ERR_FAILED")
        self.context.route(OURS, lambda route: route.abort())

    def expect_problems(self, pattern: str) -> None:
        """From now on errors of this kind are expected."""
        self._known.append(re.compile(pattern))

    def close(self) -> None:
        """Close the window."""
        Window.open.remove(self)
        self.context.close()

    def _written(self, address: str, path: str, cells: Mapping[str, str]) -> NotebookPage:
        write_notebook(self.server.root / path, cells)
        return NotebookPage(self.page(address), path, cells).opened()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._problem(f"{message.text} ({message.location.get('url', '')})")

    def _problem(self, text: str) -> None:
        if not any(known.search(text) for known in self._known):
            Window.problems.append(text)
