"""`gr.load`: an app of the functions that another app offers, a Gradio app or a notebook."""

from __future__ import annotations

import hashlib
import inspect
import keyword
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...descriptions import is_file_data
from ...errors import FunctionFailed, RegistrationError
from ..components import names
from ..components.base import Component
from ..components.chat import Chatbot
from ..components.data import JSON
from ..components.files import File
from ..components.multimodal import MultimodalTextbox
from ..request import Request
from .blocks import Blocks
from .interface import Interface
from .remote import Remote
from .tabbed import TabbedInterface

_FILES = frozenset(("Image", "Audio", "Video", "File"))


def load(name: str, src: str | None = None, token: str | None = None, **options: Any) -> Blocks:
    """Make an app of the functions that another app offers; calls are passed on to it.

    Functions with `api_name=False` are not offered, and so not there.

    Args:
        name: The address of a Gradio app, or of a notebook, such as the one that `launch()` returned.
        src: Gradio's: "spaces" takes `name` for the name of a Space.
        token: Is sent to the other app as a Bearer token.
        options: Of `gr.Interface`, for each function.

    Returns:
        A `gr.Interface`, or of several functions a `gr.TabbedInterface`.

    Raises:
        NotImplementedError: It is to load something else than an app.
        TypeError: The address is no text.
        RegistrationError: There is no app at that address, or it offers nothing.
    """
    remote = Remote(_address(name, src), token)
    functions = remote.functions()
    if not functions:
        raise RegistrationError(f"gr.load: the app at {remote.shown} offers no functions.")
    apps = [_interface(remote, told, options) for told in functions]
    if len(apps) == 1:
        return apps[0]
    return TabbedInterface(apps, [app.api_name or "" for app in apps], title=remote.title or None)


def _address(name: str, src: str | None) -> str:
    """The address of an app, ending in a slash."""
    if not isinstance(name, str):
        raise TypeError(f"gr.load() takes the address of an app, not {name!r:.80}")
    if src is None and name.startswith("spaces/"):
        src, name = "spaces", name.removeprefix("spaces/")
    if src == "spaces" and not name.startswith(("http://", "https://")):
        name = f"https://{name.replace('/', '-').replace('_', '-').replace('.', '-').lower()}.hf.space"
    if src not in (None, "spaces") or not name.startswith(("http://", "https://")):
        raise NotImplementedError(
            f'gr.load() takes the address of an app here, or the name of a Space with src="spaces", not {name!r:.80}. '
            "For a model, the nearest is gr.Interface of a function that calls it."
        )
    return name.rstrip("/") + "/"


def _interface(remote: Remote, told: Mapping[str, Any], options: Mapping[str, Any]) -> Interface:
    """A function of the other app, as an app of one function."""
    inputs = [_component(parameter, field=True) for parameter in told["parameters"]]
    outputs = [_component(output, field=False) for output in told["returns"]]
    said = {"api_name": told["name"], "title": told["name"], "api_description": _text(told.get("description")) or None}
    function = _function(remote, told, inputs, outputs)
    return Interface(function, inputs, outputs or None, **{**said, **options})


def _function(
    remote: Remote, told: Mapping[str, Any], inputs: list[Component], outputs: list[Component]
) -> Callable[..., Any]:
    name = told["name"]
    called = _parameter_names(told["parameters"])
    fields = dict(zip(called, inputs, strict=True))
    # Whose name is also one of the function's own parameters.
    asking = _free("request", called)

    def results(values: tuple[Any, ...], given: dict[str, Any]) -> Iterator[Any]:
        # A program that calls the app (`Blocks.__call__`) gives values, and is nobody's request.
        request: Request | None = given.pop(asking, None)
        caller = request.session_id if request is not None else None
        defaults = dict(
            zip(called, (parameter.get("parameter_default") for parameter in told["parameters"]), strict=True)
        )
        if request is None:
            if len(values) > len(fields):
                raise TypeError(f"{name}() takes {len(fields)} values, and {len(values)} are given")
            given = {**defaults, **dict(zip(fields, values, strict=False)), **given}
        # The other app's sessions are those of this one's callers.
        session = hashlib.sha256(f"{_SALT}{caller or secrets.token_hex(8)}".encode()).hexdigest()[:32]
        # Only what came as a file is a path; a text may well look like one.
        data = [
            given.get(parameter) if field.files is None else _sent(remote, given.get(parameter))
            for parameter, field in fields.items()
        ]
        for said in remote.call(name, data, session):
            outcome = [_taken(remote, *pair) for pair in zip(said, outputs, strict=False)]
            yield outcome[0] if len(outputs) <= 1 and outcome else outcome or None

    if told["streams"]:

        def call(*values: Any, **given: Any) -> Any:
            yield from results(values, given)

    else:

        def call(*values: Any, **given: Any) -> Any:
            last = None
            for last in results(values, given):  # noqa: B007
                pass
            return last

    taken = [
        inspect.Parameter(
            parameter_name,
            inspect.Parameter.KEYWORD_ONLY,
            # Of a file the component has it.
            default=_default(parameter),
        )
        for parameter_name, parameter in zip(called, told["parameters"], strict=True)
    ]
    taken.append(inspect.Parameter(asking, inspect.Parameter.KEYWORD_ONLY, annotation=Request))
    call.__name__ = name
    call.__doc__ = _text(told.get("description")) or None
    call.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    call.__annotations__ = {asking: Request}
    return call


