"""`gr.Checkbox`, `gr.Radio`, `gr.Dropdown`, `gr.CheckboxGroup`: yes or no, and one or several of a few values."""

from __future__ import annotations

import copy
import enum
import inspect
from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from ...errors import FunctionFailed
from ..files import Store
from ..hints import annotated, bare, holds_many, is_open, narrowed, written
from ..plain import plain
from .base import Component, or_null

Value = str | int | float | bool


class Checkbox(Component):
    """A field for yes or no.

    Args:
        value: As for every `Component`; no, if nothing is said.
        options: Of every `Component`.
    """

    def __init__(self, value: Any = False, **options: Any) -> None:
        super().__init__(value, **options)

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """True or false."""
        return bool if is_open(hint) else hint

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("boolean")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """Whether it is true; None is empty."""
        return None if value is None else bool(value)


class _Choices(Component):
    """What has choices, each a label and a value."""

    many = False
    custom = False
    changing = False
    """Whether a function of an app may give it other choices: then callers are told of those that it begins with, and
    held to none."""
    max_choices: int | None = None

    def __init__(self, choices: Sequence[Any] | None, value: Any, type: str, options: dict[str, Any]) -> None:
        super().__init__(value, **options)
        if type not in ("value", "index"):
            raise ValueError(f"gr.{self.name}: type is 'value' or 'index', not {type!r}")
        if choices is not None and (isinstance(choices, (str, dict)) or not hasattr(choices, "__iter__")):
            raise TypeError(f"gr.{self.name}: choices are a list such as ['a', 'b'], not {choices!r:.80}")
        self.type = type
        self._given = list(choices or ())
        self.choices = [_choice(given, self.name) for given in self._given]

    def in_app(self) -> None:
        """Of several choices none is picked at first."""
        if self.many and self.value is None:
            self.value = []

    @property
    def values(self) -> list[Value]:
        """What callers send for the choices."""
        return [value for _, value in self.choices]

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {"choices": [list(choice) for choice in self.choices], "type": None if self.type == "value" else "index"}

    def fitted(self, hint: Any) -> Component:
        """With the choices of the type, if it was made without."""
        found = copy.copy(self)
        if not self.choices:
            found.choices = [_choice(value, self.name) for value in _values_of(hint)]
        return found

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """The choices, or what the hint reads from one; a list of them where several can be picked."""
        if self.type == "index" and self.choices:
            return narrowed(hint, lambda _: annotated(Any, _Index(self.values, self.many, self.max_choices)))
        if is_open(hint):
            kinds = {type(given) for given in self._given}
            own = kinds.pop() if len(kinds) == 1 else None
            item: Any = own if own is not None and issubclass(own, enum.Enum) else Any
            if self.custom or not self.choices:
                item = str if all(isinstance(value, str) for value in self.values) else Value
            hint = list[item] if self.many else item
        if self.custom or not self.choices:
            limit = [Field(max_length=self.max_choices)] if self.many and self.max_choices is not None else []
            return narrowed(hint, lambda inner: annotated(inner, *limit))
        if self.changing:
            return narrowed(hint, lambda inner: annotated(inner, _Offered(self.values, self.many, self.max_choices)))
        made = narrowed(hint, lambda inner: annotated(inner, _Chosen(self.values, self.many, self.max_choices)))
        self._try(made, hint)
        return made

    def _try(self, made: Any, hint: Any) -> None:
        """Refuse choices that the hint does not admit, which nobody could ever pick."""
        adapter = TypeAdapter(made)
        for value in self.values:
            try:
                adapter.validate_python([value] if self.many else value)
            except ValidationError as error:
                reason = error.errors(include_url=False)[0]["msg"]
                raise TypeError(f"the choice {value!r} is no {written(hint)}: {reason}") from None

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        free = self.custom or self.changing or not self.choices
        item: dict[str, Any] = {} if free else {"enum": self.values}
        if self.many:
            return or_null("array", **({"items": item} if item else {}))
        return {"enum": [*self.values, None]} if item else {"type": ["string", "number", "boolean", "null"]}

    def begin(self, value: Any, store: Store | None) -> Any:
        """As of every component; an index becomes the choice that it names."""
        if value is None:
            return None
        if self.many:
            return [
                self._begun(item) for item in (value if isinstance(value, (list, tuple, set, frozenset)) else [value])
            ]
        return self._begun(value)

    def _begun(self, value: Any) -> Any:
        if self.type == "index" and type(value) is int and value not in self.values and value < len(self.choices):
            return self.values[value]
        return plain(value)

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The value of a choice, or a list of them; None is empty."""
        if value is None:
            return None
        if not self.many:
            return self._one(value)
        value = plain(value)
        if not isinstance(value, list):
            value = [value]
        return [self._one(item) for item in value]

    def _one(self, value: Any) -> Any:
        found = plain(value)
        if self.custom or self.changing or not self.choices:
            if isinstance(found, (str, int, float)):
                return found
        elif not isinstance(found, (dict, list)) and found in self.values:
            return found
        known = ", ".join(map(repr, self.values[:10])) + (", …" if len(self.values) > 10 else "")
        raise FunctionFailed(f"gr.{self.name}: {value!r:.80} is none of the choices{f': {known}' if known else ''}.")


class Radio(_Choices):
    """A field for one of a few values, all of them seen.

    Args:
        choices: Values, or pairs of a label and a value; without any, those of a `Literal` or `Enum` in the hint.
        value: As for every `Component`.
        type: What the function is given: the `value`, or its `index` among the choices. Callers send the value.
        options: Of every `Component`.
    """

    def __init__(
        self,
        choices: Sequence[Any] | None = None,
        *,
        value: Any = None,
        type: Literal["value", "index"] = "value",
        **options: Any,
    ) -> None:
        super().__init__(choices, value, type, options)


class CheckboxGroup(_Choices):
    """A field for several of a few values, all of them seen.

    Args:
        choices: As of `Radio`.
        value: As for every `Component`: a list.
        type: As of `Radio`.
        options: Of every `Component`.
    """

    many = True

    def __init__(
        self,
        choices: Sequence[Any] | None = None,
        *,
        value: Any = None,
        type: Literal["value", "index"] = "value",
        **options: Any,
    ) -> None:
        super().__init__(choices, value, type, options)


class Dropdown(_Choices):
    """A field for one of many values, or for several.

    Args:
        choices: As of `Radio`.
        value: As for every `Component`; of several a list.
        type: As of `Radio`.
        multiselect: Whether several can be picked; None lets the hint decide.
        allow_custom_value: Whether other values are taken as well.
        max_choices: How many can be picked.
        filterable: Whether one can search among the choices.
        options: Of every `Component`.
    """

    def __init__(
        self,
        choices: Sequence[Any] | None = None,
        *,
        value: Any = None,
        type: Literal["value", "index"] = "value",
        multiselect: bool | None = None,
        allow_custom_value: bool = False,
        max_choices: int | None = None,
        filterable: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(choices, value, type, options)
        self.many = bool(multiselect)
        self.custom = allow_custom_value
        self.max_choices = max_choices
        self.filterable = filterable
        self._multiselect = multiselect

    def in_app(self) -> None:
        """Of one choice the first is picked, unless the author said `value=None`."""
        super().in_app()
        if not self.many and self.values and "value" not in self.said():
            self.value = self.values[0]

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {
            **super().options(),
            "multiselect": self.many or None,
            "allow_custom_value": self.custom or None,
            "max_choices": self.max_choices,
            "filterable": None if self.filterable else False,
        }

    def fitted(self, hint: Any) -> Component:
        """With the choices of the type, and for several if its values are lists."""
        found = super().fitted(hint)
        if isinstance(found, Dropdown) and self._multiselect is None and not is_open(hint):
            found.many = holds_many(hint)
        return found


def _choice(given: Any, name: str) -> tuple[str, Value]:
    """A label and a value."""
    if isinstance(given, (tuple, list)):
        if len(given) != 2:
            raise TypeError(f"gr.{name}: a choice is a value, or a pair of label and value, not {given!r:.80}")
        return str(given[0]), _choice(given[1], name)[1]
    value = given.value if isinstance(given, enum.Enum) else given
    value = plain(value)
    if not isinstance(value, (str, int, float)):
        raise TypeError(f"gr.{name}: a choice is a text or a number, or (label, text or number), not {given!r:.80}")
    return str(value), value


def _values_of(hint: Any) -> list[Any]:
    """The values of a type that has a few."""
    kind = bare(hint)
    if holds_many(kind) and get_args(kind):
        kind = bare(get_args(kind)[0])
    if get_origin(kind) is Literal:
        return [value for value in get_args(kind) if value is not None]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return list(kind)
    return [True, False] if kind is bool else []


class _Chosen:
    """pydantic: what was picked, read as the type beside which this stands.

    Args:
        values: Those that can be picked.
        many: Whether several can.
        limit: How many, at most.
    """

    def __init__(self, values: list[Value], many: bool, limit: int | None) -> None:
        self._values, self._many, self._limit = values, many, limit

    def _json(self) -> CoreSchema:
        one = core_schema.literal_schema(self._values)
        return core_schema.list_schema(one, max_length=self._limit) if self._many else one

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.chain_schema([self._json(), handler(source)])


class _Offered(_Chosen):
    """pydantic: what was picked among choices that may be others by now."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return handler(source)  # type: ignore[no-any-return]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> Any:
        return handler(self._json())


class _Index(_Chosen):
    """pydantic: the place of what was picked, among the choices."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._placed, self._json())

    def _placed(self, value: Any) -> Any:
        return [self._values.index(item) for item in value] if self._many else self._values.index(value)
