"""What functions of apps are given: fields that were emptied, tables of which a panel has the first rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr


def said(app: Opened, viewer: str | None, **arguments: Any) -> str:
    [result] = app.told("said", viewer=viewer, **arguments).of("result")  # type: ignore[arg-type]
    return str(result["value"])


def test_a_field_that_a_person_emptied_is_none_though_it_began_with_something() -> None:
    def given(text: str, number: int, choice: str = "b", rest: float = 2.5) -> str:
        return repr((text, number, choice, rest))

    fields = [gr.Textbox("red"), gr.Number(7), gr.Dropdown(["a", "b"], value="a"), gr.Number()]
    app = Opened(gr.Interface(given, fields, gr.Textbox(), api_name="said"))
    assert said(app, "owner", text=None, number=None, choice=None, rest=None) == "('', None, None, None)"
    assert said(app, "guest", text="x", number=None) == "('x', None, 'a', 2.5)"
    assert said(app, "owner") == "('red', 7, 'a', 2.5)"


def test_a_null_of_a_programs_stands_for_what_the_field_begins_with() -> None:
    def given(n: int) -> str:
        return repr(n)

    app = Opened(gr.Interface(given, gr.Number(7), gr.Textbox(), api_name="said"))
    [parameter] = app.infos["said"]["parameters"]
    assert parameter["required"] is False
    assert said(app, None) == "7"
    assert said(app, None, n=None) == "7"
    assert said(app, "owner", n=None) == "None"


def test_the_fields_of_an_app_say_that_they_can_be_emptied_and_those_of_a_function_do_not() -> None:
    app = Opened(gr.Interface(lambda n: n, gr.Number(7), gr.Textbox(), api_name="said"))
    [place] = [id for _, id in app.action("said")["inputs"]]
    assert app.component(place)["blank"] is True
    with gr.Blocks() as blocks:
        box = gr.Textbox("x")
        box.change(lambda text: text, box, box)
    assert [component.get("blank") for component in Opened(blocks).panel["components"]] == [True]


def table_app() -> Opened:
    with gr.Blocks() as app:
        table, total = gr.Dataframe(), gr.Textbox()
        gr.Button().click(lambda: pd.DataFrame({"n": range(450)}), None, table, api_name="made")
        gr.Button().click(lambda table: f"{len(table)} rows, {table['n'].sum()}", table, total, api_name="total")
    return Opened(app)


def test_a_large_table_goes_on_as_a_whole() -> None:
    app = table_app()
    [made] = app.told("made", viewer="owner").of("result")
    assert (len(made["value"]["data"]), made["value"]["rows"]) == (100, 450)
    [result] = app.told("total", viewer="guest", table=made["value"]).of("result")
    assert result["value"] == f"450 rows, {sum(range(450))}"


def test_a_table_that_is_kept_no_longer_is_not_cut_to_its_first_rows() -> None:
    app = table_app()
    [made] = app.told("made", viewer="owner").of("result")
    [error] = app.told("total", viewer="owner", table={**made["value"], "view": "another"}).of("error")
    assert "only the first rows of this table are left" in error["error"]["message"]
    assert error["error"]["details"][0]["loc"] == ["table"]


@pytest.mark.parametrize("view", [None, 7])
def test_what_only_looks_like_such_a_table_is_taken_as_it_is(view: Any) -> None:
    given = {"headers": ["n"], "data": [[1]], "metadata": None, "rows": 450, **({} if view is None else {"view": view})}
    app = Opened(gr.Interface(lambda value: value, gr.JSON(), gr.JSON(), api_name="same"))
    [result] = app.told("same", viewer="owner", value=given).of("result")
    assert result["value"] == given


def test_a_panel_names_what_is_called_by_programs_also_without_an_action() -> None:
    with gr.Blocks() as app:
        box = gr.Textbox()
        box.change(lambda text: text, box, box, api_name="shown")
        box.submit(lambda text: text, box, box, api_name=False)
        box.blur(lambda text: text, box, box, api_name="quiet", show_api=False)

        def measure(text: str) -> int:
            return len(text)

        gr.api(measure)
    made = Opened(app)
    assert made.panel["endpoints"] == ["shown", "measure"]
    assert {info["app"] for info in made.infos.values()} == {"app:cell"}
    chat = Opened(gr.ChatInterface(lambda message, history: message))
    assert chat.panel["endpoints"] == ["predict"]
    assert "predict" not in [action["endpoint"] for action in chat.panel["actions"]]
