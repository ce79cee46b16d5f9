"""What MCP's methods answer: the lists of tools, resources and prompts, calling, reading, getting, completing."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from ..descriptions import Kind
from ..errors import CallError, InvalidArguments, InvalidRequest, UnknownEndpoint, from_wire
from . import completion, finder, prompts, resources, results, tools
from .caller import Caller, client_name
from .catalog import Offer
from .held import HeldCalls, Owner
from .mcp_conversation import Conversation
from .reach import Reach
from .service import Service
from .teller import Teller

Context = ServerRequestContext[Any, Any]
Listed = TypeVar("Listed")

MAX_LISTS = 256
"""Lists that are kept until something changes; each address and each key may have its own."""

MAX_LEVELS = 10_000
"""Sessions whose logging level is remembered."""

_HANDLE = "handle:"
"""Begins the name of a session that a handle names."""

RESOURCE_NOT_FOUND = -32002
"""Before revision 2026-07-28 (server/resources § Error Handling); since then it is -32602."""


class Handlers:
    """The methods, for the union and every app.

    Args:
        service: The functions.
        answer_seconds: How long a caller has to answer a question.
    """

    def __init__(self, service: Service, answer_seconds: float) -> None:
        self._service = service
        self._answer_seconds = answer_seconds
        self._lists: OrderedDict[tuple[str, Reach], tuple[int, Any]] = OrderedDict()
        self._levels: OrderedDict[str, str] = OrderedDict()
        self.held = HeldCalls(answer_seconds)

    # -- lists --

    async def list_tools(self, context: Context, params: Any) -> types.ListToolsResult:
        """`tools/list`."""

        def made(reach: Reach, offers: list[Offer]) -> types.ListToolsResult:
            shown = [tools.tool(offer) for offer in offers if offer.endpoint["kind"] == "tool"]
            if reach.finder:
                shown += finder.tools({tool["name"] for tool in shown})
            return types.ListToolsResult(tools=[types.Tool.model_validate(tool) for tool in shown])

        return self._listed("tools", context, made)

    async def list_resources(self, context: Context, params: Any) -> types.ListResourcesResult:
        """`resources/list`: those that are no templates."""

        def made(reach: Reach, offers: list[Offer]) -> types.ListResourcesResult:
            found = [o for o in resources.unique(offers) if not resources.is_template(o.endpoint)]
            return types.ListResourcesResult(
                resources=[types.Resource.model_validate(resources.listed(offer)) for offer in found]
            )

        return self._listed("resources", context, made)

    async def list_templates(self, context: Context, params: Any) -> types.ListResourceTemplatesResult:
        """`resources/templates/list`."""

        def made(reach: Reach, offers: list[Offer]) -> types.ListResourceTemplatesResult:
            found = [o for o in resources.unique(offers) if resources.is_template(o.endpoint)]
            return types.ListResourceTemplatesResult(
                resource_templates=[types.ResourceTemplate.model_validate(resources.listed(offer)) for offer in found]
            )

        return self._listed("templates", context, made)

    async def list_prompts(self, context: Context, params: Any) -> types.ListPromptsResult:
        """`prompts/list`."""

        def made(reach: Reach, offers: list[Offer]) -> types.ListPromptsResult:
            found = [offer for offer in offers if offer.endpoint["kind"] == "prompt"]
            return types.ListPromptsResult(
                prompts=[types.Prompt.model_validate(prompts.listed(offer)) for offer in found]
            )

        return self._listed("prompts", context, made)

    def forget(self, kernel: str) -> None:
        """An app is gone for good: so are its lists."""
        for at in [at for at in self._lists if at[1].app is not None and at[1].app.kernel == kernel]:
            del self._lists[at]

    # -- what runs a function --

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        """`tools/call`."""
        reach, name, arguments = reach_of(context), params.name, dict(params.arguments or {})
        if reach.finder and name in finder.NAMES and not self._offers_tool(reach, name):
            if name == finder.LIST:
                found = [offer for offer in reach.offers(self._service.catalog) if offer.endpoint["kind"] == "tool"]
                return types.CallToolResult.model_validate(finder.listed(found, arguments))
            try:
                name, arguments = finder.target(arguments)
            except InvalidArguments as error:
                return types.CallToolResult.model_validate(tools.failure(error.message))
        offer = self._find(reach, name, "tool")
        caller = caller_of(context)
        handle = None
        try:
            if tools.takes_handle(offer.endpoint):
                caller, handle = _with_handle(context, caller, arguments)
            head, session = await self._run(context, params, offer, arguments, caller)
            if isinstance(head, types.InputRequiredResult):
                return head
            # A call that had waited goes on in the session that it began in.
            handle = handle and (session or "").removeprefix(_HANDLE)
            _refuse_unasked(context, head)
            answer = await results.result(offer, head, self._service, caller)
        except CallError as error:
            answer = tools.failure(error.message)
        if handle is not None:
            answer = tools.with_handle(answer, handle)
        return types.CallToolResult.model_validate(answer)

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult | types.InputRequiredResult:
        """`resources/read`."""
        reach, uri = reach_of(context), str(params.uri)
        found = resources.match(reach.offers(self._service.catalog), uri)
        if found is None:
            code = InvalidRequest.jsonrpc_code if _modern(context) else RESOURCE_NOT_FOUND
            raise MCPError(code, f"There is no resource '{uri[:200]}' here.", {"uri": uri})
        caller = caller_of(context)
        try:
            head, _ = await self._run(context, params, found.offer, found.arguments, caller)
            if isinstance(head, types.InputRequiredResult):
                return head
            if head["op"] == "error":
                raise from_wire(head["error"])
            contents = await resources.contents(found.offer, uri, head, self._service.files, caller)
        except CallError as error:
            raise _protocol_error(error) from error
        return types.ReadResourceResult.model_validate({"contents": contents})

    async def get_prompt(
        self, context: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult | types.InputRequiredResult:
        """`prompts/get`."""
        offer = self._find(reach_of(context), params.name, "prompt")
        caller = caller_of(context)
        try:
            head, _ = await self._run(context, params, offer, params.arguments or {}, caller)
            if isinstance(head, types.InputRequiredResult):
                return head
            if head["op"] == "error":
                raise from_wire(head["error"])
        except CallError as error:
            raise _protocol_error(error) from error
        answer = await prompts.answer(offer, head, self._service.files)
        return types.GetPromptResult.model_validate(answer)

    async def complete(self, context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        """`completion/complete`: from the choices that the type hints name."""
        reach, ref = reach_of(context), params.ref
        if isinstance(ref, types.PromptReference):
            offer = self._find(reach, ref.name, "prompt")
        else:
            found = resources.unique(reach.offers(self._service.catalog))
            named = next((o for o in found if o.endpoint["uri"] == str(ref.uri)), None)
            if named is None:
                raise MCPError(InvalidRequest.jsonrpc_code, f"There is no resource template '{ref.uri}' here.")
            offer = named
        made = completion.complete(offer.endpoint, params.argument.name, params.argument.value)
        return types.CompleteResult.model_validate({"completion": made})

    async def set_level(self, context: Context, params: types.SetLevelRequestParams) -> types.EmptyResult:
        """`logging/setLevel`, of the handshake era."""
        self._levels[session_of(context)] = params.level
        while len(self._levels) > MAX_LEVELS:
            self._levels.popitem(last=False)
        return types.EmptyResult()

    # -- inside --

    def _listed(self, what: str, context: Context, make: Callable[[Reach, list[Offer]], Listed]) -> Listed:
        reach = reach_of(context)
        # Two keys of the same scope see the same.
        at = what, replace(reach, identity=replace(reach.identity, name="", credential="", key=None))
        revision, listed = self._lists.get(at, (-1, None))
        if listed is None or revision != self._service.catalog.revision:
            listed = make(reach, reach.offers(self._service.catalog))
            self._lists[at] = self._service.catalog.revision, listed
            self._lists.move_to_end(at)
            while len(self._lists) > MAX_LISTS:
                self._lists.popitem(last=False)
        return listed  # type: ignore[no-any-return]

    def _find(self, reach: Reach, name: str, kind: Kind) -> Offer:
        try:
            if not reach.admits(name):
                raise UnknownEndpoint(
                    f"The address leaves '{name}' out: it names {', '.join(sorted(reach.names or ()))}."
                )
            return self._service.catalog.find(reach.app, name, scope=reach.identity.scope, kind=kind)
        except UnknownEndpoint as error:
            raise MCPError(error.jsonrpc_code, error.message) from error

    def _offers_tool(self, reach: Reach, name: str) -> bool:
        try:
            self._find(reach, name, "tool")
        except MCPError:
            return False
        return True

    async def _run(
        self,
        context: Context,
        params: types.CallToolRequestParams | types.ReadResourceRequestParams | types.GetPromptRequestParams,
        offer: Offer,
        arguments: Mapping[str, Any],
        caller: Caller,
    ) -> tuple[dict[str, Any] | types.InputRequiredResult, str | None]:
        """The last frame of a call, begun here, or begun before and taken up again; and its session."""
        place = reach_of(context).app, context.method, offer.app, offer.endpoint["name"]
        owner = Owner(caller.identity.credential, (*place, dict(arguments)))
        questions: Any = ()
        session = caller.session
        take = state_of(context).pop("begun", None)
        call = take() if take is not None else None
        if params.request_state is not None:
            try:
                call, questions, session = self.held.resume(params.request_state, owner)
            except InvalidRequest as error:
                raise MCPError(error.jsonrpc_code, error.message, {"reason": "invalid_request_state"}) from error
        if call is None:
            # Who asked for progress hears where a call stands also if its function says nothing.
            watched = offer.endpoint["queue"] and "progress_token" in (context.meta or {})
            call = await self._service.begin(offer, arguments, caller, "mcp", watched=watched)
        with call:
            call.can_be_asked = True
            teller = Teller(context, offer.name, self._levels.get(session_of(context), "debug"))
            conversation = Conversation(
                context, call, teller, self.held, self._answer_seconds, owner, session, params.input_responses
            )
            outcome = await conversation.outcome(questions)
            if isinstance(outcome, dict) and outcome["op"] == "result":
                await teller.done()
            return outcome, session


def state_of(context: Context) -> dict[str, Any]:
    """What `McpServer.enter` told of the request."""
    request = context.request
    assert request is not None, "every request comes over HTTP"
    state = request.scope["state"]
    assert isinstance(state, dict)
    return state


def reach_of(context: Context) -> Reach:
    """What the request may see."""
    reach = state_of(context)["reach"]
    assert isinstance(reach, Reach)
    return reach


def caller_of(context: Context) -> Caller:
    """Who asks, with the program's own name for itself where the protocol told it, and its session."""
    caller = state_of(context)["caller"]
    assert isinstance(caller, Caller)
    return replace(caller, client=_client_of(context) or caller.client, session=session_of(context) or None)


