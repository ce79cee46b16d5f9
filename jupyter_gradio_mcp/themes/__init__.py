"""`gr.themes`: Gradio's themes, by name. They are taken and do nothing, for panels look as the notebook does."""

from __future__ import annotations

from . import colors, sizes
from .base import Base, ThemeClass
from .colors import Color
from .fonts import Font, GoogleFont, LocalFont
from .sizes import Size

__all__ = [
    "Base",
    "Citrus",
    "Color",
    "Cyberpunk",
    "Default",
    "Ember",
    "Font",
    "Glass",
    "GoogleFont",
    "LocalFont",
    "Mario",
    "Monochrome",
    "Neon",
    "Ocean",
    "Origin",
    "Size",
    "Soft",
    "Theme",
    "ThemeClass",
    "colors",
    "sizes",
]

Theme = Base


class Citrus(Base):
    """A theme of Gradio's."""


class Cyberpunk(Base):
    """A theme of Gradio's."""


class Default(Base):
    """A theme of Gradio's."""


class Ember(Base):
    """A theme of Gradio's."""


class Glass(Base):
    """A theme of Gradio's."""


class Mario(Base):
    """A theme of Gradio's."""


class Monochrome(Base):
    """A theme of Gradio's."""


class Neon(Base):
    """A theme of Gradio's."""


class Ocean(Base):
    """A theme of Gradio's."""


class Origin(Base):
    """A theme of Gradio's."""


class Soft(Base):
    """A theme of Gradio's."""
