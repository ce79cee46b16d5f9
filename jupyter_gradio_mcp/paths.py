"""Which files of this machine may leave it: one judge for both sides.

The kernel asks before it copies a returned file into its cache, the server before it serves one.
The rules are those of the guide "Security and File Access": blocked wins over everything, then
static and allowed paths, then the cache. Links are followed first, on both sides, and what is
compared is the place itself (device and inode of each folder above), so neither a link nor other
capitals lead around a rule.
"""

from __future__ import annotations

import mimetypes
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .descriptions import FILE_META, FileData

MAX_PATH = 4096
"""Characters of a path; a longer one names nothing."""

MAX_NAME_BYTES = 200
"""Bytes that the name of a file in the cache may have."""

_WINDOWS_NAMES = frozenset(
    [
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{i}" for port in ("com", "lpt") for i in "123456789¹²³"),
    ]
)
_FORBIDDEN = frozenset('<>:"/\\|?*')


@dataclass(frozen=True)
class PathRules:
    """What may be read, and what never.

    Attributes:
        static: Files and folders that are served in place.
        allowed: Files and folders that are served, and that results may name.
        blocked: Files and folders that nothing else opens.
        caches: Folders whose every file may be read.
    """

    static: tuple[Path, ...] = ()
    allowed: tuple[Path, ...] = ()
    blocked: tuple[Path, ...] = ()
    caches: tuple[Path, ...] = field(default=())

    def readable(self, path: str, base: Path) -> Path | None:
        """The file that `path` names, if it may be read; None without a reason otherwise.

        Args:
            path: As somebody else wrote it.
            base: The folder that a relative path starts from.
        """
        found = regular_file(path, base)
        if found is None or within(found, self.blocked):
            return None
        return found if within(found, (*self.static, *self.allowed, *self.caches)) else None

    def returnable(self, path: Path, working: Path, temporary: Path) -> bool:
        """Whether a function may hand out the file `path`, which must be resolved.

        Args:
            path: The file.
            working: The kernel's working directory, resolved; nothing in it that begins with a dot.
            temporary: The folder for temporary files, resolved.
        """
        if within(path, self.blocked):
            return False
        if within(path, (*self.static, *self.allowed, *self.caches)):
            return True
        if within(path, (working,)):
            inside = path.relative_to(working).parts if path.is_relative_to(working) else path.parts
            return not any(part.startswith(".") for part in inside)
        return within(path, (temporary,))


def regular_file(path: str, base: Path) -> Path | None:
    """The regular file that `path` names, with every link followed; None for anything else.

    What can name no file here is refused before the file system is asked: null bytes, other
    machines (`//host`, `\\\\host`), URLs, and the streams of NTFS.
    """
    if not path or len(path) > MAX_PATH or any(ord(letter) < 32 for letter in path):
        return None
    # Windows takes `/\\host` for another machine, too.
    if path.replace("\\", "/").startswith("//") or "://" in path:
        return None
    if sys.platform == "win32" and ":" in os.path.splitdrive(path)[1]:
        return None
    try:
        found = Path(os.path.realpath(base / path, strict=True))
        # Device files and pipes may never end, or do something when they are read.
        return found if stat.S_ISREG(found.stat().st_mode) else None
    except (OSError, ValueError):
        return None


def within(path: Path, roots: Iterable[Path]) -> bool:
    """Whether the resolved `path` is one of `roots`, or below one."""
    places: set[tuple[int, int]] | None = None
    for root in roots:
        if path == root or path.is_relative_to(root):
            return True
        try:
            there = root.stat()
        except OSError:
            continue
        if places is None:
            places = _places(path)
        if (there.st_dev, there.st_ino) in places:
            return True
    return False


def resolved(paths: Sequence[str | os.PathLike[str]], base: Path) -> tuple[Path, ...]:
    """Paths that somebody allowed or blocked, absolute and with links followed, whether they exist or not."""
    return tuple(Path(os.path.realpath(base / Path(path).expanduser())) for path in paths)


_MIME_TYPES = {".wav": "audio/wav", ".flac": "audio/flac", ".webp": "image/webp", ".md": "text/markdown"}
"""What other programs call these; Python's table has `audio/x-wav`, or nothing in some versions."""


def file_data(path: Path, name: str | None = None) -> FileData:
    """What the other side is told of a file; `name` is what it is called, None for its own name."""
    name = name or path.name
    return {
        "path": str(path),
        "url": None,
        "size": path.stat().st_size,
        "orig_name": name,
        "mime_type": _MIME_TYPES.get(os.path.splitext(name)[1].lower()) or mimetypes.guess_type(name)[0],
        "is_stream": False,
        "meta": dict(FILE_META),
    }


def clean_name(name: str) -> str:
    """A name for a file in the cache: the last part of `name`, without what some system cannot have in one."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    kept = "".join("_" if ord(c) < 32 or ord(c) == 127 or c in _FORBIDDEN else c for c in last)
    kept = kept.encode("utf-8", "ignore").decode().strip(" .")
    if kept.partition(".")[0].rstrip().lower() in _WINDOWS_NAMES:
        kept = f"_{kept}"
    stem, ending = os.path.splitext(kept)
    room = MAX_NAME_BYTES - len(ending.encode())
    if room <= 0:
        stem, ending, room = kept, "", MAX_NAME_BYTES
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    # The cut may have left such an end again.
    return (stem + ending).rstrip(" .") or "file"


def _places(path: Path) -> set[tuple[int, int]]:
    found = set()
    for place in (path, *path.parents):
        try:
            there = place.stat()
        except OSError:
            continue
        found.add((there.st_dev, there.st_ino))
    return found
