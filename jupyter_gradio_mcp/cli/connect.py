"""`jupyter gradio-mcp connect`: an MCP client, told of the running notebook server."""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.error
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..clients import known
from ..clients.client import Client
from ..clients.configuration import Configuration, configuration
from ..clients.target import VARIABLE, Target, bridge_command, default_name, key_limits
from ..errors import InvalidRequest
from ..server.keys import Keys, default_file
from ..server.tools import required_headers
from . import clientfiles, servers
from .servers import Server


class Refused(Exception):
    """The client is not connected; the message says why and what to do."""


def connect(given: argparse.Namespace) -> int:
    """Run it; the exit status."""
    if given.client is None:
        return _list(as_json=given.json)
    try:
        return _connect(given)
    except (Refused, ValueError, servers.NoServerFound, clientfiles.Unwritable, InvalidRequest) as error:
        print(f"jupyter gradio-mcp connect: {error}", file=sys.stderr)
        return 2


def _list(*, as_json: bool) -> int:
    if as_json:
        print(json.dumps([{"client": client.id, "title": client.title} for client in known.CLIENTS]))
        return 0
    width = max(len(client.id) for client in known.CLIENTS)
    for client in known.CLIENTS:
        paths = client.paths()
        print(f"{client.id:<{width}}  {client.title}{f', {paths[0]}' if paths else ''}")
    print("\n`jupyter gradio-mcp connect CLIENT` says how; with --write it is done.")
    return 0


def _connect(given: argparse.Namespace) -> int:
    client = known.find(given.client)
    server = servers.find(given.url, Path.cwd(), opened=False)
    notebook = _notebook(given.notebook, server)
    functions = [name for names in given.function or () for name in names.split(",") if name]
    file = _file(client, given.file) if given.write else None
    target = Target(
        name=given.name or default_name(server.url, notebook or ""),
        url=_address(server, notebook, functions),
        headers=_wanted_headers(server, notebook, functions),
        bridge=(*bridge_command(), *_bridge_options(given, notebook, functions)),
        variable=given.key_env or VARIABLE,
        open=given.no_key,
        limits=key_limits(notebook, functions),
    )
    drafted = configuration(client, target)
    if given.key_env and not given.no_key and not client.reference and not client.asks and client.needs_key:
        raise Refused(f"{client.title} reads no environment variables; leave out --key-env.")
    text, found, ready = "", None, False
    if file is not None:
        # Before a key is made for nothing.
        text = clientfiles.read(file)
        found, ready = _look(drafted, file, text)
    key = None
    if client.needs_key and not given.no_key and not given.key_env and not ready:
        key = _key(client, server, notebook, functions, found)
    whole = configuration(client, replace(target, key=key))
    if file is not None:
        return _write(whole, file, text, as_json=given.json)
    if given.json:
        print(json.dumps(_described(whole), ensure_ascii=False))
    else:
        print(whole.text(), end="")
    return 0


def _look(drafted: Configuration, file: Path, text: str) -> tuple[dict[str, Any] | None, bool]:
    """The entry that the file has under that name, and whether it lacks nothing, not even a key."""
    try:
        after = clientfiles.merged(text, drafted)
        return clientfiles.entry_in(text, drafted), not drafted.client.holds_key and after == text
    except clientfiles.Unwritable as error:
        raise Refused(
            f"{file} is left as it is. {error}\nThis belongs into it:\n\n{drafted.snippet}" + "\n".join(drafted.notes())
        ) from error


def _write(configuration: Configuration, file: Path, before: str, *, as_json: bool) -> int:
    client, key = configuration.client, configuration.target.key
    after = clientfiles.merged(before, configuration)
    secret = key is not None and client.holds_key
    kept = clientfiles.write(file, before, after, secret=secret) if after != before else None
    if as_json:
        changed = {"written": str(file), "changed": after != before, "backup": None if kept is None else str(kept)}
        print(json.dumps({**_described(configuration), **changed}, ensure_ascii=False))
        return 0
    name = configuration.target.name
    if after == before:
        print(f"{file} has {name} already.")
    else:
        print(f"{file} has {name} now." + ("" if kept is None else f" What it was is in {kept.name}."))
    if key is not None and client.asks:
        print(f"{client.title} asks for the access key when it connects: {key}")
    elif key is not None and not client.holds_key:
        print(f"It reads the access key from the environment:\n    export {configuration.target.variable}={key}")
    for note in configuration.notes():
        print(note)
    return 0


def _described(configuration: Configuration) -> dict[str, Any]:
    target = configuration.target
    return {
        "client": configuration.client.id,
        "name": target.name,
        "url": target.url,
        "configuration": configuration.data,
        "text": configuration.snippet,
        "files": [str(path) for path in configuration.client.paths()],
        "command": configuration.command or None,
        "link": configuration.link or None,
        "key": target.key,
        "variables": configuration.variables,
    }


def _file(client: Client, given: str | None) -> Path:
    """The file to write: the one that is given, the first that is there, or the usual one."""
    if given is not None:
        return Path(given).expanduser()
    paths = client.paths()
    if not paths:
        raise Refused(f"'{client.id}' has no file of its own; name one with --file.")
    return next((path for path in paths if path.exists()), paths[0])


