"""What all handlers share: the catalogue, the kernels, files, keys, and how a call is begun.

It knows no HTTP and no MCP; it is what the routes and `mcp` stand on.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from ..errors import Paused, Unauthenticated
from ..protocol import EventInfo, Viewer
from .agents import Agents
from .bulletin import Bulletin
from .caller import Caller
from .calls import Call
from .catalog import App, Catalog, Offer
from .files import Files
from .inputs import Inputs
from .kernels import Kernels
from .keys import Keys
from .record import CallRecord, Entry
from .request_info import request_info
from .visits import Visits


class Limits(NamedTuple):
    """How much of a result an agent is sent at once over MCP, in bytes; the rest is behind an address.

    Attributes:
        text: Of text; 0 is no limit.
        inline: Of one image or sound.
    """

    text: int = 100_000
    inline: int = 3 << 20


@dataclass
class Service:
    """The functions of all live notebooks, ready to be called.

    Attributes:
        catalog: What is offered.
        kernels: Where it runs.
        files: Which files may be read.
        inputs: Arguments that name files.
        keys: The access keys.
        visits: Their open requests.
        record: What was called.
        agents: Who came over MCP.
        bulletin: Has pages look again.
        call_timeout: Seconds that any function may run; 0 is no limit.
        max_request_bytes: Size of the largest request that is no upload.
        key_urls: Whether a key may be part of an address.
        paused: Whether everything is paused.
        secret: Makes names of sessions that tell nothing.
        limits: How much of a result is sent at once over MCP.
        of_program: Whether the server is one program's own, which says where it is by itself.
    """

    catalog: Catalog
    kernels: Kernels
    files: Files
    inputs: Inputs
    keys: Keys
    visits: Visits
    record: CallRecord
    agents: Agents
    bulletin: Bulletin
    call_timeout: float
    max_request_bytes: int
    key_urls: bool = True
    paused: bool = False
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    limits: Limits = field(default_factory=Limits)
    of_program: bool = False

    async def begin(
        self,
        offer: Offer,
        arguments: Mapping[str, Any],
        caller: Caller,
        via: str,
        *,
        watched: bool = False,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
    ) -> Call:
        """Begin a call, once the files among its arguments are here.

        Args:
            offer: What is called.
            arguments: By name, as the caller sent them.
            caller: Who calls.
            via: How the call came: `mcp`, `rest`, `queue`, `panel`.
            watched: Whether the caller wants to hear that it runs also if it did not wait.
            viewer: Whom a panel shows the result to, None where no panel calls. To the notebook's owner a paused
                function is not closed.
            event: What began it, if that is an event; a function that asks for none is not told.

        Raises:
            Unauthenticated: The caller's access key has ended meanwhile.
            Paused: The owner has paused the function.
            KernelGone: The kernel has just gone.
            QueueFull: As many calls wait for the function as may.
            InvalidArguments: An argument is no JSON, or names no file that may be read.
            PayloadTooLarge: A file is larger than it may be.
        """
        if viewer != "owner":
            self._check_paused(offer)
        if self.inputs.takes_files(offer):
            arguments = await self.inputs.resolve(offer, arguments, caller)
        if event is not None:
            wanted = offer.endpoint.get("event", False)
            event = await self.inputs.event(event, offer.app, caller) if wanted else None
        return self.call(offer, arguments, caller, via, watched=watched, viewer=viewer, event=event)

    def call(
        self,
        offer: Offer,
        arguments: Mapping[str, Any],
        caller: Caller,
        via: str,
        *,
        watched: bool = False,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
    ) -> Call:
        """Begin a call whose arguments and event name no files; otherwise as `begin`."""
        if viewer != "owner":
            self._check_paused(offer)
        key = caller.identity.key
        # It may have been revoked while a file was fetched.
        if key is not None and self.keys.get(key) is None:
            raise Unauthenticated("The access key of this call opens nothing any more.")
        limits = [limit for limit in (offer.endpoint["timeout"], self.call_timeout) if limit]
        sent = dict(arguments)

        def ended(call: Call, head: dict[str, Any]) -> None:
            if key is not None:
                self.visits.leave(key, call)
            self._note(call, head, offer, sent, caller, via)

        limit = min(limits, default=None)
        kernel, endpoint = offer.app.kernel, offer.endpoint
        request = request_info(caller, endpoint, self.secret, kernel)
        more: dict[str, Any] = {"watched": watched, "request": request, "viewer": viewer, "event": event}
        call = self.kernels.call(kernel, endpoint, sent, limit, ended, **more)
        if key is not None:
            # A request that began a call may be over long before the call is.
            self.visits.enter(key, call, call.release)
        return call

    def pause(self, paused: bool, app: App | None = None, endpoint: str | None = None) -> None:
        """Pause, or go on with, everything, a notebook, or one function.

        Raises:
            UnknownEndpoint: There is no such function.
        """
        if endpoint is not None:
            offer = self.catalog.find(app, endpoint, ("public", "undocumented", "private"))
            change = offer.app.paused_endpoints.add if paused else offer.app.paused_endpoints.discard
            change(offer.endpoint["name"])
            changed = [offer.app]
        elif app is not None:
            # Functions that were paused one by one stay as they are: somebody meant each of them.
            app.paused = paused
            changed = [app]
        else:
            self.paused = paused
            changed = self.catalog.apps()
        self.bulletin.changed(*changed)

    @staticmethod
    def place(app: App | None) -> str:
        """Where an app lives below the server's base URL; the union lives at the base itself."""
        return "" if app is None else f"gradio/{quote(app.path)}/"

    def _check_paused(self, offer: Offer) -> None:
        what = None
        if self.paused:
            what = "all functions of this server"
        elif offer.app.paused:
            what = "the functions of this notebook"
        elif offer.endpoint["name"] in offer.app.paused_endpoints:
            what = f"'{offer.name}'"
        if what is not None:
            raise Paused(f"The owner has paused {what}. Try again later.")

    def _note(
        self, call: Call, head: dict[str, Any], offer: Offer, arguments: dict[str, Any], caller: Caller, via: str
    ) -> None:
        now = time.monotonic()
        self.bulletin.ended(offer.app, offer.endpoint["name"])
        failed = head["op"] == "error"
        self.record.add(
            Entry(
                at=time.time() - (now - call.begun),
                notebook=offer.app.path,
                endpoint=offer.endpoint["name"],
                caller=caller.identity.name,
                client=caller.client,
                via=via,
                waited=call.started - call.begun,
                seconds=now - call.started,
                outcome=head["error"]["code"] if failed else "ok",
                message=str(head["error"]["message"])[:500] if failed else "",
                arguments=arguments if self.record.arguments else None,
                key=caller.identity.key,
            )
        )
