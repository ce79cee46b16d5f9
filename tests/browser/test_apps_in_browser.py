"""Apps as people use them: forms, buttons, events, updates, timers, conversations, on the page of their notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import SECOND, Panel, Window, accessibility, overflows
from support.live import LiveNotebook, LiveServer

APPS: Mapping[str, str] = {
    "letters": '''
import jupyter_gradio_mcp as gr
from pathlib import Path
import time

def wait_for(name):
    while not Path(name).exists():
        time.sleep(0.005)

def letter_counter(word: str, letter: str) -> int:
    """Count the number of occurrences of a letter in a word or text.

    Args:
        word: The input text to search through
        letter: The letter to search for
    """
    return word.lower().count(letter.lower())

gr.Interface(fn=letter_counter, inputs=[gr.Textbox("strawberry"), gr.Textbox("r")], outputs=[gr.Number()],
    title="Letter Counter", description="Enter text and a letter to count how many times the letter appears in it.",
).launch()''',
    "tools": """
def prime_factors(n: str) -> str:
    "Compute the prime factorization of a positive integer."
    found, rest, divisor = [], int(n), 2
    while rest > 1:
        while rest % divisor == 0:
            found.append(divisor)
            rest //= divisor
        divisor += 1
    return str(found)

def is_divisible(n: float, by: float) -> bool:
    "Whether it is."
    return n % by == 0

gr.TabbedInterface([gr.Interface(prime_factors, gr.Textbox("1001"), gr.Textbox()),
    gr.Interface(is_divisible, [gr.Number(9), gr.Number(3)], gr.Checkbox())], ["Prime Factors", "Divisible"],
    title="Tools").launch()""",
    "live": """
def shout(text):
    return text.upper()
gr.Interface(shout, gr.Textbox(label="Quiet"), gr.Textbox(label="Loud"), live=True, title="Shouting").launch()""",
    "cart": """
with gr.Blocks(title="Cart") as demo:
    with gr.Row():
        item = gr.Textbox(label="Item")
        add = gr.Button("Add", variant="primary")
    cart = gr.State([])
    listed = gr.Textbox(label="In the cart", interactive=False)
    said = gr.Markdown()
    done = gr.Number(label="Counted to")
    def put(item, cart):
        if not item:
            raise gr.Error("There is nothing to add")
        cart = [*cart, item]
        return ", ".join(cart), cart, ""
    added = gr.on([add.click, item.submit], put, [item, cart], [listed, cart, item])
    def count():
        for n in range(1, 4):
            yield n
            time.sleep(0.02)
    added.success(count, None, done).then(lambda n: f"Counted **{n:g}**.", done, said)
    added.failure(lambda: "That *failed*.", None, said)
demo.launch()""",
    "changes": """
with gr.Blocks(title="Changes") as demo:
    country = gr.Radio(["Italy", "France"], label="Country")
    city = gr.Dropdown(["Rome", "Pisa"], label="City")
    with gr.Column(visible=False) as more:
        note = gr.Textbox(label="Note", placeholder="none yet")
    shown = gr.Textbox(label="Chosen", interactive=False)
    went = gr.Button("Go on", interactive=False)
    tabs = gr.Tabs()
    with tabs:
        with gr.Tab("First", id="first"):
            gr.Markdown("The *first* one.")
        with gr.Tab("Second", id="second"):
            gr.Markdown("The second one.")
    with gr.Accordion("Details", open=False) as details:
        gr.Markdown("Many of them.")
    def cities(country):
        names = ["Paris", "Nice"] if country == "France" else ["Rome", "Pisa"]
        return gr.Dropdown(choices=names, value=names[0]), gr.update(visible=country == "France")
    country.change(cities, country, [city, more])
    city.change(lambda city: (f"{city}!", gr.Button(interactive=True)), city, [shown, went])
    went.click(lambda: (gr.Tabs(selected="second"), gr.Accordion(open=True), gr.update(value="Gone", variant="stop")),
        None, [tabs, details, went])
demo.launch()""",
    "circle": """
with gr.Blocks(title="Temperatures") as demo:
    celsius = gr.Number(0, label="Celsius")
    fahrenheit = gr.Number(32, label="Fahrenheit")
    celsius.change(lambda c: c * 9 / 5 + 32, celsius, fahrenheit, show_progress="hidden")
    fahrenheit.change(lambda f: (f - 32) * 5 / 9, fahrenheit, celsius, show_progress="hidden")
    one = gr.Number(0, label="One")
    other = gr.Number(0, label="Other")
    one.change(lambda n: n + 1, one, other, show_progress="hidden")
    other.change(lambda n: n + 1, other, one, show_progress="hidden")
demo.launch()""",
    "clock": """
with gr.Blocks(title="Clock") as demo:
    ticks = gr.State(0)
    first = gr.Textbox(label="Loaded", interactive=False)
    shown = gr.Number(label="Ticks", interactive=False)
    timer = gr.Timer(0.1)
    stop = gr.Button("Stop the clock")
    def tick(n):
        return n + 1, n + 1
    timer.tick(tick, ticks, [ticks, shown], show_progress="hidden")
    stop.click(lambda: gr.Timer(active=False), None, timer)
    demo.load(lambda: "at once", None, first)
