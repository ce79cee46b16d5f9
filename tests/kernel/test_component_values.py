"""What each component takes from callers, and what it makes of a result."""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import CannotDescribe, FunctionFailed, InvalidArguments
from jupyter_gradio_mcp.kernel.components.base import Component
from jupyter_gradio_mcp.kernel.describe import Description, describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.hints import annotated


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


def taking(component: Component, hint: Any = Any) -> Description:
    """A function with one parameter that this component stands for."""

    def function(value):
        """Take it."""

    function.__annotations__["value"] = annotated(hint, component)
    return describe(function)


def taken(component: Component, value: Any, hint: Any = Any) -> Any:
    return taking(component, hint).arguments.bind({"value": value})["value"]


def schema(component: Component, hint: Any = Any) -> dict[str, Any]:
    return taking(component, hint).input_schema["properties"]["value"]


def refusal(component: Component, value: Any, hint: Any = Any) -> str:
    with pytest.raises(InvalidArguments) as refused:
        taken(component, value, hint)
    return refused.value.message


# -- text --


def test_a_textbox_takes_text_up_to_its_length() -> None:
    box = gr.Textbox(max_length=3)
    assert schema(box) == {"type": "string", "maxLength": 3}
    assert taken(box, "abc") == "abc"
    assert refusal(box, "abcd") == "'value': String should have at most 3 characters (got \"abcd\")."


def test_an_optional_text_has_its_bound_beside_null() -> None:
    box = gr.Textbox(max_length=3)
    assert schema(box, Optional[str]) == {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}
    assert taken(box, None, Optional[str]) is None


@pytest.mark.parametrize(("value", "fits"), [("a@b.c", True), ("", True), ("a", False), ("a b@c", False)])
def test_an_address_is_one(value: str, fits: bool) -> None:
    box = gr.Textbox(type="email")
    assert schema(box)["format"] == "email"
    if fits:
        assert taken(box, value) == value
    else:
        assert "Should be an address such as name@example.com" in refusal(box, value)


def test_a_hint_of_a_number_reads_the_text_of_a_textbox() -> None:
    assert taken(gr.Textbox(), "5", int) == 5


@pytest.mark.parametrize(("value", "shown"), [("a", "a"), (None, None), (3, "3"), ("\ud800", "?")])
def test_a_textbox_shows_any_value_as_text(value: Any, shown: Any) -> None:
    assert gr.Textbox().to_json(value, None) == shown


# -- numbers --


@pytest.mark.parametrize("hint", [Any, int, float, Optional[float]])
def test_bounds_are_in_the_schema_and_are_kept(hint: Any) -> None:
    slider = gr.Slider(0, 10)
    shown = schema(slider, hint)
    shown = shown.get("anyOf", [shown])[0]
    assert (shown["minimum"], shown["maximum"]) == (0, 10)
    assert taken(slider, 10, hint) == 10
    assert refusal(slider, 11, hint) == "'value': Input should be less than or equal to 10 (got 11)."
    assert "greater than or equal to 0 (got -1)" in refusal(slider, -1, hint)


def test_a_number_without_a_hint_stays_whole_or_not() -> None:
    assert type(taken(gr.Number(), 3)) is int
    assert taken(gr.Number(), 3.5) == 3.5
    assert taken(gr.Number(), "3.5") == 3.5
    assert schema(gr.Number()) == {"type": "number"}


def test_numbers_are_rounded_to_the_precision() -> None:
    assert taken(gr.Number(precision=0), 2.6) == 3
    assert schema(gr.Number(precision=0)) == {"type": "integer"}
    assert taken(gr.Number(precision=1), 2.66) == 2.7
    assert taken(gr.Number(precision=0), 2.6, int) == 3
    assert gr.Number(precision=1).to_json(2.66, None) == 2.7


@pytest.mark.parametrize(
    ("value", "shown"), [(3, 3), (2.5, 2.5), (None, None), (math.nan, None), (np.float32(0.5), 0.5), (np.int64(4), 4)]
)
def test_a_number_of_any_library_is_shown(value: Any, shown: Any) -> None:
    assert gr.Number().to_json(value, None) == shown


@pytest.mark.parametrize("value", ["3", True, [1], object()])
def test_what_is_no_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(FunctionFailed, match=r"gr\.Slider shows a number, and the function gave"):
        gr.Slider(0, 1).to_json(value, None)


