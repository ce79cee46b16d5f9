"""Which handler answers at which address. Loaded when the server starts to answer."""

from __future__ import annotations

from typing import Any

from .downloads import FileHandler
from .events import Events
from .gate import McpGate
from .mcp_routes import McpHandler, MessagesHandler, SchemaHandler, SseHandler
from .memo import Memo
from .owner_routes import AgentsHandler, CallsHandler, ConnectHandler, KeyHandler, KeysHandler, PauseHandler
from .page_routes import HomeHandler, LoginHandler, NothingHereHandler
from .panel_calls import PanelCalls
from .panel_routes import (
    PanelAnswerHandler,
    PanelApiHandler,
    PanelCallHandler,
    PanelCancelHandler,
    PanelEventsHandler,
    PanelRowsHandler,
    PanelsHandler,
)
from .queue_routes import (
    AppIdHandler,
    CancelHandler,
    ConfigHandler,
    DataHandler,
    HeartbeatHandler,
    InfoHandler,
    JoinHandler,
    OpenApiHandler,
)
from .rest import AboutHandler, BeginHandler, RunHandler, StreamHandler
from .routes import Route
from .service import Service
from .sessions import Sessions
from .static import StaticFiles, StaticHandler
from .uploads import UploadHandler, UploadProgressHandler, Uploads


def routes(
    service: Service, *, events: Events, sessions: Sessions, panel_calls: PanelCalls, gate: McpGate, mcp: bool
) -> list[Route]:
    """Every address of ours.

    Args:
        service: What all handlers share.
        events: The calls that are held for their readers.
        sessions: Those of the queue.
        panel_calls: Those of pages.
        gate: The way to MCP.
        mcp: Whether it is open.
    """
    shared: dict[str, Any] = {"service": service}
    calls = {**shared, "events": events}
    uploads = {**shared, "uploads": Uploads()}
    queue = {**shared, "sessions": sessions}
    panel = {**shared, "calls": panel_calls}
    through_gate = {**shared, "gate": gate}
    page = {**shared, "static": StaticFiles()}
    name = r"(?P<name>/?[^/]+)"
    return [
        Route(r"gradio_api/mcp/?", McpHandler, through_gate),
        Route(r"gradio_api/mcp/http/?", McpHandler, through_gate),
        Route(r"gradio_api/mcp/sse/?", SseHandler, through_gate),
        Route(r"gradio_api/mcp/messages/?", MessagesHandler, through_gate),
        Route(r"gradio_api/mcp/schema/?", SchemaHandler, through_gate),
        Route(rf"gradio_api/run/{name}/?", RunHandler, calls),
        Route(rf"gradio_api/call(?P<version>/v2)?/{name}/?", BeginHandler, calls),
        Route(rf"gradio_api/call(?:/v2)?/{name}/(?P<event_id>[^/]+)/?", StreamHandler, calls),
        Route(r"", HomeHandler, page, union=False),
        Route(r"gradio/?", HomeHandler, page, app=False),
        Route(r"gradio_api/static/(?P<name>[^/]+)", StaticHandler, page),
        Route(r"gradio_api/panel/?", PanelsHandler, panel),
        Route(r"gradio_api/panel/api/?", PanelApiHandler, {**panel, "mcp": mcp}),
        Route(r"gradio_api/panel/call/?", PanelCallHandler, panel),
        Route(r"gradio_api/panel/events/?", PanelEventsHandler, panel),
        Route(r"gradio_api/panel/cancel/?", PanelCancelHandler, panel),
        Route(r"gradio_api/panel/answer/?", PanelAnswerHandler, panel),
        Route(r"gradio_api/panel/rows/?", PanelRowsHandler, panel),
        Route(r"config/?", ConfigHandler, shared),
        Route(r"gradio_api/info/?", InfoHandler, shared),
        Route(r"gradio_api/openapi\.json/?", OpenApiHandler, {**shared, "memo": Memo(service.catalog)}),
        Route(r"gradio_api/app_id/?", AppIdHandler, shared),
        Route(r"gradio_api/queue/join/?", JoinHandler, queue),
        Route(r"gradio_api/queue/data/?", DataHandler, queue),
        Route(r"gradio_api/(?:cancel|reset)/?", CancelHandler, {**queue, "events": events}),
        Route(r"gradio_api/heartbeat/(?P<session>[^/]+)/?", HeartbeatHandler, shared),
        Route(r"gradio_api/upload/?", UploadHandler, uploads),
        Route(r"gradio_api/upload_progress/?", UploadProgressHandler, uploads),
        Route(r"gradio_api/file=(?P<path>(?s:.*))", FileHandler, shared),
        Route(r"gradio_api/keys/?", KeysHandler, shared),
        Route(r"gradio_api/keys/(?P<id>[^/]+)/?", KeyHandler, shared),
        Route(r"gradio_api/pause/?", PauseHandler, shared),
        Route(r"gradio_api/calls/?", CallsHandler, shared),
        Route(r"gradio_api/agents/?", AgentsHandler, shared),
        Route(r"gradio_api/connect/?", ConnectHandler, through_gate),
        Route(r"gradio_api/log(?:in|out)/?", LoginHandler, shared),
        # Where Gradio's clients log in; at the server's base that address is Jupyter's own.
        Route(r"log(?:in|out)/?", LoginHandler, shared, union=False),
        Route(r"gradio_api/about/?", AboutHandler, {**shared, "mcp": mcp}),
    ]


def nothing(service: Service) -> Route:
    """Whatever else is asked for below the addresses of ours."""
    return Route(r"gradio(?:_api)?/.*", NothingHereHandler, {"service": service})
