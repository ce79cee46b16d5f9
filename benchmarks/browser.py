"""`make bench-browser`: how long a person waits for a panel, measured within Chromium by `performance.now()`.

One Chromium on this machine, JupyterLab for what is in a notebook, the notebook's own page for the rest. A time ends
when what is waited for is in the document, and, where it says *painted*, with the frame after that.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.browser import APPS, SECOND, Panel, Stopwatch, Window, configure, launch  # noqa: E402
from support.live import LiveServer  # noqa: E402
from support.sidebar import Sidebar  # noqa: E402

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "echo": '%%mcp_tool\ndef echo(text: str = "") -> str:\n    """Give a text back."""\n    return text',
    "table": '''%%mcp_tool
import pandas as pd

TABLE = pd.DataFrame({name: [f"{name} {n}" for n in range(100_000)] for name in "abcdefgh"})


def table() -> pd.DataFrame:
    """Give a table of 100,000 rows and eight columns."""
    return TABLE''',
    "turn": '''%%mcp_tool
from PIL import Image


def turn(image: Image.Image) -> Image.Image:
    """Turn an image by a quarter."""
    return image.transpose(Image.Transpose.ROTATE_90)''',
}

MANY = """from types import FunctionType

import jupyter_gradio_mcp as gr


def one(text: str = "") -> str:
    return text


for number in range(1000):
    made = FunctionType(one.__code__, globals(), f"many_{number}", one.__defaults__)
    made.__annotations__, made.__doc__ = one.__annotations__, f"Number {number} of many."
    gr.mcp.tool(ui=False)(made)
