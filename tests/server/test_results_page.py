"""The table of what a function may return tells the truth."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import IPython.display
import matplotlib.figure
import numpy as np
import pandas as pd
import PIL.Image
import plotly.graph_objects
import polars as pl
import pytest
from support.answers import Answers, hinted

from jupyter_gradio_mcp.descriptions import is_file_data
from jupyter_gradio_mcp.kernel.sound import write_wav

PAGE = Path(__file__).resolve().parents[2] / "docs" / "results.md"
ROWS = [
    [cell.strip().strip("`") for cell in line[1:-1].split("|")]
    for line in PAGE.read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| hint")
]


@dataclasses.dataclass
class Point:
    x: int


class Color(enum.Enum):
    RED = "red"


class Unknown:
    pass


NAMES = {
    **{"Annotated": Annotated, "IPython": IPython, "PIL": PIL, "Path": Path, "decimal": decimal, "dt": dt},
    **{"matplotlib": matplotlib, "np": np, "pd": pd, "pl": pl, "plotly": plotly},
    **{"Point": Point, "Color": Color, "Unknown": Unknown},
}


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    here = tmp_path.resolve()
    monkeypatch.chdir(here)
    PIL.Image.new("RGB", (3, 2)).save("photo.png")
    write_wav((8000, np.zeros(9)), Path("sound.wav"))
    Path("note.txt").write_text("x")
    made = Answers(here / "cache")
    yield made
    made.close()


def kind(value: Any) -> str:
    if is_file_data(value):
        return "file"
    kinds = {str: "string", int: "number", float: "number", dict: "object", list: "array", type(None): "null"}
    return kinds[type(value)]


def test_the_table_is_there() -> None:
    assert len(ROWS) > 30
    assert {len(row) for row in ROWS} == {6}, ROWS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:2])[:60])
def test_a_row_of_the_table_is_true(answers: Answers, row: list[str]) -> None:
    hint, value, content, structured, rest, component = row
    made, said = eval(value, dict(NAMES)), eval(hint, dict(NAMES)) if hint else ...
    result = answers.mcp(made, said)
    assert not result["isError"], result
    assert ", ".join(block["type"] for block in result["content"]) == content
    assert ("structuredContent" in result) is (structured == "yes")
    [shown] = answers.rest(made, said)
    assert kind(shown) == rest
    info, _ = answers.frame(hinted(said), made)
    assert [output["component"] for output in info["outputs"]] == [component]
