"""`gr.TabbedInterface`: several apps, each in a tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import keywords
from .blocks import Blocks
from .containers import Tab, Tabs
from .interface import own


class TabbedInterface(Blocks):
    """Several apps, each in a tab.

    Args:
        interface_list: The apps.
        tab_names: What is on the tabs; None takes the apps' titles.
        options: `title`; others of Gradio's are explained.

    Raises:
        ValueError: There are not as many names as apps.
        TypeError: There is an option that Gradio does not have.
    """

    def __init__(
        self,
        interface_list: Sequence[Blocks],
        tab_names: Sequence[str] | None = None,
        title: Any = None,
        **options: Any,
    ) -> None:
        super().__init__()
        self._begin(keywords.taken("gr.TabbedInterface()", {**options, "title": title}, keywords.TABBED))
        if tab_names is not None and len(tab_names) != len(interface_list):
            raise ValueError(f"gr.TabbedInterface has {len(interface_list)} apps and {len(tab_names)} names of tabs")
        own(list(interface_list))
        titles = [app.title or f"Tab {place}" for place, app in enumerate(interface_list, start=1)]
        self.labels = list(tab_names or titles)
        with self, Tabs():
            for app, label in zip(interface_list, self.labels, strict=True):
                with Tab(label):
                    app.render()
