"""What the author says about a function beside its signature. Light, for the magics need it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..descriptions import Kind, Visibility

ANNOTATIONS = {
    "read-only": ("readOnlyHint", True),
    "destructive": ("destructiveHint", True),
    "non-destructive": ("destructiveHint", False),
    "idempotent": ("idempotentHint", True),
    "open-world": ("openWorldHint", True),
    "closed-world": ("openWorldHint", False),
}
"""Words of `--annotations` and the MCP tool annotation that each sets."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the author said about a function beside its signature. Defaults are Gradio's.

    Attributes:
        kind: What it is for MCP.
        uri: Of a resource: its URI or template.
        mime_type: Of a resource: the type of what it gives; "" leaves that to the value.
        api_name: The name to call it by; None takes the function's own.
        title: For people; None makes one of the name.
        description: For agents; None takes the docstring, "" shows none.
        visibility: See `descriptions.EndpointInfo`.
        mcp: Whether MCP's clients are offered it, too.
        alias: What it is another name of; "" for the name itself.
        app: The panel of the app that it is of; "" for a function of its own.
        own_name: What that app calls it, where its name is another; "" for the same.
        queue: Whether calls wait for one another.
        concurrency: Calls that run at a time; 0 is no limit.
        max_size: Calls that may wait; further ones are refused.
        timeout: Seconds that one run may take; None is no limit.
        main_thread: Run on the kernel's main thread, between cells.
        ui: Whether a tool has a panel.
        annotations: MCP's annotations.
        icons: MCP's icons, each `{"src", "mimeType", "sizes"}`.
        structured: Whether results are structured: None where the return hint has a schema, False never.
        meta: MCP's `_meta`.
        input_schema: What clients are shown instead of the schema that the signature makes.
        examples: Rows of arguments, each a mapping, a sequence in the signature's order or, for a
            function of one parameter, its value.
        inputs: The components of the parameters: a list in order, a mapping by name, or one alone; each an
            instance, a class, or Gradio's short name. None leaves them to hints and defaults.
        outputs: The components of the outputs: a list in order, or one alone.
    """

    kind: Kind = "tool"
    uri: str = ""
    mime_type: str = ""
    api_name: str | None = None
    title: str | None = None
    description: str | None = None
    visibility: Visibility = "public"
    mcp: bool = True
    alias: str = ""
    app: str = ""
    own_name: str = ""
    queue: bool = True
    concurrency: int = 1
    max_size: int = 1000
    timeout: float | None = None
    main_thread: bool = False
    ui: bool = True
    annotations: Mapping[str, Any] = field(default_factory=dict)
    icons: Sequence[Mapping[str, Any]] = ()
    structured: bool | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    input_schema: Mapping[str, Any] | None = None
    examples: Sequence[Any] = ()
    inputs: Any = None
    outputs: Any = None


MARK = "__mcp_declaration__"
"""The attribute of a decorated function that holds its `Declaration`."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a decorator says of a function; of the options, those that it was given."""

    changes: Mapping[str, Any]

    def over(self, options: Options) -> Options:
        """`options`, with what the decorator says in place of what they say."""
        return replace(options, **self.changes)
