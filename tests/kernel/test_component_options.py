"""How authors name components, and what comes of it for callers."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import pytest
from pydantic import Field

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import FunctionFailed, RegistrationError
from jupyter_gradio_mcp.kernel.components import MODULES
from jupyter_gradio_mcp.kernel.components.base import HARMLESS
from jupyter_gradio_mcp.kernel.components.names import SHORT, made
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import MARK, Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.kernel.schema import self_contained

LEVEL = gr.Slider(0, 10, label="Level", info="How loud.")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.chdir(tmp_path)
    kept = Store(Settings())
    kept.folder = tmp_path / "cache"
    yield kept
    kept.close()


def in_hint(level: Annotated[int, LEVEL]):
    """Take it."""


def in_optional(level: Optional[Annotated[int, LEVEL]]):
    """Take it."""


def as_default(level=LEVEL):
    """Take it."""


def plain(level):
    """Take it."""


def two(first, second: int = 3):
    """Take them."""


@pytest.mark.parametrize(
    ("function", "inputs"),
    [
        (in_hint, None),
        (in_optional, None),
        (as_default, None),
        (plain, LEVEL),
        (plain, [LEVEL]),
        (plain, {"level": LEVEL}),
        (in_hint, [LEVEL]),
    ],
)
def test_a_component_is_named_in_a_hint_as_a_default_or_as_an_option(function: Any, inputs: Any) -> None:
    (parameter,) = describe(function, inputs=inputs).parameters
    assert parameter["component"] == "Slider"
    assert parameter["required"]
    assert parameter["description"] == "How loud.", "agents read what people read"
    props = parameter["props"]
    assert (props["label"], props["info"], props["minimum"], props["maximum"]) == ("Level", "How loud.", 0, 10)


def test_the_option_counts_before_the_default_and_the_default_before_the_hint() -> None:
    def function(value: Annotated[str, gr.Code()] = gr.Textbox(lines=2)):  # type: ignore[assignment]
        """Take it."""

    assert describe(function).parameters[0]["component"] == "Textbox"
    assert describe(function, inputs=["markdown"]).parameters[0]["component"] == "Markdown"


def test_a_class_stands_for_a_component_without_options() -> None:
    def function(a: Annotated[str, gr.Code], b=gr.Checkbox):
        """Take them."""

    assert [p["component"] for p in describe(function).parameters] == ["Code", "Checkbox"]


def test_none_among_the_inputs_leaves_a_parameter_to_its_hint() -> None:
    described = describe(two, inputs=[None, gr.Slider(0, 9)])
    assert [p["component"] for p in described.parameters] == ["JSON", "Slider"]
    assert described.parameters[1]["default"] == 3
    assert described.parameters[1]["props"]["value"] == 3
    assert [p["component"] for p in describe(two, inputs={"first": "code"}).parameters] == ["Code", "Number"]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (["text"], r"two\(\): inputs= has 1 component, and there are 2 parameters: first, second\."),
        (["text"] * 3, r"inputs= has 3 components"),
        ({"secnd": "text"}, r"inputs= names 'secnd', which is no parameter\. Did you mean 'second'\?"),
        (["text", "slidr"], r"inputs= for 'second': no component is called 'slidr'\. Did you mean 'slider'\?"),
        (["text", 3], r"inputs= for 'second': 3 is no component"),
    ],
)
def test_inputs_that_do_not_fit_say_what_is_wrong(inputs: Any, reason: str) -> None:
    with pytest.raises(RegistrationError, match=reason):
        endpoint(two, "two", Options(inputs=inputs))


def test_an_option_that_does_not_exist_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(TypeError, match=r"gr\.Slider takes no 'minimun'\. Did you mean 'minimum'\?"):
        gr.Slider(minimun=1)
    with pytest.raises(TypeError, match=r"gr\.Textbox takes no 'labl'\. Did you mean 'label'\?"):
        gr.Textbox(labl="x")
    with pytest.raises(TypeError, match=r"gr\.Checkbox takes no 'zzz'\. It takes: value,"):
        gr.Checkbox(zzz=1)


@pytest.mark.parametrize("name", MODULES)
def test_what_only_concerns_gradios_look_is_taken(name: str) -> None:
    kind = getattr(gr, name)
    own = {"height", "width", "max_height", "wrap", "show_label", "columns", "rows"}
    kind(**dict.fromkeys(HARMLESS - own, None))


@pytest.mark.parametrize("name", [*SHORT, *(name.lower() for name in MODULES)])
def test_every_short_name_makes_a_component(name: str) -> None:
    assert made(name) is not None


def test_a_component_shows_what_was_said() -> None:
    assert repr(gr.Textbox(label="Name", lines=2)).startswith("Textbox(label='Name'")


# -- defaults --


def test_the_value_is_the_default_where_the_signature_has_none() -> None:
    def function(a=gr.Slider(0, 9, 4), b: Annotated[str, gr.Textbox("x")] = "y", c=gr.Textbox()):
        """Take them."""

    described = describe(function)
    assert [p.get("default") for p in described.parameters] == [4, "y", None]
    assert [p["required"] for p in described.parameters] == [False, False, True]
    assert [p["props"].get("value") for p in described.parameters] == [4, "y", None]
    assert described.input_schema["properties"]["a"]["default"] == 4
    assert described.input_schema["required"] == ["c"]
    assert described.arguments.bind({"c": ""}) == {"a": 4, "b": "y", "c": ""}


def test_the_value_arrives_as_the_type_of_the_hint() -> None:
    class Color(enum.Enum):
        RED = "red"

    def function(at, color):
        """Take them."""

    function.__annotations__.update(
        at=Annotated[dt.datetime, gr.DateTime("2026-01-02")], color=Annotated[Color, gr.Radio(value="red")]
    )
    described = describe(function)
    assert described.arguments.bind({}) == {"at": dt.datetime(2026, 1, 2), "color": Color.RED}
    assert [p["default"] for p in described.parameters] == ["2026-01-02T00:00:00", "red"]


def test_a_value_that_is_a_function_is_called_for_each_call() -> None:
    count = iter(range(9))

    def function(value=gr.Number(lambda: next(count))):
        """Take it."""

    described = describe(function)
    assert not described.parameters[0]["required"]
    assert "default" not in described.parameters[0]
    assert [described.arguments.bind({})["value"] for _ in range(2)] == [0, 1]


def test_a_value_that_the_component_itself_refuses_is_the_authors_mistake() -> None:
    def function(value=gr.Slider(0, 9, 12)):
        """Take it."""

    with pytest.raises(RegistrationError, match=r"gr\.Slider cannot begin with 12 for 'value': Input should be less"):
        describe(function)


def test_the_signatures_own_default_may_be_none_of_the_choices() -> None:
    def function(value: Annotated[Optional[str], gr.Dropdown(["a"])] = None):
        """Take it."""

    described = describe(function)
    assert described.parameters[0]["default"] is None
    assert "value" not in described.parameters[0]["props"]
    assert described.arguments.bind({}) == {"value": None}


def test_examples_are_what_callers_would_send() -> None:
    def function(at: Annotated[dt.date, gr.DateTime(include_time=False)]) -> Annotated[str, gr.Label()]:
        """Take it."""
        return "x"

    info = endpoint(function, "function", Options(examples=[dt.date(2026, 1, 2)])).info(Store(Settings()))
    assert info["examples"] == [{"at": "2026-01-02"}]


# -- files --


def test_a_file_component_takes_files(store: Store) -> None:
    def function(picture: Annotated[Any, gr.Image(type="filepath")], papers=gr.File(file_count="multiple")):
        """Take them."""

    one, many = endpoint(function, "function", Options()).info(store)["parameters"]
    assert (one["files"], one["component"], many["files"], many["component"]) == ("one", "Image", "many", "File")
    assert one["schema"]["type"] == "string"
    assert many["schema"]["type"] == "array"


def test_a_file_that_a_component_begins_with_is_opened_for_the_function(store: Store) -> None:
    Path("note.txt").write_text("hello")

    def function(note: Annotated[Path, gr.File("note.txt")]):
        """Take it."""

    found = endpoint(function, "function", Options())
    assert found.description.arguments.bind({})["note"].read_text() == "hello"
    (parameter,) = found.info(store)["parameters"]
    assert not parameter["required"]
    assert parameter["default"]["orig_name"] == "note.txt"
    assert parameter["props"]["value"] == parameter["default"]
    assert parameter["schema"]["default"] == parameter["default"]["path"]


# -- results --


def result(function: Any, value: Any, outputs: Any = None) -> Any:
    return describe(function, outputs=outputs).results.to_json(value, Store(Settings()))


def test_a_result_goes_out_as_its_component_has_it() -> None:
    def function() -> Annotated[dict[str, float], gr.Label(num_top_classes=1)]:
        """Give it."""
        return {}

    described = describe(function)
    assert described.outputs[0]["component"] == "Label"
    assert described.outputs[0]["props"] == {"num_top_classes": 1, "label": "Result"}
    assert described.output_schema == gr.Label().schema()
    made = result(function, {"a": 0.5, "b": 0.4})
    assert made.fits
    assert made.value == {"label": "a", "confidences": [{"label": "a", "confidence": 0.5}]}


def test_each_output_has_a_component_of_its_own() -> None:
    def function() -> tuple[Annotated[str, gr.Markdown(label="Text")], int]:
        """Give them."""
        return "", 1

    described = describe(function)
    assert [(o["label"], o["component"], o["type"]) for o in described.outputs] == [
        ("Text", "Markdown", "str"),
        ("value_1", "Number", "int"),
    ]
    assert described.output_schema is not None
    assert described.output_schema["prefixItems"] == [{"type": ["string", "null"]}, {"type": "integer"}]
    assert result(function, ("# a", 3)).value == ["# a", 3]
    with pytest.raises(FunctionFailed, match="returned 'x' where its hint says int"):
        result(function, ("# a", "x"))
    with pytest.raises(FunctionFailed, match="2 outputs"):
        result(function, ("# a",))


def test_outputs_say_how_many_there_are_where_the_hint_does_not() -> None:
    described = describe(plain, outputs=["label", gr.JSON(), None])
    assert [o["component"] for o in described.outputs] == ["Label", "JSON", "JSON"]
    assert result(plain, ("cat", {"a": 1}, 2), ["label", "json", None]).value == [
        {"label": "cat", "confidences": None},
        {"a": 1},
        2,
    ]


def test_what_a_generator_yields_has_the_component_in_either_place() -> None:
    def inside() -> Iterator[Annotated[str, gr.Markdown()]]:
        yield ""

    def outside() -> Annotated[Iterator[str], gr.Markdown()]:
        yield ""

    assert [describe(function).outputs[0]["component"] for function in (inside, outside)] == ["Markdown", "Markdown"]


def pair() -> tuple[int, str]:
    """Give two."""
    return 1, ""


@pytest.mark.parametrize(
    ("outputs", "reason"),
    [
        (["text"] * 3, r"outputs= has 3 components, and the return hint has 2 outputs"),
        ([], r"outputs= is empty"),
        ({"a": "text"}, r"outputs= is a component, or a list of them in order, not a dict"),
        (["text", "nothing"], r"outputs= for output 1: no component is called 'nothing'"),
        ([object(), "text"], r"outputs= for output 0: <object .* is no component"),
    ],
)
def test_outputs_that_do_not_fit_say_what_is_wrong(outputs: Any, reason: str) -> None:
    with pytest.raises(RegistrationError, match=reason):
        endpoint(pair, "pair", Options(outputs=outputs))


def test_one_component_for_a_tuple_shows_the_whole() -> None:
    described = describe(pair, outputs="json")
    assert [o["component"] for o in described.outputs] == ["JSON"]
    assert described.results.to_json((1, "a")).value == [1, "a"]


def test_a_dropdown_as_a_result_has_the_choices_of_the_hint() -> None:
    def function() -> Annotated[Literal["a", "b"], gr.Dropdown()]:
        """Give one."""
        return "a"

    function.__annotations__["return"] = Annotated[Literal["a", "b"], gr.Dropdown()]
    assert describe(function).output_schema == {"enum": ["a", "b", None]}


def test_a_decorator_names_components() -> None:
    @gr.mcp.tool(inputs={"first": gr.Textbox(lines=4)}, outputs="markdown")
    def function(first, second=1):
        """Take them."""

    declared = getattr(function, MARK)
    info = endpoint(function, "function", declared.over(Options())).info(Store(Settings()))
    assert [p["component"] for p in info["parameters"]] == ["Textbox", "Number"]
    assert info["outputs"][0]["component"] == "Markdown"


# -- what a hint picks, and how it looks --


def looks(hint: Any, default: Any = ...) -> tuple[str, dict[str, Any]]:
    if default is ...:

        def function(some_value):
            """Take it."""
    else:

        def function(some_value=default):  # type: ignore[misc]
            """Take it."""

    if hint is not None:
        function.__annotations__["some_value"] = hint
    (parameter,) = describe(function).parameters
    props = dict(parameter["props"])
    assert props.pop("label") == "Some value"
    return parameter["component"], props


@dataclass
class Node:
    name: str
    children: list[Node] = field(default_factory=list)


@dataclass
class Leaf:
    x: int


@dataclass
class Pair:
    a: Leaf
    b: Leaf


@pytest.mark.parametrize(
    ("hint", "component", "props"),
    [
        (str, "Textbox", {}),
        (Annotated[str, "multiline"], "Textbox", {"lines": 5}),
        (Annotated[str, Field(json_schema_extra={"multiline": True})], "Textbox", {"lines": 5}),
        (Optional[Annotated[str, "multiline"]], "Textbox", {"lines": 5}),
        (Annotated[str, Field(max_length=9)], "Textbox", {"max_length": 9}),
        (Annotated[str, "password"], "Textbox", {"type": "password"}),
        (Annotated[str, "code"], "Code", {"lines": 5}),
        (int, "Number", {"step": 1}),
        (float, "Number", {}),
        (Annotated[int, Field(ge=1)], "Number", {"minimum": 1, "step": 1}),
        (Annotated[int, Field(ge=1, le=9)], "Slider", {"minimum": 1, "maximum": 9, "step": 1}),
        (Annotated[int, Field(gt=0, lt=10)], "Slider", {"minimum": 1, "maximum": 9, "step": 1}),
        (Annotated[float, Field(ge=0, le=1)], "Slider", {"minimum": 0, "maximum": 1, "step": 0.01}),
        (Annotated[float, Field(gt=0, lt=1)], "Slider", {"minimum": 0, "maximum": 1, "step": 0.01}),
        (Annotated[int, Field(ge=0, le=9, multiple_of=3)], "Slider", {"minimum": 0, "maximum": 9, "step": 3}),
        (bool, "Checkbox", {}),
        (Literal["a", "b"], "Radio", {"choices": [["a", "a"], ["b", "b"]]}),
        (Optional[Literal["a", "b"]], "Dropdown", {"choices": [["a", "a"], ["b", "b"]]}),
        (list[Literal[1, 2]], "CheckboxGroup", {"choices": [["1", 1], ["2", 2]]}),
        (dt.date, "DateTime", {"include_time": False}),
        (dt.datetime, "DateTime", {}),
        (dict[str, int], "JSON", {}),
        (Node, "JSON", {}),
        (bytes, "File", {"file_count": "single"}),
        (list[Path], "File", {"file_count": "multiple"}),
    ],
)
def test_a_hint_picks_a_component_and_its_look(hint: Any, component: str, props: dict[str, Any]) -> None:
    assert looks(hint) == (component, props)


@pytest.mark.parametrize(
    ("default", "component", "props"),
    [
        ("a\nb\nc", "Textbox", {"lines": 3, "value": "a\nb\nc"}),
        ("\n" * 99, "Textbox", {"lines": 20, "value": "\n" * 99}),
        ("", "Textbox", {"value": ""}),
        (0, "Number", {"value": 0}),
        (False, "Checkbox", {"value": False}),
        ([], "JSON", {"value": []}),
        (None, "JSON", {}),
    ],
)
def test_without_a_hint_the_default_picks_one(default: Any, component: str, props: dict[str, Any]) -> None:
    assert looks(None, default) == (component, props)


def test_what_the_docstring_says_stands_below_the_field() -> None:
    def function(a: int, b: Annotated[int, Field(description="From the field.")]):
        """Take them.

        Args:
            a: From the docstring.
        """

    function.__annotations__["b"] = Annotated[int, Field(description="From the field.")]
    assert [p["props"]["info"] for p in describe(function).parameters] == ["From the docstring.", "From the field."]


@pytest.mark.parametrize(
    ("hint", "component"),
    [
        (Annotated[str, "markdown"], "Markdown"),
        (Annotated[str, "html"], "HTML"),
        (Annotated[str, "code"], "Code"),
        (Annotated[dict[str, float], "label"], "Label"),
    ],
)
def test_a_word_in_the_return_hint_names_the_view_and_leaves_the_json(hint: Any, component: str) -> None:
    def function():
        """Give it."""

    value: Any = {"a": 0.5} if component == "Label" else "x"
    function.__annotations__["return"] = hint
    assert describe(function).outputs[0]["component"] == component
    assert result(function, value).value == value


def test_a_schema_with_references_is_made_self_contained() -> None:
    def function(pair, tree):
        """Take them."""

    function.__annotations__.update(pair=Pair, tree=Node)
    described = describe(function)
    definitions = described.input_schema["$defs"]
    pair_schema, tree = (self_contained(p["schema"], definitions) for p in described.parameters)
    assert "$ref" not in str(pair_schema)
    assert pair_schema["properties"]["a"]["properties"] == {"x": {"type": "integer"}}
    assert set(tree["$defs"]) == {"Node"}, "what holds itself refers to itself"
    assert tree["properties"]["children"]["items"] == {"$ref": "#/$defs/Node"}


def test_the_functions_of_the_page_on_components_can_be_offered() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "components.md").read_text()
    namespace: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], namespace)
    picked = {}
    for name in ("book", "longest"):
        declared = getattr(namespace[name], MARK)
        info = endpoint(namespace[name], name, declared.over(Options())).info(Store(Settings()))
        picked[name] = [p["component"] for p in info["parameters"]], [o["component"] for o in info["outputs"]]
    assert picked == {
        "book": (["Textbox", "Slider", "Radio", "DateTime", "CheckboxGroup"], ["Markdown"]),
        "longest": (["Textbox", "Number"], ["Label"]),
    }
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.M)) == set(MODULES)
