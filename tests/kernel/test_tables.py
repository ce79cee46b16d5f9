"""Data frames, series and arrays as JSON and as text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.results import Returned
from jupyter_gradio_mcp.kernel.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, table


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(Settings())
    made.folder = tmp_path.resolve() / "cache"
    yield made
    made.close()


def schema(hint: Any) -> dict[str, Any] | None:
    def function():
        """Give."""

    function.__annotations__["return"] = hint
    return describe(function).output_schema


def returned(value: Any, store: Store | None, hint: Any = ...) -> Returned:
    def function():
        """Give."""

    if hint is not ...:
        function.__annotations__["return"] = hint
    made = describe(function).results.to_json(value, store)
    json.dumps(made.value, allow_nan=False)
    return made


FRAME = pd.DataFrame(
    {
        "when": pd.to_datetime(["2026-01-01", None]),
        "x": [1.5, np.nan],
        "n": pd.array([1, None], dtype="Int64"),
        "s": ["a", None],
        "c": pd.Categorical(["u", None]),
        "p": [pd.Period("2026-01"), pd.NaT],
        "d": pd.to_timedelta(["1h", None]),
        "o": [{"k": np.int64(1)}, pd.NA],
    }
)


@pytest.mark.parametrize("hint", [..., pd.DataFrame, Optional[pd.DataFrame], "pd.DataFrame"])
def test_a_data_frame_is_records_and_a_table_of_text(store: Store, hint: Any) -> None:
    made = returned(FRAME, store, pd.DataFrame if hint == "pd.DataFrame" else hint)
    assert made.value == [
        {
            "when": "2026-01-01T00:00:00",
            "x": 1.5,
            "n": 1,
            "s": "a",
            "c": "u",
            "p": "2026-01",
            "d": "P0DT1H0M0S",
            "o": {"k": 1},
        },
        dict.fromkeys(FRAME.columns),
    ]
    assert made.fits is (hint is not ...)
    assert isinstance(made.shown, dict)
    assert made.shown["whole"]
    assert made.shown["text"].splitlines()[0].split() == list(FRAME.columns)
    assert made.shown["text"].endswith("[2 rows × 8 columns]")


def test_the_schema_of_a_table_is_one_that_its_records_obey() -> None:
    rows = {"type": "array", "items": {"type": "object"}}
    assert schema(pd.DataFrame) == schema(pl.DataFrame) == rows
    assert schema(pd.DataFrame | None) == {"anyOf": [rows, {"type": "null"}]}
    assert schema(list[pd.DataFrame]) == {"type": "array", "items": rows}
    assert schema(pd.Series) == {"type": "array"}
    assert schema(np.ndarray) is None


@pytest.mark.parametrize("value", [None, 3, "text", [1], {"a": [1]}, pd.Series([1])])
def test_what_is_no_table_breaks_the_promise_of_one(store: Store, value: Any) -> None:
    assert not returned(value, store, pd.DataFrame).fits


def test_several_tables_have_a_text_each(store: Store) -> None:
    small = pd.DataFrame({"a": [1]})
    for value, hint in (
        ([small, "x"], ...),
        ((small, "x"), tuple[pd.DataFrame, str]),
        ([pl.DataFrame({"a": [1]}), "x"], ...),
    ):
        made = returned(value, store, hint)
        assert made.value == [[{"a": 1}], "x"]
        assert made.fits is (hint is not ...)
        assert isinstance(made.shown, list)
        assert made.shown == [{"text": "a\n1\n[1 rows × 1 columns]", "whole": True}, None]


@pytest.mark.parametrize(
    ("frame", "first"),
    [
        (pd.DataFrame({"a": [1, 2]}, index=["x", "y"]), {"index": "x", "a": 1}),
        (pd.DataFrame({"a": [1, 2]}).iloc[1:], {"index": 1, "a": 2}),
        (pd.DataFrame({"a": [1, 2]}).head(1), {"a": 1}),
        (pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="a")), {"a": "x", "a.1": 1}),
        (
            pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", 2)], names=["k", None])),
            {"k": "x", "level_1": 2, "a": 1},
        ),
        (pd.DataFrame([[1, 2, 3]], columns=["a", "a", "a.1"]), {"a": 1, "a.1": 2, "a.1.1": 3}),
        (pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("b", "")])), {"a_x": 1, "b": 2}),
        (pd.DataFrame([[1, 2]]), {"0": 1, "1": 2}),
        (pd.Series([3], index=["x"], name="n"), {"index": "x", "n": 3}),
        (pd.Series(["u", "u"]).value_counts(), {"index": "u", "count": 2}),
        (pl.DataFrame({"a": [dt.date(2026, 1, 1)], "l": [[1.0, float("nan")]]}), {"a": "2026-01-01", "l": [1.0, None]}),
    ],
)
def test_no_index_and_no_column_is_lost(store: Store, frame: Any, first: dict[str, Any]) -> None:
    assert returned(frame, store).value[0] == first


def test_frames_of_nothing(store: Store) -> None:
    assert returned(pd.DataFrame(), store).value == []
    assert returned(pd.DataFrame(index=[1, 2]), store).value == [{"index": 1}, {"index": 2}]
    assert returned(pd.DataFrame(index=range(2)), store).value == [{}, {}]
    assert returned(pl.DataFrame(), store, pl.DataFrame).fits


def test_the_text_of_a_large_table_is_its_beginning_and_says_so() -> None:
    long = table(pd.DataFrame({"a": range(1000)}))
    assert long is not None
    assert not long.whole
    assert len(long.records) == 1000
    assert len(long.text.splitlines()) == MAX_ROWS + 2
    assert long.text.endswith("[1000 rows × 1 columns; the first 100 rows]")
    wide = table(pd.DataFrame([range(99)]))
    assert wide is not None
    assert not wide.whole
    assert len(wide.text.splitlines()[0].split()) == MAX_COLUMNS
    deep = table(pd.DataFrame({"a": ["x" * 1000, "b\nc"]}))
    assert deep is not None
    assert not deep.whole
    assert max(map(len, deep.text.splitlines())) == MAX_CELL
    assert "b\\nc" in deep.text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.float64("nan"), None),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array([[1, 2]]), [[1, 2]]),
        (np.array([1.0, np.inf]), [1.0, None]),
        (np.array(5), 5),
        (np.array(["a"]), ["a"]),
        (np.array([1, "a", None], dtype=object), [1, "a", None]),
        (np.array(["2026-01-01T10:00", "NaT"], dtype="M8[ns]"), ["2026-01-01T10:00", None]),
        (np.datetime64("2026-01-01"), "2026-01-01"),
        (np.timedelta64(1, "h"), "PT1H"),
        (np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]), [{"a": 1, "b": 2.0}]),
        (np.array([1 + 2j]), ["1+2j"]),
        (np.longdouble(1), 1.0),
        (np.ma.array([1, 2], mask=[False, True]), [1, None]),
        (np.zeros((1, 2, 3), "uint8"), [[[0, 0, 0], [0, 0, 0]]]),
        (pd.Series([1.0, None]), [1.0, None]),
        (pl.Series([1, None]), [1, None]),
        (pd.Index([1]), [1]),
        (pd.Timestamp("2026-01-01", tz="UTC"), "2026-01-01T00:00:00+00:00"),
        (pd.NaT, None),
        (pd.NA, None),
        (pd.Interval(0, 1), "(0, 1]"),
        ({np.int64(1): {"inner": pd.DataFrame({"a": [1]})}}, {"1": {"inner": [{"a": 1}]}}),
    ],
)
def test_values_of_numpy_pandas_and_polars_are_json(store: Store, value: Any, shown: Any) -> None:
    for kept in (store, None):
        assert returned(value, kept).value == shown


@pytest.mark.parametrize(
    ("hint", "value", "shown"),
    [
        (int, np.int64(3), 3),
        (float, np.float32(0.5), 0.5),
        (bool, np.bool_(True), True),
        (list[float], np.array([1.0, np.nan]), [1.0, None]),
        (list[list[int]], np.array([[1]]), [[1]]),
        (list[int], pd.Series([1], index=["a"]), [1]),
        (dict[str, int], {"a": np.int64(1)}, {"a": 1}),
        (tuple[int, str], (np.int64(1), "a"), [1, "a"]),
        (set[int], {np.int64(1)}, [1]),
        (list[dict[str, Any]], pd.DataFrame({"a": [1]}), [{"a": 1}]),
        (list[int], (1, 2), [1, 2]),
        (list[int], range(2), [0, 1]),
        (list[str], {"a": 1}.keys(), ["a"]),
    ],
)
def test_what_is_the_promised_json_fits_though_it_is_not_the_promised_type(
    store: Store, hint: Any, value: Any, shown: Any
) -> None:
    made = returned(value, store, hint)
    assert (made.value, made.fits) == (shown, True)


@pytest.mark.parametrize(
    ("hint", "value"),
    [(int, np.float64(3.5)), (int, np.str_("3")), (list[int], ("1",)), (list[int], np.array(1)), (str, np.int64(1))],
)
def test_nothing_is_changed_to_make_it_fit(store: Store, hint: Any, value: Any) -> None:
    assert not returned(value, store, hint).fits