def _parameter_names(parameters: list[dict[str, Any]]) -> list[str]:
    """Names that a function of Python's can have, each once; where they can be, the other app's."""
    found: list[str] = []
    for parameter in parameters:
        name = re.sub(r"\W", "_", str(parameter.get("parameter_name") or "value"))
        if not name.isidentifier():
            name = f"value_{name}"
        found.append(_free(f"{name}_" if keyword.iskeyword(name) else name, found))
    return found


def _free(name: str, taken: list[str]) -> str:
    """A name that nobody has: this one, or with a number."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


_SALT = secrets.token_hex(16)


def _default(parameter: Mapping[str, Any]) -> Any:
    default = parameter.get("parameter_default")
    return default if parameter.get("parameter_has_default") and not _is_file(default) else inspect.Parameter.empty


def _is_file(value: Any) -> bool:
    return is_file_data(value) or (isinstance(value, list) and any(map(is_file_data, value)))


def _component(told: Mapping[str, Any], *, field: bool) -> Component:
    """The component that the other app names, or one for any JSON."""
    schema: dict[str, Any] = dict(told["type"]) if isinstance(told.get("type"), dict) else {}
    options: dict[str, Any] = {"label": _text(told.get("label")), "render": False}
    try:
        made = names.made(str(told.get("component", "")).lower())
    except ValueError:
        made = None
    if made is None or made.name in ("Plot", "State"):
        return JSON(**options)
    kind = type(made)
    if made.name in _FILES:
        if field and made.name in ("Image", "Audio"):
            options["type"] = "filepath"
        if made.name == "File" and schema.get("type") == "array":
            options["file_count"] = "multiple"
    items = schema.get("items")
    choices = schema.get("enum") or (items.get("enum") if isinstance(items, dict) else None)
    if made.name in ("Radio", "Dropdown", "CheckboxGroup") and isinstance(choices, list):
        options["choices"] = [choice for choice in choices if choice is not None]
        if made.name == "Dropdown" and schema.get("type") == "array":
            options["multiselect"] = True
    if made.name == "Slider":
        options.update({key: schema[key] for key in ("minimum", "maximum") if key in schema})
    default = told.get("parameter_default")
    if field and told.get("parameter_has_default") and default is not None and not _is_file(default):
        options["value"] = default
    try:
        return kind(**options)
    except (TypeError, ValueError):
        return JSON(label=_text(told.get("label")), render=False)


def _sent(remote: Remote, value: Any) -> Any:
    """A file, or a list of files, as the other app takes it."""
    if isinstance(value, (str, Path)):
        return remote.upload(value)
    return [_sent(remote, item) for item in value] if isinstance(value, (list, tuple)) else value


def _taken(remote: Remote, value: Any, output: Component) -> Any:
    """An output as a function here would return it: a file is fetched.

    Raises:
        FunctionFailed: The value of a component for files is none: a path, which would be one of this machine.
    """
    if is_file_data(value):
        return remote.download(value)
    if isinstance(value, list):
        return [_taken(remote, item, output) for item in value]
    if isinstance(value, dict) and value.get("__type__") == "update":
        return {**value, "value": _taken(remote, value["value"], output)} if "value" in value else value
    for place in ("image", "video"):
        if isinstance(value, dict) and is_file_data(value.get(place)):
            return remote.download(value[place]), value.get("caption")
    if isinstance(output, MultimodalTextbox) and isinstance(value, (str, dict)):
        text, files = (value, []) if isinstance(value, str) else (value.get("text"), value.get("files") or [])
        return {"text": text, "files": _taken(remote, files, File(file_count="multiple", render=False))}
    if output.files is not None and value is not None:
        raise FunctionFailed(f"The app at {remote.shown} gave {value!r:.80} for a file.")
    return _fetched(remote, value) if isinstance(output, Chatbot) else value


def _fetched(remote: Remote, said: Any) -> Any:
    """A message, or a part of one, with each file in it fetched."""
    if isinstance(said, list):
        return [_fetched(remote, part) for part in said]
    if not isinstance(said, dict):
        return said
    if isinstance(said.get("file"), dict) and "path" in said["file"]:
        said = {**said["file"], "alt_text": said.get("alt_text")}
    if "path" in said:
        return {"path": remote.download(said), "alt_text": said.get("alt_text")}
    return {name: _fetched(remote, part) for name, part in said.items()}


def _text(told: Any) -> str | None:
    return told if isinstance(told, str) else None