def test_bounds_that_are_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match=r"gr\.Slider: the minimum 2 is above the maximum 1"):
        gr.Slider(2, 1)


def test_a_slider_does_not_fit_a_text() -> None:
    with pytest.raises(CannotDescribe, match=r"function\(\): gr\.Slider does not fit the parameter 'value', a list"):
        taking(gr.Slider(0, 1), list[int])


@given(low=st.integers(-1000, 1000), size=st.integers(0, 1000), value=st.integers(-3000, 3000))
@settings(max_examples=60, deadline=None)
def test_the_schema_and_the_check_of_a_slider_agree(low: int, size: int, value: int) -> None:
    described = taking(gr.Slider(low, low + size), int)
    admitted = Draft202012Validator(described.input_schema).is_valid({"value": value})
    try:
        described.arguments.bind({"value": value})
    except InvalidArguments:
        assert not admitted
    else:
        assert admitted


# -- choices --


PAIRS = [("Small", 1), ("Large", 2.5), "other"]


def test_a_choice_is_a_label_and_the_value_that_callers_send() -> None:
    box = gr.Dropdown(PAIRS)
    assert schema(box) == {"enum": [1, 2.5, "other"]}
    assert taking(box).parameters[0]["props"]["choices"] == [["Small", 1], ["Large", 2.5], ["other", "other"]]
    assert taken(box, 2.5) == 2.5
    assert refusal(box, "Small") == "'value': Input should be 1, 2.5 or 'other' (got \"Small\")."


@pytest.mark.parametrize("hint", [Color, Literal["red", "blue"]])
def test_a_choice_is_what_the_hint_makes_of_it(hint: Any) -> None:
    radio = gr.Radio([("Rot", "red")])
    assert taken(radio, "red", hint) == (Color.RED if hint is Color else "red")
    assert schema(radio, hint) == {"type": "string", "const": "red"}
    assert "Input should be 'red'" in refusal(radio, "blue", hint)


@pytest.mark.parametrize(("hint", "made"), [(int, 1), (float, 1.0), (str, "1"), (Optional[int], 1)])
def test_choices_that_are_texts_become_numbers_where_the_hint_is_one(hint: Any, made: Any) -> None:
    got = taken(gr.Dropdown(["1", "2"]), "1", hint)
    assert (got, type(got)) == (made, type(made))


def test_an_enum_gives_a_dropdown_its_choices() -> None:
    assert schema(gr.Dropdown(), Color)["enum"] == ["red", "blue"]
    assert taken(gr.Dropdown(list(Color)), "blue") is Color.BLUE
    assert schema(gr.Dropdown(), Literal["a", "b"])["enum"] == ["a", "b"]


def test_one_component_for_two_parameters_has_the_choices_of_each() -> None:
    shared = gr.Dropdown()

    def function(a, b):
        """Take them."""

    function.__annotations__.update(a=Annotated[Literal["x"], shared], b=Annotated[Literal["y", "z"], shared])
    assert [p["props"]["choices"] for p in describe(function).parameters] == [[["x", "x"]], [["y", "y"], ["z", "z"]]]


def test_a_choice_that_the_hint_does_not_admit_is_the_authors_mistake() -> None:
    with pytest.raises(CannotDescribe, match=r"gr\.Radio does not fit .* the choice 'green' is no Color"):
        taking(gr.Radio(["red", "green"]), Color)


@pytest.mark.parametrize(
    ("hint", "made"),
    [
        (Any, ["red"]),
        (list[Color], [Color.RED]),
        (set[Color], {Color.RED}),
        (tuple[str, ...], ("red",)),
        (list, ["red"]),
    ],
)
def test_several_choices_are_what_the_hint_makes_of_a_list(hint: Any, made: Any) -> None:
    group = gr.CheckboxGroup(["red", "blue"])
    assert taken(group, ["red"], hint) == made
    assert schema(group, hint)["items"] == {"enum": ["red", "blue"], "type": "string"}
    assert "'value[1]': Input should be 'red' or 'blue' (got \"x\")." in refusal(group, ["red", "x"], hint)