def _client_of(context: Context) -> str:
    """The name and version of the program; "" where the protocol does not tell."""
    if context.method == "initialize":
        # It is just being told.
        info = (context.params or {}).get("clientInfo")
        return client_name(info.get("name"), info.get("version")) if isinstance(info, Mapping) else ""
    info = getattr(getattr(context.session, "client_params", None), "client_info", None)
    return client_name(getattr(info, "name", None), getattr(info, "version", None))


def session_of(context: Context) -> str:
    """The id of the session; "" where there is none."""
    request = context.request
    assert request is not None, "every request comes over HTTP"
    if _modern(context):
        return ""
    return str(request.headers.get("mcp-session-id") or request.query_params.get("session_id") or "")


def _modern(context: Context) -> bool:
    return context.protocol_version in MODERN_PROTOCOL_VERSIONS


def _with_handle(context: Context, caller: Caller, arguments: dict[str, Any]) -> tuple[Caller, str | None]:
    """The caller with the session that the arguments name, and the handle to give back."""
    handle = arguments.pop(tools.HANDLE, None)
    if handle is None and not _modern(context):
        # The connection has a session of its own.
        return caller, None
    if handle is None:
        handle = secrets.token_urlsafe(16)
    if not isinstance(handle, str) or not 0 < len(handle) <= 256:
        raise InvalidArguments(f"'{tools.HANDLE}' must be what an earlier call of this tool returned.")
    # Not to be taken for the id of a connection.
    return replace(caller, session=_HANDLE + handle), handle


def _refuse_unasked(context: Context, head: dict[str, Any]) -> None:
    """Since 2026-07-28 a missing capability is an error of the protocol (basic/versioning § Capabilities)."""
    if head["op"] == "error" and head["error"]["code"] == "cannot_ask" and _modern(context):
        raise _protocol_error(from_wire(head["error"]))


def _protocol_error(error: CallError) -> MCPError:
    data: Any = {"code": error.code}
    if error.code == "cannot_ask":
        data = {"requiredCapabilities": {str(detail["type"]): {} for detail in error.details}}
    elif error.details:
        data["details"] = error.details
    return MCPError(error.jsonrpc_code, error.message, data)
