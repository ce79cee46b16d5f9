"""Files that callers name anywhere within a value: only such as they may read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from ..files import JUDGE

MAX_DEPTH = 50
"""How deeply a value may be nested."""

_ELSEWHERE = ("http://", "https://")


def judged(hint: Any) -> Any:
    """A type of values that may name files in any place: each has to be one that the caller may read.

    What comes is looked at before it is validated, where it is JSON, and after that, when a hint may have made tuples
    and paths of it.
    """
    return Annotated[hint, AfterValidator(_made), BeforeValidator(_sent)]


def _sent(value: Any, depth: int = 0) -> Any:
    """A value as it was sent. Whatever has a path is shown as a file, so nothing else may have one."""
    if JUDGE.get() is None:
        # The author's own.
        return value
    _bound(depth)
    if isinstance(value, (list, tuple)):
        return [_sent(item, depth + 1) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {name: _sent(item, depth + 1) for name, item in value.items()}
    if "files" in value:
        # A text with files, as of `gr.MultimodalTextbox`, has their paths alone.
        files = found["files"] if isinstance(found["files"], list) else [found["files"]]
        found["files"] = [_readable(file) if isinstance(file, str) else file for file in files if file is not None]
    return {**found, "path": _readable(value["path"])} if "path" in value else found


def _made(value: Any, depth: int = 0) -> Any:
    """What a hint made of a value that was sent. It is given back as it is."""
    if JUDGE.get() is None:
        return value
    _bound(depth)
    if isinstance(value, PurePath):
        _readable(str(value))
    elif isinstance(value, Mapping):
        for item in value.values():
            _made(item, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        # One item of the whole is a pair of contents; anything deeper is Gradio's form of a file, and of its text.
        if isinstance(value, tuple) and depth > 1 and 0 < len(value) <= 2 and isinstance(value[0], str):
            _readable(value[0])
        for item in value:
            _made(item, depth + 1)
    elif not isinstance(value, type) and hasattr(value, "__dict__"):
        for item in vars(value).values():
            _made(item, depth + 1)
    return value


def _readable(path: Any) -> str:
    if isinstance(path, str) and path[:8].lower().startswith(_ELSEWHERE):
        return path
    judge = JUDGE.get()
    found = judge(path) if judge is not None and isinstance(path, str) else None
    if found is None:
        raise PydanticCustomError(
            "file", "A message names a file that cannot be read here: {path}", {"path": f"{path!r:.200}"}
        )
    return str(found)


def _bound(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise PydanticCustomError("depth", "Is nested too deeply")
