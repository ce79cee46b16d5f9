"""What one MCP request may see: an address, whoever asks, and what the address leaves out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs

from .catalog import App, Catalog, Offer, over_mcp
from .scope import Identity, Scope


class Place(NamedTuple):
    """What somebody may see: whoever sees the same hears of the same changes."""

    app: App | None
    scope: Scope

    def shows(self, app: App) -> bool:
        """Whether a change of `app` can be seen from here."""
        return self.app in (app, None) and self.scope.admits_app(app.kernel, app.paths)


@dataclass(frozen=True)
class Reach:
    """What one request may see.

    Attributes:
        app: The app of its address; None for the union.
        identity: Who asks.
        names: What the address limits it to (`?tools=a,b`), by the names that things have there; None is no limit.
        finder: Whether the address asks for the permanent pair of tools (`?finder=true`).
    """

    app: App | None
    identity: Identity
    names: frozenset[str] | None = None
    finder: bool = False

    @classmethod
    def of(cls, app: App | None, identity: Identity, query: str) -> Reach:
        """The reach of a request with that query."""
        if not query:
            return cls(app, identity)
        given = parse_qs(query, keep_blank_values=True)
        tools = given.get("tools")
        named = None if tools is None else frozenset(n.strip() for t in tools for n in t.split(",") if n.strip())
        finder = given.get("finder", [""])[-1].lower() in ("true", "1", "yes")
        return cls(app, identity, named, finder)

    @property
    def place(self) -> Place:
        """What it shares with all requests that hear of the same changes."""
        return Place(self.app, self.identity.scope)

    def admits(self, name: str) -> bool:
        """Whether the address leaves `name` in."""
        return self.names is None or name in self.names

    def offers(self, catalog: Catalog) -> list[Offer]:
        """What can be seen."""
        offers = catalog.offers(self.app, scope=self.identity.scope)
        return [o for o in offers if over_mcp(o.endpoint) and self.admits(o.name)]
