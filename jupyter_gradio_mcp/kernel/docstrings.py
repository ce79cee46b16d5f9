"""Docstrings, of every style that the field writes: Google, NumPy, reST, Epydoc, or plain prose."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docstring_parser import DocstringStyle, ParseError, parse


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says, in parts.

    Attributes:
        summary: What the function does: the short and the long description, and no other section.
        parameters: What it says of each parameter, each on one line.
        returns: What it says of the result.
    """

    summary: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    returns: str = ""


def read_docstring(function: Callable[..., Any]) -> Docstring:
    """The docstring of `function`, or of the method that it overrides. Never raises."""
    text = inspect.getdoc(function) or ""
    if not text.strip():
        return Docstring()
    try:
        parsed = max(_parses(text), key=lambda found: len(found.meta))
    except ParseError:
        return Docstring(summary=text.strip())
    returns = parsed.many_returns[0].description if parsed.many_returns else None
    # reST's `:param x:` of a parameter that is said to yield is no result, hence only returns.
    return Docstring(
        summary="\n\n".join(part.strip() for part in (parsed.short_description, parsed.long_description) if part),
        parameters={p.arg_name.lstrip("*"): _one_line(p.description) for p in parsed.params if p.description},
        returns=_one_line(returns or ""),
    )


def _parses(text: str) -> list[Any]:
    # The parser's own choice of style takes the one with the most findings, in an order in which a
    # NumPy docstring may win as reST. The same rule, with the order said.
    found = []
    for style in (DocstringStyle.GOOGLE, DocstringStyle.NUMPYDOC, DocstringStyle.REST, DocstringStyle.EPYDOC):
        try:
            found.append(parse(text, style))
        except ParseError:
            continue
    if not found:
        raise ParseError("no style fits")
    return found


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
