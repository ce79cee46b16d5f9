"""Styled tables of pandas: texts and colours of their cells."""

from typing import Annotated, Any

import pandas as pd
import pytest
from support.engine import call

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.kernel.grids import loose_grid
from jupyter_gradio_mcp.kernel.views import FIRST_ROWS, CallViews, Views

FRAME = pd.DataFrame({"a": [1.234, 5.6], "b": ["x<y", "z"], "c": [1, 2]})
YELLOW = "background-color: yellow"


def whole(styler: Any) -> Any:
    found = loose_grid(styler)
    assert found is not None
    return found.whole()


def test_formats_and_colours_are_told_beside_the_values_as_gradio_does() -> None:
    table = whole(FRAME.style.highlight_max(subset=["a"]).format(precision=2))
    assert (table["headers"], table["data"]) == (["a", "b", "c"], [[1.234, "x<y", 1], [5.6, "z", 2]])
    assert table["metadata"] == {
        "display_value": [["1.23", "x<y", "1"], ["5.60", "z", "2"]],
        "styling": [["", "", ""], [YELLOW, "", ""]],
    }


def test_an_index_is_a_column_without_a_style_and_what_is_hidden_is_not_told() -> None:
    def named() -> Any:
        return FRAME.set_index("b").style.highlight_max(subset=["c"])

    table = whole(named().hide(["a"], axis=1))
    assert (table["headers"], table["data"]) == (["b", "c"], [["x<y", 1], ["z", 2]])
    assert table["metadata"] == {"display_value": [["x<y", "1"], ["z", "2"]], "styling": [["", ""], ["", YELLOW]]}
    table = whole(named().hide(["x<y"], axis=0))
    assert table["data"] == [["z", 5.6, 2]]
    assert table["metadata"]["styling"] == [["", "", YELLOW]]


def test_without_its_index_a_table_has_none() -> None:
    assert whole(FRAME.set_index("b").style.hide(axis=0))["headers"] == ["a", "c"]


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ({"color": "#f00", "font-weight": "bold"}, "color: #f00; font-weight: bold"),
        ({"background-color": "rgba(1, 2, 3, 0.5)"}, "background-color: rgba(1, 2, 3, 0.5)"),
        ({"background-color": "url(https://example.com)"}, ""),
        ({"background": "red", "position": "fixed", "width": "9999px"}, ""),
        ({"color": "var(--x)", "text-align": "left"}, "text-align: left"),
        ({"color": "red\\3b x:y"}, ""),
    ],
)
def test_only_safe_css_is_told(css: dict[str, str], told: str) -> None:
    table = whole(FRAME[["a"]].style.set_properties(**css))
    assert table["metadata"]["styling"] == [[told], [told]]


def test_rows_of_a_large_one_have_the_looks_of_their_own() -> None:
    views = Views()
    frame = pd.DataFrame({"n": range(1000)})
    grid = loose_grid(frame.style.format("no. {}").highlight_max())
    assert grid is not None
    shown = CallViews(views).value(grid)
    assert shown["metadata"] is not None
    assert len(shown["metadata"]["display_value"]) == FIRST_ROWS
    rows = views.rows({"view": shown["view"], "sort": 0, "descending": True, "start": 0, "stop": 2})
    assert rows["data"] == [[999], [998]]
    assert rows["metadata"] == {"display_value": [["no. 999"], ["no. 998"]], "styling": [[YELLOW], [""]]}
    plain = loose_grid(frame)
    assert plain is not None
    assert "metadata" not in views.rows({"view": CallViews(views).value(plain)["view"]})


def test_a_function_may_give_one_for_a_table() -> None:
    def f() -> Annotated[Any, gr.DataFrame()]:
        return FRAME.style.format(precision=1)

    [answer] = call(f).of("result")
    assert answer["value"]["metadata"]["display_value"] == [["1.2", "x<y", "1"], ["5.6", "z", "2"]]
