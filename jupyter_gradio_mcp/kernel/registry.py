"""What a notebook offers: the functions its cells registered, and which cell each came from."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..descriptions import EndpointInfo, FileData, ParameterInfo
from ..errors import FunctionFailed, RegistrationError
from ..uris import UriTemplate
from .describe import Description, describe
from .event_data import Awaited
from .files import Store
from .media import to_file
from .options import Options
from .plain import plain
from .prompts import MESSAGES, PromptResults
from .request import Header, Request
from .results import Results
from .state import keeps_state

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,127}")
"""What MCP allows, but for a leading '-': in command lines and in lines of magics that begins an option."""

_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What a header can be called (RFC 9110 § 5.6.2)."""


@dataclass(frozen=True)
class Endpoint:
    """One function that the notebook offers."""

    name: str
    function: Callable[..., Any]
    description: Description
    options: Options
    cell: str | None = None
    examples: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def results(self) -> Results:
        """The way out of its calls."""
        described = self.description.results
        return PromptResults(None, self.name) if self.options.kind == "prompt" else described

    @property
    def limit(self) -> int | None:
        """How many calls run at a time; None is no limit."""
        return self.options.concurrency or None if self.options.queue else None

    @property
    def lane(self) -> str:
        """What its calls wait in: two names of one function share it."""
        return self.options.alias or self.name

    @property
    def main_thread(self) -> bool:
        """Whether it runs on the kernel's main thread."""
        return self.options.main_thread

    def info(self, store: Store) -> EndpointInfo:
        """What the server is told. Files among defaults and examples are copied into `store`."""
        described, options = self.description, self.options
        injected = described.injected.values()
        parameters = self._parameters(store)
        properties = {**described.input_schema.get("properties", {}), **{p["name"]: p["schema"] for p in parameters}}
        return {
            "name": self.name,
            "kind": options.kind,
            "uri": options.uri,
            "mime_type": options.mime_type,
            "title": options.title or "",
            "description": _text(described) if options.description is None else options.description,
            "returns": described.doc.returns,
            "parameters": parameters,
            "input_schema": dict(options.input_schema or {**described.input_schema, "properties": properties}),
            "output_schema": described.output_schema if self._structured else None,
            "output_type": described.output_type,
            "outputs": [MESSAGES] if options.kind == "prompt" else list(described.outputs),
            "visibility": options.visibility,
            "mcp": options.mcp,
            "alias": options.alias,
            "app": options.app,
            "own_name": options.own_name,
            "streams": described.streams,
            "queue": options.queue,
            "concurrency": self.limit,
            "max_size": options.max_size,
            "timeout": options.timeout,
            "annotations": dict(options.annotations),
            "icons": [dict(icon) for icon in options.icons],
            "meta": dict(options.meta),
            "headers": [wanted.name for wanted in injected if isinstance(wanted, Header)],
            "optional_headers": [wanted.name for wanted in injected if isinstance(wanted, Header) and wanted.optional],
            "request": any(isinstance(wanted, Request) for wanted in injected),
            "stateful": any(map(keeps_state, injected)),
            "event": any(isinstance(wanted, Awaited) for wanted in injected),
            "examples": self._examples(store),
            "warnings": [f"No description of the parameter '{name}'." for name in described.undocumented],
        }

    @property
    def _structured(self) -> bool:
        return self.options.kind == "tool" and self.options.structured is not False

    def _parameters(self, store: Store) -> list[ParameterInfo]:
        """The parameters; where a default is a file on this machine, it is one that callers can name."""
        found = []
        for parameter in self.description.parameters:
            shown = parameter
            default = self.description.file_defaults.get(parameter["name"])
            file = None if default is None else self._begun(parameter["name"], default, store)
            if file is not None:
                schema = parameter["schema"]
                if not parameter["required"]:
                    schema = {**schema, "default": _paths(file)}
                shown = {**parameter, "schema": schema, "props": {**parameter["props"], "value": file}}
                if not parameter["required"]:
                    shown["default"] = file
            found.append(shown)
        return found

    def _examples(self, store: Store) -> list[dict[str, Any]]:
        return [{name: self._example(name, value, store) for name, value in row.items()} for row in self.examples]

    def _begun(self, name: str, default: Any, store: Store) -> Any:
        """A default that is a file, or a list of files, as callers would name it; None if it cannot be read."""
        taken = self.description.taken
        return taken.begun(name, default, store) if name in taken.components else _given(default, store, name)

    def _example(self, name: str, value: Any, store: Store) -> Any:
        if name in self.description.taken.components:
            return self.description.taken.begun(name, value, store)
        return _given(value, store, name) or plain(value)


