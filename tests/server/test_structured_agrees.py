"""Whatever a function returns, its structured content obeys its output schema."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import json
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Optional, Union

import jsonschema
import mcp_types
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from support.answers import Answers, hinted
from typing_extensions import TypedDict

from jupyter_gradio_mcp.server import tools
from jupyter_gradio_mcp.server.catalog import Offer


class Color(enum.Enum):
    RED = "red"
    ONE = 1


@dataclasses.dataclass
class Point:
    x: int
    y: Optional[float] = None


class Node(BaseModel):
    name: str
    children: list[Node] = []
    secret: Annotated[int, Field(alias="hidden", ge=0)] = 0


class Place(TypedDict, total=False):
    town: str


class Pair(NamedTuple):
    left: int
    right: str


SCALARS = st.sampled_from(
    [
        int,
        float,
        str,
        bool,
        type(None),
        Any,
        bytes,
        dt.date,
        dt.datetime,
        dt.timedelta,
        decimal.Decimal,
        uuid.UUID,
        Color,
        Literal["a", 1, None],
        Point,
        Node,
        Place,
        Pair,
        Annotated[int, Field(ge=3)],
        Annotated[str, Field(max_length=3)],
        Annotated[float, Field(allow_inf_nan=False)],
        complex,
        object,
        pd.DataFrame,
        pd.Series,
        pl.DataFrame,
        np.ndarray,
        np.int64,
    ]
)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from([str, int, float, bool, dt.date, Color, tuple[int, int]])
    return st.one_of(
        inner.map(lambda hint: list[hint]),
        inner.map(lambda hint: set[hint]),
        inner.map(lambda hint: tuple[hint, ...]),
        inner.map(lambda hint: Optional[hint]),
        st.tuples(inner, inner).map(lambda hints: tuple[hints]),
        st.tuples(inner, inner).map(lambda hints: Union[hints]),
        st.tuples(keys, inner).map(lambda hints: dict[hints]),
    )


HINTS = st.recursive(SCALARS, _containers, max_leaves=4)

NUMBERS = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.sampled_from([4_000, 20_000]).map(lambda bits: 1 << bits)
)

VALUES = st.recursive(
    st.one_of(
        st.none(),
        NUMBERS,
        st.text(),
        st.sampled_from(["\ud800", b"\xff", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2), dt.timedelta(1), 1j]),
        st.sampled_from([decimal.Decimal("NaN"), uuid.UUID(int=1), Color.RED, Color.ONE, Pair(1, "a"), object()]),
        st.builds(Point, st.one_of(st.integers(), st.text()), st.one_of(st.none(), st.floats())),
        st.builds(lambda name: Node(name=name, children=[Node(name=name)]), st.text()),
        st.builds(lambda name: Node.model_construct(name=name, secret=-1), NUMBERS),
        st.sampled_from([np.int64(3), np.float32(0.5), np.float64("nan"), np.bool_(True), np.datetime64("NaT")]),
        st.lists(st.floats(), max_size=3).map(np.array),
        st.lists(st.integers(-9, 9), max_size=3).map(np.array),
        st.lists(st.one_of(st.none(), st.floats()), max_size=3).map(lambda items: pd.DataFrame({"a": items})),
        st.lists(st.floats(), max_size=3).map(
            lambda items: pd.Series(items, index=[f"i{n}" for n in range(len(items))])
        ),
        st.lists(st.floats(), max_size=3).map(lambda items: pl.DataFrame({"a": items})),
        st.just(range(3)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(
            st.one_of(st.text(), st.integers(), st.dates(), st.just((1, 2)), st.floats()), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    with tempfile.TemporaryDirectory() as folder:
        made = Answers(Path(folder).resolve())
        yield made
        made.close()


def check(answers: Answers, hint: Any, value: Any) -> None:
    info, _ = answers.frame(hinted(hint), None)
    schema = tools.tool(Offer("make", answers.app, info)).get("outputSchema")
    result = json.loads(json.dumps(answers.mcp(value, hint), allow_nan=False))
    mcp_types.CallToolResult.model_validate(result)
    if schema is None:
        assert "structuredContent" not in result
        assert not result["isError"]
    elif "structuredContent" in result:
        assert not result["isError"]
        jsonschema.Draft202012Validator(schema).validate(result["structuredContent"])
    else:
        assert result["isError"]
        assert "not what its return hint promises" in result["content"][-1]["text"]


unhurried = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@unhurried
@given(HINTS, VALUES)
def test_any_value_of_any_hint(answers: Answers, hint: Any, value: Any) -> None:
    check(answers, hint, value)


@unhurried
@given(
    st.sampled_from(
        [
            int,
            float,
            str,
            bool,
            dt.date,
            dt.timedelta,
            decimal.Decimal,
            uuid.UUID,
            Color,
            Point,
            Pair,
            list[float],
            dict[str, float],
            dict[int, str],
            Optional[int],
            Union[int, str, None],
            set[int],
            tuple[int, str],
            list[Point],
            Literal["a", 1],
        ]
    ).flatmap(lambda hint: st.tuples(st.just(hint), st.from_type(hint)))
)
def test_a_value_of_the_very_type_that_the_hint_says(answers: Answers, case: tuple[Any, Any]) -> None:
    check(answers, *case)


@pytest.mark.parametrize(
    ("hint", "value"),
    [(int, "x"), (str, 3), (list[int], [1, "a"]), (Point, {"x": 1}), (bool, 1), (pd.DataFrame, None), (Color, "red")],
)
def test_a_broken_promise_has_no_structure_and_a_note(answers: Answers, hint: Any, value: Any) -> None:
    result = answers.mcp(value, hint)
    assert result["isError"]
    assert "structuredContent" not in result
    check(answers, hint, value)
