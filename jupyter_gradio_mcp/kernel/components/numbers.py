"""`gr.Number` and `gr.Slider`: numbers, within bounds."""

from __future__ import annotations

import inspect
import math
import numbers
import random
from operator import getitem
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import CoreSchema, core_schema

from ...errors import FunctionFailed
from ..files import Store
from ..hints import annotated, bare, is_open, is_union, narrowed
from ..plain import plain
from .base import Component, or_null


class Number(Component):
    """A field for a number.

    Args:
        value: As for every `Component`.
        placeholder: What an empty field shows.
        precision: Digits after the point that numbers are rounded to; 0 makes whole numbers.
        minimum: The smallest that is taken.
        maximum: The largest that is taken.
        step: By how much the field's arrows change it.
        options: Of every `Component`.

    Raises:
        TypeError: A bound or the step is no number.
        ValueError: The minimum is above the maximum, or the step is not above 0.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        placeholder: str | None = None,
        precision: int | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        step: float | None = None,
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        for option, number in (("minimum", minimum), ("maximum", maximum), ("step", step)):
            if number is not None and (isinstance(number, bool) or not isinstance(number, numbers.Real)):
                raise TypeError(f"gr.{self.name}: {option}={number!r:.80} is no number")
        if step is not None and step <= 0:
            raise ValueError(f"gr.{self.name}: step={step} must be above 0")
        if minimum is not None and maximum is not None and minimum > maximum:
            raise ValueError(f"gr.{self.name}: the minimum {minimum} is above the maximum {maximum}")
        self.placeholder = placeholder
        self.precision = precision
        self.minimum = minimum
        self.maximum = maximum
        self.step = step

    def options(self) -> dict[str, Any]:
        """As of every component."""
        names = ("placeholder", "precision", "minimum", "maximum", "step")
        return {name: getattr(self, name) for name in names}

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """A number, or what the hint reads from one, within the bounds."""
        if not is_open(hint) and not _is_number(bare(hint)):
            raise TypeError("it gives a number")
        said: list[Any] = []
        if (is_open(hint) or bare(hint) == int | float) and self.precision != 0:
            hint = annotated(Any, _Either(self.minimum, self.maximum))
        else:
            hint = int if is_open(hint) else hint
            if self.minimum is not None:
                said.append(Field(ge=self.minimum))
            if self.maximum is not None:
                said.append(Field(le=self.maximum))
        if self.precision is not None:
            # A whole number is rounded before it is read, for 2.6 is none.
            reader = BeforeValidator if bare(hint) is int else AfterValidator
            said.append(reader(self._rounded))
        return narrowed(hint, lambda inner: _each(inner, said))

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("integer" if self.precision == 0 else "number")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """A number of whatever library, rounded; None, and what is no number to JSON, is empty."""
        found = plain(value)
        if found is None or (isinstance(found, (int, float)) and not isinstance(found, bool)):
            return self._rounded(found)
        raise FunctionFailed(f"gr.{self.name} shows a number, and the function gave {value!r:.80}.")

    def _rounded(self, value: Any) -> Any:
        if self.precision is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        return round(value) if self.precision == 0 else round(float(value), self.precision)


def _each(hint: Any, said: list[Any]) -> Any:
    """`hint` with that said of each of its choices: of a union JSON Schema has no bounds."""
    if not is_union(hint):
        return annotated(hint, *said)
    return getitem(Union, tuple(annotated(choice, *said) for choice in get_args(hint)))


class Slider(Number):
    """A field for a number between two bounds.

    Args:
        minimum: The smallest.
        maximum: The largest.
        value: As for every `Component`.
        step: The distance of the numbers that can be picked; None makes it fit the bounds.
        precision: As of `Number`.
        randomize: Whether it begins, in an app, with any number that can be picked.
        options: Of every `Component`.
    """

    def __init__(
        self,
        minimum: float = 0,
        maximum: float = 100,
        value: Any = None,
        *,
        step: float | None = None,
        precision: int | None = None,
        randomize: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(value, minimum=minimum, maximum=maximum, step=step, precision=precision, **options)
        self.randomize = randomize

    def in_app(self) -> None:
        """It stands at its smallest number, or at any."""
        if self.randomize:
            self.value = self._any
        elif self.value is None:
            self.value = self.minimum

    def _any(self) -> float:
        low, high = self.minimum or 0, 100 if self.maximum is None else self.maximum
        whole = all(isinstance(bound, int) for bound in (low, high))
        step = self.step or step_of(low, high, whole=whole) or 1
        found = low + random.randint(0, int((high - low) / step)) * step
        return found if isinstance(found, int) else round(found, 10)


class _Either:
    """pydantic: a number between bounds, of which a whole one stays one."""

    def __init__(self, minimum: float | None, maximum: float | None) -> None:
        bounds = (("ge", minimum), ("le", maximum))
        self._bounds: dict[str, Any] = {key: value for key, value in bounds if value is not None}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(_whole_or_not, core_schema.float_schema(**self._bounds))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        names = {"ge": "minimum", "le": "maximum"}
        return {"type": "number", **{names[key]: value for key, value in self._bounds.items()}}


def _is_number(kind: Any) -> bool:
    """Whether values of a type are numbers."""
    if get_origin(kind) is Literal:
        return all(isinstance(choice, numbers.Number) for choice in get_args(kind))
    if is_union(kind):
        return all(_is_number(choice) for choice in get_args(kind))
    return isinstance(kind, type) and issubclass(kind, (numbers.Number, type(None)))


def _whole_or_not(value: Any, read: Any) -> Any:
    number = read(value)
    return value if type(value) is int else number


def step_of(minimum: Any, maximum: Any, *, whole: bool) -> float | None:
    """The step of a field with these bounds: 1 for whole numbers, else a hundredth of the distance or less."""
    if whole:
        return 1
    if minimum is None or maximum is None or maximum <= minimum:
        return None
    return float(10.0 ** math.floor(math.log10(maximum - minimum) - 2))
