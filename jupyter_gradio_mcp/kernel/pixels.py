"""Images as objects of PIL and as arrays, and the files that they are read from and written to.

PIL and numpy are imported only for a value or a hint of theirs, or for a component that promises one.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, Literal

from ..descriptions import FileData
from .files import Store

Format = Literal["png", "jpeg", "webp", "gif"]
FORMATS: dict[str, str] = {"png": ".png", "jpeg": ".jpg", "jpg": ".jpg", "webp": ".webp", "gif": ".gif"}
"""The formats that images are written in, and the endings of such files."""


def is_image(value: Any) -> bool:
    """Whether `value` is an image of PIL."""
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(value, module.Image)


def open_image(path: Path, mode: str | None = None) -> Any:
    """The image in a file, upright; `mode` is PIL's name of the pixels that it is to have, None leaves them."""
    import PIL.Image
    import PIL.ImageOps

    with PIL.Image.open(path) as image:
        # PIL only warns of images up to twice its limit; a caller must not be able to fill the memory. To turn the
        # warning into an error would change the filters of all threads.
        limit = PIL.Image.MAX_IMAGE_PIXELS
        if limit is not None and image.width * image.height > limit:
            raise PIL.Image.DecompressionBombError
        image.load()
        # As cameras mean it: the pixels upright, whatever the file's orientation mark says.
        upright = PIL.ImageOps.exif_transpose(image)
    return upright if mode is None or upright.mode == mode else upright.convert(mode)


def open_array(path: Path, mode: str | None = "RGB") -> Any:
    """The pixels of the image in a file."""
    # A copy, for the array is the function's own to write to.
    return importlib.import_module("numpy").array(open_image(path, mode))


def of_array(array: Any) -> Any | None:
    """An array of pixels as an image: gray, RGB or RGBA, of bytes or of shares from 0 to 1; None for any other."""
    import PIL.Image

    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if 0 in array.shape or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))):
        return None
    if array.dtype.kind == "f":
        array = (array.clip(0, 1) * 255).round()
    elif array.dtype.kind == "b":
        array = array * 255
    elif array.dtype.kind not in "iu":
        return None
    if array.dtype != "uint8":
        array = array.clip(0, 255).astype("uint8")
    return PIL.Image.fromarray(array)


def write(image: Any, store: Store, name: str, format: str = "png") -> FileData:
    """Write an image of PIL into the cache; `name` is without an ending."""
    if format == "png" and image.mode == "I":
        # PNG has 16 bits at most.
        image = image.convert("I;16")
    modes = {
        "png": ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"),
        "jpeg": ("L", "RGB", "CMYK"),
        "jpg": ("L", "RGB", "CMYK"),
        "gif": ("1", "L", "P", "RGB", "RGBA"),
    }.get(format, ("RGB", "RGBA"))
    if image.mode not in modes:
        # Not by its bands: that of LAB which is called A is a color.
        clear = image.mode in ("PA", "RGBa", "LA", "RGBA") or "transparency" in image.info
        image = image.convert("RGBA" if clear and "RGBA" in modes else "RGB")
    called = f"{name}{FORMATS[format]}"
    with store.create(called) as path:
        # More effort takes several times as long for a few percent.
        effort: dict[str, Any] = {"png": {"compress_level": 3}, "webp": {"method": 1}}.get(format, {})
        image.save(path, format="jpeg" if format == "jpg" else format, **effort)
    return store.written(path, called)
