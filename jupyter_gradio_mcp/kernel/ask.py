"""`gr.ask`, `gr.confirm`, `gr.sample`, `gr.roots`: a running function asks whoever called it.

Each blocks in an ordinary function and is awaited in an `async def`. Asked together, with
`asyncio.gather`, they reach the caller together.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from concurrent.futures import Future
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import CannotAsk
from ..protocol import CAPABILITIES, Question
from .call import CURRENT, THREAD, Call

if TYPE_CHECKING:
    from .form import Form

ATTEMPTS = 3
"""How often the caller is asked for an answer that fits, before the call fails."""

T = TypeVar("T")
Steps = Generator[Question, "dict[str, Any]", T]
"""Yields questions, is sent the caller's answers, and returns what the function gets."""


class Pending(Coroutine[Any, Any, T]):
    """An answer that is to be awaited.

    A plain coroutine is true: `if gr.confirm("Delete all?")` without `await` would be a yes that nobody gave.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, T]) -> None:
        self._coroutine = coroutine

    def __await__(self) -> Generator[Any, Any, T]:
        return self._coroutine.__await__()

    def send(self, value: Any) -> Any:
        """Go on."""
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """Go on with an error."""
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """Do not go on."""
        self._coroutine.close()

    def __bool__(self) -> bool:
        self.close()
        raise RuntimeError("Nobody has been asked yet: in an 'async def' function write 'await gr.confirm(...)'.")


def ask(question: str, schema: Any = str, *, key: str | None = None) -> Any:
    """Ask whoever called the function, and wait for the answer.

    In an `async def` function it is awaited: `city = await gr.ask("Which city?")`. While any question of
    a call is open, other calls of the function run. In a cell, where nobody called, it asks with `input()`.

    Args:
        question: What to ask.
        schema: What the answer is: `str`, `int`, `float`, `bool`, a `Literal`, `Enum` or list of choices; a
            dataclass, `TypedDict` or pydantic model of such fields; or a JSON Schema of an object.
        key: Tells the question from others of the call; clients may answer by it in advance.

    Returns:
        The answer, of that type (for a JSON Schema the object); None if it was declined or dismissed.
        In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller cannot be asked.
        TypeError: `schema` is nothing that a form can ask for.
        ValueError: The answer did not fit, several times; or a question with this `key` is open.
        RuntimeError: The call is over, or its function holds the kernel's main thread.
    """
    # pydantic makes the form, and loading the extension must not wait for it.
    from .form import Form

    form = Form(schema)
    call = CURRENT.get()
    if call is None:
        if _awaits(sys._getframe(1)):
            return Pending(_now(lambda: _asked_here(question, form)))
        return _asked_here(question, form)
    return _converse(call, _asking(key or call.next_key(), question, form))


def confirm(question: str, *, key: str | None = None) -> Any:
    """Ask for a yes or a no.

    Returns:
        Whether it was a yes; no answer is a no. In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller cannot be asked.
    """
    if CURRENT.get() is None and _awaits(sys._getframe(1)):
        return Pending(_now(lambda: bool(ask(question, bool))))
    asked = ask(question, bool, key=key)
    if inspect.isawaitable(asked):

        async def confirmed() -> bool:
            return bool(await asked)

        return Pending(confirmed())
    return bool(asked)


def sample(
    prompt: str | Sequence[Any], *, system: str | None = None, max_tokens: int = 1000, key: str | None = None
) -> Any:
    """Let the caller's own model answer a prompt (MCP's sampling).

    Args:
        prompt: A text, or messages, each `{"role", "content"}`.
        system: The system prompt.
        max_tokens: How long the answer may be.
        key: As of `ask`.

    Returns:
        The model's text. In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller has no model to offer, or nobody called.
    """
    call = _called("gr.sample", "sampling")
    messages = [prompt] if isinstance(prompt, (str, dict)) else list(prompt)
    params: dict[str, Any] = {"messages": [_message(item) for item in messages], "maxTokens": max_tokens}
    if system is not None:
        params["systemPrompt"] = system
    question: Question = {"key": key or call.next_key(), "method": "sampling/createMessage", "params": params}
    return _converse(call, _sampling(question))


def roots(*, key: str | None = None) -> Any:
    """The folders that the caller's program works in (MCP's roots), each `{"uri", "name"}`.

    In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller tells of none, or nobody called.
    """
    call = _called("gr.roots", "roots")
    question: Question = {"key": key or call.next_key(), "method": "roots/list", "params": {}}
    return _converse(call, _listing(question))


def _asking(key: str, question: str, form: Form) -> Steps[Any]:
    said, reason = str(question), ""
    for _ in range(ATTEMPTS):
        params = {"mode": "form", "message": said, "requestedSchema": form.schema}
        answer = yield {"key": key, "method": "elicitation/create", "params": params}
        if answer.get("action") != "accept":
            return None
        try:
            return form.read(answer.get("content"))
        except ValueError as wrong:
            reason = str(wrong)
            said = f"{question}\n({reason})"
    raise ValueError(f"The answer to '{question}' did not fit: {reason}")


def _sampling(question: Question) -> Steps[str]:
    answer = yield question
    content = answer.get("content") or {}
    parts = content if isinstance(content, list) else [content]
    return "".join(str(part.get("text", "")) for part in parts)


def _listing(question: Question) -> Steps[list[dict[str, Any]]]:
    answer = yield question
    return list(answer.get("roots") or [])


def _message(item: Any) -> dict[str, Any]:
    if isinstance(item, str):
        item = {"role": "user", "content": item}
    if not isinstance(item, dict) or item.get("role") not in ("user", "assistant") or "content" not in item:
        raise TypeError(f"gr.sample: a message is {{'role': 'user' or 'assistant', 'content': …}}, not {item!r}")
    role, content = item["role"], item["content"]
    return {"role": role, "content": {"type": "text", "text": content} if isinstance(content, str) else content}


def _called(name: str, capability: str) -> Call:
    call = CURRENT.get()
    if call is None:
        raise _cannot(f"{name} asks the program that called the function, and here nobody called.", capability)
    return call


def _cannot(message: str, capability: str) -> CannotAsk:
    return CannotAsk(message, [{"loc": [], "msg": message, "type": capability}])


def _result(call: Call, question: Question, answer: dict[str, Any] | None) -> dict[str, Any]:
    call.check()
    if answer is None and call.over:
        raise RuntimeError(f"The call of '{call.endpoint.name}' is over, and its caller has gone.")
    if answer is None:
        capability = CAPABILITIES[question["method"]]
        raise _cannot(
            f"'{call.endpoint.name}' asks its caller, and this caller cannot be asked: it takes a client of MCP with "
            f"the capability '{capability}'.",
            capability,
        )
    return answer


def _converse(call: Call, steps: Steps[Any]) -> Any:
    """Go through the steps: at once, or for an asynchronous function as an awaitable."""
    described = call.endpoint.description
    if call.endpoint.main_thread and not described.is_async and threading.current_thread() is threading.main_thread():
        raise RuntimeError("gr.ask cannot wait on the kernel's main thread. Write 'async def' and 'await gr.ask(...)'.")
    if _on_a_loop():
        return Pending(_converse_async(call, steps))
    try:
        question = next(steps)
        while True:
            future = call.ask([question])[question["key"]]
            with THREAD.aside():
                answer = future.result()
            question = steps.send(_result(call, question, answer))
    except StopIteration as done:
        return done.value


async def _converse_async(call: Call, steps: Steps[Any]) -> Any:
    try:
        question = next(steps)
        while True:
            answer = await _ask_together(call, question)
            question = steps.send(_result(call, question, answer))
    except StopIteration as done:
        return done.value


async def _ask_together(call: Call, question: Question) -> dict[str, Any] | None:
    """Ask along with whatever else the call asks in this turn of the loop."""
    loop = asyncio.get_running_loop()
    at = call, loop
    if at not in _batches:
        _batches[at] = []
        loop.call_soon(_send, *at)
    sent: asyncio.Future[Future[dict[str, Any] | None]] = loop.create_future()
    _batches[at].append((question, sent))
    try:
        return await asyncio.wrap_future(await sent)
    except asyncio.CancelledError:
        # Nobody waits for it any more, such as after `asyncio.wait_for`.
        call.take_answers({question["key"]: None})
        raise


_Batch = list[tuple[Question, "asyncio.Future[Future[dict[str, Any] | None]]"]]
_batches: dict[tuple[Call, asyncio.AbstractEventLoop], _Batch] = {}


def _send(call: Call, loop: asyncio.AbstractEventLoop) -> None:
    batch = [(question, sent) for question, sent in _batches.pop((call, loop)) if not sent.done()]
    try:
        futures = call.ask([question for question, _ in batch]) if batch else {}
    except BaseException as error:
        for _, sent in batch:
            sent.set_exception(error)
    else:
        for question, sent in batch:
            sent.set_result(futures[question["key"]])


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _awaits(frame: FrameType | None) -> bool:
    """Whether the code in `frame` can await. A cell runs on a loop, too, so the loop does not tell."""
    while frame is not None and frame.f_code.co_name in ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"):
        frame = frame.f_back
    return frame is not None and bool(frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR))


async def _now(work: Callable[[], T]) -> T:
    return work()


def _asked_here(question: str, form: Form) -> Any:
    """The answer of the person at the notebook."""
    steps = _asking("", question, form)
    try:
        asked = next(steps)
        while True:
            asked = steps.send(_typed_in(asked["params"]["message"], form.schema))
    except StopIteration as done:
        return done.value


def _typed(text: str, kind: str) -> Any:
    """What was typed in, as a form would send it; the text if it is nothing of the kind."""
    if kind == "boolean":
        return {"yes": True, "y": True, "no": False, "n": False}.get(text.lower(), text)
    try:
        return {"integer": int, "number": float}.get(kind, str)(text)
    except ValueError:
        return text


def _typed_in(question: str, schema: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, field in schema["properties"].items():
        prompt = question if len(schema["properties"]) == 1 else f"{question} [{field.get('title') or name}]"
        several = field.get("type") == "array"
        if choices := (field.get("items") or {} if several else field).get("enum"):
            prompt += f" ({', '.join(map(str, choices))})"
        elif field.get("type") == "boolean":
            prompt += " (yes, no)"
        text = input(f"{prompt} ").strip()
        if text:
            parts = [part.strip() for part in text.split(",")]
            content[name] = parts if several else _typed(text, str(field.get("type")))
    return {"action": "accept", "content": content} if content else {"action": "decline"}