def _bridge_options(given: argparse.Namespace, notebook: str | None, functions: Sequence[str]) -> list[str]:
    """What the bridge is told; without an address it finds the server anew each time."""
    options = []
    for option, value in (
        ("--url", given.url),
        ("--notebook", notebook),
        ("--tools", ",".join(functions)),
        ("--key-env", given.key_env),
    ):
        options += [option, value] if value else []
    return options


def _notebook(given: str | None, server: Server) -> str | None:
    """The path of a notebook as the server has it."""
    if given is None:
        return None
    file = Path(given)
    if server.root_dir is not None and file.exists():
        try:
            return file.resolve().relative_to(server.root_dir.resolve()).as_posix()
        except ValueError:
            raise Refused(
                f"{file} is not among the notebooks of {server.url}, which are in {server.root_dir}."
            ) from None
    return given.strip("/")


def _address(server: Server, notebook: str | None, functions: Sequence[str]) -> str:
    place = "" if notebook is None else f"gradio/{quote(notebook)}/"
    only = f"?tools={','.join(quote(name, safe='') for name in functions)}" if functions else ""
    return f"{server.url}{place}gradio_api/mcp/{only}"


def _wanted_headers(server: Server, notebook: str | None, functions: Sequence[str]) -> tuple[str, ...]:
    """The headers that the functions want; by the way it is seen whether there are such functions."""
    tools = _schema(server, notebook, server.token)
    if tools is None:
        return ()
    offered = [tool["name"] for tool in tools]
    for name in functions:
        if name not in offered:
            raise Refused(f"There is no function '{name}'. There are: {', '.join(offered) or 'none'}.")
    wanted = [tool for tool in tools if not functions or tool["name"] in functions]
    return tuple(required_headers(wanted))


def _schema(server: Server, notebook: str | None, credential: str) -> list[dict[str, Any]] | None:
    """The tools as JSON; None where they cannot be seen with this credential."""
    place = "" if notebook is None else f"gradio/{quote(notebook)}/"
    try:
        tools: list[dict[str, Any]] = servers.ask(f"{server.url}{place}gradio_api/mcp/schema", credential)
        return tools
    except urllib.error.HTTPError as error:
        if error.code == 404 and notebook is not None:
            raise Refused(
                f"No live notebook '{notebook}' offers functions at {server.url}. Run its %%mcp_tool cells first."
            ) from None
        if error.code in (401, 403):
            return None
        raise Refused(f"{server.url} answers {error.code}; is MCP switched off there?") from None
    except (OSError, ValueError) as error:
        raise Refused(f"{server.url} cannot be asked for its functions: {error}.") from None


# -- keys --


def _key(
    client: Client, server: Server, notebook: str | None, functions: Sequence[str], found: dict[str, Any] | None
) -> str:
    """An access key for the client: the one that it has already if it opens the same, else a new one."""
    notebooks = None if notebook is None else [notebook]
    endpoints = list(functions) or None
    if not server.pid:
        raise Refused(
            f"{server.url} is no notebook server of yours on this machine, so no access key can be made for it from "
            "here. Make one there, and name the environment variable that has it with --key-env."
        )
    store = _Keys(server)
    for id, key in clientfiles.keys_in(found):
        if store.opens_the_same(id, notebooks, endpoints):
            return key
    id, key = store.create(client.id, notebooks, endpoints)
    # A function that shares its name with another notebook's has one name in the union, and another in a key.
    shown = None if notebook is not None else _schema(server, None, key)
    hidden = [name for name in functions if shown is not None and name not in {tool["name"] for tool in shown}]
    if hidden:
        store.revoke(id)
        raise Refused(
            f"Several notebooks offer a function like '{hidden[0]}'. Say with --notebook which notebook's you mean, "
            "and call the function as that notebook does."
        )
    return key


class _Keys:
    """The access keys of a running server: asked of it, as only it knows its file.

    With a password, or with nothing, there is no token to ask with; then it is the usual file that it reads.
    """

    def __init__(self, server: Server) -> None:
        self._url = f"{server.url}gradio_api/keys"
        self._token = server.token
        self._file = Keys(default_file())

    def create(self, name: str, notebooks: list[str] | None, endpoints: list[str] | None) -> tuple[str, str]:
        """Make a key; its id and itself."""
        if not self._token:
            text, key = self._file.create(name, notebooks=notebooks, endpoints=endpoints)
            return key.id, text
        made = self._ask("", {"name": name, "notebooks": notebooks, "endpoints": endpoints})
        return str(made["id"]), str(made["key"])

    def revoke(self, id: str) -> None:
        """Take a key away."""
        if self._token:
            self._ask(f"/{id}", method="DELETE")
        else:
            self._file.revoke(id)

    def opens_the_same(self, id: str, notebooks: list[str] | None, endpoints: list[str] | None) -> bool:
        """Whether there is a key of that id, which opens just this."""
        keys = self._ask("")["keys"] if self._token else [key.to_json() for key in self._file.all()]
        scope = [(key["notebooks"], key["endpoints"], key["expires"]) for key in keys if key["id"] == id]
        as_lists = [(n and list(n), e and list(e), until) for n, e, until in scope]
        return any((n, e) == (notebooks, endpoints) and (t is None or t > time.time()) for n, e, t in as_lists)

    def _ask(self, path: str, body: Any = None, method: str | None = None) -> Any:
        try:
            return servers.ask(self._url + path, self._token, body, method)
        except (OSError, ValueError) as error:
            raise Refused(f"{self._url} does not let its keys be changed: {error}.") from error
