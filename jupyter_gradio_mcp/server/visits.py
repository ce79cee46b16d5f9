"""What is open for access keys, so that a key that is revoked or expires ends it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ..errors import InvalidRequest
from .keys import Keys

LOOK_SECONDS = 0.5
"""How often keys that were used are looked at: the command line may revoke them, or their time be over."""


class Visits:
    """The requests that are being answered for access keys, and whatever else belongs to one.

    Args:
        keys: The keys.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._open: dict[str, dict[object, Callable[[], None]]] = {}
        self._looking: asyncio.Task[Any] | None = None
        self.ended: list[Callable[[str], None]] = []
        """Told the id of each key that ended."""

    def enter(self, key: str, visit: object, end: Callable[[], None]) -> None:
        """A request of a key is being answered; `end` breaks it off."""
        self._open.setdefault(key, {})[visit] = end
        if self._looking is None:
            self._looking = asyncio.ensure_future(self._look())

    def leave(self, key: str, visit: object) -> None:
        """It is answered."""
        self._open.get(key, {}).pop(visit, None)

    def look(self) -> None:
        """End what is open for keys that open nothing any more."""
        try:
            over = [key for key in self._open if self._keys.get(key) is None]
        except InvalidRequest:
            # The file of keys is damaged. What is open stays so until it can be read again.
            return
        for key in over:
            for end in list(self._open.pop(key).values()):
                end()
            for tell in self.ended:
                tell(key)

    def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()
