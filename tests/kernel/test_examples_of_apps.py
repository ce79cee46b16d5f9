"""Examples and samples of apps: what of them fields are filled with, and what functions are given of a choice."""

import warnings
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.apps import Opened

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.protocol import Viewer


def dataset_of(app: Opened) -> dict[str, Any]:
    """What its panel is told of its only table of samples."""
    [found] = [component for component in app.panel["components"] if component["type"] == "Dataset"]
    return found["props"]


def greet(name: str, times: float) -> str:
    """Greet somebody."""
    return ", ".join([f"Hello {name}"] * int(times))


def greeter(rows: Any, **options: Any) -> Opened:
    """An app with examples for two fields and what they are for."""
    with gr.Blocks() as demo:
        name, times = gr.Textbox(label="Name"), gr.Number(label="Times")
        said = gr.Textbox(label="Said")
        gr.Button().click(greet, [name, times], said)
        gr.Examples(rows, [name, times], said, **options)
    return Opened(demo)


def test_a_row_fills_the_fields_that_it_is_for() -> None:
    app = greeter([["Ada", 2], ["Bob", 3]])
    props = dataset_of(app)
    assert props["samples"] == [["Ada", 2], ["Bob", 3]]
    assert (props["label"], props["headers"]) == ("Examples", ["Name", "Times"])
    [greets] = app.panel["actions"]
    assert props["fills"] == [place for _, place in greets["inputs"]]


def test_a_program_can_ask_for_an_example_as_of_gradio() -> None:
    app = greeter([["Ada", 2], ["Bob", 3]])
    assert (app.names(), app.names("undocumented")) == (["greet"], ["load_example"])
    assert app.call("load_example", example=1) == ["Bob", 3]
    assert "There is no sample 2; there are 2" in app.error("load_example", example=2)
    assert greeter([["Ada", 2]], api_name="row", api_visibility="public").names() == ["greet", "row"]
    assert greeter([["Ada", 2]], api_name=False).names("private") == ["load_example"]


def test_examples_leave_the_choices_of_a_field_as_they_are() -> None:
    with gr.Blocks() as demo:
        kind = gr.Dropdown(["a", "b"])
        gr.Button().click(str.upper, kind, None, api_name="upper")
        gr.Examples(["a", "b"], kind)
    [parameter] = Opened(demo).infos["upper"]["parameters"]
    assert parameter["schema"]["enum"] == ["a", "b"]


def test_a_field_that_no_example_names_stays_as_it_is() -> None:
    app = greeter([["Ada", None], ["Bob", None]])
    assert dataset_of(app)["headers"] == ["Name"]
    assert dataset_of(app)["layout"] == "gallery"
    assert app.call("load_example", example=0) == "Ada"


def test_rows_may_be_shorter_or_longer_than_the_fields_are() -> None:
    app = greeter([["Ada"], ["Bob", 3, "what came of it"]])
    assert dataset_of(app)["samples"] == [["Ada", None], ["Bob", 3]]
    assert app.call("load_example", example=0) == ["Ada", None]


def test_one_field_takes_a_list_of_values() -> None:
    with gr.Blocks() as demo:
        gr.Examples(["one", "two"], gr.Textbox(), label="Try", examples_per_page=1, example_labels=["1", "2"])
    props = dataset_of(Opened(demo))
    assert props["samples"] == [["one"], ["two"]]
    assert (props["label"], props["samples_per_page"], props["sample_labels"]) == ("Try", 1, ["1", "2"])


def test_a_function_runs_on_a_click_and_caching_is_the_same_with_a_word_on_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app = greeter([["Ada", 2]], fn=greet, run_on_click=True)
    runs = app.action("greet_1")
    [table] = [component for component in app.panel["components"] if component["type"] == "Dataset"]
    assert runs["triggers"] == [(table["id"], "click")]
    assert app.names("undocumented") == ["load_example", "greet_1"]
    with pytest.warns(UserWarning, match="cache_examples=, cache_mode=: examples are not cached") as told:
        cached = greeter([["Ada", 2]], fn=greet, cache_examples=True, cache_mode="lazy")
    assert len(told) == 1
    assert cached.action("greet_1")["triggers"] == runs["triggers"]


