"""The names that users write."""

import jupyter_gradio_mcp as gr


def test_every_public_name_is_there_and_listed() -> None:
    for name in gr.__all__:
        assert getattr(gr, name) is not None
    assert set(gr.__all__) <= set(dir(gr))


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(gr, "Nonsense")