demo.launch()""",
    "slow": """
with gr.Blocks(title="Slow") as demo:
    begin = gr.Button("Begin")
    halt = gr.Button("Halt", variant="stop")
    story = gr.Textbox(label="Story", interactive=False)
    def tell(progress=gr.Progress()):
        progress((1, 4), desc="Thinking", unit="words")
        gr.Info("It begins")
        yield "Once upon"
        wait_for("slow-goes-on")
        yield "Once upon a time"
    begun = begin.click(tell, None, story)
    halt.click(None, cancels=[begun])
demo.launch()""",
    "chat": """
def echo(message, history):
    said = f"{len(history)}: {message}"
    for end in range(1, len(said) + 1):
        yield said[:end]
gr.ChatInterface(echo, title="Echo", examples=["hi there"]).launch()""",
}
"""The cells of the notebook."""


class Place(NamedTuple):
    """The page of the notebook of `APPS`."""

    page: Page
    folder: Path

    def app(self, title: str) -> App:
        """The app of that title."""
        return App(self.page.get_by_role("region", name=title, exact=True))


class App(Panel):
    """An app, as a person finds its parts."""

    def part(self, role: str, name: str) -> Locator:
        """What has that role and that name."""
        return self.place.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]

    def button(self, name: str) -> Locator:
        """A button."""
        return self.part("button", name)

    def view(self, label: str) -> Locator:
        """A component that shows something."""
        return self.place.get_by_role("group", name=label, exact=True)


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    """The notebook, all of whose cells ran."""
    opened = server.notebook("apps.ipynb").run_all(APPS)
    yield opened
    opened.close()


@pytest.fixture
def place(window: Window, server: LiveServer, notebook: LiveNotebook) -> Place:
    """Its page, opened anew."""
    return Place(window.page(notebook.address), server.root)


def test_an_interface_is_a_form_and_its_results(place: Place) -> None:
    app = place.app("Letter Counter").ready()
    app.shows("Enter text and a letter to count how many times the letter appears in it.")
    expect(app.field("Word")).to_have_value("strawberry")
    app.run()
    expect(app.results).to_contain_text("3")
    app.field("Letter").fill("w")
    app.field("Letter").press("Enter")
    expect(app.results.locator("[data-component]")).to_contain_text("1")


def test_apps_in_tabs(place: Place) -> None:
    app = place.app("Tools").ready()
    app.run()
    app.shows("[7, 11, 13]")
    app.part("tab", "Divisible").click()
    app.place.get_by_role("tabpanel", name="Divisible").get_by_role("button", name="Run").click()
    expect(app.place.get_by_role("region", name="Result").last).to_have_attribute("data-phase", "done")


def test_a_live_interface_follows_what_is_typed(place: Place) -> None:
    app = place.app("Shouting")
    app.field("Quiet").press_sequentially("hello", delay=20)
    expect(app.results).to_contain_text("HELLO")
    expect(app.run_button).to_have_count(0)


def test_a_button_fills_outputs_and_what_comes_after_it_goes_on_from_there(place: Place) -> None:
    app = place.app("Cart")
    app.field("Item").fill("tea")
    app.button("Add").click()
    expect(app.view("In the cart")).to_contain_text("tea")
    expect(app.field("Item")).to_have_value("")
    expect(app.field("Counted to")).to_have_value("3")
    expect(app.text("Counted 3.")).to_be_visible()
    # Enter does the same, and the values of the session are still there.
    app.field("Item").fill("milk")
    app.field("Item").press("Enter")
    expect(app.view("In the cart")).to_contain_text("tea, milk")


def test_a_failure_is_told_and_begins_what_comes_after_failures(place: Place) -> None:
    app = place.app("Cart")
    app.button("Add").click()
    expect(app.place.get_by_role("alert")).to_contain_text("There is nothing to add")
    expect(app.text("That failed.")).to_be_visible()
    app.field("Item").fill("rice")
    app.button("Add").click()
    expect(app.place.get_by_role("alert")).to_have_count(0)


def test_values_survive_a_reload(place: Place) -> None:
    app = place.app("Cart")
    app.field("Item").fill("salt")
    app.button("Add").click()
    expect(app.view("In the cart")).to_contain_text("salt")
    app.field("Item").fill("pepper")
    place.page.reload()
    expect(app.field("Item")).to_have_value("pepper")
    expect(app.view("In the cart")).to_contain_text("salt")
    app.button("Add").click()
    expect(app.view("In the cart")).to_contain_text("salt, pepper")


def test_updates_change_choices_visibility_and_the_looks_of_others(place: Place) -> None:
    app = place.app("Changes")
    expect(app.field("Note")).to_be_hidden()
    expect(app.button("Go on")).to_be_disabled()
    app.part("radio", "France").check()
    expect(app.field("Note")).to_be_visible()
    expect(app.view("Chosen")).to_contain_text("Paris!")
    expect(app.field("City").locator("option:checked")).to_have_text("Paris")
    app.button("Go on").click()
    expect(app.button("Gone")).to_be_visible()
    expect(app.part("tab", "Second")).to_have_attribute("aria-selected", "true")
    app.shows("Many of them.")
    app.part("radio", "Italy").check()
    expect(app.field("Note")).to_be_hidden()
    expect(app.view("Chosen")).to_contain_text("Rome!")
    place.page.reload()
    expect(app.button("Gone")).to_be_visible()


def test_changes_by_results_settle_or_come_to_an_end(place: Place) -> None:
    app = place.app("Temperatures")
    app.field("Celsius").fill("100")
    expect(app.field("Fahrenheit")).to_have_value("212")
    app.field("Fahrenheit").fill("50")
    expect(app.field("Celsius")).to_have_value("10")
    app.field("One").fill("1")
    expect(app.place.get_by_role("alert")).to_contain_text("without an end", timeout=20 * SECOND)


def test_a_timer_ticks_until_it_is_stopped_and_the_load_comes_once(place: Place) -> None:
    app = place.app("Clock")
    expect(app.view("Loaded")).to_contain_text("at once")
    expect(app.view("Ticks")).to_contain_text(re.compile("[1-9]"))
    seen = app.view("Ticks").inner_text()
    expect(app.view("Ticks")).not_to_have_text(seen)
    app.button("Stop the clock").click()
    place.page.wait_for_timeout(500)
    seen = app.view("Ticks").inner_text()
    place.page.wait_for_timeout(500)
    assert app.view("Ticks").inner_text() == seen


def test_an_output_grows_with_progress_beside_it(place: Place) -> None:
    app = place.app("Slow")
    app.button("Begin").click()
    expect(app.view("Story")).to_contain_text("Once upon")
    app.shows("Thinking")
    app.shows("It begins")
    expect(app.view("Story").locator("xpath=..")).to_have_attribute("aria-busy", "true")
    (place.folder / "slow-goes-on").touch()
    expect(app.view("Story")).to_contain_text("Once upon a time")
    expect(app.view("Story").locator("xpath=..")).to_have_attribute("aria-busy", "false")
    (place.folder / "slow-goes-on").unlink()


def test_a_call_is_stopped_by_its_own_stop_and_by_a_button_that_cancels_it(place: Place) -> None:
    app = place.app("Slow")
    busy = app.view("Story").locator("xpath=..")
    for stop in ("Halt", re.compile("^Stop")):
        app.button("Begin").click()
        app.shows("Thinking")
        app.place.get_by_role("button", name=stop).click()
        expect(busy).to_have_attribute("aria-busy", "false")
    expect(app.place.get_by_role("alert")).to_have_count(0)


def test_a_conversation(place: Place) -> None:
    app = place.app("Echo")
    app.field("Message").fill("Good morning")
    app.field("Message").press("Enter")
    app.shows("0: Good morning")
    expect(app.field("Message")).to_have_value("")
    app.field("Message").fill("And you")
    app.button("Send").click()
    app.shows("2: And you")
    place.page.reload()
    app.shows("2: And you")
    app.button("Clear").click()
    expect(app.text("2: And you")).to_have_count(0)
    app.button("hi there").click()
    app.shows("0: hi there")


def test_the_functions_of_an_app_can_be_tried_on_the_api_page(place: Place, notebook: LiveNotebook) -> None:
    place.page.goto(f"{place.page.url.split('?')[0]}?view=api&fn=put")
    put = Panel(place.page.get_by_role("region", name="/put", exact=True))
    put.field("Item").fill("bread")
    put.run()
    expect(put.results).to_contain_text("bread")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_can_be_used_by_everybody(
    browser: Browser, server: LiveServer, notebook: LiveNotebook, scheme: str
) -> None:
    window = Window(browser, server, color_scheme=scheme, viewport={"width": 400, "height": 900})
    try:
        page = window.page(notebook.address)
        place = Place(page, server.root)
        place.app("Cart").button("Add").click()
        expect(place.app("Cart").place.get_by_role("alert")).to_be_visible()
        assert overflows(page) == []
        assert accessibility(page.locator("body")) == []
    finally:
        window.close()


def test_an_app_below_its_cell_in_jupyterlab(window: Window) -> None:
    lab = window.lab("app in lab.ipynb", {"app": APPS["letters"].split("\ngr.Interface")[0] + APPS["cart"]})
    lab.connected().run_cell("app")
    app = App(lab.output("app"))
    app.field("Item").fill("tea")
    # Neither the notebook nor its cell takes the key.
    app.field("Item").press("Enter")
    expect(app.view("In the cart")).to_contain_text("tea")
    expect(app.text("Counted 3.")).to_be_visible()
    app.part("tab", "API").click()
    put = Panel(app.place.get_by_role("region", name="/put", exact=True))
    put.place.get_by_role("button", name="/put").click()
    put.text("Try it").click()
    put.field("Item").fill("milk")
    put.run()
    expect(put.results).to_contain_text("tea, milk")
    # It is the app's own function, which fills the app as well.
    app.part("tab", "Run").click()
    expect(app.view("In the cart")).to_contain_text("tea, milk")
