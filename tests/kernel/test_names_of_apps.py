"""What an app's functions, panels and fields are called."""

from __future__ import annotations

from typing import Any

from support.apps import Opened

import jupyter_gradio_mcp as gr


def double(value: str) -> str:
    """Twice.

    Returns:
        The text, two times.
    """
    return value * 2


def own_names(app: Opened) -> dict[str, str]:
    """What the functions of an app that are not private are called in the notebook, by what the app calls them."""
    infos = (info for info in app.infos.values() if info["visibility"] != "private")
    return {info["own_name"] or info["name"]: info["name"] for info in infos}


def labels(app: Opened) -> list[Any]:
    return [component["props"].get("label") for component in app.panel["components"]]


def test_a_function_remembers_the_name_that_its_app_gave_it() -> None:
    held = {"double": None, "predict": None, "predict_1": None}
    app = Opened(
        gr.TabbedInterface([gr.Interface(double, "text", "text"), gr.Interface(double, "text", "text")]), taken=held
    )
    assert own_names(app) == {
        "double": "double_1",
        "double_1": "double_2",
        "predict": "predict_2",
        "predict_1": "predict_3",
    }
    assert app.infos["predict_3"]["alias"] == "double_2"
    alone = Opened(gr.Interface(double, "text", "text"))
    assert {info["own_name"] for info in alone.infos.values()} == {""}


def test_the_lambda_of_an_interface_is_predict_and_needs_no_other_name() -> None:
    form = gr.Interface(lambda value: value, "text", "text")
    assert own_names(Opened(form, taken={"predict": None})) == {"predict": "predict_1"}


def test_lambdas_that_listen_are_called_lambda() -> None:
    with gr.Blocks() as demo:
        text = gr.Textbox()
        text.change(lambda value: value, text, text)
        text.submit(lambda value: value, text, text)
        gr.Interface(double, "text", "text")
        gr.Interface(lambda value: value, "text", "text")
    app = Opened(demo)
    assert sorted(app.names()) == ["double", "lambda", "lambda_1", "predict"]
    assert app.names("undocumented") == ["predict_1"]


def test_an_untitled_app_is_called_by_what_it_is() -> None:
    def tell_me(message: str, history: Any) -> str:
        return message

    def title(app: gr.Blocks) -> str:
        return Opened(app).panel["title"]

    forms = [gr.Interface(double, "text", "text") for _ in range(4)]
    assert title(gr.ChatInterface(tell_me)) == "Tell me"
    assert title(gr.ChatInterface(lambda message, history: message)) == "Chat"
    assert title(gr.ChatInterface(tell_me, title="Ann")) == "Ann"
    assert title(gr.TabbedInterface(forms[:2], ["One", "Two"])) == "One, Two"
    assert title(gr.TabbedInterface(forms, ["One", "Two", "Three", "Four"])) == "App"
    assert title(gr.Interface(double, "text", "text")) == "double"
    assert title(gr.Interface(double, "text", "text", api_name=False)) == "double"
    with gr.Blocks() as demo:
        text, go = gr.Textbox(), gr.Button("go")
        go.click(double, text, text)
        text.change(lambda value: value, text, text, api_name=False)
    assert title(demo) == "double"
    with demo:
        text.submit(double, text, text)
    assert title(demo) == "App"
    with gr.Blocks() as empty:
        gr.Markdown("Nothing")
    assert title(empty) == "App"


def test_in_blocks_a_component_without_a_label_is_called_by_its_kind() -> None:
    def put(x: str, d: float, user_message: list[Any]) -> str:
        return x

    with gr.Blocks() as demo:
        x, d, talk, named = gr.Textbox(), gr.Number(), gr.Chatbot(), gr.Textbox(label="Named")
        x.submit(put, [x, d, talk], named)
    app = Opened(demo)
    assert labels(app) == ["Textbox", "Number", "Chatbot", "Named"]
    assert [parameter["name"] for parameter in app.infos["put"]["parameters"]] == ["x", "d", "user_message"]
    assert labels(Opened(gr.Interface(double, "text", gr.Textbox(label="Said")))) == ["Value", "Said"]


def test_what_a_function_returns_is_not_said_above_its_form() -> None:
    form = Opened(gr.Interface(double, "text", "text"))
    assert form.action("double")["description"] == "Twice."
    assert form.infos["double"]["description"] == "Twice.\n\nReturns: The text, two times."
    with gr.Blocks() as demo:
        text = gr.Textbox()
        text.submit(double, text, text)
    assert Opened(demo).action("double")["description"] == "Twice."
