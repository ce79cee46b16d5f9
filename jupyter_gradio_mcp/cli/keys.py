"""`jupyter gradio-mcp keys`: make, list and revoke access keys. A running server sees it at once."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from ..errors import InvalidRequest
from ..server.keys import Key, Keys, default_file, seconds


def keys(given: argparse.Namespace) -> int:
    """Run one of the three; the exit status."""
    store = Keys(Path(given.file).expanduser() if given.file else default_file())
    try:
        if given.action == "create":
            return _create(store, given)
        if given.action == "revoke":
            return _revoke(store, given.key)
        return _list(store, as_json=given.json)
    except InvalidRequest as error:
        print(f"jupyter gradio-mcp keys: {error}", file=sys.stderr)
    except OSError as error:
        print(f"jupyter gradio-mcp keys: {store.file}: {error.strerror}", file=sys.stderr)
    return 2


def _create(store: Keys, given: argparse.Namespace) -> int:
    try:
        lifetime = seconds(given.expires) if given.expires else None
    except ValueError as error:
        print(f"jupyter gradio-mcp keys: --expires: {error}", file=sys.stderr)
        return 2
    text, key = store.create(given.name, expires=lifetime, notebooks=given.notebook, endpoints=given.function)
    if given.json:
        print(json.dumps({**key.to_json(), "key": text}))
        return 0
    # The key alone goes to the output, so that `$(jupyter gradio-mcp keys create NAME)` is it.
    print(text)
    print(f"The key '{key.name}' opens {_opens(key)}{_until(key)}. It is not shown again.", file=sys.stderr)
    return 0


def _list(store: Keys, *, as_json: bool) -> int:
    found = store.all()
    if as_json:
        print(json.dumps([key.to_json() for key in found]))
    elif not found:
        print("There are no access keys. `jupyter gradio-mcp keys create NAME` makes one.")
    else:
        width = max(len(key.name) for key in found)
        for key in found:
            used = "never used" if key.last_used is None else f"used {_day(key.last_used)}"
            print(f"{key.id}  {key.name:<{width}}  {used}, opens {_opens(key)}{_until(key)}")
    return 0


def _revoke(store: Keys, id_or_name: str) -> int:
    gone = store.revoke(id_or_name)
    if not gone:
        print(f"There is no access key '{id_or_name}'. `jupyter gradio-mcp keys list` shows them.", file=sys.stderr)
        return 1
    for key in gone:
        print(f"{key.id}  {key.name} is revoked.")
    return 0


def _opens(key: Key) -> str:
    functions = "all functions" if key.endpoints is None else ", ".join(key.endpoints)
    return functions if key.notebooks is None else f"{functions} of {', '.join(key.notebooks)}"


def _until(key: Key) -> str:
    if key.expires is None:
        return ""
    return f" until {_day(key.expires)}" if key.expires > time.time() else f", expired {_day(key.expires)}"


def _day(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
