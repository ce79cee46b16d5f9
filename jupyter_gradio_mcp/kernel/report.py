"""What a cell says of the functions that it registered, in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..protocol import Published

if TYPE_CHECKING:
    from .registry import Endpoint

MAX_DEFAULT = 40
"""Characters of a default that a signature shows; one can be a whole table."""

MAX_RENAMED = 2
"""Names that are told of functions that another notebook offers, too."""


def signature(found: Endpoint) -> str:
    """The endpoint's signature as its callers see it."""
    parts = []
    for parameter in found.description.parameters:
        default = (
            f" = {_cut(repr(parameter['default']), MAX_DEFAULT)}"
            if "default" in parameter
            else ("" if parameter["required"] else " = …")
        )
        parts.append(
            f"{parameter['name']}: {parameter['type']}{default}" if parameter["type"] else parameter["name"] + default
        )
    returns = f" -> {found.description.output_type}" if found.description.output_type else ""
    return f"({', '.join(parts)}){returns}"


def report_all(endpoints: Sequence[Endpoint], published: Published) -> str:
    """What the cell says of its endpoints: of several, the addresses that they share only once."""
    if len(endpoints) == 1:
        return "\n".join([*_told(endpoints[0], published), *_renamed(endpoints, published)])
    told, shared = [], []
    for found in endpoints:
        first, *rest = _told(found, published)
        told.append(first)
        for line in rest:
            # What is after the address of an endpoint is its name.
            line = line.replace(f"call/v2/{_union_name(found, published)}", "call/v2/NAME")  # noqa: PLW2901
            if line.startswith(("  MCP ", "  REST ")):
                if line not in shared:
                    shared.append(line)
            else:
                told.append(line)
    return "\n".join([*told, *shared, *_renamed(endpoints, published)])


def _told(found: Endpoint, published: Published) -> list[str]:
    """What it is called and where it is reachable, line by line."""
    lines = [f"{found.name}{signature(found)} is live{what_it_is(found)}"]
    visibility = found.options.visibility
    if visibility == "private":
        lines[0] += ", for this notebook's own panel only"
        return lines
    if visibility == "public" and not found.options.mcp:
        lines.append("  MCP   not asked for: launch(mcp_server=True)")
    elif visibility == "public":
        if published["mcp"]:
            lines.append(f"  MCP   {published['url']}gradio_api/mcp/")
        else:
            lines.append("  MCP   switched off on this server (GRADIO_MCP_SERVER or GradioMcp.mcp_enabled)")
    lines.append(f"  REST  POST {published['url']}gradio_api/call/v2/{_union_name(found, published)}")
    # Of what is in a URI a client is told nothing but the name.
    if found.description.undocumented and _for_agents(found) and found.options.kind != "resource":
        lines.append(f"  Agents see no description of: {', '.join(found.description.undocumented)}")
    return lines


def _renamed(endpoints: Sequence[Endpoint], published: Published) -> list[str]:
    """A line about those whose names another notebook offers, if there are any."""
    renamed = [
        (found.name, union_name)
        for found in endpoints
        if _for_agents(found)
        and not found.options.alias
        and (union_name := _union_name(found, published)) != found.name
    ]
    if not renamed:
        return []
    if len(renamed) == 1:
        [(name, union_name)] = renamed
        return [f"  Another notebook offers '{name}', so at these addresses this one is called '{union_name}'."]
    names = ", ".join(f"'{union_name}'" for _, union_name in renamed[:MAX_RENAMED])
    more = f" and {len(renamed) - MAX_RENAMED} more" if len(renamed) > MAX_RENAMED else ""
    return [f"  Other notebooks offer {len(renamed)} of these names, so here they are called {names}{more}."]


def _for_agents(found: Endpoint) -> bool:
    return found.options.visibility == "public" and found.options.mcp


def what_it_is(found: Endpoint) -> str:
    """What it is for MCP, if it is no tool, to be put after its name or address."""
    kind, uri = found.options.kind, found.options.uri
    return {"tool": "", "prompt": " as a prompt", "resource": f" as the resource {uri}"}[kind]


def _union_name(found: Endpoint, published: Published) -> str:
    return next(offered["union_name"] for offered in published["endpoints"] if offered["name"] == found.name)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
