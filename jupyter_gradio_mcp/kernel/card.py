"""What a cell's output says of a panel where nothing runs: the output's MIME bundle, with a card that is only read.

A saved notebook holds it, and whoever gets the notebook can read it: no address, no credential, no value of a call.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ..panels import MIME, CardEntry, Mount
from .report import signature

if TYPE_CHECKING:
    from .registry import Endpoint

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

MAX_SIGNATURE = 400
"""Characters of a signature that are shown; a default can be long."""

MAX_DESCRIPTION = 300
"""Characters of a description that are shown."""


def entry(found: Endpoint, description: str) -> CardEntry:
    """What the card says of one function.

    Args:
        found: The function.
        description: What agents are told of it (`EndpointInfo.description`); the card shows its first paragraph.
    """
    return {
        "name": found.name,
        "title": found.options.title or "",
        "signature": _cut(signature(found), MAX_SIGNATURE),
        "description": _cut(" ".join(description.partition("\n\n")[0].split()), MAX_DESCRIPTION),
    }


def bundle(mount: Mount, model: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Data and metadata of the cell's one output, in every form that a front end may want.

    What differs from run to run is in the metadata, and in the widget's view, which programs that compare the
    outputs of notebooks (nbval) leave out: whatever is in the data of our own type, they would hold against us.

    Args:
        mount: Which panel, and what the card says.
        model: The id of its widget's model; None where there is no widget.
    """
    here = {"kernel": mount["kernel"], "panel": mount["panel"]}
    data: dict[str, Any] = {
        MIME: {key: value for key, value in mount.items() if key not in here},
        "text/html": html(mount),
        "text/plain": plain(mount),
    }
    if model is not None:
        data[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": model}
    return data, {MIME: here}


def plain(mount: Mount) -> str:
    """The card as text."""
    what = "API page of" if "view" in mount else "Panel of"
    told = [f"{function['name']}{function['signature']}" for function in mount["functions"]]
    return f"{what} {told[0]}" if len(told) == 1 else "\n  ".join([what, *told])


def html(mount: Mount) -> str:
    """The card as HTML: it has no script and names nothing elsewhere, and its colours are those around it."""
    functions = "".join(map(_function_html, mount["functions"]))
    missing = "their panel" if len(mount["functions"]) > 1 else "its panel"
    return (
        '<div style="border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 4px; padding: 8px 12px; '
        'max-width: 720px; font-family: system-ui, sans-serif; font-size: 13px; line-height: 1.5">'
        f"{functions}"
        '<div style="margin-top: 6px; opacity: 0.7"><em>Run the cell to bring '
        f"{'the API page' if 'view' in mount else missing} back.</em></div></div>"
    )


def _function_html(function: CardEntry) -> str:
    heading = f"<strong>{escape(function['title'])}</strong><br>" if function["title"] else ""
    described = f'<div style="opacity: 0.85">{escape(function["description"])}</div>' if function["description"] else ""
    return (
        f'<div style="margin: 2px 0 6px">{heading}<code style="background: none; color: inherit; '
        'white-space: pre-wrap; overflow-wrap: anywhere">'
        f"<strong>{escape(function['name'])}</strong>{escape(function['signature'])}</code>{described}</div>"
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
