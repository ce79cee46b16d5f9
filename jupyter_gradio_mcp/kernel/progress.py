"""`gr.Progress`: how a function tells its caller how far it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sized
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from . import tqdm_bars
from .bars import Bar, Board
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

    When the function is called directly in the notebook, reporting does nothing. It may be passed to threads.

    Args:
        track_tqdm: Report the function's own bars of the `tqdm` package, and those of the libraries that it
            calls, to the caller instead of printing them.
    """

    def __init__(self, track_tqdm: bool = False) -> None:
        self.track_tqdm = track_tqdm
        self._board: Board | None = None
        self._open: list[Bar] = []
        self._of: list[Any] = []
        if track_tqdm:
            # In the author's cell rather than in the first call.
            tqdm_bars.load()

    def for_call(self, call: Call) -> Progress:
        """A `Progress` that reports for `call`."""
        bound = Progress()
        bound.track_tqdm = self.track_tqdm
        bound._board = call.board
        if self.track_tqdm:
            tqdm_bars.track(call)
        return bound

    def __call__(
        self,
        progress: float | tuple[float, float | None] | None,
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
        _tqdm: Any = None,
    ) -> Any:
        """Tell the caller how far the function is.

        Args:
            progress: A share of the whole from 0 to 1; or `(done, of)`, where `of` may be None; or a number
                above 1 of `total`; or None if nobody knows.
            desc: What is being done.
            total: How many steps there are.
            unit: What is being counted.
        """
        if self._board is None:
            return progress
        self._board.say(_bar(progress, desc, total, unit))
        return None

    def tqdm(
        self,
        iterable: Iterable[T] | None,
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
        _tqdm: Any = None,
    ) -> Iterator[T]:
        """Go through `iterable`, reporting each step. Within the loop another may go on: the caller sees both.

        Args:
            iterable: What to go through. None for a bar that `update` moves.
            desc: What is being done.
            total: How many items there are, if `iterable` does not know.
            unit: What is being counted.
        """
        if self._board is None:
            return iter(() if iterable is None else iterable)
        if isinstance(iterable, Sized):
            # Some have a length only to say that they have none.
            with suppress(TypeError, AttributeError, NotImplementedError):
                total = len(iterable)
        bar = Bar(0, _length(total), str(unit), _text(desc))
        if iterable is None:
            self._open.append(bar)
            self._of.append(_tqdm)
            self._board.add(bar)
            return iter(())
        return _go_through(self._board, bar, self._open, self._of, _tqdm, iterable)

    def update(self, n: float = 1) -> None:
        """Move the bar that began last by `n` steps."""
        if self._board is not None and self._open:
            bar = self._open[-1]
            bar.index = (bar.index or 0) + _finite(n)
            self._board.moved()

    def close(self, _tqdm: Any = None) -> None:
        """End the latest bar that was begun with `_tqdm`; without it, the one that began last."""
        for position in reversed(range(len(self._open))):
            if self._of[position] is _tqdm:
                bar = self._open.pop(position)
                del self._of[position]
                if self._board is not None:
                    self._board.remove(bar)
                return


def _go_through(board: Board, bar: Bar, bars: list[Bar], keys: list[Any], key: Any, items: Iterable[T]) -> Iterator[T]:
    bars.append(bar)
    keys.append(key)
    pace, moved = board.pace, board.moved
    board.add(bar)
    try:
        for item in items:
            yield item
            # `update` may have moved it, too.
            bar.index += 1  # type: ignore[operator]
            if pace.open:
                moved()
    finally:
        if bar in bars:
            position = bars.index(bar)
            del bars[position], keys[position]
        board.remove(bar)


def _bar(progress: float | tuple[float, float | None] | None, desc: str | None, total: float | None, unit: str) -> Bar:
    unit, text = str(unit), _text(desc)
    if progress is None:
        return Bar(None, None, unit, text)
    if isinstance(progress, (tuple, list)):
        done, of = progress
        return Bar(_finite(done), _length(of), unit, text)
    done = _finite(progress)
    if done > 1:
        return Bar(done, _length(total), unit, text)
    return Bar(None, _length(total), unit, text, share=max(0.0, float(done)))


def _text(desc: Any) -> str | None:
    return None if desc is None else str(desc)


def _finite(value: Any) -> float:
    """The number as JSON has it, whatever kind of number it is (numpy has its own)."""
    if isinstance(value, int):
        return int(value)
    number = float(value)
    if not math.isfinite(number):
        return 0
    return int(number) if number.is_integer() and not isinstance(value, float) else number


def _length(total: Any) -> float | None:
    if total is None:
        return None
    length = _finite(total)
    return length if length > 0 else None
