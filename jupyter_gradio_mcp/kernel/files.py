"""What a notebook says of files, and the cache that its results are copied into.

`configure` and `set_static_paths` may be called at any time, also before the extension is loaded;
what they say holds from the next call on. A kernel is one notebook, so there is one of each here.
"""

from __future__ import annotations

import math
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..descriptions import FileData, FileSettings
from ..errors import FunctionFailed
from ..paths import PathRules, clean_name, file_data, resolved, within
from .warning import warn

StrPath = str | os.PathLike[str]

TEMPORARY_VARIABLES = ("JUPYTER_GRADIO_TEMP_DIR", "GRADIO_TEMP_DIR")
"""Environment variables that say where the cache is; the first that is set counts."""


JUDGE: ContextVar[Callable[[str], Path | None] | None] = ContextVar("jupyter_gradio_mcp_judge", default=None)
"""While the arguments of a call are read: `Store.readable`, for its caller. None for what the author says."""


class FileSize:
    """Sizes of files in bytes, for `configure(max_file_size=5 * FileSize.MB)`."""

    B: ClassVar[int] = 1
    KB: ClassVar[int] = 1024
    MB: ClassVar[int] = 1024**2
    GB: ClassVar[int] = 1024**3
    TB: ClassVar[int] = 1024**4


@dataclass
class Said:
    """What one place says of files: `configure`, or an app while it is open.

    Attributes:
        allowed: As `allowed_paths` of `configure`.
        blocked: As `blocked_paths` of `configure`.
        max_file_size: In bytes; None says nothing.
        delete_cache: As of `configure`; None says nothing.
    """

    allowed: tuple[Path, ...] = ()
    blocked: tuple[Path, ...] = ()
    max_file_size: int | None = None
    delete_cache: tuple[float, float] | None = None


class Settings:
    """What the notebook and its open apps said so far; `changed` is called after each change.

    A file is asked for by its path, whichever app's it is, so what is said holds for all of them together: paths add
    up, and of sizes the smallest counts.
    """

    def __init__(self) -> None:
        self.static: tuple[Path, ...] = ()
        self.own = Said()
        self.of_apps: dict[str, Said] = {}
        self.changed: Callable[[], None] = lambda: None

    @property
    def allowed(self) -> tuple[Path, ...]:
        """Files and folders that callers may read."""
        return tuple(dict.fromkeys(path for said in self._all() for path in said.allowed))

    @property
    def blocked(self) -> tuple[Path, ...]:
        """Files and folders that nothing opens."""
        return tuple(dict.fromkeys(path for said in self._all() for path in said.blocked))

    @property
    def max_file_size(self) -> int | None:
        """Bytes that one uploaded file may have; None is no limit."""
        return min((said.max_file_size for said in self._all() if said.max_file_size is not None), default=None)

    @property
    def delete_cache(self) -> tuple[float, float] | None:
        """How often what is how old is deleted from the cache, in seconds; None leaves it to the server."""
        times = [said.delete_cache for said in self._all() if said.delete_cache is not None]
        return (min(time for time, _ in times), min(age for _, age in times)) if times else None

    def _all(self) -> list[Said]:
        return [self.own, *self.of_apps.values()]

    def to_wire(self) -> FileSettings:
        """What the server is told."""
        return {
            "working": str(working()),
            "static": [str(path) for path in self.static],
            "allowed": [str(path) for path in self.allowed],
            "blocked": [str(path) for path in self.blocked],
            "max_file_size": self.max_file_size,
            "delete_cache": self.delete_cache,
        }


SETTINGS = Settings()


def temporary() -> str | None:
    """The folder that the notebook wants its cache in; None if it does not say."""
    named = next((os.environ[name] for name in TEMPORARY_VARIABLES if os.environ.get(name)), None)
    return None if named is None else os.path.realpath(Path(named).expanduser())


def working() -> Path:
    """The working directory; the folder for temporary files if somebody has deleted it."""
    try:
        return Path(os.path.realpath(os.getcwd()))
    except FileNotFoundError:
        return Path(os.path.realpath(tempfile.gettempdir()))


def set_static_paths(paths: StrPath | Sequence[StrPath]) -> None:
    """Serve files and folders in place, without a copy in the cache, at `gradio_api/file=PATH`.

    Each call replaces what the former said (Gradio's `set_static_paths`). Whoever may call this
    notebook's functions can read all that is below these paths.

    Args:
        paths: One path or several; a relative one starts from the working directory.
    """
    static = _paths("set_static_paths", "paths", paths)
    for path in static:
        if not path.exists():
            warn(f"set_static_paths: there is nothing at {path} yet")
    SETTINGS.static = static
    SETTINGS.changed()


_UNSET = object()


