"""`gr.ask`, `gr.confirm`, `gr.sample`, `gr.roots`: a running function asks whoever called it.

Each blocks in an ordinary function and is awaited in an `async def`. Asked together, with
`asyncio.gather`, they reach the caller together.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import CannotAsk
from ..protocol import Question
from .call import CURRENT, Call

if TYPE_CHECKING:
    from .form import Form

ATTEMPTS = 3
"""How often the caller is asked for an answer that fits, before the call fails."""

T = TypeVar("T")
Steps = Generator[Question, "dict[str, Any]", T]
"""Yields questions, is sent the caller's answers, and returns what the function gets."""

_CAPABILITIES = {"elicitation/create": "elicitation", "sampling/createMessage": "sampling", "roots/list": "roots"}


def ask(question: str, schema: Any = str, *, key: str | None = None) -> Any:
    """Ask whoever called the function, and wait for the answer.

    In an `async def` function it is awaited: `city = await gr.ask("Which city?")`. While it waits, other
    calls of the function run. In a cell, where nobody called, it asks with `input()`.

    Args:
        question: What to ask.
        schema: What the answer is: `str`, `int`, `float`, `bool`, a `Literal` or `Enum` of choices; a
            dataclass, `TypedDict` or pydantic model of such fields; or a JSON Schema of an object.
        key: Tells the question from others of the call; clients may answer by it in advance.

    Returns:
        The answer, of that type (for a JSON Schema the object); None if it was declined or dismissed.
        In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller cannot be asked.
        TypeError: `schema` is nothing that a form can ask for.
        ValueError: The answer did not fit, several times.
    """
    # pydantic makes the form, and loading the extension must not wait for it.
    from .form import Form

    form = Form(schema)
    call = CURRENT.get()
    if call is None:
        return _asked_here(question, form)
    return _converse(call, _asking(key or call.next_key(), question, form))


def confirm(question: str, *, key: str | None = None) -> Any:
    """Ask for a yes or a no.

    Returns:
        Whether it was a yes; no answer is a no. In an `async def` function, an awaitable of it.

    Raises:
        CannotAsk: The caller cannot be asked.
    """
    asked = ask(question, bool, key=key)
    if inspect.isawaitable(asked):

        async def confirmed() -> bool:
            return bool(await asked)

        return confirmed()
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
    messages = [prompt] if isinstance(prompt, str) else list(prompt)
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
    said, reason = question, ""
    for _ in range(ATTEMPTS):
        params = {"mode": "form", "message": said, "requestedSchema": form.schema}
        answer = yield {"key": key, "method": "elicitation/create", "params": params}
        if answer.get("action") != "accept":
            return None
        try:
            return form.read(answer.get("content") or {})
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
    role, content = ("user", item) if isinstance(item, str) else (item["role"], item["content"])
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
    if answer is None:
        capability = _CAPABILITIES[question["method"]]
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
        return _converse_async(call, steps)
    try:
        question = next(steps)
        while True:
            answer = call.ask([question])[question["key"]].result()
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
    batch = _batches.get(call)
    if batch is None:
        batch = _batches[call] = loop.create_future(), []
        loop.call_soon(_send, call)
    sent, questions = batch
    questions.append(question)
    futures = await sent
    return await asyncio.wrap_future(futures[question["key"]])


_batches: dict[Call, tuple[asyncio.Future[dict[str, Future[dict[str, Any] | None]]], list[Question]]] = {}


def _send(call: Call) -> None:
    sent, questions = _batches.pop(call)
    try:
        futures = call.ask(questions)
    except BaseException as error:
        sent.set_exception(error)
    else:
        sent.set_result(futures)


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _asked_here(question: str, form: Form, read: Callable[[str], str] = input) -> Any:
    """The answer of the person at the notebook."""
    content = {}
    for name, field in form.schema["properties"].items():
        prompt = question if len(form.schema["properties"]) == 1 else f"{question} [{field.get('title') or name}]"
        if choices := field.get("enum"):
            prompt += f" ({', '.join(map(str, choices))})"
        elif field.get("type") == "boolean":
            prompt += " (yes, no)"
        text = read(f"{prompt} ").strip()
        if text:
            content[name] = text
    return form.read(content) if content else None
