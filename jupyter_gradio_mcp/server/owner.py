"""What the owner of a notebook asks of the server by a magic: keys, and pausing."""

from __future__ import annotations

from typing import Any

from ..errors import InvalidRequest, UnknownEndpoint
from .catalog import App
from .keys import seconds
from .service import Service
from .tools import required_headers, schema_entry


def manage(service: Service, app: App, public_url: str, verb: str, arguments: dict[str, Any]) -> Any:
    """Do it.

    Args:
        service: What all handlers share.
        app: The notebook that asks.
        public_url: The server's base as a person reaches it.
        verb: One of `protocol.ManageFrame`.
        arguments: What the verb needs.

    Raises:
        InvalidRequest: The arguments are wrong, or there is no such verb.
        UnknownEndpoint: There is no such key or function.
    """
    if verb == "create_key":
        return _create_key(service, app, public_url, arguments)
    if verb == "list_keys":
        return [key.to_json() for key in service.keys.all()]
    if verb == "revoke_key":
        gone = service.keys.revoke(str(arguments["key"]))
        if not gone:
            raise UnknownEndpoint(f"There is no access key '{arguments['key']}'. %mcp_key list shows them.")
        service.visits.look()
        return [key.to_json() for key in gone]
    if verb in ("pause", "state"):
        for name in arguments["endpoints"] or [None] if verb == "pause" else ():
            service.pause(bool(arguments["paused"]), app, name)
        return {"paused": app.paused, "endpoints": sorted(app.paused_endpoints), "everything": service.paused}
    raise InvalidRequest(f"This notebook server does not know '{verb}'; it may be older than the kernel's package.")


def _create_key(service: Service, app: App, public_url: str, arguments: dict[str, Any]) -> dict[str, Any]:
    expires = arguments.get("expires")
    try:
        lifetime = None if expires is None else seconds(str(expires))
    except ValueError as error:
        raise InvalidRequest(f"--expires: {error}.") from error
    panel = arguments.get("panel")
    # The address of an app that has nothing to call opens nothing else.
    endpoints = arguments.get("endpoints") or (None if panel is None else [])
    for name in endpoints or ():
        if name not in app.endpoints:
            raise UnknownEndpoint(f"This notebook offers no function '{name}'. It offers: {', '.join(app.endpoints)}.")
    everywhere, temporary = bool(arguments.get("everywhere")), bool(arguments.get("temporary"))
    text, key = service.keys.create(
        str(arguments["name"]),
        expires=lifetime,
        notebooks=None if everywhere or temporary else [app.path],
        endpoints=endpoints,
        kernel=app.kernel if temporary else None,
        panel=None if panel is None else str(panel),
    )
    place = "" if everywhere else service.place(app)
    offers = service.catalog.offers(app, scope=key.scope)
    return {
        "key": text,
        "url": f"{public_url}gradio_key/{text}/{place}",
        "info": key.to_json(),
        "headers": required_headers(map(schema_entry, offers)),
    }
