"""`gr.Code`: a program text, in a field or to read."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Sequence
from typing import Any, ClassVar

from ..files import Store
from ..hints import is_open
from ..plain import text
from .base import Component, or_null

LANGUAGES = (
    *("python", "c", "cpp", "markdown", "latex", "json", "html", "css", "javascript", "jinja2", "typescript", "yaml"),
    *("dockerfile", "shell", "r", "sql", "sql-msSQL", "sql-mySQL", "sql-mariaDB", "sql-sqlite", "sql-cassandra"),
    *("sql-plSQL", "sql-hive", "sql-pgSQL", "sql-gql", "sql-gpSQL", "sql-sparkSQL", "sql-esper"),
)
"""The languages that Gradio knows."""


class Code(Component):
    """A field for a program text, or a view of one.

    Args:
        value: As for every `Component`.
        language: Of `LANGUAGES`; None colors nothing.
        lines: How many lines there are at least.
        max_lines: How many it grows to.
        options: Of every `Component`.

    Raises:
        ValueError: There is no such language.
    """

    languages: ClassVar[Sequence[str]] = LANGUAGES
    """What `language` may be."""

    def __init__(
        self,
        value: Any = None,
        language: str | None = None,
        *,
        lines: int = 5,
        max_lines: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        if language is not None and language not in LANGUAGES:
            near = difflib.get_close_matches(language, LANGUAGES, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise ValueError(f"gr.Code: no language {language!r}.{hint} There are: {', '.join(LANGUAGES)}")
        self.language = language
        self.lines = lines
        self.max_lines = max_lines

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {"language": self.language, "lines": self.lines, "max_lines": self.max_lines}

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """Text."""
        return str if is_open(hint) else hint

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The text; None is empty."""
        return None if value is None else text(str(value))