def test_what_comes_after_an_example_listens_to_its_click() -> None:
    with gr.Blocks() as demo:
        name, said = gr.Textbox(), gr.Textbox()
        examples = gr.Examples(["Ada"], name)
        examples.load_input_event.then(str.upper, name, said, api_name="after")
        examples.dataset.click(lambda row: row, examples.dataset, None, api_name="clicked")
    app = Opened(demo)
    assert app.action("after")["triggers"] == app.action("clicked")["triggers"]


def test_examples_that_cannot_be_are_refused() -> None:
    with gr.Blocks():
        box = gr.Textbox()
        with pytest.raises(ValueError, match=r"run_on_click=True\) needs fn="):
            gr.Examples(["a"], box, run_on_click=True)
        with pytest.raises(ValueError, match=r"needs outputs="), pytest.warns(UserWarning, match="cache_examples="):
            gr.Examples(["a"], box, fn=str.upper, cache_examples=True)
        with pytest.raises(ValueError, match="1 samples and 2 labels"):
            gr.Examples(["a"], box, example_labels=["1", "2"])
        with pytest.raises(ValueError, match="a value for each of the 2 inputs"):
            gr.Examples(["a"], [box, gr.Textbox()])
        with pytest.raises(ValueError, match="a list of rows"):
            gr.Examples(3, box)
        with pytest.raises(TypeError, match="Did you mean 'examples_per_page'"):
            gr.Examples(["a"], box, example_per_page=2)
        with pytest.raises(TypeError, match="inputs= takes components"):
            gr.Examples(["a"], "text")
        with pytest.raises(FileNotFoundError, match="no-such"):
            gr.Examples("no-such", box)


def test_made_outside_of_an_app_its_table_can_stand_in_one() -> None:
    name = gr.Textbox(label="Name")
    examples = gr.Examples(["Ada"], name)
    with gr.Blocks() as demo:
        name.render()
        examples.dataset.render()
        examples.create()
    app = Opened(demo)
    assert dataset_of(app)["samples"] == [["Ada"]]
    assert app.call("load_example", example=0) == "Ada"
    with pytest.raises(RuntimeError, match=r"with gr\.Blocks"):
        examples.create()


