"""What a function is called, what it takes and what it gives back, as data.

The one place that knows about signatures and type hints. It reads the function and never calls it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import PydanticUserError, TypeAdapter

from ..descriptions import OutputInfo, ParameterInfo
from ..errors import CannotDescribe
from . import media, sheets, tables
from .arguments import Arguments
from .components.names import component_of
from .docstrings import Docstring, read_docstring
from .inject import Injected, injected_parameters
from .results import Results
from .schema import input_schema, output_schema
from .typeddicts import acceptable

_STREAMS = (Generator, Iterator, Iterable, AsyncGenerator, AsyncIterator, AsyncIterable)


@dataclass(frozen=True, slots=True)
class Description:
    """A function seen from outside, with the ways in and out that its calls go through.

    Attributes:
        name: What it is called.
        doc: What its docstring says.
        parameters: Those that callers see, in order.
        input_schema: JSON Schema of its arguments.
        output_schema: JSON Schema of its result; None where the hint has none.
        output_type: The return hint as a person writes it.
        outputs: The outputs, as Gradio's clients see them.
        streams: Whether it yields.
        is_async: Whether it runs on an event loop.
        file_defaults: The defaults of parameters that take files, by name.
        injected: The parameters that callers do not see.
        positional: Those that the function takes by position only, in order.
        undocumented: Visible parameters that nothing explains.
        arguments: From JSON to the function's arguments.
        results: From the function's result to JSON.
    """

    name: str
    doc: Docstring
    parameters: tuple[ParameterInfo, ...]
    input_schema: dict[str, Any]
    output_schema: dict[str, Any] | None
    output_type: str
    outputs: tuple[OutputInfo, ...]
    streams: bool
    is_async: bool
    file_defaults: dict[str, Any]
    injected: dict[str, Injected]
    positional: tuple[inspect.Parameter, ...]
    undocumented: tuple[str, ...]
    arguments: Arguments
    results: Results


def describe(function: Callable[..., Any], *, name: str | None = None) -> Description:
    """Describe a function.

    Args:
        function: A function, method, partial, or object that can be called.
        name: What to call it; None takes its own name.

    Raises:
        CannotDescribe: Something of it has no JSON form. The message says what, and what to do.
    """
    name = name or getattr(function, "__name__", "") or type(function).__name__
    if name == "<lambda>":
        raise CannotDescribe("A lambda has no name to be called by. Give it one with --api-name.")
    if isinstance(function, type):
        raise CannotDescribe(f"{name} is a class. Write a function that makes what you need of it.")
    if not callable(function):
        raise CannotDescribe(f"{name} is {_article(type(function).__name__)}, not a function.")
    code = _code_of(function)
    signature, hints = _signature(function, code, name)
    injected = injected_parameters(signature, hints)
    visible = [_with_hint(p, hints) for p in signature.parameters.values() if p.name not in injected]
    adapter, schema = _arguments(name, visible)
    doc = read_docstring(function if code is not function or not isinstance(function, partial) else function.func)
    parameters = tuple(_parameter(p, schema, doc) for p in visible if p.kind is not p.VAR_KEYWORD)
    streams = inspect.isgeneratorfunction(code) or inspect.isasyncgenfunction(code)
    returns = hints.get("return", Any)
    value = _yielded(returns) if streams else returns
    files = media.holds_files(value)
    tabular = tables.acceptable(value)
    shown = None if files else output_schema(tabular)
    return Description(
        name=name,
        doc=doc,
        parameters=parameters,
        input_schema=schema,
        output_schema=shown,
        output_type="" if "return" not in hints else written(value),
        outputs=_outputs(value, doc.returns),
        streams=streams,
        is_async=inspect.iscoroutinefunction(code) or inspect.isasyncgenfunction(code),
        file_defaults={
            p.name: p.default
            for p in visible
            if p.default not in (p.empty, None) and media.files_of(p.annotation) is not None
        },
        injected=injected,
        positional=tuple(p for p in signature.parameters.values() if p.kind is p.POSITIONAL_ONLY),
        undocumented=tuple(p["name"] for p in parameters if not p["description"]),
        arguments=Arguments(name, adapter, parameters),
        results=Results(
            TypeAdapter(tabular) if shown is not None else None,
            name,
            files=files,
            words=media.words_of(value) if files else "",
            exact=value if shown is not None else None,
            tables=tabular is not value,
        ),
    )


def written(hint: Any) -> str:
    """A type hint as a person writes it: `list[int]`, `str | None`, `Literal['a', 'b']`."""
    if hint is Any or hint is inspect.Parameter.empty:
        return "Any" if hint is Any else ""
    if hint is type(None):
        return "None"
    if get_origin(hint) is Annotated:
        return written(get_args(hint)[0])
    if isinstance(hint, type) and not get_args(hint):
        return hint.__name__
    text = hint if isinstance(hint, str) else str(hint)
    text = re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", text)
    text = re.sub(r"<class '([^']+)'>|<enum '([^']+)'>", lambda m: (m[1] or m[2]).rpartition(".")[2], text)
    return re.sub(r"Optional\[([^\[\],]+)\]", r"\1 | None", text)


def _code_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """What runs when `function` is called: the function in a partial, the method of an object."""
    while isinstance(function, partial):
        function = function.func
    if not inspect.isroutine(function):
        function = type(function).__call__
    unwrapped: Callable[..., Any] = inspect.unwrap(function)
    return unwrapped


def _signature(
    function: Callable[..., Any], code: Callable[..., Any], name: str
) -> tuple[inspect.Signature, dict[str, Any]]:
    try:
        signature = inspect.signature(function)
        hints = {name: acceptable(hint) for name, hint in get_type_hints(code, include_extras=True).items()}
    except NameError as error:
        raise CannotDescribe(
            f"{name}(): a type hint names {error.name!r}, which the notebook does not know yet. Define it before."
        ) from error
    except (TypeError, ValueError) as error:
        raise CannotDescribe(f"{name}() cannot be looked into: {error}") from error
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            raise CannotDescribe(
                f"{name}() takes *{parameter.name}, but callers pass every argument by name. "
                f"Make it a list: {parameter.name}: list[...]"
            )
    return signature, hints


def _with_hint(parameter: inspect.Parameter, hints: dict[str, Any]) -> inspect.Parameter:
    """The parameter with its resolved hint; without one, with what its default tells."""
    hint = hints.get(parameter.name, parameter.empty)
    if hint is parameter.empty:
        default = parameter.default
        kinds: dict[type, Any] = {bool: bool, int: int | float, float: int | float, str: str}
        hint = kinds.get(type(default), Any)
    return parameter.replace(annotation=hint)


def _arguments(name: str, visible: list[inspect.Parameter]) -> tuple[TypeAdapter[Any], dict[str, Any]]:
    # A stand-in with the function's signature that gives back its arguments, so that pydantic
    # validates a call without making it. Positional-only parameters are sent by name as well.
    def collect(**arguments: Any) -> dict[str, Any]:
        return arguments

    by_name = [
        p.replace(kind=p.KEYWORD_ONLY, annotation=_acceptable(p.annotation)) if p.kind is not p.VAR_KEYWORD else p
        for p in visible
    ]
    collect.__name__ = name
    collect.__signature__ = inspect.Signature(by_name)  # type: ignore[attr-defined]
    collect.__annotations__ = {p.name: p.annotation for p in by_name}
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(collect)  # type: ignore[arg-type]
        return adapter, input_schema(adapter)
    except (PydanticUserError, TypeError) as error:
        raise _cannot(name, by_name, error) from error


def _acceptable(hint: Any) -> Any:
    """A parameter's hint, with what pydantic does not know in it replaced: files, and data frames."""
    return sheets.acceptable(media.acceptable(hint))


