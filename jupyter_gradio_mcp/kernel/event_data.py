"""`gr.EventData` and its kinds: what a function may see of the event that began its call."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..descriptions import FILE_META
from ..protocol import EventInfo
from .inject import LEAVE, Injected


class EventFile(NamedTuple):
    """A file that an event is about.

    Attributes:
        path: Where it is, on this machine.
        url: An address of it, or None.
        size: Bytes, or None if nobody knows.
        orig_name: What it was called where it came from.
        mime_type: Its type, or None.
    """

    path: str
    url: str | None = None
    size: int | None = None
    orig_name: str | None = None
    mime_type: str | None = None


class EventData(Injected):
    """The event that began the call. Declare it as a parameter; callers never see it::

        def chosen(event: gr.SelectData) -> str:
            return f"{event.value} at {event.index}"

    Whoever calls the function without an event, such as a program or an agent, leaves everything in it None; a
    parameter that has a default keeps that. What else an event tells is an attribute by its name.

    Args:
        target: What was clicked, chosen, …
        _data: What the event tells.

    Attributes:
        target: The component that it happened to; None without an event.
    """

    def __init__(self, target: Any = None, _data: Any = None) -> None:
        self.target = target
        self._data = _data

    def of_parameter(self, parameter: inspect.Parameter, *, annotated: bool) -> Injected:
        """What is given for a parameter of this type."""
        return Awaited(type(self), (), parameter.default is not parameter.empty)

    def told(self, name: str, otherwise: Any = None) -> Any:
        """One thing that the event tells; `otherwise` where it does not."""
        return self._data.get(name, otherwise) if isinstance(self._data, Mapping) else otherwise

    def __getattr__(self, name: str) -> Any:
        data = None if name.startswith("_") else vars(self).get("_data")
        if isinstance(data, Mapping) and name in data:
            return data[name]
        raise AttributeError(f"gr.{type(self).__name__}: this event tells of no '{name}'")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(target={self.target!r}, data={self._data!r:.200})"


class SelectData(EventData):
    """Something was selected.

    Attributes:
        index: Its place: a number, `[row, column]` of a table, `[x, y]` in pixels of an image, `[start, end]` in a
            text.
        value: It.
        row_value: Of a cell of a table: all of its row.
        col_value: Of a cell of a table: all of its column.
        selected: False if it is selected no longer.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.index: Any = self.told("index")
        self.value: Any = self.told("value")
        self.row_value: Any = self.told("row_value")
        self.col_value: Any = self.told("col_value")
        self.selected: bool | None = self.told("selected", None if data is None else True)


class LikeData(EventData):
    """A message was liked, or was not.

    Attributes:
        index: Its place in the conversation, from 0.
        value: What it says: the contents of all messages that are shown as one.
        liked: Whether it was liked; a text for another opinion.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.index: Any = self.told("index")
        self.value: Any = self.told("value")
        self.liked: bool | str | None = self.told("liked", None if data is None else True)


class KeyUpData(EventData):
    """A key was let go.

    Attributes:
        key: Its name, as browsers have it.
        input_value: The text in the field after that.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.key: str | None = self.told("key")
        self.input_value: str | None = self.told("input_value")


class EditData(EventData):
    """Something was changed: a message, or a cell of a table.

    Attributes:
        index: Its place, as of `SelectData`.
        previous_value: What it was.
        value: What it is.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.index: Any = self.told("index")
        self.previous_value: Any = self.told("previous_value")
        self.value: Any = self.told("value")


class RetryData(EventData):
    """An answer is to be given once more.

    Attributes:
        index: The place of the user's message, from 0.
        value: What that says.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.index: Any = self.told("index")
        self.value: Any = self.told("value")


class UndoData(RetryData):
    """A message and its answer are to be taken back; attributes as of `RetryData`."""


class CopyData(EventData):
    """Something was copied.

    Attributes:
        value: The text.
    """

    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        self.value: Any = self.told("value")


class _OfAFile(EventData):
    def __init__(self, target: Any = None, data: Any = None) -> None:
        super().__init__(target, data)
        # Only what is marked as a file was looked at on its way here.
        known = isinstance(data, Mapping) and data.get("meta") == FILE_META
        self.file: EventFile | None = EventFile(*map(self.told, EventFile._fields)) if known else None


class DeletedFileData(_OfAFile):
    """A file was taken away.

    Attributes:
        file: It: `path`, `orig_name`, `size`, `mime_type`.
    """


class DownloadData(_OfAFile):
    """A file was downloaded.

    Attributes:
        file: It, as of `DeletedFileData`.
    """


class Awaited(Injected):
    """A parameter that is given the event.

    Args:
        kind: As what.
        sources: What the function listens to; an event names one of them by its place.
        optional: Whether the parameter has a default, which stands where there is no event.
    """

    def __init__(self, kind: type[EventData], sources: Sequence[Any], optional: bool) -> None:
        self._kind = kind
        self._sources = sources
        self._optional = optional

    def of(self, sources: Sequence[Any]) -> Awaited:
        """The same, of a function that listens to these."""
        return Awaited(self._kind, sources, self._optional)

    def for_call(self, call: Any) -> Any:
        """The event that began `call`."""
        event: EventInfo | None = call.event
        if event is None:
            return LEAVE if self._optional else self._kind()
        place = event["trigger"]
        if place is None and len(self._sources) == 1:
            place = 0
        known = place is not None and 0 <= place < len(self._sources)
        return self._kind(self._sources[place] if known and place is not None else None, event["data"])
