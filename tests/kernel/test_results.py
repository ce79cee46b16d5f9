"""Whatever a function gives back becomes JSON."""

import datetime as dt
import enum
import json
import math
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, TypedDict

import pytest
from pydantic import BaseModel, Field

from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.results import Returned


class Color(enum.Enum):
    RED = "red"


@dataclass
class Point:
    x: int


class Order(BaseModel):
    item: str


class Address(TypedDict):
    street: str


class Array:
    """What numpy's arrays and numbers have in common."""

    def tolist(self) -> list[float]:
        return [1.0, math.nan]


class Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no")


def returned(hint: Any, value: Any) -> Returned:
    def function():
        """Give something."""

    if hint is not ...:
        function.__annotations__["return"] = hint
    return describe(function).results.to_json(value)


@pytest.mark.parametrize(
    ("hint", "value", "shown"),
    [
        (int, 3, 3),
        (str, "a", "a"),
        (float, 3, 3.0),
        (float, math.nan, None),
        (list[float], [1.0, math.inf], [1.0, None]),
        (Point, Point(1), {"x": 1}),
        (Order, Order(item="a"), {"item": "a"}),
        (Address, {"street": "a"}, {"street": "a"}),
        (Color, Color.RED, "red"),
        (tuple[int, str], (1, "a"), [1, "a"]),
        (set[int], {1}, [1]),
        (int | None, None, None),
        (dt.date, dt.date(2026, 1, 2), "2026-01-02"),
        (dict[str, Any], {"a": [1]}, {"a": [1]}),
    ],
)
def test_a_result_that_keeps_its_promise_fits(hint: Any, value: Any, shown: Any) -> None:
    assert returned(hint, value) == Returned(shown, True)


@pytest.mark.parametrize(
    ("hint", "value", "shown"),
    [
        (int, "x", "x"),
        (list[int], [1, "a"], [1, "a"]),
        (Annotated[int, Field(ge=5)], 3, 3),
        (Address, {"town": "b"}, {"town": "b"}),
        (Annotated[float, Field(allow_inf_nan=False)], math.nan, None),
        (Point, {"x": 1}, {"x": 1}),
        (bytes, b"\xff", "/w=="),
        (float, 10**400, 10**400),
        (..., 3, 3),
        (Any, 3, 3),
    ],
)
def test_a_result_that_breaks_its_promise_comes_as_it_is_and_does_not_fit(hint: Any, value: Any, shown: Any) -> None:
    assert returned(hint, value) == Returned(shown, False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Array(), [1.0, None]),
        (PurePosixPath("a/b"), "a/b"),
        ({1: "a", (1, 2): "b", None: "c"}, {"1": "a", "(1, 2)": "b", "None": "c"}),
        (frozenset([1]), [1]),
        (Rude(), "<Rude>"),
        ("\ud800", "?"),
        ({"n": [math.inf]}, {"n": [None]}),
        (ValueError("no"), "ValueError('no')"),
        (10**400, 10**400),
        pytest.param(2**20_000, "<an integer of 20001 bits>", id="huge"),
    ],
)
def test_what_has_no_json_form_is_shown_as_something(value: Any, shown: Any) -> None:
    assert returned(..., value).value == shown


def test_a_structure_that_holds_itself_comes_to_an_end() -> None:
    value: list[Any] = []
    value.append(value)
    json.dumps(returned(..., value).value)
    json.dumps(returned(list[Any], value).value)


def test_a_number_that_json_cannot_carry_keeps_no_promise_within_a_tuple_either() -> None:
    def function() -> list[list[int]]:
        return [(1 << 20_000,)]  # type: ignore[list-item]

    assert describe(function).results.to_json(function()).fits is False
