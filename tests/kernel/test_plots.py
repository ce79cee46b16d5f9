"""Figures of every library, and whatever else a notebook shows, as a panel gets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair
import matplotlib.figure
import numpy as np
import pandas as pd
import PIL.Image
import plotly.graph_objects
import pytest
from bokeh.models import DataTable, Div, TableColumn, TeX
from bokeh.plotting import figure as bokeh_figure
from IPython.display import HTML, SVG, Latex, Markdown

from jupyter_gradio_mcp.descriptions import is_file_data
from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.kernel.components.plot import Plot
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.plots import plot
from jupyter_gradio_mcp.kernel.results import Results
from jupyter_gradio_mcp.kernel.views import CallViews, Views


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(Settings())
    made.folder = tmp_path / "cache"
    yield made
    made.close()


def of_matplotlib() -> Any:
    return matplotlib.figure.Figure()


def of_axes() -> Any:
    return matplotlib.figure.Figure().add_subplot()


def of_several_axes() -> Any:
    return matplotlib.figure.Figure().subplots(2, 2)


def of_plotly() -> Any:
    return plotly.graph_objects.Figure(data=[{"type": "scatter", "y": np.array([1.5, 2])}])


def of_altair() -> Any:
    return altair.Chart(pd.DataFrame({"a": [1, None]})).mark_point().encode(x="a:Q")


def of_bokeh() -> Any:
    made = bokeh_figure()
    made.line([1, 2], np.array([3, 4]))
    return made


def returned(value: Any, store: Store, *, panel: bool) -> Any:
    def function():
        """Give it."""

    return describe(function).results.to_json(value, store, CallViews(Views()) if panel else None)


@pytest.mark.parametrize("make", [of_matplotlib, of_axes, of_several_axes])
@pytest.mark.parametrize("explicit", [False, True])
def test_a_figure_of_matplotlib_is_a_picture(store: Store, make: Any, explicit: bool) -> None:
    results = Results(None, "f", components=[Plot()] if explicit else None)
    shown = results.to_json(make(), store, CallViews(Views()))
    assert (shown.value["type"], shown.files) == ("matplotlib", True)
    assert Path(shown.value["plot"]["path"]).read_bytes().startswith(b"\x89PNG")
    assert "library" not in shown.value


@pytest.mark.parametrize(
    ("make", "kind", "library"),
    [(of_plotly, "plotly", "plotly.min.js"), (of_altair, "altair", None), (of_bokeh, "bokeh", "bokeh.min.js")],
)
def test_a_chart_is_its_specification_with_the_library_that_its_package_brings(
    store: Store, make: Any, kind: str, library: str | None
) -> None:
    shown = returned(make(), store, panel=True)
    assert shown.value["type"] == kind
    assert isinstance(json.loads(shown.value["plot"]), dict)
    assert "NaN" not in shown.value["plot"]
    assert shown.files is (library is not None)
    if library is None:
        assert "library" not in shown.value
        return
    assert is_file_data(shown.value["library"])
    assert shown.value["library"]["orig_name"] == library
    assert Path(shown.value["library"]["path"]).stat().st_size > 1_000_000
    again = returned(make(), store, panel=True)
    assert again.value["library"] == shown.value["library"], "kept once"


def test_bokeh_comes_with_the_parts_that_a_figure_needs(store: Store) -> None:
    def library(value: Any) -> str:
        drawn = plot(value, store, "plot", library=True)
        assert drawn is not None
        return Path(drawn["library"]["path"]).read_text()

    small = library(of_bokeh())
    with_widgets = library(Div(text="a"))
    with_tables = library(DataTable(columns=[TableColumn(field="a")]))
    titled = of_bokeh()
    titled.xaxis.axis_label = TeX("x")
    assert len(small) < len(with_widgets) < len(with_tables)
    assert len(library(titled)) > len(small)
    assert len(library(of_bokeh())) == len(small)


@pytest.mark.parametrize("make", [of_plotly, of_altair, of_bokeh])
def test_over_rest_a_component_gives_the_chart_without_its_library_and_a_hint_gives_data(
    store: Store, make: Any
) -> None:
    explicit = Results(None, "f", components=[Plot()]).to_json(make(), store)
    assert set(explicit.value) == {"type", "plot"}
    assert not explicit.files
    assert "plot" not in returned(make(), store, panel=False).value


def test_pictures_that_were_drawn_already_are_plots(store: Store) -> None:
    picture = PIL.Image.new("RGB", (2, 2))
    for value in (picture, picture._repr_png_()):
        shown = Plot().to_json(value, store)
        assert shown["plot"]["mime_type"] == "image/png"


@pytest.mark.parametrize("value", [3, "text", b"no picture", {"a": 1}, np.zeros(3)])
def test_what_is_no_figure_says_what_is_one(store: Store, value: Any) -> None:
    with pytest.raises(FunctionFailed, match="return a figure of matplotlib, plotly, altair or bokeh"):
        Plot().to_json(value, store)
    assert Plot().to_json(None, store) is None


def test_a_chart_that_its_library_refuses_is_the_librarys_error_or_shows_its_name(store: Store) -> None:
    wrong = altair.Chart(pd.DataFrame({"a": range(6000)})).mark_point().encode(x="a:Q")
    with pytest.raises(FunctionFailed, match="MaxRowsError"):
        Plot().to_json(wrong, store)
    assert "plot" not in returned([wrong], store, panel=True).value[0]


# -- rich text --


@pytest.mark.parametrize(
    ("value", "mime"),
    [
        (HTML("<b>a</b>"), {"text/html": "<b>a</b>"}),
        (Markdown("# a"), {"text/markdown": "# a"}),
        (Latex("$a$"), {"text/latex": "$a$"}),
    ],
)
def test_what_shows_itself_as_text_of_a_browser_comes_as_that_to_a_panel_only(
    store: Store, value: Any, mime: dict[str, str]
) -> None:
    assert returned(value, store, panel=True).value == {"mime": mime}
    assert isinstance(returned(value, store, panel=False).value, str)


def test_a_drawing_comes_as_source_to_a_panel_and_as_a_file_to_others(store: Store) -> None:
    drawing = SVG("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert returned(drawing, store, panel=True).value["mime"]["image/svg+xml"].startswith("<svg")
    assert is_file_data(returned(drawing, store, panel=False).value)


def test_a_styled_table_keeps_its_style(store: Store) -> None:
    styled = pd.DataFrame({"a": [1]}).style.set_caption("Caption")
    assert "Caption" in returned(styled, store, panel=True).value["mime"]["text/html"]


class Picture:
    def _repr_png_(self) -> bytes:
        return b"\x89PNG\r\n\x1a\n"

    def _repr_html_(self) -> str:
        return "<b>a</b>"


class Bundle:
    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/html": "<i>a</i>", "text/plain": "a", "text/markdown": None}


class Broken:
    def _repr_html_(self) -> str:
        raise RuntimeError("no")


def test_pictures_stay_files_and_a_broken_hook_is_passed_over(store: Store) -> None:
    assert is_file_data(returned(Picture(), store, panel=True).value)
    assert returned(Bundle(), store, panel=True).value == {"mime": {"text/html": "<i>a</i>", "text/plain": "a"}}
    assert isinstance(returned(Broken(), store, panel=True).value, str)


def test_items_of_a_list_are_shown_each_for_itself(store: Store) -> None:
    value = [1, pd.DataFrame({"a": [1]}), HTML("a"), of_axes(), PIL.Image.new("L", (1, 1)), {"a": 1}]
    shown = returned(value, store, panel=True)
    assert shown.files
    one, table, rich, chart, picture, data = shown.value
    assert (one, data, rich) == (1, {"a": 1}, {"mime": {"text/html": "a"}})
    assert (table["headers"], chart["type"], is_file_data(picture)) == (["a"], "matplotlib", True)


@pytest.mark.parametrize("value", [1, "a", None, {"a": 1}, [1, 2], (1, "b"), {"a": pd.DataFrame()}])
def test_data_is_the_same_with_a_panel_and_without(store: Store, value: Any) -> None:
    assert returned(value, store, panel=True) == returned(value, store, panel=False)