def _paths(file: Any) -> Any:
    """The paths of files, which is what MCP's clients send."""
    if isinstance(file, list):
        return [_paths(item) for item in file]
    return file["path"] if isinstance(file, dict) and "path" in file else file


def _given(value: Any, store: Store, name: str) -> FileData | None:
    """The file that the author named; None for what is none, and for one that is blocked or cannot be read."""
    try:
        return to_file(value, store, name, given=True)
    except (FunctionFailed, OSError):
        # One file that cannot be shown must not keep the notebook's functions from being offered.
        return None


def endpoint(function: Callable[..., Any], name: str, options: Options, cell: str | None = None) -> Endpoint:
    """Describe `function` as the endpoint `name`, or as `options.api_name`.

    Raises:
        RegistrationError: The name, or that of a header, cannot be one, or an example does not fit.
        CannotDescribe: The signature has no JSON form.
    """
    name = (options.api_name or name).removeprefix("/")
    if name in ("", "<lambda>"):
        what = "A lambda" if name else f"What is a {type(function).__name__}"
        raise RegistrationError(
            f"{what} has no name to be called by. Give it one: gr.mcp.tool('NAME'), gr.mcp.resource(URI, name='NAME'), "
            "or --api-name NAME."
        )
    if not _NAME.fullmatch(name):
        legal = re.sub(r"[^A-Za-z0-9_-]+", "_", name).lstrip("-")[:128] or "function"
        raise RegistrationError(
            f"'{name}' cannot be the name of a {options.kind}: MCP allows letters A-Z, digits, '_' and '-', at most "
            f"128; one that begins with '-' would be a command's option. Say --api-name {legal}, or '{legal}' as "
            "the decorator's name."
        )
    description = _described(function, name, options)
    _check_headers(description)
    if options.kind == "resource":
        _check_template(description, UriTemplate(options.uri))
    if options.structured and description.output_schema is None:
        raise RegistrationError(f"{name}(): structured_output=True needs a return hint that has a JSON Schema.")
    _check_json(description, options)
    return Endpoint(name, function, description, options, cell, _examples(options.examples, description))


def _described(function: Callable[..., Any], name: str, options: Options) -> Description:
    """Describe a function. What goes wrong in that is about this one function, and not about its cell.

    Raises:
        RegistrationError: It cannot be described.
    """
    try:
        return describe(function, name=name, inputs=options.inputs, outputs=options.outputs)
    except RegistrationError:
        raise
    except Exception as error:
        # An option of a component or a hint that only pydantic, or arithmetic, finds to be impossible.
        reason = (str(error).strip() or "?").splitlines()[-1].strip()
        raise RegistrationError(f"{name}() cannot be described: {type(error).__name__}: {reason}") from error


def _check_headers(described: Description) -> None:
    """See that requests can have the headers that a function wants.

    Raises:
        RegistrationError: No request can have one of them.
    """
    for parameter, wanted in described.injected.items():
        if isinstance(wanted, Header) and not _HEADER.fullmatch(wanted.name):
            raise RegistrationError(
                f"{described.name}(): the parameter '{parameter}' is the header {wanted.name!r}, which no HTTP request "
                "can have: the name of a header has letters A-Z, digits and '-'. Name another: "
                f"{parameter}: Annotated[str, gr.Header('X-Name')]."
            )


def _check_json(described: Description, options: Options) -> None:
    """See that everything can be told: one thing that cannot would keep all of the notebook from being published.

    Raises:
        RegistrationError: Something is no JSON, such as a bound that is infinite.
    """
    parts: list[tuple[str, Any]] = []
    parts += [(f"the parameter '{parameter['name']}'", parameter) for parameter in described.parameters]
    parts += [("the result", output) for output in described.outputs]
    said = {"meta": options.meta, "icons": options.icons, "annotations": options.annotations}
    parts += [(f"'{option}'", value) for option, value in said.items()]
    parts += [("its arguments", [described.input_schema, options.input_schema])]
    parts += [("its return hint", described.output_schema)]
    if options.title is not None and not isinstance(options.title, str):
        raise RegistrationError(f"{described.name}(): 'title' must be a text, not {options.title!r:.80}.")
    for what, value in parts:
        try:
            json.dumps(value, allow_nan=False, default=_as_told)
        except (TypeError, ValueError, RecursionError) as error:
            raise RegistrationError(f"{described.name}(): what is said of {what} is no JSON: {error}.") from error


