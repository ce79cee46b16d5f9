"""What a notebook can display, a function can return."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt
import IPython.display as ipd
import ipywidgets
import matplotlib.figure
import numpy as np
import pandas as pd
import PIL.Image
import plotly.graph_objects as go
import pytest
from bokeh.plotting import figure as bokeh_figure

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.results import Returned

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\npicture").decode()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.chdir(tmp_path.resolve())
    made = Store(Settings())
    made.folder = tmp_path.resolve() / "cache"
    yield made
    made.close()


def returned(value: Any, store: Store) -> Returned:
    def make():
        """Give it."""

    made = describe(make).results.to_json(value, store)
    json.dumps(made.value, allow_nan=False)
    return made


class Shows:
    """Shows itself in these forms; one that is an exception fails."""

    def __init__(self, **forms: Any) -> None:
        self.forms = forms

    def _form(self, name: str) -> Any:
        form = self.forms.get(name)
        if isinstance(form, BaseException):
            raise form
        return form

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self._form("bundle")

    def _repr_png_(self) -> Any:
        return self._form("png")

    def _repr_jpeg_(self) -> Any:
        return self._form("jpeg")

    def _repr_json_(self) -> Any:
        return self._form("json")

    def _repr_markdown_(self) -> Any:
        return self._form("markdown")

    def _repr_svg_(self) -> Any:
        return self._form("svg")

    def _repr_html_(self) -> Any:
        return self._form("html")


FORMS: list[tuple[str, Any, Any]] = [
    ("png", PNG, "make.png"),
    ("jpeg", b"\xff\xd8\xffpicture", "make.jpg"),
    ("json", {"a": 1}, {"a": 1}),
    ("markdown", "# text", "# text"),
    ("svg", "<svg/>", "make.svg"),
    ("html", "<b>", "<b>"),
]


def form_of(made: Returned) -> Any:
    return made.value["orig_name"] if made.files else made.value


@pytest.mark.parametrize("first", range(len(FORMS)))
def test_of_several_forms_the_one_that_says_most_is_taken(store: Store, first: int) -> None:
    forms = {name: form for name, form, _ in FORMS[first:]}
    assert form_of(returned(Shows(**forms), store)) == FORMS[first][2]


@pytest.mark.parametrize("first", range(1, len(FORMS)))
def test_a_form_that_fails_is_passed_over(store: Store, first: int) -> None:
    forms = {name: form for name, form, _ in FORMS[first:]}
    failing = {name: RuntimeError("no") for name, _, _ in FORMS[:first]}
    assert form_of(returned(Shows(**forms, **failing, bundle=KeyError()), store)) == FORMS[first][2]


def test_an_object_whose_every_form_fails_is_its_repr(store: Store) -> None:
    value = Shows(**{name: RuntimeError("no") for name, _, _ in FORMS}, bundle=RuntimeError("no"))
    assert "Shows object" in returned(value, store).value


@pytest.mark.parametrize(
    ("bundle", "shown"),
    [
        ({"text/plain": "a plot", "image/png": PNG}, "make.png"),
        (({"image/png": PNG}, {"width": 3}), "make.png"),
        ({"text/html": "<b>", "text/plain": "a plot"}, "a plot"),
        ({"text/html": "<b>", "text/plain": "<Plot object>"}, "<b>"),
        ({"application/vnd.vega.v5+json": {"mark": "bar"}, "text/plain": "a plot"}, {"mark": "bar"}),
        ({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "Slider()"}, "Slider()"),
        ({"image/png": 3, "text/markdown": "*x*"}, "*x*"),
        ("nonsense", "<Shows object>"),
    ],
)
def test_a_mime_bundle_is_looked_through(store: Store, bundle: Any, shown: Any) -> None:
    found = form_of(returned(Shows(bundle=bundle), store))
    assert found == shown or (bundle == "nonsense" and "Shows object" in found)


def test_an_object_with_a_repr_of_its_own_shows_that_rather_than_a_page(store: Store) -> None:
    class Model:
        def __repr__(self) -> str:
            return "Model(depth=3)"

        def _repr_html_(self) -> str:
            return "<style>…</style>"

    class Plain:
        def __repr__(self) -> str:
            return "Plain()"

    assert returned(Model(), store).value == "Model(depth=3)"
    assert returned(Plain(), store).value == "Plain()"


def test_an_object_that_is_data_is_data_however_it_is_displayed(store: Store) -> None:
    @dataclass
    class Point:
        x: int

        def _repr_html_(self) -> str:
            return "<b>"

    assert returned(Point(1), store).value == {"x": 1}


def test_an_object_that_claims_to_have_everything_is_its_repr(store: Store) -> None:
    class Claims:
        def __getattr__(self, name: str) -> Any:
            return lambda *a, **k: "surprise"

        def __repr__(self) -> str:
            return "Claims()"

    assert returned(Claims(), store).value == "Claims()"
    assert "class" in returned(Shows, store).value


def test_figures_of_matplotlib_and_what_draws_one_are_pictures(store: Store) -> None:
    figure = matplotlib.figure.Figure()
    axes = figure.add_subplot()
    for value in (figure, axes, pd.DataFrame({"a": [1, 2]}).plot(ax=axes)):
        made = returned(value, store).value
        with PIL.Image.open(made["path"]) as image:
            assert (made["orig_name"], image.format) == ("make.png", "PNG")
    assert [item["orig_name"] if isinstance(item, dict) else item for item in returned(["a", axes], store).value] == [
        "a",
        "make.png",
    ]


def test_charts_of_other_libraries_are_their_specifications(store: Store) -> None:
    chart = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a")
    assert returned(chart, store).value["mark"]["type"] == "bar"
    assert returned(go.Figure(go.Bar(y=[1, 2])), store).value["data"][0]["y"] == [1, 2]
    plot = bokeh_figure()
    plot.line([1, 2], [3, 4])
    assert "doc" in returned(plot, store).value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ipd.HTML("<b>x</b>"), "<b>x</b>"),
        (ipd.Markdown("# x"), "# x"),
        (ipd.Latex("$x$"), "$x$"),
        (ipd.JSON({"a": [1]}), {"a": [1]}),
        (ipd.SVG("<svg/>"), "make.svg"),
        (ipd.Image(url="http://example.com/x.png"), '<img src="http://example.com/x.png"/>'),
        (ipd.Image(data=base64.b64decode(PNG), format="png"), "make.png"),
        (ipd.Audio(data=np.ones(10), rate=8000), "make.wav"),
        (ipd.Audio(url="http://example.com/x.wav"), "http://example.com/x.wav"),
        (ipd.Video("http://example.com/x.mp4"), "http://example.com/x.mp4"),
        (ipd.Video(data=b"\0\0\0\x18ftyp", embed=True, mimetype="video/mp4"), "make.mp4"),
        (ipywidgets.IntSlider(3), "IntSlider(value=3)"),
    ],
)
def test_the_display_objects_of_ipython_are_what_they_display(store: Store, value: Any, shown: Any) -> None:
    assert form_of(returned(value, store)) == shown


def test_a_link_to_a_file_is_the_file_if_it_may_leave(store: Store) -> None:
    Path("a.txt").write_text("x")
    assert form_of(returned(ipd.FileLink("a.txt"), store)) == "a.txt"
    Path(".env").write_text("x")
    with pytest.raises(FunctionFailed, match="allowed_paths"):
        returned(ipd.FileLink(".env"), store)


def test_bytes_are_called_what_they_are(store: Store) -> None:
    buffer = io.BytesIO()
    matplotlib.figure.Figure().savefig(buffer)
    assert form_of(returned(buffer, store)) == form_of(returned(buffer.getvalue(), store)) == "make.png"
    assert form_of(returned(b"%PDF-1.7", store)) == "make.pdf"
    assert form_of(returned(b"RIFF\0\0\0\0WAVEfmt ", store)) == "make.wav"


def test_none_of_the_libraries_is_imported() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "from jupyter_gradio_mcp.kernel.describe import describe\n"
        "from jupyter_gradio_mcp.kernel.files import Settings, Store\n"
        "store = Store(Settings()); store.folder = pathlib.Path(tempfile.mkdtemp()) / 'c'\n"
        "def f(): pass\n"
        "results = describe(f).results\n"
        "for value in (object(), [1, {'a'}], 1j, b'x', (44100, [1])): results.to_json(value, store)\n"
        "loaded = {'numpy', 'pandas', 'polars', 'PIL', 'matplotlib', 'IPython', 'plotly', 'wave'} & set(sys.modules)\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
