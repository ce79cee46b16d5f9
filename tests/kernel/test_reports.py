"""What a cell prints of its functions."""

from typing import Any

from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Endpoint, endpoint
from jupyter_gradio_mcp.kernel.report import report_all, signature
from jupyter_gradio_mcp.protocol import Published

URL = "http://localhost:8888/"


def f(n: int = 1) -> int:
    """Do it.

    Args:
        n: How often.
    """
    return n


def made(name: str, **options: Any) -> Endpoint:
    return endpoint(f, name, Options(**options))


def renamed(*endpoints: Endpoint) -> list[str]:
    """The lines about those whose names another notebook offers, where it offers all of them."""
    published: Published = {
        "op": "published",
        "id": 1,
        "url": URL,
        "app_url": f"{URL}gradio/a/",
        "mcp": True,
        "endpoints": [{"name": found.name, "union_name": f"{found.name}_a"} for found in endpoints],
    }
    return [line for line in report_all(endpoints, published).split("\n") if "notebook" in line and "offer" in line]


def test_a_name_that_another_notebook_offers_is_told_in_one_line() -> None:
    [line] = renamed(made("predict"))
    assert line == "  Another notebook offers 'predict', so at these addresses this one is called 'predict_a'."


def test_all_such_names_share_one_short_line() -> None:
    [line] = renamed(*(made(f"predict_{number}") for number in range(9)))
    assert (
        line
        == "  Other notebooks offer 9 of these names, so here they are called 'predict_0_a', 'predict_1_a' and 7 more."
    )


def test_nothing_is_told_of_names_that_no_agent_reads_there() -> None:
    hidden = [
        made("a", alias="b"),
        made("c", visibility="private"),
        made("d", mcp=False),
        made("e", visibility="undocumented"),
    ]
    assert renamed(*hidden) == []
    for one in hidden:
        assert renamed(one) == []
    assert len(renamed(*hidden, made("predict"))) == 1


def test_a_long_default_is_cut() -> None:
    def g(rows: list[int] = list(range(1000)), word: str = "short") -> int:  # noqa: B006
        return len(rows)

    told = signature(endpoint(g, "g", Options()))
    assert told == f"(rows: list[int] = {repr(list(range(1000)))[:39]}…, word: str = 'short') -> int"