def test_a_dropdown_for_several_takes_so_many() -> None:
    box = gr.Dropdown(["a", "b", "c"], multiselect=True, max_choices=2)
    assert schema(box) == {"type": "array", "items": {"enum": ["a", "b", "c"], "type": "string"}, "maxItems": 2}
    assert "at most 2 items" in refusal(box, ["a", "b", "c"])
    assert taken(gr.Dropdown(["a", "b"]), ["b"], list[str]) == ["b"], "the hint says that it is for several"


def test_a_dropdown_takes_other_values_if_it_says_so() -> None:
    box = gr.Dropdown(["a"], allow_custom_value=True)
    assert schema(box) == {"type": "string"}
    assert taken(box, "z") == "z"
    assert box.to_json("z", None) == "z"


def test_the_place_of_a_choice_is_given_where_that_is_asked() -> None:
    assert taken(gr.Radio(["a", "b"], type="index"), "b") == 1
    assert taken(gr.CheckboxGroup(["a", "b"], type="index"), ["b", "a"], list[int]) == [1, 0]

    def function(value: Annotated[int, gr.Dropdown(["a", "b"], type="index")] = 1):
        """Take it."""

    function.__annotations__["value"] = Annotated[int, gr.Dropdown(["a", "b"], type="index")]
    described = describe(function)
    assert described.parameters[0]["default"] == "b", "callers send, and see, the choice"
    assert described.arguments.bind({}) == {"value": 1}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: gr.Radio("ab"), "choices are a list"),
        (lambda: gr.Radio([("a", "b", "c")]), "a pair of label and value"),
        (lambda: gr.Dropdown([{}]), "a choice is a text or a number"),
        (lambda: gr.Dropdown([None]), "a choice is a text or a number"),
    ],
)
def test_choices_that_are_none_are_refused(make: Callable[[], Any], reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        make()


def test_a_result_that_is_no_choice_says_which_are() -> None:
    assert gr.Radio(["a", "b"]).to_json("a", None) == "a"
    assert gr.CheckboxGroup(["a", "b"]).to_json(("b",), None) == ["b"]
    assert gr.Radio(list(Color)).to_json(Color.RED, None) == "red"
    with pytest.raises(FunctionFailed, match=r"gr\.Radio: 'z' is none of the choices: 'a', 'b'\."):
        gr.Radio(["a", "b"]).to_json("z", None)


def test_a_checkbox_begins_with_no() -> None:
    described = taking(gr.Checkbox(), bool)
    assert described.parameters[0]["default"] is False
    assert described.arguments.bind({}) == {"value": False}
    assert gr.Checkbox().to_json(np.bool_(True), None) is True


# -- dates --


def test_a_time_is_what_the_type_or_the_hint_says() -> None:
    text = "2026-01-02 10:30:00"
    at = dt.datetime(2026, 1, 2, 10, 30)
    assert taken(gr.DateTime(), text) == at.timestamp()
    assert taken(gr.DateTime(type="datetime"), text) == at
    assert taken(gr.DateTime(type="string"), "2026-01-02T10:30:00") == text
    assert taken(gr.DateTime(), text, dt.datetime) == at
    assert taken(gr.DateTime(), text, int) == int(at.timestamp())
    assert taken(gr.DateTime(include_time=False, type="string"), "2026-01-02") == "2026-01-02"
    assert taken(gr.DateTime(timezone="UTC"), text) == at.replace(tzinfo=dt.timezone.utc).timestamp()
    assert schema(gr.DateTime()) == {"type": "string", "format": "date-time"}
    assert schema(gr.DateTime(include_time=False)) == {"type": "string", "format": "date"}
    assert "valid datetime" in refusal(gr.DateTime(), "soon")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.datetime(2026, 1, 2, 3), "2026-01-02T03:00:00"),
        (dt.date(2026, 1, 2), "2026-01-02T00:00:00"),
        ("2026-01-02 03:00:00", "2026-01-02T03:00:00"),
        (dt.datetime(2026, 1, 2).timestamp(), "2026-01-02T00:00:00"),
        (pd.Timestamp("2026-01-02"), "2026-01-02T00:00:00"),
        (np.datetime64("2026-01-02T03:00:00"), "2026-01-02T03:00:00"),
        (None, None),
    ],
)
def test_a_time_is_shown_as_iso_text(value: Any, shown: Any) -> None:
    assert gr.DateTime().to_json(value, None) == shown


