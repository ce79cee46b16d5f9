"""Which notebook servers of this user run here, and which of them a command means.

A notebook server writes a file with its address, its token and its folder into Jupyter's runtime
folder, and takes it away when it ends; a server that was killed leaves it. So a file counts only if
its process is there, and a server only if it answers with this extension. A token never goes to
another address than that of the server whose it is.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

SECONDS = 10.0
"""How long a server may take to say who it is."""

_PAGES = ("lab", "tree", "notebooks", "nbclassic", "doc", "edit", "consoles", "gradio_api")
"""What begins the part of an address, as a browser shows it, that is not the server's base."""

_LOCAL = {"localhost", "127.0.0.1", "::1"}

KEY_HINT = "make one with `jupyter gradio-mcp keys create NAME`, put it into an environment variable, and add --key-env"


class NoServerFound(Exception):
    """No server is the one that is meant; the message says why, and what to do."""


@dataclass(frozen=True)
class Server:
    """A notebook server.

    Attributes:
        url: Its base, with a slash at the end and nothing secret in it.
        token: What opens it; "" for none.
        root_dir: Folder of its notebooks; None if it is not known.
        pid: Its process; None if it is not known.
    """

    url: str
    token: str = field(default="", repr=False)
    root_dir: Path | None = None
    pid: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What opens it, as a header."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine, by its address."""
        return is_local(self.url)

    def app(self, notebook: str | None) -> str:
        """The base of a notebook's own address; of all notebooks for None.

        Args:
            notebook: Its path as the server has it, or a file of this machine below the server's folder.
        """
        if notebook is None:
            return self.url
        path = notebook
        if self.root_dir is not None:
            file = Path(notebook).expanduser()
            if file.is_absolute() or file.exists():
                try:
                    path = file.resolve().relative_to(self.root_dir.resolve()).as_posix()
                except ValueError:
                    if file.is_absolute():
                        raise NoServerFound(
                            f"{notebook} is not below {self.root_dir}, the folder of the server at {self.url}"
                        ) from None
        return f"{self.url}gradio/{quote(path.strip('/'))}/"


def find(
    url: str | None = None,
    directory: str | os.PathLike[str] | None = None,
    key: str = "",
    *,
    opened: bool = True,
) -> Server:
    """The server that a command means.

    Args:
        url: Its address, as a browser shows it or without a page; None looks for one that runs.
        directory: Of several, the one is meant whose folder holds this one; default: the working directory.
        key: An access key or token to use instead of what the server's file says.
        opened: Whether the server must admit us; otherwise it is enough that it is there.

    Raises:
        NoServerFound: There is none, or it cannot be told which one is meant.
    """
    if url is not None:
        server = named(url, key)
        problem = _problem(server, key, opened)
        if problem:
            raise NoServerFound(problem)
        return server
    here = Path(directory if directory is not None else os.getcwd()).resolve()
    candidates = [replace(server, token=key or server.token) for server in running()]
    with ThreadPoolExecutor(8) as pool:
        problems = list(pool.map(lambda server: _problem(server, key, opened), candidates))
    sound = [server for server, problem in zip(candidates, problems, strict=True) if not problem]
    holding = [server for server in sound if server.root_dir is not None and _holds(server.root_dir, here)]
    if holding:
        deepest = max(len(_parts(server)) for server in holding)
        holding = [server for server in holding if len(_parts(server)) == deepest]
    best = holding or sound
    if len(best) == 1:
        return best[0]
    if best:
        listed = "".join(f"\n  --url {server.url}   (notebooks in {server.root_dir})" for server in best)
        raise NoServerFound(f"Several notebook servers of yours are running. Choose one:{listed}")
    if candidates:
        raise NoServerFound("No notebook server can be used:\n  " + "\n  ".join(filter(None, problems)))
    raise NoServerFound(
        "No notebook server of yours is running. Start one with `jupyter lab` or `jupyter gradio-mcp serve NOTEBOOK`, "
        "or name one with --url."
    )


def named(url: str, key: str = "") -> Server:
    """The server at an address, whether it answers or not. What opens it is taken out of the address.

    Raises:
        NoServerFound: That is no address.
    """
    base, token = _taken_apart(url)
    if key:
        token = key
    for server in running():
        if _same_place(server.url, base):
            return replace(server, url=base, token=token or server.token)
    return Server(base, token)


