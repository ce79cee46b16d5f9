"""What Gradio's clients call a field for a value."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Optional, Union

import pytest
from pydantic import Field, RootModel, TypeAdapter

from jupyter_gradio_mcp.kernel.components.implied import implied
from jupyter_gradio_mcp.kernel.describe import describe


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Point:
    x: int


class Tree(RootModel[list["Tree"]]):
    """A list of itself."""


class Either(RootModel[Optional["Either"]]):
    """Itself or nothing."""


@pytest.mark.parametrize(
    ("hint", "component"),
    [
        (str, "Textbox"),
        (Optional[str], "Textbox"),
        (dt.date, "DateTime"),
        (dt.datetime, "DateTime"),
        (Optional[dt.datetime], "DateTime"),
        (dt.time, "Textbox"),
        (int, "Number"),
        (float, "Number"),
        (Optional[float], "Number"),
        (Annotated[int, Field(ge=0)], "Number"),
        (Annotated[int, Field(le=9)], "Number"),
        (Annotated[int, Field(ge=0, le=9)], "Slider"),
        (Annotated[float, Field(gt=0, lt=1)], "Slider"),
        (Annotated[float, Field(gt=0, le=1)], "Slider"),
        (Optional[Annotated[float, Field(ge=0, lt=1)]], "Slider"),
        (Annotated[str, Field(min_length=1, max_length=2)], "Textbox"),
        (bool, "Checkbox"),
        (Optional[bool], "Checkbox"),
        (Color, "Radio"),
        (Optional[Color], "Dropdown"),
        (Literal["a", "b"], "Radio"),
        (Literal["a"], "Dropdown"),
        (Literal[1, 2], "Radio"),
        (Literal["a", "b", "c", "d", "e"], "Dropdown"),
        (Literal["a", "the one that takes a long time to read"], "Dropdown"),
        (list[Color], "CheckboxGroup"),
        (list[Literal["a", "b"]], "CheckboxGroup"),
        (Optional[list[Color]], "CheckboxGroup"),
        (list[str], "JSON"),
        (list[list[Color]], "JSON"),
        (list, "JSON"),
        (dict[str, int], "JSON"),
        (dict, "JSON"),
        (Point, "JSON"),
        (list[Point], "JSON"),
        (tuple[int, str], "JSON"),
        (tuple[Color, ...], "CheckboxGroup"),
        (Union[int, str], "JSON"),
        (Optional[Union[int, str]], "JSON"),
        (None, "JSON"),
        (Any, "JSON"),
    ],
)
def test_a_type_has_a_component(hint: Any, component: str) -> None:
    schema = TypeAdapter(hint).json_schema()
    assert implied(schema, schema.get("$defs", {})).name == component


@pytest.mark.parametrize("hint", [Tree, list[Tree], Optional[Tree], Either, list[Either]])
def test_a_type_that_holds_itself_comes_to_an_end(hint: Any) -> None:
    def function(value):
        """Take it."""

    function.__annotations__["value"] = hint
    assert describe(function).parameters[0]["component"] == "JSON"


def test_a_number_that_may_be_nan_is_a_number() -> None:
    assert implied({"type": ["number", "null"]}, {}).name == "Number"


@pytest.mark.parametrize(
    "schema", [{}, {"$ref": "#/$defs/None"}, {"type": ["string", "null"]}, {"anyOf": []}, {"anyOf": [{"type": "null"}]}]
)
def test_a_schema_that_says_little_is_json(schema: dict[str, Any]) -> None:
    assert implied(schema, {}).name == "JSON"
