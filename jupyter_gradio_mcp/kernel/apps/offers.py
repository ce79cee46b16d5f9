"""Which endpoints an app has: one for each function that listens, has a form, or is named by `gr.api`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..functions import called
from ..options import MARK, Options
from ..registry import Endpoint, endpoint
from ..state import State
from .adapted import Adapted
from .blocks import Api, Blocks
from .chat import ChatInterface
from .events import Listener
from .interface import Interface

DEFAULT = "predict"
"""What Gradio 5 calls the function of an Interface; one without a name is called so here as well."""

LAMBDA = "lambda"
"""What a function without a name is called that listens."""

_RANKS = {"public": 0, "undocumented": 1, "private": 2}

Source = Listener | Interface | Api | ChatInterface


@dataclass(frozen=True)
class Offered:
    """One endpoint of an app.

    Attributes:
        endpoint: The endpoint.
        source: What it was made for.
        adapted: How its parameters and outputs belong to components; None where hints alone say what they are.
        panel: Whether the app's panel calls it; False is for programs and agents only.
    """

    endpoint: Endpoint
    source: Source
    adapted: Adapted | None = None
    panel: bool = True


@dataclass(frozen=True)
class _Wanted:
    """What is to be an endpoint, before it has a name."""

    source: Source
    function: Callable[..., Any]
    options: Options
    adapted: Adapted | None = None
    panel: bool = True
    alias: str = ""


def offered(app: Blocks, cell: str, *, mcp: bool, taken: Callable[[str, Any], bool]) -> list[Offered]:
    """The endpoints of an app.

    Args:
        app: The app, with those that are parts of it.
        cell: What they are registered under.
        mcp: Whether agents are offered them.
        taken: Whether something else has a name; asked with the function that is to have it.

    Raises:
        RegistrationError: A function cannot be offered.
        CannotDescribe: A function has no JSON form.
    """
    listening = [one for part in app.parts() for one in part.listeners if not one.programs_only]
    changing = {id(item) for listener in listening for item in listener.outputs}
    wanted = [one for part in app.parts() for one in _wanted(part, mcp, changing)]
    wanted = [replace(one, options=_of_app(app, one.options)) for one in wanted]
    # What has a name that others see chooses first.
    ordered = sorted(wanted, key=lambda one: _RANKS[one.options.visibility])
    names = _Names(taken)
    chosen = {id(one): names.choose(_base(one), one.function) for one in ordered}
    found = []
    for one in wanted:
        name, own = chosen[id(one)]
        made = _made(one, name, own, cell)
        found.append(Offered(made, one.source, one.adapted, one.panel))
        if one.alias and made.options.visibility == "public" and own != one.alias:
            other, own = names.choose(one.alias, one.function)
            options = replace(made.options, visibility="undocumented", alias=name, own_name=_if_other(own, other))
            found.append(Offered(replace(made, name=other, options=options), one.source, panel=False))
    return found


class _Names:
    """The names of an app's endpoints: in its notebook, and at its own address, where only its own names count."""

    def __init__(self, taken: Callable[[str, Any], bool]) -> None:
        self._taken = taken
        self._used: set[str] = set()
        self._own: set[str] = set()

    def choose(self, base: str, function: Callable[..., Any]) -> tuple[str, str]:
        """What a function is called in the notebook, and what at the address."""
        name = _free(base, lambda name: name in self._used or self._taken(name, function))
        own = _free(base, lambda name: name in self._own)
        self._used.add(name)
        self._own.add(own)
        return name, own


def _base(wanted: _Wanted) -> str:
    return (wanted.options.api_name or name_of(wanted.function, wanted.source)).removeprefix("/")


def _if_other(own: str, name: str) -> str:
    return "" if own == name else own


def name_of(function: Callable[..., Any], source: Source) -> str:
    """What a function is called where nobody says it."""
    name = called(function)
    if name != "<lambda>":
        return name
    return LAMBDA if isinstance(source, (Listener, Api)) else DEFAULT


def _free(base: str, taken: Callable[[str], bool]) -> str:
    name, number = base, 0
    while taken(name):
        number += 1
        name = f"{base}_{number}"
    return name


def _of_app(app: Blocks, options: Options) -> Options:
    more: dict[str, Any] = {} if app.max_size is None else {"max_size": app.max_size}
    if options.concurrency < 0:
        more["concurrency"] = app.concurrency
    return replace(options, **more)


