"""What components take in Gradio and have no meaning here, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_STREAMED = "a recording is sent when it has ended, and a result is shown when it is whole"
_LENGTH = "a recording may be of any length"
_HELD = {"min_length": _LENGTH, "max_length": _LENGTH}
_SUBTITLES = "none are shown"
_CAMERA = ("webcam_options", "webcam_constraints", "mirror_webcam")

LOOKS: Mapping[str, frozenset[str]] = {
    "Audio": frozenset(("waveform_options", "loop", "recording", "playback_position")),
    "Button": frozenset(("link_target",)),
    "Chatbot": frozenset(("group_consecutive_messages", "resizeable", "like_user_message", "reasoning_tags")),
    "Dataframe": frozenset(("show_row_numbers", "max_chars", "show_search", "pinned_columns", "static_columns")),
    "File": frozenset(("allow_reordering",)),
    "Gallery": frozenset(("allow_preview", "preview", "selected_index", "fit_columns", "file_types")),
    "Image": frozenset((*_CAMERA, "placeholder")),
    "Video": frozenset((*_CAMERA, "include_audio", "playback_position")),
}
"""Taken in silence, beside what every component takes."""

TOLD: Mapping[str, Mapping[str, str]] = {
    "Audio": {"streaming": _STREAMED, "subtitles": _SUBTITLES, **_HELD},
    "Dataframe": dict.fromkeys(("row_limits", "column_limits"), "a table may grow to any size"),
    "Image": {"streaming": "a picture is sent when it has been taken"},
    "Video": {"streaming": _STREAMED, "subtitles": _SUBTITLES, **_HELD},
}
"""Taken with one warning, and why there is no account of it."""

_PAGE = "value=, with the page's piece itself, which shows without scripts"

REFUSED: Mapping[str, Mapping[str, str]] = {
    "HTML": {
        "html_template": _PAGE,
        "css_template": f"a <style> in {_PAGE}",
        "js_on_load": "an event of another component; no script of an app's runs beside the notebook",
        "head": _PAGE,
        "server_functions": "gr.api()",
    },
}
"""Refused, with the nearest thing that there is."""


def said_of(kind: type, table: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a table says of a class and of those that it stands on."""
    return {name: why for one in _of(kind, table) for name, why in table[one].items()}


def looks_of(kind: type) -> frozenset[str]:
    """What a class takes in silence."""
    return frozenset(name for one in _of(kind, LOOKS) for name in LOOKS[one])


def _of(kind: type, table: Mapping[str, object]) -> Iterator[str]:
    return (one.__name__ for one in kind.__mro__ if one.__name__ in table)
