"""The routes of panels: what there is to show, and one stream for all calls of a page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tornado import iostream, web

from ..descriptions import EndpointInfo
from ..errors import CallError, InvalidArguments, InvalidRequest, KernelGone, PayloadTooLarge, UnknownEndpoint
from ..panels import ROWS_ENDPOINT
from ..protocol import Viewer, event_of
from . import api_view, panel_view
from .api_view import Circumstances
from .auth import GradioHandler
from .calls import Call
from .catalog import App
from .panel_calls import PanelCalls, PanelSession
from .panel_frames import Told
from .panel_news import Happenings, Standing
from .panel_view import Viewing
from .rest import CALLABLE
from .service import Service
from .streams import HEARTBEAT_SECONDS, StreamingHandler, data_line

ROWS_SECONDS = 60.0
"""How long a kernel may take to find some rows."""

RETRY_MS = 1000
"""When a browser comes back that was cut off."""

_ROWS: EndpointInfo = {"name": ROWS_ENDPOINT, "concurrency": None, "max_size": 0}


class PanelHandler(GradioHandler):
    """What the routes of panels have in common."""

    def initialize(self, service: Service, calls: PanelCalls) -> None:  # type: ignore[override]
        """Take what they share."""
        super().initialize(service)
        self.calls = calls

    @property
    def viewing(self) -> Viewing:
        """Who looks, and what he may call here: private functions are for people at a page, not for programs."""
        identity, scope = self.identity, self.identity.scope
        # The key of an app is opened by its address, and opens that app as a whole.
        person = self.by_cookie if scope.endpoints is None else scope.panel is not None and self._is_page
        person = person or identity.key is None
        return Viewing(identity.key is None, (*CALLABLE, "private") if person else CALLABLE, scope)

    @property
    def _is_page(self) -> bool:
        """Whether the credential came as those of pages do."""
        return self.by_cookie or bool(self.key_url)

    def notebook(self, kernel: Any) -> App:
        """The notebook of this address, or at the union's the one with that kernel.

        Raises:
            InvalidRequest: No kernel is named, or by something else than its id.
            UnknownEndpoint: There is none that the caller may see.
        """
        if kernel is None and self.app is not None:
            # Whoever came to its own address named it, and `auth` saw that he may be there.
            return self.app
        if not isinstance(kernel, str) or not kernel:
            raise InvalidRequest("'kernel' must be the id of a notebook's kernel. GET gradio_api/panel lists them.")
        app = self.service.catalog.app(kernel)
        if app is None or self.app not in (None, app) or not self.viewing.admits(app):
            raise UnknownEndpoint(
                f"No notebook here has a kernel '{kernel[:64]}' that offers something. Run a %%mcp_tool cell in it."
            )
        return app

    @staticmethod
    def check_live(app: App) -> None:
        """See whether the functions of a notebook can be called.

        Raises:
            KernelGone: They cannot.
        """
        if not app.live:
            raise KernelGone(f"The kernel of '{app.path}' has restarted or was shut down. Run its cells again.")

    def file_address(self, path: str) -> str:
        """The address of a file, without a host: whatever is between here and the page, it may call us otherwise."""
        caller = replace(self.caller, address=f"{self.base_url}{self.service.place(self.app)}")
        return self.service.files.address(path, caller)

    def session(self, body: Mapping[str, Any]) -> PanelSession:
        """The session that a body names; `UnknownEvent` if there is none of this caller."""
        return self.calls.find(body.get("session"), self.app, self.identity.credential)


class PanelsHandler(PanelHandler):
    """`GET panel`: the panels of a notebook, or the notebooks that there are."""

    @web.authenticated
    def get(self) -> None:
        """`panels.NotebookPanels`; at the union's address without `kernel` `panel_view.NotebookList`."""
        self.set_header("Cache-Control", "no-store")
        kernel, service = self.get_query_argument("kernel", None), self.service
        if self.app is None and kernel is None:
            self.finish(dict(panel_view.notebook_list(service.catalog.apps(), self.viewing, paused=service.paused)))
            return
        self.finish(dict(panel_view.notebook_panels(self.notebook(kernel), self.viewing)))


class PanelApiHandler(PanelHandler):
    """`GET panel/api`: what the API page has."""

    def initialize(self, service: Service, calls: PanelCalls, mcp: bool) -> None:  # type: ignore[override]
        """Take what they share, and whether MCP is offered."""
        super().initialize(service, calls)
        self._mcp = mcp

    @web.authenticated
    def get(self) -> None:
        """`api_view.ApiInfo`."""
        self.set_header("Cache-Control", "no-store")
        around = Circumstances(
            record=self.service.record,
            paused=self.service.paused,
            mcp=self._mcp,
            open=not self.identity_provider.auth_enabled,
            address_of=self.file_address,
        )
        self.finish(dict(api_view.api(self.notebook(self.get_query_argument("kernel", None)), self.viewing, around)))


