"""One call, told in the messages of Gradio's queue. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import FunctionFailed, from_wire
from .edits import edits


class Narrator:
    """Tells one call's frames as messages of the queue.

    Args:
        event: The call's event id.
        outputs: From a `result` or `partial` frame to the outputs.
        usual_seconds: How long such a call usually runs; None if nobody knows.
        concurrency: How many of them run at a time.
    """

    def __init__(
        self,
        event: str,
        outputs: Callable[[dict[str, Any]], list[Any]],
        usual_seconds: float | None,
        concurrency: int | None,
    ) -> None:
        self._event = event
        self._outputs = outputs
        self._usual = usual_seconds
        self._concurrency = concurrency or 1
        self._shown: list[Any] | None = None

    def tell(self, head: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
        """The messages for one frame, in order.

        Args:
            head: The frame.
            seconds: How long the call has run.
        """
        op = head["op"]
        if op == "queued":
            return [self.estimation(head["position"], head["size"])]
        if op == "started":
            return [self._message("process_starts", eta=self._usual)]
        if op == "progress":
            return [self._message("progress", progress_data=head["bars"])]
        if op == "log" and head["stream"] == "notice":
            shown = {"title": head["title"], "duration": head["duration"], "visible": head["visible"]}
            return [self._message("log", log=head["text"], level=head["kind"], **shown)]
        if op == "log":
            level = "warning" if head["level"] == "warning" else "info"
            # What a function prints is no notice that should pop up in somebody's app.
            shown = {"title": head["stream"], "duration": 10, "visible": False}
            return [self._message("log", log=head["text"], level=level, **shown)]
        if op == "partial":
            return [self._generating(self._outputs(head))]
        if op == "result":
            output = {
                "data": self._outputs(head),
                "is_generating": False,
                "duration": seconds,
                "average_duration": self._usual or seconds,
            }
            return [self._message("process_completed", output=output, success=True)]
        if op == "error":
            error = from_wire(head["error"])
            return [failed(self._event, error.message, error.shown if isinstance(error, FunctionFailed) else {})]
        return []

    def estimation(self, rank: int, size: int) -> dict[str, Any]:
        """Where a waiting call stands; `rank` 0 is next."""
        eta = None if self._usual is None else self._usual * (rank // self._concurrency + 1)
        return self._message("estimation", rank=rank, queue_size=size, rank_eta=eta)

    def _generating(self, data: list[Any]) -> dict[str, Any]:
        before, self._shown = self._shown, data
        if before is not None and len(before) == len(data):
            data = [edits(old, new) for old, new in zip(before, data, strict=True)]
        elif before is not None:
            data = [[["replace", [], new]] for new in data]
        return self._message("process_generating", output={"data": data, "is_generating": True}, success=True)

    def _message(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {"msg": kind, "event_id": self._event, **fields}


def failed(event: str, message: str, shown: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A call ended in an error, `shown` with its author's `title`, `duration` and `visible` where they are said.

    A client hands every field of `output` on, so there are no others.
    """
    output = {"error": message, "duration": 10, "visible": True, "title": "Error", **(shown or {})}
    return {"msg": "process_completed", "event_id": event, "output": output, "success": False}
