"""`gr.Label`: what something was taken for, and how surely."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from pydantic_core import CoreSchema, core_schema

from ...errors import FunctionFailed
from ..files import Store
from ..hints import annotated, bare, is_open
from ..plain import plain
from .base import Component


class Label(Component):
    """A view of a classification. The function returns a dict of label and confidence, or one label.

    Args:
        value: As for every `Component`.
        num_top_classes: How many are shown; None shows all.
        options: Of every `Component`.
    """

    def __init__(self, value: Any = None, *, num_top_classes: int | None = None, **options: Any) -> None:
        super().__init__(value, **options)
        self.num_top_classes = num_top_classes

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {"num_top_classes": self.num_top_classes}

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """A dict of confidences, also in Gradio's own form, or a label."""
        kind = bare(hint)
        if is_open(hint) or kind is dict or getattr(kind, "__origin__", None) is dict:
            return annotated(Any if is_open(hint) else hint, _Confidences())
        return hint

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        confidence = {
            "type": "object",
            "properties": {"label": {"type": "string"}, "confidence": {"type": ["number", "null"]}},
            "required": ["label", "confidence"],
        }
        return {
            "type": ["object", "null"],
            "properties": {
                "label": {"type": ["string", "null"]},
                "confidences": {"type": ["array", "null"], "items": confidence},
            },
            "required": ["label", "confidences"],
        }

    def to_json(self, value: Any, store: Store | None) -> Any:
        """`{"label", "confidences": [{"label", "confidence"}]}`, the surest first; of a label alone they are null.

        Raises:
            FunctionFailed: A confidence is no number, or the value is none of these.
        """
        if isinstance(value, Mapping):
            if set(value) == {"label", "confidences"}:
                return plain(value)
            return self._sorted(value)
        found = plain(value)
        if found is None:
            return None
        if isinstance(found, (str, int, float)):
            return {"label": str(found), "confidences": None}
        raise FunctionFailed(f"gr.Label shows a dict of confidences by label, or one label, not {value!r:.80}.")

    def _sorted(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        made: list[tuple[str, float | None]] = []
        for name, confidence in value.items():
            number = plain(confidence)
            if number is not None and (isinstance(number, bool) or not isinstance(number, (int, float))):
                raise FunctionFailed(f"gr.Label: the confidence of {name!r:.40} is no number: {confidence!r:.80}.")
            made.append((str(plain(name)), number))
        # NaN is null, and surer than nothing.
        made.sort(key=lambda item: -float("inf") if item[1] is None else item[1], reverse=True)
        shown = made if self.num_top_classes is None else made[: self.num_top_classes]
        return {
            "label": made[0][0] if made else None,
            "confidences": [{"label": name, "confidence": number} for name, number in shown],
        }


class _Confidences:
    """pydantic: Gradio's form of a classification as a dict."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_read, handler(source))


def _read(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"label", "confidences"}:
        listed = value["confidences"]
        if isinstance(listed, list) and all(isinstance(item, dict) for item in listed):
            return {item.get("label"): item.get("confidence") for item in listed}
        return value["label"]
    return value
