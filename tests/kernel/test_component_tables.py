"""The component of tables: what a function is given of one in any form, and what becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Optional

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from jupyter_gradio_mcp.errors import CannotDescribe, FunctionFailed, InvalidArguments
from jupyter_gradio_mcp.kernel.components.dataframe import Dataframe
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.results import Results
from jupyter_gradio_mcp.kernel.views import CallViews, Views

EMPTY: Any = ...

FORMS = {
    "headers and data": {"headers": ["n", "t"], "data": [[1, "a"], [2, None]]},
    "gradio's": {"headers": ["n", "t"], "data": [[1, "a"], [2, None]], "metadata": None},
    "split": {"columns": ["n", "t"], "index": [0, 1], "data": [[1, "a"], [2, None]]},
    "records": [{"n": 1, "t": "a"}, {"n": 2}],
    "columns": {"n": [1, 2], "t": ["a", None]},
    "csv": "n,t\n1,a\n2,\n",
    "windows": "\ufeffn;t\r\n1;a\r\n2;\r\n",
    "tabs": "n\tt\n1\ta\n2\t",
    "json text": '[{"n": 1, "t": "a"}, {"n": 2, "t": null}]',
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(Settings())
    made.folder = tmp_path / "cache"
    yield made
    made.close()


def given(component: Dataframe, value: Any, hint: Any = EMPTY) -> Any:
    accepted = component.accepts() if hint is EMPTY else component.accepts(hint)
    return TypeAdapter(accepted).validate_python(value)


def refused(component: Dataframe, value: Any) -> str:
    with pytest.raises(ValidationError) as error:
        given(component, value)
    return str(error.value)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_any_form(form: str) -> None:
    frame = given(Dataframe(), FORMS[form])
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["n", "t"]
    assert frame["n"].tolist() == [1, 2]
    assert frame["t"][0] == "a"
    assert pd.isna(frame["t"][1])


@pytest.mark.parametrize(
    ("type", "hint", "kind"),
    [
        (None, EMPTY, pd.DataFrame),
        (None, pd.DataFrame, pd.DataFrame),
        (None, pl.DataFrame, pl.DataFrame),
        (None, Optional[pl.DataFrame], pl.DataFrame),
        (None, np.ndarray, np.ndarray),
        (None, list, list),
        (None, list[list[int]], list),
        ("array", pd.DataFrame, list),
        ("polars", EMPTY, pl.DataFrame),
        ("numpy", EMPTY, np.ndarray),
    ],
)
def test_the_type_decides_and_then_the_hint(type: str | None, hint: Any, kind: type) -> None:
    assert isinstance(given(Dataframe(type=type), FORMS["records"], hint), kind)


def test_rows_without_names_get_the_authors_or_numbers() -> None:
    rows = [[1, 2], [3]]
    assert list(given(Dataframe(headers=["a"]), rows).columns) == ["a", "2"]
    assert given(Dataframe(type="array"), rows) == [[1, 2], [3, None]]
    assert given(Dataframe(type="numpy"), [[1, 2]]).tolist() == [[1, 2]]
    assert given(Dataframe(headers=["a", "b"], type="polars"), []).columns == ["a", "b"]
    assert given(Dataframe(), []).shape == (0, 0)
    assert given(Dataframe(), [1, 2])["1"].tolist() == [1, 2]


def test_numbers_of_csv_are_numbers_and_codes_are_not() -> None:
    frame = given(Dataframe(), "n,f,b,zip,mixed\n1,1.5,true,08001,1\n,2,FALSE,9000,x")
    assert frame["f"].tolist() == [1.5, 2.0]
    assert frame["n"][0] == 1
    assert pd.isna(frame["n"][1])
    assert frame["b"].tolist() == [True, False]
    assert frame["zip"].tolist() == ["08001", "9000"]
    assert frame["mixed"].tolist() == ["1", "x"]


def test_texts_in_a_column_of_numbers_are_read_as_numbers() -> None:
    rows = given(Dataframe(datatype=["str", "number"], type="array"), [["1", "2"], ["3", "4.5"], ["5", "none"]])
    assert rows == [["1", 2], ["3", 4.5], ["5", "none"]]


def test_columns_of_one_name_are_told_apart() -> None:
    for type in ("pandas", "polars"):
        frame = given(Dataframe(type=type), {"headers": ["a", "a"], "data": [[1, 2]]})
        assert list(frame.columns) == ["a", "a.1"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (3, "Rows as objects"),
        (None, "Rows as objects"),
        ({}, "Rows as objects"),
        ({"a": 1}, "Rows as objects"),
        ({"a": [1], "b": []}, "different lengths"),
        ([[1], {"a": 1}], "all be lists, or all be objects"),
        ({"headers": ["a"], "data": [[1, 2]]}, "a row has 2 values, and there are 1 columns"),
        ({"headers": "a", "data": []}, "must be a list of names"),
        ("", "it is empty"),
        ("a,b\n1,2,3", "a line has more values than there are names"),
    ],
    ids=str,
)
def test_what_is_no_table_says_why(value: Any, reason: str) -> None:
    assert f"Should be a table: {reason}" in refused(Dataframe(), value)[:400] or reason in refused(Dataframe(), value)


def test_fixed_counts_are_held_to() -> None:
    component = Dataframe(col_count=(2, "fixed"), row_count=(1, "fixed"))
    assert given(component, [[1, 2]]).shape == (1, 2)
    assert "it needs 2 columns, and has 1" in refused(component, [[1]])
    assert "it needs 1 rows, and has 2" in refused(component, [[1, 2], [3, 4]])
    assert given(Dataframe(col_count=2), [[1]]).shape == (1, 1)


def test_a_few_bytes_cannot_make_a_table_that_fills_the_memory() -> None:
    rows: list[Any] = [[]] * 60_000 + [[0] * 1000]
    assert "too large" in refused(Dataframe(), rows)
    assert "too large" in refused(Dataframe(), [{str(i): 0} for i in range(8000)])


def test_values_that_do_not_fit_together_are_a_clear_error_or_a_table() -> None:
    assert given(Dataframe(type="polars"), [[1], ["a"], [{"b": 1}]]).shape == (3, 1)
    assert given(Dataframe(type="numpy"), [[1], ["a"]]).shape == (2, 1)


def test_options_that_contradict_are_refused_at_once() -> None:
    for wrong in (
        {"headers": ["a"], "col_count": 2},
        {"type": "arrow"},
        {"row_count": "many"},
        {"row_count": (1, "exact")},
        {"datatype": "text"},
    ):
        with pytest.raises(ValueError, match=r"Dataframe"):
            Dataframe(**wrong)  # type: ignore[arg-type]


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CannotDescribe, match="needs polars, which is not installed"):
        Dataframe(type="polars").accepts()
    assert given(Dataframe(type="array"), [[1]]) == [[1]]


# -- by hint --


def test_a_data_frame_is_a_hint_of_a_parameter() -> None:
    def function(table: Any, other: Any = None, told: Any = None) -> int:
        """Take it."""
        return 0

    function.__annotations__ = {
        "table": pd.DataFrame,
        "other": Optional[pl.DataFrame],
        "told": Annotated[Optional[pd.DataFrame], "A table."],
    }
    described = describe(function)
    assert [p["component"] for p in described.parameters] == ["Dataframe"] * 3
    assert not any("files" in p for p in described.parameters)
    assert "CSV text" in described.input_schema["properties"]["table"]["description"]
    # Who fills in a form need not know how to send it.
    assert described.parameters[0]["description"] == ""
    assert "info" not in described.parameters[0]["props"]
    found = described.arguments.bind({"table": "a\n1", "other": [{"a": 2}]})
    assert isinstance(found["table"], pd.DataFrame)
    assert isinstance(found["other"], pl.DataFrame)
    with pytest.raises(InvalidArguments, match="'table': Should be a table"):
        described.arguments.bind({"table": 3})
    assert described.arguments.bind({"table": [], "other": None})["other"] is None


def test_what_the_docstring_says_of_a_table_is_for_everybody() -> None:
    def function(table: Any) -> int:
        """Take it.

        Args:
            table: The sales.
        """
        return 0

    function.__annotations__ = {"table": pd.DataFrame}
    described = describe(function)
    assert described.input_schema["properties"]["table"]["description"].startswith("The sales. Rows as objects")
    assert described.parameters[0]["description"] == described.parameters[0]["props"]["info"] == "The sales."


# -- out --


def test_a_result_is_what_gradio_calls_a_table_and_models_read_it_as_text(store: Store) -> None:
    returned = Results(None, "f", components=[Dataframe()]).to_json(pd.DataFrame({"a": [1, 2]}), store)
    assert returned.value == {"headers": ["a"], "data": [[1], [2]], "metadata": None}
    assert (returned.fits, returned.files) == (True, False)
    assert returned.shown == {"text": "a\n1\n2\n[2 rows × 1 columns]", "whole": True}
    long = Results(None, "f", components=[Dataframe()]).to_json([[row] for row in range(500)], store).shown
    assert isinstance(long, dict)
    assert not long["whole"]
    assert "500 rows × 1 columns; the first 100 rows" in long["text"]


def test_the_names_of_the_component_are_those_of_what_has_none(store: Store) -> None:
    component = Dataframe(headers=["x", "y"])
    assert component.to_json(np.array([[1, 2]]), store)["headers"] == ["x", "y"]
    assert component.to_json([[1, 2, 3]], store)["headers"] == ["x", "y", "3"]
    assert component.to_json(None, store) == {"headers": ["x", "y"], "data": [], "metadata": None}
    assert component.to_json(pd.DataFrame({"a": [1]}), store)["headers"] == ["a"]


def test_a_panel_gets_a_large_one_by_pages(store: Store) -> None:
    views = Views()
    results = Results(None, "f", components=[Dataframe()])
    value = results.to_json(np.zeros((300, 2)), store, CallViews(views)).value
    assert (value["rows"], len(value["data"])) == (300, 100)
    assert views.rows({"view": value["view"], "start": 299, "stop": 300})["data"] == [[0.0, 0.0]]


@pytest.mark.parametrize("value", ["text", 3, object(), np.zeros((2, 2, 2))])
def test_what_is_none_says_what_would_be(store: Store, value: Any) -> None:
    with pytest.raises(FunctionFailed, match="return a data frame, an array of two dimensions"):
        Dataframe().to_json(value, store)


def test_a_default_is_shown(store: Store) -> None:
    props = Dataframe([[1]], headers=["a"], col_count=(1, "fixed"), label="T").props(store)
    assert props["value"] == {"headers": ["a"], "data": [[1]], "metadata": None}
    assert (props["col_count"], props["label"]) == ([1, "fixed"], "T")
