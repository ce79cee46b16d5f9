"""What one MCP request may see."""

import time

import pytest

from jupyter_gradio_mcp.server.catalog import App, Catalog
from jupyter_gradio_mcp.server.reach import Place, Reach
from jupyter_gradio_mcp.server.scope import EVERYTHING, Identity, Scope

SOMEBODY = Identity("somebody", "key:1")


@pytest.mark.parametrize(
    ("query", "names", "finder"),
    [
        ("", None, False),
        ("token=x", None, False),
        ("tools=a,b", {"a", "b"}, False),
        ("tools=a&tools=b", {"a", "b"}, False),
        ("tools=a%2Cb", {"a", "b"}, False),
        ("tools=%61+,%20b", {"a", "b"}, False),
        ("tools=", set(), False),
        ("tools=,,&finder=TRUE", set(), True),
        ("finder=1", None, True),
        ("finder=false", None, False),
        ("finder=true&finder=0", None, False),
        ("finder", None, False),
        ("tools=gr%C3%B6%C3%9Fe", {"größe"}, False),
        ("tools=%ff&%zz=&;&&==", {"�"}, False),
    ],
)
def test_the_address_limits_what_is_seen(query: str, names: set[str] | None, finder: bool) -> None:
    reach = Reach.of(None, SOMEBODY, query)
    assert (reach.names, reach.finder) == (names, finder)
    assert reach.admits("a") == (names is None or "a" in names)


def test_a_long_query_takes_no_long_time() -> None:
    begun = time.perf_counter()
    Reach.of(None, SOMEBODY, "tools=" + "a," * 30_000 + "&" * 5_000)
    assert time.perf_counter() - begun < 0.5


def test_the_address_takes_away_from_what_the_key_opens_and_never_adds() -> None:
    catalog = Catalog(time.monotonic)
    catalog.publish("k", "a.ipynb", [{"name": name, "visibility": "public"} for name in "abc"])  # type: ignore[misc]
    who = Identity("limited", "key:1", Scope(endpoints=frozenset("ab")))
    for query, seen in (("", "ab"), ("tools=b,c", "b"), ("tools=c", ""), ("tools=", "")):
        assert "".join(offer.name for offer in Reach.of(None, who, query).offers(catalog)) == seen


def test_a_change_is_seen_where_its_notebook_is() -> None:
    one, two = App("k1", "one.ipynb", aliases={"former.ipynb"}), App("k2", "two.ipynb")
    assert Place(None, EVERYTHING).shows(one)
    assert Place(one, EVERYTHING).shows(one)
    assert not Place(two, EVERYTHING).shows(one)
    for scope, shown in [
        (Scope(notebooks=frozenset(["one.ipynb"])), True),
        (Scope(notebooks=frozenset(["former.ipynb"])), True),
        (Scope(notebooks=frozenset(["two.ipynb"])), False),
        (Scope(kernel="k1"), True),
        (Scope(kernel="k2"), False),
    ]:
        assert Place(None, scope).shows(one) == shown


def test_those_who_see_the_same_share_a_place() -> None:
    other = Identity("other", "key:2")
    assert Reach.of(None, SOMEBODY, "tools=a").place == Reach.of(None, other, "").place
    assert Reach.of(None, Identity("x", "key:3", Scope(kernel="k")), "").place != Reach.of(None, other, "").place
