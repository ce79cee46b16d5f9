"""Sizes of Gradio's themes, by name."""

from __future__ import annotations

from .scale import Scale


class Size(Scale):
    """A size, in steps."""

    names = ("xxs", "xs", "sm", "md", "lg", "xl", "xxl")


radius_none = Size(name="radius_none")
radius_sm = Size(name="radius_sm")
radius_md = Size(name="radius_md")
radius_lg = Size(name="radius_lg")
radius_xxl = Size(name="radius_xxl")
spacing_sm = Size(name="spacing_sm")
spacing_md = Size(name="spacing_md")
spacing_lg = Size(name="spacing_lg")
text_sm = Size(name="text_sm")
text_md = Size(name="text_md")
text_lg = Size(name="text_lg")
