"""`gr.Timer`: a component that is not seen, and says that time has passed."""

from __future__ import annotations

from typing import Any

from ..components.base import Component


class Timer(Component):
    """Says `tick` again and again, while the panel is open.

    Args:
        value: Seconds from one tick to the next.
        active: Whether it ticks.
        look: `render`, as of every component.

    Raises:
        ValueError: The time is none above 0.
    """

    def __init__(self, value: float = 1, active: bool = True, **look: Any) -> None:
        super().__init__(value, **look)
        if not value > 0:
            raise ValueError(f"gr.Timer: value={value!r} must be seconds above 0")
        self.active = active

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {"active": self.active}
