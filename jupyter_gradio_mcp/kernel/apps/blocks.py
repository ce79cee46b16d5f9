"""`gr.Blocks`: an app, which is a layout and the functions that listen to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import isgenerator
from typing import Any, Protocol
from urllib.parse import urlsplit

from ...descriptions import Visibility
from ..accesskey import Secret
from ..components.base import Component
from ..components.placed import OPEN, Placed
from ..functions import called
from . import keywords
from .containers import Container, Page, Tabs
from .events import Listener
from .timer import Timer


class Open(Protocol):
    """An app that was launched."""

    panel: str
    url: str

    def close(self) -> None:
        """End it."""
        ...


@dataclass(frozen=True, eq=False)
class Api:
    """A function of an app that no component listens for (`gr.api`).

    Attributes:
        function: The function.
        api_name: As of `Options`.
        visibility: As of `Options`.
        description: As of `Options`.
        queue: As of `Options`.
        concurrency: As of `Options`; None takes the app's.
    """

    function: Callable[..., Any]
    api_name: str | None = None
    visibility: Visibility = "public"
    description: str | None = None
    queue: bool = True
    concurrency: int | None = None


class Blocks(Container):
    """An app: components are laid out, and listened to, within its `with`.

    ::

        with gr.Blocks() as demo:
            name = gr.Textbox(label="Name")
            greeting = gr.Textbox(label="Greeting")
            gr.Button("Greet").click(greet, name, greeting, api_name="greet")
        demo.launch()

    Args:
        options: `title`, `delete_cache`; others of Gradio's are explained.

    Raises:
        TypeError: There is an option that Gradio does not have.
    """

    node = "column"

    def __init__(self, **options: Any) -> None:
        super().__init__()
        self._begin(keywords.taken("gr.Blocks()", options, keywords.BLOCKS))

    def _begin(self, meant: dict[str, Any]) -> None:
        # An app within another one is a part of its layout, with functions of its own.
        self._root = self
        self.title: str = meant.get("title") or ""
        self.delete_cache = meant.get("delete_cache")
        self.listeners: list[Listener] = []
        self.apis: list[Api] = []
        self.max_size: int | None = None
        self.concurrency = 1
        self.launched: Open | None = None
        self._pages: Tabs | None = None

    def __call__(self, *values: Any, fn_index: int = 0, api_name: str | None = None) -> Any:
        """Call a function of it, with values as that takes them: `gr.load(url)("hello")`.

        Args:
            values: The inputs, in order.
            fn_index: Which function, in the order in which they listen.
            api_name: Or what it is called.

        Returns:
            What it returns; of a generator the last.

        Raises:
            ValueError: There is no such function.
        """
        known = self.functions()
        name = None if api_name is None else api_name.lstrip("/")
        if name is None:
            chosen = [function for _, function in known[fn_index : fn_index + 1]]
        else:
            chosen = [function for own, function in known if own == name]
        if not chosen:
            names = ", ".join(own for own, _ in known) or "none"
            raise ValueError(f"{self!r} has no function {fn_index if name is None else name!r}. There are: {names}.")
        result = chosen[0](*values)
        if isgenerator(result):
            last = None
            for last in result:  # noqa: B007
                pass
            return last
        return result

    def functions(self) -> list[tuple[str, Callable[..., Any]]]:
        """What it can be called for: names and functions."""
        return [found for part in self.parts() for found in part.own_functions()]

    def own_functions(self) -> list[tuple[str, Callable[..., Any]]]:
        """The same without those of apps within it."""
        listening = [(one.api_name, one.function) for one in self.listeners]
        listening += [(one.api_name, one.function) for one in self.apis]
        return [(name or called(function), function) for name, function in listening if function is not None]

    def queue(
        self,
        status_update_rate: Any = "auto",
        api_open: bool | None = None,
        max_size: int | None = None,
        default_concurrency_limit: Any = "not_set",
    ) -> Blocks:
        """Say how calls wait; they wait without this as well.

        Args:
            status_update_rate: There for Gradio's sake.
            api_open: There for Gradio's sake: who may call a function is its `api_visibility`.
            max_size: Calls that may wait for each function; further ones are refused. None is the usual limit.
            default_concurrency_limit: Calls that run at a time, of functions that do not say; None is no limit.
        """
        self.max_size = max_size
        if default_concurrency_limit != "not_set":
            self.concurrency = default_concurrency_limit or 0
        return self

    def launch(self, *given: Any, **options: Any) -> Any:
        """Show the app below the cell, and let it be called.

        In a notebook it replaces what the cell launched before. Elsewhere, in a program, a notebook server is
        started aside that serves it, and this waits until Ctrl-C.

        Args:
            given: Options in Gradio's order, which begins with `inline`.
            options: `mcp_server` (also agents may call it; None is what `GRADIO_MCP_SERVER` in the environment says),
                `inline` (False shows no panel), `quiet` (prints nothing), `allowed_paths`, `blocked_paths`,
                `max_file_size` (as of `gr.configure`, while the app is open), and in a program `server_name`,
                `server_port`, `root_path`, `ssl_keyfile`, `ssl_certfile`, `inbrowser`, `prevent_thread_lock` (go on at
                once); others of Gradio's are explained.

        Returns:
            The app, an address that opens it without another credential, and None.

        Raises:
            TypeError: There is an option that Gradio does not have, or one is given twice.
            RegistrationError: A function of it cannot be offered.
            OSError: The port that a program names is taken.
        """
        if len(given) > len(keywords.LAUNCH_ORDER):
            raise TypeError(f"launch() takes at most {len(keywords.LAUNCH_ORDER)} options without their names.")
        for name, value in zip(keywords.LAUNCH_ORDER, given, strict=False):
            if name in options:
                raise TypeError(f"launch() is given '{name}' twice.")
            options[name] = value
        # What it takes to offer functions is only loaded for an app that is launched.
        return import_module(f"{__package__}.launch").launch(self, options)

    def block_thread(self) -> None:
        """Wait until the program is stopped; in a notebook, where apps stay with the kernel, not at all."""
        import_module(f"{__package__}.launch").block_thread()

    def route(self, name: str, path: str | None = None, show_in_navbar: bool = True) -> Page:
        """Another page: `with demo.route("Settings"):`. Here pages are tabs; the first one has what was there before.

        Args:
            name: What is on its tab.
            path: There for Gradio's sake.
            show_in_navbar: Whether its tab is seen.

        Raises:
            ValueError: A layout is open.
        """
        if OPEN.get() is not None:
            raise ValueError("demo.route() belongs behind `with gr.Blocks() as demo:`, not within it.")
        if self._pages is None:
            home = Page("Home", render=False)
            home._root, home.children = self, self.children
            self._pages = Tabs(render=False)
            self._pages._root, self._pages.children, self.children = self, [home], [self._pages]
        page = Page(name, visible=show_in_navbar, render=False)
        page._root = self
        self._pages.put(page)
        return page

    def close(self, verbose: bool = True) -> None:
        """End the app: its functions and its panel are gone.

        Args:
            verbose: There for Gradio's sake.
        """
        if self.launched is not None:
            self.launched.close()

    @property
    def local_url(self) -> str:
        """The address that opens it; "" while it is not launched."""
        return "" if self.launched is None else self.launched.url

    @property
    def local_api_url(self) -> str:
        """The address of its API; "" while it is not launched."""
        return Secret(f"{self.local_url!s}gradio_api/") if self.local_url else ""

    @property
    def share_url(self) -> None:
        """None: nothing is tunnelled to the world."""
        return None

    @property
    def is_running(self) -> bool:
        """Whether it is launched."""
        return self.launched is not None

    @property
    def server_name(self) -> str | None:
        """The host of `local_url`; None while it is not launched."""
        return urlsplit(self.local_url).hostname

    @property
    def server_port(self) -> int | None:
        """The port of `local_url`; None while it is not launched."""
        parts = urlsplit(self.local_url)
        return parts.port or {"http": 80, "https": 443}.get(parts.scheme)

    # -- what is in it --

    def parts(self) -> Iterator[Blocks]:
        """This app, and those that are parts of its layout, in order."""
        yield self
        for item in self.items():
            if isinstance(item, Blocks):
                yield from item.parts()

    def items(self) -> Iterator[Placed]:
        """All that stands in its layout; of apps within it only themselves."""
        waiting: list[Placed] = list(self.children)
        while waiting:
            item = waiting.pop(0)
            yield item
            if isinstance(item, Container) and not isinstance(item, Blocks):
                waiting = [*item.children, *waiting]

    def all_listeners(self) -> list[Listener]:
        """What listens in it, and what fills components whose value is a function."""
        begun = [
            Listener(
                function=item.value,
                inputs=item.asked_with or (),
                outputs=(item,),
                triggers=(
                    (self, "load"),
                    *((source, "change") for source in item.asked_with or ()),
                    *self._clock(item),
                ),
                # Listed nowhere, and there for whoever may use the app.
                api_name="begin",
                visibility="undocumented",
                queue=False,
                progress="hidden",
            )
            for item in self.filled()
            if callable(item.value)
        ]
        return [*self.listeners, *begun]

    def filled(self) -> list[Component]:
        """The components whose value may be a function."""
        return [item for item in self.items() if isinstance(item, Component)]

    def _clock(self, item: Component) -> list[tuple[Placed, str]]:
        """What says that the value of a component is to be asked for again."""
        if item.every is None:
            return []
        if not isinstance(item.every, Timer):
            item.every = Timer(item.every, render=False)
            self.children.append(item.every)
        return [(item.every, "tick")]

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        state = "launched" if self.launched is not None else "launch() shows it"
        return f"<gr.{type(self).__name__}{title}: {state}>"
