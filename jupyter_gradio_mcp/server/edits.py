"""What changed between two values, as Gradio's clients are told of partial results. Pure."""

from __future__ import annotations

import json
from typing import Any

MAX_EDITS = 200
"""Edits of one output beyond which the whole value is shorter."""

MAX_COMPARED = 20_000
"""Values of an output beyond which it is sent whole: to look for edits takes a microsecond for each, and all wait."""


def edits(old: Any, new: Any) -> list[list[Any]]:
    """The edits `[action, path, value]` that make `new` of `old`; Gradio's clients carry them out in order."""
    found: list[list[Any]] = []
    try:
        if _size(old) + _size(new) > MAX_COMPARED:
            raise _TooMany
        _edit(old, new, [], found)
    except _TooMany:
        return [["replace", [], new]]
    return found


def _size(value: Any) -> int:
    """How many values there are in `value`, or a number above `MAX_COMPARED`."""
    found, rest = 0, [value]
    while rest and found <= MAX_COMPARED:
        inner = rest.pop()
        if isinstance(inner, (list, dict)):
            found += len(inner)
            if found <= MAX_COMPARED:
                rest.extend(inner.values() if isinstance(inner, dict) else inner)
    return found


class _TooMany(Exception):
    """The edits would be longer than the value."""


def _edit(old: Any, new: Any, path: list[Any], found: list[list[Any]]) -> None:
    if len(found) > MAX_EDITS or len(path) > 20:
        raise _TooMany
    if isinstance(old, str) and isinstance(new, str) and old and new != old and new.startswith(old):
        found.append(["append", path, new[len(old) :]])
    elif isinstance(old, dict) and isinstance(new, dict) and all(isinstance(key, str) for key in new):
        for key in old:
            if key not in new:
                found.append(["delete", [*path, key], None])
        for key, value in new.items():
            if key in old:
                _edit(old[key], value, [*path, key], found)
            else:
                found.append(["add", [*path, key], value])
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(len(old) - 1, len(new) - 1, -1):
            found.append(["delete", [*path, index], None])
        for index, value in enumerate(new):
            if index < len(old):
                _edit(old[index], value, [*path, index], found)
            else:
                found.append(["add", [*path, index], value])
            if len(found) > MAX_EDITS:
                raise _TooMany
    # As text, for to Python True is 1 and 1.0, and a client must see the difference.
    elif type(old) is not type(new) or json.dumps(old) != json.dumps(new):
        found.append(["replace", path, new])
