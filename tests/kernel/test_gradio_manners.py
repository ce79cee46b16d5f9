"""What people write in Gradio's programs, and what such programs count on."""

import functools
import warnings
from pathlib import Path
from typing import Any

import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr


def outcome(*values: Any) -> str:
    """The values, as text."""
    return repr(values)


# -- what components begin with --


def test_fields_begin_as_gradios_do_and_those_are_defaults() -> None:
    with gr.Blocks() as demo:
        fields = [
            gr.Slider(2, 5),
            gr.Dropdown(["a", "b"]),
            gr.Dropdown(["a", "b"], multiselect=True),
            gr.CheckboxGroup(["a", "b"]),
            gr.Checkbox(),
        ]
        gr.Button().click(outcome, fields, gr.Textbox(), api_name="go")
    app = Opened(demo)
    assert app.call("go") == "(2, 'a', [], [], False)"
    assert [info["required"] for info in app.infos["go"]["parameters"]] == [False] * 5


def test_a_dropdown_whose_author_says_none_begins_empty() -> None:
    with gr.Blocks() as demo:
        gr.Button().click(outcome, gr.Dropdown(["a", "b"], value=None), gr.Textbox(), api_name="go")
    assert "needs 'param_0'" in Opened(demo).error("go")


def test_a_form_without_an_app_begins_as_its_hint_says() -> None:
    assert gr.Dropdown(["a", "b"]).value is None
    assert gr.Slider(2, 5).value is None


def test_a_slider_that_is_randomized_is_asked_for_its_number() -> None:
    with gr.Blocks() as demo:
        gr.Slider(-1, 1, step=0.25, randomize=True)
        gr.Slider(3, 4, step=1, randomize=True)
    app = Opened(demo)
    assert {app.call("begin_1") for _ in range(40)} == {3, 4}
    assert all(number in [step / 4 for step in range(-4, 5)] for number in (app.call("begin") for _ in range(9)))


# -- values that are functions --


def test_a_value_that_is_a_function_is_asked_again_for_its_inputs_and_at_each_tick() -> None:
    with gr.Blocks() as demo:
        count, clock = gr.Slider(1, 9, 3, step=1), gr.Timer(2)
        gr.Textbox(lambda count: "x" * count, inputs=count, every=clock)
        gr.Number(lambda: 7, every=0.5)
    app = Opened(demo)
    assert app.call("begin", count=2) == "xx"
    first, second = (app.action(name) for name in ("begin", "begin_1"))
    ids = {component["type"]: component["id"] for component in reversed(app.panel["components"])}
    assert [tuple(trigger) for trigger in first["triggers"]] == [
        ("", "load"),
        (ids["Slider"], "change"),
        (ids["Timer"], "tick"),
    ]
    [_, (own, event)] = second["triggers"]
    assert event == "tick"
    assert app.component(own)["props"]["value"] == 0.5


def test_the_clock_of_a_field_of_an_interface_is_on_its_panel() -> None:
    demo = gr.Interface(outcome, gr.Textbox(lambda: "now", every=1), "text")
    panel = Opened(demo).panel
    assert [component["type"] for component in panel["components"]].count("Timer") == 1
    assert panel["title"] == "outcome"


# -- validators --


def judge_age(age: float, place: str) -> list[Any]:
    return [gr.validate(age >= 3, "Too young."), gr.validate(place != "x", "No such place.")]


def test_a_validator_is_asked_before_the_function_and_says_what_is_wrong_with_which_field() -> None:
    asked: list[float] = []
    with gr.Blocks() as demo:
        age, place = gr.Number(), gr.Textbox()

        def enter(years: float, where: str) -> str:
            asked.append(years)
            return f"{where} {years:g}"

        gr.Button().click(enter, [age, place], gr.Textbox(), validator=judge_age)
    app = Opened(demo)
    assert app.call("enter", years=4, where="y") == "y 4"
    [error] = app.told("enter", years=1, where="x").of("error")
    assert error["error"]["code"] == "invalid_arguments"
    assert [(said["loc"], said["msg"]) for said in error["error"]["details"]] == [
        (["years"], "Too young."),
        (["where"], "No such place."),
    ]
    assert asked == [4]


@pytest.mark.parametrize("said", [None, {"__type__": "validate", "is_valid": True, "message": ""}, "anything"])
def test_a_validator_that_finds_nothing_wrong_lets_it_run(said: Any) -> None:
    assert Opened(gr.Interface(lambda a: a, "text", "text", validator=lambda a: said)).call("predict", a="b") == "b"


