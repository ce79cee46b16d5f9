"""Gradio's keywords that mean nothing in a notebook, and why."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..warning import warn


class Keyword(NamedTuple):
    """One keyword of Gradio's.

    Attributes:
        default: Gradio's; what is given beside it and None is told of.
        reason: Why it means nothing here; "" for one that has its meaning, and a look of Gradio's own needs no word.
        instead: Of one that cannot be done without, and so is refused: the nearest thing that there is.
    """

    default: Any = None
    reason: str | None = ""
    instead: str = ""


_LOOK = Keyword(None, None)
"""It only concerns the look in Gradio."""

_FLAGS = "nothing is flagged here: the server keeps a record of calls, on the page's Calls tab"
_CACHED = "examples are not cached: they fill the form"
_RUN = "examples are not cached: the function runs when one is clicked"
_THEME = "panels look as the notebook does"
_SCRIPT = "no script of an app's runs beside the notebook"
_SSL = "the notebook server's own settings say it (ServerApp.certfile, ServerApp.keyfile)"
_AUTH = "who comes in is the notebook server's to say, and access keys'"
_SERVER = "the app is served by the notebook server, at its address"
_SHARE = "nothing is tunnelled to the world. Give away the local URL where people reach the notebook server"

LISTENER: Mapping[str, Keyword] = {
    "api_name": Keyword(),
    "show_api": Keyword(True),
    "api_visibility": Keyword(),
    "api_description": Keyword(),
    "queue": Keyword(True),
    "concurrency_limit": Keyword("default"),
    "show_progress": Keyword("full"),
    "cancels": Keyword(),
    "scroll_to_output": _LOOK,
    "show_progress_on": _LOOK,
    "key": _LOOK,
    "trigger_mode": Keyword(),
    "max_batch_size": Keyword(4, None),
    "batch": Keyword(False, instead="a function of one value, with concurrency_limit="),
    "preprocess": Keyword(True, instead="gr.JSON() as the component, which gives values as they are"),
    "postprocess": Keyword(True, instead="gr.JSON() as the component, which shows values as they are"),
    # True has Gradio make a script of the function, which runs here as well.
    "js": Keyword(True, instead=f"a function of Python's; {_SCRIPT}"),
    "concurrency_id": Keyword(None, "each function has a queue of its own"),
    "time_limit": Keyword(None, "a stream ends when its function does"),
    "stream_every": Keyword(0.5, None),
    "validator": Keyword(),
    "inputs_kwargs": Keyword(None, instead="inputs="),
}

_PAGE: Mapping[str, Keyword] = {
    "theme": Keyword(None, _THEME),
    "css": Keyword(None, _THEME),
    "css_paths": Keyword(None, _THEME),
    "js": Keyword(None, _SCRIPT),
    "head": Keyword(None, _SCRIPT),
    "head_paths": Keyword(None, _SCRIPT),
}
"""What Gradio 5 takes beside an app, and Gradio 6 where that is launched."""

_BLOCKS: Mapping[str, Keyword] = {
    **_PAGE,
    "analytics_enabled": Keyword(None, None),
    "mode": Keyword("blocks", None),
    "delete_cache": Keyword(),
    "fill_height": _LOOK,
    "fill_width": _LOOK,
}

BLOCKS: Mapping[str, Keyword] = {"title": Keyword(), **_BLOCKS}

_FLAGGING = {
    "flagging_mode": Keyword("never", _FLAGS),
    "allow_flagging": Keyword("never", _FLAGS),
    "flagging_options": Keyword(("Like", "Dislike"), _FLAGS),
    "flagging_dir": Keyword(".gradio/flagged", _FLAGS),
    "flagging_callback": Keyword(None, _FLAGS),
}

_EXAMPLES = {
    "cache_examples": Keyword(False, _CACHED),
    "cache_mode": Keyword(None, _CACHED),
    "examples_per_page": Keyword(10, None),
    "example_labels": _LOOK,
    "preload_example": Keyword(0, None),
}

EXAMPLES: Mapping[str, Keyword] = {
    "cache_examples": Keyword(False, _RUN),
    "cache_mode": Keyword(None, _RUN),
    "examples_per_page": Keyword(10),
    "label": Keyword(),
    "elem_id": _LOOK,
    "run_on_click": Keyword(False),
    "preprocess": Keyword(True, None),
    "postprocess": Keyword(True, None),
    "api_name": Keyword("load_example"),
    "show_api": Keyword(),
    "api_visibility": Keyword(),
    "api_description": Keyword(),
    "batch": LISTENER["batch"],
    "example_labels": Keyword(),
    "visible": Keyword(True),
    "preload": Keyword(0, None),
    **{name: Keyword(None, None) for name in ("_api_mode", "_initiated_directly")},
}

_API = {
    "api_name": Keyword(),
    "show_api": Keyword(True),
    "api_visibility": Keyword(),
    "api_description": Keyword(),
    "concurrency_limit": Keyword("default"),
}

INTERFACE: Mapping[str, Keyword] = {
    **_BLOCKS,
    **_FLAGGING,
    **_EXAMPLES,
    **_API,
    "examples": Keyword(),
    "live": Keyword(False),
    "title": Keyword(),
    "description": Keyword(),
    "article": Keyword(),
    "queue": Keyword(True),
    "show_progress": Keyword("full"),
    "additional_inputs": Keyword(),
    "additional_inputs_accordion": Keyword(),
    "submit_btn": Keyword(),
    "stop_btn": Keyword(),
    "clear_btn": Keyword("Clear"),
    "thumbnail": _LOOK,
    **{name: LISTENER[name] for name in ("batch", "max_batch_size")},
    "time_limit": Keyword(30, None),
    "stream_every": Keyword(0.5, None),
    "allow_duplication": Keyword(False, "nothing leaves this notebook for Gradio's servers"),
    "deep_link": Keyword(None, "a link opens the page, without values"),
    "validator": LISTENER["validator"],
}

CHAT: Mapping[str, Keyword] = {
    **_BLOCKS,
    **_FLAGGING,
    **_EXAMPLES,
    **_API,
    "type": Keyword(),
    "multimodal": Keyword(False),
    "chatbot": Keyword(),
    "textbox": Keyword(),
    "additional_inputs": Keyword(),
    "additional_inputs_accordion": Keyword(),
    "additional_outputs": Keyword(),
    "examples": Keyword(),
    "title": Keyword(),
    "description": Keyword(),
    "show_progress": Keyword("minimal"),
    "queue": Keyword(True),
    "editable": Keyword(False, "messages that were said stay as they are"),
    "example_labels": Keyword(),
    "examples_label": _LOOK,
    "example_icons": _LOOK,
    "run_examples_on_click": Keyword(True),
    "autofocus": _LOOK,
    "autoscroll": _LOOK,
    "submit_btn": Keyword(True),
    "stop_btn": Keyword(True),
    "save_history": Keyword(False, "a conversation is kept while its page is open"),
    "validator": Keyword(None, instead="raising gr.Error in the function"),
}

TABBED: Mapping[str, Keyword] = {**_BLOCKS, "title": Keyword(), "tabs_kwargs": _LOOK}

LAUNCH: Mapping[str, Keyword] = {
    **_PAGE,
    "inline": Keyword(),
    "mcp_server": Keyword(),
    "allowed_paths": Keyword(),
    "blocked_paths": Keyword(),
    "max_file_size": Keyword(),
    "prevent_thread_lock": Keyword(False),
    "quiet": Keyword(False),
    "share": Keyword(False, _SHARE),
    "share_server_address": Keyword(None, _SHARE),
    "share_server_protocol": Keyword(None, _SHARE),
    "share_server_tls_certificate": Keyword(None, _SHARE),
    "inbrowser": Keyword(False, "the panel is below the cell, and has a link to its page"),
    "server_name": Keyword(None, _SERVER),
    "server_port": Keyword(None, _SERVER),
    "root_path": Keyword(None, _SERVER),
    "node_server_name": Keyword(None, _SERVER),
    "node_port": Keyword(None, _SERVER),
    "ssr_mode": Keyword(None, None),
    "num_workers": Keyword(None, _SERVER),
    "app_kwargs": Keyword(None, _SERVER),
    "auth": Keyword(None, _AUTH),
    "auth_message": Keyword(None, _AUTH),
    "auth_dependency": Keyword(None, _AUTH),
    "ssl_keyfile": Keyword(None, _SSL),
    "ssl_certfile": Keyword(None, _SSL),
    "ssl_keyfile_password": Keyword(None, _SSL),
    "ssl_verify": Keyword(True, _SSL),
    "debug": Keyword(False, "a failed call's traceback is below the panel, and `%mcp_list --errors` lists them"),
    "show_error": Keyword(False, "errors are always shown"),
    "max_threads": Keyword(40, "how many calls run at a time is each function's concurrency_limit"),
    "height": _LOOK,
    "width": _LOOK,
    "favicon_path": Keyword(None, _THEME),
    "footer_links": _LOOK,
    "show_api": Keyword(True, "the panel's API tab is always there"),
    "run_history": Keyword(None, "the page's Calls tab has it"),
    "state_session_capacity": Keyword(10_000, None),
    "enable_monitoring": Keyword(None, "the page's Calls tab has it"),
    "strict_cors": Keyword(True, "which pages may ask is the notebook server's to say (ServerApp.allow_origin)"),
    "pwa": Keyword(None, None),
    "i18n": Keyword(None, "texts are shown as they are written"),
    "_frontend": Keyword(True, None),
    "_app": Keyword(None, None),
}

LAUNCH_ORDER = (
    *("inline", "inbrowser", "share", "debug", "max_threads", "auth", "auth_message", "prevent_thread_lock"),
    *("show_error", "server_name", "server_port"),
)
"""Those that `launch()` takes without their names, in Gradio's order."""

