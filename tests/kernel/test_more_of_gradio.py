"""Gradio's other names and namespaces, buttons of files, marked text, sidebars and steps."""

import importlib
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.kernel.components.base import Component

# -- names --


def test_gradios_other_names_are_components_that_panels_know() -> None:
    assert (gr.Text, gr.Json, gr.Checkboxgroup) == (gr.Textbox, gr.JSON, gr.CheckboxGroup)
    assert gr.Highlight is gr.Highlightedtext is gr.HighlightedText
    told = {
        gr.TextArea: ("Textbox", {"lines": 7}),
        gr.Files: ("File", {"file_count": "multiple"}),
        gr.Mic: ("Audio", {"sources": ["microphone"]}),
        gr.PlayableVideo: ("Video", {"format": "mp4"}),
        gr.Numpy: ("Dataframe", {}),
        gr.Matrix: ("Dataframe", {}),
        gr.List: ("Dataframe", {"col_count": [1, "dynamic"]}),
    }
    for kind, (name, props) in told.items():
        made = kind()
        assert made.name == name
        assert props.items() <= made.look().items()
    assert gr.TextArea("text", lines=3, label="Story").look()["lines"] == 3
    with gr.Blocks() as demo:
        area, numbers = gr.TextArea(label="Story"), gr.List()
        area.submit(lambda story, numbers: len(numbers), [area, numbers], gr.Number(), api_name="count")
    assert Opened(demo).call("count", story="x", numbers={"headers": ["a"], "data": [[1], [2]]}) == 2


def test_components_are_also_in_gradios_namespace_of_them() -> None:
    space: Any = gr.components
    assert space.Textbox is gr.Textbox
    assert space.UploadButton is gr.UploadButton
    assert importlib.import_module("jupyter_gradio_mcp.components") is space
    from jupyter_gradio_mcp.components import Dataframe, Dropdown

    assert (Dataframe, Dropdown) == (gr.Dataframe, gr.Dropdown)
    assert set(dir(space)) <= set(gr.__all__)
    with pytest.raises(AttributeError, match="The nearest is"):
        _ = space.ParamViewer
    with pytest.raises(AttributeError, match="no attribute 'mcp'"):
        _ = space.mcp


# -- themes --


def test_a_theme_is_taken_with_one_word_on_what_becomes_of_it() -> None:
    with pytest.warns(UserWarning, match="takes no account of theme=") as told:
        gr.Blocks(theme=gr.themes.Soft())
    assert len(told) == 1
    with pytest.warns(UserWarning, match="theme="):
        gr.Interface(str.upper, "text", "text", theme=gr.themes.Base(primary_hue=gr.themes.colors.blue))


def test_themes_are_made_as_gradios_guides_make_them() -> None:
    from jupyter_gradio_mcp.themes.base import Base
    from jupyter_gradio_mcp.themes.utils import colors, fonts, sizes

    class Seafoam(Base):
        def __init__(self, *, primary_hue: colors.Color | str = colors.emerald) -> None:
            super().__init__(
                primary_hue=primary_hue,
                spacing_size=sizes.spacing_md,
                font=(fonts.GoogleFont("Quicksand"), "ui-sans-serif", gr.themes.LocalFont("IBM Plex Mono")),
            )
            super().set(
                body_background_fill=f"repeating-linear-gradient(45deg, {colors.red.c50}, *primary_200)",
                button_large_padding="32px",
            )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        theme = Seafoam()
        assert isinstance(theme, gr.Theme)
        assert theme.set(slider_color="*secondary_300").button_large_padding == "32px"
        assert theme.primary_hue is gr.themes.colors.emerald
        gr.themes.Default(radius_size=gr.themes.sizes.radius_none, text_size="lg")
        assert gr.themes.Color(*["#fff"] * 11, name="mine").expand()[0] == "#fff"
        for name in gr.themes.__all__:
            assert getattr(gr.themes, name) is not None
    assert str(fonts.GoogleFont("Inter")) == "'Inter'"
    assert gr.Theme.from_hub("gradio/seafoam").primary_hue is None


# -- buttons of files --


def test_an_upload_button_gives_a_function_what_was_sent(tmp_path: Path) -> None:
    with gr.Blocks() as demo:
        one = gr.UploadButton("Send", file_types=[".txt"])
        many = gr.UploadButton("Send several", file_count="multiple", type="binary", variant="primary")
        size = gr.Number()
        one.upload(lambda path: Path(path).stat().st_size, one, size, api_name="one")
        many.upload(lambda files: sum(map(len, files)), many, size, api_name="many")
    app = Opened(demo)
    sent = tmp_path / "a.txt"
    sent.write_text("four")
    file = {"path": str(sent), "meta": {"_type": "gradio.FileData"}}
    assert app.call("one", path=file) == 4
    assert app.call("many", files=[file, file]) == 8
    shown = [component for component in app.panel["components"] if component["type"] == "UploadButton"]
    assert [component["props"]["label"] for component in shown] == ["Send", "Send several"]
    assert shown[1]["props"]["file_count"] == "multiple"
    assert app.action("one")["triggers"] == [(shown[0]["id"], "upload")]
    other = tmp_path / "a.csv"
    other.write_text("x")
    assert "only .txt is taken" in app.error("one", path={**file, "path": str(other)})


