"""The files of one folder that an agent may have sent: which they are, and how they are opened and no others."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from ..paths import regular_file, within


class NotAdmitted(Exception):
    """This names no file that may be sent. Why is not said: it would tell what is where."""


class Outbox:
    """A folder.

    Args:
        folder: As its owner named it.

    Raises:
        OSError: It is no folder that can be read.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(os.path.realpath(Path(folder).expanduser(), strict=True))
        if not self.folder.is_dir():
            raise NotADirectoryError(20, "is no folder", str(folder))

    def open(self, path: str) -> BinaryIO:
        """Open a regular file of the folder; links are followed before it is looked at where they lead.

        Args:
            path: Relative to the folder, or absolute within it.

        Raises:
            NotAdmitted: It is anything else, or hidden.
        """
        refusal = NotAdmitted(
            f"'{path[:200]}' names no file that may be sent. Name a regular file in {self.folder} or a folder below "
            "it, none of them hidden (beginning with a dot)."
        )
        found = regular_file(path, self.folder)
        if found is None or not within(found, (self.folder,)):
            raise refusal
        try:
            parts = found.relative_to(self.folder).parts
        except ValueError:
            raise refusal from None  # there under another spelling of the folder's name
        if not parts or any(part.startswith(".") for part in parts):
            raise refusal
        try:
            return self._opened(parts)
        except OSError:
            raise refusal from None

    def _opened(self, parts: tuple[str, ...]) -> BinaryIO:
        # Step by step without following links: none is left in the path, unless somebody put one there meanwhile.
        stay = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        reading = os.O_RDONLY | stay | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        if os.open not in os.supports_dir_fd:
            descriptor = os.open(self.folder.joinpath(*parts), reading)
        else:
            place = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | stay)
            try:
                for part in parts[:-1]:
                    inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | stay, dir_fd=place)
                    os.close(place)
                    place = inner
                descriptor = os.open(parts[-1], reading, dir_fd=place)
            finally:
                os.close(place)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError("no regular file")
        return os.fdopen(descriptor, "rb")
