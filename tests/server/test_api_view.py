"""What the API page and the list of notebooks are told, without a server."""

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.server.api_view import Circumstances, api
from jupyter_gradio_mcp.server.catalog import App, Catalog
from jupyter_gradio_mcp.server.panel_view import Viewing, notebook_list
from jupyter_gradio_mcp.server.record import CallRecord
from jupyter_gradio_mcp.server.scope import Scope
from jupyter_gradio_mcp.server.values import example, self_contained

OWNER = Viewing(True, ("public", "undocumented", "private"))
GUEST = Viewing(False, ("public", "undocumented"))
AROUND = Circumstances(CallRecord(), paused=False, mcp=True, open=False, address_of=lambda path: f"at {path}")


@dataclass
class Inner:
    x: int


@dataclass
class Outer:
    inner: Inner


class Mode(enum.Enum):
    FAST = "fast"


def info(function: Any, name: str | None = None, **options: Any) -> Any:
    return endpoint(function, name or function.__name__, Options(**options)).info(Store(Settings()))


def published(*infos: Any) -> App:
    return Catalog(lambda: 0.0).publish("k", "a.ipynb", infos)


def deep(o: Outer, m: Mode = Mode.FAST, n: int = 1) -> Outer:
    return o


def test_a_schema_brings_the_definitions_that_it_refers_to_and_no_others() -> None:
    [function] = api(published(info(deep)), OWNER, AROUND)["functions"]
    o, m, n = function["parameters"]
    assert set(o["schema"]["$defs"]) == {"Outer", "Inner"}
    assert "$defs" not in n["schema"]
    assert set(m["schema"].get("$defs", {"Mode": 0})) == {"Mode"}
    assert o["example"] == {"inner": {"x": 3}}
    assert function["title"] == "deep"
    assert set(function["returns"][0]["schema"].get("$defs", {})) <= {"Outer", "Inner"}


def test_definitions_that_refer_to_themselves_are_brought_once() -> None:
    tree = {"properties": {"left": {"$ref": "#/$defs/Tree"}}}
    other = {"type": "integer"}
    schema = {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]}
    assert self_contained(schema, {"Tree": tree, "Other": other}) == {**schema, "$defs": {"Tree": tree}}


@pytest.mark.parametrize(
    ("component", "name"),
    [("Image", "photo.png"), ("Audio", "sound.wav"), ("Video", "video.mp4"), ("File", "file.txt"), ("Odd", "file.txt")],
)
def test_a_file_that_nobody_gave_is_called_after_its_component(component: str, name: str) -> None:
    parameter: Any = {"name": "f", "required": True, "schema": {}, "files": "one", "component": component}
    one = example(parameter, {}, {})
    assert one == {"path": f"path/to/{name}", "url": f"path/to/{name}", "orig_name": name, "meta": one["meta"]}
    assert example({**parameter, "files": "many"}, {}, {}) == [one]


@pytest.mark.parametrize(
    ("props", "columns", "rows"),
    [
        ({}, [], [{"a": 1, "b": 2}, {"a": 3, "b": 4}]),
        ({}, ["price"], [{"price": 1}, {"price": 2}]),
        (
            {"headers": ["n", "t"], "datatype": ["number", "str"], "row_count": [1, "fixed"]},
            ["x"],
            [{"n": 1, "t": "Hello!!"}],
        ),
        ({"col_count": [3, "fixed"], "row_count": [1, "dynamic"]}, ["x"], None),
    ],
)
def test_the_example_of_a_table_is_one(props: Any, columns: list[str], rows: Any) -> None:
    parameter: Any = {"name": "t", "required": True, "schema": {}, "component": "Dataframe", "props": props}
    given = example(parameter, {}, {}, columns)
    if rows is None:
        assert [list(row) for row in given] == [["x", "column2", "column3"]] * 2
    else:
        assert given == rows
    assert example({**parameter, "default": [{"z": 1}]}, {}, {}, columns) == [{"z": 1}]


