"""`gr.validate` and `validator=`: a function that judges what another one is to be given."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import InvalidArguments

TYPE = "validate"


def validate(is_valid: bool, message: str) -> dict[str, Any]:
    """What a validator says of one value: `return gr.validate(age >= 3, "Age must be at least 3")`.

    Args:
        is_valid: Whether the function can be given it.
        message: What is told at its field if not.
    """
    return {"__type__": TYPE, "is_valid": bool(is_valid), "message": message}


def judge(said: Any, names: Sequence[str]) -> None:
    """Hold what a validator returned against all values being good.

    Args:
        said: A `gr.validate()` of the first value, a list of them in order, or None for all being good.
        names: The parameters, in order.

    Raises:
        InvalidArguments: One is not.
        TypeError: The validator is no plain function.
    """
    if inspect.isawaitable(said) or inspect.isgenerator(said):
        raise TypeError("validator= takes a plain function, which returns gr.validate() or a list of them")
    listed = list(said) if isinstance(said, (list, tuple)) else [said]
    bad = [
        (names[place] if place < len(names) else "", str(one.get("message") or "This cannot be."))
        for place, one in enumerate(listed)
        if isinstance(one, Mapping) and one.get("__type__") == TYPE and not one.get("is_valid")
    ]
    if bad:
        details = [{"loc": [name] if name else [], "msg": message, "type": TYPE} for name, message in bad]
        raise InvalidArguments(" ".join(message for _, message in bad), details)