def _cannot(name: str, parameters: list[inspect.Parameter], error: Exception) -> CannotDescribe:
    """The reason, with the parameter that is to blame."""
    for parameter in parameters:
        try:
            input_schema(TypeAdapter(parameter.annotation))
        except (PydanticUserError, TypeError):
            return CannotDescribe(
                f"{name}(): the parameter '{parameter.name}' is {_article(written(parameter.annotation))}, which JSON "
                "cannot carry. Take what makes one instead, such as a str, a number, a list, a dict or a dataclass."
            )
    return CannotDescribe(f"{name}() cannot be described as JSON: {str(error).splitlines()[0]}")


def _parameter(parameter: inspect.Parameter, schema: dict[str, Any], doc: Docstring) -> ParameterInfo:
    """Tell of one parameter, and put into the schema what only the docstring says."""
    name = parameter.name
    shown = schema["properties"][name]
    said = doc.parameters.get(name, "")
    if not _is_json(shown.get("default")):
        del shown["default"]
    files = media.files_of(parameter.annotation)
    if files is not None:
        shown["description"] = f"{said.rstrip('.')}. {media.HOW_TO_SEND}".removeprefix(". ")
        # A path on this machine; `registry` offers the file itself as the default.
        shown.pop("default", None)
    elif said:
        shown.setdefault("description", said)
    info: ParameterInfo = {
        "name": name,
        "required": name in schema.get("required", ()),
        "description": said if files is not None else shown.get("description", ""),
        "type": written(parameter.annotation),
        "schema": shown,
        "component": _component(parameter.annotation, shown, schema),
        "props": {},
    }
    if files is not None:
        info["files"] = files[0]
    if "default" in shown:
        info["default"] = shown["default"]
    return info


def _component(hint: Any, shown: dict[str, Any], schema: dict[str, Any]) -> str:
    """What Gradio calls a field for a parameter with this hint."""
    files = media.files_of(hint)
    if files is not None:
        return files[1].component
    return "Dataframe" if sheets.is_table(hint) else component_of(shown, schema.get("$defs", {}))


def _is_json(value: Any) -> bool:
    """Whether JSON has the value; infinity, for one, is none."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _outputs(hint: Any, returns: str) -> tuple[OutputInfo, ...]:
    """The outputs of a function: one, or those of a tuple of a fixed length."""
    arguments = get_args(hint) if get_origin(hint) is tuple else ()
    # A sound is a tuple, and one output.
    single = not arguments or Ellipsis in arguments or media.promised(hint) is not None
    hints = [hint] if single else list(arguments)
    several = len(hints) > 1
    return tuple(_output(inner, "" if several else returns, i, several=several) for i, inner in enumerate(hints))


def _output(hint: Any, returns: str, index: int, *, several: bool) -> OutputInfo:
    file = media.promised(hint)
    schema = {} if file is not None else output_schema(tables.acceptable(hint)) or {}
    return {
        "label": f"value_{index}" if several else "result",
        "description": returns,
        "type": "" if hint is Any else written(hint),
        "schema": schema,
        "files": file.files if file is not None else "",
        "component": file.component if file is not None else component_of(schema, schema.get("$defs", {})),
        "props": {},
    }


def _yielded(hint: Any) -> Any:
    """What a generator's hint says that it yields."""
    origin, arguments = get_origin(hint), get_args(hint)
    return arguments[0] if origin in _STREAMS and arguments else Any


def _article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
