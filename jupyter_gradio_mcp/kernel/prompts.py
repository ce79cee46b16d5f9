"""From whatever a prompt's function gives back to messages, as `prompts/get` answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..descriptions import OutputInfo
from ..errors import FunctionFailed
from .files import Store
from .results import Results, Returned
from .views import CallViews

ROLES = frozenset(("user", "assistant"))

MESSAGES: OutputInfo = {
    "label": "result",
    "description": "The messages of the prompt.",
    "type": "dict",
    "schema": {
        "type": "object",
        "properties": {
            "description": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "messages": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"role": {"enum": sorted(ROLES)}, "content": {}},
                    "required": ["role", "content"],
                },
            },
        },
        "required": ["messages"],
    },
    "files": "",
    "props": {},
    "component": "JSON",
}
"""What REST gives of a prompt, whatever its function's hint says."""


class PromptResults(Results):
    """The way out of a prompt's function.

    A text is a message of the user, and so is an image, or a content block of MCP; a list has a
    message for each item. A message is a mapping or an object with `role` and `content`.
    """

    def to_json(self, value: Any, store: Store | None = None, views: CallViews | None = None) -> Returned:
        """`{"description", "messages"}`; the content of a message is a block of MCP, or `FileData`.

        Raises:
            FunctionFailed: It names a file that may not leave this machine, or a role that there is not.
        """
        description = _of(value, "description")
        given = _of(value, "messages")
        if given is None:
            given, description = value, None
        messages: list[dict[str, Any]] = []
        for item in given if isinstance(given, Sequence) and not isinstance(given, (str, bytes)) else [given]:
            role, content = _of(item, "role"), _of(item, "content")
            if role is None or content is None:
                role, content = "user", item
            elif role not in ROLES:
                raise FunctionFailed(
                    f"'{self._name}' gave a message whose role is {role!r}; it is 'user' or 'assistant'."
                )
            parts = content if isinstance(content, (list, tuple)) else [content]
            messages += [{"role": role, "content": self._block(part, store)} for part in parts]
        return Returned({"description": description, "messages": messages}, False, True)

    def _block(self, part: Any, store: Store | None) -> Any:
        if isinstance(part, str):
            return {"type": "text", "text": super().to_json(part).value}
        dump = getattr(part, "model_dump", None)
        if callable(dump) and isinstance(getattr(part, "type", None), str):
            part = dump(mode="json", by_alias=True, exclude_none=True)
        return super().to_json(part, store).value


def _of(value: Any, name: str) -> Any:
    """An item of a mapping or an attribute of an object; None if there is none."""
    if isinstance(value, dict):
        return value.get(name)
    return None if isinstance(value, (str, bytes, list, tuple)) else getattr(value, name, None)
