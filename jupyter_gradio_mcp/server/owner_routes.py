"""The routes that are for the owner: keys, pausing, agents; and those where a key sees its own: calls, connecting."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tornado import web

from .. import errors
from . import connecting
from .auth import GradioHandler
from .catalog import App, over_mcp
from .gate import McpGate
from .keys import seconds
from .panel_view import Viewing
from .record import Entry
from .rest import CALLABLE
from .scope import Scope
from .service import Service

MAX_SHOWN = 1000
"""Calls that are told at once."""


class OwnerHandler(GradioHandler):
    """Base of what no access key opens."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Admit the server's own identity only."""
        await super().prepare()
        if self.request.method != "OPTIONS":
            self.owner_only()

    def notebook(self, path: Any) -> App:
        """The live notebook of that path.

        Raises:
            UnknownEndpoint: There is none.
        """
        for app in self.service.catalog.apps():
            if app.live and isinstance(path, str) and path in app.paths:
                return app
        raise errors.UnknownEndpoint(f"There is no live notebook '{str(path)[:200]}'.")


class KeysHandler(OwnerHandler):
    """`gradio_api/keys`: the access keys."""

    @web.authenticated
    def get(self) -> None:
        """`{"keys": [{"id", "name", "created", "expires", "last_used", "notebooks", "endpoints", "kernel"}]}`."""
        self.finish({"keys": [key.to_json() for key in self.service.keys.all()]})

    @web.authenticated
    def post(self) -> None:
        """Body `{"name", "expires"?, "notebooks"?, "endpoints"?}` → the key, and itself as `key`, this once.

        `expires` is a number of seconds from now, or text such as `7d`.
        """
        body = _fields(self, "name", "expires", "notebooks", "endpoints")
        expires = body.get("expires")
        try:
            lifetime = seconds(expires) if isinstance(expires, str) else expires
        except ValueError as error:
            raise errors.InvalidRequest(f"'expires': {error}.") from error
        if lifetime is not None and (isinstance(lifetime, bool) or not isinstance(lifetime, (int, float))):
            raise errors.InvalidRequest("'expires' must be seconds from now, or text such as '7d'.")
        text, key = self.service.keys.create(
            _text(body.get("name")),
            expires=lifetime,
            notebooks=_names(body, "notebooks"),
            endpoints=_names(body, "endpoints"),
        )
        self.set_status(201)
        self.set_header("Cache-Control", "no-store")
        self.finish({**key.to_json(), "key": text})


class KeyHandler(OwnerHandler):
    """`gradio_api/keys/{id}`: one access key."""

    @web.authenticated
    def delete(self, id: str) -> None:
        """Revoke it, at once, with all that it has open; the id or the name names it."""
        gone = self.service.keys.revoke(id)
        if not gone:
            raise errors.UnknownEndpoint(f"There is no access key '{id[:100]}'.")
        self.service.visits.look()
        self.finish({"revoked": [key.id for key in gone]})


class PauseHandler(OwnerHandler):
    """`gradio_api/pause`: what answers nobody for now."""

    @web.authenticated
    def get(self) -> None:
        """`{"paused": bool, "notebooks": {path: {"paused": bool, "endpoints": [...]}}}`."""
        catalog = self.service.catalog
        self.finish(
            {
                "paused": self.service.paused,
                "notebooks": {
                    app.path: {"paused": app.paused, "endpoints": sorted(app.paused_endpoints)}
                    for app in catalog.apps()
                    if app.live
                },
            }
        )

    @web.authenticated
    def post(self) -> None:
        """Body `{"paused": bool, "notebook"?: path, "endpoint"?: name}`: everything, a notebook, or a function."""
        body = _fields(self, "paused", "notebook", "endpoint")
        paused, endpoint = body.get("paused"), body.get("endpoint")
        if not isinstance(paused, bool):
            raise errors.InvalidRequest("'paused' must be true or false.")
        app, named = self.app, body.get("notebook")
        if app is not None and named is not None and (not isinstance(named, str) or named not in app.paths):
            raise errors.InvalidRequest(f"This is the address of '{app.path}', which is no other notebook's to pause.")
        if app is None and named is not None:
            app = self.notebook(named)
        self.service.pause(paused, app, None if endpoint is None else _text(endpoint))
        self.get()


class CallsHandler(GradioHandler):
    """`gradio_api/calls`: what was called, and how it went."""

    @web.authenticated
    def get(self) -> None:
        """`{"calls": [newest first], "functions": [{"name", "notebook", "calls", "success_rate", "p50", …}]}`.

        A key sees the figures of what it opens, and its own calls.
        """
        scope, catalog = self.identity.scope, self.service.catalog
        try:
            limit = max(0, min(int(self.get_query_argument("limit", "100")), MAX_SHOWN))
        except ValueError:
            raise errors.InvalidRequest(f"'limit' must be a number up to {MAX_SHOWN}.") from None
        own = self.identity.key
        paths = {path for app in catalog.reachable(self.app, scope) for path in app.paths}

        def admitted(entry: Entry) -> bool:
            if own is not None and entry.key != own:
                return False
            return (self.app is None and scope == Scope()) or entry.notebook in paths

        record = self.service.record
        functions = [
            {"name": o.name, "notebook": o.app.path, **record.figures(o.app.path, o.endpoint["name"])}
            for o in catalog.offers(self.app, ("public", "undocumented") if own is None else ("public",), scope)
        ]
        calls = [asdict(entry) for entry in record.latest(admitted, limit)]
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"calls": calls, "functions": functions}))


class AgentsHandler(OwnerHandler):
    """`gradio_api/agents`: the programs that came over MCP."""

    @web.authenticated
    def get(self) -> None:
        """`{"agents": [agents.Agent, who asked last first]}`; at a notebook's address those that came there."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"agents": self.service.agents.all(self.app)})


class ConnectHandler(GradioHandler):
    """`gradio_api/connect`: what MCP clients are told of an address of this server."""

    def initialize(self, service: Service, gate: McpGate) -> None:  # type: ignore[override]
        """Take whether MCP is on."""
        super().initialize(service)
        self._gate = gate

    @web.authenticated
    def post(self) -> None:
        """Body `{"url", "tools"?, "transport"?, "key"?, "client"?, "name"?}` → `{"clients": [...], "name", "url"}`.

        `url` is the MCP address as the browser knows it. Nothing of the body is logged.
        """
        self._gate.check_enabled()
        asked = connecting.asked(_fields(self, *connecting.FIELDS))
        catalog, scope = self.service.catalog, self.identity.scope
        owner = self.identity.key is None
        app = connecting.app_at(asked, self.base_url, catalog, Viewing(owner, CALLABLE, scope).admits)
        self.set_header("Cache-Control", "no-store")
        self.finish(
            connecting.told(
                asked,
                app,
                [offer for offer in catalog.offers(app, scope=scope) if over_mcp(offer.endpoint)],
                owner=owner,
                open_to_all=not self.identity_provider.auth_enabled,
            )
        )


def _fields(handler: GradioHandler, *allowed: str) -> dict[str, Any]:
    """The body, an object with no other fields than those.

    Raises:
        InvalidRequest: It is something else.
    """
    body = handler.json_object()
    unknown = [name for name in body if name not in allowed]
    if unknown:
        raise errors.InvalidRequest(f"There is no field '{unknown[0][:100]}'. There are: {', '.join(allowed)}.")
    return body


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise errors.InvalidRequest("A name must be text.")
    return value


def _names(body: dict[str, Any], field: str) -> list[str] | None:
    values = body.get(field)
    if values is None:
        return None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise errors.InvalidRequest(f"'{field}' must be a list of text.")
    return values
