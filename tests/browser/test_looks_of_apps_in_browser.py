"""How apps look and feel: who has how much room, what moves, what is told where, markup in its frame, keys alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

APPS: Mapping[str, str] = {
    "rows": """
import time
from pathlib import Path
from PIL import Image
import jupyter_gradio_mcp as gr

def wait_for(name):
    while not Path(name).exists():
        time.sleep(0.005)

with gr.Blocks(title="Calculator") as demo:
    with gr.Row():
        with gr.Column(scale=2):
            first = gr.Number(7, label="First")
            with gr.Row():
                gr.ClearButton([first])
                go = gr.Button("Compute", variant="primary")
        with gr.Column(scale=1, min_width=200):
            result = gr.Number(label="Result", interactive=False)
    go.click(lambda n: n * 2, first, result)
demo.launch()""",
    "slow": """
with gr.Blocks(title="Slow") as demo:
    with gr.Row():
        text = gr.Textbox("abc", label="Text")
        out = gr.Textbox(label="Out")
        other = gr.Number(label="Other")
        begin = gr.Button("Begin")
    below = gr.Textbox("below", label="Below")
    def turn(text, progress=gr.Progress()):
        progress((1, 3), desc="Turning", unit="letters")
        wait_for("slow-goes-on")
        return text[::-1], len(text)
    begin.click(turn, text, [out, other])
    counted = gr.Number(0, label="Counted")
    calls = gr.State(0)
    many = gr.Button("Many")
    def count(n):
        time.sleep(0.2)
        return n + 1, n + 1
    many.click(count, calls, [calls, counted], trigger_mode="multiple")
demo.launch()""",
    "far": """
with gr.Blocks(title="Far") as demo:
    begin = gr.Button("Break it")
    gr.Markdown("\\n\\n".join(f"line {n}" for n in range(60)))
    out = gr.Textbox(label="Far away")
    def fail():
        raise gr.Error("It broke")
    begin.click(fail, None, out)
demo.launch()""",
    "tabs": """
with gr.Blocks(title="Settings") as demo:
    with gr.Tab("Person"):
        gr.Textbox(label="Name")
    with gr.Tab("Closed", interactive=False):
        gr.Markdown("Never seen.")
    with gr.Tab("Details"):
        with gr.Group():
            gr.Checkbox(label="News", value=True)
            gr.Dropdown(["English", "French"], value="English", label="Language")
        with gr.Accordion("Advanced", open=False):
            gr.Slider(0, 1, value=0.5, label="Share")
        with gr.Row():
            for variant in ("primary", "secondary", "stop", "huggingface"):
                gr.Button(variant, variant=variant, size="sm")
demo.launch()""",
    "markup": """
Path("assets").mkdir(exist_ok=True)
Image.new("RGB", (120, 40), "teal").save("assets/logo.png")
gr.set_static_paths(["assets"])
with gr.Blocks(title="Markup") as demo:
    page = gr.HTML('<h4>Hello</h4><img alt="logo" src="/gradio_api/file=assets/logo.png">'
        '<p>With <a href="https://example.com/there">a link</a></p><script>parent.harmed = 1</script>', label="Page")
    clicks = gr.Number(0, label="Clicks", interactive=False)
    longer = gr.Button("Longer", icon="assets/logo.png")
    seen = gr.State(0)
    page.click(lambda n: (n + 1, n + 1), seen, [seen, clicks])
    longer.click(lambda: "<p>one more line</p>" * 12, None, page)
_, address, _ = demo.launch()""",
    "form": """
def join(a: str, b: str, c: str) -> str:
    "Join three texts."
    return a + b + c
gr.Interface(join, ["text", "text"], "text", additional_inputs=[gr.Textbox("!", label="End")], title="Join",
    submit_btn="Put together", clear_btn="Begin anew", description="In *other* words", article="The end.").launch()""",
    "live": """
gr.Interface(lambda x: x * 2, gr.Slider(0, 10, value=3, label="x"), "number", live=True, title="Twice").launch()""",
    "many": """
with gr.Blocks(title="Many") as demo:
    boxes = []
    for line in range(50):
        with gr.Row():
            boxes += [gr.Textbox(f"{line}.{place}", label=f"Box {line}.{place}") for place in range(4)]
    gr.Button("Fill").click(lambda *texts: [text + "!" for text in texts], boxes, boxes)
    out, talk = gr.Textbox(label="Streamed"), gr.Chatbot(label="Talk")
    def stream():
        for end in range(1, 501):
            text = " ".join(f"word{n}" for n in range(end))
            yield text, [{"role": "user", "content": "go"}, {"role": "assistant", "content": text}]
    gr.Button("Stream").click(stream, None, [out, talk])
