"""Type hints: how a person writes them, and how what is around a type is taken off and put back."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Sequence
from operator import getitem
from typing import Annotated, Any, Union, get_args, get_origin

_MODULES = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])""")
"""Texts, and what stands before the name of a type."""


def written(hint: Any) -> str:
    """A type hint as a person writes it: `list[int]`, `str | None`, `Literal['a', 'b']`."""
    if hint is Any or hint is inspect.Parameter.empty:
        return "Any" if hint is Any else ""
    if hint is type(None):
        return "None"
    if get_origin(hint) is Annotated:
        return written(get_args(hint)[0])
    if isinstance(hint, type) and not get_args(hint):
        return hint.__name__
    text = hint if isinstance(hint, str) else str(hint)
    text = re.sub(r"<class '([^']+)'>|<enum '([^']+)'>", lambda m: (m[1] or m[2]).rpartition(".")[2], text)
    # Not in the texts of a `Literal`.
    text = _MODULES.sub(lambda m: m[1] or "", text)
    return re.sub(r"Optional\[([^\[\],]+)\]", r"\1 | None", text)


def is_union(hint: Any) -> bool:
    """Whether it is `Union[…]`, `Optional[…]` or `… | …`."""
    return get_origin(hint) in (Union, types.UnionType)


def is_open(hint: Any) -> bool:
    """Whether it says nothing of a type."""
    kind = bare(hint)
    return kind is inspect.Parameter.empty or kind is Any


def bare(hint: Any) -> Any:
    """The type within `Annotated` and `Optional`."""
    if get_origin(hint) is Annotated:
        return bare(get_args(hint)[0])
    if is_union(hint):
        choices = [choice for choice in get_args(hint) if choice is not type(None)]
        return bare(choices[0]) if len(choices) == 1 else hint
    return hint


def is_optional(hint: Any) -> bool:
    """Whether None is among what it admits."""
    if get_origin(hint) is Annotated:
        return is_optional(get_args(hint)[0])
    return is_union(hint) and any(choice is type(None) or is_optional(choice) for choice in get_args(hint))


def extras(hint: Any) -> list[Any]:
    """What `Annotated` says beside the type, also within `Optional`."""
    if get_origin(hint) is Annotated:
        inner, *said = get_args(hint)
        return [*said, *extras(inner)]
    if is_union(hint):
        return [extra for choice in get_args(hint) for extra in extras(choice)]
    return []


def holds_many(hint: Any) -> bool:
    """Whether its values are lists, or what Python makes of a list."""
    kind = bare(hint)
    return (get_origin(kind) or kind) in (list, set, frozenset, tuple, Sequence)


def narrowed(hint: Any, make: Callable[[Any], Any]) -> Any:
    """`hint` with `make` applied to the type in it: below an `Optional`, for None is no value to hold to a bound."""
    if is_union(hint) and is_optional(hint):
        choices = [choice for choice in get_args(hint) if choice is not type(None)]
        inner = choices[0] if len(choices) == 1 else getitem(Union, tuple(choices))
        return getitem(Union, (narrowed(inner, make), type(None)))
    if get_origin(hint) is Annotated and is_optional(hint):
        inner, *said = get_args(hint)
        return getitem(Annotated, (narrowed(inner, make), *said))
    return make(hint)


def annotated(hint: Any, *said: Any) -> Any:
    """`Annotated[hint, *said]`; without anything to say, `hint`."""
    return getitem(Annotated, (hint, *said)) if said else hint


def label_of(name: str) -> str:
    """A name of Python's as people write it: `max_size` is "Max size"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:] or name
