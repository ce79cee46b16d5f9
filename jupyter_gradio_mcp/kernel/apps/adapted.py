"""A function that listens to components, as a function that can be offered: components are its parameters, values of
sessions come and go by themselves."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter

from ...errors import CallError, FunctionFailed, RegistrationError
from ..arguments import Arguments
from ..call import CURRENT
from ..components.base import Component
from ..components.chat import Chatbot
from ..components.placed import Placed
from ..describe import Description
from ..docstrings import read_docstring
from ..event_data import Awaited
from ..functions import called, code_of, looked_into
from ..inject import Injected, injected_parameters
from ..outputs import outputs as outputs_of
from ..parameters import parameters
from ..state import State
from .blanks import BlankArguments
from .updates import UpdatingResults, is_update, skip
from .validation import judge

ORIGIN = "__gradio_mcp_origin__"
"""The attribute of what is made here that holds the author's function."""

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Adapted:
    """One function, for the components that it listens to.

    Args:
        function: The author's.
        inputs: What it is given the values of; a None leaves that parameter to its hint.
        outputs: What its results go to.
        as_mapping: Whether it is given one dict of values by component.
        changing: Ids of the components that functions of the app may change.
        sources: What it listens to, in order.
        validator: Judges what the function is to be given; see `validation`.

    Raises:
        RegistrationError: The function takes more or less than that.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        inputs: Sequence[Component | State | None],
        outputs: Sequence[Component | State | Placed | None],
        *,
        as_mapping: bool = False,
        changing: Collection[int] = (),
        sources: Sequence[Placed | State] = (),
        validator: Callable[..., Any] | None = None,
    ) -> None:
        self._validator = None if validator is None else Adapted(validator, inputs, [], as_mapping=as_mapping)
        self._changing = changing
        self._function = function
        self._inputs = list(inputs)
        self._outputs = list(outputs)
        self._as_mapping = as_mapping
        self._signature, self._hints = looked_into(function)
        self._injected = injected_parameters(self._signature, self._hints)
        self._sources = sources
        self.names = self._named()
        self.targets = [item for item in outputs if not isinstance(item, State)]
        states = [item for item in (*inputs, *outputs) if isinstance(item, State)]
        self._states = {f"_state_{place}": state for place, state in enumerate(dict.fromkeys(states))}
        self._given = {id(item) for item in outputs if isinstance(item, State)}
        self._holders = {id(state): name for name, state in self._states.items()}

    @property
    def components(self) -> dict[str, Component]:
        """The components that callers fill, by the parameter that each is."""
        pairs = zip(self.names, self._inputs, strict=True)
        return {name: item for name, item in pairs if isinstance(item, Component)}

    @property
    def fields(self) -> dict[str, Component]:
        """The same, as what is told of their values."""
        return {name: _changing(item) if id(item) in self._changing else item for name, item in self.components.items()}

    @property
    def views(self) -> list[Component | None]:
        """The components of the outputs, as what is told of their values; None leaves one to its hint."""
        return [_changing(item) if isinstance(item, Component) else None for item in self.targets]

    # -- as a function that can be offered --

    def made(self) -> Callable[..., Any]:
        """The function to offer. Its parameters are the components."""
        run = self._flavour()
        run.__name__ = called(self._function)
        run.__doc__ = _doc_of(self._function)
        run.__module__ = getattr(self._function, "__module__", None) or __name__
        fields = self._fields()
        run.__signature__ = inspect.Signature(fields)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in fields if p.annotation is not p.empty}
        hint = self._return_hint()
        if hint is not inspect.Parameter.empty:
            run.__annotations__["return"] = hint
        setattr(run, ORIGIN, self._function)
        return run

    def completed(self, description: Description) -> Description:
        """A description of `made()`, with the ways in and out that an app's function has."""
        visible = [p for p in self._fields() if p.name in {info["name"] for info in description.parameters}]
        required = [info for info in description.parameters if info["required"]]
        arguments: Arguments = description.arguments
        if description.parameters:
            optional = {info["name"] for info in required}
            open_ = [p.replace(default=None) if p.name in optional else p for p in visible]
            open_ = [p.replace(annotation=Any) if p.annotation is p.empty else p for p in open_]
            try:
                lenient = parameters(description.name, open_, description.doc, self.fields).arguments
            except CallError:
                lenient = arguments
            arguments = BlankArguments(arguments, lenient, required, self.components)
        results = description.results
        if self.targets and all(item is not None for item in self.targets):
            name = description.name
            hints = _split(self._return_hint(), len(self.targets))
            each = [outputs_of(name, hint, "", item) for item, hint in zip(self.views, hints, strict=True)]
            targets = [item for item in self.targets if isinstance(item, Placed)]
            results = UpdatingResults(results, targets, each)
        return replace(description, arguments=arguments, results=results)

    def _named(self) -> list[str]:
        """The name of each input: its parameter's."""
        if self._as_mapping:
            return _unique([_word(item, place) for place, item in enumerate(self._inputs)])
        taking = [p for p in self._signature.parameters.values() if p.name not in self._injected]
        rest = next((p for p in taking if p.kind is p.VAR_POSITIONAL), None)
        # After any number of arguments others can only be given by name, which no component does.
        kinds = _POSITIONAL if rest is not None else (*_POSITIONAL, inspect.Parameter.KEYWORD_ONLY)
        plain = [p for p in taking if p.kind in kinds]
        named = called(self._function)
        if len(self._inputs) > len(plain) and rest is None:
            raise RegistrationError(
                f"{named}() takes {_count(len(plain), 'argument')}, and is to be given the values of "
                f"{_count(len(self._inputs), 'component')}."
            )
        missing = [p.name for p in plain[len(self._inputs) :] if p.default is p.empty]
        if missing:
            raise RegistrationError(
                f"{named}() needs '{missing[0]}', and is given the values of {_count(len(self._inputs), 'component')}. "
                "Name one for each parameter, or give it a default."
            )
        names = [p.name for p in plain[: len(self._inputs)]]
        return _unique([*names, *(f"param_{place}" for place in range(len(names), len(self._inputs)))])

    def _fields(self) -> list[inspect.Parameter]:
        fields = []
        for name, item in zip(self.names, self._inputs, strict=True):
            if isinstance(item, State):
                continue
            own = None if self._as_mapping else self._signature.parameters.get(name)
            default = inspect.Parameter.empty if own is None else own.default
            if isinstance(item, Component) and item.value is not None:
                # What the field begins with is what a caller who leaves it out means.
                default = inspect.Parameter.empty
            hint = self._hints.get(name, inspect.Parameter.empty) if own is not None else inspect.Parameter.empty
            if isinstance(item, Component):
                hint = _fitting(self.fields[name], hint)
            fields.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint))
        for name, wanted in self._injected.items():
            own = self._signature.parameters[name]
            hint, default = self._hints.get(name, own.empty), own.default
            if isinstance(wanted, Awaited):
                # Whose event it may be is known here alone.
                hint, default = own.empty, wanted.of(self._sources)
            fields.append(own.replace(kind=own.KEYWORD_ONLY, annotation=hint, default=default))
        for name, state in self._states.items():
            fields.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=state))
        return fields

    def _return_hint(self) -> Any:
        """What the function says of its results, as far as that fits its outputs."""
        hint = self._hints.get("return", inspect.Parameter.empty)
        if not self._outputs:
            return type(None)
        code = code_of(self._function)
        if inspect.isgeneratorfunction(code) or inspect.isasyncgenfunction(code) or hint is inspect.Parameter.empty:
            return hint
        if len(self.targets) != len(self._outputs):
            return inspect.Parameter.empty
        count = len(self.targets)
        arguments = get_args(hint) if get_origin(hint) is tuple else ()
        if count > 1 and (len(arguments) != count or Ellipsis in arguments):
            return inspect.Parameter.empty
        # A type that says nothing of its own, such as that of an update.
        return inspect.Parameter.empty if hint in (dict, Any) else hint

    # -- running --

    def _flavour(self) -> Callable[..., Any]:
        """What runs: of the kind that the author's function is."""
        code = code_of(self._function)
        if inspect.isasyncgenfunction(code):

            async def stream_async(**given: Any) -> AsyncIterator[Any]:
                async for value in self._call(given):
                    yield self._out(value, given)

            return stream_async
        if inspect.iscoroutinefunction(code):

            async def run_async(**given: Any) -> Any:
                return self._out(await self._call(given), given)

            return run_async
        if inspect.isgeneratorfunction(code):

            def stream(**given: Any) -> Iterator[Any]:
                yield from self._each(self._call(given), given)

            return stream

        def run(**given: Any) -> Any:
            value = self._call(given)
            return self._each(value, given) if inspect.isgenerator(value) else self._out(value, given)

        return run

    def _each(self, values: Any, given: Mapping[str, Any]) -> Iterator[Any]:
        try:
            for value in values:
                yield self._out(value, given)
        finally:
            values.close()

    def _call(self, given: Mapping[str, Any]) -> Any:
        """Call the author's function with the arguments of a call."""
        self._changed(given)  # From now on it is known what they were.
        if self._validator is not None:
            # States are numbered by the inputs first, and so have the same names there.
            others = dict(zip(self.names, self._validator.names, strict=True))
            judge(self._validator._call({others.get(name, name): value for name, value in given.items()}), self.names)
        values: dict[str, Any] = {}
        for name, item in zip(self.names, self._inputs, strict=True):
            if isinstance(item, State):
                values[name] = given[self._holders[id(item)]].value
            elif name in given:
                sent = [] if given[name] is None and isinstance(item, Chatbot) else given[name]
                values[name] = self._handed(name, item, sent)
        if self._as_mapping:
            pairs = zip(self.names, self._inputs, strict=True)
            mapping = {item: values.get(name) for name, item in pairs}
            return self._function(mapping, **{name: given[name] for name in self._injected if name in given})
        values.update({name: given[name] for name in self._injected if name in given})
        own = self._signature.parameters
        rest = [values.pop(name) for name in self.names if name not in own and name in values]
        positional: list[Any] = []
        for parameter in own.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += rest
            elif parameter.kind is parameter.POSITIONAL_ONLY or (rest and parameter.kind in _POSITIONAL):
                positional.append(values.pop(parameter.name, parameter.default))
        return self._function(*positional, **values)

    def _changed(self, given: Mapping[str, Any]) -> list[str]:
        """The outputs that are values of the session, are listened to, and changed since this was asked last."""
        return [
            state.watch
            for name, state in self._states.items()
            if state.watch and id(state) in self._given and given[name].has_changed()
        ]

    def _handed(self, name: str, item: Component | None, value: Any) -> Any:
        """A value, or the component with it where that is the hint: `def double(slider: gr.Slider)`."""
        hint = self._hints.get(name)
        if item is not None and isinstance(hint, type) and issubclass(hint, Component):
            return item.handed(value)
        return value

    def _out(self, value: Any, given: Mapping[str, Any]) -> Any:
        """What the function gave, for the outputs that are seen; values of the session are kept."""
        outputs = self._outputs
        if not outputs:
            return None
        if isinstance(value, dict) and value and all(isinstance(key, (Placed, State)) for key in value):
            known = {id(item) for item in outputs}
            if strange := [key for key in value if id(key) not in known]:
                raise FunctionFailed(f"The function returned a value for {strange[0]!r:.60}, which is no output of it.")
            values = [value.get(item, skip()) for item in outputs]
        elif len(outputs) == 1:
            values = [value]
        elif is_update(value) and not isinstance(value, Placed):
            values = [value] * len(outputs)
        else:
            values = list(value) if isinstance(value, (list, tuple)) else [value]
            if len(values) != len(outputs):
                found = f"{len(values)} values" if isinstance(value, (list, tuple)) else f"a {type(value).__name__}"
                raise FunctionFailed(
                    f"The function returned {found}, and it has {len(outputs)} outputs: return a tuple of as many "
                    "values, or a dict of them by component."
                )
        seen = []
        for item, one in zip(outputs, values, strict=True):
            if not isinstance(item, State):
                seen.append(one)
            elif not is_update(one):
                given[self._holders[id(item)]].value = one
            elif isinstance(one, dict) and "value" in one:
                given[self._holders[id(item)]].value = one["value"]
        call = CURRENT.get()
        if (changed := self._changed(given)) and call is not None:
            call.changed += changed
        return None if not seen else seen[0] if len(seen) == 1 else tuple(seen)


