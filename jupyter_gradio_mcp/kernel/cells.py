"""A `%%mcp_tool` cell is an ordinary cell that is looked at when it has run; so are its two sisters.

The first line of such a cell is turned into a statement of its own, so the rest runs as it would
without it: the last expression shows, `await` and other magics work, line numbers are true. The
statement opens a *marking*; when the cell has run without an error, the marking is handed on with
the names that the cell defined.
"""

from __future__ import annotations

import ast
import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..errors import RegistrationError
from .call import CURRENT

MAGIC = "mcp_tool"
MAGICS = (MAGIC, "mcp_resource", "mcp_prompt")
"""The cell magics that offer what their cell defines."""


@dataclass
class Marking:
    """What a cell asked for, what was in the namespace before it ran, and what it has defined."""

    request: Any
    before: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass
class Done:
    """A cell that has run without an error: its id, its markings, and the functions that were decorated in it.

    `message` is the id of the request that runs it; the cells that it runs in turn have the same.
    """

    cell: str | None = None
    message: str | None = None
    markings: list[Marking] = field(default_factory=list)
    declared: list[Any] = field(default_factory=list)


def as_ordinary_cell(lines: list[str]) -> list[str]:
    """IPython input transformer: the cell magic's line becomes a statement, and the body stays."""
    if lines and lines[0].startswith("%%mcp_"):
        word, _, options = lines[0].rstrip("\n").partition(" ")
        if word[2:] in MAGICS:
            statement = f"get_ipython().run_line_magic({word[2:]!r}, {options.strip()!r})"
            return [statement + "\n", *lines[1:]]
    return lines


class Cells:
    """Watches the cells of a shell for markings.

    Args:
        shell: The IPython shell.
        when_done: Called once a cell that asked for something has run without an error.
    """

    def __init__(self, shell: Any, when_done: Callable[[Done], None]) -> None:
        self._shell = shell
        self._when_done = when_done
        # Cells nest (`%run other.ipynb`), so the markings do. If a cell is what loads the extension, its
        # end must find something to take away; IPython's configuration loads it before any cell.
        self._open: list[Done] = [Done(message=self._message())] if _in_a_cell() else []
        shell.input_transformers_cleanup.append(as_ordinary_cell)
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def close(self) -> None:
        """Give the shell its transformer list and events back."""
        self._shell.input_transformers_cleanup.remove(as_ordinary_cell)
        self._shell.events.unregister("pre_run_cell", self._begin)
        self._shell.events.unregister("post_run_cell", self._end)

    def mark(self, request: Any) -> None:
        """Mark the running cell."""
        before = {name: id(value) for name, value in self._shell.user_ns.items()}
        if self._open:
            self._open[-1].markings.append(Marking(request, before))

    def declare(self, function: Any) -> None:
        """A function was decorated. Within a call, or where no cell runs, it is offered at once.

        Raises:
            RegistrationError: It was decorated before, in the same cell.
        """
        if self._open and CURRENT.get() is None and threading.current_thread() is threading.main_thread():
            if any(function is other for other in self._open[-1].declared):
                raise RegistrationError(
                    f"{getattr(function, '__name__', 'It')}() is decorated twice. One function is one thing: a tool, a "
                    "resource or a prompt. Write a second one that calls it."
                )
            self._open[-1].declared.append(function)
        else:
            self._when_done(Done(declared=[function]))

    @property
    def running(self) -> str | None:
        """The id of the cell that runs; of nested ones the outermost."""
        return self._cell_id(None)

    @property
    def run(self) -> str | None:
        """Tells this run of the cell from others."""
        return self._message()

    def forget(self, function: Any) -> bool:
        """Somebody else offers a function that this cell decorated; whether it did."""
        for done in self._open:
            left = [other for other in done.declared if other is not function]
            if len(left) < len(done.declared):
                done.declared = left
                return True
        return False

    def _begin(self, info: Any) -> None:
        message = self._message()
        # A cell whose end was never told must not be taken for one that runs this one.
        self._open = [*(done for done in self._open if done.message == message), Done(message=message)]

    def _end(self, result: Any) -> None:
        done = self._open.pop() if self._open else Done()
        # An interrupted cell of `await` has no result.
        if result is None or not result.success:
            return
        for marking in done.markings:
            # What an inner cell marked has its names already.
            marking.names = marking.names or self._defined(marking, result.info.raw_cell or "")
        if self._open:
            self._open[-1].markings += done.markings
            self._open[-1].declared += done.declared
            return
        done.cell = self._cell_id(result.info)
        self._when_done(done)

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
        found = self._request().get("metadata", {}).get("cellId") or getattr(info, "cell_id", None)
        return str(found) if found else None

    def _message(self) -> str | None:
        """The id of the request that runs the present cell."""
        found = self._request().get("header", {}).get("msg_id")
        return str(found) if found else None

    def _request(self) -> dict[str, Any]:
        kernel = getattr(self._shell, "kernel", None)
        return dict(kernel.get_parent() or {}) if kernel is not None else {}


def _in_a_cell() -> bool:
    """Whether the kernel's loop, on which cells run, is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


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
