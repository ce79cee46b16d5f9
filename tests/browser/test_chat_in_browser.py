"""Conversations and charts as people use them: sending, stopping, again and back, files, looks at all sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

CELLS: Mapping[str, str] = {
    "slow": """
import jupyter_gradio_mcp as gr
from pathlib import Path
import time

def slow(message, history):
    yield "Well"
    if message == "fail":
        raise gr.Error("No luck today")
    while not Path("answer").exists():
        time.sleep(0.01)
    yield f"{len(history)}: **{message}**"
gr.ChatInterface(slow, title="Slow", submit_btn="Go", stop_btn="Halt", examples=["one", "two"]).launch()""",
    "more": """
def more(message, history, system, loud):
    return f"{system}: {message.upper() if loud else message}"
gr.ChatInterface(more, title="More", additional_inputs=[gr.Textbox("kind", label="System"), gr.Checkbox(label="Loud")],
    chatbot=gr.Chatbot(placeholder="Ask **me**", height=320), examples=[["hi", "rude", True], ["ho", None, None]],
    example_labels=["Rudely"]).launch()""",
    "files": """
def tell(message, history):
    names = [Path(path).name for path in message["files"]]
    return [f"{len(history)}: {message['text']} {names}", *({"path": path} for path in message["files"]),
        gr.Dataframe([[1, 2]], headers=["a", "b"])]
gr.ChatInterface(tell, title="Files", multimodal=True, textbox=gr.MultimodalTextbox(file_count="multiple",
    file_types=[".txt"], placeholder="Say it")).launch()""",
    "classic": """
with gr.Blocks(title="Classic") as demo:
    chatbot = gr.Chatbot(type="messages", label="Talk")
    message = gr.Textbox(label="You")
    def user(text, history):
        return "", [*history, {"role": "user", "content": text}]
    def bot(history):
        history.append({"role": "assistant", "content": ""})
        for letter in "Fine.":
            history[-1]["content"] += letter
            yield history
    message.submit(user, [message, chatbot], [message, chatbot], queue=False).then(bot, chatbot, chatbot)
demo.launch()""",
    "charts": """
table = {"n": [1, 2, 3, 4], "much": [3, 1, 4, 1], "kind": ["a", "b", "a", "b"]}
with gr.Blocks(title="Charts") as demo:
    lines = gr.LinePlot(table, x="n", y="much", color="kind", title="Lines of it", caption="As counted")
    bars = gr.BarPlot(lambda: table, x="kind", y="much", label="Bars", title="Sums", height=200)
    gr.Button("Change").click(lambda: gr.LinePlot(title="Other lines"), None, lines)
demo.launch()""",
}


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook of `CELLS`, all of which ran."""
    opened = server.notebook("chats.ipynb").run_all(CELLS)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Window, notebook: LiveNotebook) -> Page:
    """Its page, opened anew."""
    return window.page(notebook.address)


def app(page: Page, title: str) -> Locator:
    """The app of that title."""
    return page.get_by_role("region", name=title, exact=True)


def button(place: Locator, name: str) -> Locator:
    """A button of it."""
    return place.get_by_role("button", name=name, exact=True)


def box(place: Locator) -> Locator:
    """Where a message is written."""
    return place.get_by_role("textbox", name="Message", exact=True)


def log(place: Locator) -> Locator:
    """What was said."""
    return place.get_by_role("log")


def test_a_message_is_sent_stopped_answered_again_and_taken_back(page: Page, server: LiveServer) -> None:
    place = app(page, "Slow")
    expect(button(place, "Retry")).to_have_count(0)
    box(place).fill("first")
    box(place).press("Shift+Enter")
    box(place).press_sequentially("line")
    box(place).press("Enter")
    expect(log(place)).to_contain_text("first")
    expect(log(place)).to_contain_text("Well")
    expect(box(place)).to_have_value("")
    # What is typed meanwhile stays, and is not sent before there is an answer.
    box(place).fill("second")
    box(place).press("Enter")
    expect(box(place)).to_have_value("second")
    button(place, "Halt").click()
    expect(button(place, "Go")).to_be_enabled()
    expect(place.get_by_role("alert")).to_have_count(0)
    (server.root / "answer").touch()
    try:
        button(place, "Retry").click()
        expect(log(place)).to_contain_text("0: first")
        expect(log(place).locator("[data-role=assistant]")).to_have_count(1)
        expect(box(place)).to_have_value("second")
        button(place, "Undo").click()
        expect(box(place)).to_have_value("first\nline")
        expect(log(place)).to_have_count(0)
        button(place, "Go").click()
        expect(log(place)).to_contain_text("0: first")
        button(place, "Clear").click()
        button(place, "two").click()
        expect(log(place)).to_contain_text("0: two")
    finally:
        (server.root / "answer").unlink()