# -- components as types --


def test_a_hint_that_is_a_component_gives_the_component_which_may_come_back_changed() -> None:
    with gr.Blocks() as demo:
        number = gr.Number(5, maximum=10, label="Length")

        def double(field: gr.Number) -> gr.Number:
            field.value *= 2
            field.maximum *= 2
            return field

        gr.Button().click(double, number, number)
    told = Opened(demo).call("double", field=4)
    assert (told["value"], told["maximum"], told["label"]) == (8, 20, "Length")
    assert number.value == 5


# -- values of the session that are listened to --


class Basket(list):  # type: ignore[type-arg]
    """Changed in place."""


def test_a_state_that_a_function_changed_is_told_of_to_the_panel_that_listens() -> None:
    with gr.Blocks() as demo:
        cart = gr.State(Basket())
        item, shown = gr.Textbox(), gr.Number()

        def put(item: str, cart: Basket) -> Basket:
            if item:
                cart.append(item)
            return cart

        gr.Button().click(put, [item, cart], cart)
        cart.change(len, cart, shown, api_name="count")
    app = Opened(demo)
    [(source, event)] = app.action("count")["triggers"]
    assert (source, event) == (cart.watch, "change")

    def changed(item: str) -> Any:
        [result] = app.told("put", item=item, session="s", viewer="owner").of("result")
        return result.get("changed")

    assert changed("apple") == [cart.watch]
    assert changed("") is None
    assert changed("pear") == [cart.watch]
    # A program is told of no panel's ids.
    assert "changed" not in app.told("put", item="fig", session="s").of("result")[0]


def test_a_state_is_listened_to_within_an_app() -> None:
    with pytest.raises(AttributeError, match="Events are listened to within"):
        _ = gr.State(0).change
    assert not hasattr(gr.State(0), "nonsense")


# -- names, keywords --


@pytest.mark.parametrize("name", ["playable_video", "microphone", "Matrix", "list", "numpy", "files"])
def test_the_short_names_of_gradio_name_components(name: str) -> None:
    assert Opened(gr.Interface(lambda value: None, name, None)).names() == ["predict"]


@pytest.mark.parametrize(
    ("made", "type", "option", "value"),
    [
        (gr.Microphone, "Audio", "sources", ["microphone"]),
        (gr.PlayableVideo, "Video", "sources", ["upload"]),
        (gr.Files, "File", "file_count", "multiple"),
        (gr.List, "Dataframe", "col_count", [1, "dynamic"]),
        (lambda: gr.Dataframe(column_count=3), "Dataframe", "col_count", [3, "dynamic"]),
    ],
)
def test_presets_are_drawn_as_what_they_are_made_from(made: Any, type: str, option: str, value: Any) -> None:
    with gr.Blocks() as demo:
        made()
    [component] = Opened(demo).panel["components"]
    assert (component["type"], component["props"][option]) == (type, value)


def test_an_authors_own_kind_of_component_is_drawn_as_what_it_is_made_from() -> None:
    class Loud(gr.Textbox):
        def __init__(self, value: Any = None, **options: Any) -> None:
            super().__init__(value, label="Loud", **options)

    with gr.Blocks() as demo:
        Loud("a")
    [component] = Opened(demo).panel["components"]
    assert (component["type"], component["props"]["label"]) == ("Textbox", "Loud")


def test_what_a_component_takes_in_gradio_is_taken_silently_or_told_of_or_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gr.Audio(waveform_options=gr.WaveformOptions(waveform_color="red"), streaming=False, format="mp3")
        gr.Image(webcam_options=gr.WebcamOptions(mirror=False), placeholder="Drop")
        gr.Gallery(allow_preview=False, selected_index=2)
        gr.Dataframe(show_search="filter", max_chars=10, pinned_columns=1)
    with pytest.warns(UserWarning, match=r"gr\.Audio takes no account of streaming=: a recording is sent"):
        gr.Audio(streaming=True)
    with pytest.raises(NotImplementedError, match=r"gr\.HTML: html_template= is not supported here\. The nearest is"):
        gr.HTML(3, html_template="<b>${value}</b>", size=3)
    # Each keyword is of its own component only.
    with pytest.raises(TypeError, match=r"gr\.Textbox takes no 'waveform_options'"):
        gr.Textbox(waveform_options={})


