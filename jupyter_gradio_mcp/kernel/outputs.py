"""What a function gives back: its outputs, their schema, and the way out of its calls."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter
from pydantic_core import CoreSchema, core_schema

from ..descriptions import OutputInfo
from ..errors import FunctionFailed
from . import media, tables
from .components import explicit
from .components.base import Component
from .components.implied import implied, of_library
from .files import Store
from .hints import annotated, extras, label_of, written
from .results import Results
from .schema import output_schema, self_contained
from .views import CallViews


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a function gives back.

    Attributes:
        schema: JSON Schema of its result; None where there is none.
        infos: The outputs, as Gradio's clients see them.
        results: From a result to JSON.
    """

    schema: dict[str, Any] | None
    infos: tuple[OutputInfo, ...]
    results: Results


def outputs(name: str, hint: Any, returns: str, said: Any = None) -> Outputs:
    """Tell of what a function gives back.

    Args:
        name: The function's name.
        hint: Of one result; `Any` if nothing is said.
        returns: What the docstring says of it.
        said: The option `outputs=`.

    Raises:
        RegistrationError: The option does not fit the hint.
    """
    hints = _split(hint)
    chosen = explicit.outputs(name, hints, said)
    if len(chosen) != len(hints):
        hints = [hint] if len(chosen) == 1 else [Any] * len(chosen)
    several = len(hints) > 1
    chosen = [component and component.fitted(inner) for component, inner in zip(chosen, hints, strict=True)]
    own = [component is not None and not component.as_hinted for component in chosen]
    infos = tuple(
        _info(inner, component, "" if several else returns, f"value_{place}" if several else "result")
        for place, (inner, component) in enumerate(zip(hints, chosen, strict=True))
    )
    if any(own):
        # What is shown by a component of its own goes out as that has it, and what is beside it as its hint has it.
        parts = [
            component if component is not None and its_own else _Hinted(name, inner)
            for component, inner, its_own in zip(chosen, hints, own, strict=True)
        ]
        schema = None if any(info["files"] for info in infos) else _schema(parts, several=several)
        return Outputs(schema=schema, infos=infos, results=Results(None, name, components=parts))
    return Outputs(schema=_hinted_schema(hint), infos=infos, results=_hinted_results(name, hint))


def _hinted_schema(hint: Any) -> dict[str, Any] | None:
    return None if media.holds_files(hint) else output_schema(tables.acceptable(hint))


def _hinted_results(name: str, hint: Any) -> Results:
    typed, files, schema = tables.acceptable(hint), media.holds_files(hint), _hinted_schema(hint)
    return Results(
        TypeAdapter(typed) if schema is not None else None,
        name,
        files=files,
        words=media.words_of(hint) if files else "",
        exact=hint if schema is not None else None,
        tables=typed is not hint,
    )


def _schema(parts: list[Component], *, several: bool) -> dict[str, Any] | None:
    """The schema of a result that components show; None if one has none."""
    schemas = [part.schema() for part in parts]
    if None in schemas:
        return None
    types = tuple(annotated(Any, _Said(schema or {})) for schema in schemas)
    return output_schema(tuple[types] if several else types[0])  # type: ignore[valid-type]


class _Hinted(Component):
    """An output whose JSON is what its hint says, beside others with components of their own."""

    as_hinted = True

    def __init__(self, name: str, hint: Any) -> None:
        super().__init__()
        self._hint = hint
        self._schema = _hinted_schema(hint)
        self._results = _hinted_results(name, hint)

    def schema(self) -> dict[str, Any] | None:
        return self._schema

    def to_json(self, value: Any, store: Store | None) -> Any:
        made = self._results.to_json(value, store)
        if self._schema is not None and not made.fits:
            raise FunctionFailed(f"The function returned {value!r:.80} where its hint says {written(self._hint)}.")
        return made.value

    def to_panel(self, value: Any, store: Store | None, views: CallViews) -> Any:
        return self._results.to_json(value, store, views).value


def _split(hint: Any) -> list[Any]:
    """The hints of the outputs: one, or those of a tuple of a fixed length."""
    arguments = get_args(hint) if get_origin(hint) is tuple else ()
    # A sound is a tuple, and one output.
    single = not arguments or Ellipsis in arguments or media.promised(hint) is not None
    return [hint] if single else list(arguments)


def _info(hint: Any, component: Component | None, returns: str, label: str) -> OutputInfo:
    file = media.promised(hint) if component is None or component.as_hinted else None
    schema: dict[str, Any] = {}
    if component is not None and not component.as_hinted:
        schema = {} if component.files else component.schema() or {}
        files, kind, look = component.files or "", component.name, component.look()
    elif file is not None:
        files, kind = file.files, file.component
        look = {"file_count": "multiple" if file.files == "many" else "single"}
    else:
        schema = output_schema(tables.acceptable(hint)) or {}
        definitions = schema.get("$defs", {})
        shown = component or implied(schema, definitions, extras(hint))
        files, kind, look = "", shown.name, shown.look()
        if component is None and (view := of_library(hint)) is not None:
            kind, look = view, {}
    named = component.label if component is not None and component.label is not None else None
    return {
        "label": named or label,
        "description": returns,
        "type": "" if hint is Any or hint is inspect.Parameter.empty else written(hint),
        "schema": schema,
        "files": files,
        "component": kind,
        "props": {**look, "label": named or label_of(label.replace("value_", "output_"))},
    }


class _Said:
    """pydantic: a value whose schema somebody else says."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return self_contained(self._schema, self._schema.get("$defs", {}))
