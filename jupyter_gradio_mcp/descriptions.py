"""What is told of a function, its parameters and results, and of a notebook's files: shapes that both sides share."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Kind = Literal["tool", "resource", "prompt"]
Visibility = Literal["public", "undocumented", "private"]
Files = Literal["one", "many"]

TEXT_WITH_FILES = "MultimodalTextbox"
"""The component whose value is a text with files: its `files` are within `{"text", "files"}`."""

FILE_META = {"_type": "gradio.FileData"}
"""What tells a file from data that happens to have a `path`."""


class FileData(TypedDict):
    """A file in arguments and results, as Gradio's clients write and read it.

    `path` is on the machine of the notebook server, in a cache or allowed. `url` is where a client
    gets it; the kernel leaves it to the server.
    """

    path: str
    url: str | None
    size: int | None
    orig_name: str | None
    mime_type: str | None
    is_stream: bool
    meta: dict[str, str]


def is_file_data(value: Any) -> bool:
    """Whether a JSON value is a file rather than data that has a `path`."""
    return isinstance(value, dict) and isinstance(value.get("path"), str) and value.get("meta") == FILE_META


class FileSettings(TypedDict):
    """What a notebook says of files: paths are absolute, with links followed.

    Attributes:
        working: The kernel's working directory, which relative paths start from.
        static: Paths that are served in place.
        allowed: Paths that are served, and that results may name.
        blocked: Paths that nothing else opens.
        max_file_size: Bytes that one uploaded file may have; None is the server's limit.
        delete_cache: Every so many seconds, files older than so many seconds are deleted.
    """

    working: str
    static: list[str]
    allowed: list[str]
    blocked: list[str]
    max_file_size: int | None
    delete_cache: tuple[float, float] | None


class OutputInfo(TypedDict):
    """One output of an endpoint; most have one, a fixed tuple has several.

    `files` tells that it is a file, or a list of files; "" that it is data of `schema`. `props` is how its component
    is to look (`panels.ComponentInfo`).
    """

    label: str
    description: str
    type: str
    schema: dict[str, Any]
    files: Files | Literal[""]
    component: str
    props: dict[str, Any]


class ParameterInfo(TypedDict, total=False):
    """One visible parameter of an endpoint, in the order of the signature.

    `default` is missing when there is none, or none that JSON can carry; `required` tells which.
    `type` is the hint as the author wrote it. `files` is there when callers name a file, or a list
    of files, and `component` is what Gradio's clients call a field for such a value; `props` is how
    that is to look (`panels.ComponentInfo`).
    """

    name: str
    required: bool
    default: Any
    description: str
    type: str
    schema: dict[str, Any]
    files: Files
    component: str
    props: dict[str, Any]


class EndpointInfo(TypedDict, total=False):
    """What a kernel tells of one function. The function itself never leaves the kernel.

    Attributes:
        name: How it is called; unique within the notebook.
        kind: What it is for MCP.
        uri: Of a resource: its URI, or a template of URIs (`uris.UriTemplate`); "" otherwise.
        mime_type: Of a resource: the type of what it gives; "" leaves that to the value.
        title: For people.
        description: Summary and what it returns, for agents; "" shows none.
        returns: What the docstring says of the result.
        parameters: The visible parameters, in order.
        input_schema: JSON Schema (2020-12) of the arguments, an object.
        output_schema: JSON Schema of the result, or None when the hint has none.
        output_type: The return hint as the author wrote it.
        outputs: The outputs, as Gradio's clients see them.
        visibility: *public* is listed and callable, *undocumented* callable over REST only,
            *private* not callable from outside the notebook.
        mcp: False keeps it from MCP's clients, whatever its visibility; missing is True.
        alias: What it is another name of; such a name is listed nowhere. Missing or "" for the name itself.
        app: The id of the panel of the app that it is of. Missing or "" for a function of its own.
        own_name: What its app calls it, where `name` is another because the notebook has that one already. At the
            app's own address it answers to both. Missing or "" for `name`.
        streams: Whether it yields partial results.
        queue: Whether calls wait for one another; False runs each at once.
        concurrency: How many calls run at a time; None is no limit.
        max_size: How many calls may wait; further ones are refused.
        timeout: Seconds that one run may take; None is no limit.
        annotations: MCP's annotations: of a tool `readOnlyHint` …, of a resource `audience`, `priority`.
        icons: MCP's icons.
        meta: MCP's `_meta`, passed through.
        headers: HTTP headers that it is given, which a client should be told to send.
        optional_headers: Those of them that it does without.
        request: Whether it is given the request (`CallFrame.request`) beyond those headers.
        stateful: Whether it keeps values for each session.
        event: Whether it is given the event that began the call (`CallFrame.event`). Missing is False.
        examples: Rows of arguments, each an object.
        warnings: What the author should mend, such as a parameter that no docstring explains.
    """

    name: str
    kind: Kind
    uri: str
    mime_type: str
    title: str
    description: str
    returns: str
    parameters: list[ParameterInfo]
    input_schema: dict[str, Any]
    output_schema: dict[str, Any] | None
    output_type: str
    outputs: list[OutputInfo]
    visibility: Visibility
    mcp: bool
    alias: str
    app: str
    own_name: str
    streams: bool
    queue: bool
    concurrency: int | None
    max_size: int
    timeout: float | None
    annotations: dict[str, Any]
    icons: list[dict[str, Any]]
    meta: dict[str, Any]
    headers: list[str]
    optional_headers: list[str]
    request: bool
    stateful: bool
    event: bool
    examples: list[dict[str, Any]]
    warnings: list[str]
