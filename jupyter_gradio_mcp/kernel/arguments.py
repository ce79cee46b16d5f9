"""From the JSON of a call to the arguments of a function, leniently where nothing is lost.

Agents send `12` where text is wanted, and `"[1, 2]"` where a list is. So what does not validate is
looked at once more: just the values that were refused are repaired, where a repair loses nothing,
and validated again. What cannot be repaired is reported for the values as they were sent.
"""

from __future__ import annotations

import copy
import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ArgsKwargs, ErrorDetails

from ..descriptions import ParameterInfo
from ..errors import InvalidArguments

MAX_REPAIRS = 4
"""Rounds of repair: a JSON text may hold values that need a repair of their own."""

MAX_SHOWN = 80
"""Characters of a refused value that an error message shows."""

MAX_MESSAGE = 600
"""Characters of a message, which may list what is allowed."""

_JSON_KINDS: dict[str, type] = {
    "list_type": list,
    "sequence_str": list,
    "tuple_type": list,
    "set_type": list,
    "frozen_set_type": list,
    "dict_type": dict,
    "mapping_type": dict,
    "model_type": dict,
    "model_attributes_type": dict,
    "dataclass_type": dict,
    "typed_dict_type": dict,
    "none_required": type(None),
}
"""Kinds of refusal that a JSON text may mend, and what the text must hold to do so."""

_LISTS = frozenset(kind for kind, holds in _JSON_KINDS.items() if holds is list)
"""Kinds of refusal of what should be several values."""

_CHOICES = frozenset(("literal_error", "enum"))
"""Kinds of refusal of what should be one of a few values."""

_PLAIN_TYPES = {
    "missing_keyword_only_argument": "missing_argument",
    "unexpected_keyword_argument": "unexpected_argument",
}
"""Kinds of refusal whose names tell how arguments are passed inside, which is nobody's business."""

_NO_REPAIR = object()


class Arguments:
    """The way in, for one function.

    Args:
        function: Its name, for messages.
        adapter: Validates a call's named arguments and gives them back converted.
        parameters: The parameters that callers see.
    """

    def __init__(self, function: str, adapter: TypeAdapter[Any], parameters: Sequence[ParameterInfo]) -> None:
        self._function = function
        self._adapter = adapter
        self._parameters = {parameter["name"]: parameter for parameter in parameters}

    def bind(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments for the function, by name.

        A null for a parameter that has a default and admits none counts as not sent, as agents mean it.

        Raises:
            InvalidArguments: They do not fit; `details` has a finding per value.
        """
        try:
            found: dict[str, Any] = self._adapter.validate_python(ArgsKwargs((), dict(arguments)))
        except ValidationError as refused:
            found = self._repaired(arguments, refused)
        return found

    def _repaired(self, arguments: Mapping[str, Any], refused: ValidationError) -> dict[str, Any]:
        values = copy.deepcopy(dict(arguments))
        errors = refused.errors(include_url=False)
        for _ in range(MAX_REPAIRS):
            # Not `any`: one round is to mend all that it can.
            if not sum(self._repair(values, error) for error in errors):
                break
            try:
                found: dict[str, Any] = self._adapter.validate_python(ArgsKwargs((), values))
                return found
            except ValidationError as again:
                errors = again.errors(include_url=False)
        raise self._invalid(refused.errors(include_url=False)) from None

    def _repair(self, values: dict[str, Any], error: ErrorDetails) -> bool:
        """Mend one refused value in place; False where that would lose something."""
        holder, key = _find(values, error["loc"])
        if holder is None:
            return False
        value = holder[key]
        if value is None and holder is values and not self._parameters.get(str(key), {}).get("required", True):
            del values[str(key)]
            return True
        mended = _mend(error["type"], value)
        if mended is _NO_REPAIR:
            return False
        holder[key] = mended
        return True

    def _invalid(self, errors: Sequence[ErrorDetails]) -> InvalidArguments:
        details = [
            {
                "loc": [p if isinstance(p, int) else str(p) for p in e["loc"]],
                "msg": self._text(e),
                "type": _PLAIN_TYPES.get(e["type"], e["type"]),
            }
            for e in errors
        ]
        sentences = list(dict.fromkeys(str(detail["msg"]) for detail in details))
        return InvalidArguments(" ".join(sentences[:5]), details)

    def _text(self, error: ErrorDetails) -> str:
        name = str(error["loc"][0]) if error["loc"] else ""
        if error["type"] in ("missing_argument", "missing_keyword_only_argument"):
            parameter = self._parameters[name]
            meaning = f": {parameter['description']}" if parameter["description"] else ""
            return f"{self._function}() needs '{name}' ({parameter['type'] or 'any'}){meaning.rstrip('.')}."
        if error["type"] == "unexpected_keyword_argument":
            near = difflib.get_close_matches(name, self._parameters, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            takes = ", ".join(self._parameters) or "nothing"
            return f"{self._function}() takes no argument '{name[:MAX_SHOWN]}'.{hint} It takes: {takes}."
        where = name + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error["loc"][1:])
        if error["type"] == "file_content":
            # Where the server put the file is not for callers.
            return f"'{where}': {error['msg']}."
        message = error["msg"]
        if len(message) > MAX_MESSAGE:
            # Of ten thousand choices.
            message = f"{message[:MAX_MESSAGE].rpartition(', ')[0]}, …"
        return f"'{where}': {message} (got {_shown(error['input'])})."


def _find(values: dict[str, Any], location: Sequence[int | str]) -> tuple[Any, Any]:
    """The container and the key of the value at `location`; (None, None) where there is none.

    A location may have parts that name a choice of a union and not a place; they lead nowhere.
    """
    holder, key, value = None, None, values
    for part in location:
        try:
            inner = value[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(value, (dict, list)):
            break
        holder, key, value = value, part, inner
    return holder, key


def _mend(kind: str, value: Any) -> Any:
    """A value that means the same and may be admitted; `_NO_REPAIR` if there is none."""
    if isinstance(value, str):
        return _mend_text(kind, value)
    if kind in _LISTS and not isinstance(value, (list, type(None))):
        # One where several are wanted. Not of a text, which may well be several.
        return [value]
    if (kind == "string_type" or kind in _CHOICES) and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return _NO_REPAIR


def _mend_text(kind: str, value: str) -> Any:
    if value.strip() in ("null", "None") and kind.endswith(("_type", "_parsing", "none_required")):
        # Whatever was wanted here, it was no text.
        return None
    if kind not in _CHOICES and kind not in _JSON_KINDS:
        return _NO_REPAIR
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return _NO_REPAIR
    if kind in _CHOICES:
        return parsed if parsed is None or isinstance(parsed, (bool, int, float)) else _NO_REPAIR
    if kind in _LISTS and isinstance(parsed, dict):
        return [parsed]
    return parsed if isinstance(parsed, _JSON_KINDS[kind]) else _NO_REPAIR


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
