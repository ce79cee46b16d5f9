"""What functions are told of events: cells, pictures, pixels, messages, files and keys that somebody touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Locator, expect
from support.browser import Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

CELLS: Mapping[str, str] = {
    "tables": """
import jupyter_gradio_mcp as gr
from PIL import Image

def told(event: gr.SelectData):
    return f"{event.target.label}: {event.index} {event.value} {event.row_value} {event.col_value} {event.selected}"

with gr.Blocks(title="Tables") as demo:
    board = gr.Dataframe([["", "", ""]] * 3, headers=["a", "b", "c"], interactive=False, label="Board", type="array")
    turn = gr.Textbox("X", label="Turn", interactive=False)
    def place(board, turn, event: gr.SelectData):
        if event.value:
            return board, turn
        board[event.index[0]][event.index[1]] = turn
        return board, "O" if turn == "X" else "X"
    board.select(place, [board, turn], [board, turn], show_progress="hidden")
    numbers = gr.Dataframe([[2, "b"], [1, "a"]], headers=["n", "t"], interactive=False, label="Numbers")
    filled = gr.Dataframe([["x", "y"]], headers=["p", "q"], interactive=True, label="Filled")
    said, changed = gr.Textbox(label="Said", interactive=False), gr.Textbox(label="Changed", interactive=False)
    gr.on([numbers.select, filled.select], told, None, said, show_progress="hidden")
    def edited(event: gr.EditData):
        return f"{event.index} {event.previous_value} {event.value}"
    filled.edit(edited, None, changed, show_progress="hidden")
demo.launch()""",
    "pictures": """
with gr.Blocks(title="Pictures") as demo:
    gallery = gr.Gallery([(Image.new("RGB", (20, 20), c), c) for c in ("red", "blue")], label="Gallery", interactive=False)
    shown = gr.Image(Image.new("RGB", (400, 200), "green"), label="Shown", interactive=False)
    field = gr.Image(Image.new("RGB", (100, 100), "orange"), label="Field", interactive=True)
    label = gr.Label({"cat": 0.7, "dog": 0.3}, label="Guess")
    said = gr.Textbox(label="Said", interactive=False)
    opened = gr.Textbox(label="Opened", interactive=False)
    def which(event: gr.SelectData):
        value = event.value
        return f"{event.target.label}: {event.index} {value['caption'] if isinstance(value, dict) else value}"
    gr.on([gallery.select, shown.select, field.select, label.select], which, None, said, show_progress="hidden")
    def opening(event: gr.EventData):
        return "open"
    gallery.preview_open(opening, None, opened, show_progress="hidden")
    gallery.preview_close(lambda: "closed", None, opened, show_progress="hidden")
demo.launch()""",
    "chat": """
with gr.Blocks(title="Chat") as demo:
    chat = gr.Chatbot(
        [
            gr.ChatMessage("Hi", "user"),
            gr.ChatMessage("hm", metadata={"title": "Thinking", "duration": 1.5, "log": "a while"}),
            gr.ChatMessage("Hello", options=[{"value": "Yes, please", "label": "Yes"}, {"value": "No"}]),
        ],
        label="Chat",
    )
    said = gr.Textbox(label="Said", interactive=False)
    def liked(event: gr.LikeData):
        return f"liked {event.index} {event.value} {event.liked}"
    chat.like(liked, None, said, show_progress="hidden")
    def retry(history, event: gr.RetryData):
        return [*history[: event.index + 1], {"role": "assistant", "content": f"Once more: {event.value}"}]
    chat.retry(retry, chat, chat, show_progress="hidden")
    def undo(history, event: gr.UndoData):
        return history[: event.index], f"undone {event.value}"
    chat.undo(undo, chat, [chat, said], show_progress="hidden")
    def edit(event: gr.EditData):
        return f"edited {event.index} {event.previous_value} {event.value}"
    chat.edit(edit, None, said, show_progress="hidden")
    def chosen(event: gr.SelectData):
        return f"option {event.index} {event.value}"
    chat.option_select(chosen, None, said, show_progress="hidden")
    def message(event: gr.SelectData):
        return f"message {event.index} {event.value}"
    chat.select(message, None, said, show_progress="hidden")
    chat.clear(lambda: "cleared", None, said, show_progress="hidden")
demo.launch()""",
    "fields": """