class PanelCallHandler(PanelHandler):
    """`POST panel/call`: begin a call. What it says comes on the stream of its session."""

    @web.authenticated
    async def post(self) -> None:
        """Body `{"session", "call", "endpoint", "arguments", "event"?, "kernel"?}` → `{"listening"}`."""
        body = self.json_object()
        name, arguments = body.get("endpoint"), body.get("arguments", {})
        if not isinstance(name, str):
            raise InvalidRequest("'endpoint' must be the name of a function of the notebook.")
        if not isinstance(arguments, dict):
            raise InvalidRequest("'arguments' must be an object with the arguments by name.")
        event = event_of(body.get("event"))
        app, viewing = self.notebook(body.get("kernel")), self.viewing
        session = self.calls.join(body.get("session"), self.app, self.identity.credential)
        self.check_live(app)
        seen = viewing.visibilities if viewing.may_call(app, name) else ()
        offer = self.service.catalog.find(app, name, seen, viewing.scope)
        id = session.reserve(body.get("call"))
        caller = replace(self.caller, session=f"panel:{body['session']}")
        try:
            viewer: Viewer = "owner" if viewing.owner else "guest"
            call = await self.service.begin(offer, arguments, caller, "panel", watched=True, viewer=viewer, event=event)
        except (InvalidArguments, PayloadTooLarge) as error:
            # It is about what somebody typed, and is shown where the result would be.
            session.refuse(id, error)
        except BaseException:
            session.forget(id)
            raise
        else:
            session.begin(id, call)
        # A page that logged in anew still has a stream, but of another session: it is to open it again.
        self.finish({"listening": session.listening})


class PanelCancelHandler(PanelHandler):
    """`POST panel/cancel`: stop a call."""

    @web.authenticated
    def post(self) -> None:
        """Body `{"session", "call"}` → `{}`, also for a call that is over."""
        body = self.json_object()
        self.session(body).cancel(body.get("call"))
        self.finish({})


class PanelAnswerHandler(PanelHandler):
    """`POST panel/answer`: answer what a call asks."""

    @web.authenticated
    def post(self) -> None:
        """Body `{"session", "call", "answers": {question: MCP's result, or null}}` → `{}`."""
        body = self.json_object()
        answers = body.get("answers")
        if not isinstance(answers, dict) or not all(a is None or isinstance(a, dict) for a in answers.values()):
            raise InvalidRequest("'answers' must be an object: for each question an object with its 'action', or null.")
        self.session(body).answer(body.get("call"), answers)
        self.finish({})


class PanelRowsHandler(PanelHandler):
    """`POST panel/rows`: some rows of a large table that a call gave."""

    _client_left = False
    _call: Call | None = None

    @web.authenticated
    async def post(self) -> None:
        """Body `panels.RowsQuery` and `kernel`? → `panels.Rows`."""
        body = self.json_object()
        app = self.notebook(body.pop("kernel", None))
        query = panel_view.rows_query(body)
        self.check_live(app)
        # Neither a call of anybody's function nor one for the record.
        with self.service.kernels.call(app.kernel, _ROWS, dict(query), ROWS_SECONDS) as self._call:
            head = await self._call.result()
        self.finish(head["value"])

    def on_connection_close(self) -> None:
        """Nobody waits any more."""
        if self._call is not None:
            self._call.release()
        super().on_connection_close()


class PanelEventsHandler(StreamingHandler, PanelHandler):
    """`GET panel/events`: one stream for everything on a page, because browsers allow few connections."""

    @web.authenticated
    async def get(self) -> None:
        """Server-sent events: first the calls that are known, then what they say and what happens around them."""
        session = self.calls.join(self.get_query_argument("session", None), self.app, self.identity.credential)
        # What programs came is for the owner.
        happenings = Happenings(self._standings, self.service.agents if self.viewing.owner else None)
        reader = session.open(_number(self.request.headers.get("Last-Event-ID", "")), happenings.next)
        self.begin_stream()
        try:
            self.write(f"retry: {RETRY_MS}\n{data_line({'calls': session.calls})}")
            while (news := await reader.next(HEARTBEAT_SECONDS)) is not None:
                for event in news.events:
                    self.write(data_line(event))
                for told in news.told:
                    self.write(f"id: {told.number}\n{self._frame(told)}")
                if not news.events and not news.told:
                    self.write(": still here\n\n")
                await self.flush()
        except (asyncio.CancelledError, iostream.StreamClosedError):
            return
        finally:
            reader.close()

    def _standings(self) -> dict[str, Standing]:
        """The notebooks that the caller may see, as they are now."""
        viewing = self.viewing
        if self.app is None:
            apps = [app for app in self.service.catalog.apps() if viewing.admits(app)]
        else:
            # Its page hears of it also while it offers the caller nothing, as while its cells are run again.
            apps = [app for app in (self.app,) if viewing.scope.admits_app(app.kernel, app.paths)]
        return {app.kernel: Standing(panel_view.state(app), app.revision, viewing.endings(app)) for app in apps}

    def _frame(self, told: Told) -> str:
        try:
            frame = panel_view.told(told.frame, self.file_address, owner=self.viewing.owner)
            return data_line({"call": told.call, "frame": frame})
        except RecursionError:
            error = CallError("What the function gave is nested too deeply to be shown.")
            return data_line({"call": told.call, "frame": {"op": "error", "error": error.to_wire()}})


def _number(text: str) -> int | None:
    """The last number that a page was told; None if it says none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None
