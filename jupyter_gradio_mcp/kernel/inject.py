"""Parameters that a function declares and no caller sends: the engine fills them in at each call."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

LEAVE = object()
"""What `Injected.for_call` gives when the parameter's own default is to stand."""


class Injected:
    """Base of what can be injected: `gr.Progress`, `gr.Request`, `gr.Header`, `gr.State`.

    A parameter is injected when its default is an instance of this, or its type hint a subclass,
    also within `Optional`, or an `Annotated` that names an instance; in any position.
    """

    def of_parameter(self, parameter: inspect.Parameter, *, annotated: bool) -> Injected:
        """This, for one parameter. `annotated` tells that it stood in an `Annotated`, beside the type of a value."""
        return self

    def for_call(self, call: Any) -> Any:
        """What the function is given for `call`; `LEAVE` gives it nothing."""
        raise NotImplementedError


def injected_parameters(signature: inspect.Signature, hints: Mapping[str, Any]) -> dict[str, Injected]:
    """The injected parameters of a function, by name.

    Args:
        signature: Its signature.
        hints: Its type hints, resolved.
    """
    found: dict[str, Injected] = {}
    for name, parameter in signature.parameters.items():
        if isinstance(parameter.default, Injected):
            found[name] = parameter.default.of_parameter(parameter, annotated=False)
        elif (named := _named(hints.get(name))) is not None:
            found[name] = named.of_parameter(parameter, annotated=True)
        elif (kind := _injected_type(hints.get(name))) is not None:
            found[name] = kind().of_parameter(parameter, annotated=False)
    return found


def _named(hint: Any) -> Injected | None:
    """The instance that an `Annotated` names, also within an `Optional`, which Python 3.10 adds for a default None."""
    origin = get_origin(hint)
    if origin is Annotated:
        return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Injected)), None)
    if origin is Union or origin is types.UnionType:
        return next((found for choice in get_args(hint) if (found := _named(choice)) is not None), None)
    return None


def _injected_type(hint: Any) -> type[Injected] | None:
    if isinstance(hint, type) and issubclass(hint, Injected):
        return hint
    origin = get_origin(hint)
    if origin is Annotated:
        return _injected_type(get_args(hint)[0])
    if origin is Union or origin is types.UnionType:
        kinds = [kind for kind in map(_injected_type, get_args(hint)) if kind is not None]
        return kinds[0] if kinds else None
    return None