with gr.Blocks(title="Fields") as demo:
    text = gr.Textbox("some words", label="Text")
    shown = gr.Textbox("what was said", label="Shown", interactive=False)
    one = gr.Radio(["x", "y"], label="One")
    several = gr.CheckboxGroup(["p", "q"], value=["p"], label="Several")
    some = gr.Dropdown(["abc", "def"], allow_custom_value=True, label="Some")
    with gr.Tabs(elem_id="tabs") as tabs:
        with gr.Tab("First"):
            gr.Markdown("1")
        with gr.Tab("Second"):
            gr.Markdown("2")
    files = gr.File(file_count="multiple", label="Files")
    said, gone = gr.Textbox(label="Said", interactive=False), gr.Textbox(label="Gone", interactive=False)
    pressed, went = gr.Textbox(label="Pressed", interactive=False), gr.Button("Go")
    def told(event: gr.SelectData):
        return f"{type(event.target).__name__} {event.index} {event.value} {event.selected}"
    gr.on([text.select, one.select, several.select, some.select, tabs.select], told, None, said, show_progress="hidden")
    def copied(event: gr.CopyData):
        return f"copied {event.value}"
    shown.copy(copied, None, said, show_progress="hidden")
    def key(value, event: gr.KeyUpData):
        return f"{event.key} {event.input_value}"
    some.key_up(key, some, pressed, show_progress="hidden")
    def deleted(event: gr.DeletedFileData):
        with open(event.file.path) as file:
            return f"{event.file.orig_name}: {file.read()}"
    files.delete(deleted, None, gone, show_progress="hidden")
    def which(event: gr.EventData):
        return f"{type(event.target).__name__} {event.target.value}"
    went.click(which, None, said, show_progress="hidden").then(which, None, gone, show_progress="hidden")
demo.launch()""",
}


class App(Panel):
    """An app, as a person finds its parts."""

    def view(self, label: str) -> Locator:
        """A component that shows something."""
        return self.place.get_by_role("group", name=label, exact=True)

    def said(self, text: str, where: str = "Said") -> None:
        """Wait for what a function says."""
        expect(self.view(where).locator("pre")).to_have_text(text)

    def button(self, name: str) -> Locator:
        """A button."""
        return self.place.get_by_role("button", name=name, exact=True)


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("events.ipynb").run_all(CELLS)
    yield opened
    opened.close()


@pytest.fixture
def app(request: pytest.FixtureRequest, window: Window, notebook: LiveNotebook) -> App:
    """The app of the test's title, on a page opened anew."""
    page = window.page(notebook.address)
    return App(page.get_by_role("region", name=request.param, exact=True))


def cells(app: App, label: str) -> Locator:
    """The cells of a table."""
    return app.place.locator(f"[data-component]:has([role=grid][aria-label='{label}']) .tabulator-cell")


@pytest.mark.parametrize("app", ["Tables"], indirect=True)
def test_a_cell_that_is_clicked_is_told_and_changes_its_table(app: App) -> None:
    board = cells(app, "Board")
    board.nth(4).click()
    expect(board.nth(4)).to_have_text("X")
    board.nth(0).click()
    expect(board.nth(0)).to_have_text("O")
    # One that has been taken stays.
    board.nth(0).click()
    board.nth(8).click()
    expect(board.nth(8)).to_have_text("X")
    expect(board.nth(0)).to_have_text("O")


@pytest.mark.parametrize("app", ["Tables"], indirect=True)
def test_a_cell_of_a_sorted_table_has_its_place_in_the_table_that_the_function_knows(app: App) -> None:
    numbers = cells(app, "Numbers")
    numbers.nth(1).click()
    app.said("Numbers: [0, 1] b [2, 'b'] ['b', 'a'] True")
    app.place.locator("[role=grid][aria-label='Numbers'] .jgm-sort").first.click()
    expect(numbers.nth(0)).to_have_text("1")
    numbers.nth(0).click()
    app.said("Numbers: [1, 0] 1 [1, 'a'] [2, 1] True")


@pytest.mark.parametrize("app", ["Tables"], indirect=True)
def test_the_keyboard_reaches_cells(app: App) -> None:
    holder = app.place.locator("[role=grid][aria-label='Numbers'] .tabulator-tableholder")
    expect(cells(app, "Numbers")).to_have_count(4)
    holder.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        app.place.page.keyboard.press(key)
    app.said("Numbers: [1, 1] a [1, 'a'] ['b', 'a'] True")


@pytest.mark.parametrize("app", ["Tables"], indirect=True)
def test_a_cell_that_is_filled_in_is_told_with_what_it_was(app: App) -> None:
    filled = cells(app, "Filled")
    filled.nth(1).click()
    app.said("Filled: [0, 1] y ['x', 'y'] ['y'] True")
    app.place.page.keyboard.type("yes")
    app.place.page.keyboard.press("Enter")
    app.said("[0, 1] y yes", "Changed")


@pytest.mark.parametrize("app", ["Pictures"], indirect=True)
def test_a_picture_of_a_gallery(app: App) -> None:
    app.button("Enlarge blue").click()
    app.said("Gallery: 1 blue")
    app.said("open", "Opened")
    app.place.page.keyboard.press("ArrowLeft")
    app.said("Gallery: 0 red")
    app.place.page.keyboard.press("Escape")
    app.said("closed", "Opened")