def _as_told(value: Any) -> Any:
    """Other mappings and sequences, which become JSON's own before they are told."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, list, frozenset, set)):
        return list(value)
    raise TypeError(f"{value!r:.80} is a {type(value).__name__}")


def _check_template(described: Description, template: UriTemplate) -> None:
    """Hold a resource's template against its parameters.

    Raises:
        RegistrationError: One has what the other lacks.
    """
    names = [parameter["name"] for parameter in described.parameters]
    for name in template.names:
        if name not in names:
            raise RegistrationError(
                f"{described.name}(): '{template.text}' names '{name}', which is no parameter. "
                f"Parameters are: {', '.join(names) or 'none'}."
            )
    for parameter in described.parameters:
        name = parameter["name"]
        if parameter["required"] and (name not in template.names or name in template.optional):
            raise RegistrationError(
                f"{described.name}(): the parameter '{name}' has no default, and '{template.text}' cannot say what it "
                f"is. Put {{{name}}} into the URI, or give it a default."
            )


def _text(described: Description) -> str:
    doc = described.doc
    returns = f"Returns: {doc.returns}" if doc.returns else ""
    return "\n\n".join(part for part in (doc.summary, returns) if part)


def _examples(rows: Sequence[Any], description: Description) -> list[dict[str, Any]]:
    names = [parameter["name"] for parameter in description.parameters]
    found = []
    for row in rows:
        if isinstance(row, dict):
            arguments = row
        else:
            values = row if isinstance(row, (list, tuple)) else [row]
            if len(values) > len(names):
                raise RegistrationError(
                    f"The example {row!r} has {len(values)} values; there are {len(names)} parameters."
                )
            arguments = dict(zip(names, values, strict=False))
        unknown = set(arguments) - set(names)
        if unknown:
            raise RegistrationError(f"The example {row!r} names {sorted(unknown)}; the parameters are {names}.")
        found.append(dict(arguments))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What registering a cell did, by name."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Registry:
    """The endpoints of one notebook, in the order in which their names first came."""

    def __init__(self) -> None:
        self._endpoints: dict[str, Endpoint] = {}
        # A function that is called may register others while a cell does.
        self._changing = threading.Lock()

    def get(self, name: str) -> Endpoint | None:
        """The endpoint of that name."""
        return self._endpoints.get(name)

    def all(self) -> list[Endpoint]:
        """Every endpoint."""
        return list(self._endpoints.values())

    def register(self, endpoints: Iterable[Endpoint], cell: str | None) -> Change:
        """Take what a cell offers now, instead of what the same cell offered before.

        Args:
            endpoints: The cell's endpoints. Each takes the place of one of the same name.
            cell: The cell's id. None (the front end sends none) forgets nothing.
        """
        new = {endpoint.name: endpoint for endpoint in endpoints}
        with self._changing:
            before = self._endpoints
            former = {name for name, endpoint in before.items() if cell is not None and endpoint.cell == cell}
            change = Change(
                added=tuple(name for name in new if name not in before),
                replaced=tuple(name for name in new if name in before),
                removed=tuple(name for name in before if name in former and name not in new),
            )
            # One assignment, so that a call on another thread sees the one state or the other.
            kept = {name: endpoint for name, endpoint in before.items() if name not in change.removed}
            self._endpoints = {**kept, **new}
        return change

    def remove(self, names: Iterable[str]) -> Change:
        """Offer `names` no more, nor by another name. Unknown ones are not in the answer."""
        with self._changing:
            before = self._endpoints
            wanted = list(names)
            others = [name for name, endpoint in before.items() if endpoint.options.alias in wanted]
            removed = tuple(name for name in dict.fromkeys([*wanted, *others]) if name in before)
            self._endpoints = {name: endpoint for name, endpoint in before.items() if name not in removed}
        return Change(removed=removed)