# -- files --


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pictures, in the folder of the notebook."""
    monkeypatch.chdir(tmp_path)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name, colour in (("b.png", "blue"), ("a.png", "red")):
        Image.new("RGB", (4, 3), colour).save(pictures / name)
    (pictures / ".hidden").write_text("no example")
    return pictures


def test_files_are_named_from_the_notebooks_folder_and_can_be_fetched(folder: Path) -> None:
    with gr.Blocks() as demo:
        picture, note = gr.Image(type="pil"), gr.Textbox()
        gr.Examples([["pictures/a.png", "red"], ["pictures/missing.png", "none"]], [picture, note])
        gr.Button().click(lambda picture, note: picture.size, [picture, note], gr.JSON(), api_name="size")
    app = Opened(demo)
    [[file, note_], [missing, _]] = dataset_of(app)["samples"]
    assert (file["orig_name"], file["mime_type"], note_) == ("a.png", "image/png", "red")
    # One that is not there keeps neither the app nor the other from being shown.
    assert missing is None


def test_a_folder_is_a_row_for_each_of_its_files(folder: Path) -> None:
    with gr.Blocks() as demo:
        gr.Examples("pictures", gr.Image(label="Picture"))
    samples = dataset_of(Opened(demo))["samples"]
    assert [row[0]["orig_name"] for row in samples] == ["a.png", "b.png"]
    form = gr.Interface(lambda picture: "seen", gr.Image(), "text", examples="pictures")
    assert [row["picture"]["orig_name"] for row in Opened(form).infos["predict"]["examples"]] == ["a.png", "b.png"]


def test_a_folder_of_several_inputs_has_a_list_of_what_belongs_together(folder: Path) -> None:
    with gr.Blocks() as demo:
        inputs = [gr.Image(), gr.Number(), gr.Checkbox(), gr.Textbox()]
        with pytest.raises(FileNotFoundError, match=r"4 inputs need .*log\.csv"):
            gr.Examples("pictures", inputs)
        (folder / "log.csv").write_text("picture,n,on,text,output\nb.png,2,True,7,ignored\n")
        gr.Examples("pictures", inputs)
    [[file, *values]] = dataset_of(Opened(demo))["samples"]
    assert file["orig_name"] == "b.png"
    assert values == [2, True, "7"]


# -- samples --


@pytest.mark.parametrize(
    ("kind", "given"), [("values", ["b", 2]), ("index", 1), ("tuple", [1, ["b", 2]])], ids=["values", "index", "tuple"]
)
def test_a_function_is_given_the_sample_that_was_chosen(kind: str, given: Any) -> None:
    with gr.Blocks() as demo:
        table = gr.Dataset(components=["text", gr.Number(label="N")], samples=[["a", 1], ["b", 2]], type=kind)
        table.click(lambda chosen: chosen, table, gr.JSON(), api_name="chosen")
    app = Opened(demo)
    assert app.call("chosen", chosen=1) == given
    assert app.infos["chosen"]["parameters"][0]["schema"]["type"] == "integer"
    assert "There is no sample 5" in app.error("chosen", chosen=5)
    assert app.error("chosen", chosen=-1)
    # A person who has chosen none.
    viewer: Viewer = {"owner": True}
    [nothing] = app.told("chosen", viewer=viewer).of("result")
    assert nothing["value"] is None


def test_named_components_do_not_stand_in_the_layout() -> None:
    with gr.Blocks() as demo:
        gr.Dataset(components=["text"], samples=["a", "b"], headers=["Word"])
    app = Opened(demo)
    assert [component["type"] for component in app.panel["components"]] == ["Dataset"]
    assert dataset_of(app)["headers"] == ["Word"]


def test_an_update_brings_other_samples_and_a_choice_is_of_those_that_were_seen() -> None:
    with gr.Blocks() as demo:
        table = gr.Dataset(components=[gr.Textbox(render=False)], samples=[["a"], ["b"]])
        gr.Button().click(lambda: gr.Dataset(samples=[["x"], ["y"], ["z"]]), None, table, api_name="renew")
        table.click(lambda row: row[0], table, gr.Textbox(), api_name="chosen")
    app = Opened(demo)
    update = app.call("renew")
    assert update["samples"] == [["x"], ["y"], ["z"]]
    assert app.call("chosen", row=update["first"] + 2) == "z"
    assert app.call("chosen", row=1) == "b"
    again = app.call("renew")
    assert again["first"] != update["first"]
    for _ in range(40):
        app.call("renew")
    assert "There is no sample" in app.error("chosen", row=update["first"])
    assert app.call("chosen", row=0) == "a"


def test_a_result_names_a_sample_by_its_number_or_its_values() -> None:
    with gr.Blocks() as demo:
        table = gr.Dataset(components=["text"], samples=[["a"], ["b"]])
        gr.Button().click(lambda x: ["b"] if x else 0, gr.Textbox(), table, api_name="pick")
        gr.Button().click(lambda: ["c"], None, table, api_name="none")
    app = Opened(demo)
    assert app.call("pick", x="y") == 1
    assert app.call("pick", x="") == 0
    assert "is no sample of gr.Dataset" in app.error("none")


def test_samples_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="type is"):
        gr.Dataset(components=["text"], samples=[["a"]], type="value")
    with pytest.raises(TypeError, match="components= takes"):
        gr.Dataset(components=[3], samples=[["a"]])
    with pytest.raises(ValueError, match="Did you mean 'text'"):
        gr.Dataset(components=["txet"], samples=[["a"]])
