"""What a front end takes for the model of an anywidget: its comm, its state, and the files that the browser loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from comm.base_comm import BaseComm

from ..errors import InvalidRequest
from ..panels import Mount

STATIC = Path(__file__).parent.parent / "static"

_PROTOCOL = "2.1.0"
"""Of Jupyter's widget messages."""

_UNBUILT = 'export default { render({ el }) { el.textContent = "static/widget.js has not been built."; } };'


class Model:
    """One model, which any number of views of a page may share.

    Args:
        kernel: The ipykernel.
        mount: Which panel it is of.
        heard: Called with each message of the browser's.
        closed: Called when the browser has closed it.
    """

    def __init__(
        self, kernel: Any, mount: Mount, heard: Callable[[dict[str, Any]], None], closed: Callable[[], None]
    ) -> None:
        self._mount = mount
        self._comm = _Comm(
            kernel,
            target_name="jupyter.widget",
            data={"state": self._state(), "buffer_paths": []},
            metadata={"version": _PROTOCOL},
        )
        self._comm.on_msg(heard)
        self._comm.on_close(lambda message: closed())

    @property
    def id(self) -> str:
        """What a widget's view names it by."""
        return str(self._comm.comm_id)

    def say(self, content: Mapping[str, Any], data: bytes | None = None, parent: Any = None) -> None:
        """Send a custom message.

        Args:
            content: The message.
            data: Bytes beside it.
            parent: The message that it answers; None for the one that the kernel is at.
        """
        message = {"method": "custom", "content": content}
        self._comm.publish_msg("comm_msg", data=message, buffers=[] if data is None else [data], parent=parent)

    @property
    def used(self) -> bool:
        """Whether the browser takes this way to the kernel."""
        return self._comm.spoken

    def tell_state(self) -> None:
        """Send all of its state to a page that has come later."""
        self._comm.publish_msg("comm_msg", data={"method": "update", "state": self._state(), "buffer_paths": []})

    def close(self) -> None:
        """Close it: views of it fall silent."""
        self._comm.close()

    def _state(self) -> dict[str, Any]:
        try:
            module = (STATIC / "widget.js").read_text(encoding="utf-8")
        except OSError:
            module = _UNBUILT
        return {
            "_model_module": "anywidget",
            "_model_name": "AnyModel",
            "_model_module_version": anywidget_version(),
            "_view_module": "anywidget",
            "_view_name": "AnyView",
            "_view_module_version": anywidget_version(),
            "_view_count": None,
            "_anywidget_id": "jupyter_gradio_mcp.Panel",
            "_esm": module,
            "mount": self._mount,
        }


class _Comm(BaseComm):
    """A comm that leaves it to the browser which subshell its messages go to.

    ipykernel's own (since 7) sends them to where the comm was opened or last sent from, for good: that is the main
    shell, where they would wait for the running cell.
    """

    def __init__(self, kernel: Any, **opened: Any) -> None:
        self._kernel = kernel
        self.spoken = False
        """Whether the browser has said anything."""
        super().__init__(**opened)

    def handle_msg(self, msg: dict[str, Any]) -> None:
        """The browser says something."""
        self.spoken = True
        super().handle_msg(msg)

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: list[bytes] | None = None,
        parent: Any = None,
        **keys: Any,
    ) -> None:
        """Send a message to the browser; `parent` is what it answers, None for what the kernel is at."""
        if msg_type == "comm_close" and not self.spoken:
            # Its panel goes over HTTP. A page that was loaded anew does not know the comm, and would complain.
            return
        self._kernel.session.send(
            self._kernel.iopub_socket,
            msg_type,
            {"data": data or {}, "comm_id": self.comm_id, **keys},
            metadata=metadata,
            parent=self._kernel.get_parent() if parent is None else parent,
            ident=self.topic,
            buffers=buffers,
        )


def asset(name: Any) -> str:
    """The text of a file of ours that the browser loads when it needs it.

    Raises:
        InvalidRequest: There is none of that name.
    """
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", name):
        raise InvalidRequest(f"{name!r} is no name of a part of the panel.")
    try:
        return (STATIC / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidRequest(f"The panel has no part {name!r}. Reload the page, or install the package anew.") from None


@cache
def anywidget_version() -> str:
    """The versions of anywidget's browser half that do, as anywidget itself says it."""
    try:
        major, minor = version("anywidget").split(".")[:2]
    except PackageNotFoundError:
        return "*"
    return f"~{major}.{minor}.*"
