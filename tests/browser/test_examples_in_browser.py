"""Examples, samples, buttons of files, marked text, sidebars and steps of apps, as people use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from support.browser import Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

APPS: Mapping[str, str] = {
    "examples": """
import jupyter_gradio_mcp as gr
from pathlib import Path
from PIL import Image
for name, colour in (("sea", "teal"), ("fire", "orangered")):
    Image.new("RGB", (60, 40), colour).save(f"{name}.png")

def greet(name, times):
    return ", ".join([f"Hello {name}"] * int(times))

with gr.Blocks(title="Greetings") as demo:
    name, times = gr.Textbox(label="Name"), gr.Number(1, label="Times")
    said = gr.Textbox(label="Said", interactive=False)
    log = gr.Textbox(label="Changed", interactive=False)
    name.change(lambda name: f"to {name}", name, log)
    gr.Button("Greet").click(greet, [name, times], said)
    gr.Examples([[f"Person {n}", n] for n in range(1, 6)], [name, times], examples_per_page=2)
    gr.Examples(["Ada", "Bob"], name, label="At once", fn=lambda name: f"Only {name}", outputs=said, run_on_click=True)
demo.launch()""",
    "pictures": """
with gr.Blocks(title="Pictures") as demo:
    picture = gr.Image(type="pil", label="Picture")
    seen = gr.Textbox(label="Seen", interactive=False)
    picture.change(lambda picture: None if picture is None else str(picture.getpixel((1, 1))), picture, seen)
    gr.Examples([["sea.png"], ["fire.png"]], picture)
    words = gr.Dataset(components=[gr.Textbox(visible=False)], samples=[["one"], ["two"]], label="Words")
    chosen = gr.Textbox(label="Chosen", interactive=False)
    words.click(lambda row: row[0], words, chosen)
    gr.Button("Others").click(lambda: gr.Dataset(samples=[["three"], ["four"]]), None, words)
demo.launch()""",
    "files": """
with gr.Blocks(title="Files") as demo:
    with gr.Row():
        send = gr.UploadButton("Send", file_types=["text"], file_count="multiple", variant="primary")
        save = gr.DownloadButton("Save", visible=False)
        ready = gr.DownloadButton("Ready made", "sea.png", size="sm")
    names = gr.Textbox(label="Names", interactive=False)
    clicks = gr.Textbox(label="Clicks", interactive=False)
    def take(paths):
        Path("joined.txt").write_text("".join(Path(path).read_text() for path in paths))
        return ", ".join(Path(path).name for path in paths), gr.DownloadButton(label="Save all", value="joined.txt", visible=True)
    send.upload(take, send, [names, save])
    save.click(lambda: "saved", None, clicks)
demo.launch()""",
    "marked": """
with gr.Blocks(title="Marked") as demo:
    go = gr.Button("Mark")
    plain = gr.HighlightedText(label="Words", color_map={"VERB": "red"})
    legend = gr.HighlightedText(label="With legend", show_legend=True)
    scored = gr.HighlightedText(label="Scored", show_legend=True)
    def mark():
        words = [("Ada", "NOUN"), (" writes ", "VERB"), ("very ", None), ("well", "ADV")]
        return words, words, [("bad ", -0.9), ("so so ", 0.1), ("good", 0.9)]
    go.click(mark, None, [plain, legend, scored])
demo.launch()""",
    "aside": """
with gr.Blocks(title="Aside") as demo:
    with gr.Sidebar(label="Settings", width=240) as bar:
        tone = gr.Radio(["warm", "cold"], value="warm", label="Tone")
    text = gr.Textbox(label="Text")
    out = gr.Textbox(label="Out", interactive=False)
    text.submit(lambda text, tone: f"{tone}: {text}", [text, tone], out)
    bar.collapse(lambda: "folded", None, out)
    with gr.Walkthrough(selected=0) as steps:
        with gr.Step("First"):
            gr.Button("Go on").click(lambda: gr.Walkthrough(selected=1), None, steps)
        with gr.Step("Second"):
            gr.Markdown("The end.")
demo.launch()""",
}
"""The cells of the notebook."""

TITLES = ("Greetings", "Pictures", "Files", "Marked", "Aside")


class App(Panel):
    """An app, as a person finds its parts."""

    def button(self, name: str) -> Locator:
        """A button."""
        return self.place.get_by_role("button", name=name, exact=True)

    def view(self, label: str) -> Locator:
        """A component that shows something."""
        return self.place.get_by_role("group", name=label, exact=True)


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("examples-of-apps.ipynb").run_all(APPS)
    yield opened
    opened.close()


def app(window: Window, notebook: LiveNotebook, title: str) -> App:
    """An app on the notebook's page, which is opened anew."""
    return App(window.page(notebook.address).get_by_role("region", name=title, exact=True))


def test_an_example_fills_its_fields_and_those_who_listen_are_told(window: Window, notebook: LiveNotebook) -> None:
    greetings = app(window, notebook, "Greetings")
    greetings.button("Fill in example 2: Person 2, 2").click()
    expect(greetings.field("Name")).to_have_value("Person 2")
    expect(greetings.field("Times")).to_have_value("2")
    expect(greetings.view("Changed")).to_contain_text("to Person 2")
    expect(greetings.view("Said")).not_to_contain_text("Hello")
    greetings.button("Greet").click()
    expect(greetings.view("Said")).to_contain_text("Hello Person 2, Hello Person 2")
    # The row does the same as its button.
    greetings.place.get_by_role("cell", name="1", exact=True).click()
    expect(greetings.field("Name")).to_have_value("Person 1")


