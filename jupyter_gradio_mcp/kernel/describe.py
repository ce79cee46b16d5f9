"""What a function is called, what it takes and what it gives back, as data.

It reads the function and never calls it.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ..descriptions import OutputInfo, ParameterInfo
from ..errors import CannotDescribe
from .arguments import Arguments
from .docstrings import Docstring, read_docstring
from .functions import code_of
from .hints import annotated, written
from .inject import Injected, injected_parameters
from .outputs import outputs as outputs_of
from .parameters import Parameters, article, parameters
from .results import Results
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
        taken: How its parameters are read, and what they begin with.
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
    taken: Parameters
    arguments: Arguments
    results: Results


def describe(
    function: Callable[..., Any], *, name: str | None = None, inputs: Any = None, outputs: Any = None
) -> Description:
    """Describe a function.

    Args:
        function: A function, method, partial, or object that can be called.
        name: What to call it; None takes its own name.
        inputs: The components of its parameters, as of `Options`.
        outputs: Those of its outputs.

    Raises:
        CannotDescribe: Something of it has no JSON form. The message says what, and what to do.
        RegistrationError: A component does not fit.
    """
    name = name or getattr(function, "__name__", "") or type(function).__name__
    if name == "<lambda>":
        raise CannotDescribe("A lambda has no name to be called by. Give it one with --api-name.")
    if isinstance(function, type):
        raise CannotDescribe(f"{name} is a class. Write a function that makes what you need of it.")
    if not callable(function):
        raise CannotDescribe(f"{name} is {article(type(function).__name__)}, not a function.")
    code = code_of(function)
    signature, hints = _signature(function, code, name)
    injected = injected_parameters(signature, hints)
    visible = [_with_hint(p, hints) for p in signature.parameters.values() if p.name not in injected]
    doc = read_docstring(function)
    taken = parameters(name, visible, doc, inputs)
    streams = inspect.isgeneratorfunction(code) or inspect.isasyncgenfunction(code)
    returns = hints.get("return", Any)
    value = _yielded(returns) if streams else returns
    given = outputs_of(name, value, doc.returns, outputs)
    return Description(
        name=name,
        doc=doc,
        parameters=taken.infos,
        input_schema=taken.schema,
        output_schema=given.schema,
        output_type="" if "return" not in hints else written(value),
        outputs=given.infos,
        streams=streams,
        is_async=inspect.iscoroutinefunction(code) or inspect.isasyncgenfunction(code),
        file_defaults=taken.file_defaults,
        injected=injected,
        positional=tuple(p for p in signature.parameters.values() if p.kind is p.POSITIONAL_ONLY),
        undocumented=tuple(p["name"] for p in taken.infos if not p["description"]),
        taken=taken,
        arguments=taken.arguments,
        results=given.results,
    )


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


def _yielded(hint: Any) -> Any:
    """What a generator's hint says that it yields."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        # What is said beside the type is said of what it yields.
        return annotated(_yielded(arguments[0]), *arguments[1:])
    return arguments[0] if origin in _STREAMS and arguments else Any
