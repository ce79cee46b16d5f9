"""What a question asks for, as a form, and the answer as Python has it."""

import dataclasses
import enum
from datetime import date
from typing import Annotated, Any, Literal, Optional, TypedDict

import pytest
from pydantic import BaseModel, Field

from jupyter_gradio_mcp.kernel.form import Form


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


class Colour(str, enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass
class Trip:
    city: str
    size: Size = Size.SMALL
    note: Optional[str] = None


class Guest(TypedDict):
    name: str
    age: int | None


class Order(BaseModel):
    what: Annotated[str, Field(description="What to bring", min_length=2)]
    extras: list[Literal["milk", "sugar"]] = []
    sizes: list[Literal[1, 2]] = [1]


@pytest.mark.parametrize(
    ("wanted", "field", "required", "given", "got"),
    [
        (str, {"type": "string"}, True, "x", "x"),
        (int, {"type": "integer"}, True, 3, 3),
        (int, {"type": "integer"}, True, "3", 3),
        (float, {"type": "number"}, True, 1, 1.0),
        (bool, {"type": "boolean"}, True, False, False),
        (date, {"type": "string", "format": "date"}, True, "2026-01-31", date(2026, 1, 31)),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}, True, "b", "b"),
        (Literal["only"], {"type": "string", "enum": ["only"]}, True, "only", "only"),
        (Literal[1, 2], {"type": "string", "enum": ["1", "2"]}, True, "2", 2),
        (Literal[1, 2], {"type": "string", "enum": ["1", "2"]}, True, 2, 2),
        (Size, {"type": "string", "enum": ["1", "2"], "title": "Size"}, True, "2", Size.LARGE),
        (Colour, {"type": "string", "enum": ["red", "blue"], "title": "Colour"}, True, "red", Colour.RED),
        (int | None, {"type": "integer"}, False, 3, 3),
        (int | None, {"type": "integer"}, False, None, None),
        (Size | None, {"type": "string", "enum": ["1", "2"], "title": "Size"}, False, "1", Size.SMALL),
        (Annotated[int, Field(ge=1, le=5)], {"type": "integer", "minimum": 1, "maximum": 5}, True, 5, 5),
        (
            list[Literal["a", "b"]],
            {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            True,
            ["b"],
            ["b"],
        ),
        (
            list[Literal[1, 2]],
            {"type": "array", "items": {"type": "string", "enum": ["1", "2"]}},
            True,
            ["2", "1"],
            [2, 1],
        ),
    ],
)
def test_a_plain_type_is_a_form_of_one_field(wanted: Any, field: Any, required: bool, given: Any, got: Any) -> None:
    form = Form(wanted)
    shown = {**form.schema["properties"]["value"]}
    if "title" not in field:
        shown.pop("title", None)
    assert shown == field
    assert form.schema.get("required", []) == (["value"] if required else [])
    assert form.read({"value": given}) == got
    assert type(form.read({"value": given})) is type(got)


def test_a_class_is_a_form_of_its_fields() -> None:
    form = Form(Trip)
    assert form.schema["required"] == ["city"]
    assert form.schema["properties"]["size"]["enum"] == ["1", "2"]
    assert form.schema["properties"]["size"]["default"] == "1"
    assert "default" not in form.schema["properties"]["note"]
    assert form.read({"city": "Bonn"}) == Trip("Bonn")
    assert form.read({"city": "Bonn", "size": "2", "note": None}) == Trip("Bonn", Size.LARGE)
    assert Form(Guest).schema["required"] == ["name"]
    assert Form(Guest).read({"name": "Ada"}) == {"name": "Ada", "age": None}
    order = Form(Order)
    assert order.schema["properties"]["what"]["description"] == "What to bring"
    assert order.schema["properties"]["sizes"]["default"] == ["1"]
    assert order.read({"what": "tea", "extras": ["milk"], "sizes": ["2"]}) == Order(
        what="tea", extras=["milk"], sizes=[2]
    )


@pytest.mark.parametrize(
    ("wanted", "content", "said"),
    [
        (int, {"value": "many"}, "valid integer"),
        (int, {}, "valid integer"),
        (str, None, "valid string"),
        (str, [], "no object"),
        (str, "x", "no object"),
        (Literal["a"], {"value": "b"}, "Input should be 'a'"),
        (Literal["a"], {"value": {"a": []}}, "Input should be 'a'"),
        (Trip, {}, "city: Field required"),
        (Order, {"what": "x"}, "what: String should have at least 2"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_place(wanted: Any, content: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Form(wanted).read(content)


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "a": {"type": "integer"},
        "b": {"type": "string", "enum": ["x", "y"]},
        "c": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}},
        "d": {"type": "boolean"},
        "e": {"type": "number"},
    },
    "required": ["a"],
}


def test_a_json_schema_is_taken_as_it_is_and_its_answers_are_held_against_it() -> None:
    form = Form(SCHEMA)
    assert form.schema is SCHEMA
    given = {"a": 1, "b": "x", "c": ["y"], "d": True, "e": 1}
    assert form.read({**given, "z": None}) == given
    for wrong in ({}, {"a": "1"}, {"a": True}, {"a": 1, "b": "z"}, {"a": 1, "c": ["z"]}, {"a": 1, "c": "x"}):
        with pytest.raises(ValueError, match=r"^[abc]: "):
            form.read(wrong)


class Nested(BaseModel):
    trip: Trip


@pytest.mark.parametrize(
    "wanted", [list[str], dict[str, int], Nested, list[Trip], "str", 3, {"type": "string"}, {"type": "object"}, bytes]
)
def test_what_no_form_can_ask_for_is_refused(wanted: Any) -> None:
    if wanted is bytes:
        assert Form(wanted).schema["properties"]["value"]["type"] == "string"
        return
    with pytest.raises(TypeError, match=r"gr\.ask"):
        Form(wanted)


def test_a_list_of_choices_is_as_good_as_a_literal() -> None:
    form = Form(["small", "large"])
    assert form.schema["properties"]["value"]["enum"] == ["small", "large"]
    assert form.read({"value": "large"}) == "large"