@pytest.mark.parametrize("value", ["soon", [1], 1e300])
def test_what_is_no_time_is_refused(value: Any) -> None:
    with pytest.raises(FunctionFailed, match=r"gr\.DateTime shows"):
        gr.DateTime().to_json(value, None)


def test_a_timezone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no timezone 'Mars/Olympus'"):
        gr.DateTime(timezone="Mars/Olympus")


# -- colors, texts with marks, JSON --


@pytest.mark.parametrize("value", ["#f80", "#ff8800", "#ff8800cc", "rgba(1, 2, 3, 0.5)", "hsl(1 2% 3%)", "red"])
def test_colors_of_css_are_taken(value: str) -> None:
    assert taken(gr.ColorPicker(), value) == value


@pytest.mark.parametrize("value", ["#ff", "", "url(x)", "red;", "#12345g"])
def test_what_is_no_color_is_refused(value: str) -> None:
    assert "'value'" in refusal(gr.ColorPicker(), value)


def test_texts_with_marks_come_from_objects_that_have_them() -> None:
    assert gr.Markdown().to_json("  # a\n  b", None) == "# a\nb"
    assert "<table" in gr.HTML().to_json(pd.DataFrame({"a": [1]}), None)
    assert gr.HTML().to_json(None, None) is None
    assert gr.Code("x", "python").options()["language"] == "python"
    assert gr.Code().to_json(3, None) == "3"
    with pytest.raises(ValueError, match=r"no language 'pyton'\. Did you mean 'python'"):
        gr.Code(language="pyton")


def test_json_is_what_the_hint_says() -> None:
    @dataclass
    class Point:
        x: int

    assert taken(gr.JSON(), {"x": 1}, Point) == Point(1)
    assert taken(gr.JSON(), [1, {"a": None}]) == [1, {"a": None}]
    assert gr.JSON().to_json('{"a": 1}', None) == {"a": 1}
    with pytest.raises(FunctionFailed, match="is no JSON"):
        gr.JSON().to_json("{", None)

    def function():
        """Give it."""

    function.__annotations__["return"] = Annotated[Point, gr.JSON()]
    described = describe(function)
    assert described.output_schema is not None
    assert described.results.to_json(Point(1)).fits
    assert described.outputs[0]["component"] == "JSON"


# -- labels --


def test_a_label_has_the_surest_first() -> None:
    label = gr.Label(num_top_classes=2)
    assert label.to_json({"a": 0.1, "b": np.float32(0.5), 3: 0.4}, None) == {
        "label": "b",
        "confidences": [{"label": "b", "confidence": 0.5}, {"label": "3", "confidence": 0.4}],
    }
    assert label.to_json("cat", None) == {"label": "cat", "confidences": None}
    assert label.to_json({}, None) == {"label": None, "confidences": []}
    assert label.to_json(None, None) is None
    assert label.to_json({"a": math.nan, "b": 0.0}, None)["label"] == "b"


def test_a_confidence_that_is_no_number_is_refused() -> None:
    with pytest.raises(FunctionFailed, match="the confidence of 'a' is no number: 'high'"):
        gr.Label().to_json({"a": "high"}, None)
    with pytest.raises(FunctionFailed, match=r"gr\.Label shows a dict"):
        gr.Label().to_json([1], None)


def test_a_label_is_taken_in_both_forms() -> None:
    made = gr.Label().to_json({"a": 0.1, "b": 0.5}, None)
    assert taken(gr.Label(), made, dict[str, float]) == {"a": 0.1, "b": 0.5}
    assert taken(gr.Label(), {"a": 1}, dict[str, float]) == {"a": 1.0}
    assert taken(gr.Label(), {"label": "cat", "confidences": None}) == "cat"


# -- conversations --


def test_messages_and_pairs_are_a_conversation(tmp_path: Path) -> None:
    chat = gr.Chatbot()
    messages = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]
    assert chat.to_json(messages, None) == messages
    assert chat.to_json([("hi", "ho")], None) == messages
    assert chat.to_json([("hi", None)], None) == messages[:1]
    assert chat.to_json(None, None) is None
    assert taken(chat, messages) == messages
    assert "'value[0].role'" in refusal(chat, [{"role": "cat", "content": "x"}])


