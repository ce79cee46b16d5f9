"""Which functions are offered by which live notebook, under which name and address.

Pure: descriptions and times in, answers out. Everything that a client can see of functions (MCP
tools, OpenAPI, `info`, lists) is computed from here, so there is one truth.

An *app* is one notebook that has offered something; its address is the notebook's path. The
*union* is all apps together. In the union the first holder of a name keeps it, and a later one of
another notebook is called `<name>_<stem of its notebook>`. At its own app a name is always plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from ..descriptions import EndpointInfo, FileSettings, Kind, Visibility
from ..errors import UnknownEndpoint
from ..panels import PanelInfo
from ..protocol import OfferedEndpoint
from .scope import EVERYTHING, Scope

RESERVED_SECONDS = 120.0
"""How long the names of a kernel that went away stay reserved for its notebook."""

_DRIVE = re.compile(r"RTC:")
"""Prefix that jupyter-collaboration puts before the path of a notebook it shares."""


@dataclass(eq=False)
class App:
    """One notebook.

    Attributes:
        kernel: Id of the kernel that runs it.
        path: Path of the notebook below the server's root; for a kernel without a notebook (a
            console) the kernel's id.
        endpoints: What it offers, by name, in order. Empty while its kernel is away.
        live: Whether its kernel is connected.
        aliases: Paths that it had before it was renamed.
        union: What its endpoints are called in the union, by their own names.
        files: What the notebook says of files; None before it said anything.
        paused: Whether its owner has paused it.
        paused_endpoints: Those of its endpoints that the owner has paused.
        panels: The forms of its functions. They stay while its kernel is away.
        visibilities: Who may call the functions of `panels`, by name; as long.
        revision: Grows with each change of this app, so that whoever shows it knows when to look again.
        ended: How many calls of its functions are over, by their names, as far as that has been told.
    """

    kernel: str
    path: str
    endpoints: dict[str, EndpointInfo] = field(default_factory=dict)
    live: bool = False
    aliases: set[str] = field(default_factory=set)
    union: dict[str, str] = field(default_factory=dict)
    files: FileSettings | None = None
    paused: bool = False
    paused_endpoints: set[str] = field(default_factory=set)
    panels: list[PanelInfo] = field(default_factory=list)
    visibilities: dict[str, Visibility] = field(default_factory=dict)
    revision: int = 0
    ended: dict[str, int] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """The paths that it has, or had before it was renamed."""
        return frozenset((self.path, *self.aliases))

    @property
    def stem(self) -> str:
        """The notebook's file name without its ending, of characters that a name may have."""
        return re.sub(r"[^A-Za-z0-9_-]+", "_", PurePosixPath(self.path).stem).strip("_") or "notebook"


class Offer(NamedTuple):
    """One endpoint as somebody sees it: `name` is what it is called there, `alias` what that is another name of."""

    name: str
    app: App
    endpoint: EndpointInfo
    alias: str = ""


class _Claim(NamedTuple):
    app: App
    name: str
    until: float | None


def _admits(scope: Scope, app: App, endpoint: EndpointInfo) -> bool:
    if scope is EVERYTHING:
        return True
    if scope.panel is not None and endpoint.get("app") != scope.panel:
        return False
    return scope.admits_app(app.kernel, app.paths) and scope.admits(endpoint["name"])


def over_mcp(endpoint: EndpointInfo) -> bool:
    """Whether MCP's clients are offered an endpoint that they may see."""
    return endpoint.get("mcp", True)


def notebook_path(path: str) -> str:
    """A notebook's path as addresses have it: no drive prefix, no leading slash."""
    return _DRIVE.sub("", path, count=1).lstrip("/")


