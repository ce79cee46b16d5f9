"""An entry in the file of an MCP client: put in, with everything else in the file kept as it is.

No library writes these files anew. The text is changed at one place, then read again by the format's own parser, and
refused unless it says what it said before and the entry.
"""

from __future__ import annotations

import copy
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]

from ..clients.client import Format
from ..clients.configuration import Configuration
from ..clients.formats import toml_table, yaml_block
from . import jsontext

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

OURS = ("headers", "http_headers", "env_http_headers", "bearer_token_env_var", "env_keys")
"""The members of an entry that say how to authenticate; they are replaced together."""


class Unwritable(Exception):
    """The file is left as it is; the message says why."""


def read(file: Path) -> str:
    """The text of a client's file; empty if there is none.

    Raises:
        Unwritable: It cannot be read.
    """
    try:
        if file.exists() and not file.is_file():
            raise Unwritable(f"{file} is no regular file; it is left as it is.")
        return file.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise Unwritable(f"{file} is not in UTF-8 (byte {error.start}); it is left as it is.") from error
    except OSError as error:
        raise Unwritable(f"{file} cannot be read: {error.strerror}.") from error


def entry_in(text: str, configuration: Configuration) -> dict[str, Any] | None:
    """The entry that a client's file has under that name.

    Raises:
        Unwritable: The text is broken.
    """
    found: Any = load(text, configuration.client.format)
    for name in _path(text, configuration):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def keys_in(entry: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The access keys in an entry, each with its id."""
    found = re.finditer(r"jgm_([0-9a-f]{12})_[A-Za-z0-9_-]{43}", json.dumps(entry or {}))
    return [(match[1], match[0]) for match in found]


def merged(text: str, configuration: Configuration) -> str:
    """The text of a client's file with the entry; the same text if it says so already.

    Raises:
        Unwritable: The text is broken, or of a form that cannot be changed without touching the rest.
    """
    form, path = configuration.client.format, _path(text, configuration)
    before = load(text, form)
    entry = _updated(entry_in(text, configuration), configuration)
    if form == "json" and path != configuration.path:
        entry.pop("enabled", None)
    wanted = _with(before, path, entry)
    try:
        if form == "json":
            after = jsontext.put(text, path, entry)
            for asked in configuration.inputs:
                there = jsontext.loads(after).get("inputs", [])
                if not any(isinstance(other, dict) and other.get("id") == asked["id"] for other in there):
                    after = jsontext.append(after, ("inputs",), asked)
                    wanted.setdefault("inputs", []).append(asked)
        elif wanted == before:
            after = text
        elif form == "toml":
            after = _put_toml(text, path, entry, new=entry_in(text, configuration) is None)
        else:
            after = _put_yaml(text, path, entry)
    except (jsontext.Fault, yaml.YAMLError, TypeError, AttributeError, RecursionError) as error:
        raise Unwritable(f"The file is of another form than expected. {error}.") from error
    if load(after, form) != wanted:
        raise Unwritable("The file is written in a way that cannot be added to without changing the rest.")
    return after


def write(file: Path, before: str, after: str, *, secret: bool) -> Path | None:
    """Replace a client's file, at once and with a copy of the former one beside it; the copy.

    A link stays, and what it leads to is replaced.

    Args:
        file: The file.
        before: What was read from it.
        after: What it is to be.
        secret: Whether only its owner may read it from now on.

    Raises:
        Unwritable: It cannot be written, or somebody else has just changed it.
    """
    try:
        target = file.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        there = target.stat() if target.exists() else None
        mode = 0o600 if there is None else there.st_mode & 0o777
        kept = None if there is None else _backup(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as new:
                new.write(after.encode())
                new.flush()
                os.fsync(new.fileno())
            os.chmod(name, mode & 0o600 if secret else mode)
            if there is not None and hasattr(os, "chown"):
                # As root the file would change its owner, and the client could not read it any more.
                with suppress(OSError):
                    os.chown(name, there.st_uid, there.st_gid)
            if read(target) != before:
                raise Unwritable(f"{target} was changed by somebody else just now. Run this again.")
            os.replace(name, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            if kept is not None:
                kept.unlink()
            raise
        return kept
    except (OSError, RuntimeError) as error:
        # A circle of links is a RuntimeError before Python 3.13.
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise Unwritable(f"{file} cannot be written: {reason}.") from error


def load(text: str, form: Format) -> dict[str, Any]:
    """What a client's file says.

    Raises:
        Unwritable: It is broken; the message has the place.
    """
    plain = text.removeprefix("\ufeff")
    try:
        if not plain.strip():
            return {}
        if form == "json":
            data = jsontext.loads(text)
        elif form == "toml":
            data = tomllib.loads(plain)
        else:
            data = yaml.safe_load(plain)
    except (jsontext.Fault, tomllib.TOMLDecodeError) as error:
        raise Unwritable(f"The file is broken. {error}.") from error
    except RecursionError as error:
        raise Unwritable("The file is nested too deeply.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = "" if mark is None else f": line {mark.line + 1}, column {mark.column + 1}"
        raise Unwritable(f"The file is broken. {getattr(error, 'problem', None) or 'It is no YAML'}{where}.") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Unwritable("The file is of another form than expected. It is no object.")
    return data


# -- inside --


def _path(text: str, configuration: Configuration) -> tuple[str, ...]:
    """The names that lead to the entry; OpenCode 2 has them a level deeper than its former version."""
    if configuration.client.id == "opencode":
        servers = load(text, "json").get("mcp", {})
        servers = servers.get("servers") if isinstance(servers, dict) else None
        if isinstance(servers, dict) and "type" not in servers:
            return ("mcp", "servers", configuration.target.name)
    return configuration.path


def _updated(old: dict[str, Any] | None, configuration: Configuration) -> dict[str, Any]:
    """The entry, with what its owner or the client have added to the former one."""
    entry = copy.deepcopy(configuration.entry)
    addresses = ("url", "serverUrl", "httpUrl", "uri", "command")
    if old is None or {name for name in addresses if name in old} != {name for name in addresses if name in entry}:
        return entry
    headers, variables = (found if isinstance(found := old.get(name), dict) else {} for name in ("headers", "env"))
    for header in configuration.target.headers:
        # Somebody may have put the value of a header in.
        if header in entry.get("headers", {}) and header in headers:
            entry["headers"][header] = headers[header]
    for name, value in entry.get("env", {}).items():
        if value.startswith("YOUR_"):
            entry["env"][name] = variables.get(name, value)
    # What has been switched off stays off.
    settings = {name: value for name, value in old.items() if name not in (*OURS, "env")}
    fixed = {name: value for name, value in entry.items() if name not in ("enabled", "description", "timeout", "env")}
    env = {**variables, **entry.get("env", {})}
    return {**entry, **settings, **fixed, **({"env": env} if env else {})}


def _with(data: dict[str, Any], path: Sequence[str], entry: dict[str, Any]) -> dict[str, Any]:
    whole = copy.deepcopy(data)
    inner = whole
    for name in path[:-1]:
        if inner.get(name) is None:
            inner[name] = {}
        inner = inner[name]
        if not isinstance(inner, dict):
            raise Unwritable(f"The file is of another form than expected. '{name}' is no object.")
    inner[path[-1]] = entry
    return whole


def _backup(target: Path) -> Path:
    """A copy beside the file, which only its owner may read and which replaces no other."""
    moment = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        name = f"{target.name}.{moment}{'' if number == 1 else f'-{number}'}.bak"
        try:
            handle = os.open(target.with_name(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as copy_:
            copy_.write(target.read_bytes())
        return target.with_name(name)
    raise Unwritable(f"There are too many copies of {target} already.")


def _put_toml(text: str, path: Sequence[str], entry: dict[str, Any], *, new: bool) -> str:
    """Add a table at the end, or replace the one that is there with its subtables."""
    newline = "\r\n" if "\r\n" in text else "\n"
    table = toml_table(tuple(path), entry).replace("\n", newline)
    lines = text.splitlines(keepends=True)
    heads = [(number, head) for number in range(len(lines)) if (head := _toml_head(lines, number)) is not None]
    ours = [number for number, head in heads if head[: len(path)] == list(path)]
    if new or not ours:
        gap = "" if not text.strip("\ufeff \t\r\n") else newline if text.endswith("\n") else newline * 2
        return text + gap + table
    for number in reversed(ours):
        end = next((other for other, _ in heads if other > number), len(lines))
        # What stands right before the next table is about that one.
        while end > number + 1 and lines[end - 1].lstrip()[:1] in ("", "#"):
            end -= 1
        lines[number:end] = [table] if number == ours[0] else []
    return "".join(lines)


def _toml_head(lines: list[str], number: int) -> list[str] | None:
    """The names in the header of a table, if a line is one."""
    if not lines[number].lstrip().startswith("["):
        return None
    try:
        found: Any = tomllib.loads(lines[number])
        # A line of a text or of an array can look the same; but nothing whole ends before it.
        tomllib.loads("".join(lines[:number]).removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return None
    names = []
    while isinstance(found, dict) and len(found) == 1:
        [(name, found)] = found.items()
        names.append(name)
    return names


def _put_yaml(text: str, path: Sequence[str], entry: dict[str, Any]) -> str:
    """Add a member to a block of YAML, or replace the one that is there."""
    newline = "\r\n" if "\r\n" in text else "\n"
    place, name = path
    root = yaml.compose(text, yaml.SafeLoader)
    whole = yaml_block({place: {name: entry}}).replace("\n", newline)
    if root is None:
        return _ended(text, newline) + whole
    outer = _yaml_member(root, place)
    if outer is None:
        if isinstance(root, yaml.CollectionNode) and root.flow_style:
            raise TypeError("It is one line of YAML")
        end = _yaml_end(text, root)
        return _ended(text[:end], newline) + whole + text[end:]
    key, node = outer
    if isinstance(node, yaml.ScalarNode) or not node.value:
        # Nothing there yet: `extensions:` or `extensions: {}`.
        end = text.find("\n", node.end_mark.index)
        end = len(text) if end < 0 else end + 1
        start = text.rfind("\n", 0, key.start_mark.index) + 1
        return text[:start] + whole + text[end:]
    if node.flow_style:
        raise TypeError(f"'{place}' is one line of YAML")
    indent = " " * node.value[0][0].start_mark.column
    block = yaml_block({name: entry}, indent).replace("\n", newline)
    found = _yaml_member(node, name)
    if found is None:
        end = _yaml_end(text, node)
        return _ended(text[:end], newline) + block + text[end:]
    start = text.rfind("\n", 0, found[0].start_mark.index) + 1
    return text[:start] + block + text[_yaml_end(text, found[1]) :]


def _yaml_member(node: Any, name: str) -> tuple[Any, Any] | None:
    if not isinstance(node, yaml.MappingNode):
        raise TypeError("It is no mapping")
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _yaml_end(text: str, node: Any) -> int:
    """Where the line after the last of a value begins. A block's own mark is behind the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    at = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(at)
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _ended(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline
