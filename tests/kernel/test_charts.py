"""`gr.LinePlot` and its sisters: tables as Gradio's clients get them, and what is no table."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pandas as pd
import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import FunctionFailed

FRAME = pd.DataFrame(
    {"when": pd.to_datetime(["2024-01-01", "2024-01-02"]), "much": [1.5, None], "what": ["a", None], "n": [1, 2]}
)


@pytest.mark.parametrize(("kind", "mark"), [(gr.LinePlot, "line"), (gr.ScatterPlot, "point"), (gr.BarPlot, "bar")])
def test_a_data_frame_is_columns_rows_and_what_they_are(kind: Any, mark: str) -> None:
    made = kind(x="when", y="much", color="what").to_json(FRAME, None)
    assert made == {
        "columns": ["when", "much", "what", "n"],
        "data": [[1704067200000, 1.5, "a", 1], [1704153600000, None, None, 2]],
        "datatypes": {"when": "temporal", "much": "quantitative", "what": "nominal", "n": "quantitative"},
        "mark": mark,
    }
    assert kind(x="when", y="much").to_json(made, None) == made


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ({"x": [1, 2], "y": ["a", "b"]}, ["quantitative", "nominal"]),
        ([{"x": True, "y": date(2024, 1, 1)}, {"x": False}], ["nominal", "temporal"]),
        ({"x": [], "y": []}, ["nominal", "nominal"]),
    ],
)
def test_columns_and_rows_are_tables_as_well(value: Any, kinds: list[str]) -> None:
    made = gr.ScatterPlot(x="x", y="y").to_json(value, None)
    assert list(made["datatypes"].values()) == kinds
    assert gr.ScatterPlot().to_json(None, None) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"x": [1]}, "LinePlot draws the column 'y', and the table has: x"),
        ({"x": [1], "y": [1, 2]}, "not equally long"),
        ("text", "returned 'text' for LinePlot: return a data frame"),
        ({"x": 1, "y": 2}, "return a data frame"),
        ({"x": list(range(100_001)), "y": list(range(100_001))}, "at most 100000 rows, and there are 100001"),
    ],
)
def test_what_cannot_be_drawn_is_refused(value: Any, message: str) -> None:
    with pytest.raises(FunctionFailed, match=message):
        gr.LinePlot(x="x", y="y").to_json(value, None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"x_bin": "1y"}, "say a number, or for times a text such as '15m'"),
        ({"x_bin": "h"}, "x_bin='h'"),
        ({"y_aggregate": "avg"}, "y_aggregate='avg'"),
        ({"sort": "z"}, "sort='z'"),
        ({"tooltip": "some"}, "tooltip='some'"),
        ({"x_lim": [1]}, "say two numbers"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gr.BarPlot(**options)


def test_options_go_to_the_panel_and_updates_change_them() -> None:
    begin = datetime(2024, 1, 1, tzinfo=timezone.utc)
    with gr.Blocks() as demo:
        lines = gr.LinePlot(FRAME, x="when", y="n", x_lim=[begin, None], color_map={"a": "red"}, tooltip=["what"])
        gr.Button().click(lambda: gr.LinePlot(x_bin="1h", title="By the hour"), None, lines, api_name="hour")
        gr.Button().click(lambda: FRAME.head(1), None, lines, api_name="one")
    app = Opened(demo)
    [plot] = [c for c in app.panel["components"] if c["type"] == "LinePlot"]
    assert plot["props"]["x_lim"] == [1704067200.0, None]
    assert plot["props"]["interactive"] is False
    assert plot["props"]["value"]["columns"] == list(FRAME.columns)
    changed = app.call("hour")
    assert (changed["x_bin"], changed["title"], "value" in changed) == ("1h", "By the hour", False)
    assert len(app.call("one")["data"]) == 1


def test_a_plot_can_be_filled_by_a_function_and_has_no_selection() -> None:
    with gr.Blocks() as demo:
        plot = gr.BarPlot(lambda: FRAME, x="what", y="n")
        with pytest.raises(AttributeError, match=r"gr\.BarPlot has no 'select'"):
            plot.select(print)
    assert Opened(demo).call("begin")["mark"] == "bar"
