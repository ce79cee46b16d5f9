"""`gr.Chatbot`: the messages of a conversation."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from typing_extensions import NotRequired, TypedDict

from ...errors import FunctionFailed
from ..files import Store
from ..hints import is_open
from ..media import to_file
from ..plain import plain, text
from .base import Component, or_null
from .named_files import judged

_ROLES = ("user", "assistant", "system")


class Message(TypedDict):
    """One message, as Gradio and the language models' programs have it."""

    role: Literal["user", "assistant", "system"]
    content: Any
    metadata: NotRequired[dict[str, Any] | None]
    options: NotRequired[list[dict[str, Any]] | None]


@dataclass
class ChatMessage:
    """One message, for a function that returns messages rather than dicts.

    Attributes:
        content: The text, a file, or a list of such.
        role: Who says it. What is given as `(role, content)` is understood, too.
        metadata: `title` folds it away under that, as a thought on the way; `status` "pending" or "done", `duration`
            in seconds and `log` are shown beside the title.
        options: Answers to choose from, each `{"value", "label"}`.
    """

    content: Any
    role: Literal["user", "assistant", "system"] = "assistant"
    metadata: dict[str, Any] = field(default_factory=dict)
    options: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # As Gradio 5 began.
        if self.role not in _ROLES and self.content in _ROLES:
            self.content, self.role = self.role, self.content


def as_message(item: Any) -> Any:
    """A message as a dict, of one that is an object such as a `ChatMessage`; anything else as it is."""
    if isinstance(item, Mapping) or not (hasattr(item, "role") and hasattr(item, "content")):
        return item
    names = Message.__annotations__
    return {name: getattr(item, name) for name in names if getattr(item, name, None) is not None}


class Chatbot(Component):
    """A view of a conversation. The function returns a list of messages, each `{"role", "content"}`, or of pairs
    of what the user and the assistant said. Content that is a file is shown.

    Args:
        value: As for every `Component`.
        placeholder: What an empty conversation shows.
        type: There for Gradio's sake: pairs and messages are told apart by themselves.
        height: How high it is, in pixels or CSS.
        min_height: How high it is at least.
        max_height: How high it becomes before it scrolls.
        editable: Whose messages a person may change: "user" or "all". None is "user" where something listens to
            `edit`.
        like_user_message: Whether the user's own messages can be liked, too, where something listens to `like`.
        feedback_options: Opinions to choose from, in place of "Like" and "Dislike".
        options: Of every `Component`.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        placeholder: str | None = None,
        type: str | None = None,
        height: int | str | None = None,
        min_height: int | str | None = None,
        max_height: int | str | None = None,
        editable: Literal["user", "all"] | None = None,
        like_user_message: bool = False,
        feedback_options: Sequence[str] | None = ("Like", "Dislike"),
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        if type not in (None, "messages", "tuples"):
            raise ValueError(f"gr.Chatbot: type is 'messages' or 'tuples', not {type!r}")
        self.placeholder = placeholder
        self.height = height
        self.min_height = min_height
        self.max_height = max_height
        self.offers: list[dict[str, Any]] = []
        """What an empty conversation offers to say: the examples of a `gr.ChatInterface`."""
        self.editable = editable
        self.like_user_message = like_user_message
        self.feedback_options = list(feedback_options or ())

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {
            "placeholder": self.placeholder,
            "height": self.height,
            "min_height": self.min_height,
            "max_height": self.max_height,
            "offers": self.offers or None,
            "editable": self.editable,
            "like_user_message": self.like_user_message or None,
            "feedback_options": None if self.feedback_options == ["Like", "Dislike"] else self.feedback_options,
        }

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """A list of messages. Files of theirs come back from whoever shows them, so that anybody could name any."""
        return judged(list[Message] if is_open(hint) else hint)

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        message = {
            "type": "object",
            "properties": {"role": {"enum": list(_ROLES)}, "content": {}},
            "required": ["role", "content"],
        }
        return or_null("array", items=message)

    def to_json(self, value: Any, store: Store | None) -> Any:
        """A list of messages; None is empty.

        Raises:
            FunctionFailed: An item is neither a message nor a pair.
        """
        if value is None:
            return None
        if isinstance(value, (str, Mapping)) or not hasattr(value, "__iter__"):
            raise FunctionFailed(f"gr.Chatbot shows a list of messages, not {value!r:.80}.")
        return [message for item in value for message in self._messages(item, store)]

    def _messages(self, item: Any, store: Store | None) -> list[dict[str, Any]]:
        if isinstance(item, (list, tuple)) and len(item) == 2:
            pair = zip(("user", "assistant"), item, strict=True)
            return [{"role": role, "content": self._content(said, store)} for role, said in pair if said is not None]
        item = as_message(item)
        if not isinstance(item, Mapping) or "content" not in item or item.get("role") not in _ROLES:
            raise FunctionFailed(
                'gr.Chatbot: a message is {"role": "user" or "assistant", "content": …}, or a pair of both contents, '
                f"not {item!r:.80}."
            )
        more = {name: plain(item[name]) for name in ("metadata", "options") if item.get(name)}
        return [{"role": item["role"], "content": self._content(item["content"], store), **more}]

    def _content(self, said: Any, store: Store | None) -> Any:
        if isinstance(said, str):
            return text(said)
        if isinstance(said, (list, tuple)) and not (len(said) == 2 and isinstance(said[0], int)):
            if isinstance(said, tuple) and said and len(said) <= 2:
                # Gradio's form of a file: its path, and a text that stands for it.
                return self._file(said[0], said[1] if len(said) == 2 else None, store, word="file")
            return [self._content(part, store) for part in said]
        if isinstance(said, Component):
            return self._component(said, store)
        if isinstance(said, Mapping) and isinstance(said.get("path"), str) and "meta" not in said:
            return self._file(said["path"], said.get("alt_text"), store, word="file")
        if isinstance(said, (Mapping, int, float, type(None))):
            return plain(said)
        return self._file(said, None, store)

    def _component(self, said: Component, store: Store | None) -> Any:
        """A component as a part of a message: what it shows, as Gradio's clients know it."""
        value = None if said.value is None or callable(said.value) else said.to_json(said.value, store)
        return {"component": said.name.lower(), "value": value, "props": said.look()}

    def _file(self, value: Any, said: Any, store: Store | None, *, word: str = "") -> Any:
        file = None if store is None else to_file(value, store, "message", word=word)
        return plain(value) if file is None else {"file": file, "alt_text": plain(said)}
