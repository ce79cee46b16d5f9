"""Which file somebody may read, at which notebook's address, and what its address is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ..descriptions import FileSettings, is_file_data
from ..paths import PathRules, resolved, within
from .cache import Cache
from .caller import Caller
from .catalog import App
from .signing import Signer

FILE_ROUTE = "gradio_api/file="

_PLACES = frozenset(("image", "video", "plot", "library"))
"""What files are called within the values of components: an item of a gallery, a plot."""


class Files:
    """The rules of the server and of all notebooks together.

    Args:
        cache: The folders of results and uploads.
        signer: Signs the addresses of files.
        allowed: Paths that may be read at every notebook's address.
        blocked: Paths that are never read, whatever a notebook says.
        bounds: Folders that a notebook may open paths in; None is anywhere.
    """

    def __init__(
        self,
        cache: Cache,
        signer: Signer,
        *,
        allowed: tuple[Path, ...] = (),
        blocked: tuple[Path, ...] = (),
        bounds: tuple[Path, ...] | None = None,
    ) -> None:
        self.cache = cache
        self.signer = signer
        self._allowed = allowed
        self._blocked = blocked
        self._bounds = bounds

    def find(self, path: str, apps: Iterable[App]) -> Path | None:
        """The file that `path` names, if one of `apps` lets it be read; None without a reason otherwise.

        Args:
            path: As the client wrote it.
            apps: The notebooks that the client reaches at this address.
        """
        judges = [(self._rules(app, app.files), Path(app.files["working"])) for app in apps if app.files is not None]
        # Without a notebook there are still the uploads, which belong to none. Not beside one: it may block them.
        nobody = PathRules(self._allowed, (), self._blocked, (self.cache.uploads,)), Path(os.sep)
        found = (rules.readable(path, base) for rules, base in judges or [nobody])
        return next((file for file in found if file is not None), None)

    def own_path(self, url: str, caller: Caller) -> str | None:
        """The path in an address of this server's own file route; None for any other address."""
        try:
            there, here = urlsplit(url), urlsplit(caller.address)
            if not _same_host(there, here):
                return None
        except ValueError:
            # No URL; whoever fetches it says so.
            return None
        _, found, path = there.path.partition(FILE_ROUTE)
        return unquote(path) if found else None

    def address(self, path: str, caller: Caller) -> str:
        """The signed address of a file, as `caller` reaches it."""
        signature = self.signer.sign(path, caller.identity.key)
        return f"{caller.address}{FILE_ROUTE}{quote(path, safe='/')}?sig={signature}"

    def with_addresses(self, value: Any, caller: Caller) -> Any:
        """A result with the address of each file in it filled in."""
        if isinstance(value, list):
            return [self.with_addresses(item, caller) for item in value]
        if is_file_data(value):
            # What is elsewhere has its own address.
            elsewhere = value["path"].startswith(("http://", "https://"))
            return value if elsewhere else {**value, "url": self.address(value["path"], caller)}
        if isinstance(value, dict) and value.keys() == {"text", "files"}:
            return {**value, "files": self.with_addresses(value["files"], caller)}
        if isinstance(value, dict) and len(value) <= len(_PLACES):
            # An item of a gallery, a plot.
            return {
                name: self.with_addresses(item, caller) if name in _PLACES and is_file_data(item) else item
                for name, item in value.items()
            }
        return value

    def _rules(self, app: App, files: FileSettings) -> PathRules:
        return PathRules(
            static=self._bounded(files["static"]),
            allowed=(*self._allowed, *self._bounded(files["allowed"])),
            blocked=(*self._blocked, *map(Path, files["blocked"])),
            caches=self.cache.known(app.kernel),
        )

    def _bounded(self, paths: list[str]) -> tuple[Path, ...]:
        if self._bounds is None:
            return tuple(map(Path, paths))
        # What was no link when the notebook named it may be one now.
        return tuple(path for path in resolved(paths, Path(os.sep)) if within(path, self._bounds))


def inside(value: Any) -> list[Any]:
    """What the value of a component is to be read as, one after the other: the items of a gallery, the file and the
    caption of one, the picture of a plot. Empty for anything without files in such places."""
    if isinstance(value, list):
        return value if any(is_file_data(item) or (isinstance(item, dict) and inside(item)) for item in value) else []
    if isinstance(value, dict) and value.keys() == {"text", "files"} and isinstance(value["files"], list):
        return [*([value["text"]] if value["text"] else []), *inside(value["files"])]
    if not isinstance(value, dict) or len(value) > len(_PLACES):
        return []
    files = [file for name, file in value.items() if name in _PLACES and is_file_data(file)]
    caption = value.get("caption")
    return [*([caption] if isinstance(caption, str) and caption else []), *files] if files else []


def _same_host(there: SplitResult, here: SplitResult) -> bool:
    """Whether two addresses are of this server: the same host, or both this machine under its several names."""
    (one, port_1), (other, port_2) = _host(there), _host(here)
    return port_1 == port_2 and (one == other or {one, other} <= {"localhost", "127.0.0.1", "::1"})


def _host(address: SplitResult) -> tuple[str, int | None]:
    """The host, and the port unless it is that of the scheme."""
    port = address.port
    return address.hostname or "", None if port == {"http": 80, "https": 443}.get(address.scheme) else port
