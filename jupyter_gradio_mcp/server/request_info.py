"""What a function is told of the request that called it, and what is kept from it: the credential."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote_plus, urlencode

from ..descriptions import EndpointInfo
from ..protocol import RequestInfo
from .caller import Caller, Origin
from .credentials import CARRIERS
from .keys import masked

_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{8,}")
"""What could be base64."""

_LOGINS = ("username-", "jupyterhub-", "jupyter-hub")
"""How the cookies begin by which notebook servers and Hubs on the same host know people."""


def request_info(caller: Caller, endpoint: EndpointInfo, secret: bytes, kernel: str) -> RequestInfo | None:
    """What the function is told; None if it asks for nothing.

    Args:
        caller: Who calls.
        endpoint: What is called.
        secret: Makes names of sessions that tell nothing.
        kernel: Where the function lives: another kernel gets another name for the same session.
    """
    if not (endpoint["request"] or endpoint["headers"] or endpoint["stateful"]):
        return None
    info: RequestInfo = {
        "headers": {},
        "query": {},
        "cookies": {},
        "url": "",
        "method": "",
        "host": "",
        "user": caller.identity.name,
        "client": caller.client,
        "session": _session(caller, secret, kernel),
    }
    if caller.origin is None:
        return info
    headers = _headers(caller.origin)
    if not endpoint["request"]:
        info["headers"] = {name: headers[name] for name in endpoint["headers"] if name in headers}
        return info
    request = caller.origin.request
    private = caller.origin.private_values
    query = [
        (name, masked(value))
        for name, value in parse_qsl(request.query, keep_blank_values=True)
        if name != "token" and not _tells(f"{name}={value}", private)
    ]
    info["cookies"] = _cookies(caller.origin)
    info["headers"] = {name: value for name, value in headers.items() if name != "cookie"}
    info["query"] = dict(query)
    address = f"{request.protocol}://{request.host}{request.path}"
    info["url"] = masked(address + (f"?{urlencode(query)}" if query else ""))
    info["method"] = request.method or ""
    info["host"] = request.remote_ip or ""
    return info


def _headers(origin: Origin) -> dict[str, str]:
    """The headers, without a credential that opens this server."""
    found: dict[str, str] = {}
    private = origin.private_values
    for raw, value in origin.request.headers.get_all():
        name = raw.lower()
        if name in ("cookie", "x-xsrftoken"):
            continue
        # Whatever Jupyter let in, it may have been by one of these.
        if origin.opened_by is None and name in CARRIERS:
            continue
        if _tells(value, private):
            continue
        # A page whose address has a key in it tells so to the next.
        # As HTTP has it, one that is there twice is a list.
        found[name] = f"{found[name]}, {masked(value)}" if name in found else masked(value)
    return found


def _cookies(origin: Origin) -> dict[str, str]:
    """The cookies of others; none at all if it may have been one of them that opened the request."""
    if origin.opened_by is None:
        return {}
    names, values = origin.private_cookies, origin.private_values
    return {
        name: masked(morsel.value)
        for name, morsel in origin.request.cookies.items()
        if name not in names and not name.startswith(_LOGINS) and not _tells(morsel.value, values)
    }


def _tells(text: str, private: frozenset[str]) -> bool:
    """Whether a text has in it, in whatever encoding, what nobody is to be told."""
    return any(value in form for form in _forms(text) for value in private)


def _forms(text: str) -> Iterator[str]:
    yield text
    while (plain := unquote_plus(text)) != text:
        text = plain
        yield text
    for found in _ENCODED.findall(text):
        padded = found.replace("-", "+").replace("_", "/") + "=" * (-len(found) % 4)
        try:
            yield base64.b64decode(padded).decode("utf-8", "replace")
        except ValueError:
            continue


def _session(caller: Caller, secret: bytes, kernel: str) -> str | None:
    if caller.session is None:
        return None
    what = f"{caller.identity.credential}\n{kernel}\n{caller.session}"
    return hmac.new(secret, what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
