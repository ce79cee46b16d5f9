"""What a cell says of the functions that it registered, in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..protocol import Published

if TYPE_CHECKING:
    from .registry import Endpoint


def signature(found: Endpoint) -> str:
    """The endpoint's signature as its callers see it."""
    parts = []
    for parameter in found.description.parameters:
        default = (
            f" = {parameter['default']!r}" if "default" in parameter else ("" if parameter["required"] else " = …")
        )
        parts.append(
            f"{parameter['name']}: {parameter['type']}{default}" if parameter["type"] else parameter["name"] + default
        )
    returns = f" -> {found.description.output_type}" if found.description.output_type else ""
    return f"({', '.join(parts)}){returns}"


def report_all(endpoints: Sequence[Endpoint], published: Published) -> str:
    """What the cell says of its endpoints: of several, the addresses that they share only once."""
    if len(endpoints) == 1:
        return report(endpoints[0], published)
    told, shared = [], []
    for found in endpoints:
        first, *rest = report(found, published).split("\n")
        told.append(first)
        for line in rest:
            # What is after the address of an endpoint is its name.
            line = line.replace(f"call/v2/{_union_name(found, published)}", "call/v2/NAME")  # noqa: PLW2901
            if line.startswith(("  MCP ", "  REST ")):
                if line not in shared:
                    shared.append(line)
            else:
                told.append(line)
    return "\n".join([*told, *shared])


def report(found: Endpoint, published: Published) -> str:
    """What the cell says of one endpoint: what it is called and where it is reachable."""
    name = found.name
    union_name = _union_name(found, published)
    lines = [f"{name}{signature(found)} is live{what_it_is(found)}"]
    visibility = found.options.visibility
    if visibility == "private":
        lines[0] += ", for this notebook's own panel only"
        return lines[0]
    if visibility == "public" and not found.options.mcp:
        lines.append("  MCP   not asked for: launch(mcp_server=True)")
    elif visibility == "public":
        if published["mcp"]:
            lines.append(f"  MCP   {published['url']}gradio_api/mcp/")
        else:
            lines.append("  MCP   switched off on this server (GRADIO_MCP_SERVER or GradioMcp.mcp_enabled)")
    lines.append(f"  REST  POST {published['url']}gradio_api/call/v2/{union_name}")
    if union_name != name:
        lines.append(f"  Another notebook offers '{name}', so at these addresses this one is called '{union_name}'.")
        lines.append(f"  At the notebook's own address it is '{name}': {published['app_url']}gradio_api/mcp/")
    # Of what is in a URI a client is told nothing but the name.
    told = visibility == "public" and found.options.mcp and found.options.kind != "resource"
    if found.description.undocumented and told:
        lines.append(f"  Agents see no description of: {', '.join(found.description.undocumented)}")
    return "\n".join(lines)


def what_it_is(found: Endpoint) -> str:
    """What it is for MCP, if it is no tool, to be put after its name or address."""
    kind, uri = found.options.kind, found.options.uri
    return {"tool": "", "prompt": " as a prompt", "resource": f" as the resource {uri}"}[kind]


def _union_name(found: Endpoint, published: Published) -> str:
    return next(offered["union_name"] for offered in published["endpoints"] if offered["name"] == found.name)
