"""Rows of values that authors give as examples: lists, or a folder of files."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..components.base import Component
from ..components.media import FileComponent

LOG = "log.csv"
"""In a folder: which file belongs to which other values. Its first line names the columns."""


def rows(examples: Any, inputs: Sequence[Any]) -> list[list[Any]]:
    """The rows of Gradio's `examples`.

    Args:
        examples: A list of rows; with one input also a list of values; or the path of a folder, from the notebook's
            own. A folder holds a file for each row, or several inputs' values in `log.csv`.
        inputs: The components, or None where a hint says what one is.

    Raises:
        FileNotFoundError: There is no such folder, or no `log.csv` in it where several inputs need one.
        ValueError: It is neither a list nor a folder.
    """
    if isinstance(examples, (str, Path)):
        return _of_folder(Path(examples), inputs)
    if not isinstance(examples, (list, tuple)):
        raise ValueError(
            f"examples= takes a list of rows, with one input also a list of values, or the path of a folder, "
            f"not {examples!r:.80}"
        )
    # As in Gradio, what the first one is all are: a value of one input can be a list, too.
    nested = bool(examples) and isinstance(examples[0], (list, tuple))
    if not nested and len(inputs) != 1 and examples:
        raise ValueError(f"examples= takes a list of rows, with a value for each of the {len(inputs)} inputs")
    return [list(row) if nested else [row] for row in examples]


def row(given: Any, count: int | None = None) -> Any:
    """One row, of what may be the value of the only input as well.

    Args:
        given: A list of values, or a value.
        count: How many inputs there are; None is not known.
    """
    return given if isinstance(given, (list, tuple)) and not (count == 1 and len(given) != 1) else [given]


def _of_folder(folder: Path, inputs: Sequence[Any]) -> list[list[Any]]:
    if not folder.is_dir():
        raise FileNotFoundError(f"Could not find the folder of examples '{folder}'.")
    log = folder / LOG
    if log.is_file():
        with log.open(newline="") as lines:
            read = list(csv.reader(lines))[1:]
        return [[_of_text(*cell, folder) for cell in zip(inputs, row, strict=False)] for row in read if row]
    if len(inputs) != 1:
        raise FileNotFoundError(
            f"Examples of {len(inputs)} inputs need a file '{log}' which says what belongs together."
        )
    return [[str(folder / name)] for name in sorted(os.listdir(folder)) if not name.startswith(".")]


def _of_text(item: Any, said: str, folder: Path) -> Any:
    """What a cell of the log says, for its component."""
    if isinstance(item, FileComponent):
        return str(folder / said) if said else None
    if not isinstance(item, Component) or item.schema() in ({"type": ["string", "null"]}, None):
        return said
    try:
        return json.loads(said.lower() if said in ("True", "False") else said)
    except ValueError:
        return said or None
