"""What an MCP client is: the form of its entries, its file and where that is, its command, its link."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .target import Target

Format = Literal["json", "toml", "yaml"]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """Where a client's file may be on each platform, the usual place first; `~` is the home folder."""

    linux: tuple[str, ...] = ()
    mac: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Client:
    """An MCP client.

    Attributes:
        id: What the command line calls it.
        title: What people call it.
        entry: Makes its entry for a target.
        format: The format of its file.
        place: The names that lead to its entries in the file.
        files: Where the file may be; relative if it is one of the project.
        reference: How its file names an environment variable; empty if it cannot.
        sse: Makes its entry for a target of the SSE transport; None for a client that is not known to speak it.
        command: Makes its command line for a target, for a POSIX shell.
        link: Makes its install link for a target without a key.
        needs_key: Whether it sends a key; the bridge has its own ways.
        asks: Whether it asks for secrets and keeps them itself.
        strict: Whether its names are of letters, digits, `_` and `-` only.
        note: What else to know.
    """

    id: str
    title: str
    entry: Callable[[Client, Target], Entry]
    format: Format = "json"
    place: tuple[str, ...] = ("mcpServers",)
    files: Places = Places()
    reference: str = ""
    sse: Callable[[Client, Target], Entry] | None = None
    command: Callable[[Client, Target], str] | None = None
    link: Callable[[Client, Target], str] | None = None
    needs_key: bool = True
    asks: bool = False
    strict: bool = False
    note: str = ""

    def made(self, target: Target) -> Entry:
        """Its entry for a target.

        Raises:
            ValueError: It does not speak the transport.
        """
        make = self.sse if target.transport == "sse" else self.entry
        if make is None:
            raise ValueError(f"{self.title} is not known to speak the SSE transport; take streamable HTTP")
        return make(self, target)

    @property
    def in_project(self) -> bool:
        """Whether its file is one of the project, which is shared and so never holds a key."""
        return bool(self.files.linux) and not self.files.linux[0].startswith("~")

    @property
    def holds_key(self) -> bool:
        """Whether a key that is given stands in its file."""
        return self.needs_key and not self.asks and not self.in_project

    def paths(self, platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> list[Path]:
        """Where its file may be on this machine, the usual place first."""
        files = self.files
        given = files.windows if platform == "win32" else files.mac if platform == "darwin" else files.linux
        return [_path(place, platform, environment) for place in given]


def _path(place: str, platform: str, environment: Mapping[str, str]) -> Path:
    """A place as it is on this machine."""
    home = environment.get("USERPROFILE" if platform == "win32" else "HOME") or str(Path.home())
    if platform == "win32":
        appdata = environment.get("APPDATA") or rf"{home}\AppData\Roaming"
        return Path(place.replace("%APPDATA%", appdata).replace("%USERPROFILE%", home))
    moved = {"~/.codex/": environment.get("CODEX_HOME")}
    if platform != "darwin":
        moved["~/.config/"] = environment.get("XDG_CONFIG_HOME")
    for usual, instead in moved.items():
        if instead and place.startswith(usual):
            return Path(instead) / place.removeprefix(usual)
    return Path(home) / place.removeprefix("~/") if place.startswith("~") else Path(place)
