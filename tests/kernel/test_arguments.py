"""The JSON of a call becomes the arguments of a function."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from jupyter_gradio_mcp.errors import InvalidArguments
from jupyter_gradio_mcp.kernel.describe import describe


class Color(enum.Enum):
    RED = "red"


@dataclass
class Point:
    x: int
    y: int = 0


class Number(enum.Enum):
    ONE = 1


class Town(TypedDict):
    name: str


class Order(BaseModel):
    tags: list[str]


def bind(hint: Any, value: Any) -> Any:
    """What a function with one parameter of that hint is given for that value."""

    def function(value):
        """Take a value."""

    function.__annotations__["value"] = hint
    return describe(function).arguments.bind({"value": value})["value"]


@pytest.mark.parametrize(
    ("hint", "sent", "given"),
    [
        (int, 3, 3),
        (float, 3, 3.0),
        (Color, "red", Color.RED),
        (Point, {"x": 1}, Point(1)),
        (Order, {"tags": ["a"]}, Order(tags=["a"])),
        (dt.date, "2026-01-02", dt.date(2026, 1, 2)),
        (set[int], [1, 1, 2], {1, 2}),
        (tuple[int, str], [1, "a"], (1, "a")),
    ],
)
def test_values_become_the_python_types_of_their_hints(hint: Any, sent: Any, given: Any) -> None:
    assert bind(hint, sent) == given


@pytest.mark.parametrize(
    ("hint", "sent", "given"),
    [
        (str, 12, "12"),
        (str, 3.5, "3.5"),
        (str, True, "true"),
        (int, "12", 12),
        (float, "2.5", 2.5),
        (bool, "true", True),
        (list[int], "[1, 2]", [1, 2]),
        (list[str], [1, 2], ["1", "2"]),
        (list[str], "[1, 2]", ["1", "2"]),
        (dict[str, int], '{"a": 1}', {"a": 1}),
        (Point, '{"x": 1}', Point(1)),
        (list[Point], '[{"x": "1"}]', [Point(1)]),
        (Order, '{"tags": [1, "b"]}', Order(tags=["1", "b"])),
        (str | None, 12, "12"),
        (list[list[str]], [["a"], [1]], [["a"], ["1"]]),
        (int | None, "null", None),
        (list[int] | None, "None", None),
        (list[int | None], ["null", "3"], [None, 3]),
        (Literal["a"] | None, "null", None),
        (Literal[1, 2], "1", 1),
        (Literal["1", "2"], 1, "1"),
        (Number, "1", Number.ONE),
        (list[int], 5, [5]),
        (set[int], 5, {5}),
        (list[Point], {"x": 1}, [Point(1)]),
        (list[Point], '{"x": "1"}', [Point(1)]),
        (dt.date, "2026-01-01T00:00:00", dt.date(2026, 1, 1)),
        (dt.datetime, "2026-01-01 10:00", dt.datetime(2026, 1, 1, 10)),
        (Town, '{"name": 1}', {"name": "1"}),
    ],
)
def test_values_as_agents_really_send_them_are_taken(hint: Any, sent: Any, given: Any) -> None:
    assert bind(hint, sent) == given


@pytest.mark.parametrize(
    ("hint", "sent"),
    [
        (int, 3.5),
        (int, "abc"),
        (list[int], "no json"),
        (dict[str, int], "[1]"),
        (list[str], "a"),
        (str, None),
        (str, [1]),
        (int, "null"),
        (list[int], None),
        (list[int], "5"),
        (list[str], {"a": 1}),
        (tuple[int, str], 3),
        (Literal["a"], "A"),
        (bool, "maybe"),
        (dt.date, "2026-01-01T10:00:00"),
        (Annotated[str, Field(min_length=9)] | None, "None"),
    ],
)
def test_what_would_lose_something_is_refused(hint: Any, sent: Any) -> None:
    with pytest.raises(InvalidArguments):
        bind(hint, sent)


def test_the_callers_own_values_are_left_alone() -> None:
    sent = {"value": [1, 2]}

    def function(value: list[str]) -> None:
        """Take a list."""

    describe(function).arguments.bind(sent)
    assert sent == {"value": [1, 2]}


def test_null_for_a_parameter_with_a_default_counts_as_not_sent() -> None:
    def function(word: str = "strawberry", count: int = 0) -> None:
        """Take defaults."""

    assert describe(function).arguments.bind({"word": None, "count": None}) == {"word": "strawberry", "count": 0}


def test_a_text_that_a_default_parameter_refuses_is_not_taken_for_not_sent() -> None:
    def function(word: Annotated[str, Field(min_length=9)] = "strawberry") -> None:
        """Take a long word."""

    with pytest.raises(InvalidArguments):
        describe(function).arguments.bind({"word": "None"})


def function(word: str, level: Annotated[int, Field(ge=0, le=9)] = 0, points: list[Point] | None = None) -> None:
    """Do it.

    Args:
        word: The word to look for.
    """


@pytest.mark.parametrize(
    ("sent", "message", "location"),
    [
        ({}, "function() needs 'word' (str): The word to look for.", ["word"]),
        (
            {"word": "a", "wrod": "b"},
            "function() takes no argument 'wrod'. Did you mean 'word'? It takes: word, level, points.",
            ["wrod"],
        ),
        ({"word": "a", "level": 12}, "'level': Input should be less than or equal to 9 (got 12).", ["level"]),
        ({"word": "a", "points": [{"y": 1}]}, "'points[0].x': Field required (got {\"y\": 1}).", ["points", 0, "x"]),
    ],
)
def test_an_error_says_what_was_wrong_with_which_value(sent: Any, message: str, location: list[Any]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        describe(function).arguments.bind(sent)
    assert caught.value.message == message
    assert [detail["loc"] for detail in caught.value.details] == [location]


def test_an_error_shows_no_more_of_a_value_than_a_line() -> None:
    with pytest.raises(InvalidArguments) as caught:
        describe(function).arguments.bind({"word": "a", "level": "x" * 10_000})
    assert len(caught.value.message) < 250