def test_a_listener_that_only_runs_a_script_does_nothing_and_what_comes_after_it_comes() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox("a")
        with pytest.warns(UserWarning, match="only js= does nothing: no script"):
            first = gr.Button().click(None, box, box, js="(x) => x")
        first.then(outcome, box, box, api_name="after")
        # Gradio makes a script of the function; here it runs.
        box.change(outcome, box, box, js=True, api_name="here")
    app = Opened(demo)
    assert app.names() == ["after", "here"]
    [begun] = [action for action in app.panel["actions"] if action["id"] == app.action("after")["after"][0]]  # type: ignore[index]
    assert begun["endpoint"]
    assert app.call(begun["endpoint"]) is None


def test_a_listener_without_a_function_is_told_of() -> None:
    with gr.Blocks() as demo, pytest.warns(UserWarning, match="A listener does nothing: it has no function"):
        gr.Button().click(None, [], gr.Textbox())
    assert Opened(demo).names() == []


def test_from_import_of_what_is_not_here_says_what_is_nearest() -> None:
    with pytest.raises(ImportError, match=r"gr\.Server is not supported here. The nearest is"):
        from jupyter_gradio_mcp import Server  # noqa: F401
    assert not hasattr(gr, "Server")


def test_tabs_take_what_they_hold_in_gradios_order() -> None:
    with gr.Blocks() as demo, gr.Tab("One", False):
        gr.Textbox()
    [tabs] = [c for c in Opened(demo).panel["components"] if c["type"] == "Tab"]
    assert tabs["props"]["visible"] is False


def test_languages_of_code_can_be_offered() -> None:
    with gr.Blocks():
        assert "python" in gr.Dropdown(gr.Code.languages).values


# -- results --


def test_several_outputs_that_hold_others_are_as_many_outputs() -> None:
    with gr.Blocks() as demo:
        with gr.Column() as one:
            gr.Textbox()
        with gr.Row() as two:
            gr.Textbox()
        gr.Button().click(lambda: (gr.Column(visible=False), gr.update(visible=True)), None, [one, two], api_name="go")
    app = Opened(demo)
    assert len(app.infos["go"]["outputs"]) == 2
    assert [update["visible"] for update in app.call("go")] == [False, True]


def test_a_default_that_is_a_file_which_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    demo = gr.Interface(lambda image: None, gr.Image(str(tmp_path / "none.png")), None)
    assert "there is no such file" in Opened(demo).error("predict")


# -- what functions are --


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello {name}"

    def __call__(self, name: str) -> str:
        return self.greet(name)


@pytest.mark.parametrize(
    "function", [Greeter().greet, Greeter(), functools.partial(Greeter().greet), lambda name: Greeter().greet(name)]
)
def test_whatever_can_be_called_listens(function: Any) -> None:
    with gr.Blocks() as demo:
        gr.Button().click(function, gr.Textbox("you"), gr.Textbox(), api_name="go")
    assert Opened(demo).call("go") == "Hello you"


# -- tabs and pages --


def labels(node: Any) -> list[Any]:
    """The labels of tabs, as a tree."""
    inner = [found for child in node.get("children", ()) for found in labels(child)]
    if node["type"] == "tabs":
        return [inner]
    return [(node.get("label"), *inner)] if node["type"] == "tab" else inner


def test_tabs_without_what_holds_them_belong_together() -> None:
    with gr.Blocks() as demo:
        with gr.Tab("A") as first, gr.Tab("Within"):
            gr.Textbox()
        with gr.Tab("B"):
            gr.Textbox()
        gr.Markdown("Between")
        with gr.Tab("C"):
            gr.Textbox()
        with gr.Tabs(), gr.Tab("D"):
            gr.Textbox()
        with gr.TabItem("E"):
            gr.Textbox()
        first.select(lambda: None, None, None)
    panel = Opened(demo).panel
    assert labels(panel["layout"]) == [[("A", [("Within",)]), ("B",)], [("C",)], [("D",)], [("E",)]]
    assert {component["type"] for component in panel["components"]} == {"Tabs", "Tab", "Textbox", "Markdown"}


def test_pages_are_tabs() -> None:
    with gr.Blocks() as demo:
        gr.Textbox("first")
    with demo.route("Settings", "/settings") as page:
        box = gr.Textbox("second")
        page.load(lambda: "loaded", None, box, api_name="begun")
    with demo.route("More"):
        gr.Interface(str.upper, "text", "text")
    app = Opened(demo)
    assert labels(app.panel["layout"]) == [[("Home",), ("Settings",), ("More",)]]
    assert app.action("begun")["triggers"] == [("", "load")]
    assert app.call("upper", self="a") == "A"
    with demo, pytest.raises(ValueError, match="belongs behind"):
        demo.route("Within")
