"""The options of the magics that offer functions: which there are, and what a line says by them."""

# IPython's decorators for magics have no types.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from typing import Any, NamedTuple

from IPython.core.error import UsageError
from IPython.core.magic_arguments import argument

from .options import ANNOTATIONS, Options


class Request(NamedTuple):
    """What the line of a cell magic asks for."""

    names: list[str]
    options: Options
    examples: str | None = None
    inputs: str | None = None
    outputs: str | None = None


_COMMON = (
    argument("--api-name", metavar="NAME", help="call it NAME; for one function"),
    argument("--title", help="title for people"),
    argument("--description", help="description for agents, instead of the docstring"),
    argument("--no-description", action="store_true", help="show agents no description"),
    argument(
        "--visibility",
        choices=["public", "undocumented", "private"],
        default="public",
        help="undocumented: REST only, for those who know the name; private: not callable from outside",
    ),
    argument("--no-queue", action="store_true", help="run every call at once"),
    argument(
        "--concurrency", type=int, default=1, metavar="N", help="calls that run at a time; 0: no limit; default 1"
    ),
    argument(
        "--max-size",
        type=int,
        default=1000,
        metavar="N",
        help="calls that may wait; further ones get 503; default 1000",
    ),
    argument("--timeout", type=float, metavar="S", help="stop a call that runs longer than S seconds"),
    argument("--main-thread", action="store_true", help="run on the kernel's main thread, between cells"),
)


def common_arguments(magic: Any) -> Any:
    """The options that the three cell magics share."""
    for decorate in reversed(_COMMON):
        magic = decorate(magic)
    return magic


def names_of(words: list[str]) -> list[str]:
    """Names, divided by blanks or commas."""
    return [word for joined in words for word in joined.split(",") if word]


def options_of(given: Any) -> Options:
    """The options that a line says.

    Raises:
        UsageError: One has a value that it cannot have.
    """
    words = [word.strip() for word in getattr(given, "annotations", "").split(",") if word.strip()]
    for word in words:
        if word not in ANNOTATIONS:
            raise UsageError(f"--annotations knows {', '.join(ANNOTATIONS)}, not {word!r}")
    if given.concurrency < 0:
        raise UsageError(f"--concurrency needs 0 or more, not {given.concurrency}")
    if given.max_size < 0:
        raise UsageError(f"--max-size needs 0 or more, not {given.max_size}")
    if given.timeout is not None and not given.timeout > 0:
        raise UsageError(f"--timeout needs seconds above 0, not {given.timeout:g}")
    if given.description is not None and given.no_description:
        raise UsageError("--description and --no-description exclude each other")
    return Options(
        api_name=unquoted(given.api_name),
        title=unquoted(given.title),
        description="" if given.no_description else unquoted(given.description),
        visibility=given.visibility,
        queue=not given.no_queue,
        concurrency=given.concurrency,
        max_size=given.max_size,
        timeout=given.timeout,
        main_thread=given.main_thread,
        ui=not getattr(given, "no_ui", False),
        annotations=dict(ANNOTATIONS[word] for word in words),
    )


def unquoted(text: str | None) -> str | None:
    """A word without the quotes around it."""
    # IPython splits a magic's line as on Windows, where quotes stay part of the word.
    if text and len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text
