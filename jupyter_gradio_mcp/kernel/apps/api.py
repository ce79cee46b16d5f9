"""`gr.api`: a function that can be called and has no form."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ...errors import RegistrationError
from ..components.placed import OPEN
from ..decorators import check, hand_over
from ..inject import injected_parameters
from ..options import MARK, Declaration
from . import keywords
from .blocks import Api
from .events import concurrency, described, visibility

_KNOWN = {
    name: keywords.LISTENER[name]
    for name in (
        *("queue", "concurrency_limit", "show_api", "api_visibility", "batch", "max_batch_size", "concurrency_id"),
        *("time_limit", "stream_every"),
    )
}


def api(
    fn: Callable[..., Any] | str = "decorator",
    *,
    api_name: str | bool | None = None,
    api_description: str | bool | None = None,
    **options: Any,
) -> Any:
    """Let a function be called that no component listens for: `gr.api(add, api_name="add")`.

    Within a `gr.Blocks` it is the app's, and can be called when that is launched; elsewhere it can be called when the
    cell has run, as with `gr.mcp.tool`, without a panel.

    Args:
        fn: The function. Each of its parameters and its result need a type hint: they say what callers see. Left
            out, this decorates one.
        api_name: What to call it; None takes its own name.
        api_description: For agents, instead of the docstring; False shows none.
        options: `show_api` or `api_visibility`, `queue`, `concurrency_limit`; others of Gradio's are explained.

    Raises:
        RegistrationError: A hint is missing.
    """
    if fn == "decorator":
        return lambda function: api(function, api_name=api_name, api_description=api_description, **options)
    meant = keywords.taken("gr.api()", options, _KNOWN)
    check(fn)
    _check_hints(fn)  # type: ignore[arg-type]
    made = Api(
        function=fn,  # type: ignore[arg-type]
        api_name=api_name if isinstance(api_name, str) else None,
        visibility=visibility(api_name, meant["show_api"], meant["api_visibility"]),
        description=described(api_description),
        queue=meant["queue"] is not False,
        concurrency=concurrency(meant["concurrency_limit"]),
    )
    place = OPEN.get()
    if place is not None:
        place.root.apis.append(made)
        return fn
    changes = {
        "api_name": made.api_name,
        "visibility": made.visibility,
        "description": made.description,
        "queue": made.queue,
        "concurrency": 1 if made.concurrency is None else made.concurrency,
        "ui": False,
    }
    setattr(fn, MARK, Declaration({name: value for name, value in changes.items() if value is not None}))
    hand_over(fn)  # type: ignore[arg-type]
    return fn


def _check_hints(function: Callable[..., Any]) -> None:
    """See that hints say all that callers see.

    Raises:
        RegistrationError: One is missing.
    """
    signature = inspect.signature(function)
    name = getattr(function, "__name__", "The function")
    unseen = injected_parameters(signature, {n: p.annotation for n, p in signature.parameters.items()})
    missing = [
        f"'{parameter.name}'"
        for parameter in signature.parameters.values()
        if parameter.annotation is parameter.empty and parameter.name not in unseen
    ]
    if signature.return_annotation is signature.empty:
        missing.append("what it returns")
    if missing:
        raise RegistrationError(
            f"gr.api: {name}() needs a type hint for {', '.join(missing)}: no component says what callers see."
        )
