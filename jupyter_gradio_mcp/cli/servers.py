"""Which notebook server of this user is meant, and how it is asked."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class NoServerFound(Exception):
    """There is no notebook server to use, or it is not clear which; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A notebook server.

    Attributes:
        url: Its address, ending in its base URL.
        token: What opens it; empty if it is not known.
        root_dir: The folder of its notebooks; None if it is not one of this user on this machine.
        pid: Its process; 0 if it is not one of this user on this machine.
    """

    url: str
    token: str
    root_dir: Path | None
    pid: int


def find(url: str | None, directory: Path) -> Server:
    """The running server of this user that has the extension; one whose notebooks are around `directory` first.

    Args:
        url: Its address, to choose one; it need not be one of this user's.
        directory: The working directory.

    Raises:
        NoServerFound: There is none, there are several, or it cannot be reached.
    """
    running = _running()
    if url is not None:
        wanted = f"{url.partition('?')[0].rstrip('/')}/"
        if urlsplit(wanted).scheme not in ("http", "https") or not urlsplit(wanted).netloc:
            raise NoServerFound(f"--url needs an address such as http://localhost:8888/, not {url!r}.")
        known = next((server for server in running if _same(server.url, wanted)), None)
        server = Server(wanted, "", None, 0) if known is None else known
        fault = _fault(server)
        if fault is not None:
            raise NoServerFound(f"{fault}.")
        return server
    if not running:
        raise NoServerFound(
            "No notebook server of yours is running. Start one with `jupyter lab` or "
            "`jupyter gradio-mcp serve NOTEBOOK.ipynb`, or name one with --url."
        )
    faults = {server: _fault(server) for server in running}
    usable = [server for server, fault in faults.items() if fault is None]
    if not usable:
        listed = "\n".join(f"  {fault}" for fault in faults.values())
        raise NoServerFound(f"No notebook server of yours can be used:\n{listed}")
    here = directory.resolve()
    around = [server for server in usable if server.root_dir is not None and here.is_relative_to(server.root_dir)]
    nearest = max((len(server.root_dir.parts) for server in around if server.root_dir is not None), default=0)
    closest = [server for server in around if server.root_dir is not None and len(server.root_dir.parts) == nearest]
    candidates = closest or usable
    if len(candidates) > 1:
        listed = "\n".join(f"  --url {server.url}   (notebooks in {server.root_dir})" for server in candidates)
        raise NoServerFound(f"Several notebook servers of yours are running. Choose one:\n{listed}")
    return candidates[0]


def ask(url: str, credential: str, body: Any = None, method: str | None = None) -> Any:
    """The JSON that an address answers; POST if there is a body, unless another method is named.

    Raises:
        urllib.error.HTTPError: It refused.
        OSError: It cannot be reached.
        ValueError: It is not JSON.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if credential:
        headers["Authorization"] = f"Bearer {credential}"
    # A proxy of the environment is not the way to a server on this machine.
    local = urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    opener = urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if local else []))
    with opener.open(urllib.request.Request(url, data, headers, method=method), timeout=20) as answer:
        return json.load(answer)


def _running() -> list[Server]:
    try:
        from jupyter_server.serverapp import list_running_servers
    except ImportError:
        return []
    return [
        Server(found["url"], found["token"], Path(found["root_dir"]).resolve(), int(found["pid"]))
        for found in list_running_servers()
    ]


def _fault(server: Server) -> str | None:
    """Why a server cannot be used."""
    try:
        ask(f"{server.url}gradio_api/about", server.token)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return f"{server.url} runs without the extension; `jupyter gradio-mcp doctor` says what to do"
        # It is there and knows us not, which matters only to who needs more of it.
        return None if error.code in (401, 403) else f"{server.url} answers {error.code}"
    except (OSError, ValueError) as error:
        return f"{server.url} cannot be reached: {getattr(error, 'reason', error)}"
    return None


def _same(one: str, other: str) -> bool:
    names = {"127.0.0.1": "localhost", "[::1]": "localhost", "::1": "localhost"}
    parts = [urlsplit(url) for url in (one, other)]
    hosts = [names.get(part.hostname or "", part.hostname) for part in parts]
    return hosts[0] == hosts[1] and parts[0].port == parts[1].port and parts[0].path == parts[1].path
