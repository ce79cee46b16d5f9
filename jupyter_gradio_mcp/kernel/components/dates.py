"""`gr.DateTime`: a day, or a day and a time."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic_core import CoreSchema, core_schema

from ...errors import FunctionFailed
from ..files import Store
from ..hints import annotated, bare, is_open, narrowed
from ..plain import plain
from .base import Component, or_null

_FORMS = {True: "%Y-%m-%d %H:%M:%S", False: "%Y-%m-%d"}
"""How Gradio writes a time, and a day."""


class DateTime(Component):
    """A field for a day, with or without the time. Callers send ISO text, with a T or a blank before the time.

    Args:
        value: As for every `Component`.
        include_time: Whether there is a time.
        type: What the function is given: the seconds since 1970 (`timestamp`), a `datetime`, or Gradio's text
            (`string`). None lets the hint decide; without a hint it is a timestamp.
        timezone: Where times without a zone are meant, such as `Europe/Berlin`; None is the kernel's own.
        options: Of every `Component`.

    Raises:
        ValueError: There is no such type or timezone.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        include_time: bool = True,
        type: Literal["timestamp", "datetime", "string"] | None = None,
        timezone: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        if type not in (None, "timestamp", "datetime", "string"):
            raise ValueError(f"gr.DateTime: type is 'timestamp', 'datetime' or 'string', not {type!r}")
        self.include_time = include_time
        self.type = type
        self.timezone = timezone
        try:
            self._zone = None if timezone is None else ZoneInfo(timezone)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"gr.DateTime: there is no timezone {timezone!r}") from None

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {"include_time": None if self.include_time else False, "timezone": self.timezone}

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """What `type` says, or the hint."""
        kind = bare(hint)
        if self.type is None and kind in (dt.date, dt.datetime):
            return hint
        given = self.type or {str: "string", float: "timestamp", int: "timestamp"}.get(kind, "timestamp")
        if is_open(hint):
            hint = Any
        elif self.type is None and kind not in (str, float, int):
            raise TypeError("it gives a timestamp, a datetime or a text")
        whole = given == "timestamp" and kind is int
        return narrowed(hint, lambda _: annotated(Any, _Moment(self, given, whole=whole)))

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string", format=self._format)

    @property
    def _format(self) -> str:
        return "date-time" if self.include_time else "date"

    def to_json(self, value: Any, store: Store | None) -> Any:
        """ISO text of a date, a timestamp, or such a text; None is empty."""
        moment = self._moment(value)
        if moment is None:
            return None
        return moment.isoformat() if self.include_time else moment.date().isoformat()

    def _moment(self, value: Any) -> dt.datetime | None:
        if isinstance(value, dt.datetime):
            return value
        if isinstance(value, dt.date):
            return dt.datetime(value.year, value.month, value.day)
        found = plain(value)
        try:
            if isinstance(found, (int, float)) and not isinstance(found, bool):
                return dt.datetime.fromtimestamp(found, self._zone).replace(tzinfo=None)
            if isinstance(found, str) and found.strip():
                # Python 3.10 reads no Z, and no parts of a second but three or six digits.
                return dt.datetime.fromisoformat(found.strip().replace("Z", "+00:00"))
        except (ValueError, OverflowError, OSError):
            found = ...
        if found is None or found == "":
            return None
        raise FunctionFailed(
            f"gr.DateTime shows a datetime, a timestamp or a text such as 2026-01-31 12:00:00, not {value!r:.80}."
        )

    def read(self, moment: dt.datetime, kind: str) -> Any:
        """A time as the function is given it."""
        if kind == "string":
            return moment.strftime(_FORMS[self.include_time])
        if moment.tzinfo is None and self._zone is not None:
            moment = moment.replace(tzinfo=self._zone)
        return moment.timestamp() if kind == "timestamp" else moment


class _Moment:
    """pydantic: a time as one of the things that a `DateTime` gives."""

    def __init__(self, component: DateTime, kind: str, *, whole: bool) -> None:
        self._component, self._kind, self._whole = component, kind, whole

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._read, core_schema.datetime_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "format": self._component._format}

    def _read(self, moment: dt.datetime) -> Any:
        found = self._component.read(moment, self._kind)
        return int(found) if self._whole else found