def _wanted(app: Blocks, mcp: bool, changing: Collection[int]) -> Iterator[_Wanted]:
    if isinstance(app, Interface):
        yield from _of_interface(app, mcp)
    if isinstance(app, ChatInterface):
        # What the panel calls shows a conversation; programs and agents send a message and get the answer.
        programs = Adapted(
            app.api, [app.textbox, app.history, *app.additional], [None, app.history, *app.additional_outputs]
        )
        options = _options(app.visibility, app.queued, app.limit, mcp, app.api_name or name_of(app.fn, app))
        options = replace(options, description=app.api_description)
        yield _Wanted(app, programs.made(), options, programs, panel=False, alias="" if app.api_name else "chat")
    for listener in app.all_listeners():
        if listener.function is not None:
            adapted = Adapted(
                listener.function,
                listener.inputs,
                listener.outputs,
                as_mapping=listener.as_mapping,
                changing=changing,
                sources=[source for source, _ in listener.first.triggers],
                validator=listener.validator,
            )
            options = _options(listener.visibility, listener.queue, listener.concurrency, mcp, listener.api_name)
            options = replace(options, description=listener.description)
            made = _Wanted(listener, adapted.made(), options, adapted, panel=not listener.programs_only)
            yield from _declared(made, listener.function)
    for api in app.apis:
        options = _options(api.visibility, api.queue, api.concurrency, mcp, api.api_name)
        options = replace(options, description=api.description)
        yield from _declared(_Wanted(api, api.function, options, panel=False), api.function)


def _of_interface(app: Interface, mcp: bool) -> Iterator[_Wanted]:
    options = _options(app.visibility, app.queued, app.limit, mcp, app.api_name)
    options = replace(options, description=app.api_description, examples=app.examples)
    alias = "" if app.api_name else DEFAULT
    if app.inputs is None:
        outputs = None if app.outputs is None else [item for item in app.outputs if not isinstance(item, State)]
        whole = _Wanted(app, app.fn, replace(options, outputs=outputs or None), alias=alias)
    else:
        adapted = Adapted(app.fn, app.inputs, [None] if app.outputs is None else app.outputs, validator=app.validator)
        whole = _Wanted(app, adapted.made(), options, adapted, alias=alias)
    yield from _declared(whole, app.fn)


def _declared(wanted: _Wanted, function: Callable[..., Any]) -> Iterator[_Wanted]:
    """The same, as a decorator of the function has it: a resource or a prompt is one beside its form."""
    declaration = getattr(function, MARK, None)
    if declaration is None:
        yield wanted
        return
    said = replace(declaration.over(wanted.options), ui=False, mcp=True)
    if wanted.options.api_name is not None:
        said = replace(said, api_name=wanted.options.api_name)
    if said.kind == "tool":
        yield replace(wanted, options=replace(said, inputs=wanted.options.inputs, outputs=wanted.options.outputs))
        return
    inputs = wanted.adapted.components if wanted.adapted is not None else None
    options = replace(said, inputs=inputs, outputs=None, examples=())
    yield _Wanted(wanted.source, function, options, panel=False)
    if not isinstance(wanted.source, Api):
        yield replace(wanted, options=replace(wanted.options, visibility="private"), alias="")


def _options(visibility: Any, queue: bool, limit: int | None, mcp: bool, api_name: str | None) -> Options:
    # Below 0 is what the app says for all of its functions.
    limit = -1 if limit is None else limit
    return Options(visibility=visibility, queue=queue, concurrency=limit, mcp=mcp, api_name=api_name, ui=False)


def _made(wanted: _Wanted, name: str, own: str, cell: str) -> Endpoint:
    options = replace(wanted.options, api_name=name, app=cell, own_name=_if_other(own, name))
    if wanted.adapted is None:
        return endpoint(wanted.function, name, options, cell)
    adapted = wanted.adapted
    if len(adapted.views) > 1 or any(item is not None for item in adapted.views):
        options = replace(options, outputs=adapted.views)
    if adapted.components:
        options = replace(options, inputs=adapted.fields)
    made = endpoint(wanted.function, name, options, cell)
    return replace(made, description=adapted.completed(made.description))