def configure(
    *,
    allowed_paths: StrPath | Sequence[StrPath] | object | None = _UNSET,
    blocked_paths: StrPath | Sequence[StrPath] | object | None = _UNSET,
    max_file_size: int | str | object | None = _UNSET,
    delete_cache: tuple[float, float] | object | None = _UNSET,
) -> None:
    """Say which files this notebook opens, for all of its functions. What is not given stays as it is.

    The meanings are those of the keywords of Gradio's `launch()` and `Blocks()`.

    Args:
        allowed_paths: Files and folders that callers may read, and that results may name. None is none.
        blocked_paths: Files and folders that nothing opens, whatever else allows them.
        max_file_size: What one uploaded file may have: bytes, or text such as `"5mb"`. None is no limit
            but the server's.
        delete_cache: `(frequency, age)` in seconds: so often, files that are older than `age` are
            deleted from the cache. None leaves it to the server.

    Raises:
        TypeError: A value is of the wrong type.
        ValueError: A size or a time is none.
    """
    _take(SETTINGS.own, allowed_paths, blocked_paths, max_file_size, delete_cache)
    SETTINGS.changed()


def configure_app(
    app: str, allowed_paths: object, blocked_paths: object, max_file_size: object, delete_cache: object
) -> None:
    """Say for an app, while it is open, what `configure` says; in place of what was said for it before.

    Whoever calls this publishes.

    Raises:
        TypeError: A value is of the wrong type.
        ValueError: A size or a time is none.
    """
    said = Said()
    _take(said, allowed_paths, blocked_paths, max_file_size, delete_cache)
    SETTINGS.of_apps[app] = said


def forget_app(app: str) -> None:
    """An app is closed: what was said for it holds no longer."""
    SETTINGS.of_apps.pop(app, None)


def _take(
    said: Said, allowed_paths: object, blocked_paths: object, max_file_size: object, delete_cache: object
) -> None:
    made: dict[str, object] = {}
    if allowed_paths is not _UNSET:
        made["allowed"] = _paths("configure", "allowed_paths", allowed_paths)
    if blocked_paths is not _UNSET:
        made["blocked"] = _paths("configure", "blocked_paths", blocked_paths)
    if max_file_size is not _UNSET:
        made["max_file_size"] = _size(max_file_size)
    if delete_cache is not _UNSET:
        made["delete_cache"] = _times(delete_cache)
    for name, value in made.items():
        setattr(said, name, value)


