"""What the API page is told of a notebook: its functions with all that a caller has to know, and how calls went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, TypedDict

from ..descriptions import EndpointInfo, Kind, OutputInfo, ParameterInfo, Visibility
from .catalog import App, over_mcp
from .panel_view import Viewing, panel_of, state, title
from .record import CallRecord
from .values import addressed, column_names, example, files_of, files_schema, output_schema, python_type, self_contained


class ApiParameter(TypedDict, total=False):
    """One parameter.

    Attributes:
        name: What it is called.
        label: For people.
        type: As a person who writes Python reads it.
        required: Whether a call needs it.
        default: What it is otherwise; missing where there is none.
        schema: JSON Schema of it, without references into anything else.
        component: Gradio's name of its field.
        description: What the docstring says of it; may be "".
        files: Whether it is a file, or several.
        example: What a snippet has where nothing was put in.
    """

    name: str
    label: str
    type: str
    required: bool
    default: Any
    schema: dict[str, Any]
    component: str
    description: str
    files: Literal["", "one", "many"]
    example: Any


class ApiReturn(TypedDict):
    """One output; as `ApiParameter`."""

    label: str
    type: str
    description: str
    schema: dict[str, Any]
    component: str
    files: Literal["", "one", "many"]


class ApiHeader(TypedDict):
    """A header that a function is given."""

    name: str
    required: bool


class ApiFunction(TypedDict):
    """One function.

    Attributes:
        name: Within its notebook: what its addresses end with.
        union: What it is called at the server's base.
        kind: What it is for MCP.
        title: For people.
        description: For agents.
        uri: Of a resource; "" otherwise.
        mime_type: Of a resource.
        visibility: Who may call it.
        mcp: Whether MCP's clients are offered it, where the server offers MCP and it is public.
        paused: Whether it, its notebook or everything is paused.
        parameters: In the order of the signature.
        returns: What it gives.
        headers: What it reads of a request.
        streams: Whether results come in parts.
        queue: Whether calls wait for one another.
        examples: Rows of arguments by parameter.
        warnings: What the author should mend.
        figures: `record.CallRecord.figures`.
        panel: The id of the panel with its form; None where it has none.
    """

    name: str
    union: str
    kind: Kind
    title: str
    description: str
    uri: str
    mime_type: str
    visibility: Visibility
    mcp: bool
    paused: bool
    parameters: list[ApiParameter]
    returns: list[ApiReturn]
    headers: list[ApiHeader]
    streams: bool
    queue: bool
    examples: list[dict[str, Any]]
    warnings: list[str]
    figures: dict[str, Any]
    panel: str | None


class ApiInfo(TypedDict):
    """What the page of one notebook has.

    Attributes:
        kernel: Jupyter's id of the kernel.
        notebook: Its path.
        title: For people.
        state: Whether its functions can be called.
        owner: Whether who asks is its owner, who also sees functions that are not public.
        paused: Whether all of it is paused, or everything on the server is.
        mcp: Whether the server offers MCP.
        open: Whether the server asks for no credential at all.
        functions: In the order in which they came.
    """

    kernel: str
    notebook: str
    title: str
    state: Literal["live", "gone"]
    owner: bool
    paused: bool
    mcp: bool
    open: bool
    functions: list[ApiFunction]


class Circumstances(NamedTuple):
    """What of the server concerns every function of it.

    Attributes:
        record: How calls went.
        paused: Whether everything is paused.
        mcp: Whether MCP is offered.
        open: Whether no credential is asked for.
        address_of: From the path of a file to its address.
    """

    record: CallRecord
    paused: bool
    mcp: bool
    open: bool
    address_of: Callable[[str], str]


def api(app: App, viewing: Viewing, around: Circumstances) -> ApiInfo:
    """What the page of a notebook has for somebody.

    The owner sees everything; a key the public functions that it opens, also where it may call others at a panel:
    this page is about calling by a program.
    """
    panels = panel_of(app)
    return {
        "kernel": app.kernel,
        "notebook": app.path,
        "title": title(app),
        "state": state(app),
        "owner": viewing.owner,
        "paused": around.paused or app.paused,
        "mcp": around.mcp,
        "open": around.open,
        "functions": [
            _function(app, endpoint, panels.get(name), viewing, around)
            for name, endpoint in app.endpoints.items()
            if viewing.lists(app, name)
        ],
    }


def _function(
    app: App, endpoint: EndpointInfo, panel: str | None, viewing: Viewing, around: Circumstances
) -> ApiFunction:
    name, definitions = endpoint["name"], endpoint["input_schema"].get("$defs", {})
    columns = column_names(endpoint["parameters"])
    row = endpoint["examples"][0] if endpoint["examples"] else {}
    return {
        "name": name,
        "union": app.union[name],
        "kind": endpoint["kind"],
        "title": endpoint["title"] or name,
        "description": endpoint["description"],
        "uri": endpoint["uri"],
        "mime_type": endpoint["mime_type"],
        "visibility": endpoint["visibility"],
        "mcp": over_mcp(endpoint),
        "paused": around.paused or app.paused or name in app.paused_endpoints,
        "parameters": [_parameter(p, row, definitions, columns, around.address_of) for p in endpoint["parameters"]],
        "returns": [_return(output) for output in endpoint["outputs"]],
        "headers": [
            {"name": header, "required": header not in endpoint["optional_headers"]} for header in endpoint["headers"]
        ],
        "streams": endpoint["streams"],
        "queue": endpoint["queue"],
        "examples": [
            {parameter: addressed(value, around.address_of) for parameter, value in row.items()}
            for row in endpoint["examples"]
        ],
        # Whoever only calls it cannot mend it.
        "warnings": endpoint["warnings"] if viewing.owner else [],
        "figures": around.record.figures(app.path, name),
        "panel": panel,
    }


def _parameter(
    parameter: ParameterInfo,
    row: dict[str, Any],
    definitions: dict[str, Any],
    columns: Sequence[str],
    address_of: Callable[[str], str],
) -> ApiParameter:
    files, component = files_of(parameter), parameter["component"]
    schema = files_schema(files, component) if files else self_contained(parameter["schema"], definitions)
    shown: ApiParameter = {
        "name": parameter["name"],
        "label": str(parameter["props"].get("label") or parameter["name"]),
        "type": python_type(parameter["type"], schema, files),
        "required": parameter["required"],
        "schema": schema,
        "component": component,
        "description": parameter["description"],
        "files": files,
        "example": addressed(example(parameter, row, definitions, columns), address_of),
    }
    if "default" in parameter:
        shown["default"] = addressed(parameter["default"], address_of)
    return shown


def _return(output: OutputInfo) -> ApiReturn:
    files, component = output["files"], output["component"]
    return {
        "label": output["label"],
        "type": python_type(output["type"], output_schema(output), files),
        "description": output["description"],
        "schema": output_schema(output),
        "component": component,
        "files": files,
    }