def test_an_answer_that_fails_keeps_the_message(page: Page) -> None:
    place = app(page, "Slow")
    box(place).fill("fail")
    button(place, "Go").click()
    expect(place.get_by_role("alert")).to_contain_text("No luck today")
    expect(log(place)).to_contain_text("fail")
    button(place, "Clear").click()
    expect(button(place, "one")).to_be_visible()


def test_further_inputs_and_examples_that_fill_them(page: Page) -> None:
    place = app(page, "More")
    expect(place.get_by_text("Ask me")).to_be_visible()
    button(place, "Rudely").click()
    expect(log(place)).to_contain_text("rude: HI")
    place.get_by_text("Additional inputs").click()
    expect(place.get_by_role("textbox", name="System", exact=True)).to_have_value("rude")
    place.get_by_role("textbox", name="System", exact=True).fill("calm")
    box(place).fill("yo")
    box(place).press("Enter")
    expect(log(place)).to_contain_text("calm: YO")
    assert log(place).evaluate("e => e.getBoundingClientRect().height") == pytest.approx(320, abs=1)


def test_files_go_with_a_message_and_come_back(page: Page, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.png"):
        (tmp_path / name).write_text(name)
    place = app(page, "Files")
    with page.expect_file_chooser() as chooser:
        button(place, "Add files to Message").click()
    chooser.value.set_files([tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.png"])
    expect(place.get_by_role("alert")).to_contain_text("Not taken: c.png (wanted: .txt).")
    expect(button(place, "Remove b.txt")).to_be_visible()
    button(place, "Remove b.txt").click()
    box(place).fill("look")
    box(place).press("Enter")
    expect(log(place)).to_contain_text("0: look ['a.txt']")
    expect(log(place).locator("[data-role=user]").first).to_contain_text("a.txt")
    expect(log(place).locator("[data-role=assistant]").nth(1)).to_contain_text("a.txt")
    expect(log(place).get_by_role("grid")).to_have_count(1)
    expect(button(place, "Remove a.txt")).to_have_count(0)
    button(place, "Undo").click()
    expect(box(place)).to_have_value("look")
    expect(button(place, "Remove a.txt")).to_be_visible()


def test_the_chatbot_of_gradios_guide(page: Page) -> None:
    place = app(page, "Classic")
    field = place.get_by_role("textbox", name="You", exact=True)
    for number in (1, 2):
        field.fill("How are you?")
        field.press("Enter")
        expect(log(place).get_by_text("Fine.", exact=True)).to_have_count(number)
        expect(field).to_have_value("")


def test_what_was_said_can_be_copied(page: Page, window: Window) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    place = app(page, "More")
    button(place, "ho").click()
    button(log(place), "Copy").click()
    expect(log(place).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "kind: ho"


def test_tables_are_drawn_and_drawn_anew(page: Page) -> None:
    place = app(page, "Charts")
    place.scroll_into_view_if_needed()
    frames = place.locator("iframe")
    expect(frames).to_have_count(2)
    lines, bars = (frames.nth(at).content_frame for at in (0, 1))
    expect(lines.get_by_text("Lines of it")).to_be_visible(timeout=30 * SECOND)
    expect(place.get_by_text("As counted")).to_be_visible()
    expect(bars.get_by_text("Sums")).to_be_visible(timeout=30 * SECOND)
    expect(lines.locator("path[aria-roledescription='line mark']")).to_have_count(2)
    expect(bars.locator("path[aria-roledescription='bar']")).to_have_count(2)
    button(place, "Change").click()
    expect(lines.get_by_text("Other lines")).to_be_visible(timeout=30 * SECOND)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_everybody_can_use_it(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str, width: int
) -> None:
    window = Window(browser, server, color_scheme=scheme, viewport={"width": width, "height": 900})
    try:
        page = window.page(notebook.address)
        button(app(page, "More"), "ho").click()
        expect(log(app(page, "More"))).to_contain_text("kind: ho")
        box(app(page, "Files")).fill("hi")
        box(app(page, "Files")).press("Enter")
        expect(log(app(page, "Files"))).to_contain_text("0: hi []")
        assert overflows(page) == []
        assert accessibility(page.locator("body")) == []
    finally:
        window.close()
