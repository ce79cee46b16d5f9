"""The formats of clients' files other than JSON, as far as entries need them: TOML and YAML, written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def quoted(text: str) -> str:
    """A text as TOML and YAML both read it, in double quotes."""
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def toml_table(path: tuple[str, ...], entry: Mapping[str, Any]) -> str:
    """A table of TOML with its header."""
    lines = [f"[{'.'.join(_toml_key(name) for name in path)}]"]
    lines += [f"{_toml_key(name)} = {_toml_value(value)}" for name, value in entry.items()]
    return "\n".join(lines) + "\n"


def yaml_block(data: Mapping[str, Any], indent: str = "") -> str:
    """A mapping of YAML in lines."""
    lines = []
    for name, value in data.items():
        plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) is not None and not _yaml_word(name)
        key = indent + (name if plain else quoted(name))
        if isinstance(value, Mapping) and value:
            lines.append(f"{key}:\n{yaml_block(value, indent + '  ')}")
        else:
            lines.append(f"{key}: {_flow(value)}\n")
    return "".join(lines)


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def _toml_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml_key(name)} = {_toml_value(part)}" for name, part in value.items()) + " }"
    return _flow(value)


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return json.dumps(value)


def _yaml_word(name: str) -> bool:
    # What YAML takes for a boolean or nothing, at least in its older version.
    return name.lower() in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == " " or letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
