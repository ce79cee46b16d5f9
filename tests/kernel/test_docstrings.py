"""Docstrings of every style say the same."""

import pytest

from jupyter_gradio_mcp.kernel.docstrings import Docstring, read_docstring

WANTED = Docstring(
    summary="Resize an image.\n\nKeeps the ratio.",
    parameters={"image": "The image to resize.", "width": "Pixels that it is to be wide."},
    returns="The smaller image.",
)

GOOGLE = """Resize an image.

Keeps the ratio.

Args:
    image (Image): The image to resize.
    width (int): Pixels that it is
        to be wide.

Returns:
    Image: The smaller image.

Raises:
    ValueError: If the width is not positive.

Examples:
    >>> resize(image, 10)
"""

NUMPY = """Resize an image.

Keeps the ratio.

Parameters
----------
image : Image
    The image to resize.
width : int
    Pixels that it is
    to be wide.

Returns
-------
Image
    The smaller image.

Raises
------
ValueError
    If the width is not positive.

Examples
--------
>>> resize(image, 10)
"""

REST = """Resize an image.

Keeps the ratio.

:param image: The image to resize.
:param width: Pixels that it is
    to be wide.
:returns: The smaller image.
:raises ValueError: If the width is not positive.
"""

EPYDOC = """Resize an image.

Keeps the ratio.

@param image: The image to resize.
@param width: Pixels that it is to be wide.
@return: The smaller image.
@raise ValueError: If the width is not positive.
"""


@pytest.mark.parametrize("text", [GOOGLE, NUMPY, REST, EPYDOC], ids=["google", "numpy", "rest", "epydoc"])
def test_every_style_is_read_without_its_raises_and_examples(text: str) -> None:
    def function() -> None: ...

    function.__doc__ = text
    assert read_docstring(function) == WANTED


@pytest.mark.parametrize(("text", "summary"), [(None, ""), ("", ""), ("   ", ""), ("Just this.", "Just this.")])
def test_a_docstring_may_be_short_or_missing(text: str | None, summary: str) -> None:
    def function() -> None: ...

    function.__doc__ = text
    assert read_docstring(function) == Docstring(summary=summary)


def test_prose_with_colons_stays_prose() -> None:
    def function() -> None:
        """Do this: and that.

        Note the following: a, b.
        """

    assert read_docstring(function).summary == "Do this: and that.\n\nNote the following: a, b."
