"""Smaller copies of images that are too large for a model, or in a format that none reads."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import NamedTuple

SIDE = 1568
"""Longest side in pixels of a copy; models look at no more."""

MAX_SIDE = 8000
"""Longest side of an image that is sent as it is; what models run on refuses larger ones."""

VIEWABLE = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))
"""Formats that models read."""


class Preview(NamedTuple):
    """A copy of an image, and the sizes of both in pixels."""

    content: bytes
    mime_type: str
    size: tuple[int, int]
    original: tuple[int, int]


def needs_preview(mime_type: str, content: bytes) -> bool:
    """Whether an image cannot be sent as it is, however few its bytes."""
    if mime_type not in VIEWABLE:
        return True
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        return False
    # What functions draw is PNG; a plot may have few bytes and many pixels.
    width, height = struct.unpack_from("!II", content, 16)
    return bool(max(width, height) > MAX_SIDE)


def preview(path: Path) -> Preview | None:
    """A copy that a model can look at; None if the image cannot be read, or only at the cost of all memory."""
    import PIL.Image
    import PIL.ImageOps

    try:
        with PIL.Image.open(path) as opened:
            original = opened.size
            limit = PIL.Image.MAX_IMAGE_PIXELS
            if limit is not None and opened.width * opened.height > limit:
                return None
            opened.draft("RGB", (SIDE, SIDE))
            opened.thumbnail((SIDE, SIDE))
            image = PIL.ImageOps.exif_transpose(opened)
        clear = image.has_transparency_data
        image = image.convert("RGBA" if clear else "RGB")
        written = io.BytesIO()
        image.save(written, **({"format": "png"} if clear else {"format": "jpeg", "quality": 85}))
    except Exception:
        # A broken file makes PIL raise nearly anything.
        return None
    return Preview(written.getvalue(), "image/png" if clear else "image/jpeg", image.size, original)
