"""What all components are: a value on the way in, a value on the way out, and how both look."""

from __future__ import annotations

import copy
import difflib
import inspect
from collections.abc import Mapping
from typing import Any

from ...descriptions import Files
from ...protocol import Shown
from ..files import Store
from ..views import CallViews
from ..warning import warn
from . import keywords
from .placed import Placed

HARMLESS = frozenset(
    (
        *("elem_id", "elem_classes", "scale", "min_width", "container", "render", "key", "preserved_by_key", "every"),
        *("inputs", "rtl", "autofocus", "autoscroll", "text_align", "html_attributes", "submit_btn", "stop_btn"),
        *("show_copy_button", "show_copy_all_button", "buttons", "icon", "padding", "height", "width", "min_height"),
        *("max_height", "line_breaks", "latex_delimiters", "sanitize_html", "header_links", "show_line_numbers"),
        *("wrap_lines", "autocomplete", "open", "show_indices", "color", "show_heading", "avatar_images", "layout"),
        *("bubble_full_width", "feedback_value", "show_reset_button", "randomize"),
        *(
            "show_select_all",
            "show_share_button",
            "show_download_button",
            "show_fullscreen_button",
            "group_consecutive",
        ),
        *("allow_tags", "render_markdown", "resizable", "examples", "allow_file_downloads", "watermark"),
    )
)
"""Keywords of Gradio's components that only concern their look in Gradio; they are taken, and change nothing."""


DRAWN = frozenset(
    (
        *("scale", "min_width", "container", "height", "width", "min_height", "max_height"),
        *("rtl", "text_align", "autofocus", "autoscroll", "submit_btn", "stop_btn"),
    )
)
"""Those of `HARMLESS` that a panel draws: they are handed to it as they are, where they can be written as JSON."""


def drawn(look: Mapping[str, Any]) -> dict[str, Any]:
    """What of these keywords a panel draws."""
    return {
        name: value
        for name, value in look.items()
        if name in DRAWN and isinstance(value, (str, int, float)) and value is not None
    }


