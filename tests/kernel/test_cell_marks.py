"""The first line of a marked cell."""

import pytest

from jupyter_gradio_mcp.kernel.cells import _written, as_ordinary_cell


@pytest.mark.parametrize("magic", ["mcp_tool", "mcp_resource", "mcp_prompt"])
def test_the_magic_becomes_a_statement_and_the_body_stays(magic: str) -> None:
    line = "notes://{day} --title 'A b'"
    first, *rest = as_ordinary_cell([f"%%{magic} {line}\n", "def f():\n", "    pass\n"])
    assert first == f"get_ipython().run_line_magic({magic!r}, {line!r})\n"
    assert rest == ["def f():\n", "    pass\n"]


@pytest.mark.parametrize(
    "lines", [[], ["%%mcp_other\n"], ["%%mcp_tools x\n"], ["x = 1\n", "%%mcp_tool\n"], ["# %%mcp_prompt\n"]]
)
def test_other_cells_stay_as_they_are(lines: list[str]) -> None:
    assert as_ordinary_cell(lines) == lines


def test_functions_within_if_and_with_are_of_the_cell_those_within_others_are_not() -> None:
    source = "if x:\n    def a(): ...\nelse:\n    async def b(): ...\nwith y:\n    def c():\n        def d(): ...\nclass E:\n    def f(self): ..."
    assert set(_written(source)) == {"a", "b", "c"}
    assert _written("def (:") == []