class Store:
    """The cache of one notebook, as the kernel uses it.

    Args:
        settings: What the notebook says of files.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own: str | None = None
        self._given: dict[tuple[Path, ...], tuple[list[tuple[int, int]], FileData]] = {}
        self.folder: Path | None = None
        """Where the server wants the files; None while there is no server."""

    def keep(self, path: Path, name: str | None = None, *, given: bool = False) -> FileData:
        """Copy a file into the cache, unless it is there or is static.

        Args:
            path: The file, as the function returned it.
            name: What to call it; None takes its own name.
            given: Whether the notebook's author named it before any call; only what is blocked is refused then.

        Raises:
            FunctionFailed: The rules do not let it out. The message names the setting that would.
        """
        found = Path(os.path.realpath(path))
        rules = self._rules()
        temporary = Path(os.path.realpath(tempfile.gettempdir()))
        if within(found, rules.blocked) if given else not rules.returnable(found, working(), temporary):
            raise FunctionFailed(
                "The function returned a file that may not leave this machine: it is blocked, hidden, or outside of "
                "the notebook's working directory and the temporary one. The notebook's owner can open it with "
                "gr.configure(allowed_paths=[…])."
            )
        if _below(found, (*rules.caches, *rules.static)):
            return file_data(found, name or found.name)
        if given:
            return self.keep_joined([found], found.name)
        with self.create(name or found.name) as copy:
            shutil.copyfile(found, copy)
        return file_data(self._final(copy), name or found.name)

    def keep_joined(self, paths: Sequence[Path], name: str) -> FileData:
        """One copy of files that are no result, such as defaults or parts of a library: the same one each time.

        Args:
            paths: The files, which are joined in this order, each from a new line.
            name: What to call the copy.
        """
        there = [path.stat() for path in paths]
        known, state = self._given.get(tuple(paths)), [(stat.st_mtime_ns, stat.st_size) for stat in there]
        if known is not None and known[0] == state and os.path.isfile(known[1]["path"]):
            return known[1]
        with self.create(name) as copy, open(copy, "wb") as joined:
            for place, path in enumerate(paths):
                joined.write(b"\n" if place else b"")
                with open(path, "rb") as part:
                    shutil.copyfileobj(part, joined)
        file = self.written(copy, name)
        self._given[tuple(paths)] = state, file
        return file

    def readable(self, path: str) -> Path | None:
        """The file that `path` names, if it is in the cache or the notebook opens it; None otherwise."""
        return self._rules().readable(path, working())

    @contextmanager
    def create(self, name: str) -> Iterator[Path]:
        """A path to write a new file to; it is in the cache under its name when the block is left."""
        folder = self._folder() / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
        unfinished = folder / f".{clean_name(name)}"
        try:
            yield unfinished
            os.replace(unfinished, self._final(unfinished))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def written(self, unfinished: Path, name: str) -> FileData:
        """What is told of a file that was written with `create`."""
        return file_data(self._final(unfinished), name)

    def close(self) -> None:
        """Take away what no server looks after."""
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)
            self._own = None

    def _final(self, unfinished: Path) -> Path:
        return unfinished.with_name(unfinished.name[1:])

    def _folder(self) -> Path:
        if self.folder is not None:
            with suppress(OSError):
                # Not `parents=True`, which makes the folder above with the mode of any other.
                self.folder.parent.mkdir(mode=0o700, exist_ok=True)
                self.folder.mkdir(mode=0o700, exist_ok=True)
                return self.folder
        if self._own is None:
            base = temporary()
            if base is not None:
                os.makedirs(base, exist_ok=True)
            self._own = tempfile.mkdtemp(prefix="jupyter-gradio-mcp-", dir=base)
        return Path(os.path.realpath(self._own))

    def _rules(self) -> PathRules:
        caches = [self.folder] if self.folder is not None else []
        if self._own is not None:
            caches.append(Path(os.path.realpath(self._own)))
        settings = self._settings
        hidden = _secrets((working(), Path(os.path.realpath(tempfile.gettempdir())), *caches))
        return PathRules(settings.static, settings.allowed, (*settings.blocked, *hidden), tuple(caches))


def _secrets(opened: tuple[Path, ...]) -> tuple[Path, ...]:
    """What nothing opens, whatever a notebook says: the access keys, and what proves to servers and kernels who one is.

    Args:
        opened: Folders that are needed.
    """
    found: list[Path] = []
    with suppress(ImportError):
        from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

        found += [Path(jupyter_runtime_dir()), Path(jupyter_data_dir(), "gradio_mcp")]
    kernels = sys.modules.get("ipykernel.kernelapp")
    if kernels is not None and kernels.IPKernelApp.initialized():
        # Whatever somebody embeds has no such file.
        with suppress(Exception):
            file = Path(os.path.realpath(kernels.IPKernelApp.instance().abs_connection_file))
            # Beside it are those of other kernels.
            common = any(folder.is_relative_to(file.parent) for folder in opened)
            found.append(file if common else file.parent)
    return resolved(found, Path(os.sep))


def _below(path: Path, roots: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(root) for root in roots)


def _paths(function: str, name: str, given: object) -> tuple[Path, ...]:
    values = [] if given is None else [given] if isinstance(given, (str, os.PathLike)) else given
    if not isinstance(values, (list, tuple, set, frozenset)):
        raise TypeError(f"{function}({name}=…) takes paths, not {type(given).__name__}")
    for value in values:
        if not isinstance(value, (str, os.PathLike)) or not os.fspath(value):
            raise TypeError(f"{function}({name}=…) takes paths, and {value!r} is none")
    return resolved(list(values), Path.cwd())


def _size(given: object) -> int | None:
    if given is None:
        return None
    if isinstance(given, str):
        text = given.strip().lower()
        units = {"tb": FileSize.TB, "gb": FileSize.GB, "mb": FileSize.MB, "kb": FileSize.KB, "b": 1, "": 1}
        unit = next(unit for unit in units if text.endswith(unit))
        try:
            size = int(float(text.removesuffix(unit)) * units[unit])
        except (ValueError, OverflowError):
            raise ValueError(f"max_file_size={given!r} is no size; say a number of bytes, or text like '5mb'") from None
    elif isinstance(given, (int, float)) and not isinstance(given, bool):
        size = int(given) if math.isfinite(given) else 0
    else:
        raise TypeError(f"max_file_size takes bytes or text like '5mb', not {type(given).__name__}")
    if size <= 0:
        raise ValueError(f"max_file_size={given!r} must be above 0 and finite")
    return size


def _times(given: object) -> tuple[float, float] | None:
    if given is None:
        return None
    if not isinstance(given, (tuple, list)) or len(given) != 2 or not all(isinstance(t, (int, float)) for t in given):
        raise TypeError(f"delete_cache takes (frequency, age) in seconds, not {given!r}")
    frequency, age = float(given[0]), float(given[1])
    if not (0 < frequency < math.inf and 0 < age < math.inf):
        raise ValueError(f"delete_cache={given!r}: both must be above 0 and finite")
    return frequency, age