class Component(Placed):
    """One field of a form, or one view of a result; each kind of it is Gradio's class of the same name.

    It is named by `Annotated[T, gr.Slider(0, 1)]`, or in the options `inputs=` and `outputs=`. Where a hint names
    none, `implied` picks one for the type.

    Args:
        value: What the field begins with; callers may leave the argument out then. None begins empty. In an app also
            a function that gives it, which is asked when the app opens, again with each change of its `inputs`, and
            with each tick of `every`, a `gr.Timer` or seconds.
        label: Its name for people; None makes one of the parameter's.
        info: A line of explanation below the label.
        show_label: Whether the label is seen.
        interactive: Whether a field can be changed.
        visible: Whether it is seen.
        look: Gradio's keywords of `HARMLESS`, of which those of `DRAWN` are for the panel.

    Raises:
        TypeError: There is a keyword that Gradio does not have.
        NotImplementedError: There is one that cannot be left out of account; the message names the nearest thing.
    """

    files: Files | None = None
    """Whether its value is a file or a list of files; a component whose options decide overrides it in the instance."""

    drawn_as: str = ""
    """Gradio's name of what shows it, of one that is another one with other options; "" is its class's."""

    as_hinted: bool = False
    """Whether values go in and out as the hint says, because it has no form of its own."""

    def __init__(
        self,
        value: Any = None,
        *,
        label: str | None = None,
        info: str | None = None,
        show_label: bool = True,
        interactive: bool | None = None,
        visible: bool | str = True,
        **look: Any,
    ) -> None:
        self._refuse_unknown(look)
        self.value = value
        self.every = look.get("every")
        self.asked_with = listed(look.get("inputs")) or None
        self.label = label
        self.info = info
        self.show_label = show_label
        self.interactive = interactive
        # Gradio's "hidden" is hidden as well.
        self.visible = visible is True
        self._drawn = drawn(look)

    @property
    def name(self) -> str:
        """Gradio's name of it; of an author's own kind that of the component which it is made from."""
        package = __name__.partition(".")[0] + "."
        own = next(kind for kind in type(self).__mro__ if kind.__module__.startswith(package))
        return self.drawn_as or own.__name__

    def _refuse_unknown(self, look: Mapping[str, Any]) -> None:
        kind = type(self)
        refused, told = keywords.said_of(kind, keywords.REFUSED), keywords.said_of(kind, keywords.TOLD)
        taken = HARMLESS | keywords.looks_of(kind)
        for keyword in look:
            if keyword in refused and look[keyword] is not None:
                raise NotImplementedError(
                    f"gr.{self.name}: {keyword}= is not supported here. The nearest is {refused[keyword]}."
                )
        for keyword, value in look.items():
            if keyword in told and value not in (None, False):
                warn(f"gr.{self.name} takes no account of {keyword}=: {told[keyword]}.")
            if keyword in taken or keyword in told or keyword in refused:
                continue
            own = [
                parameter.name
                for kind in type(self).__mro__[:-1]
                for parameter in inspect.signature(kind).parameters.values()
                if parameter.kind is not parameter.VAR_KEYWORD
            ]
            near = difflib.get_close_matches(keyword, [*own, *sorted(HARMLESS)], n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" It takes: {', '.join(dict.fromkeys(own))}."
            raise TypeError(f"gr.{self.name} takes no '{keyword}'.{hint}")

    def in_app(self) -> None:
        """It belongs to an app now. What Gradio lets such a field begin with where nobody says it is its value."""

    def handed(self, value: Any) -> Component:
        """A copy with the value of a call, for a function to read and to change, and to return as an update."""
        found = copy.copy(self)
        found.value = value
        found._handed = dict(vars(found))
        return found

    # -- how it looks --

    def options(self) -> dict[str, Any]:
        """What is its own of its `props`, by Gradio's names; None is left out."""
        return {}

    def look(self) -> dict[str, Any]:
        """How it looks, without what it begins with."""
        shown = {
            "label": self.label,
            "info": self.info,
            "show_label": None if self.show_label else False,
            "interactive": self.interactive,
            "visible": None if self.visible else False,
            **self._drawn,
            **self.options(),
        }
        return {key: value for key, value in shown.items() if value is not None}

    def props(self, store: Store | None = None) -> dict[str, Any]:
        """How it looks: `panels.ComponentInfo.props`. A default that is a file is copied into `store`."""
        begun = None if self.value is None or callable(self.value) else self.begin(self.value, store)
        look = {**self.look(), **self.filed(store)}
        return look if begun is None else {**look, "value": begun}

    def filed(self, store: Store | None) -> dict[str, Any]:
        """What of its own `props` may be made of files, which are copied into `store`."""
        return {}

    def updated(self, changed: Placed) -> dict[str, Any]:
        """Know of an update that makes it look as `changed`; what else of its `props` is others then."""
        return {}

    # -- the way in --

    def fitted(self, hint: Any) -> Component:
        """This component, for values of the type `hint`: what it takes over from the hint is in a copy."""
        return self

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """The type that an argument is read as; pydantic validates with it and makes its schema of it.

        Args:
            hint: What the author says that the function takes; `empty` if nothing.

        Raises:
            TypeError: Nothing of that type can be read from what this component sends.
        """
        return Any if hint is inspect.Parameter.empty else hint

    def begin(self, value: Any, store: Store | None) -> Any:
        """A default of the function as what the field begins with, which is what a caller would send for it.

        Raises:
            FunctionFailed: It is no value for this component.
        """
        return self.to_json(value, store)

    # -- the way out --

    def schema(self) -> dict[str, Any] | None:
        """JSON Schema of what `to_json` gives; None if there is none, as of files."""
        return None

    def to_json(self, value: Any, store: Store | None) -> Any:
        """A value of Python's as what Gradio's clients know it by, made of JSON's types only.

        Args:
            value: What the function returned, or what `value` says.
            store: Where files are written.

        Raises:
            FunctionFailed: It is no value for this component. The message says which would be.
        """
        return value

    def to_panel(self, value: Any, store: Store | None, views: CallViews) -> Any:
        """The same for a panel, where that can show more.

        Args:
            value: What the function returned.
            store: Where files are written.
            views: Keeps what is too large to be sent at once.

        Raises:
            FunctionFailed: As `to_json`.
        """
        return self.to_json(value, store)

    def shown(self, value: Any) -> Shown | None:
        """How a model reads a value of Python's, where that is not its JSON."""
        return None

    def __repr__(self) -> str:
        said: Mapping[str, Any] = {k: v for k, v in vars(self).items() if v not in (None, True) and k[0] != "_"}
        return f"{self.name}({', '.join(f'{key}={value!r}' for key, value in said.items())})"


def listed(given: Any) -> list[Any]:
    """Components that an author names, one or several, as a list; None is none."""
    if given is None:
        return []
    if isinstance(given, (set, frozenset)):
        # A set has no order of its own that would last.
        return sorted(given, key=lambda item: (getattr(item, "label", None) or "", type(item).__name__))
    return list(given) if isinstance(given, (list, tuple)) else [given]


def or_null(kind: str, **more: Any) -> dict[str, Any]:
    """JSON Schema of a result that is empty when the function returned None."""
    return {"type": [kind, "null"], **more}
