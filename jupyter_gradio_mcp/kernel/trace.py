"""The traceback of a failed call, as the notebook's owner gets it under the panel: the author's own frames."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from traceback import TracebackException

MAX_TEXT = 20_000
"""Characters of a traceback that are shown; of a longer one its beginning and its end."""

_HEAD = 4_000

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def text_of(error: BaseException) -> str:
    """The traceback of `error` as text, without the frames of this package; cells are named as IPython names them."""
    try:
        told = TracebackException.from_exception(error)
        for part in _parts(told):
            part.stack[:] = [frame for frame in part.stack if not os.path.abspath(frame.filename).startswith(_OURS)]
        text = "".join(told.format()).rstrip("\n")
    except Exception:
        # Whatever an exception of the author's does when it is looked at: the caller must get an answer.
        return f"{type(error).__name__}: (its traceback cannot be shown)"
    text = re.sub(r'^(\s*)File "([^"\n]+)", line', _named, text, flags=re.M)
    if len(text) <= MAX_TEXT:
        return text
    left_out = "\n[…]\n"
    return text[:_HEAD] + left_out + text[len(text) - (MAX_TEXT - _HEAD - len(left_out)) :]


def _parts(told: TracebackException) -> Iterator[TracebackException]:
    """The exception, what caused it, and those in a group."""
    rest = [told]
    while rest:
        part = rest.pop()
        yield part
        others = (part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or ()))
        rest.extend(other for other in others if other is not None)


def _named(found: re.Match[str]) -> str:
    cell = _cell(found[2])
    return found[0] if cell is None else f"{found[1]}{cell}, line"


def _cell(filename: str) -> str | None:
    """What IPython calls the cell that it compiled under that name: `Cell In[3]`."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    name = getattr(getattr(shell, "compile", None), "format_code_name", lambda filename: None)(filename)
    return None if name is None else " ".join(name)
