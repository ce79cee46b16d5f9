"""What apps say of how they look, as their panels get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.apps import Opened

import jupyter_gradio_mcp as gr


def same(value: str) -> str:
    """Give it back."""
    return value


def props(demo: gr.Blocks, kind: str) -> dict[str, Any]:
    """How the first component of a kind looks."""
    found = next(component for component in Opened(demo).panel["components"] if component["type"] == kind)
    told: dict[str, Any] = found["props"]
    return told


def test_what_is_said_of_room_goes_to_the_panel() -> None:
    with gr.Blocks() as demo, gr.Row(equal_height=True, variant="panel", height=300):
        with gr.Column(scale=2, min_width=200, variant="compact"):
            gr.Textbox(scale=3, min_width=80, container=False, rtl=True, elem_id="me", elem_classes=["mine"])
        gr.Image(height="50vh", width=100)
    assert props(demo, "Row") == {"equal_height": True, "variant": "panel", "height": 300}
    assert props(demo, "Column") == {"scale": 2, "min_width": 200, "variant": "compact"}
    told = props(demo, "Textbox")
    assert {name: told[name] for name in ("scale", "min_width", "container", "rtl")} == {
        "scale": 3,
        "min_width": 80,
        "container": False,
        "rtl": True,
    }
    assert not {"elem_id", "elem_classes"} & set(told)
    assert props(demo, "Image")["height"] == "50vh"


def test_a_column_needs_as_much_room_as_gradios() -> None:
    with gr.Blocks() as demo, gr.Column():
        gr.Textbox()
    assert props(demo, "Column") == {"scale": 1, "min_width": 320}


@pytest.mark.parametrize(("visible", "told"), [(True, None), (False, False), ("hidden", False)])
def test_what_is_hidden_is_told_in_one_way(visible: Any, told: Any) -> None:
    with gr.Blocks() as demo, gr.Row(visible=visible):
        gr.Textbox(visible=visible)
    assert [props(demo, kind).get("visible") for kind in ("Row", "Textbox")] == [told, told]


def test_an_update_may_change_the_room() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()
        gr.Button().click(lambda: gr.Textbox(scale=4, visible="hidden"), None, box, api_name="wider")
    assert Opened(demo).call("wider") == {"__type__": "update", "scale": 4, "visible": False}


def test_tabs_without_tabs_around_them_are_together() -> None:
    with gr.Blocks() as demo:
        gr.Markdown("Above")
        for label in ("One", "Two"):
            with gr.Tab(label):
                gr.Textbox()
        gr.Markdown("Between")
        with gr.Tab("Three"):
            gr.Textbox()
    nodes = Opened(demo).panel["layout"]["children"]
    assert [(node["type"], [tab.get("label") for tab in node.get("children", ())]) for node in nodes] == [
        ("component", []),
        ("tabs", ["One", "Two"]),
        ("component", []),
        ("tabs", ["Three"]),
    ]


def form_of(app: gr.Interface) -> dict[str, Any]:
    """The form of an Interface."""
    node: Any = Opened(app).panel["layout"]
    while node["type"] != "form":
        node = next(child for child in node["children"] if child["type"] != "component")
    form: dict[str, Any] = node
    return form


def test_what_is_on_the_buttons_of_a_form() -> None:
    assert form_of(gr.Interface(same))["buttons"] == {}
    named = gr.Interface(same, submit_btn="Go", stop_btn=gr.Button("Halt"), clear_btn=None)
    assert form_of(named)["buttons"] == {"run": "Go", "stop": "Halt", "clear": ""}
    with gr.Blocks() as demo:
        gr.Interface(same, submit_btn=gr.Button("Go"))
    assert [component["type"] for component in Opened(demo).panel["components"]].count("Button") == 0


def test_additional_inputs_are_folded_away() -> None:
    def f(a: str, b: str, c: str) -> str:
        return a + b + c

    app = gr.Interface(
        f,
        "text",
        "text",
        additional_inputs=["text", "text"],
        additional_inputs_accordion=gr.Accordion("More", open=True),
    )
    first, folded = form_of(app)["children"]
    assert first["type"] == "component"
    assert (folded["type"], folded["label"], folded["open"], len(folded["children"])) == ("accordion", "More", True, 2)
    plain = form_of(gr.Interface(f, ["text", "text"], "text", additional_inputs="text"))["children"][-1]
    assert (plain["label"], plain["open"]) == ("Additional inputs", False)


def test_a_description_takes_the_place_of_the_docstring() -> None:
    assert Opened(gr.Interface(same)).action("same")["description"] == "Give it back."
    assert Opened(gr.Interface(same, description="Nothing changes.")).action("same")["description"] == ""


def test_the_name_on_a_tab_is_not_said_again() -> None:
    apps = [gr.Interface(same, title="Same"), gr.Interface(same, title="Other")]
    panel = Opened(gr.TabbedInterface(apps, ["Same", "Second"])).panel
    assert [c["props"]["value"] for c in panel["components"] if c["type"] == "Markdown"] == ["## Other"]


def test_what_becomes_of_events_while_a_function_runs() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()
        gr.Button().click(same, box, box, trigger_mode="multiple", api_name="many")
        box.submit(same, box, box, api_name="plain")
        with pytest.raises(ValueError, match="'once', 'multiple' or 'always_last'"):
            box.change(same, box, box, trigger_mode="twice")  # type: ignore[operator]
    opened = Opened(demo)
    assert opened.action("many").get("mode") == "multiple"
    assert "mode" not in opened.action("plain")


def test_the_picture_of_a_button_is_a_file(tmp_path: Path) -> None:
    picture = tmp_path / "sign.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    with gr.Blocks() as demo:
        gr.Button("Go", icon=str(picture))
    assert props(demo, "Button")["icon"]["orig_name"] == "sign.png"
    with gr.Blocks() as broken:
        gr.Button("Go", icon=str(tmp_path / "none.png"))
    assert "icon" not in props(broken, "Button")
