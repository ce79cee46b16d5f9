"""Every address of ours, once: below the server's base for the union, below each notebook for it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from tornado import httputil, web
from tornado.routing import Matcher, PathMatches, Rule

from .catalog import Catalog


class Route(NamedTuple):
    """One address below the base of the union, or of an app."""

    pattern: str
    handler: type[web.RequestHandler]
    settings: dict[str, Any]


class AppMatches(Matcher):
    """Matches an address below `<base_url>gradio/` by the live app that it names and the rest.

    A regular expression cannot tell where the path of a notebook ends, because a path may hold
    anything, `gradio_api/` included; only the catalogue can.
    """

    def __init__(self, base_url: str, pattern: str, catalog: Catalog) -> None:
        self._prefix = f"{base_url}gradio/"
        self._pattern = re.compile(f"{pattern}$")
        self._catalog = catalog

    def match(self, request: httputil.HTTPServerRequest) -> dict[str, Any] | None:
        """The groups of the pattern and the app's kernel, as the handler's arguments."""
        if not request.path.startswith(self._prefix):
            return None
        found = self._catalog.resolve(unquote(request.path[len(self._prefix) :]))
        if found is None:
            return None
        app, rest = found
        match = self._pattern.match(rest)
        if match is None:
            return None
        return {"path_args": [], "path_kwargs": {**match.groupdict(), "kernel": app.kernel}}


def rules(base_url: str, routes: list[Route], nothing: Route, catalog: Catalog) -> list[Rule]:
    """tornado's rules for `routes`, at the union's base and at every app's; `nothing` answers the rest of ours."""
    union = [Rule(PathMatches(re.escape(base_url) + r.pattern), r.handler, r.settings) for r in routes]
    apps = [Rule(AppMatches(base_url, r.pattern, catalog), r.handler, r.settings) for r in routes]
    rest = Rule(PathMatches(re.escape(base_url) + nothing.pattern), nothing.handler, nothing.settings)
    return [*union, *apps, rest]
