"""What was said in a conversation: as a panel shows it, as functions are given it, as they add to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..components.base import Component
from ..components.chat import as_message

Messages = list[dict[str, Any]]


# -- what functions are given --


def told(messages: Messages, *, pairs: bool) -> Any:
    """What was said before, as the author's function is given it: files by their paths.

    Args:
        messages: The messages.
        pairs: Whether as pairs of what the user and the other said (`type="tuples"`).
    """
    history = [{**said, "content": _told(said["content"])} for said in messages]
    if not pairs:
        return history
    made: list[list[Any]] = []
    for said in history:
        if said["role"] == "user":
            made.append([said["content"], None])
        elif made and made[-1][1] is None:
            made[-1][1] = said["content"]
        else:
            made.append([None, said["content"]])
    return made


def _told(content: Any) -> Any:
    if isinstance(content, list):
        return [_told(part) for part in content]
    file = _file_in(content)
    if file is None:
        return content
    return {"path": file["path"], **({"alt_text": content["alt_text"]} if content.get("alt_text") else {})}


def _file_in(content: Any) -> Mapping[str, Any] | None:
    """The file that a part of a message is."""
    if not isinstance(content, Mapping):
        return None
    file = content.get("file", content)
    return file if isinstance(file, Mapping) and isinstance(file.get("path"), str) else None


# -- what the user says --


def asked(message: Any) -> Messages:
    """What a user sent, as messages: its files first, each by itself."""
    if not isinstance(message, Mapping):
        return [{"role": "user", "content": message}]
    said: Messages = [{"role": "user", "content": {"path": str(path)}} for path in message.get("files") or ()]
    if message.get("text") or not said:
        said.append({"role": "user", "content": message.get("text") or ""})
    return said


def last_asked(messages: Messages, *, files: bool) -> tuple[Messages, Any]:
    """What was said before the user's last message, and that message; None where there is none.

    Args:
        messages: All that was said.
        files: Whether a message is a text with files, as of `asked`.
    """
    last = max((place for place, said in enumerate(messages) if said["role"] == "user"), default=None)
    if last is None:
        return messages, None
    if not files:
        return messages[:last], messages[last]["content"]
    first = last
    while first > 0 and messages[first - 1]["role"] == "user" and _file_in(messages[first - 1]["content"]) is not None:
        first -= 1
    text = "".join(said["content"] for said in messages[first : last + 1] if isinstance(said["content"], str))
    named = [_file_in(said["content"]) for said in messages[first : last + 1]]
    return messages[:first], {"text": text, "files": [file["path"] for file in named if file is not None]}


# -- what the function says --


def answers(value: Any) -> Messages:
    """What the function gave, as messages of the assistant."""
    if value is None:
        return []
    made: Messages = []
    for item in map(as_message, value if isinstance(value, list) else [value]):
        if isinstance(item, Mapping) and "content" in item:
            made.append({"role": "assistant", **item})
        elif isinstance(item, Mapping) and ("text" in item or "files" in item):
            made += [{**said, "role": "assistant"} for said in asked(item)]
        else:
            made.append({"role": "assistant", "content": item})
    return made


def content(value: Any) -> Any:
    """What the function gave, as a program gets it: the text, or whatever the last message is."""
    said = answers(value)
    last = said[-1]["content"] if said else None
    if isinstance(last, Component):
        return None if callable(last.value) else last.value
    file = _file_in(last)
    return last if file is None or "://" in file["path"] else Path(file["path"])
