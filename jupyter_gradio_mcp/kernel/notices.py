"""`gr.Info`, `gr.Success`, `gr.Warning` and `gr.Error`: what a function says to whoever called it."""

from __future__ import annotations

import sys

from .call import CURRENT


def Info(  # noqa: N802
    message: str = "Info issued.", duration: float | None = 10, visible: bool = True, title: str = "Info"
) -> None:
    """Tell the caller something while the function runs. In a cell it is printed.

    Args:
        message: What to tell.
        duration: Seconds that an app shows it for; None or 0 until somebody closes it.
        visible: Whether an app shows it.
        title: Its title.
    """
    _tell("info", message, duration, visible, title)


def Success(  # noqa: N802
    message: str = "Success.", duration: float | None = 10, visible: bool = True, title: str = "Success"
) -> None:
    """Tell the caller that something went well; otherwise as `Info`."""
    _tell("success", message, duration, visible, title)


def Warning(  # noqa: N802
    message: str = "Warning issued.", duration: float | None = 10, visible: bool = True, title: str = "Warning"
) -> None:
    """Warn the caller; otherwise as `Info`. In a cell it is printed to stderr."""
    _tell("warning", message, duration, visible, title)


class Error(Exception):
    """Raise it to end a call with a message: the caller gets exactly that text.

    Args:
        message: What went wrong, and what the caller can do.
        duration: Seconds that an app shows it for; None or 0 until somebody closes it.
        visible: Whether an app shows it.
        title: Its title.
        print_exception: Whether `%mcp_list --errors` keeps the traceback.
    """

    def __init__(
        self,
        message: str = "Error raised.",
        duration: float | None = 10,
        visible: bool = True,
        title: str = "Error",
        print_exception: bool = True,
    ) -> None:
        super().__init__(message)
        self.message = str(message)
        self.duration = duration
        self.visible = visible
        self.title = str(title)
        self.print_exception = print_exception

    def __str__(self) -> str:
        return self.message


def _tell(kind: str, message: object, duration: float | None, visible: bool, title: object) -> None:
    call = CURRENT.get()
    if call is None:
        print(message, file=sys.stderr if kind == "warning" else sys.stdout)
    else:
        call.notice(kind, str(message), str(title), None if duration is None else float(duration), bool(visible))