def running() -> list[Server]:
    """The servers of this user whose processes are there, by their runtime files."""
    from jupyter_core.paths import jupyter_runtime_dir

    found = []
    for file in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):
        try:
            server = _server(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # it is being written, or no such file
        if server is not None:
            found.append(server)
    return found


def ask(url: str, credential: str, body: Any = None, method: str | None = None) -> Any:
    """The JSON that an address answers; POST if there is a body, unless another method is named.

    Raises:
        urllib.error.HTTPError: It refused, or sent us elsewhere.
        OSError: It cannot be reached.
        ValueError: It is not JSON.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if credential:
        headers["Authorization"] = f"Bearer {credential}"
    # A proxy of the environment is not the way to a server on this machine.
    proxies = [urllib.request.ProxyHandler({})] if is_local(url) else []
    request = urllib.request.Request(url, data, headers, method=method)
    with urllib.request.build_opener(_Stay, *proxies).open(request, timeout=SECONDS) as answer:
        return json.load(answer)


def is_local(url: str) -> bool:
    """Whether an address is of this machine."""
    return (urlsplit(url).hostname or "") in _LOCAL


def _server(info: dict[str, Any]) -> Server | None:
    pid = int(info["pid"])
    if info.get("sock") or not _lives(pid):
        return None
    base_url = "/" + str(info["base_url"]).strip("/")
    # What listens everywhere says the machine's name, which need not lead anywhere.
    host = info["hostname"] if info["hostname"] not in ("0.0.0.0", "::", "*", "") else "127.0.0.1"
    host = f"[{host}]" if ":" in host else host
    url = f"{'https' if info.get('secure') else 'http'}://{host}:{int(info['port'])}{base_url.rstrip('/')}/"
    token = str(info.get("token") or "")
    if not token and base_url.rstrip("/") == os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "\0").rstrip("/"):
        # A server of JupyterHub has no token of its own; the Hub's, which is in its terminals, opens it.
        token = os.environ.get("JUPYTERHUB_API_TOKEN", "")
    return Server(url, token, Path(info["root_dir"]), pid)


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # signal 0 would end the process there; whether it answers is seen later
    try:
        os.kill(pid, 0)
    except OSError:
        return False  # also somebody else's, who has taken over the number
    return True


def _problem(server: Server, key: str, opened: bool) -> str:
    """Why a server cannot be used; "" if it can."""
    try:
        about = _about(server)
    except urllib.error.HTTPError as error:
        return "" if error.code in (401, 403) and not opened else _refused(server, error.code, key)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return f"{server.url} cannot be reached: {reason}. Start it again, or name another one with --url."
    if about.get("name") != "jupyter_gradio_mcp":
        return f"{server.url} is no notebook server with jupyter-gradio-mcp."
    return ""


def _refused(server: Server, status: int, key: str) -> str:
    if status == 404:
        return (
            f"{server.url} runs without the extension jupyter-gradio-mcp, or is no notebook server. "
            'Install "jupyter-gradio-mcp[server]" in its environment and restart it.'
        )
    if status in (401, 403) and (key or server.token):
        return f"{server.url} does not accept this key or token ({status}); {KEY_HINT} VARIABLE."
    if status in (301, 302, 303, 307, 308, 401, 403):
        hub = " On JupyterHub a token from its Token page does as well." if "JUPYTERHUB_API_TOKEN" in os.environ else ""
        return f"{server.url} asks for a password or another login; {KEY_HINT} VARIABLE.{hub}"
    if status in (424, 502, 503, 504):
        return f"{server.url} answers {status}: what is in front of it cannot reach the notebook server. Is it started?"
    return f"{server.url} answers {status}."


class _Stay(urllib.request.HTTPRedirectHandler):
    """A token that is sent on to wherever somebody points is everybody's."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Go nowhere."""


def _about(server: Server) -> dict[str, Any]:
    about = ask(f"{server.url}gradio_api/about", server.token)
    if not isinstance(about, dict):
        raise ValueError("it does not say what it is")
    return about


def _taken_apart(url: str) -> tuple[str, str]:
    """The base that an address is of, and what in it opens the server."""
    try:
        named_port = re.match(r"[\w.-]+:\d+(/|$)", url) is not None
        parts = urlsplit(f"http://{url}" if named_port else url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise NoServerFound(f"--url needs an address such as http://localhost:8888/, not {_shown(url)}.")
    token = parse_qs(parts.query).get("token", [""])[0] or parts.password or ""
    segments = [segment for segment in parts.path.split("/") if segment]
    if "gradio_key" in segments[:-1]:
        at = segments.index("gradio_key")
        token = token or unquote(segments[at + 1])
        del segments[at : at + 2]
    # Within a notebook's own address its path may have any names.
    pages = ("gradio_api",) if "gradio" in segments else _PAGES
    page = next((at for at, segment in enumerate(segments) if segment in pages), len(segments))
    path = "/".join(["", *segments[:page], ""])
    return urlunsplit((parts.scheme, _host(parts), path, "", "")), token


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def _shown(url: str) -> str:
    return repr(url.partition("?")[0][:200])


def _same_place(one: str, other: str) -> bool:
    a, b = urlsplit(one), urlsplit(other)
    default = {"http": 80, "https": 443}
    if (a.scheme, a.port or default[a.scheme]) != (b.scheme, b.port or default[b.scheme]):
        return False
    hosts = {a.hostname, b.hostname}
    # An address of a notebook is below that of its server.
    return b.path.startswith(a.path) and (len(hosts) == 1 or hosts <= _LOCAL)


def _holds(root: Path, directory: Path) -> bool:
    try:
        return directory.is_relative_to(root.resolve())
    except OSError:
        return False


def _parts(server: Server) -> tuple[str, ...]:
    return server.root_dir.resolve().parts if server.root_dir is not None else ()
