"""One call over MCP, from its first frame to its last: what is told on the way, and what is asked.

Before revision 2026-07-28 a question is a request of ours to the client, on the stream of the call. Since then the
call's own answer is `input_required`, and the client comes again with the answers; the function waits meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.shared.message import ServerMessageMetadata
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from ..errors import FunctionFailed
from ..protocol import CAPABILITIES, Question
from .calls import Call
from .held import HeldCalls, Owner
from .teller import Teller

Context = ServerRequestContext[Any, Any]

_KINDS: dict[str, tuple[type[types.Request[Any, Any]], type[types.Result]]] = {
    "elicitation/create": (types.ElicitRequest, types.ElicitResult),
    "sampling/createMessage": (types.CreateMessageRequest, types.CreateMessageResult),
    "roots/list": (types.ListRootsRequest, types.ListRootsResult),
}
"""The request and the answer of each method."""


class Conversation:
    """One call.

    Args:
        context: The SDK's context of the request.
        call: The call; it can be asked.
        teller: Tells what the call says.
        held: Where a call waits whose caller has to come again.
        seconds: How long a client has for an answer.
        owner: Whoever may take a held call up again.
        session: The session that the call belongs to.
        at_hand: Answers that came with the request, by key.
    """

    def __init__(
        self,
        context: Context,
        call: Call,
        teller: Teller,
        held: HeldCalls,
        seconds: float,
        owner: Owner,
        session: str | None,
        at_hand: Mapping[str, Any] | None,
    ) -> None:
        self._context = context
        self._call = call
        self._teller = teller
        self._held = held
        self._seconds = seconds
        self._owner = owner
        self._session = session
        self._at_hand = {key: _plain(answer) for key, answer in (at_hand or {}).items()}
        self._modern = context.protocol_version in MODERN_PROTOCOL_VERSIONS
        self._asking: set[asyncio.Task[None]] = set()

    async def outcome(self, questions: Sequence[Question] = ()) -> dict[str, Any] | types.InputRequiredResult:
        """The last frame of the call, or the questions that the client has to answer first.

        Args:
            questions: What the call asked before it was held.
        """
        try:
            if questions and (required := self._ask(questions)) is not None:
                return required
            while (head := await self._next())["op"] not in ("result", "error"):
                if head["op"] != "ask":
                    await self._teller.tell(head)
                elif (required := self._ask(head["questions"])) is not None:
                    return required
            return head
        finally:
            for asking in self._asking:
                asking.cancel()

    async def _next(self) -> dict[str, Any]:
        """The next frame. It may come, such as the call's end, while the client still ponders."""
        while self._asking:
            frame = asyncio.ensure_future(self._call.next())
            try:
                await asyncio.wait({frame, *self._asking}, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError:
                frame.cancel()
                raise
            self._asking = {asking for asking in self._asking if not asking.done()}
            if frame.done():
                return frame.result()
            frame.cancel()
        return await self._call.next()

    def _ask(self, questions: Sequence[Question]) -> types.InputRequiredResult | None:
        answers: dict[str, dict[str, Any] | None] = {}
        remaining: list[Question] = []
        for question in questions:
            if not self._can_answer(question):
                answers[question["key"]] = None
            elif _answers(question, self._at_hand.get(question["key"])):
                answers[question["key"]] = self._at_hand.pop(question["key"])
            else:
                remaining.append(question)
        if answers:
            self._call.answer(answers)
        if not remaining:
            return None
        try:
            requests = {question["key"]: _request(question) for question in remaining}
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            self._call.stop(FunctionFailed(f"What it asks is no question of MCP: {where}: {error.errors()[0]['msg']}."))
            return None
        if self._modern:
            state = self._held.hold(self._call, remaining, self._owner, self._session)
            return types.InputRequiredResult(input_requests=requests, request_state=state)
        self._asking |= {asyncio.ensure_future(self._push(question)) for question in remaining}
        return None

    def _can_answer(self, question: Question) -> bool:
        capabilities = self._context.session.client_capabilities
        capability = getattr(capabilities, CAPABILITIES[question["method"]], None)
        if capability is None:
            return False
        # One that names neither way of asking has forms (client/elicitation § Capabilities).
        if isinstance(capability, types.ElicitationCapability) and capability.url and not capability.form:
            return False
        return self._modern or self._context.session.can_send_request

    async def _push(self, question: Question) -> None:
        """Send the question to a client of the former era, and pass its answer on."""
        request, kind = _request(question), _KINDS[question["method"]][1]
        metadata = ServerMessageMetadata(related_request_id=self._context.request_id)
        sending = self._context.session.send_request(request, kind, metadata=metadata)
        answer: dict[str, Any] | None
        try:
            answer = _plain(await asyncio.wait_for(sending, self._seconds))
        except asyncio.TimeoutError:
            answer = {"action": "cancel"} if kind is types.ElicitResult else None
        except ValidationError:
            # An answer that MCP does not know fits no question; where there are forms, it is asked again.
            answer = {"action": "accept", "content": None} if kind is types.ElicitResult else None
        except Exception:
            # It said that it can, and cannot, or has gone. The function must not wait for ever.
            answer = None
        self._call.answer({question["key"]: answer})


def _request(question: Question) -> Any:
    """The question as a request of MCP.

    Raises:
        ValidationError: It is none.
    """
    if question["method"] == "roots/list":
        return types.ListRootsRequest()
    made = _KINDS[question["method"]][0]
    return made.model_validate({"method": question["method"], "params": question["params"]})


def _plain(answer: Any) -> dict[str, Any]:
    if isinstance(answer, types.Result):
        made = answer.model_dump(mode="json", by_alias=True, exclude_none=True)
        assert isinstance(made, dict)
        return made
    return dict(answer)


def _answers(question: Question, answer: dict[str, Any] | None) -> bool:
    """Whether an answer is one to this kind of question."""
    wanted = {"elicitation/create": "action", "sampling/createMessage": "content", "roots/list": "roots"}
    return answer is not None and wanted[question["method"]] in answer
