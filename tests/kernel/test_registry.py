"""What a notebook offers, and which cell it came from."""

import math
from typing import Annotated, Any

import pytest

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import RegistrationError
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Change, Endpoint, Registry, endpoint


def add(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b


def made(name: str, cell: str | None = None) -> Endpoint:
    return endpoint(add, name, Options(), cell)


def test_a_cell_that_runs_again_replaces_what_it_offered() -> None:
    registry = Registry()
    assert registry.register([made("one", "c1"), made("two", "c1")], "c1") == Change(added=("one", "two"))
    assert registry.register([made("two", "c1"), made("three", "c1")], "c1") == Change(
        added=("three",), replaced=("two",), removed=("one",)
    )
    assert [found.name for found in registry.all()] == ["two", "three"]


def test_another_cell_takes_a_name_over() -> None:
    registry = Registry()
    registry.register([made("one", "c1")], "c1")
    assert registry.register([made("one", "c2")], "c2") == Change(replaced=("one",))
    assert registry.register([], "c1") == Change(), "the first cell has nothing left to lose"


def test_a_front_end_that_names_no_cells_forgets_nothing() -> None:
    registry = Registry()
    registry.register([made("one")], None)
    assert registry.register([made("two")], None) == Change(added=("two",))
    assert len(registry.all()) == 2


@pytest.mark.parametrize("name", ["größe", "a b", "a.b", "", "x" * 129, "--all", "-", "-f"])
def test_a_name_that_mcp_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(RegistrationError, match="--api-name"):
        endpoint(add, name or "ü", Options())


@pytest.mark.parametrize("name", ["a-", "_-", "0", "A_b-c"])
def test_other_names_of_mcp_are_taken(name: str) -> None:
    assert endpoint(add, name, Options()).name == name


def test_a_header_that_no_request_can_have_is_refused_with_its_parameter() -> None:
    def f(é_t: gr.Header) -> str:  # noqa: PLC2401
        return é_t

    def g(token: Annotated[str, gr.Header("X Token")]) -> str:
        return token

    def good(token: Annotated[str, gr.Header("X.Api-Token")], x_other: gr.Header) -> str:
        return token

    for function, parameter in ((f, "é_t"), (g, "token")):
        with pytest.raises(RegistrationError, match=f"parameter '{parameter}' is the header"):
            endpoint(function, "f", Options())
    assert endpoint(good, "f", Options()).info(Store(Settings()))["headers"] == ["x.api-token", "x-other"]


def test_options_shape_what_the_server_is_told() -> None:
    options = Options(
        api_name="/sum",
        title="Sum",
        description="",
        visibility="undocumented",
        queue=False,
        timeout=5,
        annotations={"readOnlyHint": True, "openWorldHint": False},
        examples=[[1, 2], {"a": 3}, 4],
    )
    info = endpoint(add, "add", options).info(Store(Settings()))
    assert {
        key: info[key] for key in ("name", "title", "description", "visibility", "queue", "concurrency", "timeout")
    } == {  # type: ignore[literal-required]
        "name": "sum",
        "title": "Sum",
        "description": "",
        "visibility": "undocumented",
        "queue": False,
        "concurrency": None,
        "timeout": 5,
    }
    assert info["annotations"] == {"readOnlyHint": True, "openWorldHint": False}
    assert info["examples"] == [{"a": 1, "b": 2}, {"a": 3}, {"a": 4}]
    assert info["warnings"] == ["No description of the parameter 'a'.", "No description of the parameter 'b'."]


@pytest.mark.parametrize("row", [[1, 2, 3], {"c": 1}])
def test_an_example_that_does_not_fit_is_refused(row: object) -> None:
    with pytest.raises(RegistrationError, match="example"):
        endpoint(add, "add", Options(examples=[row]))


@pytest.mark.parametrize(
    "component",
    [
        lambda: gr.Number(maximum=math.inf),
        lambda: gr.Number(minimum=math.nan),
        lambda: gr.Number(step=math.inf),
        lambda: gr.Slider(0, math.inf),
        lambda: gr.Textbox(max_length=-1),
        lambda: gr.Textbox(lines="many"),  # type: ignore[arg-type]
        lambda: gr.Textbox(label=object()),
        lambda: gr.Dropdown(["a"], multiselect=True, max_choices=-1),
    ],
)
def test_an_option_that_cannot_be_told_is_about_its_function_alone(component: Any) -> None:
    def odd(x: Any) -> Any:
        return x

    with pytest.raises(RegistrationError, match=r"odd\(\)"):
        endpoint(odd, "odd", Options(inputs=[component()]))


def test_what_a_result_says_must_be_json_too() -> None:
    with pytest.raises(RegistrationError, match="result"):
        endpoint(add, "add", Options(outputs=[gr.Number(maximum=math.inf)]))


def test_meta_that_is_no_json_is_about_its_function_alone() -> None:
    with pytest.raises(RegistrationError, match="meta"):
        endpoint(add, "add", Options(meta={"a": math.nan}))


def test_a_title_is_a_text() -> None:
    with pytest.raises(RegistrationError, match="title"):
        endpoint(add, "add", Options(title=5))  # type: ignore[arg-type]


def test_what_is_taken_away_is_gone_by_every_name() -> None:
    registry = Registry()
    other = endpoint(add, "other", Options(visibility="undocumented", alias="one"), "c1")
    registry.register([made("one", "c1"), other, made("two", "c1")], "c1")
    assert registry.remove(["one"]) == Change(removed=("one", "other"))
    assert [found.name for found in registry.all()] == ["two"]
