"""How an address names a notebook, and how it can have a key in it: the routes of the union and of each app."""

from __future__ import annotations

import copy
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
    union: bool = True
    """Whether it is there for the union."""
    app: bool = True
    """Whether it is there for each app."""


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


class KeyUrl(Matcher):
    """Matches `<base_url>gradio_key/<key>/…` as what is matched without the key.

    The key is taken out of the request, so that neither a handler nor a log sees it in the address;
    `auth` finds it as the request's `gradio_key`.
    """

    def __init__(self, base_url: str, inner: Matcher) -> None:
        self._base_url = base_url
        self._prefix = f"{base_url}gradio_key/"
        self._inner = inner

    def match(self, request: httputil.HTTPServerRequest) -> dict[str, Any] | None:
        """What the inner matcher finds."""
        if not request.path.startswith(self._prefix):
            return None
        key, slash, rest = request.path[len(self._prefix) :].partition("/")
        without = copy.copy(request)
        without.path = self._base_url + rest
        found = self._inner.match(without)
        if found is not None:
            request.path = without.path
            request.uri = without.path + (f"?{request.query}" if request.query else "")
            request.gradio_key = unquote(key)  # type: ignore[attr-defined]
            request.gradio_key_slash = bool(slash)  # type: ignore[attr-defined]
        return found


def rules(base_url: str, routes: list[Route], nothing: Route, catalog: Catalog) -> list[Rule]:
    """tornado's rules for `routes`, at the union's base and at every app's, each also below a key; `nothing`
    answers the rest of ours."""
    union = [(PathMatches(re.escape(base_url) + r.pattern), r) for r in routes if r.union]
    apps = [(AppMatches(base_url, r.pattern, catalog), r) for r in routes if r.app]
    plain: list[tuple[Matcher, Route]] = [*union, *apps, (PathMatches(re.escape(base_url) + nothing.pattern), nothing)]
    # The key alone is the address of all.
    keyed_home = [(KeyUrl(base_url, PathMatches(re.escape(base_url))), r) for r in routes if r.pattern == "gradio/?"]
    keyed: list[tuple[Matcher, Route]] = [(KeyUrl(base_url, matcher), r) for matcher, r in plain]
    # Whatever else is asked for below a key: it must not get past here with the key in its address.
    keyed.append((KeyUrl(base_url, PathMatches(".*")), nothing))
    return [Rule(matcher, r.handler, r.settings) for matcher, r in (*plain, *keyed_home, *keyed)]
