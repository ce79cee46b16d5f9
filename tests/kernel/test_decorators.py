"""`gr.mcp.tool`, `resource` and `prompt` where there is no notebook: they mark, and they refuse."""

import functools
from typing import Any

import pytest
from mcp_types import ToolAnnotations

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import RegistrationError
from jupyter_gradio_mcp.kernel.decorators import MARK
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Endpoint, endpoint


def marked(function: Any, name: str = "f") -> Endpoint:
    return endpoint(function, name, getattr(function, MARK).over(Options()))


def test_the_function_itself_comes_back() -> None:
    def f(a: int = 1) -> int:
        return a

    for decorate in (gr.mcp.tool, gr.mcp.tool(), gr.mcp.prompt, gr.mcp.prompt("x"), gr.mcp.resource("a://{a}")):
        assert decorate(f) is f
    assert f(2) == 2


def test_what_is_not_said_leaves_the_cells_options_as_they_are() -> None:
    @gr.mcp.tool(title="Mine")
    def f() -> None: ...

    made = getattr(f, MARK).over(Options(title="The cell's", description="the cell's", visibility="undocumented"))
    assert (made.title, made.description, made.visibility) == ("Mine", "the cell's", "undocumented")


def test_everything_that_is_said_arrives() -> None:
    @gr.mcp.tool(
        "other",
        title="T",
        description="D",
        annotations=ToolAnnotations(read_only_hint=True),
        icons=["https://example.com/a.png", {"src": "b", "mimeType": "image/png"}],
        structured_output=True,
        _meta={"a": 1},
    )
    def f() -> int:
        return 1

    made = marked(f)
    assert made.name == "other"
    assert (made.options.title, made.options.description, made.options.structured) == ("T", "D", True)
    assert made.options.annotations == {"readOnlyHint": True}
    assert made.options.icons == [{"src": "https://example.com/a.png"}, {"src": "b", "mimeType": "image/png"}]
    assert made.options.meta == {"a": 1}

    @gr.mcp.resource("a://{x}{?y}", name="named", mime_type="text/csv", annotations={"priority": 1})
    def g(x: str, y: int = 1) -> str:
        return x

    made = marked(g)
    assert (made.name, made.options.kind, made.options.uri) == ("named", "resource", "a://{x}{?y}")
    assert (made.options.mime_type, made.options.annotations) == ("text/csv", {"priority": 1})


@pytest.mark.parametrize("hidden", [False, ""])
@pytest.mark.parametrize("decorator", [gr.mcp.tool, gr.mcp.prompt, functools.partial(gr.mcp.resource, "a://b")])
def test_a_description_can_be_hidden(decorator: Any, hidden: Any) -> None:
    @decorator(description=hidden)
    def f() -> str:
        """Told to nobody."""
        return ""

    assert marked(f).options.description == ""


def test_structured_output_needs_a_hint_that_has_a_schema() -> None:
    @gr.mcp.tool(structured_output=True)
    def f():  # type: ignore[no-untyped-def]
        return 1

    with pytest.raises(RegistrationError, match="structured_output=True needs a return hint"):
        marked(f)


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("a://{b}", r"f\(\): 'a://\{b\}' names 'b', which is no parameter. Parameters are: x, y"),
        ("a://b", "'x' has no default, and 'a://b' cannot say what it is"),
        ("a://b{?x}", "'x' has no default"),
    ],
)
def test_the_template_and_the_parameters_must_fit(uri: str, message: str) -> None:
    @gr.mcp.resource(uri)
    def f(x: str, y: int = 1) -> str:
        return x

    with pytest.raises(RegistrationError, match=message):
        marked(f)


def test_parameters_that_nobody_sends_are_no_part_of_the_template() -> None:
    @gr.mcp.resource("a://{x}")
    def f(x: str, request: gr.Request, progress: gr.Progress = gr.Progress()) -> str:
        return x

    assert [p["name"] for p in marked(f).description.parameters] == ["x"]


def test_a_template_that_cannot_be_matched_is_refused_where_it_stands() -> None:
    with pytest.raises(RegistrationError, match=r"gr\.mcp\.resource: 'notes' has no scheme"):
        gr.mcp.resource("notes")
    with pytest.raises(RegistrationError, match="needs a URI"):
        gr.mcp.resource(lambda: 1)  # type: ignore[arg-type]


def test_what_is_no_function_is_refused_where_it_stands() -> None:
    class Thing:
        def method(self, x: int) -> int:
            return x

    for what, message in [
        (Thing, "Thing is a class"),
        (5, "decorates functions; 5 cannot be called"),
        (Thing().method, "decorates functions, not a method"),
        (len, "decorates functions, not a builtin_function_or_method"),
    ]:
        with pytest.raises(RegistrationError, match=message):
            gr.mcp.tool()(what)
    with pytest.raises(RegistrationError, match=r"Other\.method\(\) is a method, and gr.mcp has no object"):

        class Other:
            @gr.mcp.tool
            def method(self, x: int) -> int:
                return x


def test_a_name_is_text() -> None:
    for name in (5, False, ["a"]):
        with pytest.raises(RegistrationError, match="the name must be text, not"):
            gr.mcp.tool(name)  # type: ignore[arg-type]
    with pytest.raises(RegistrationError, match="must be a dict"):
        gr.mcp.tool(annotations=["read-only"])


def test_what_has_no_name_needs_one() -> None:
    def add(a: int, b: int) -> int:
        return a + b

    for nameless in (lambda: 1, functools.partial(add, 1)):
        with pytest.raises(RegistrationError, match=r"has no name to be called by. Give it one: gr.mcp.tool\('NAME'\)"):
            marked(gr.mcp.tool()(nameless), getattr(nameless, "__name__", ""))
        assert marked(gr.mcp.tool("named")(nameless)).name == "named"


def test_static_methods_and_wrapped_functions_can_be_decorated() -> None:
    def log(function: Any) -> Any:
        @functools.wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        return inner

    class Thing:
        @staticmethod
        @gr.mcp.tool
        def static(x: int) -> int:
            return x

    @log
    @gr.mcp.tool("wrapped")
    def f(x: int) -> int:
        """Told."""
        return x

    assert [p["name"] for p in marked(Thing.static).description.parameters] == ["x"]
    assert (marked(f).name, marked(f).description.doc.summary) == ("wrapped", "Told.")


def test_outside_of_a_notebook_nobody_is_told_of_a_resource() -> None:
    gr.mcp.resource_updated("a://b")
