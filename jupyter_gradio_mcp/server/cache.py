"""The folders that results and uploads are kept in until nobody needs them any more.

`<base>/jupyter-gradio-mcp-<pid>-<random>/<kernel or uploads>/<random id>/<name>`: only this user can
enter, the random id is what makes a path a secret, and a file has its name from the moment that it
is complete. Files go when they are old, when there is too much of them (oldest first), when their
notebook ends, and when the server stops.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from ..paths import clean_name
from . import folders

UPLOADS = "uploads"

UNFINISHED_SECONDS = 24 * 3600.0
"""After this time a file that was never completed is nobody's."""


class Cache:
    """The cache of one server.

    Args:
        base: The folder it is in; None is the one for temporary files.
        max_bytes: How much it may hold; 0 is no limit.
        max_age: Seconds after which a file is deleted; 0 is never.
    """

    def __init__(self, base: Path | None, *, max_bytes: int, max_age: float) -> None:
        self._base = base
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._roots: dict[Path | None, Path] = {}
        self._of_kernels: dict[str, Path] = {}
        self._ages: dict[str, float] = {}

    # -- folders --

    def of_kernel(self, kernel: str, temporary: str | None = None) -> Path:
        """The folder for the results of a kernel.

        Args:
            kernel: Its id.
            temporary: The folder that its notebook wants the cache in.
        """
        base = Path(temporary) if temporary is not None else self._base
        folder = self._root(base) / clean_name(kernel)
        folder.mkdir(mode=0o700, exist_ok=True)
        self._of_kernels[kernel] = folder
        return folder

    @property
    def uploads(self) -> Path:
        """The folder for what callers send, whichever notebook it is for."""
        folder = self._root(self._base) / UPLOADS
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def known(self, kernel: str) -> tuple[Path, ...]:
        """The folders whose files a caller of this kernel may read and name: its own, and the uploads."""
        own = self._of_kernels.get(kernel)
        return (self.uploads,) if own is None else (own, self.uploads)

    # -- files --

    def new(self, name: str, kernel: str | None = None) -> tuple[Path, Path]:
        """Paths for a new file: where to write it, and where it is to be when complete.

        Args:
            name: What to call it.
            kernel: Whose result it is; None for a file that somebody sends.
        """
        folder = (self.uploads if kernel is None else self._of_kernels[kernel]) / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
        name = clean_name(name)
        return folder / f".{name[:150]}", folder / name

    @staticmethod
    def complete(unfinished: Path, final: Path) -> None:
        """The file is written: give it its name."""
        os.replace(unfinished, final)

    @staticmethod
    def discard(path: Path) -> None:
        """The file is not wanted: take it and its folder away."""
        shutil.rmtree(path.parent, ignore_errors=True)

    # -- tidying --

    def ages(self, kernel: str, delete_cache: tuple[float, float] | None) -> None:
        """How long a notebook wants its results to be kept."""
        if delete_cache is None:
            self._ages.pop(kernel, None)
        else:
            self._ages[kernel] = delete_cache[1]

    def sweep(self) -> None:
        """Delete what is too old, then the oldest of what is too much. May take long: not for an event loop."""
        now, kept = time.time(), []
        places = [(self.uploads, self._max_age)]
        for kernel, folder in list(self._of_kernels.items()):
            own = self._ages.get(kernel)
            places.append((folder, min(own, self._max_age or own) if own is not None else self._max_age))
        for folder, age in places:
            for entry in _entries(folder):
                modified, size = _measure(entry)
                limit = min(age or UNFINISHED_SECONDS, UNFINISHED_SECONDS) if _unfinished(entry) else age
                if limit and now - modified > limit:
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    kept.append((modified, size, entry))
        total = sum(size for _, size, _ in kept)
        for _, size, entry in sorted(kept, key=lambda found: found[0]):
            if not self._max_bytes or total <= self._max_bytes:
                break
            shutil.rmtree(entry, ignore_errors=True)
            total -= size

    def has_room(self, size: int) -> bool:
        """Whether `size` more bytes fit, once older files have gone."""
        return not self._max_bytes or size <= self._max_bytes

    def forget(self, kernel: str) -> None:
        """A kernel has gone for good."""
        folder = self._of_kernels.pop(kernel, None)
        self._ages.pop(kernel, None)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Delete everything."""
        for root in self._roots.values():
            shutil.rmtree(root, ignore_errors=True)
        self._roots.clear()
        self._of_kernels.clear()

    def _root(self, base: Path | None) -> Path:
        root = self._roots.get(base)
        if root is None or not root.is_dir():
            folders.sweep(base)
            root = self._roots[base] = folders.make(base)
        return root


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _measure(entry: Path) -> tuple[float, int]:
    """When a file was last used, and its size, for the folder that it is in."""
    modified, size = 0.0, 0
    with suppress(OSError):
        modified = entry.stat().st_mtime
        for file in entry.iterdir():
            there = file.stat()
            modified, size = max(modified, there.st_mtime), size + there.st_size
    return modified, size


def _unfinished(entry: Path) -> bool:
    return any(file.name.startswith(".") for file in _entries(entry))
