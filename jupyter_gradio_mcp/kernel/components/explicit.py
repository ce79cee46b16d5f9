"""Which components the author named, and for what: in a hint, as a default, or in `inputs=` and `outputs=`."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import RegistrationError
from ..hints import extras
from . import names
from .base import Component


def inputs(function: str, parameters: Sequence[inspect.Parameter], said: Any) -> dict[str, Component]:
    """The components that the author named for parameters.

    Of several for one, the option counts, then the default, then the hint.

    Args:
        function: Its name, for messages.
        parameters: Those that callers see, with their hints.
        said: The option `inputs=`: components in the order of the parameters or by their names, or one alone.

    Raises:
        RegistrationError: The option does not fit the parameters.
    """
    found = {
        parameter.name: component.fitted(parameter.annotation)
        for parameter in parameters
        if (component := _of_default(parameter.default) or _in_hint(parameter.annotation)) is not None
    }
    named = [parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_KEYWORD]
    if said is None:
        return found
    if isinstance(said, Mapping):
        for name in said:
            if name not in named:
                near = difflib.get_close_matches(str(name), named, n=1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                raise RegistrationError(
                    f"{function}(): inputs= names '{name}', which is no parameter.{hint} Parameters are: "
                    f"{', '.join(named) or 'none'}."
                )
        chosen = dict(said)
    else:
        listed = list(said) if isinstance(said, (list, tuple)) else [said]
        if len(listed) != len(named):
            raise RegistrationError(
                f"{function}(): inputs= has {_count(len(listed), 'component')}, and there "
                f"{'is' if len(named) == 1 else 'are'} {_count(len(named), 'parameter')}"
                f"{': ' if named else ''}{', '.join(named)}. Say one for each (None leaves it to the hint), or a dict "
                "by name. What a function keeps for a session is its own parameter's default: total=gr.State(0)."
            )
        chosen = dict(zip(named, listed, strict=True))
    hints = {parameter.name: parameter.annotation for parameter in parameters}
    for name, given in chosen.items():
        component = _made(function, f"inputs= for '{name}'", given)
        if component is not None:
            found[name] = component.fitted(hints[name])
    return found


def outputs(function: str, hints: Sequence[Any], said: Any) -> list[Component | None]:
    """The component that the author named for each output, or None where there is none.

    Args:
        function: Its name, for messages.
        hints: Of the outputs, as the return hint has them.
        said: The option `outputs=`: components in order, or one alone.

    Returns:
        As many as there are outputs. That may be others than those of the hint: one for the whole of what the hint
        has as several, or several where the hint says nothing.

    Raises:
        RegistrationError: The option does not fit the hint.
    """
    if said is None:
        return [_in_hint(hint) for hint in hints]
    if isinstance(said, Mapping):
        raise RegistrationError(f"{function}(): outputs= is a component, or a list of them in order, not a dict.")
    if isinstance(said, (list, tuple)) and not said:
        raise RegistrationError(f"{function}(): outputs= is empty. Leave it out, or name a component.")
    listed = list(said) if isinstance(said, (list, tuple)) else [said]
    made = [_made(function, f"outputs= for output {place}", given) for place, given in enumerate(listed)]
    if len(hints) > 1 and 1 < len(listed) != len(hints):
        raise RegistrationError(
            f"{function}(): outputs= has {_count(len(listed), 'component')}, and the return hint has {len(hints)} "
            "outputs. Say one for each; None leaves it to the hint."
        )
    if len(made) == len(hints):
        return [component or _in_hint(hint) for component, hint in zip(made, hints, strict=True)]
    return made


def is_component(default: Any) -> bool:
    """Whether a parameter's default is a component, and so none."""
    return _of_default(default) is not None


def _of_default(default: Any) -> Component | None:
    # A text is the default that it is.
    return None if isinstance(default, str) else names.made(default)


def _in_hint(hint: Any) -> Component | None:
    """The component in an `Annotated`; a class stands for one without options."""
    return next((found for said in extras(hint) if (found := _of_default(said)) is not None), None)


def _made(function: str, where: str, given: Any) -> Component | None:
    if given is None:
        return None
    try:
        found = names.made(given)
    except ValueError as error:
        raise RegistrationError(f"{function}(): {where}: {error}") from None
    if found is None:
        raise RegistrationError(f"{function}(): {where}: {given!r:.80} is no component. Say gr.Textbox(), or 'text'.")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
