"""`gr.mcp`: decorators that offer a function as an MCP tool, resource or prompt.

They give the function back as it is. In a notebook it is offered when the cell has run; the extension
is loaded if it is not. Elsewhere they only mark the function.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any, Literal, TypeVar

from ..errors import RegistrationError
from ..uris import BadTemplate, UriTemplate
from .options import MARK, Declaration

F = TypeVar("F", bound=Callable[..., Any])


def tool(
    name: str | Callable[..., Any] | None = None,
    *,
    title: str | None = None,
    description: str | Literal[False] | None = None,
    annotations: Any = None,
    icons: Sequence[Any] | None = None,
    structured_output: bool | None = None,
    input_schema: Mapping[str, Any] | None = None,
    inputs: Any = None,
    outputs: Any = None,
    ui: bool = True,
    _meta: Mapping[str, Any] | None = None,
) -> Any:
    """Offer a function as an MCP tool and REST endpoint.

    Args:
        name: What to call it; its own name otherwise.
        title: For people.
        description: For agents, instead of the docstring; False or "" shows none.
        annotations: MCP's hints, such as `{"readOnlyHint": True}`, or the MCP SDK's object.
        icons: MCP's icons, each `{"src", "mimeType", "sizes"}`, or an address.
        structured_output: False gives results as text only; True demands a return hint that has a schema.
        input_schema: JSON Schema of the arguments, shown instead of what the signature says. What is called is
            held against the signature all the same; `**arguments` takes what it has no name for.
        inputs: The components of the parameters: a list in order, a dict by name, or one alone; each one such as
            `gr.Slider(0, 1)`, its class, or Gradio's name such as "text". They win over hints.
        outputs: The components of the outputs: a list in order, or one alone.
        ui: False shows no panel under the cell.
        _meta: Passed on to clients as it is.
    """
    return _decorator(
        name,
        {
            "kind": "tool",
            "title": title,
            "description": description,
            "annotations": _plain(annotations),
            "icons": _icons(icons),
            "structured": structured_output,
            "input_schema": _plain(input_schema),
            "inputs": inputs,
            "outputs": outputs,
            "ui": None if ui else False,
            "meta": _plain(_meta),
        },
    )


def resource(
    uri_template: str,
    *,
    name: str | None = None,
    title: str | None = None,
    description: str | Literal[False] | None = None,
    mime_type: str | None = None,
    annotations: Any = None,
    icons: Sequence[Any] | None = None,
) -> Callable[[F], F]:
    """Offer what a function gives as an MCP resource.

    Args:
        uri_template: A URI, or a template whose variables are the function's parameters:
            `greeting://{name}`, `files://{path*}` (the rest of the path), `search://all{?q,limit}`.
        name: What to call it; the function's own name otherwise.
        title: For people.
        description: For agents, instead of the docstring; False or "" shows none.
        mime_type: Of what it gives. With one that is not text, a `str` is taken for base64.
        annotations: MCP's, such as `{"audience": ["user"], "priority": 0.8}`.
        icons: As of `tool`.

    Raises:
        RegistrationError: The template cannot be matched.
    """
    if not isinstance(uri_template, str):
        raise RegistrationError("gr.mcp.resource needs a URI: @gr.mcp.resource('notes://{name}')")
    try:
        UriTemplate(uri_template)
    except BadTemplate as error:
        raise RegistrationError(f"gr.mcp.resource: {error}") from None
    decorate: Callable[[F], F] = _decorator(
        name,
        {
            "kind": "resource",
            "uri": uri_template,
            "mime_type": mime_type,
            "title": title,
            "description": description,
            "annotations": _plain(annotations),
            "icons": _icons(icons),
        },
    )
    return decorate


def prompt(
    name: str | Callable[..., Any] | None = None,
    *,
    title: str | None = None,
    description: str | Literal[False] | None = None,
    icons: Sequence[Any] | None = None,
) -> Any:
    """Offer a function as an MCP prompt: a template of messages that a person picks in a client.

    It returns a text, a list of messages (`{"role": "user", "content": ...}`), images among them.

    Args:
        name: What to call it; its own name otherwise.
        title: For people.
        description: Instead of the docstring; False or "" shows none.
        icons: As of `tool`.
    """
    return _decorator(name, {"kind": "prompt", "title": title, "description": description, "icons": _icons(icons)})


def resource_updated(uri: str) -> None:
    """Tell clients that subscribed to a resource that it gives something else now.

    Raises:
        LinkError: There is no way to a server.
    """
    from .magics import loaded

    shell = kernel_shell()
    if shell is not None:
        loaded(shell).notebook.manage("resource_updated", uri=uri)


def _decorator(name: Any, changes: dict[str, Any]) -> Any:
    bare = name if callable(name) else None
    if bare is None and name is not None:
        if not isinstance(name, str):
            raise RegistrationError(f"gr.mcp: the name must be text, not {type(name).__name__}")
        changes["api_name"] = name
    if changes["description"] is False:
        changes["description"] = ""
    declaration = Declaration({key: value for key, value in changes.items() if value is not None})

    def decorate(function: F) -> F:
        check(function)
        try:
            setattr(function, MARK, declaration)
        except AttributeError:
            raise RegistrationError(
                f"gr.mcp decorates functions, not a {type(function).__name__}; write a function that calls it."
            ) from None
        hand_over(function)
        return function

    return decorate if bare is None else decorate(bare)


def check(function: Any) -> None:
    """Refuse what cannot be called as it is.

    Raises:
        RegistrationError: It is a class, a method of one, or cannot be called at all.
    """
    name = getattr(function, "__qualname__", type(function).__name__)
    if isinstance(function, type) or not callable(function):
        what = f"{name} is a class" if isinstance(function, type) else f"{function!r:.100} cannot be called"
        raise RegistrationError(f"gr.mcp decorates functions; {what}. Write a function that uses it.")
    holder = name.rpartition(".")[0]
    if (
        isinstance(function, FunctionType)
        and holder
        and not holder.endswith("<locals>")
        and function.__code__.co_varnames[:1] in (("self",), ("cls",))
    ):
        raise RegistrationError(
            f"{name}() is a method, and gr.mcp has no object to call it on. Decorate a function that calls it."
        )


def hand_over(function: Callable[..., Any]) -> None:
    """Let the notebook that this runs in, if it does, offer the function at the end of the cell."""
    shell = kernel_shell()
    if shell is None:
        return
    from .magics import load, loaded

    # So that `%unload_ext` knows of it, too.
    shell.extension_manager.load_extension(__name__.partition(".")[0])
    load(shell)
    loaded(shell).declare(function)


def kernel_shell() -> Any:
    """The IPython shell of the kernel that this runs in; None if it is none."""
    # A program that never had IPython must not get it for a mark on a function.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


def _plain(given: Any) -> dict[str, Any] | None:
    """A mapping, or an object of the MCP SDK, as JSON has it."""
    if given is None:
        return None
    dump = getattr(given, "model_dump", None)
    made = dump(mode="json", by_alias=True, exclude_none=True) if callable(dump) else given
    if not isinstance(made, Mapping):
        raise RegistrationError(f"gr.mcp: {given!r} must be a dict")
    return dict(made)


def _icons(given: Sequence[Any] | None) -> list[dict[str, Any]] | None:
    if given is None:
        return None
    return [{"src": icon} if isinstance(icon, str) else _plain(icon) or {} for icon in given]
