"""Private folders of this server that disappear with it, or with the next one if it is killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "jupyter-gradio-mcp-"


def make(base: Path | None = None) -> Path:
    """A new folder that only this user can enter.

    Args:
        base: Where; None is the folder for temporary files. It is made if it is not there.
    """
    if base is not None:
        base.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base)
    return Path(os.path.realpath(folder))


def sweep(base: Path | None = None) -> None:
    """Remove the folders of servers that were killed."""
    for folder in Path(base or tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        try:
            mine = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
            if mine and pid.isdigit() and not _alive(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _alive(pid: int) -> bool:
    if os.name == "nt":
        # There `os.kill` ends the process that it is asked about.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
