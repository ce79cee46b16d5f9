"""Fields that are left empty, and what a function is given for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...descriptions import ParameterInfo
from ...errors import InvalidArguments
from ..arguments import Arguments
from ..call import CURRENT
from ..components.base import Component
from ..components.multimodal import MultimodalTextbox
from ..components.text import Textbox


class BlankArguments(Arguments):
    """The way in for a function of an app: as Gradio's, it is given None for a field that is empty.

    Args:
        strict: The way in for those who name every argument that is needed.
        lenient: The same, with None for those that are left out.
        required: What is needed.
        components: The fields, by parameter.
    """

    def __init__(
        self,
        strict: Arguments,
        lenient: Arguments,
        required: Sequence[ParameterInfo],
        components: Mapping[str, Component],
    ) -> None:
        self._strict = strict
        self._lenient = lenient
        self._required = [info["name"] for info in required]
        self._components = components

    def bind(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """As of every way in. A program has to name every argument that is needed; a person leaves a field empty.

        A null of a person's is a field that was emptied, though it began with something. Of a program's it is none.
        """
        call = CURRENT.get()
        person = call is not None and call.viewer is not None
        emptied = [
            name
            for name in (arguments if person else ())
            if name in self._components and name not in self._required and arguments[name] is None
        ]
        found = self._bound({name: value for name, value in arguments.items() if name not in emptied}, person=person)
        return {**found, **{name: self._empty(name) for name in emptied}}

    def _bound(self, arguments: Mapping[str, Any], *, person: bool) -> dict[str, Any]:
        empty = [
            name
            for name in self._required
            if (name in arguments and arguments[name] is None) or (person and name not in arguments)
        ]
        if not empty:
            return self._strict.bind(arguments)
        if not person and any(name not in arguments for name in self._required):
            return self._strict.bind(arguments)
        left = {name: value for name, value in arguments.items() if name not in empty}
        texts = {name: text for name in empty if (text := self._empty(name)) is not None}
        try:
            return self._lenient.bind({**left, **texts})
        except InvalidArguments:
            return self._lenient.bind(left)

    def _empty(self, name: str) -> Any:
        """What an empty field gives: one for text has a text."""
        item = self._components.get(name)
        if isinstance(item, MultimodalTextbox):
            return {"text": "", "files": []}
        return "" if isinstance(item, Textbox) else None
