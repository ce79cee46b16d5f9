"""`gr.ChatInterface`: a conversation with a function."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ..components.base import Component, listed
from ..components.chat import Chatbot
from ..components.multimodal import MultimodalTextbox
from ..components.placed import OPEN
from ..components.text import Textbox
from ..functions import called, code_of, looked_into
from ..state import State
from . import keywords, samples
from .blocks import Blocks
from .buttons import Button
from .containers import Accordion, Row
from .conversation import Messages, answers, asked, content, last_asked, told
from .events import concurrency, described, visibility
from .interface import ADDITIONAL, components, own
from .updates import skip

Run = Callable[..., Any]


class Tools(Row):
    """Buttons that are there as soon as something was said, and while nobody answers.

    Args:
        of: The conversation.
    """

    def __init__(self, of: Chatbot) -> None:
        super().__init__()
        self.of = of


class ChatInterface(Blocks):
    """A conversation with a function.

    ::

        def answer(message, history):
            return message[::-1]

        gr.ChatInterface(answer).launch()

    The function is given the message and what was said before, a list of `{"role", "content"}`, and returns the
    answer or yields it as it grows. With `multimodal=True` the message is `{"text", "files"}`. Programs and agents
    call it by its name, also as `/chat`, with the message; what was said before belongs to their session.

    Args:
        fn: The function.
        options: `type` ("messages", or "tuples" for pairs of texts), `multimodal`, `chatbot`, `textbox`,
            `additional_inputs`, `additional_inputs_accordion`, `additional_outputs`, `examples`, `example_labels`,
            `run_examples_on_click`, `title`, `description`, `submit_btn`, `stop_btn`, `api_name`, `show_api` or
            `api_visibility`, `api_description`, `concurrency_limit`, `queue`, `show_progress`, `delete_cache`; others
            of Gradio's are explained.

    Raises:
        TypeError: `fn` cannot be called, or there is an option that Gradio does not have.
        ValueError: An option has a value that it cannot have.
    """

    def __init__(self, fn: Callable[..., Any], **options: Any) -> None:
        meant = keywords.taken("gr.ChatInterface()", options, keywords.CHAT)
        if isinstance(fn, ChatInterface):
            fn = fn.fn
        if not callable(fn):
            raise TypeError(f"gr.ChatInterface needs a function, not {fn!r:.80}")
        if meant["type"] not in (None, "messages", "tuples"):
            raise ValueError(f"gr.ChatInterface: type is 'messages' or 'tuples', not {meant['type']!r}")
        super().__init__()
        self._begin(meant)
        self.fn: Callable[..., Any] = fn
        self.pairs = meant["type"] == "tuples"
        self.description: str = meant["description"] or ""
        self.history = State([])
        given = listed(meant["additional_inputs"])
        self.additional: list[Any] = components(given, "additional_inputs")
        self.additional_outputs: list[Any] = listed(meant["additional_outputs"])
        self.chatbot: Chatbot = meant["chatbot"] or Chatbot(label="Chatbot", render=False)
        self.textbox: Textbox | MultimodalTextbox = meant["textbox"] or _textbox(multimodal=bool(meant["multimodal"]))
        if not isinstance(self.textbox, (Textbox, MultimodalTextbox)):
            raise TypeError(
                f"gr.ChatInterface: textbox= is a gr.Textbox or a gr.MultimodalTextbox, not {self.textbox!r:.80}"
            )
        self.chatbot.label = self.chatbot.label or "Chatbot"
        self.textbox.label, self.textbox.show_label = self.textbox.label or "Message", False
        self.multimodal = isinstance(self.textbox, MultimodalTextbox)
        for name in ("submit_btn", "stop_btn"):
            if getattr(self.textbox, name) is None:
                setattr(self.textbox, name, meant[name])
        self.accordion = _accordion(meant["additional_inputs_accordion"])
        self.api_name: str | None = meant["api_name"] or None
        self.visibility = visibility(meant["api_name"], meant["show_api"], meant["api_visibility"])
        self.api_description = described(meant["api_description"])
        self.queued = meant["queue"] is not False
        self.limit = concurrency(meant["concurrency_limit"])
        self.progress = meant["show_progress"]
        self.examples = [samples.row(given) for given in meant["examples"] or ()]
        self._welcome(meant["example_labels"], run=meant["run_examples_on_click"])
        # What was made here of a name stands nowhere yet.
        own([self.chatbot, self.textbox, *(item for item in self.additional if not any(item is one for one in given))])
        self.api, self.respond, self.again = _flavours(self)
        outer = OPEN.get()
        token = OPEN.set(None)
        try:
            with self:
                self._lay_out(outer)
        finally:
            OPEN.reset(token)

    def _welcome(self, labels: Any, *, run: bool) -> None:
        """What an empty conversation offers."""
        said = labels or ()
        self.chatbot.offers = [
            {"text": str(said[place]) if place < len(said) else _summary(row[0]), "run": run is not False}
            for place, row in enumerate(self.examples)
        ]

    def _lay_out(self, outer: Any) -> None:
        self.chatbot.render()
        with Tools(self.chatbot):
            retry, undo, clear = (Button(said, size="sm") for said in ("Retry", "Undo", "Clear"))
        self.textbox.render()
        # What stands elsewhere in the app around this stays there.
        around = set() if outer is None else {id(item) for item in outer.root.items()}
        inside = [item for item in self.additional if isinstance(item, Component) and id(item) not in around]
        if inside:
            with Accordion(**self.accordion):
                for item in inside:
                    item.render()
        # Whoever comes with a key for the app's functions may use these as well.
        hidden = {"api_visibility": "undocumented"}
        options = {
            **hidden,
            "show_progress": self.progress,
            "concurrency_limit": "default" if self.limit is None else self.limit or None,
            "queue": self.queued,
        }
        quick = {**hidden, "queue": False, "show_progress": "hidden"}
        more = self.additional_outputs
        both = [self.chatbot, self.textbox]
        saying = self.listener(self.textbox, "submit")(
            self._sent, [self.textbox, self.chatbot], both, api_name="say", **quick
        )
        self.saying = saying.listener
        given = [self.chatbot, *self.additional]
        answering = saying.success(self.respond, given, [self.chatbot, *more], api_name="respond", **options)
        anew = self.listener(retry, "click")(self.again, given, [self.chatbot, *more], api_name="retry", **options)
        self.listener(self.textbox, "stop")(None, cancels=[saying, answering, anew])
        self.listener(undo, "click")(self._undone, [self.chatbot], both, api_name="undo", **quick)
        self.listener(clear, "click")(lambda: ([], None), None, both, api_name="clear", **quick)

    def _sent(self, message: Any, history: Messages) -> Any:
        """Add what a person sent to what is shown, which empties the field: what is typed from now on stays there."""
        return ([*(history or []), *asked(message)], None) if _says(message) else (skip(), skip())

    def _undone(self, history: Messages) -> Any:
        """Take the last message back, with what was said to it, to be written anew."""
        before, message = last_asked(history or [], files=self.multimodal)
        return before, skip() if message is None else message


def _summary(example: Any) -> str:
    """An example message in the words of a button."""
    if not isinstance(example, Mapping):
        return str(example)
    files = example.get("files") or ()
    return str(example.get("text") or ", ".join(str(path).replace("\\", "/").rpartition("/")[2] for path in files))


def _textbox(*, multimodal: bool) -> Textbox | MultimodalTextbox:
    look: dict[str, Any] = {"label": "Message", "placeholder": "Type a message…", "show_label": False, "render": False}
    return MultimodalTextbox(file_count="multiple", **look) if multimodal else Textbox(**look)


def _accordion(given: Any) -> dict[str, Any]:
    """The arguments of the accordion of additional inputs."""
    if given is None:
        return {"label": ADDITIONAL, "open": False}
    if isinstance(given, str):
        return {"label": given}
    if not isinstance(given, Accordion):
        raise ValueError(
            f"gr.ChatInterface: additional_inputs_accordion is a text or a gr.Accordion, not {given!r:.80}"
        )
    own([given])
    return {name: value for name, value in given.said().items() if name != "render"}


def _flavours(app: ChatInterface) -> tuple[Run, Run, Run]:
    """What programs call, what answers the last of the messages that are shown, and what answers it anew.

    The first takes message and history, and gives the answer and the new history; it is of the kind that the author's
    function is. The others take the messages, and give more of them. Additional outputs come after that.
    """
    fn, count = app.fn, len(app.additional_outputs)
    code = code_of(fn)

    def before(history: Any) -> Any:
        return told(history or [], pairs=app.pairs)

    def parts(value: Any) -> tuple[Any, tuple[Any, ...]]:
        """The answer, and what goes to additional outputs."""
        if count == 0:
            return value, ()
        if isinstance(value, (list, tuple)) and len(value) == count + 1:
            return value[0], tuple(value[1:])
        return value, tuple(skip() for _ in range(count))

    def out(message: Any, history: Any, value: Any) -> tuple[Any, ...]:
        answer, more = parts(value)
        return (content(answer), [*(history or []), *asked(message), *answers(answer)], *more)

    def shown(said: Messages, value: Any) -> Any:
        answer, more = parts(value)
        return _alone([*said, *answers(answer)], *more)

    def begun(history: Any, *, anew: bool) -> tuple[tuple[Any, Any], Messages] | None:
        """What to answer, and what is shown then; None where nobody said anything."""
        earlier, message = last_asked(history or [], files=app.multimodal)
        said = [] if message is None else [*earlier, *asked(message)]
        if message is None or (len(said) != len(history) and not anew):
            return None
        return (message, before(earlier)), said

    unchanged = tuple(skip() for _ in range(count))
    respond, again = (_answering(fn, code, partial(begun, anew=anew), shown, unchanged) for anew in (False, True))
    programs: Any = _for_programs(fn, code, before, out)
    programs.__name__ = called(fn)
    programs.__doc__ = inspect.getdoc(fn)
    _take_over(fn, ("message", "history"), programs)
    _take_over(fn, ("history",), respond, again)
    return programs, respond, again


def _alone(first: Any, *more: Any) -> Any:
    """What a function returns for so many outputs."""
    return (first, *more) if more else first


def _answering(fn: Run, code: Any, begun: Run, shown: Run, unchanged: tuple[Any, ...]) -> Run:
    """What answers a message of those that are shown."""
    if inspect.iscoroutinefunction(code) or inspect.isasyncgenfunction(code):

        async def answer_async(history, *more, **named) -> AsyncIterator[Any]:  # type: ignore[no-untyped-def]
            found = begun(history)
            if found is None:
                yield _alone(skip(), *unchanged)
                return
            given, said = found
            yield _alone(said, *unchanged)
            if inspect.iscoroutinefunction(code):
                yield shown(said, await fn(*given, *more, **named))
                return
            async for value in fn(*given, *more, **named):
                yield shown(said, value)

        return answer_async

    def answer(history, *more, **named) -> Iterator[Any]:  # type: ignore[no-untyped-def]
        found = begun(history)
        if found is None:
            yield _alone(skip(), *unchanged)
            return
        given, said = found
        yield _alone(said, *unchanged)
        value = fn(*given, *more, **named)
        for one in value if inspect.isgenerator(value) else [value]:
            yield shown(said, one)

    return answer


def _for_programs(fn: Run, code: Any, before: Run, out: Run) -> Run:
    """What programs call, of the kind that the author's function is."""
    if inspect.isasyncgenfunction(code):

        async def api_stream_async(message, history, *more, **named):  # type: ignore[no-untyped-def]
            async for value in fn(message, before(history), *more, **named):
                yield out(message, history, value)

        return api_stream_async
    if inspect.iscoroutinefunction(code):

        async def api_async(message, history, *more, **named):  # type: ignore[no-untyped-def]
            return out(message, history, await fn(message, before(history), *more, **named))

        return api_async
    if inspect.isgeneratorfunction(code):

        def api_stream(message, history, *more, **named):  # type: ignore[no-untyped-def]
            for value in fn(message, before(history), *more, **named):
                yield out(message, history, value)

        return api_stream

    def api(message, history, *more, **named):  # type: ignore[no-untyped-def]
        return out(message, history, fn(message, before(history), *more, **named))

    return api


def _says(message: Any) -> bool:
    """Whether there is anything in a message."""
    if isinstance(message, Mapping):
        return bool(message.get("text") or message.get("files"))
    return message not in (None, "")


def _take_over(fn: Run, own: tuple[str, ...], *made: Any) -> None:
    """Give functions what `fn` takes beside message and history, with its hints."""
    signature, hints = looked_into(fn)
    parameters = list(signature.parameters.values())[2:]
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in signature.parameters.values()):
        return
    first = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in own]
    rest = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters]
    for function in made:
        function.__signature__ = inspect.Signature([*first, *rest])
        function.__annotations__ = {p.name: hints[p.name] for p in rest if p.name in hints}