def test_the_example_of_a_table_has_the_columns_that_defaults_name_and_the_function_takes_it() -> None:
    pandas = pytest.importorskip("pandas")

    def top(table: pandas.DataFrame, by: str = "price", sep: str = ", ") -> float:  # type: ignore[name-defined]
        return float(table[by].sum())

    [function] = api(published(info(top)), OWNER, AROUND)["functions"]
    assert function["parameters"][0]["example"] == [{"price": 1}, {"price": 2}]


def test_the_authors_examples_come_first_and_files_in_them_have_addresses(tmp_path: Path) -> None:
    file = {"path": "/cache/x.txt", "url": None, "meta": {"_type": "gradio.FileData"}}

    def reads(f: Path, n: int = 7) -> str:
        return ""

    described = info(reads)
    described["examples"] = [{"f": file, "n": 2}]
    [function] = api(published(described), OWNER, AROUND)["functions"]
    assert function["examples"] == [{"f": {**file, "url": "at /cache/x.txt"}, "n": 2}]
    assert [parameter["example"] for parameter in function["parameters"]] == [
        {**file, "url": "at /cache/x.txt"},
        2,
    ]
    assert function["parameters"][1]["default"] == 7


def test_what_is_paused_is_told_of_a_function_for_whatever_reason_and_in_the_list_for_its_own() -> None:
    def f() -> int:
        return 1

    app = published(info(f), info(f, "g"))
    app.paused_endpoints.add("f")
    assert [function["paused"] for function in api(app, OWNER, AROUND)["functions"]] == [True, False]
    everything = api(app, OWNER, AROUND._replace(paused=True))
    assert (everything["paused"], [function["paused"] for function in everything["functions"]]) == (True, [True, True])
    app.paused = True
    assert [function["paused"] for function in api(app, OWNER, AROUND)["functions"]] == [True, True]
    listed = notebook_list([app], OWNER, paused=True)
    [notebook] = listed["notebooks"]
    assert (listed["paused"], notebook["paused"]) == (True, True)
    assert [function["paused"] for function in notebook["functions"]] == [True, False]


def test_a_notebook_whose_kernel_is_away_has_no_functions() -> None:
    catalog = Catalog(lambda: 0.0)
    app = catalog.publish("k", "a.ipynb", [info(deep)])
    catalog.lose("k")
    told = api(app, OWNER, AROUND)
    assert (told["state"], told["functions"]) == ("gone", [])


def test_a_key_is_told_of_public_functions_in_its_scope_and_of_no_warnings() -> None:
    def f(a: int) -> int:
        return a

    app = published(info(f), info(f, "g", visibility="undocumented"), info(f, "h", visibility="private"), info(f, "i"))
    assert [function["name"] for function in api(app, OWNER, AROUND)["functions"]] == ["f", "g", "h", "i"]
    assert all(function["warnings"] for function in api(app, OWNER, AROUND)["functions"])
    seen = api(app, GUEST, AROUND)
    assert [function["name"] for function in seen["functions"]] == ["f", "i"]
    assert not any(function["warnings"] for function in seen["functions"])
    person = Viewing(False, ("public", "undocumented", "private"), Scope(endpoints=frozenset({"h", "i"})))
    assert [function["name"] for function in api(app, person, AROUND)["functions"]] == ["i"]
    listed = notebook_list([app], person, paused=False)
    assert [function["name"] for function in listed["notebooks"][0]["functions"]] == ["i"]
    nothing = Viewing(False, ("public",), Scope(endpoints=frozenset({"other"})))
    assert notebook_list([app], nothing, paused=False)["notebooks"] == []


def test_a_thousand_functions_are_listed_with_all_that_a_list_has() -> None:
    described = info(deep)
    app = published(*({**described, "name": f"f{number}"} for number in range(1000)))
    app.panels = [
        {
            "id": f"p{number}",
            "title": "",
            "components": [],
            "actions": [{"endpoint": f"f{number}"}],
            "endpoints": [],
            "layout": {},
        }  # type: ignore[typeddict-item]
        for number in range(1000)
    ]
    [notebook] = notebook_list([app], OWNER, paused=False)["notebooks"]
    assert [(f["panel"], f["parameters"]) for f in notebook["functions"]] == [
        (f"p{number}", ["o", "m", "n"]) for number in range(1000)
    ]
