"""`gr.ChatInterface`: a conversation with a function."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, get_type_hints

from ..components.base import Component
from ..components.chat import Chatbot
from ..components.placed import OPEN
from ..components.text import Textbox
from ..state import State
from . import keywords
from .blocks import Blocks
from .buttons import Button
from .containers import Accordion, Row
from .events import concurrency, described, visibility
from .interface import components, own

Messages = list[dict[str, Any]]


class ChatInterface(Blocks):
    """A conversation with a function.

    ::

        def answer(message, history):
            return message[::-1]

        gr.ChatInterface(answer).launch()

    The function is given the message and what was said before, a list of `{"role", "content"}`, and returns the
    answer or yields it as it grows. Programs and agents call it by its name, also as `/chat`, with the message; what
    was said before belongs to their session.

    Args:
        fn: The function.
        options: `type` ("messages", or "tuples" for pairs of texts), `chatbot`, `textbox`, `additional_inputs`,
            `examples`, `title`, `description`, `api_name`, `show_api` or `api_visibility`, `api_description`,
            `concurrency_limit`, `queue`, `show_progress`, `delete_cache`; others of Gradio's are explained.

    Raises:
        TypeError: `fn` cannot be called, or there is an option that Gradio does not have.
    """

    def __init__(self, fn: Callable[..., Any], **options: Any) -> None:
        meant = keywords.taken("gr.ChatInterface()", options, keywords.CHAT)
        if not callable(fn):
            raise TypeError(f"gr.ChatInterface needs a function, not {fn!r:.80}")
        if meant["type"] not in (None, "messages", "tuples"):
            raise ValueError(f"gr.ChatInterface: type is 'messages' or 'tuples', not {meant['type']!r}")
        super().__init__()
        self._begin(meant)
        self.fn = fn
        self.pairs = meant["type"] == "tuples"
        self.description: str = meant["description"] or ""
        self.history = State([])
        self.additional: list[Any] = components(meant["additional_inputs"] or [], "additional_inputs")
        self.chatbot: Chatbot = meant["chatbot"] or Chatbot(label="Chatbot", render=False)
        self.textbox: Component = meant["textbox"] or Textbox(
            label="Message", placeholder="Type a message…", render=False
        )
        self.api_name: str | None = meant["api_name"] or None
        self.visibility = visibility(meant["api_name"], meant["show_api"], meant["api_visibility"])
        self.api_description = described(meant["api_description"])
        self.queued = meant["queue"] is not False
        self.limit = concurrency(meant["concurrency_limit"])
        self.progress = meant["show_progress"]
        self.examples = [row if isinstance(row, (list, tuple)) else [row] for row in meant["examples"] or ()]
        own([self.chatbot, self.textbox, *self.additional])
        self.api, self.respond = _flavours(self)
        token = OPEN.set(None)
        try:
            with self:
                self._lay_out()
        finally:
            OPEN.reset(token)

    def _lay_out(self) -> None:
        self.chatbot.render()
        with Row():
            self.textbox.render()
            send = Button("Send", variant="primary")
        with Row():
            clear = Button("Clear")
        if self.additional:
            with Accordion("Additional inputs", open=False):
                for item in self.additional:
                    if isinstance(item, Component):
                        item.render()
        # Whoever comes with a key for the app's functions may use this one as well.
        options = {
            "api_visibility": "undocumented",
            "api_name": "respond",
            "show_progress": self.progress,
            "concurrency_limit": "default" if self.limit is None else self.limit or None,
            "queue": self.queued,
        }
        given = [self.textbox, self.chatbot, *self.additional]
        for source, event in ((self.textbox, "submit"), (send, "click")):
            listen = self.listener(source, event)
            if event == "submit":
                first = listen(self.respond, given, [self.textbox, self.chatbot], **options)
            else:
                # One function, which both begin.
                first.listener.triggers = (*first.listener.triggers, listen.trigger)
        self.listener(clear, "click")(
            lambda: ("", []),
            None,
            [self.textbox, self.chatbot],
            api_name="clear",
            api_visibility="undocumented",
            queue=False,
            show_progress="hidden",
        )
        for row in self.examples:
            text = row[0]
            example = Button(str(text), size="sm")
            self.listener(example, "click")(
                lambda row=tuple(row): row if len(row) > 1 else row[0],
                None,
                [self.textbox, *self.additional[: len(row) - 1]],
                api_name="example",
                api_visibility="undocumented",
                queue=False,
                show_progress="hidden",
            )

    # -- what was said --

    def told(self, history: Messages) -> Any:
        """What was said before, as the function is given it."""
        if not self.pairs:
            return [{"role": said["role"], "content": said["content"]} for said in history]
        pairs: list[list[Any]] = []
        for said in history:
            if said["role"] == "user":
                pairs.append([said["content"], None])
            elif pairs and pairs[-1][1] is None:
                pairs[-1][1] = said["content"]
            else:
                pairs.append([None, said["content"]])
        return pairs


def answers(value: Any) -> Messages:
    """What the function gave, as messages of the assistant."""
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    made: Messages = []
    for item in items:
        if isinstance(item, Mapping) and "content" in item:
            made.append({"role": "assistant", **item})
        elif hasattr(item, "role") and hasattr(item, "content"):
            made.append({"role": item.role, "content": item.content})
        else:
            made.append({"role": "assistant", "content": item})
    return made


def content(value: Any) -> Any:
    """What the function gave, as a program gets it: the text, or whatever the last message is."""
    said = answers(value)
    return said[-1]["content"] if said else None


def _flavours(app: ChatInterface) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """What programs call and what the panel calls, of the kind that the author's function is.

    The first takes message and history, and gives the answer and the new history; the second takes the message and
    the messages that are shown, and gives the empty field and the new messages.
    """
    fn = app.fn
    code = fn if inspect.isroutine(fn) else type(fn).__call__

    def begun(message: Any, history: Messages | None) -> Messages:
        return [*(history or []), {"role": "user", "content": message}]

    def after(said: Messages, value: Any) -> Messages:
        return [*said, *answers(value)]

    made: tuple[Callable[..., Any], Callable[..., Any]]
    if inspect.isasyncgenfunction(code):

        async def api_stream_async(message, history, *more, **named):  # type: ignore[no-untyped-def]
            async for value in fn(message, app.told(history or []), *more, **named):
                yield content(value), after(begun(message, history), value)

        async def respond_stream_async(message, history, *more, **named) -> AsyncIterator[Any]:  # type: ignore[no-untyped-def]
            said = begun(message, history)
            yield "", said
            async for value in fn(message, app.told(history or []), *more, **named):
                yield "", after(said, value)

        made = api_stream_async, respond_stream_async
    elif inspect.iscoroutinefunction(code):

        async def api_async(message, history, *more, **named):  # type: ignore[no-untyped-def]
            value = await fn(message, app.told(history or []), *more, **named)
            return content(value), after(begun(message, history), value)

        async def respond_async(message, history, *more, **named) -> AsyncIterator[Any]:  # type: ignore[no-untyped-def]
            said = begun(message, history)
            yield "", said
            yield "", after(said, await fn(message, app.told(history or []), *more, **named))

        made = api_async, respond_async
    elif inspect.isgeneratorfunction(code):

        def api_stream(message, history, *more, **named):  # type: ignore[no-untyped-def]
            for value in fn(message, app.told(history or []), *more, **named):
                yield content(value), after(begun(message, history), value)

        def respond_stream(message, history, *more, **named) -> Iterator[Any]:  # type: ignore[no-untyped-def]
            said = begun(message, history)
            yield "", said
            for value in fn(message, app.told(history or []), *more, **named):
                yield "", after(said, value)

        made = api_stream, respond_stream
    else:

        def api(message, history, *more, **named):  # type: ignore[no-untyped-def]
            value = fn(message, app.told(history or []), *more, **named)
            return content(value), after(begun(message, history), value)

        def respond(message, history, *more, **named) -> Iterator[Any]:  # type: ignore[no-untyped-def]
            said = begun(message, history)
            yield "", said
            yield "", after(said, fn(message, app.told(history or []), *more, **named))

        made = api, respond
    programs: Any
    panel: Any
    programs, panel = made
    programs.__name__ = getattr(fn, "__name__", type(fn).__name__)
    programs.__doc__ = inspect.getdoc(fn)
    panel.__name__ = "respond"
    _take_over(fn, programs, panel)
    return programs, panel


def _take_over(fn: Callable[..., Any], *made: Callable[..., Any]) -> None:
    """Give functions what `fn` takes beside message and history, with its hints."""
    signature = inspect.signature(fn)
    parameters = list(signature.parameters.values())[2:]
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in signature.parameters.values()):
        return
    try:
        hints = get_type_hints(fn if inspect.isroutine(fn) else type(fn).__call__, include_extras=True)
    except Exception:
        # What a hint names need not be there.
        hints = {}
    own = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in ("message", "history")]
    rest = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters]
    for function in made:
        function.__signature__ = inspect.Signature([*own, *rest])  # type: ignore[attr-defined]
        function.__annotations__ = {p.name: hints[p.name] for p in rest if p.name in hints}
