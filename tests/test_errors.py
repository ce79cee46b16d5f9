"""The tree of errors."""

import pytest

from jupyter_gradio_mcp import errors


def leaves(kind: type[errors.CallError]) -> list[type[errors.CallError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in leaves(child))]


@pytest.mark.parametrize("kind", leaves(errors.CallError))
def test_an_error_crosses_the_wire_as_the_same_class(kind: type[errors.CallError]) -> None:
    sent = kind("what was wrong", [{"loc": ["a"], "msg": "m", "type": "t"}])
    back = errors.from_wire(sent.to_wire())
    assert (type(back), back.message, back.details) == (kind, sent.message, sent.details)


def test_codes_are_unique_and_drawn_in_the_tree() -> None:
    kinds = leaves(errors.CallError)
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds[1:]:
        assert f"── {kind.__name__} " in (errors.__doc__ or ""), kind


def test_an_unknown_code_of_a_newer_version_is_an_error_all_the_same() -> None:
    assert type(errors.from_wire({"code": "of the future", "message": "m"})) is errors.CallError