def test_examples_have_pages_which_the_keyboard_turns(window: Window, notebook: LiveNotebook) -> None:
    greetings = app(window, notebook, "Greetings")
    table = greetings.place.get_by_role("region", name="Examples", exact=True)
    expect(table.get_by_role("row")).to_have_count(3)
    following = table.get_by_role("button", name="Next page")
    following.focus()
    following.press("Enter")
    expect(table.get_by_text("Page 2 of 3")).to_be_visible()
    following.press("Enter")
    expect(table.get_by_text("Page 3 of 3")).to_be_visible()
    expect(following).to_be_focused()
    expect(following).to_have_attribute("aria-disabled", "true")
    table.get_by_role("button", name="Fill in example 5: Person 5, 5").press("Enter")
    expect(greetings.field("Times")).to_have_value("5")


def test_a_function_runs_when_an_example_is_clicked(window: Window, notebook: LiveNotebook) -> None:
    greetings = app(window, notebook, "Greetings")
    greetings.place.get_by_role("region", name="At once").get_by_role("button").nth(1).click()
    expect(greetings.view("Said")).to_contain_text("Only Bob")


def test_pictures_among_examples_are_seen_and_filled_in(window: Window, notebook: LiveNotebook) -> None:
    pictures = app(window, notebook, "Pictures")
    sea = pictures.button("Fill in example 1: sea.png")
    expect(sea.get_by_role("img", name="sea.png")).to_be_visible()
    sea.click()
    expect(pictures.view("Seen")).to_contain_text("(0, 128, 128")
    pictures.button("Fill in example 2: fire.png").click()
    expect(pictures.view("Seen")).to_contain_text("(255, 69, 0")


def test_a_sample_is_given_to_what_listens_also_one_that_came_later(window: Window, notebook: LiveNotebook) -> None:
    pictures = app(window, notebook, "Pictures")
    pictures.button("Choose sample 2: two").click()
    expect(pictures.view("Chosen")).to_contain_text("two")
    pictures.button("Others").click()
    pictures.button("Choose sample 2: four").click()
    expect(pictures.view("Chosen")).to_contain_text("four")


def test_files_are_sent_and_saved_by_buttons(window: Window, notebook: LiveNotebook, tmp_path: Path) -> None:
    files = app(window, notebook, "Files")
    sent = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in sent:
        file.write_text(file.stem)
    with files.page.expect_file_chooser() as chooser:
        files.button("Send").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files(sent)
    expect(files.view("Names")).to_contain_text("a.txt, b.txt")
    with files.page.expect_download() as download:
        files.place.get_by_label("Save all").click()
    assert download.value.suggested_filename == "joined.txt"
    assert sorted(Path(download.value.path()).read_text()) == ["a", "b"]
    expect(files.view("Clicks")).to_contain_text("saved")
    with files.page.expect_download() as download:
        files.place.get_by_label("Ready made").click()
    assert download.value.suggested_filename == "sea.png"


def test_marked_text_says_what_its_parts_are(window: Window, notebook: LiveNotebook) -> None:
    marked = app(window, notebook, "Marked")
    marked.button("Mark").click()
    expect(marked.view("Words")).to_contain_text("Ada NOUN writes  VERBvery well ADV")
    legend = marked.view("With legend")
    expect(legend.get_by_role("listitem")).to_have_text(["NOUN", "VERB", "ADV"])
    expect(legend.locator("mark").first).to_have_text("Ada (NOUN)")
    expect(marked.view("Scored").locator("mark").first).to_have_text("bad  (-0.9)")
    red = marked.view("Words").locator("mark").nth(1).evaluate("mark => mark.style.backgroundColor")
    assert "red" in red


def test_a_sidebar_is_beside_the_rest_or_above_it_and_is_folded(window: Window, notebook: LiveNotebook) -> None:
    aside = app(window, notebook, "Aside")
    tone, text = aside.place.get_by_text("Tone"), aside.field("Text")

    def boxes() -> tuple[dict[str, float], dict[str, float]]:
        found = [one.bounding_box() for one in (tone, text)]
        assert found[0]
        assert found[1]
        return dict(found[0]), dict(found[1])

    expect(tone).to_be_visible()
    aside.page.set_viewport_size({"width": 1200, "height": 900})
    one, other = boxes()
    assert one["x"] + one["width"] <= other["x"]
    aside.page.set_viewport_size({"width": 400, "height": 900})
    one, other = boxes()
    assert one["y"] + one["height"] <= other["y"]
    assert not overflows(aside.page)
    aside.place.get_by_text("Settings", exact=True).click()
    expect(tone).to_be_hidden()
    expect(aside.view("Out")).to_contain_text("folded")
    text.fill("hello")
    text.press("Enter")
    expect(aside.view("Out")).to_contain_text("warm: hello")


def test_a_function_goes_on_to_the_next_step(window: Window, notebook: LiveNotebook) -> None:
    aside = app(window, notebook, "Aside")
    aside.button("Go on").click()
    expect(aside.place.get_by_role("tab", name="Second")).to_have_attribute("aria-selected", "true")
    expect(aside.text("The end.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_accessible_and_fits_a_narrow_window(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str
) -> None:
    window = Window(browser, server, viewport={"width": 1200, "height": 1000}, color_scheme=scheme)
    try:
        page = window.page(notebook.address)
        App(page.get_by_role("region", name="Marked", exact=True)).button("Mark").click()
        expect(page.locator("mark").first).to_be_visible()
        regions = [page.get_by_role("region", name=name, exact=True) for name in TITLES]
        for width in (1200, 400):
            page.set_viewport_size({"width": width, "height": 1000})
            for region in regions:
                assert accessibility(region) == []
            assert overflows(page) == []
    finally:
        window.close()
