"""What the API page is told of a notebook: its functions with all that a caller has to know, and how calls went."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from ..descriptions import Kind, Visibility


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
        paused: Whether all of it is paused.
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
