"""`gr.Progress`: how a function tells its caller how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TYPE_CHECKING, Any, TypeVar

from .inject import Injected

if TYPE_CHECKING:
    from .call import Call

T = TypeVar("T")


class Progress(Injected):
    """Report progress from inside a function that was called as a tool.

    Declare it as a parameter; callers never see it::

        def reverse(text: str, progress=gr.Progress()):
            for i, letter in enumerate(text):
                progress((i, len(text)), desc="Reversing")

    When the function is called directly in the notebook, reporting does nothing.
    """

    def __init__(self) -> None:
        self._call: Call | None = None

    def for_call(self, call: Any) -> Progress:
        """A `Progress` that reports for `call`."""
        bound = Progress()
        bound._call = call
        return bound

    def __call__(
        self,
        progress: float | tuple[int, int | None] | None,
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
    ) -> None:
        """Tell the caller how far the function is.

        Args:
            progress: A share of the whole from 0 to 1, or `(done, of)`, or None for "unknown".
            desc: What is being done.
            total: What `progress` counts up to, when it is a plain number of `unit`.
            unit: What is being counted.
        """
        if self._call is None:
            return
        done, of = _measure(progress, total)
        self._call.progress(done, of, desc or _text(done, of, unit), unit)

    def tqdm(
        self,
        iterable: Iterable[T] | None,
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
    ) -> Iterator[T]:
        """Go through `iterable`, reporting each step; `total` is its length where it has one."""
        items: Iterable[T] = () if iterable is None else iterable
        if total is None and isinstance(items, Sized):
            total = len(items)
        done = 0
        for done, item in enumerate(items, start=1):
            yield item
            self((done, None if total is None else int(total)), desc, unit=unit)


def _measure(progress: float | tuple[int, int | None] | None, total: float | None) -> tuple[float, float | None]:
    if progress is None:
        return 0, total
    if isinstance(progress, tuple):
        return progress
    # Gradio's meaning of a plain number: a share of one, unless a total says what it counts.
    return progress, 1.0 if total is None else total


def _text(done: float, of: float | None, unit: str) -> str:
    if of is None:
        return f"{done:g} {unit}"
    if of == 1.0:
        return f"{done:.0%}"
    return f"{done:g}/{of:g} {unit}"