demo.launch()""",
}
"""The cells of the notebook."""


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("looks.ipynb").run_all(APPS)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Window, notebook: LiveNotebook) -> Page:
    """Its page, opened anew."""
    return window.page(notebook.address)


def app(page: Page, title: str) -> Panel:
    """The app of that title, when it is drawn."""
    found = Panel(page.get_by_role("region", name=title, exact=True))
    expect(found.place).to_be_visible(timeout=20 * SECOND)
    return found


def button(of: Panel, name: str) -> Locator:
    """A button of an app."""
    return of.place.get_by_role("button", name=name, exact=True)


def view(of: Panel, label: str) -> Locator:
    """A component that shows something."""
    return of.place.get_by_role("group", name=label, exact=True)


def box(of: Locator) -> dict[str, float]:
    """Where something is."""
    found = of.bounding_box()
    assert found
    return dict(found)


def test_columns_share_a_row_by_their_scale_and_stand_below_each_other_where_it_is_narrow(page: Page) -> None:
    calculator = app(page, "Calculator")
    first, result = box(calculator.field("First")), box(view(calculator, "Result"))
    assert result["x"] > first["x"] + first["width"]
    assert 1.8 < first["width"] / result["width"] < 2.1
    page.set_viewport_size({"width": 400, "height": 900})
    first, result = box(calculator.field("First")), box(view(calculator, "Result"))
    assert result["y"] > first["y"] + first["height"]
    assert abs(result["width"] - first["width"]) < 2


def test_nothing_moves_while_a_function_runs_nor_when_its_result_comes(page: Page, server: LiveServer) -> None:
    slow = app(page, "Slow")
    watched = [slow.field("Text"), view(slow, "Out"), view(slow, "Other"), button(slow, "Begin"), slow.field("Below")]
    before = [box(one) for one in watched]
    button(slow, "Begin").click()
    slow.shows("Turning")
    assert [box(one) for one in watched] == before
    (server.root / "slow-goes-on").touch()
    expect(view(slow, "Out")).to_contain_text("cba")
    expect(slow.text("Turning")).to_have_count(0)
    assert [box(one) for one in watched] == before
    (server.root / "slow-goes-on").unlink()


def test_a_button_whose_function_runs_takes_no_click_and_keeps_the_focus(page: Page, server: LiveServer) -> None:
    slow = app(page, "Slow")
    button(slow, "Begin").focus()
    page.keyboard.press("Enter")
    expect(button(slow, "Begin")).to_have_attribute("aria-disabled", "true")
    expect(button(slow, "Begin")).to_be_focused()
    (server.root / "slow-goes-on").touch()
    expect(view(slow, "Out")).to_contain_text("cba")
    expect(button(slow, "Begin")).not_to_have_attribute("aria-disabled", "true")
    expect(button(slow, "Begin")).to_be_focused()
    (server.root / "slow-goes-on").unlink()


def test_each_click_counts_where_the_author_says_so(page: Page) -> None:
    slow = app(page, "Slow")
    for _ in range(3):
        button(slow, "Many").click()
    expect(view(slow, "Counted")).to_contain_text("3")


def test_an_error_is_brought_to_whoever_began_it(page: Page) -> None:
    far = app(page, "Far")
    button(far, "Break it").click()
    expect(far.place.get_by_role("alert")).to_contain_text("It broke")
    expect(far.place.get_by_role("alert")).to_be_in_viewport()


def test_tabs_are_gone_through_by_keys_and_closed_ones_passed_over(page: Page) -> None:
    settings = app(page, "Settings")
    settings.place.get_by_role("tab", name="Person").focus()
    page.keyboard.press("ArrowRight")
    details = settings.place.get_by_role("tab", name="Details")
    expect(details).to_be_focused()
    expect(details).to_have_attribute("aria-selected", "true")
    expect(settings.field("Language")).to_be_visible()
    expect(settings.field("Share")).to_be_hidden()
    settings.text("Advanced").focus()
    page.keyboard.press("Enter")
    expect(settings.field("Share")).to_be_visible()
    details.focus()
    page.keyboard.press("Home")
    expect(settings.field("Name")).to_be_visible()


def test_markup_is_as_high_as_it_is_hears_clicks_and_runs_nothing(page: Page, window: Window) -> None:
    window.expect_problems("Content Security Policy")
    markup = app(page, "Markup")
    frame = markup.place.locator("iframe")
    inside = frame.content_frame
    expect(inside.get_by_text("Hello")).to_be_visible()
    # The guide's picture shows, though the frame has an origin of its own.
    expect(inside.get_by_alt_text("logo")).to_have_js_property("naturalWidth", 120)
    assert page.evaluate("() => window.harmed") is None
    inside.get_by_text("Hello").click()
    expect(view(markup, "Clicks")).to_contain_text("1")
    with window.context.expect_page() as opened:
        inside.get_by_text("a link").click()
    opened.value.close()
    expect(inside.get_by_text("Hello")).to_be_visible()
    before = box(frame)["height"]
    button(markup, "Longer").click()
    expect(inside.get_by_text("one more line")).to_have_count(12)
    page.wait_for_function("([frame, before]) => frame.clientHeight > before", arg=[frame.element_handle(), before])
    content = inside.locator("html").evaluate("at => at.getBoundingClientRect().height")
    assert abs(box(frame)["height"] - content) <= 1


def test_a_guest_sees_the_pictures_of_markup(browser: Browser, server: LiveServer, notebook: LiveNotebook) -> None:
    address = notebook.run("print(address)").stdout.strip()
    window = Window(browser, server, log_in=False)
    window.expect_problems("Content Security Policy")
    try:
        page = window.context.new_page()
        page.goto(address)
        logo = app(page, "Markup").place.locator("iframe").content_frame.get_by_alt_text("logo")
        expect(logo).to_have_js_property("naturalWidth", 120)
    finally:
        window.close()


def test_the_buttons_of_a_form_say_what_the_author_wrote(page: Page) -> None:
    join = app(page, "Join")
    expect(join.text("Join three texts.")).to_have_count(0)
    join.shows("In other words")
    join.field("A").fill("one")
    join.field("B").fill("two")
    expect(join.field("End")).to_be_hidden()
    button(join, "Put together").click()
    expect(join.results).to_contain_text("onetwo!")
    join.text("Additional inputs").click()
    join.field("End").fill("?")
    join.field("End").press("Enter")
    expect(join.results).to_contain_text("onetwo?")
    button(join, "Begin anew").click()
    expect(join.field("A")).to_have_value("")


def test_a_live_form_says_what_to_do(page: Page) -> None:
    twice = app(page, "Twice")
    twice.shows("Change a field, and the result shows here.")
    twice.field("x").first.press("ArrowRight")
    expect(twice.results).to_contain_text("6.2")


def test_many_components_are_filled_and_a_fast_stream_comes_to_its_end(page: Page) -> None:
    many = app(page, "Many")
    button(many, "Fill").click()
    expect(many.field("Box 49.3")).to_have_value("49.3!")
    expect(many.field("Box 0.0")).to_have_value("0.0!")
    button(many, "Stream").click()
    # What a person types meanwhile stays.
    many.field("Box 3.1").fill("mine")
    expect(view(many, "Streamed")).to_contain_text("word499", timeout=30 * SECOND)
    expect(many.place.get_by_role("log", name="Talk")).to_contain_text("word499")
    expect(many.field("Box 3.1")).to_have_value("mine")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 800, 1200])
def test_apps_fit_and_have_no_barrier(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, width: int, scheme: str
) -> None:
    window = Window(browser, server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    window.expect_problems("Content Security Policy")
    page = window.page(notebook.address)
    try:
        app(page, "Settings").place.get_by_role("tab", name="Details").click()
        button(app(page, "Slow"), "Begin").click()
        slow = app(page, "Slow")
        slow.shows("Turning")
        # It comes softly.
        told = slow.place.get_by_role("button", name=re.compile("^Stop")).locator("xpath=..")
        expect(told).to_have_css("opacity", "1")
        assert overflows(page) == []
        assert accessibility(page.locator("html")) == []
    finally:
        goes_on = server.root / "slow-goes-on"
        goes_on.touch()
        expect(view(app(page, "Slow"), "Out")).to_contain_text("cba")
        goes_on.unlink()
        window.close()