@pytest.mark.parametrize("app", ["Pictures"], indirect=True)
def test_a_pixel_of_a_picture(app: App) -> None:
    for label, (width, height) in {"Shown": (400, 200), "Field": (100, 100)}.items():
        picture = app.place.locator(f"[data-component]:has-text('{label}') button > img").first
        expect(picture).to_have_js_property("naturalWidth", width)
        box = picture.bounding_box()
        assert box is not None
        picture.click(position={"x": box["width"] * 0.25 + 0.5, "y": box["height"] * 0.5 + 0.5})
        said = app.view("Said").locator("pre")
        expect(said).to_contain_text(f"{label}: [")
        found = re.search(r"\[(\d+), (\d+)\]", said.inner_text())
        assert found
        x, y = int(found[1]), int(found[2])
        assert abs(x - width / 4) <= 3
        assert abs(y - height / 2) <= 3


@pytest.mark.parametrize("app", ["Pictures"], indirect=True)
def test_a_label(app: App) -> None:
    app.button("dog").click()
    app.said("Guess: 1 dog")


@pytest.mark.parametrize("app", ["Chat"], indirect=True)
def test_a_message_is_liked(app: App) -> None:
    like = app.button("Like")
    like.click()
    app.said("liked 1 ['hm', 'Hello'] True")
    expect(like).to_have_attribute("aria-pressed", "true")
    app.button("Dislike").click()
    app.said("liked 1 ['hm', 'Hello'] False")


@pytest.mark.parametrize("app", ["Chat"], indirect=True)
def test_an_answer_is_given_once_more_or_taken_back(app: App) -> None:
    app.button("Retry").click()
    app.shows("Once more: Hi")
    expect(app.place.locator("[data-role]")).to_have_count(2)
    app.button("Undo").click()
    app.said("undone Hi")
    expect(app.place.locator("[data-role]")).to_have_count(0)


@pytest.mark.parametrize("app", ["Chat"], indirect=True)
def test_a_message_is_changed(app: App) -> None:
    app.button("Edit").click()
    field = app.place.get_by_role("textbox", name="Message")
    field.fill("Good day")
    field.press("Enter")
    app.said("edited 0 Hi Good day")
    expect(app.place.locator("[data-role=user]")).to_contain_text("Good day")
    app.button("Edit").click()
    field.press("Escape")
    expect(field).to_have_count(0)


@pytest.mark.parametrize("app", ["Chat"], indirect=True)
def test_an_option_a_message_and_the_end_of_a_conversation(app: App) -> None:
    app.button("Yes").click()
    app.said("option 0 Yes, please")
    app.place.get_by_text("Hello", exact=True).click()
    app.said("message 2 Hello")
    app.button("Select").first.click()
    app.said("message 0 Hi")
    app.button("Clear").click()
    app.said("cleared")
    expect(app.place.locator("[data-role]")).to_have_count(0)


@pytest.mark.parametrize("app", ["Fields"], indirect=True)
def test_choices_tabs_and_texts_are_told_with_their_places(app: App) -> None:
    app.place.get_by_role("radio", name="y").check()
    app.said("Radio 1 y True")
    app.place.get_by_role("checkbox", name="p").uncheck()
    app.said("CheckboxGroup 0 p False")
    app.place.get_by_role("tab", name="Second").click()
    app.said("Tabs 1 Second True")
    app.field("Text").dblclick(position={"x": 20, "y": 15})
    app.said("Textbox [0, 4] some True")
    app.view("Shown").get_by_role("button", name="Copy").click()
    app.said("copied what was said")


@pytest.mark.parametrize("app", ["Fields"], indirect=True)
def test_keys_are_told_with_what_is_typed(app: App) -> None:
    # It begins with its first choice, as Gradio's does.
    app.place.get_by_role("combobox", name="Some").fill("")
    app.place.get_by_role("combobox", name="Some").press_sequentially("de")
    app.said("e de", "Pressed")
    app.place.get_by_role("option", name="def").click()
    app.said("Dropdown 1 def True")


@pytest.mark.parametrize("app", ["Fields"], indirect=True)
def test_a_file_that_is_taken_away_is_told_and_can_be_read(app: App) -> None:
    files = [{"name": name, "mimeType": "text/plain", "buffer": name.encode()} for name in ("a.txt", "b.txt")]
    app.file_input("Files").set_input_files(files)  # type: ignore[arg-type]
    app.button("Remove b.txt").click()
    app.said("b.txt: b.txt", "Gone")


@pytest.mark.parametrize("app", ["Fields"], indirect=True)
def test_a_click_is_told_of_its_button_also_to_what_comes_after(app: App) -> None:
    app.button("Go").click()
    app.said("Button Go")
    app.said("Button Go", "Gone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_can_be_used_by_everybody(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str
) -> None:
    window = Window(browser, server, color_scheme=scheme, viewport={"width": 400, "height": 900})
    try:
        page = window.page(notebook.address)
        chat = App(page.get_by_role("region", name="Chat", exact=True))
        chat.button("Like").click()
        chat.button("Edit").click()
        chat.said("liked 1 ['hm', 'Hello'] True")
        assert overflows(page) == []
        assert accessibility(page.locator("body")) == []
    finally:
        window.close()
