"""`gr.HighlightedText`: text whose parts are marked, each with a category or a number."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import CoreSchema, core_schema

from ...errors import FunctionFailed
from ..files import Store
from ..hints import annotated, is_open
from ..plain import plain, text
from .base import Component

Part = tuple[str, Any]


class HighlightedText(Component):
    """A view of text whose parts are marked.

    The function returns a list of (text, category), or a dict `{"text": …, "entities": [{"start", "end", "entity"}]}`.
    A category is a text, a number from -1 to 1, or None.

    Args:
        value: As for every `Component`.
        color_map: Colours by category, as CSS has them.
        show_legend: Whether the categories are above the text, rather than beside its parts.
        show_inline_category: Whether they are beside its parts.
        combine_adjacent: Whether parts that follow each other and have one category are one.
        adjacent_separator: What is between them then.
        show_whitespaces: Whether blanks at both ends of a part are kept.
        options: Of every `Component`.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        color_map: Mapping[str, str] | None = None,
        show_legend: bool = False,
        show_inline_category: bool = True,
        combine_adjacent: bool = False,
        adjacent_separator: str = "",
        show_whitespaces: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        self.color_map = color_map
        self.show_legend = show_legend
        self.show_inline_category = show_inline_category
        self.combine_adjacent = combine_adjacent
        self.adjacent_separator = adjacent_separator
        self.show_whitespaces = show_whitespaces

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {
            "color_map": None if self.color_map is None else {str(k): str(v) for k, v in self.color_map.items()},
            "show_legend": self.show_legend or None,
            "show_inline_category": None if self.show_inline_category else False,
            "show_whitespaces": None if self.show_whitespaces else False,
        }

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """Parts, as they come out; the function is given pairs."""
        return annotated(list[Any] | None if is_open(hint) else hint, _Pairs())

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        part = {
            "type": "object",
            "properties": {"token": {"type": "string"}, "class_or_confidence": {"type": ["string", "number", "null"]}},
            "required": ["token", "class_or_confidence"],
        }
        return {"type": ["array", "null"], "items": part}

    def to_json(self, value: Any, store: Store | None) -> Any:
        """`[{"token", "class_or_confidence"}]`.

        Raises:
            FunctionFailed: It is neither parts nor a text with its entities.
        """
        if value is None:
            return None
        parts = self._of_entities(value) if isinstance(value, Mapping) else self._listed(value)
        if self.combine_adjacent:
            parts = self._combined(parts)
        return [{"token": token, "class_or_confidence": said} for token, said in parts]

    def _listed(self, value: Any) -> list[Part]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self._refuse(value)
        parts = []
        for item in value:
            if isinstance(item, Mapping) and "token" in item:
                token, said = item["token"], item.get("class_or_confidence")
            elif isinstance(item, (list, tuple)) and len(item) == 2:
                token, said = item
            else:
                raise self._refuse(item)
            parts.append((text(str(token)), _category(said)))
        return parts

    def _of_entities(self, value: Mapping[Any, Any]) -> list[Part]:
        """The parts of a text, of which entities say where some begin and end."""
        whole, entities = value.get("text"), value.get("entities")
        if not isinstance(whole, str) or not isinstance(entities, (list, tuple)):
            raise self._refuse(value)
        found: list[Part] = []
        at = 0
        try:
            marks = sorted(entities, key=lambda entity: entity["start"])
            for entity in marks:
                start, end = int(entity["start"]), int(entity["end"])
                # Hugging Face says `entity`, or `entity_group` of several words.
                said = entity.get("entity") or entity.get("entity_group")
                found += [(whole[at:start], None), (whole[start:end], _category(said))]
                at = end
        except (KeyError, TypeError, ValueError, AttributeError):
            raise self._refuse(value) from None
        found.append((whole[at:], None))
        return [(text(token), said) for token, said in found if token]

    def _combined(self, parts: Sequence[Part]) -> list[Part]:
        found: list[Part] = []
        for token, said in parts:
            if found and found[-1][1] == said:
                found[-1] = (found[-1][0] + self.adjacent_separator + token, said)
            elif token:
                found.append((token, said))
        return found

    def _refuse(self, value: Any) -> FunctionFailed:
        return FunctionFailed(
            "gr.HighlightedText shows a list of (text, category), or "
            f'{{"text": …, "entities": [{{"start", "end", "entity"}}]}}, not {value!r:.80}.'
        )


def _category(said: Any) -> Any:
    found = plain(said)
    if isinstance(found, bool) or not (found is None or isinstance(found, (str, int, float))):
        return str(found)
    return found


class _Pairs:
    """pydantic: Gradio's form of marked text as pairs."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_read, handler(source))


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [
            (item["token"], item.get("class_or_confidence")) if isinstance(item, dict) and "token" in item else item
            for item in value
        ]
    return value