"""

TOOLS = """
window.bench = {
    frame: () => new Promise((done) => requestAnimationFrame(() => done(performance.now()))),
    find(root, accept) {
        for (const element of root.querySelectorAll('*')) {
            if (accept(element)) return element;
            const inner = element.shadowRoot && window.bench.find(element.shadowRoot, accept);
            if (inner) return inner;
        }
        return null;
    },
    isRun: (element) => element.localName === 'button' && /^Run\\b/.test(element.textContent.trim())
        && element.getClientRects().length > 0,
    async until(condition) {
        for (;;) {
            const found = condition();
            if (found) return found;
            await window.bench.frame();
        }
    },
    // The moment at which the document says something, not the frame after it.
    says(root, text) {
        return new Promise((done) => {
            const look = () => {
                if (!root.textContent.includes(text)) return;
                observer.disconnect();
                done(performance.now());
            };
            const observer = new MutationObserver(look);
            observer.observe(root, { childList: true, subtree: true, characterData: true });
            look();
        });
    },
};
"""

PAINT = """async (number) => {
    const { frame, find, isRun, until } = window.bench;
    const panel = window.jupyterapp.shell.currentWidget;
    const { kernel } = panel.sessionContext.session;
    const cell = panel.content.widgets[number];
    panel.content.activeCellIndex = number;
    await panel.content.scrollToItem(number);
    cell.model.outputs.clear();
    await until(() => !find(cell.node, isRun));
    let ended;
    const listen = (_, { header, content, parent_header }) => {
        if (header.msg_type === 'status' && content.execution_state === 'idle'
            && parent_header.msg_type === 'execute_request') ended = performance.now();
    };
    kernel.iopubMessage.connect(listen);
    const began = performance.now();
    window.jupyterapp.commands.execute('notebook:run-cell');
    await until(() => find(cell.node, isRun));
    const painted = await frame();
    await until(() => ended);
    kernel.iopubMessage.disconnect(listen);
    return { cell: ended - began, after: painted - ended };
}"""

ROUND_TRIP = """async ([panel, text]) => {
    const { frame, find, isRun, says } = window.bench;
    const field = find(panel, (element) => ['textarea', 'input'].includes(element.localName));
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set;
    setter.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await frame();
    await frame();
    const results = find(panel, (element) => element.dataset.bench === 'results');
    const said = says(results, text);
    const began = performance.now();
    find(panel, isRun).click();
    const there = await said;
    return { there: there - began, painted: (await frame()) - began };
}"""

REQUEST = """async (url) => {
    const began = performance.now();
    await (await fetch(url)).text();
    return performance.now() - began;
}"""

FIRST_ROW = """async ([panel, text]) => {
    const { frame, find, isRun, says } = window.bench;
    const results = find(panel, (element) => element.dataset.bench === 'results');
    const began = performance.now();
    find(panel, isRun).click();
    await says(results, text);
    return (await frame()) - began;
}"""

SCROLL = """async (results) => {
    const { frame, find } = window.bench;
    const area = find(results, (element) => /auto|scroll/.test(getComputedStyle(element).overflowY)
        && element.scrollHeight > element.clientHeight + 1000);
    const frames = [];
    let before = await frame();
    for (let step = 0; step < 120; step += 1) {
        area.scrollTop += 200;
        const now = await frame();
        frames.push(now - before);
        before = now;
    }
    return frames;
}"""

JUMP = """async (results) => {
    const { frame, find } = window.bench;
    const area = find(results, (element) => /auto|scroll/.test(getComputedStyle(element).overflowY)
        && element.scrollHeight > element.clientHeight + 1000);
    area.scrollTop = 0;
    await frame();
    await frame();
    const shown = () => find(results, (element) => element.childElementCount === 0
        && /^a 99999$/.test(element.textContent.trim()));
    const began = performance.now();
    area.scrollTop = area.scrollHeight;
    await window.bench.until(shown);
    return performance.now() - began;
}"""


OPEN_LIST = """async ([base, address]) => {
    const { frame, find, until } = window.bench;
    const { mountSidebar } = await import(address);
    const host = document.createElement('div');
    host.style.cssText = 'position: fixed; inset: 0 auto 0 0; width: 280px; z-index: 99999; background: white';
    document.body.append(host);
    await frame();
    // The page's own sidebar has asked for the same; what is kept of that is for one moment only.
    await new Promise((done) => setTimeout(done, 300));
    const began = performance.now();
    const mounted = mountSidebar(host, { base, settings: { showHidden: true }, act() {}, menu() {} });
    await until(() => find(host, (element) => element.getAttribute('role') === 'treeitem'));
    const painted = await frame();
    mounted.destroy();
    host.remove();
    return painted - began;
}"""

FIND = """async ([place, text]) => {
    const { frame, find, until } = window.bench;
    const field = find(place, (element) => element.type === 'search');
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    await frame();
    const began = performance.now();
    setter.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await until(() => find(place, (element) => element.ariaLabel?.startsWith(`${text},`)));
    return (await frame()) - began;
}"""


def row(subject: str, times: list[float], unit: str = "ms", target: str = "") -> None:
    """Print one row: median, and the span from the 5th to the 95th percentile."""
    low, high = (times[0], times[0]) if len(times) == 1 else spread(times)
    span = f"{low:8.1f} – {high:.1f}"
    print(f"| {subject:<62} | {statistics.median(times):>8.1f} | {span:<19} | {unit:<4} | {target:<8} |", flush=True)


def spread(times: list[float]) -> tuple[float, float]:
    """The 5th and the 95th percentile."""
    cut = statistics.quantiles(times, n=20, method="inclusive")
    return cut[0], cut[-1]


@contextmanager
def bench_page(window: Window, address: str, function: str) -> Iterator[tuple[Page, Panel]]:
    """The page of a notebook, with a panel of it whose results are marked."""
    page = window.page(address)
    page.evaluate(TOOLS)
    panel = Panel.of_function(page, function).ready()
    panel.results.evaluate("(element) => { element.dataset.bench = 'results'; }")
    yield page, panel
    page.close()


def painting(window: Window, rounds: int) -> None:
    """From the end of a cell to its panel."""
    notebook = window.lab("bench.ipynb", {key: CELLS[key] for key in ("load", "echo")}).connected().run_cell("load")
    notebook.page.evaluate(TOOLS)
    times = [notebook.page.evaluate(PAINT, 1) for _ in range(rounds + 1)]
    row("the first panel of a page, painted after its cell's end", [times[0]["after"]], target="")
    row("a panel, painted after its cell's end", [time["after"] for time in times[1:]], target="< 150")
    row("the cell itself", [time["cell"] for time in times[1:]])
    notebook.page.close()


def running(window: Window, address: str, rounds: int) -> None:
    """Run and its result."""
    with bench_page(window, address, "echo") as (page, panel):
        place = panel.place.element_handle()
        times = [page.evaluate(ROUND_TRIP, [place, f"echo number {number}."]) for number in range(rounds + 5)][5:]
        plain = [page.evaluate(REQUEST, f"{window.server.url}api/status") for _ in range(rounds + 5)][5:]
        row("Run, until the result is in the document", [time["there"] for time in times], target="< 25")
        row("Run, until the result is painted", [time["painted"] for time in times])
        row("a bare request of the page to the notebook server", plain)


def tabling(window: Window, address: str, rounds: int) -> None:
    """A table of 100,000 rows."""
    first, frames, jumps, tasks = [], [], [], []
    for _ in range(rounds):
        with bench_page(window, address, "table") as (page, panel):
            watch = Stopwatch(page)
            first.append(page.evaluate(FIRST_ROW, [panel.place.element_handle(), "a 0"]))
            expect(panel.results.get_by_role("grid")).to_be_visible()
            results = panel.results.element_handle()
            page.wait_for_function("(results) => window.bench.find(results, (e) => e.scrollHeight > 1e5)", arg=results)
            watch.begin()
            frames += page.evaluate(SCROLL, results)
            jumps.append(page.evaluate(JUMP, results))
            tasks.append(watch.longest_task())
    row("100,000 rows: Run, until the first rows are painted", first)
    row("100,000 rows: a frame while it scrolls", frames)
    row("100,000 rows: the longest frame", [max(frames)])
    row("100,000 rows: to the last row at once", jumps)
    row("100,000 rows: the longest task while it scrolls", tasks)


def imaging(window: Window, address: str, folder: Path, rounds: int) -> None:
    """An image of 12 megapixels."""
    file = folder / "photograph.jpg"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(file, quality=85)
    there, back, tasks = [], [], []
    for _ in range(rounds):
        with bench_page(window, address, "turn") as (page, panel):
            watch = Stopwatch(page)
            watch.begin()
            began = page.evaluate("() => performance.now()")
            with page.expect_response(lambda response: "gradio_api/upload" in response.url):
                panel.file_input("image").set_input_files(file)
            expect(panel.place.get_by_role("link", name=file.name)).to_be_visible()
            sent = page.evaluate("() => performance.now()")
            panel.run()
            shown = panel.results.get_by_role("img").first
            expect(shown).to_be_visible(timeout=60 * SECOND)
            page.wait_for_function("(image) => image.complete && image.naturalWidth", arg=shown.element_handle())
            done = page.evaluate("() => performance.now()")
            there.append(sent - began)
            back.append(done - sent)
            tasks.append(watch.longest_task())
    row("12 megapixels: the upload", there)
    row("12 megapixels: Run, until the result is shown", back)
    row("12 megapixels: the longest task of the page", tasks, target="< 200")


def listing(window: Window, rounds: int) -> None:
    """The sidebar, with a thousand functions."""
    cells = {"load": CELLS["load"], "many": MANY}
    notebook = window.lab("many.ipynb", cells).connected().run_all()
    page = notebook.page
    page.evaluate(TOOLS)
    sidebar = Sidebar(page).opened()
    expect(sidebar.row("many_1")).to_be_visible(timeout=60 * SECOND)
    place = sidebar.place.element_handle()
    lists, finds, plain = [], [], []
    for number in range(rounds):
        plain.append(page.evaluate(REQUEST, f"{window.server.url}gradio_api/panel"))
        shown = page.evaluate(OPEN_LIST, [window.server.url, f"{window.server.url}gradio_api/static/panel.js"])
        lists.append(shown)
        finds.append(page.evaluate(FIND, [place, f"many_{100 + number}"]))
    row("1,000 functions: asked for and painted in a new sidebar", lists, target="< 200")
    row("1,000 functions: the answer of the server in that", plain)
    row("1,000 functions: a search, painted", finds, target="< 33")
    page.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=40, help="runs of what is short")
    rounds = parser.parse_args().n
    print(f"| {'subject':<62} | {'median':>8} | {'5 % – 95 %':^19} | unit | target   |")
    print(f"|{'-' * 64}|{'-' * 9}:|{'-' * 21}|{'-' * 6}|{'-' * 10}|")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = LiveServer(configure(folder / "server"), *APPS)
        browser = launch(playwright)
        try:
            measure(browser, server, folder, rounds)
        finally:
            browser.close()
            server.close()


def measure(browser: Browser, server: LiveServer, folder: Path, rounds: int) -> None:
    """All of it."""
    window = Window(browser, server)
    painting(window, rounds)
    notebook = server.notebook("functions.ipynb")
    for cell, source in CELLS.items():
        ran = notebook.run(source, cell)
        assert ran.status == "ok", ran.error
    running(window, notebook.address, rounds)
    tabling(window, notebook.address, max(3, rounds // 8))
    imaging(window, notebook.address, folder, max(3, rounds // 8))
    listing(window, rounds)
    window.close()


if __name__ == "__main__":
    main()
