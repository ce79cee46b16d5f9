"""`typing.TypedDict` for pydantic, which before Python 3.12 takes only that of `typing_extensions`."""

from __future__ import annotations

import functools
import operator
import sys
import types
import typing
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typing_extensions


def acceptable(hint: Any) -> Any:
    """`hint`, with each `typing.TypedDict` in it replaced by its like, where pydantic needs that."""
    if sys.version_info >= (3, 12):
        return hint
    # `typing_extensions` makes classes of its own; only those of `typing` are refused.
    if typing.is_typeddict(hint) and type(hint).__module__ == "typing":
        return _like(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None or origin is typing.Literal or not arguments:
        return hint
    if origin is Annotated:
        inner = acceptable(arguments[0])
        return hint if inner is arguments[0] else Annotated.__class_getitem__((inner, *arguments[1:]))
    replaced = tuple(acceptable(argument) for argument in arguments)
    if all(new is old for new, old in zip(replaced, arguments, strict=True)):
        return hint
    if hasattr(hint, "copy_with"):
        return hint.copy_with(replaced)
    if origin is types.UnionType:
        return functools.reduce(operator.or_, replaced)
    return origin[replaced]


def _like(hint: Any) -> Any:
    fields = {}
    for name, field in get_type_hints(hint, include_extras=True).items():
        required = name in hint.__required_keys__
        wrapper = typing_extensions.Required if required else typing_extensions.NotRequired
        fields[name] = wrapper[acceptable(field)]
    make: Any = typing_extensions.TypedDict
    like = make(hint.__name__, fields)
    like.__doc__ = hint.__doc__
    return like
