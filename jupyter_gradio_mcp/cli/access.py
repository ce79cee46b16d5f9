"""What the options say of the server that a command talks to, and of what opens it.

Credentials are read from the environment: what is on a command line is seen by everybody on the machine.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping, Sequence

from .servers import Server, find

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class NoCredential(Exception):
    """An option names a credential that is not there, or in a form that cannot be sent."""


def key_of(variable: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The key that `--key-env` names; "" without the option.

    Raises:
        NoCredential: The variable is not there, or empty.
    """
    if variable is None:
        return ""
    value = environment.get(variable, "").strip()
    if not value:
        raise NoCredential(f"--key-env: the environment variable {variable} is not set, or empty.")
    if not value.isascii() or not value.isprintable():
        raise NoCredential(f"--key-env: what {variable} holds has characters that no key has.")
    return value


def headers_of(given: Sequence[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The headers that `--header` names.

    Raises:
        NoCredential: One is no `NAME=VAR`, or its variable is not there.
    """
    headers = {}
    for text in given:
        name, equals, variable = text.partition("=")
        if not equals or not _NAME.fullmatch(name) or not variable:
            shown = name.partition(":")[0]
            raise NoCredential(
                f"--header: write NAME=VAR, with the name of the environment variable that holds the value, for "
                f"'{shown[:40]}'. The value itself would be seen by everybody on this machine."
            )
        value = environment.get(variable)
        if value is None:
            raise NoCredential(f"--header {name}: the environment variable {variable} is not set.")
        if not value.isascii() or not value.isprintable():
            raise NoCredential(f"--header {name}: what {variable} holds has characters that no header can have.")
        headers[name] = value
    return headers


def server_of(given: argparse.Namespace) -> tuple[Server, dict[str, str]]:
    """The server that the options mean, and all headers for it.

    Raises:
        NoCredential: As above.
        NoServerFound: As of `servers.find`.
    """
    server = find(given.url, None, key_of(given.key_env))
    return server, {**server.headers, **headers_of(given.header)}
