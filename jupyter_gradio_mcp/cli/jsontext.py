"""Changing single members of a JSON text, with comments or without, and leaving every other byte as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_BLANK = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/)*", re.S)
_REST_OF_LINE = re.compile(r"(?:[ \t]+|/\*[^\r\n]*?\*/)*(?://[^\r\n]*)?")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORD = re.compile(r"-?[A-Za-z0-9+.-]+")


class Fault(ValueError):
    """The text is no JSON, or does not have the form that is needed; the message says where."""


@dataclass
class _Node:
    """A value, and where it stands. `parts` are an object's members or an array's items, `keys` the members' names."""

    start: int
    end: int = 0
    value: Any = None
    keys: list[str] = field(default_factory=list)
    parts: list[_Node] = field(default_factory=list)
    first: int = 0
    """Where the first member or item begins."""
    comma: int | None = None
    """Where the comma after the last one is, if there is one."""

    def member(self, name: str) -> _Node | None:
        """The member of that name; the last one, as readers do."""
        return next((n for key, n in zip(reversed(self.keys), reversed(self.parts), strict=True) if key == name), None)


def loads(text: str) -> Any:
    """The value of a text with comments and trailing commas.

    Raises:
        Fault: It is none.
    """
    return _parse(text).value


def put(text: str, path: Sequence[str], value: Any) -> str:
    """The text with a member set, and with the objects that lead to it. Nothing changes if it is so already.

    Raises:
        Fault: The text is no JSON, or something on the way to the member is no object.
    """
    if not text.strip("\ufeff \t\r\n"):
        return text + _dump(_nested(path, value), "", "  ", "\n") + "\n"
    node = _parse(text)
    for depth, name in enumerate(path):
        if not isinstance(node.value, dict):
            what = ".".join(path[:depth]) or "The text"
            raise Fault(f"{what} is no object: {_where(text, node.start)}")
        found = node.member(name)
        if found is None:
            return _insert(text, node, value=_nested(path[depth + 1 :], value), key=name)
        node = found
    if node.value == value:
        return text
    # What is in one line stays in one line.
    in_line = "\n" not in text[node.start : node.end] and node.parts
    made = json.dumps(value, ensure_ascii=False) if in_line else _dump(value, *_style(text, node.start))
    return text[: node.start] + made + text[node.end :]


def append(text: str, path: Sequence[str], value: Any) -> str:
    """The text with an item added to an array, which is made if there is none.

    Raises:
        Fault: As `put`; or what is there is no array.
    """
    node: _Node | None = _parse(text) if text.strip("\ufeff \t\r\n") else None
    for name in path:
        node = None if node is None or not isinstance(node.value, dict) else node.member(name)
    if node is None:
        return put(text, path, [value])
    if not isinstance(node.value, list):
        raise Fault(f"{'.'.join(path)} is no array: {_where(text, node.start)}")
    return _insert(text, node, value=value)


# -- inside: writing --


def _insert(text: str, node: _Node, *, value: Any, key: str | None = None) -> str:
    """Add a last member to an object, or a last item to an array."""
    before, unit, newline = _style(text, node.start)
    name = "" if key is None else f"{json.dumps(key, ensure_ascii=False)}: "
    if not node.parts:
        inner = text[node.start + 1 : node.end - 1].rstrip()
        made = name + _dump(value, before + unit, unit, newline)
        return f"{text[: node.start + 1]}{inner}{newline}{before}{unit}{made}{newline}{before}{text[node.end - 1 :]}"
    last = node.parts[-1].end
    if "\n" not in text[node.start : node.first] and "\n" not in text[last : node.end]:
        # What is in one line stays in one line.
        made = name + json.dumps(value, ensure_ascii=False)
        at = last if node.comma is None else node.comma + 1
        return f"{text[:at]}{',' if node.comma is None else ''} {made}{text[at:]}"
    indent = _indent_at(text, node.first) if "\n" in text[node.start : node.first] else before + unit
    made = newline + indent + name + _dump(value, indent, unit, newline)
    after = last if node.comma is None else node.comma + 1
    # What is said of the last member in its line stays with it.
    end = _REST_OF_LINE.match(text, after).end()  # type: ignore[union-attr]
    remark = text[after:end].rstrip()
    rest = text[after + len(remark) :]
    closing = "" if "\n" in text[after + len(remark) : node.end] else newline + before
    if node.comma is None:
        return f"{text[:last]},{remark}{made}{closing}{rest.lstrip(' ') if closing else rest}"
    return f"{text[:after]}{remark}{made},{closing}{rest.lstrip(' ') if closing else rest}"


def _nested(path: Sequence[str], value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _dump(value: Any, indent: str, unit: str, newline: str) -> str:
    lines = json.dumps(value, indent=unit, ensure_ascii=False).split("\n")
    return f"{newline}{indent}".join(lines)


def _style(text: str, at: int) -> tuple[str, str, str]:
    return _indent_at(text, at), _unit(text), _newline(text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _unit(text: str) -> str:
    """What a level is indented by: as the first line that is."""
    found = re.search(r"\n([ \t]+)[\"}]", text)
    return found[1] if found else "  "


def _indent_at(text: str, at: int) -> str:
    """The indentation of the line that a place is in."""
    line = text[text.rfind("\n", 0, at) + 1 :].lstrip("\ufeff")
    return line[: len(line) - len(line.lstrip(" \t"))]


# -- inside: reading --


def _parse(text: str) -> _Node:
    start = 1 if text.startswith("\ufeff") else 0
    try:
        node = _value(text, _skip(text, start))
    except RecursionError:
        raise Fault("It is nested too deeply") from None
    end = _skip(text, node.end)
    if end != len(text):
        raise Fault(f"There is more after the end: {_where(text, end)}")
    return node


def _value(text: str, at: int) -> _Node:
    letter = text[at : at + 1]
    if letter == "{":
        return _container(text, _Node(at, value={}), "}")
    if letter == "[":
        return _container(text, _Node(at, value=[]), "]")
    found = _STRING.match(text, at) if letter == '"' else _WORD.match(text, at)
    if found is None:
        raise Fault(f"A value is missing or broken: {_where(text, at)}")
    return _Node(at, found.end(), _scalar(text, found))


def _scalar(text: str, found: re.Match[str]) -> Any:
    try:
        return json.loads(found[0], parse_constant=_refuse)
    except ValueError:
        raise Fault(f"This is no value of JSON: {_where(text, found.start())}") from None


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _container(text: str, node: _Node, closing: str) -> _Node:
    at = _skip(text, node.start + 1)
    while text[at : at + 1] != closing:
        if node.parts and node.comma is None:
            raise Fault(f"A comma or '{closing}' is missing: {_where(text, at)}")
        if not node.parts:
            node.first = at
        if closing == "}":
            found = _STRING.match(text, at)
            if found is None:
                raise Fault(f"The name of a member or '}}' is missing: {_where(text, at)}")
            node.keys.append(_scalar(text, found))
            at = _skip(text, found.end())
            if text[at : at + 1] != ":":
                raise Fault(f"A colon is missing: {_where(text, at)}")
            at = _skip(text, at + 1)
        part = _value(text, at)
        node.parts.append(part)
        if closing == "}":
            node.value[node.keys[-1]] = part.value
        else:
            node.value.append(part.value)
        at = _skip(text, part.end)
        node.comma = at if text[at : at + 1] == "," else None
        if node.comma is not None:
            at = _skip(text, at + 1)
    node.end = at + 1
    return node


def _skip(text: str, at: int) -> int:
    """Where something begins that is neither blank nor a comment."""
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


def _where(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"
