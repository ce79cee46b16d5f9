"""What a cell says of the functions that it registered, in text."""

from __future__ import annotations

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


def report(found: Endpoint, published: Published) -> str:
    """What the cell says of one endpoint: what it is called and where it is reachable."""
    name = found.name
    union_name = next(o["union_name"] for o in published["endpoints"] if o["name"] == name)
    lines = [f"{name}{signature(found)} is live"]
    visibility = found.options.visibility
    if visibility == "private":
        lines[0] += ", for this notebook's own panel only"
        return lines[0]
    if visibility == "public":
        if published["mcp"]:
            lines.append(f"  MCP   {published['url']}gradio_api/mcp/")
        else:
            lines.append("  MCP   switched off on this server (GRADIO_MCP_SERVER or GradioMcp.mcp_enabled)")
    lines.append(f"  REST  POST {published['url']}gradio_api/call/v2/{union_name}")
    if union_name != name:
        lines.append(f"  Another notebook offers '{name}' too: there this one is called '{union_name}'.")
        lines.append(f"  At the notebook's own address it keeps its name: {published['app_url']}gradio_api/mcp/")
    if found.description.undocumented and visibility == "public":
        lines.append(f"  Agents see no description of: {', '.join(found.description.undocumented)}")
    return "\n".join(lines)
