"""An access key in a notebook: a text that does not show itself."""

from __future__ import annotations

import time
from typing import Any


class Secret(str):
    """A text that is masked where it is displayed. `print` and every use of it as a text see it whole."""

    __slots__ = ()

    def __repr__(self) -> str:
        shown = self.partition("jgm_")
        return f"'{shown[0]}{shown[1]}{shown[2][:4]}…' (masked; print() shows it)" if shown[1] else "'…' (masked)"


class AccessKey(Secret):
    """An access key, and the address that holds it.

    Attributes:
        url: An address of the functions that opens without any other credential.
    """

    url: Secret

    def __new__(cls, key: str, url: str) -> AccessKey:
        """Make one of what the server answered."""
        made = super().__new__(cls, key)
        made.url = Secret(url)
        return made


class Connection(Secret):
    """What an MCP client is told, with the key. `print` shows all of it; where it is displayed, it says what it is.

    Attributes:
        key: The access key.
    """

    key: Secret

    def __new__(cls, text: str, key: str) -> Connection:
        """Make one of the text with the key."""
        made = super().__new__(cls, text)
        made.key = Secret(key)
        return made

    @property
    def text(self) -> str:
        """The whole text, with the key."""
        return str(self)

    def __repr__(self) -> str:
        client = self.partition("\n")[0]
        return f"<how to connect {client}, with the access key {self.key!r}>"


def listed_key(key: dict[str, Any]) -> str:
    """One line about a key, of what the server tells."""
    used = "never used" if key["last_used"] is None else f"used {_moment(key['last_used'])}"
    functions = "all functions" if key["endpoints"] is None else ", ".join(key["endpoints"])
    where = "" if key["notebooks"] is None else f" of {', '.join(key['notebooks'])}"
    if key["kernel"] is not None:
        where = " of one notebook, while its kernel runs"
    until = "" if key["expires"] is None else f", ends {_moment(key['expires'])}"
    return f"{key['id']}  {key['name']}: {used}, opens {functions}{where}{until}"


def _moment(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
