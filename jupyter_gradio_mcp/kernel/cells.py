"""A `%%mcp_tool` cell is an ordinary cell that is looked at when it has run.

The first line of such a cell is turned into a statement of its own, so the rest runs as it would
without it: the last expression shows, `await` and other magics work, line numbers are true. The
statement opens a *marking*; when the cell has run without an error, the marking is handed on with
the names that the cell defined.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAGIC = "mcp_tool"


@dataclass
class Marking:
    """What a cell asked for, and what was in the namespace before it ran."""

    line: str
    request: Any
    before: dict[str, int] = field(default_factory=dict)


def as_ordinary_cell(lines: list[str]) -> list[str]:
    """IPython input transformer: the cell magic's line becomes a statement, and the body stays."""
    if lines and lines[0].startswith(f"%%{MAGIC}"):
        first = lines[0].rstrip("\n")
        word, _, options = first.partition(" ")
        if word == f"%%{MAGIC}":
            statement = f"get_ipython().run_line_magic({MAGIC!r}, {options.strip()!r})"
            return [statement + "\n", *lines[1:]]
    return lines


class Cells:
    """Watches the cells of a shell for markings.

    Args:
        shell: The IPython shell.
        when_done: Called with a marking, the names its cell defined in order, and the cell's id,
            once the cell has run without an error.
    """

    def __init__(self, shell: Any, when_done: Callable[[Marking, list[str], str | None], None]) -> None:
        self._shell = shell
        self._when_done = when_done
        # Cells nest (`%run other.ipynb`), so the markings do. The cell that loads the extension
        # is running now; its end must find something to take away.
        self._open: list[list[Marking]] = [[]]
        shell.input_transformers_cleanup.append(as_ordinary_cell)
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def close(self) -> None:
        """Give the shell its transformer list and events back."""
        self._shell.input_transformers_cleanup.remove(as_ordinary_cell)
        self._shell.events.unregister("pre_run_cell", self._begin)
        self._shell.events.unregister("post_run_cell", self._end)

    def mark(self, line: str, request: Any) -> None:
        """Mark the running cell."""
        before = {name: id(value) for name, value in self._shell.user_ns.items()}
        if self._open:
            self._open[-1].append(Marking(line, request, before))

    def _begin(self, info: Any) -> None:
        self._open.append([])

    def _end(self, result: Any) -> None:
        markings = self._open.pop() if self._open else []
        if not result.success:
            return
        for marking in markings:
            names = self._defined(marking, result.info.raw_cell or "")
            self._when_done(marking, names, self._cell_id(result.info))

    def _defined(self, marking: Marking, source: str) -> list[str]:
        """The public functions that the cell defined: by its text, and by what is new."""
        namespace = self._shell.user_ns
        written = _written(self._shell.transform_cell(source))
        new = [
            name
            for name, value in namespace.items()
            if marking.before.get(name) != id(value)
            and getattr(value, "__name__", None) == name
            and getattr(value, "__module__", None) == "__main__"
        ]
        return [
            name
            for name in dict.fromkeys([*written, *new])
            if not name.startswith("_") and callable(namespace.get(name)) and not isinstance(namespace[name], type)
        ]

    def _cell_id(self, info: Any) -> str | None:
        """The id that the front end gives the cell: VS Code and JupyterLab send it as metadata."""
        kernel = getattr(self._shell, "kernel", None)
        metadata = kernel.get_parent().get("metadata", {}) if kernel is not None else {}
        found = metadata.get("cellId") or getattr(info, "cell_id", None)
        return str(found) if found else None


def _written(source: str) -> list[str]:
    """Names of the functions defined at the top level of `source`, within `if` and `with` too."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found: list[str] = []
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.name)
        elif not isinstance(node, (ast.ClassDef, ast.Lambda)):
            rest.extend(
                child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.stmt, ast.excepthandler))
            )
    return found
