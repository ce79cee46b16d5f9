"""The bars of the `tqdm` package that a call shows, told to its caller instead of printed.

tqdm has one class that all its bars are made of. While calls run whose functions asked for it, its
`__new__` makes of a bar that comes into being within one of them a *reported* one: of the same
class and more, but telling the call's board where it would print. All other bars are as ever.
"""

from __future__ import annotations

import contextvars
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .bars import Bar
from .call import CURRENT

if TYPE_CHECKING:
    from .call import Call

MIN_INTERVAL = 0.05
"""Seconds between two looks of a loop at its bar; tqdm's own default is twice that."""

_WORKS_FOR: contextvars.ContextVar[Call | None] = contextvars.ContextVar("jupyter_gradio_mcp_worker", default=None)
"""The call that this thread was started by, or this piece of work submitted by."""

_OWN_SCREEN = {"tqdm.gui", "tqdm.tk", "tqdm.rich"}
"""Where bars are windows; those are left alone."""


def load() -> None:
    """Import tqdm, if it is there."""
    with suppress(ImportError):
        import_module("tqdm.std")


def track(call: Call) -> None:
    """Report the bars of `call` until it ends."""
    with _lock:
        if call in _tracked:
            return
        _tracked.add(call)
        if len(_tracked) == 1:
            _install()
    call.when_answered(lambda: _untrack(call))


def _untrack(call: Call) -> None:
    with _lock:
        _tracked.discard(call)
        if not _tracked:
            _uninstall()


def _present() -> Call | None:
    """The call that a bar of the running code is reported to."""
    call = CURRENT.get() or _WORKS_FOR.get()
    return call if call in _tracked else None


_tracked: set[Call | None] = set()
_undo: list[Callable[[], None]] = []
_lock = threading.RLock()
_kinds: dict[type, type] = {}


def _install() -> None:
    _carry_into_threads()
    load()
    std = sys.modules.get("tqdm.std")
    if std is not None:
        original = std.tqdm.__dict__["__new__"]

        def new(kind: type, *args: Any, **kwargs: Any) -> Any:
            if kind.__dict__.get("_reported") or _present() is None:
                return original.__func__(kind, *args, **kwargs)
            return original.__func__(_reported(kind, std.tqdm), *args, **kwargs)

        _replace(std.tqdm, "__new__", staticmethod(new))


def _uninstall() -> None:
    while _undo:
        _undo.pop()()
    # They hold on to classes of libraries, which may be reloaded.
    _kinds.clear()


def _replace(owner: type, name: str, value: Any) -> None:
    original = owner.__dict__[name]
    setattr(owner, name, value)
    _undo.append(lambda: setattr(owner, name, original))


def _carry_into_threads() -> None:
    """A thread has a context of its own: tell it for whom it works."""
    start, submit = threading.Thread.start, ThreadPoolExecutor.submit

    def start_for(thread: threading.Thread) -> None:
        call = _present()
        if call is not None:
            run = thread.run

            def run_for() -> None:
                del thread.run
                _WORKS_FOR.set(call)
                run()

            thread.run = run_for  # type: ignore[method-assign]
        start(thread)

    def submit_for(pool: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        # Also for nobody: the pool's thread may have been started by a call.
        call = _present()

        def work_for(*args: Any, **kwargs: Any) -> Any:
            token = _WORKS_FOR.set(call)
            try:
                return work(*args, **kwargs)
            finally:
                _WORKS_FOR.reset(token)

        return submit(pool, work_for, *args, **kwargs)

    _replace(threading.Thread, "start", start_for)
    _replace(ThreadPoolExecutor, "submit", submit_for)


def _reported(kind: type, base: Any) -> type:
    """The class of `kind`'s bars that are reported; `kind` itself where that cannot be."""
    with _lock:
        if not _tracked:
            return kind
        if kind not in _kinds:
            modules = {ancestor.__module__ for ancestor in kind.__mro__}
            if modules & _OWN_SCREEN:
                _kinds[kind] = kind
            else:
                if "tqdm.notebook" in modules:
                    _without_widgets(sys.modules["tqdm.notebook"].tqdm_notebook)
                _kinds[kind] = _make(kind, base)
        return _kinds[kind]


def _without_widgets(notebook: Any) -> None:
    """A notebook's bar makes widgets as it begins; a reported one is to have none."""
    original = notebook.__init__
    if getattr(original, "_reported", False):
        return

    def init(bar: Any, *args: Any, **kwargs: Any) -> None:
        if not getattr(type(bar), "_reported", False):
            original(bar, *args, **kwargs)
            return
        kwargs.pop("display", None)
        super(notebook, bar).__init__(*args, **kwargs)

    init._reported = True  # type: ignore[attr-defined]
    _replace(notebook, "__init__", init)


def _make(kind: Any, base: Any) -> type:
    class Reported(kind):  # type: ignore[misc]
        _reported = True
        mininterval: float
        miniters: float
        dynamic_miniters: bool
        _bar: Bar | None = None
        _call: Call | None = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            # A bar without a screen of its own: tqdm calls `display` and prints nothing.
            kwargs["gui"] = True
            if kwargs.get("disable", False) is None:
                # "Only on a terminal", and a caller hears more than a terminal does.
                kwargs["disable"] = False
            super().__init__(*args, **kwargs)
            # Beside the bars on screens it must take no line from them.
            self._instances.discard(self)
            call = _present()
            if self.disable or call is None:
                return
            self.mininterval = min(self.mininterval, MIN_INTERVAL)
            if self.dynamic_miniters:
                self.dynamic_miniters, self.miniters = False, 1
            self._call = call
            self._bar = Bar()
            self._show()
            call.board.add(self._bar)

        def _show(self) -> None:
            bar = self._bar
            if bar is None:
                return
            bar.index, bar.length = self.n, self.total or None
            bar.unit, bar.desc = self.unit, self.desc.rstrip().removesuffix(":") or None

        def display(self, *args: Any, **kwargs: Any) -> bool:
            self._show()
            if self._call is not None:
                self._call.board.moved()
            return True

        # A notebook's bar ends with it.
        disp = display

        def refresh(self, *args: Any, **kwargs: Any) -> bool:
            # Without tqdm's lock, which would stay locked if the call were stopped here.
            return self.display()

        def clear(self, *args: Any, **kwargs: Any) -> None:
            pass

        def reset(self, total: float | None = None) -> None:
            base.reset(self, total)

        def close(self) -> None:
            base.close(self)
            call, bar = self._call, self._bar
            if call is not None and bar is not None:
                self._show()
                self._call = self._bar = None
                call.board.remove(bar)

    Reported.__name__, Reported.__qualname__, Reported.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return Reported
