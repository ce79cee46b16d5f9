"""What a call prints, displays or asks for belongs to the call, not to the cell that happens to run.

The functions of a notebook run beside its cells, in one process with one `sys.stdout`. While this
is installed, writes that come from within a call go to that call's log; all others go where they
always went. `uninstall` puts everything back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .call import CURRENT

_ABSENT = object()


class _CallAwareWrite:
    """A `write` for the class of the kernel's output streams.

    A data descriptor, because IPython ≥ 9 assigns a `write` to the stream *instance* for the time
    of each cell: only a data descriptor of the class comes before an instance's attribute.
    """

    def __init__(self, original: Callable[..., Any]) -> None:
        self.original = original

    def __get__(self, stream: Any, owner: type | None = None) -> Any:
        if stream is None:
            return self.original
        call = CURRENT.get()
        if call is not None:

            def write(text: str) -> int:
                call.log(stream.name, text)
                return len(text)

            return write
        return stream.__dict__.get("write") or self.original.__get__(stream, owner)

    def __set__(self, stream: Any, value: Any) -> None:
        stream.__dict__["write"] = value

    def __delete__(self, stream: Any) -> None:
        stream.__dict__.pop("write", None)


class Output:
    """Routes output by call, for one IPython shell in an ipykernel.

    Args:
        shell: The shell. Outside a kernel (plain IPython) there are no streams to route, and
            installing does nothing.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._undo: list[Callable[[], None]] = []

    def install(self) -> None:
        """Begin to route."""
        self._route_streams()
        self._route_display()
        self._refuse_input()

    def uninstall(self) -> None:
        """Put everything back as it was."""
        while self._undo:
            self._undo.pop()()

    def _route_streams(self) -> None:
        # The class, not `sys.stdout`: that may be redirected just now, by `%%capture` for one.
        module = sys.modules.get("ipykernel.iostream")
        if module is None:
            return
        kind = module.OutStream
        original = kind.__dict__["write"]
        kind.write = _CallAwareWrite(original)

        def undo() -> None:
            kind.write = original

        self._undo.append(undo)

    def _route_display(self) -> None:
        publisher = self._shell.display_pub
        original = publisher.publish

        def publish(data: dict[str, Any], *args: Any, **kwargs: Any) -> None:
            call = CURRENT.get()
            if call is None:
                original(data, *args, **kwargs)
            else:
                call.log("display", str(data.get("text/plain", f"<{', '.join(data)}>")) + "\n")

        self._replace(publisher, "publish", publish)

    def _refuse_input(self) -> None:
        kernel = getattr(self._shell, "kernel", None)
        for name in ("raw_input", "getpass"):
            original = getattr(kernel, name, None)
            if original is not None:
                self._replace(kernel, name, _unless_called(original))

    def _replace(self, owner: Any, name: str, value: Any) -> None:
        former = owner.__dict__.get(name, _ABSENT)
        object.__setattr__(owner, name, value)

        def undo() -> None:
            if former is _ABSENT:
                owner.__dict__.pop(name, None)
            else:
                object.__setattr__(owner, name, former)

        self._undo.append(undo)


def _unless_called(ask: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if CURRENT.get() is not None:
            # Worded as Python words a closed standard input, which is what a call between two
            # cells meets; `calls` explains both alike.
            raise EOFError("EOF when reading a line: nobody can be asked inside a tool call")
        return ask(*args, **kwargs)

    return guarded