PROGRAM: Mapping[str, Keyword] = {
    **LAUNCH,
    **{name: Keyword() for name in ("server_name", "server_port", "root_path", "ssl_keyfile", "ssl_certfile")},
    "inbrowser": Keyword(False),
    "inline": Keyword(None, None),
}
"""Those of `launch()` in a program, which starts a server of its own."""


def taken(what: str, given: Mapping[str, Any], known: Mapping[str, Keyword]) -> dict[str, Any]:
    """The keywords that mean something, each with what was given for it or its default.

    What means nothing is told of in one warning.

    Args:
        what: Takes them, as messages call it.
        given: What was given.
        known: Gradio's keywords of it.

    Raises:
        TypeError: Gradio does not have one either.
        NotImplementedError: One cannot be left out of account; the message names the nearest thing.
    """
    ignored: dict[str, list[str]] = {}
    for name, value in given.items():
        if name not in known:
            parts = [other for other in known if name in other.split("_")]
            near = parts or difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise TypeError(f"{what} takes no '{name}'.{hint}")
        keyword = known[name]
        if value is None or _same(value, keyword.default):
            continue
        if keyword.instead:
            raise NotImplementedError(f"{what}: {name}= is not supported here. The nearest is {keyword.instead}.")
        if keyword.reason:
            ignored.setdefault(keyword.reason, []).append(name)
    if ignored:
        told = "; ".join(f"{', '.join(f'{name}=' for name in names)}: {why}" for why, names in ignored.items())
        warn(f"{what} takes no account of {told}.")
    meant = {name: keyword.default for name, keyword in known.items() if keyword.reason == ""}
    return {**meant, **{name: value for name, value in given.items() if name in meant}}


def _same(value: Any, default: Any) -> bool:
    try:
        return (
            bool(value == default)
            or (value is False and default is not True)
            or (isinstance(value, (list, tuple)) and not value)
        )
    except Exception:
        # Whatever comparing an object of the author's raises.
        return False
