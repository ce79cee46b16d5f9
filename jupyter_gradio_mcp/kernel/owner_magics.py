"""The magics of a notebook's owner: keys, pausing, and what an MCP client is told. They ask the server."""

# IPython's decorators for magics have no types.
# mypy: disable-error-code="untyped-decorator,no-untyped-call,arg-type"

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from ..clients import known
from ..clients.configuration import configuration
from ..clients.target import Target, bridge_command, default_name, key_limits
from ..errors import CallError, LinkError
from .accesskey import AccessKey, Connection, listed_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from .notebook import Notebook


@magics_class
class OwnerMagics(Magics):
    """Say who may call the functions of this notebook.

    Args:
        shell: The IPython shell.
        notebook: Gives the functions of this notebook; they are made by the first use.
    """

    shell: Any

    def __init__(self, shell: Any, notebook: Callable[[], Notebook]) -> None:
        super().__init__(shell)
        self._notebook = notebook
        self._connected: dict[tuple[str, ...], dict[str, Any]] = {}

    @property
    def notebook(self) -> Notebook:
        """The functions of this notebook."""
        return self._notebook()

    @magic_arguments("mcp_key")
    @argument("action", choices=["create", "list", "revoke"], help="what to do")
    @argument("name", nargs="?", help="what to call a new key; the id or name of one to revoke")
    @argument("--expires", metavar="T", help="let it end after a time such as 12h, 7d or 4w")
    @argument("--functions", default="", metavar="A,B", help="limit it to functions of this notebook")
    @argument("--everywhere", action="store_true", help="let it open all notebooks of the server, not this one alone")
    @argument("--temporary", action="store_true", help="let it end with this kernel")
    @line_magic("mcp_key")
    def mcp_key(self, line: str) -> Any:
        """Make, list and revoke access keys: `key = %mcp_key create NAME`, `%mcp_key list`, `%mcp_key revoke NAME`.

        A key opens the functions of this notebook and nothing else. `create` returns it; what the
        cell shows is masked, so that it is not saved with the notebook. `print(key)` shows it, and
        `key.url` is an address for clients that can send nothing but an address.
        """
        given = parse_argstring(self.mcp_key, line)
        if given.action != "list" and not given.name:
            raise UsageError(f"%mcp_key {given.action} needs a name")
        if given.action == "create":
            made = self._ask(
                "%mcp_key",
                "create_key",
                name=_unquoted(given.name),
                expires=given.expires,
                endpoints=_names(given.functions.split()),
                everywhere=given.everywhere,
                temporary=given.temporary,
            )
            return AccessKey(made["key"], made["url"])
        if given.action == "revoke":
            for key in self._ask("%mcp_key", "revoke_key", key=_unquoted(given.name)):
                print(f"{key['id']}  {key['name']} is revoked.")
            return None
        for key in self._ask("%mcp_key", "list_keys") or ():
            print(listed_key(key))
        return None

    @magic_arguments("mcp_connect")
    @argument("client", nargs="?", help="the client; none: list them")
    @argument("--name", help="what the client is to call this notebook; default: as it is called")
    @argument("--functions", default="", metavar="A,B", help="limit it to functions of this notebook")
    @line_magic("mcp_connect")
    def mcp_connect(self, line: str) -> Any:
        """Say how an MCP client is connected with this notebook: `%mcp_connect cursor`.

        It makes an access key, which opens the functions of this notebook and nothing else. What the
        cell shows has a variable in its place, so that it is not saved with the notebook; `print` of
        what is returned shows everything with the key. Without a client it lists those it knows.
        """
        given = parse_argstring(self.mcp_connect, line)
        if given.client is None:
            width = max(len(client.id) for client in known.CLIENTS)
            for client in known.CLIENTS:
                print(f"{client.id:<{width}}  {client.title}")
            return None
        functions = _names(given.functions.split())
        try:
            client = known.find(_unquoted(given.client) or "")
            made = self._key_for(client.id, functions)
            base = str(made["url"]).replace(f"gradio_key/{made['key']}/", "", 1)
            [notebook] = made["info"]["notebooks"]
            url = f"{base}gradio_api/mcp/"
            only = ["--tools", ",".join(functions)] if functions else []
            target = Target(
                name=_unquoted(given.name) or default_name(base, notebook),
                url=f"{url}?tools={','.join(functions)}" if functions else url,
                key=made["key"],
                headers=tuple(made.get("headers") or ()),
                bridge=(*bridge_command(), "--notebook", notebook, *only),
                limits=key_limits(notebook, functions),
            )
            whole = configuration(client, target)
            shown = configuration(client, replace(target, key=None, taken="print() of what %mcp_connect returned"))
        except ValueError as error:
            raise UsageError(f"%mcp_connect: {error}") from None
        print(shown.text(), end="")
        return Connection(whole.text(), made["key"])

    @line_magic
    def mcp_pause(self, line: str) -> None:
        """Refuse callers for now: `%mcp_pause` for this notebook, `%mcp_pause NAME…` for functions."""
        self._pause(line, paused=True)

    @line_magic
    def mcp_resume(self, line: str) -> None:
        """Answer callers again: `%mcp_resume`, or `%mcp_resume NAME…` for functions that were paused by name."""
        self._pause(line, paused=False)

    def _pause(self, line: str, *, paused: bool) -> None:
        names = _names(shlex.split(line))
        try:
            state = self.notebook.manage("pause", paused=paused, endpoints=names)
        except LinkError as error:
            raise UsageError(f"There is nobody to refuse: {error}.") from None
        except CallError as error:
            raise UsageError(error.message) from None
        if state.get("everything"):
            print("Everything on this server is paused, which is resumed in the sidebar or by gradio_api/pause.")
        if state["paused"]:
            print("The functions of this notebook are paused. %mcp_resume goes on.")
        elif state["endpoints"]:
            goes_on = "" if paused else f" %mcp_resume {' '.join(state['endpoints'])} goes on."
            print(f"Paused: {', '.join(state['endpoints'])}.{goes_on}")
        elif state.get("everything"):
            print("This notebook itself is not paused.")
        else:
            print("The functions of this notebook answer.")

    def _key_for(self, client: str, functions: list[str]) -> dict[str, Any]:
        """A key for a client; the same one when the cell is run again, or keys would pile up."""
        wanted = (client, *functions)
        made = self._connected.get(wanted)
        if made is not None:
            still = {key["id"]: key for key in self._ask("%mcp_connect", "list_keys") or ()}
            if made["info"]["id"] in still:
                return made
        made = dict(self._ask("%mcp_connect", "create_key", name=client, endpoints=functions))
        self._connected[wanted] = made
        return made

    def _ask(self, magic: str, verb: str, **arguments: Any) -> Any:
        try:
            return self.notebook.manage(verb, **arguments)
        except LinkError as error:
            from .notebook import how_to_mend

            raise UsageError(f"{magic}: {error}.\n{how_to_mend(error)}") from None
        except CallError as error:
            raise UsageError(f"{magic}: {error.message}") from None


def _names(words: list[str]) -> list[str]:
    return [word for joined in words for word in joined.split(",") if word]


def _unquoted(text: str | None) -> str | None:
    # IPython splits a magic's line as on Windows, where quotes stay part of the word.
    if text and len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text
