"""`make pictures`: the pictures of the documentation, taken of the real thing, in light and in dark."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.browser import APPS, Panel, Window, configure, launch  # noqa: E402
from support.live import LiveServer  # noqa: E402
from support.sidebar import Sidebar  # noqa: E402

IMAGES = ROOT / "docs" / "images"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

CELLS = {
    "load": "%load_ext jupyter_gradio_mcp",
    "letter_counter": '''%%mcp_tool
def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text.

    Args:
        word: The text to search through.
        letter: The letter to count.
    """
    return word.lower().count(letter.lower())''',
    "develop": '''%%mcp_tool
from typing import Literal

from PIL import Image, ImageFilter, ImageOps


def develop(image: Image.Image, style: Literal["poster", "blur"] = "poster", amount: int = 2) -> Image.Image:
    """Develop a picture.

    Args:
        amount: Bits of a color, or how wide the blur is.
    """
    if style == "poster":
        return ImageOps.posterize(image.convert("RGB"), amount)
    return image.filter(ImageFilter.GaussianBlur(amount))''',
}


def hills(file: Path) -> Path:
    """Paint a landscape."""
    from math import sin

    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (900, 600))
    draw = ImageDraw.Draw(picture)
    for y in range(600):
        draw.line([(0, y), (900, y)], fill=(255 - y // 6, 170 + y // 9, 120 + y // 5))
    draw.ellipse((620, 90, 740, 210), fill=(255, 236, 170))
    for layer, color in enumerate([(110, 140, 170), (80, 115, 120), (50, 85, 70), (25, 50, 40)]):
        slope = [(x, 300 + 70 * layer + 45 * sin(x / (70 + 35 * layer) + 2 * layer)) for x in range(0, 901, 6)]
        draw.polygon([*slope, (900, 600), (0, 600)], fill=color)
    picture.save(file)
    return file


def counted(panel: Panel) -> None:
    """The first tool, run."""
    panel.field("word").fill("Mississippi")
    panel.field("letter").fill("s")
    panel.run()
    panel.shows("4")


def developed(panel: Panel, picture: Path) -> None:
    """The image filter, run."""
    panel.file_input("image").set_input_files(picture)
    panel.place.get_by_role("link", name=picture.name).wait_for()
    panel.run()
    shown = panel.results.get_by_role("img").first
    shown.wait_for()
    panel.page.wait_for_function("(image) => image.complete && image.naturalWidth", arg=shown.element_handle())


def take(place: Locator, name: str) -> None:
    """Save a picture of an element."""
    place.page.mouse.move(0, 0)
    place.page.evaluate("() => document.activeElement?.blur?.()")
    file = IMAGES / f"{name}.png"
    place.screenshot(path=file, animations="disabled", caret="hide")
    print(file.relative_to(ROOT))


def all_pictures(browser: Browser, server: LiveServer, folder: Path) -> None:
    """Take them."""
    picture = hills(folder / "hills.png")
    uses: dict[str, Callable[[Panel], None]] = {
        "letter_counter": counted,
        "develop": lambda panel: developed(panel, picture),
    }
    for scheme, theme in THEMES.items():
        window = Window(
            browser, server, viewport={"width": 1080, "height": 1500}, device_scale_factor=2, color_scheme=scheme
        )
        notebook = window.document("pictures.ipynb", CELLS).connected().run_all()
        notebook.theme(theme)
        for cell, use in uses.items():
            panel = notebook.panel(cell).ready()
            use(panel)
            take(notebook.cell(cell), f"panel-{cell.replace('_', '-')}-{scheme}")
        sidebar = Sidebar(notebook.page).opened()
        sidebar.row("letter_counter").click()
        notebook.page.set_viewport_size({"width": 1360, "height": 860})
        notebook.page.get_by_role("button", name="Copy code").first.wait_for()
        # Until the panels beside it have found their width.
        notebook.page.wait_for_timeout(1000)
        take(notebook.page.locator("#main"), f"sidebar-{scheme}")
        page = window.page("gradio/pictures.ipynb/")
        page.set_viewport_size({"width": 1000, "height": 720})
        counted(Panel.of_function(page, "letter_counter").ready())
        take(page.locator("body"), f"page-{scheme}")
        window.close()
        for session in server.http.get("api/sessions").json():
            server.http.delete(f"api/sessions/{session['id']}")


def main() -> None:
    """Start what is needed, and take the pictures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        server = LiveServer(configure(Path(name) / "server"), *APPS)
        browser = launch(playwright)
        try:
            all_pictures(browser, server, Path(name))
        finally:
            browser.close()
            server.close()


if __name__ == "__main__":
    main()
