"""Running a notebook's cells on a kernel that is there, as a front end does, and saying how far it is."""

from __future__ import annotations

import re
import sys
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class CellFailed(Exception):
    """A cell of a notebook failed; the message names it and says how."""


class _CellClient(AsyncKernelClient):
    """A kernel client that says, as front ends do, which cell a piece of code is.

    The id is how the kernel side knows that a cell was run again rather than another one.
    """

    cell: str | None = None

    def execute(self, code: str, *args: Any, **kwargs: Any) -> str:
        """As the base class's, with the cell's id in the message's metadata."""
        make = self.session.msg

        def with_cell(kind: str, content: Any = None, *rest: Any, **named: Any) -> Any:
            message = make(kind, content, *rest, **named)
            if self.cell is not None:
                message["metadata"]["cellId"] = self.cell
            return message

        self.session.msg = with_cell
        try:
            return str(super().execute(code, *args, **kwargs))
        finally:
            del self.session.msg


async def run_notebook(
    notebook: Any, kernel: Any, *, label: str, keep_going: bool = False, timeout: float | None = None
) -> None:
    """Run all code cells of a notebook, in order, and keep their outputs in it.

    Args:
        notebook: The notebook, as nbformat has it.
        kernel: The manager of its running kernel, which is left running.
        label: What to call the notebook in messages.
        keep_going: Whether to go on after a cell that fails.
        timeout: Seconds that a cell may run; None is any.

    Raises:
        CellFailed: A cell failed, or the kernel died.
    """
    connection = _CellClient(parent=kernel)
    connection.load_connection_info(kernel.get_connection_info())
    connection.start_channels()
    await connection.wait_for_ready(timeout=60)
    client = NotebookClient(notebook, km=kernel, timeout=timeout, allow_errors=keep_going, record_timing=False)
    client.kc = connection
    client.reset_execution_trackers()
    code = [
        (index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()
    ]
    failures = []
    try:
        for number, (index, cell) in enumerate(code, start=1):
            _say(f"{label}: cell {number} of {len(code)}")
            connection.cell = cell.get("id")
            try:
                await client.async_execute_cell(cell, index)
            except (CellExecutionError, DeadKernelError, TimeoutError) as error:
                raise CellFailed(f"{label}: cell {number} failed:\n{_told(error)}") from error
            failures += [
                f"cell {number}: {output.ename}: {output.evalue}"
                for output in cell.outputs
                if output.output_type == "error"
            ]
    finally:
        connection.stop_channels()
        _say(f"{label}: ran", end="\n")
    if failures:
        raise CellFailed(f"{label}: {'; '.join(failures)}")


def _told(error: Exception) -> str:
    text = str(error).strip()
    return text if sys.stderr.isatty() else _ANSI.sub("", text)


def _say(text: str, end: str = "") -> None:
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end=end, flush=True)
    else:
        print(text, flush=True)