class Catalog:
    """All apps, their endpoints, and the names in the union.

    Args:
        clock: Seconds that never go back; decides when reserved names are free again.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._apps: dict[str, App] = {}
        self._claims: dict[str, _Claim] = {}
        self._numbers: dict[tuple[str, str, bool], int] = {}
        self._numbered: list[tuple[str, str]] = [("", "")]
        self.revision = 0
        """Grows with each change, so that what was computed from here can be kept until then."""

    # -- changes --

    def publish(
        self,
        kernel: str,
        path: str,
        endpoints: Sequence[EndpointInfo],
        files: FileSettings | None = None,
        panels: Sequence[PanelInfo] = (),
    ) -> App:
        """Take all that a kernel offers now. `path` is its notebook's, or the kernel's id."""
        app = self._app_of(kernel, notebook_path(path))
        app.live = True
        app.files = files
        app.endpoints = {endpoint["name"]: endpoint for endpoint in endpoints}
        app.panels = list(panels)
        app.visibilities = {endpoint["name"]: endpoint["visibility"] for endpoint in endpoints}
        app.revision += 1
        self._claim(app)
        self.revision += 1
        return app

    def lose(self, kernel: str) -> App | None:
        """The kernel is away: its endpoints vanish, its names and address wait for it."""
        app = self._apps.get(kernel)
        if app is None or not app.live:
            return None
        app.live = False
        app.endpoints = {}
        app.revision += 1
        until = self._clock() + RESERVED_SECONDS
        for name, claim in self._claims.items():
            if claim.app is app:
                self._claims[name] = claim._replace(until=until)
        self.revision += 1
        return app

    def forget(self, kernel: str) -> None:
        """The kernel is gone for good. Its names stay reserved for its notebook for a while."""
        self._apps.pop(kernel, None)
        self.revision += 1

    def move(self, kernel: str, path: str) -> None:
        """The kernel's notebook was renamed. The old address goes on working."""
        app = self._apps.get(kernel)
        path = notebook_path(path)
        if app is None or app.path == path:
            return
        app.aliases.add(app.path)
        self._leave(path, app)
        app.path = path
        app.revision += 1
        self.revision += 1

    # -- answers --

    def apps(self) -> list[App]:
        """Every app, those whose kernel is away included, in the order in which they came."""
        return list(self._apps.values())

    def app(self, kernel: str) -> App | None:
        """The app of a kernel."""
        return self._apps.get(kernel)

    def reachable(self, app: App | None, scope: Scope = EVERYTHING) -> list[App]:
        """The live notebooks that are reached at `app`, or in the union when that is None."""
        apps = self._apps.values() if app is None else [app]
        return [a for a in apps if a.live and scope.admits_app(a.kernel, a.paths)]

    def offers(
        self, app: App | None, visibilities: Iterable[Visibility] = ("public",), scope: Scope = EVERYTHING
    ) -> list[Offer]:
        """What is offered at `app`, or in the union when that is None, within `scope`."""
        wanted = frozenset(visibilities)
        if app is not None:
            found = [Offer(name, app, endpoint) for name, endpoint in app.endpoints.items()]
        else:
            found = [Offer(a.union[name], a, e) for a in self._apps.values() for name, e in a.endpoints.items()]
        return [o for o in found if o.endpoint["visibility"] in wanted and _admits(scope, o.app, o.endpoint)]

    def aliases(self, app: App | None, scope: Scope = EVERYTHING) -> list[Offer]:
        """Further names of what is offered there, which answer but are listed nowhere."""
        public = {(o.app.kernel, o.endpoint["name"]) for o in self.offers(app, scope=scope)}
        unlisted = self.offers(app, ("undocumented",), scope)
        return [o for o in unlisted if (o.app.kernel, o.endpoint.get("alias", "")) in public]

    def find(
        self,
        app: App | None,
        name: str,
        visibilities: Iterable[Visibility] = ("public",),
        scope: Scope = EVERYTHING,
        kind: Kind | None = None,
    ) -> Offer:
        """The endpoint called `name` at `app`, or in the union, within `scope`; with `kind` one that MCP's clients
        are offered as that.

        Raises:
            UnknownEndpoint: Nothing of that name can be seen there.
        """
        holder, plain = app, name
        if app is None and (claim := self._claims.get(name)) is not None:
            holder, plain = claim.app, claim.name
        endpoint = holder.endpoints.get(plain) if holder is not None else None
        if (
            holder is None
            or endpoint is None
            or endpoint["visibility"] not in visibilities
            or not (kind is None or (kind == endpoint["kind"] and over_mcp(endpoint)))
            or not _admits(scope, holder, endpoint)
        ):
            raise UnknownEndpoint(self._unknown(app, name, scope, kind))
        return Offer(name, holder, endpoint)

    def number(self, offer: Offer) -> int:
        """A number for an endpoint that stays its own while the server runs, from 1; Gradio's `fn_index`. As its app
        calls it, it has another one."""
        path, name = offer.app.path, offer.endpoint["name"]
        at = (path, name, offer.name == offer.endpoint.get("own_name"))
        number = self._numbers.get(at)
        if number is None:
            number = self._numbers[at] = len(self._numbers) + 1
            self._numbered.append((path, name))
        return number

    def numbered(
        self,
        app: App | None,
        number: int,
        visibilities: Iterable[Visibility] = ("public",),
        scope: Scope = EVERYTHING,
    ) -> Offer:
        """The endpoint of that number at `app`, or in the union, within `scope`.

        Raises:
            UnknownEndpoint: Nothing of that number can be seen there.
        """
        path, name = self._numbered[number] if 0 < number < len(self._numbered) else ("", "")
        holder = next((a for a in self._apps.values() if a.path == path and (app is None or a is app)), None)
        if holder is not None and name in holder.endpoints:
            # What the caller may not see is not named to him either.
            with suppress(UnknownEndpoint):
                return self.find(app, name if app is not None else holder.union[name], visibilities, scope)
        raise UnknownEndpoint(
            f"There is no function with the number {number} here any more. Read the config again: the notebooks have "
            "changed."
        )

    def offered(self, app: App) -> list[OfferedEndpoint]:
        """The names of an app's endpoints, plain and in the union."""
        return [{"name": name, "union_name": app.union[name]} for name in app.endpoints]

    def resolve(self, path: str) -> tuple[App, str] | None:
        """Split an address below `gradio/` into the app it names and the rest.

        The rest begins at the first `gradio_api/`, `config` or end that leaves the path of an app
        before it; so neither a folder of such a name nor a file's path in the rest misleads.
        """
        by_path = {alias: app for app in self._apps.values() for alias in app.aliases}
        by_path.update({app.path: app for app in self._apps.values()})
        # By the notebooks and not by the slashes: anybody may ask for an address of thousands of them.
        for before in sorted((known for known in by_path if path.startswith(known)), key=len):
            if path[len(before) : len(before) + 1] not in ("", "/"):
                continue
            rest = path[len(before) + 1 :]
            if rest in ("", "config", "login", "logout") or rest.startswith("gradio_api/"):
                return by_path[before], rest
        return None

    # -- inside --

    def _app_of(self, kernel: str, path: str) -> App:
        app = self._apps.get(kernel)
        if app is not None:
            self.move(kernel, path)
            return app
        former = next((a for a in self._known() if a.path == path and not a.live), None)
        app = former or App(kernel, path)
        # A new kernel for the same notebook takes over its address and its reserved names.
        self._apps.pop(app.kernel, None)
        app.kernel = kernel
        self._leave(path, app)
        self._apps[kernel] = app
        return app

    def _known(self) -> list[App]:
        """Every app, those included that only hold reserved names."""
        return list(dict.fromkeys([*self._apps.values(), *(claim.app for claim in self._claims.values())]))

    def _leave(self, path: str, heir: App) -> None:
        """Of several kernels with one notebook the newest has its address."""
        for other in self._apps.values():
            if other is not heir:
                other.aliases.discard(path)
                if other.path == path:
                    other.path = other.kernel

    def _claim(self, app: App) -> None:
        now = self._clock()
        self._claims = {
            name: claim
            for name, claim in self._claims.items()
            if (claim.app is not app or claim.name in app.endpoints) and (claim.until is None or claim.until > now)
        }
        before, app.union = app.union, {}
        for name in app.endpoints:
            held = before.get(name)
            claim = self._claims.get(held) if held is not None else None
            if held is not None and claim is not None and claim.app is app and claim.name == name:
                # Whoever had to take a longer name gets the plain one once it is free.
                if held == name or name in self._claims:
                    app.union[name] = held
                    self._claims[held] = _Claim(app, name, None)
                    continue
                del self._claims[held]
            union = self._free(app, name)
            app.union[name] = union
            self._claims[union] = _Claim(app, name, None)

    def _free(self, app: App, name: str) -> str:
        if name not in self._claims:
            return name
        longer = f"{name[: 126 - len(app.stem)]}_{app.stem}"[:128]
        candidate, number = longer, 2
        while candidate in self._claims:
            candidate = f"{longer[:120]}_{number}"
            number += 1
        return candidate

    def _unknown(self, app: App | None, name: str, scope: Scope, kind: Kind | None) -> str:
        noun = "function" if kind in (None, "tool") else kind
        offers = self.offers(app, scope=scope)
        names = [o.name for o in offers if kind is None or (kind == o.endpoint["kind"] and over_mcp(o.endpoint))]
        if not names:
            magic = f"mcp_{kind or 'tool'}"
            return f"There is no {noun} '{name}': no live notebook offers one. Run the notebook's %%{magic} cells."
        listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
        return f"There is no {noun} '{name}'. There are: {listed}."


def changed_kinds(
    before: Mapping[str, EndpointInfo], after: Mapping[str, EndpointInfo], scope: Scope = EVERYTHING
) -> frozenset[Kind]:
    """The kinds of endpoints, of those that `scope` admits, that differ between two states of a notebook."""
    names = [name for name in {*before, *after} if before.get(name) != after.get(name) and scope.admits(name)]
    return frozenset(state[name]["kind"] for name in names for state in (before, after) if name in state)


def changes_seen(
    before: Mapping[str, EndpointInfo], after: Mapping[str, EndpointInfo]
) -> Callable[[Scope], frozenset[Kind]]:
    """`changed_kinds` for each scope, computed once: most clients may see the same, and schemas are long to compare."""
    return cache(lambda scope: changed_kinds(before, after, scope))