def origin_of(function: Any) -> Any:
    """The author's function, of one that was made here; any other as it is."""
    return getattr(function, ORIGIN, function)


def _doc_of(function: Callable[..., Any]) -> str | None:
    inner = function.func if isinstance(function, partial) else function
    if isinstance(inner, Injected) or not (inspect.isroutine(inner) or inspect.isclass(inner)):
        return type(inner).__call__.__doc__ if callable(inner) else None
    return inspect.getdoc(inner) if read_docstring(inner) else None


def _fitting(component: Component, hint: Any) -> Any:
    """The hint, if the component can give such a value; else none, for the author's component counts."""
    if hint is inspect.Parameter.empty:
        return hint
    try:
        TypeAdapter(component.fitted(hint).accepts(hint))
    except Exception:
        # Whatever of it has no form in JSON.
        return inspect.Parameter.empty
    return hint


def _changing(item: Component) -> Component:
    """A component with choices that may be others by now."""
    if not hasattr(item, "choices"):
        return item
    found = copy.copy(item)
    found.changing = True  # type: ignore[attr-defined]
    return found


def _split(hint: Any, count: int) -> list[Any]:
    if count == 1:
        return [Any if hint is inspect.Parameter.empty else hint]
    arguments = get_args(hint) if get_origin(hint) is tuple else ()
    return list(arguments) if len(arguments) == count else [Any] * count


def _word(item: Any, place: int) -> str:
    said = getattr(item, "label", None) or type(item).__name__
    return re.sub(r"\W+", "_", said).strip("_").lower() or f"param_{place}"


def _unique(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number, one = 1, name
        while one in found:
            one, number = f"{name}_{number}", number + 1
        found.append(one)
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
