"""Addresses of files that open for a while without any other credential, one file each.

They are for where no header can be sent: an agent's link, an `<img>`. Pure.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from typing import NamedTuple

_SIGNATURE = re.compile(r"(\d{1,12})\.([0-9a-f]{0,12})\.([A-Za-z0-9_-]{43})")


class Signed(NamedTuple):
    """A signature that holds. `key` is the access key that it was made for; it ends with it."""

    key: str | None


class Signer:
    """Makes and checks signatures.

    Args:
        clock: Seconds since the epoch.
        seconds: How long a signature holds.
    """

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._secret = secrets.token_bytes(32)
        self._clock = clock
        self._seconds = seconds

    def sign(self, path: str, key: str | None) -> str:
        """A signature for the file `path`.

        Args:
            path: As the address names it.
            key: Id of the access key that it is made for, if any.
        """
        # Rounded up, so that the address of a file stays the same for a while and can be cached.
        expires = int((self._clock() + self._seconds) // 300 + 1) * 300
        return f"{expires}.{key or ''}.{self._mac(path, expires, key or '')}"

    def check(self, path: str, signature: str) -> Signed | None:
        """What `signature` is for, if it is one for `path` and has not expired."""
        match = _SIGNATURE.fullmatch(signature)
        if match is None:
            return None
        expires, key, mac = int(match[1]), match[2], match[3]
        if not hmac.compare_digest(mac, self._mac(path, expires, key)) or expires < self._clock():
            return None
        return Signed(key or None)

    def _mac(self, path: str, expires: int, key: str) -> str:
        message = f"{expires}\n{key}\n{path}".encode("utf-8", "surrogatepass")
        return base64.urlsafe_b64encode(hmac.digest(self._secret, message, hashlib.sha256)).decode().rstrip("=")