def test_a_download_button_has_a_file_and_gets_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.txt").write_text("1")
    (tmp_path / "second.txt").write_text("2")
    with gr.Blocks() as demo:
        button = gr.DownloadButton("Save", "first.txt")
        gr.DownloadButton()
        gr.Button().click(lambda: "second.txt", None, button, api_name="second")
        gr.Button().click(lambda: gr.DownloadButton(label="Save it", visible=False), None, button, api_name="hide")
    app = Opened(demo)
    [saves, empty] = [component for component in app.panel["components"] if component["type"] == "DownloadButton"]
    assert saves["props"]["value"]["orig_name"] == "first.txt"
    assert (saves["props"]["label"], empty["props"]["label"]) == ("Save", "Download")
    assert "interactive" not in saves["props"]
    assert app.call("second")["orig_name"] == "second.txt"
    assert app.call("hide") == {"__type__": "update", "label": "Save it", "visible": False}


# -- marked text --


def marked(value: Any, **options: Any) -> Any:
    """What a program gets of a value."""
    with gr.Blocks() as demo:
        gr.Button().click(lambda: value, None, gr.HighlightedText(**options), api_name="mark")
    app = Opened(demo)
    result = app.call("mark")
    jsonschema.validate(result, app.infos["mark"]["outputs"][0]["schema"])
    return result


def part(token: str, said: Any) -> dict[str, Any]:
    return {"token": token, "class_or_confidence": said}


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ([("The", None), (" dog", "NOUN"), ["!", 0.5]], [part("The", None), part(" dog", "NOUN"), part("!", 0.5)]),
        (
            {"text": "I am in Berlin now", "entities": [{"entity": "LOC", "start": 8, "end": 14}]},
            [part("I am in ", None), part("Berlin", "LOC"), part(" now", None)],
        ),
        (
            {
                "text": "Ada met Bob",
                "entities": [
                    {"entity_group": "PER", "start": 8, "end": 11},
                    {"entity_group": "PER", "start": 0, "end": 3},
                ],
            },
            [part("Ada", "PER"), part(" met ", None), part("Bob", "PER")],
        ),
        ({"text": "Nobody", "entities": []}, [part("Nobody", None)]),
        ([], []),
        (None, None),
    ],
    ids=["pairs", "entities", "groups", "no entities", "nothing", "None"],
)
def test_marked_text_is_in_gradios_shape(value: Any, parts: Any) -> None:
    assert marked(value) == parts


def test_parts_of_one_category_can_be_one() -> None:
    value = [("a", "x"), ("b", "x"), ("c", None), ("d", None), ("e", "x")]
    assert marked(value, combine_adjacent=True) == [part("ab", "x"), part("cd", None), part("e", "x")]
    joined = marked(value, combine_adjacent=True, adjacent_separator="-")
    assert [one["token"] for one in joined] == ["a-b", "c-d", "e"]


@pytest.mark.parametrize("value", ["text", 3, [("a",)], [1], {"text": "a"}, {"text": "a", "entities": [{"start": 0}]}])
def test_what_is_no_marked_text_is_refused(value: Any) -> None:
    with gr.Blocks() as demo:
        gr.Button().click(lambda: value, None, gr.HighlightedText(), api_name="mark")
    assert "gr.HighlightedText shows a list of (text, category)" in Opened(demo).error("mark")


def test_marked_text_goes_in_as_pairs() -> None:
    given: list[Any] = []
    with gr.Blocks() as demo:
        text = gr.HighlightedText([("a", "x")], color_map={"x": "red"}, show_legend=True, interactive=True)
        text.change(given.extend, text, None, api_name="take")
    app = Opened(demo)
    app.call("take", iterable=[part("b", "y"), part("c", None)])
    assert given == [("b", "y"), ("c", None)]
    [component] = app.panel["components"]
    assert component["props"]["value"] == [part("a", "x")]
    assert component["props"]["color_map"] == {"x": "red"}
    assert component["props"]["show_legend"] is True


# -- layouts --


def test_sidebars_are_beside_all_others() -> None:
    with gr.Blocks() as demo:
        gr.Textbox(label="Middle")
        with gr.Sidebar(position="right", open=False, width=200) as bar:
            gr.Textbox(label="Aside")
        with gr.Sidebar():
            gr.Markdown("Left")
        bar.expand(lambda: None, None, None, api_name="opened")
    app = Opened(demo)
    layout = app.panel["layout"]
    assert layout["type"] == "row"
    [left, middle, right] = layout["children"]
    assert (left["type"], middle["type"], right["type"]) == ("accordion", "column", "accordion")
    assert (left["label"], right["open"]) == ("Sidebar", False)
    assert app.component(right["id"])["props"]["width"] == 200
    assert app.action("opened")["triggers"] == [(right["id"], "expand")]
    with pytest.raises(ValueError, match="position is 'left' or 'right'"):
        gr.Sidebar(position="top")


def test_steps_are_tabs_that_functions_choose_by_their_place() -> None:
    with gr.Blocks() as demo:
        with gr.Walkthrough(selected=1) as steps:
            with gr.Step("One"):
                gr.Markdown("1")
            with gr.Step("Two", id=7):
                gr.Markdown("2")
        gr.Button().click(lambda: gr.Walkthrough(selected=7), None, steps, api_name="next")
    app = Opened(demo)
    tabs = app.panel["layout"]["children"][0]
    assert (tabs["type"], [tab["type"] for tab in tabs["children"]]) == ("tabs", ["tab", "tab"])
    assert [app.component(tab["id"])["props"]["id"] for tab in tabs["children"]] == [0, 7]
    assert app.call("next") == {"__type__": "update", "selected": 7}


def test_every_component_of_gradios_names_is_one() -> None:
    kinds = [kind for kind in (getattr(gr, name) for name in gr.__all__) if isinstance(kind, type)]
    assert {gr.Dataset, gr.DownloadButton, gr.UploadButton, gr.HighlightedText} <= {
        kind for kind in kinds if issubclass(kind, Component)
    }
