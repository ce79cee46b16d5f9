"""What a function takes: its visible parameters, their fields, their schema, and the way in of its calls."""

from __future__ import annotations

import copy
import inspect
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, PydanticUserError, TypeAdapter, ValidationError

from ..descriptions import FILE_META, ParameterInfo
from ..errors import CannotDescribe, FunctionFailed, RegistrationError
from . import media, sheets
from .arguments import Arguments
from .components import explicit
from .components.base import Component
from .components.implied import implied, of_library
from .components.names import class_of
from .components.numbers import Number, step_of
from .docstrings import Docstring
from .files import Store
from .hints import annotated, extras, is_open, label_of, written
from .schema import input_schema


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a function takes.

    Attributes:
        infos: The visible parameters, in order.
        schema: JSON Schema of the arguments.
        arguments: From JSON to the function's arguments.
        components: The components that the author named, by parameter.
        file_defaults: The defaults of those that take files, by name.
    """

    infos: tuple[ParameterInfo, ...]
    schema: dict[str, Any]
    arguments: Arguments
    components: dict[str, Component]
    file_defaults: dict[str, Any]

    def begun(self, name: str, value: Any, store: Store) -> Any:
        """A default or an example for a parameter whose component the author named, as a caller would send it.

        None where a file cannot be read, which must not keep the notebook's functions from being offered.
        """
        component = self.components[name]
        try:
            if component.files is None:
                return component.begin(value, store)
            one = copy.copy(component)
            one.value = value
            return one.props(store).get("value")
        except (FunctionFailed, OSError):
            return None


def parameters(name: str, visible: Sequence[inspect.Parameter], doc: Docstring, said: Any = None) -> Parameters:
    """Tell of what a function takes.

    Args:
        name: The function's name.
        visible: The parameters that callers see, with their hints.
        doc: Its docstring.
        said: The option `inputs=`.

    Raises:
        CannotDescribe: A parameter has no JSON form.
        RegistrationError: A component does not fit its parameter.
    """
    components = explicit.inputs(name, visible, said)
    for parameter in visible:
        if of_library(parameter.annotation) == "Dataframe" and parameter.name not in components:
            # JSON has no other form of a table to read than that of its component.
            components[parameter.name] = class_of("Dataframe")()
    fields = [_field(name, parameter, components.get(parameter.name)) for parameter in visible]
    adapter, schema = _arguments(name, fields)
    infos = tuple(
        _info(name, parameter, field, schema, doc, components.get(parameter.name))
        for parameter, field in zip(visible, fields, strict=True)
        if parameter.kind is not parameter.VAR_KEYWORD
    )
    taken = {info["name"]: parameter for info, parameter in zip(infos, visible, strict=False) if "files" in info}
    defaults = {key: _default(parameter, components.get(key)) for key, parameter in taken.items()}
    return Parameters(
        infos=infos,
        schema=schema,
        arguments=Arguments(name, adapter, infos),
        components=components,
        file_defaults={
            key: value for key, value in defaults.items() if value is not None and value is not inspect.Parameter.empty
        },
    )


def article(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _default(parameter: inspect.Parameter, component: Component | None) -> Any:
    """The default of the signature, or what the component begins with."""
    if parameter.default is not parameter.empty and not explicit.is_component(parameter.default):
        return parameter.default
    none = component is None or component.value is None or callable(component.value)
    return parameter.empty if none else component.value  # type: ignore[union-attr]


def _field(name: str, parameter: inspect.Parameter, component: Component | None) -> inspect.Parameter:
    """The parameter as pydantic takes it: sent by name, of the type that is read from JSON."""
    if parameter.kind is parameter.VAR_KEYWORD:
        return parameter
    if component is None:
        return parameter.replace(kind=parameter.KEYWORD_ONLY, annotation=media.acceptable(parameter.annotation))
    hint = parameter.annotation
    try:
        accepted = component.accepts(parameter.empty if is_open(hint) else hint)
        adapter: TypeAdapter[Any] = TypeAdapter(accepted)
        input_schema(adapter)
    except (PydanticUserError, TypeError, FunctionFailed) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise CannotDescribe(
            f"{name}(): gr.{component.name} does not fit the parameter '{parameter.name}'"
            f"{'' if is_open(hint) else f', {article(written(hint))}'}: {reason}."
        ) from error
    default = parameter.default
    if default is parameter.empty or explicit.is_component(default):
        default = parameter.empty
        if callable(component.value):
            accepted = annotated(accepted, Field(default_factory=component.value))
        elif component.value is not None and component.files is not None:
            # Opened at each call, as a caller's would be. An address is for the form: nothing here fetches it.
            sent = _sent(component.value)
            if sent is not None:
                default, accepted = sent, annotated(accepted, Field(validate_default=True))
        elif component.value is not None:
            default = _begun(name, parameter.name, component, adapter)
    return parameter.replace(kind=parameter.KEYWORD_ONLY, annotation=accepted, default=default)


def _begun(name: str, parameter: str, component: Component, adapter: TypeAdapter[Any]) -> Any:
    """What the component begins with, as the function is given it."""
    try:
        return adapter.validate_python(component.begin(component.value, None))
    except (ValidationError, FunctionFailed) as error:
        reason = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else error.message
        raise RegistrationError(
            f"{name}(): gr.{component.name} cannot begin with {component.value!r:.80} for '{parameter}': "
            f"{reason.rstrip('.')}."
        ) from None


def _sent(value: Any) -> Any:
    """A file that the author named, as the server sends one; None for an address."""
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, (str, Path)) for item in value):
        several = [_sent(item) for item in value]
        return None if None in several else several
    if isinstance(value, str) and ("://" in value or value.startswith("data:")):
        return None
    return {"path": os.path.abspath(value), "meta": FILE_META} if isinstance(value, (str, Path)) else value


def _arguments(name: str, fields: list[inspect.Parameter]) -> tuple[TypeAdapter[Any], dict[str, Any]]:
    # A stand-in with the function's signature that gives back its arguments, so that pydantic
    # validates a call without making it. Positional-only parameters are sent by name as well.
    def collect(**arguments: Any) -> dict[str, Any]:
        return arguments

    collect.__name__ = name
    collect.__signature__ = inspect.Signature(fields)  # type: ignore[attr-defined]
    collect.__annotations__ = {p.name: p.annotation for p in fields}
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(collect)  # type: ignore[arg-type]
        return adapter, input_schema(adapter)
    except (PydanticUserError, TypeError) as error:
        raise _cannot(name, fields, error) from error


def _cannot(name: str, fields: list[inspect.Parameter], error: Exception) -> CannotDescribe:
    """The reason, with the parameter that is to blame."""
    for parameter in fields:
        try:
            input_schema(TypeAdapter(parameter.annotation))
        except (PydanticUserError, TypeError):
            return CannotDescribe(
                f"{name}(): the parameter '{parameter.name}' is {article(written(parameter.annotation))}, which JSON "
                "cannot carry. Take what makes one instead, such as a str, a number, a list, a dict or a dataclass."
            )
    return CannotDescribe(f"{name}() cannot be described as JSON: {str(error).splitlines()[0]}")


def _info(
    function: str,
    parameter: inspect.Parameter,
    field: inspect.Parameter,
    schema: dict[str, Any],
    doc: Docstring,
    component: Component | None,
) -> ParameterInfo:
    """Tell of one parameter, and put into the schema what only the docstring says."""
    name = parameter.name
    shown = schema["properties"][name]
    said = doc.parameters.get(name) or (component.info if component is not None else None) or ""
    found = media.files_of(parameter.annotation) if component is None else None
    files = component.files if component is not None else found[0] if found is not None else None
    if files is not None:
        shown["description"] = f"{said.rstrip('.')}. {media.HOW_TO_SEND}".removeprefix(". ")
        # A path on this machine; `registry` offers the file itself as the default.
        shown.pop("default", None)
    else:
        if component is not None and field.default is not field.empty:
            default = _default(parameter, component)
            try:
                shown["default"] = component.begin(default, None)
            except FunctionFailed as error:
                raise RegistrationError(f"{function}(): the default of '{name}': {error.message}") from None
        if not _is_json(shown.get("default")):
            del shown["default"]
        if said and shown.get("description", "").endswith(sheets.HOW_TO_SEND):
            shown["description"] = f"{said.rstrip('.')}. {sheets.HOW_TO_SEND}"
        elif said:
            shown.setdefault("description", said)
    # How to send what a form has a field for is for agents, who read the schema.
    ours = files is not None or shown.get("description", "").endswith(sheets.HOW_TO_SEND)
    look, kind = _look(parameter, shown, schema.get("$defs", {}), component, files, found)
    info: ParameterInfo = {
        "name": name,
        "required": name in schema.get("required", ()),
        "description": said if ours else shown.get("description", ""),
        "type": written(parameter.annotation),
        "schema": shown,
        "component": kind,
        "props": {"label": label_of(name), **({"info": said} if said else {}), **look},
    }
    if files is not None:
        info["files"] = files
    elif "default" in shown:
        info["default"] = shown["default"]
        if shown["default"] is not None:
            info["props"]["value"] = shown["default"]
    if "info" not in info["props"] and info["description"]:
        info["props"]["info"] = info["description"]
    return info


def _look(
    parameter: inspect.Parameter,
    schema: dict[str, Any],
    definitions: dict[str, Any],
    component: Component | None,
    files: str | None,
    found: tuple[str, media.Kind] | None,
) -> tuple[dict[str, Any], str]:
    """How the field looks, without what it begins with, and Gradio's name of it."""
    if found is not None:
        return {"file_count": "multiple" if files == "many" else "single"}, found[1].component
    shown = component or implied(schema, definitions, extras(parameter.annotation), schema.get("default"))
    look = shown.look()
    if isinstance(shown, Number) and shown.step is None:
        step = step_of(shown.minimum, shown.maximum, whole=_is_whole(schema))
        look = {**look, "step": step} if step is not None else look
    return look, shown.name


def _is_whole(schema: dict[str, Any]) -> bool:
    kinds = {choice.get("type") for choice in schema.get("anyOf", (schema,))}
    return kinds - {"null"} == {"integer"}


def _is_json(value: Any) -> bool:
    """Whether JSON has the value; infinity, for one, is none."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True
