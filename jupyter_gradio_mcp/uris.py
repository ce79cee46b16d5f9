"""URIs of resources and templates of them: what a template's variables are in a URI. Pure.

A part of RFC 6570, read backwards: `{name}` is one segment of a path, `{name*}` or `{+name}` the
rest of it, and `{?a,b}` at the end optional query parameters. Values are percent-decoded; one with a null byte
or a segment `..` is none of a path. Some clients
send what is not ASCII as it is, others percent-encoded; both are the same URI. Both sides need this: the
kernel holds a template against a function's parameters, the server against a URI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

MAX_URI = 8192
"""Characters of a URI that is looked at."""

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_ASCII = re.compile(r"[^!-~]+")


class BadTemplate(ValueError):
    """The text is no template that can be matched. The message says why."""


class _Variable(NamedTuple):
    name: str
    rest: bool


@dataclass(frozen=True)
class UriTemplate:
    """A URI, or a template of URIs.

    Args:
        text: Such as `greeting://{name}`, `files://{path*}`, `search://all{?q,limit}`.

    Raises:
        BadTemplate: It has no scheme, a name twice, or parts that cannot be told from one another.
    """

    text: str
    _literals: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _variables: tuple[_Variable, ...] = field(init=False, repr=False, compare=False)
    _query: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.text
        query: tuple[str, ...] = ()
        if not _SCHEME.match(text):
            raise BadTemplate(f"'{text}' has no scheme; a URI begins like 'notes://'.")
        if (tail := re.search(r"\{\?([^{}]*)\}$", text)) is not None:
            query = tuple(name.strip() for name in tail[1].split(","))
            text = text[: tail.start()]
        literals = [_ascii(literal) for literal in _EXPRESSION.split(text)[::2]]
        if any(brace in literal for literal in literals for brace in "{}"):
            raise BadTemplate(f"'{self.text}' has a brace without its other half.")
        variables = tuple(map(_variable, _EXPRESSION.findall(text)))
        names = [*(variable.name for variable in variables), *query]
        for name in names:
            if not _NAME.fullmatch(name):
                raise BadTemplate(f"'{self.text}': '{name}' cannot be the name of a parameter.")
            if names.count(name) > 1:
                raise BadTemplate(f"'{self.text}' has '{name}' twice.")
        if "" in literals[1:-1]:
            raise BadTemplate(f"'{self.text}': between two variables something must stand that tells them apart.")
        if sum(variable.rest for variable in variables) > 1:
            raise BadTemplate(f"'{self.text}' has two variables that take the rest of a path.")
        for name, value in (("_literals", tuple(literals)), ("_variables", variables), ("_query", query)):
            object.__setattr__(self, name, value)

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, in order; () for a URI that is no template."""
        return (*(variable.name for variable in self._variables), *self._query)

    @property
    def optional(self) -> frozenset[str]:
        """The variables that a URI may leave out."""
        return frozenset(self._query)

    @property
    def rank(self) -> tuple[bool, int]:
        """Sorts templates that both match a URI: the more that is fixed, the earlier."""
        return any(variable.rest for variable in self._variables), -sum(map(len, self._literals))

    def match(self, uri: str) -> dict[str, str] | None:
        """What the variables are in `uri`; None if it is none of this template's.

        It takes time in proportion to the URI, whatever that is: nothing is tried twice.
        """
        if len(uri) > MAX_URI:
            return None
        uri = _ascii(uri)
        found: dict[str, str] = {}
        if self._query:
            uri, _, query = uri.partition("?")
            given = dict(parse_qsl(query, keep_blank_values=True))
            if not given.keys() <= set(self._query):
                return None
            found.update(given)
        if not self._variables:
            return found if uri == self._literals[0] else None
        return self._match_path(uri, found)

    def _match_path(self, uri: str, found: dict[str, str]) -> dict[str, str] | None:
        first, last = self._literals[0], self._literals[-1]
        if not (uri.startswith(first) and uri.endswith(last)) or len(uri) < len(first) + len(last):
            return None
        start, end = len(first), len(uri) - len(last)
        # From the left up to the variable that takes the rest, or to the last; from the right down to it.
        pivot = next((i for i, variable in enumerate(self._variables) if variable.rest), len(self._variables) - 1)
        for index in range(pivot):
            literal = self._literals[index + 1]
            at = uri.find(literal, start + 1, end)
            if at < 0 or not self._take(index, uri[start:at], found):
                return None
            start = at + len(literal)
        for index in range(len(self._variables) - 1, pivot, -1):
            literal = self._literals[index]
            at = uri.rfind(literal, start, end - 1)
            if at < 0 or not self._take(index, uri[at + len(literal) : end], found):
                return None
            end = at
        return found if self._take(pivot, uri[start:end], found) else None

    def _take(self, index: int, raw: str, found: dict[str, str]) -> bool:
        variable = self._variables[index]
        if not raw or (not variable.rest and "/" in raw):
            return False
        value = unquote(raw)
        # A function that takes a path is not to be led out of its folder by a client.
        if "\0" in value or ".." in re.split(r"[/\\]", value):
            return False
        found[variable.name] = value
        return True


def _ascii(text: str) -> str:
    return _NOT_ASCII.sub(lambda found: quote(found[0].encode("utf-8", "replace")), text)


def _variable(expression: str) -> _Variable:
    rest = expression.startswith("+") or expression.endswith("*")
    return _Variable(expression.removeprefix("+").removesuffix("*"), rest)