def test_a_message_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("note.txt").write_text("x")
    store = Store(Settings())
    store.folder = tmp_path / "cache"
    try:
        (message,) = gr.Chatbot().to_json([{"role": "assistant", "content": Path("note.txt")}], store)
    finally:
        store.close()
    assert message["content"]["file"]["orig_name"] == "note.txt"


@pytest.mark.parametrize("value", ["hi", [{"role": "cat", "content": ""}], ["hi"], [{"role": "user"}], 3])
def test_what_is_no_conversation_is_refused(value: Any) -> None:
    with pytest.raises(FunctionFailed, match=r"gr\.Chatbot"):
        gr.Chatbot().to_json(value, None)


# -- all of them --

OUT: list[tuple[Component, list[Any]]] = [
    (gr.Textbox(), ["a", None]),
    (gr.Number(), [1, 2.5, math.inf, None]),
    (gr.Number(precision=0), [1.5, None]),
    (gr.Slider(0, 1), [0.5, None]),
    (gr.Checkbox(), [True, None]),
    (gr.Radio(["a", 1]), ["a", 1, None]),
    (gr.CheckboxGroup(["a", 1]), [["a"], [], None]),
    (gr.Dropdown(["a"], multiselect=True), [["a"], None]),
    (gr.Dropdown(allow_custom_value=True), ["x", 3, None]),
    (gr.DateTime(), [dt.datetime(2026, 1, 2), None]),
    (gr.DateTime(include_time=False), [dt.date(2026, 1, 2), None]),
    (gr.ColorPicker(), ["red", None]),
    (gr.Code(), ["x", None]),
    (gr.Markdown(), ["x", None]),
    (gr.HTML(), ["x", None]),
    (gr.Label(), [{"a": 0.5}, {"a": math.nan}, {}, "cat", None]),
    (gr.Chatbot(), [[("a", "b")], [], None]),
]


@pytest.mark.parametrize(("component", "values"), OUT, ids=[component.name for component, _ in OUT])
def test_what_a_component_makes_obeys_its_schema(component: Component, values: list[Any]) -> None:
    validator = Draft202012Validator(component.schema())  # type: ignore[arg-type]
    for value in values:
        validator.validate(component.to_json(value, None))


@given(st.dictionaries(st.text(), st.floats() | st.integers()))
@settings(max_examples=60, deadline=None)
def test_any_classification_obeys_the_schema(value: dict[str, float]) -> None:
    made = gr.Label().to_json(value, None)
    Draft202012Validator(gr.Label().schema()).validate(made)
    known = [item["confidence"] for item in made["confidences"] if item["confidence"] is not None]
    assert known == sorted(known, reverse=True)


# -- what is beyond them --


@pytest.mark.parametrize("hint", [Any, int | float, Optional[int | float], float, int])
def test_bounds_are_json_schemas_own_whatever_the_hint(hint: Any) -> None:
    shown = schema(gr.Slider(0, 10, step=1), hint)
    Draft202012Validator.check_schema(shown)
    assert "'ge'" not in str(shown)
    validator = Draft202012Validator(shown)
    assert validator.is_valid(3)
    assert not validator.is_valid(44)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"minimum": "a"}, "minimum='a' is no number"),
        ({"step": 0}, "step=0 must be above 0"),
        ({"step": -1}, "above 0"),
        ({"maximum": True}, "no number"),
    ],
)
def test_bounds_that_are_none_are_said_at_once(options: dict[str, Any], reason: str) -> None:
    with pytest.raises((TypeError, ValueError), match=reason):
        gr.Slider(**options)


@pytest.mark.parametrize("component", [gr.CheckboxGroup(["a"]), gr.Dropdown(["a"], multiselect=True)])
def test_an_array_without_an_axis_is_one_choice(component: Component) -> None:
    assert component.to_json(np.array("a"), None) == ["a"]


def test_a_refusal_does_not_list_ten_thousand_choices() -> None:
    said = refusal(gr.Dropdown([f"choice {number}" for number in range(10_000)]), "none")
    assert len(said) < 1000
    assert said.endswith('… (got "none").')


@pytest.mark.parametrize("component", [gr.Textbox(), gr.Number(), gr.Radio(["a"])])
def test_what_is_nested_too_deeply_is_said_to_be(component: Component) -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]

    def function():
        """Give it."""

    with pytest.raises(FunctionFailed, match="nested too deeply"):
        describe(function, outputs=component).results.to_json(deep)
