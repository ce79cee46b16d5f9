"""A function seen from outside."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Annotated, Any, Literal, Optional, TypedDict, Union

import pytest
from pydantic import BaseModel, Field

from jupyter_gradio_mcp.errors import CannotDescribe
from jupyter_gradio_mcp.kernel.describe import describe, written
from jupyter_gradio_mcp.kernel.inject import Injected


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Point:
    x: int
    y: int = 0


class Order(BaseModel):
    item: str
    count: int = 1


class Address(TypedDict):
    street: str


class Opaque:
    """A class that JSON knows nothing of."""


def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text.

    Args:
        word: The text to search through.
        letter: The letter to count.

    Returns:
        The number of times.

    Raises:
        ValueError: Never.
    """
    return word.count(letter)


def test_the_guides_example_is_described_whole() -> None:
    described = describe(letter_counter)
    assert described.input_schema == {
        "type": "object",
        "properties": {
            "word": {"type": "string", "default": "strawberry", "description": "The text to search through."},
            "letter": {"type": "string", "default": "r", "description": "The letter to count."},
        },
        "additionalProperties": False,
    }
    assert described.output_schema == {"type": "integer"}
    assert (described.name, described.doc.summary, described.doc.returns, described.output_type) == (
        "letter_counter",
        "Count how often a letter occurs in a word or text.",
        "The number of times.",
        "int",
    )
    assert described.undocumented == ()


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (dict[str, float], {"type": "object", "additionalProperties": {"type": "number"}}),
        (set[str], {"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (Optional[int], {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (Union[int, str], {"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        (int | None, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (Annotated[int, Field(ge=1, le=9)], {"type": "integer", "minimum": 1, "maximum": 9}),
        (dt.datetime, {"type": "string", "format": "date-time"}),
        (dt.date, {"type": "string", "format": "date"}),
        (uuid.UUID, {"type": "string", "format": "uuid"}),
        (PurePath, {"type": "string", "format": "path"}),
        (Any, {}),
    ],
)
def test_a_hint_becomes_its_schema(hint: Any, schema: dict[str, Any]) -> None:
    def function(value):
        """Take a value."""

    function.__annotations__["value"] = hint
    described = describe(function)
    assert described.input_schema["properties"]["value"] == schema
    assert described.input_schema["required"] == ["value"]


@pytest.mark.parametrize(
    "hint", [Point, Order, Address, Color, list[Point], dict[str, Order], Optional[Address], Decimal]
)
def test_classes_that_have_a_json_form_are_described(hint: Any) -> None:
    def function(value):
        """Take a value."""

    function.__annotations__.update(value=hint, **{"return": hint})
    described = describe(function)
    assert described.input_schema["properties"]["value"]
    assert described.output_schema


@pytest.mark.parametrize("default", [0, "", False, None, [], {}, 0.0])
def test_a_falsy_default_is_kept(default: Any) -> None:
    def function(value=default):
        """Take a value."""

    described = describe(function)
    assert described.input_schema["properties"]["value"]["default"] == default
    assert "required" not in described.input_schema
    assert described.parameters[0]["default"] == default


def test_a_default_is_shown_in_its_json_form() -> None:
    def function(
        color: Color = Color.RED, at: dt.date = dt.date(2026, 1, 2), point: Point = Point(1, 2), secret: Any = object()
    ):
        """Take defaults that are no JSON."""

    shown = {p["name"]: p.get("default", "none") for p in describe(function).parameters}
    assert shown == {"color": "red", "at": "2026-01-02", "point": {"x": 1, "y": 2}, "secret": "none"}


@pytest.mark.parametrize(
    ("default", "schema"),
    [
        ("a", {"type": "string"}),
        (True, {"type": "boolean"}),
        (1, {"anyOf": [{"type": "integer"}, {"type": "number"}]}),
        ([1], {}),
    ],
)
def test_without_a_hint_the_default_tells_the_type(default: Any, schema: dict[str, Any]) -> None:
    def function(value=default):
        """Take a value."""

    assert describe(function).input_schema["properties"]["value"] == {**schema, "default": default}


def test_positional_only_and_further_named_arguments_are_sent_by_name() -> None:
    def function(a: int, /, b: int = 2, **more: int) -> int:
        return a + b + sum(more.values())

    described = describe(function)
    assert described.input_schema["additionalProperties"] == {"type": "integer"}
    assert described.arguments.bind({"a": 1, "c": 5}) == {"a": 1, "b": 2, "c": 5}
    assert described.positional[0].name == "a"


def test_injected_parameters_are_hidden_wherever_they_stand() -> None:
    class Given(Injected):
        def for_call(self, call: Any) -> str:
            return "given"

    def function(first: Given, word: str, second: Given | None, third=Given()):
        """Take what nobody sends."""

    # The hints are strings here, and the class is local: resolve them as a notebook's would be.
    function.__annotations__.update(first=Given, second=Optional[Given])
    described = describe(function)
    assert list(described.injected) == ["first", "second", "third"]
    assert list(described.input_schema["properties"]) == ["word"]


def test_methods_partials_objects_and_wrapped_functions_are_described() -> None:
    class Machine:
        def turn(self, angle: int) -> int:
            """Turn it."""
            return angle

        def __call__(self, speed: int) -> int:
            """Run it."""
            return speed

    def wrapper(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        return wrapped

    assert list(describe(Machine().turn).input_schema["properties"]) == ["angle"]
    assert list(describe(Machine(), name="machine").input_schema["properties"]) == ["speed"]
    assert describe(wrapper(letter_counter)).input_schema == describe(letter_counter).input_schema
    fixed = describe(functools.partial(letter_counter, letter="x"), name="counts_x")
    assert fixed.input_schema["properties"]["letter"]["default"] == "x"


def test_a_method_takes_the_docstring_of_the_one_it_overrides() -> None:
    class Base:
        def run(self, a: int) -> None:
            """Do the work."""

    class Child(Base):
        def run(self, a: int) -> None:
            pass

    assert describe(Child().run).doc.summary == "Do the work."


def test_generators_are_described_by_what_they_yield() -> None:
    def plain(n: int) -> Iterator[str]:
        yield "x"

    async def asynchronous(n: int) -> AsyncIterator[list[int]]:
        yield [1]

    one, two = describe(plain), describe(asynchronous)
    assert (one.streams, one.is_async, one.output_schema, one.output_type) == (True, False, {"type": "string"}, "str")
    assert (two.streams, two.is_async, two.output_type) == (True, True, "list[int]")


@pytest.mark.parametrize("returns", [None, Any, Opaque, Callable[[int], int]])
def test_a_result_without_a_json_form_has_no_schema_and_is_no_error(returns: Any) -> None:
    def function() -> None:
        """Give something."""

    function.__annotations__["return"] = returns
    assert describe(function).output_schema is None


def refuse_star(*values: int) -> None: ...
def refuse_class(value: Opaque) -> None: ...
def refuse_inside(value: list[Callable[[int], int]]) -> None: ...
def refuse_unknown(value: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (refuse_star, r"takes \*values, but callers pass every argument by name\. Make it a list"),
        (refuse_class, r"refuse_class\(\): the parameter 'value' is an Opaque, which JSON cannot carry"),
        (refuse_inside, r"the parameter 'value' is a list\[Callable"),
        (refuse_unknown, r"a type hint names 'Nowhere', which the notebook does not know yet"),
        (lambda: 0, r"A lambda has no name"),
        (Opaque, r"Opaque is a class\. Write a function"),
        (3, r"int is an int, not a function"),
    ],
)
def test_what_cannot_be_described_is_refused_with_the_reason(function: Any, reason: str) -> None:
    with pytest.raises(CannotDescribe, match=reason):
        describe(function)


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (Optional[int], "int | None"),
        (list[Point], "list[Point]"),
        (Literal["a", "b"], "Literal['a', 'b']"),
        (Literal["ValueError", "gr.Error"], "Literal['ValueError', 'gr.Error']"),
        (Annotated[int, Field(ge=0)], "int"),
        (dict[str, Any], "dict[str, Any]"),
        (dt.datetime, "datetime"),
        (type(None), "None"),
    ],
)
def test_a_hint_is_written_as_a_person_would(hint: Any, text: str) -> None:
    assert written(hint) == text
