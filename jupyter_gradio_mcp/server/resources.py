"""Resources of MCP: how an endpoint looks as one, which one a URI names, and what reading it answers."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ..descriptions import EndpointInfo, is_file_data
from ..errors import FunctionFailed
from ..uris import UriTemplate
from .caller import Caller
from .catalog import Offer
from .entries import entry
from .files import Files

MAX_BYTES = 64 << 20
"""Bytes of one resource; a larger one is named by its address instead."""

_TEXTUAL = ("application/json", "application/xml", "application/javascript", "application/x-yaml", "application/toml")


class Match(NamedTuple):
    """The resource that a URI names, and the arguments that are in the URI."""

    offer: Offer
    arguments: dict[str, str]


def listed(offer: Offer) -> dict[str, Any]:
    """The resource, or the template of resources, as its list shows it."""
    endpoint = offer.endpoint
    where = "uriTemplate" if is_template(endpoint) else "uri"
    return entry(offer, **{where: endpoint["uri"]}, mimeType=endpoint["mime_type"] or None)


def is_template(endpoint: EndpointInfo) -> bool:
    """Whether a resource stands for many URIs."""
    return "{" in endpoint["uri"]


def unique(offers: Iterable[Offer]) -> list[Offer]:
    """The resources among `offers`; of several with one URI, which different notebooks may have, the first."""
    found: dict[str, Offer] = {}
    for offer in offers:
        if offer.endpoint["kind"] == "resource":
            found.setdefault(offer.endpoint["uri"], offer)
    return list(found.values())


def match(offers: Iterable[Offer], uri: str) -> Match | None:
    """The resource of that URI: one that is no template first, then the template with the most that is fixed."""
    best: Match | None = None
    rank: tuple[bool, bool, int] | None = None
    for offer in unique(offers):
        template = _template(offer.endpoint["uri"])
        arguments = template.match(uri)
        at = (bool(template.names), *template.rank)
        if arguments is not None and (rank is None or at < rank):
            best, rank = Match(offer, arguments), at
    return best


@lru_cache(4096)
def _template(text: str) -> UriTemplate:
    return UriTemplate(text)


async def contents(offer: Offer, uri: str, head: dict[str, Any], files: Files, caller: Caller) -> list[dict[str, Any]]:
    """What reading answers for the `result` frame of a call.

    Raises:
        FunctionFailed: It is no base64 where that is promised, or too large.
    """
    value = head["value"]
    items = value if head["files"] and isinstance(value, list) else [value]
    return [await _content(offer, uri, item, files, caller, held=head["files"]) for item in items]


async def _content(offer: Offer, uri: str, value: Any, files: Files, caller: Caller, *, held: bool) -> dict[str, Any]:
    wanted = offer.endpoint["mime_type"]
    if held and is_file_data(value):
        path = files.find(value["path"], [offer.app])
        if path is None:
            raise FunctionFailed(f"'{offer.name}' gave a file that may not be read.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            where = files.address(value["path"], caller)
            raise FunctionFailed(f"'{uri}' has {size} bytes, more than a resource may have. Get it from {where}")
        mime = wanted or value["mime_type"] or "application/octet-stream"
        return embedded(uri, mime, await asyncio.to_thread(path.read_bytes))
    if isinstance(value, str):
        mime = wanted or "text/plain"
        if textual(mime):
            return {"uri": uri, "mimeType": mime, "text": value}
        try:
            # As Gradio has it: data of a type that is not text comes as base64.
            return embedded(uri, mime, base64.b64decode("".join(value.split()), validate=True))
        except (binascii.Error, ValueError):
            raise FunctionFailed(
                f"'{offer.name}' promises {mime}, and gave text that is no base64. Return bytes, or base64."
            ) from None
    return {"uri": uri, "mimeType": wanted or "application/json", "text": json.dumps(value, ensure_ascii=False)}


def embedded(uri: str, mime: str, data: bytes) -> dict[str, Any]:
    """The contents of a resource: text where it is of such a type and can be read as text."""
    if textual(mime):
        try:
            return {"uri": uri, "mimeType": mime, "text": data.decode()}
        except UnicodeDecodeError:
            pass
    return {"uri": uri, "mimeType": mime, "blob": base64.b64encode(data).decode()}


def textual(mime: str) -> bool:
    """Whether data of that type is text."""
    kind = mime.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind in _TEXTUAL or kind.endswith(("+json", "+xml"))
