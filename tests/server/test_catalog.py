"""Who offers what, under which name and address."""

import time
from typing import Any

import pytest
from support.clock import Clock

from jupyter_gradio_mcp.errors import UnknownEndpoint
from jupyter_gradio_mcp.server.catalog import RESERVED_SECONDS, Catalog, changed_kinds
from jupyter_gradio_mcp.server.scope import Scope


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalog(clock: Clock) -> Catalog:
    return Catalog(clock)


def infos(*names: str, visibility: str = "public") -> list[Any]:
    return [{"name": name, "kind": "tool", "visibility": visibility} for name in names]


def union(catalog: Catalog) -> list[str]:
    return [offer.name for offer in catalog.offers(None)]


def test_the_first_holder_keeps_a_name_and_the_next_is_named_after_its_notebook(catalog: Catalog) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    second = catalog.publish("k2", "my work/b c.ipynb", infos("f", "g"))
    assert union(catalog) == ["f", "f_b_c", "g"]
    assert catalog.offered(second) == [{"name": "f", "union_name": "f_b_c"}, {"name": "g", "union_name": "g"}]
    assert catalog.find(None, "f_b_c").app is second
    assert catalog.find(second, "f").name == "f", "at its own address a name is plain"


def test_equal_stems_are_numbered(catalog: Catalog) -> None:
    for kernel, path in (("k1", "a.ipynb"), ("k2", "x/b.ipynb"), ("k3", "y/b.ipynb")):
        catalog.publish(kernel, path, infos("f"))
    assert union(catalog) == ["f", "f_b", "f_b_2"]


def test_names_never_grow_longer_than_mcp_allows(catalog: Catalog) -> None:
    for number in range(3):
        catalog.publish(f"k{number}", f"{'n' * 200}{number // 2}.ipynb", infos("f" * 128))
    assert len(set(union(catalog))) == 3
    assert max(map(len, union(catalog))) <= 128


def test_a_restarting_kernel_gets_its_names_back(catalog: Catalog, clock: Clock) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    catalog.lose("k1")
    assert union(catalog) == []
    catalog.publish("k2", "b.ipynb", infos("f"))
    assert union(catalog) == ["f_b"], "the name waits for its notebook"
    clock.now = RESERVED_SECONDS - 1
    catalog.publish("k1", "a.ipynb", infos("f"))
    assert sorted(union(catalog)) == ["f", "f_b"]


def test_a_new_kernel_of_the_same_notebook_inherits_name_and_address(catalog: Catalog) -> None:
    former = catalog.publish("k1", "a.ipynb", infos("f"))
    catalog.lose("k1")
    catalog.forget("k1")
    catalog.publish("k9", "b.ipynb", infos("f"))
    heir = catalog.publish("k2", "a.ipynb", infos("f"))
    assert heir is former
    assert catalog.find(None, "f").app is heir


def test_a_reserved_name_is_free_after_a_while_and_then_the_longer_one_becomes_plain(
    catalog: Catalog, clock: Clock
) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    catalog.publish("k2", "b.ipynb", infos("f"))
    catalog.lose("k1")
    clock.now = RESERVED_SECONDS + 1
    assert union(catalog) == ["f_b"], "a name does not change under its callers"
    catalog.publish("k2", "b.ipynb", infos("f"))
    assert union(catalog) == ["f"]


def test_removing_a_function_frees_its_name_at_once(catalog: Catalog) -> None:
    catalog.publish("k1", "a.ipynb", infos("f", "g"))
    catalog.publish("k1", "a.ipynb", infos("g"))
    catalog.publish("k2", "b.ipynb", infos("f"))
    assert union(catalog) == ["g", "f"]


def test_only_what_is_public_is_listed_and_private_is_never_found(catalog: Catalog) -> None:
    app = catalog.publish(
        "k1", "a.ipynb", [*infos("p"), *infos("u", visibility="undocumented"), *infos("x", visibility="private")]
    )
    assert union(catalog) == ["p"]
    assert catalog.find(app, "u", ("public", "undocumented")).name == "u"
    for name in ("u", "x", "nowhere"):
        with pytest.raises(UnknownEndpoint, match=f"no function '{name}'. There are: p"):
            catalog.find(None, name)


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("a.ipynb/", ""),
        ("a.ipynb", ""),
        ("a.ipynb/config", "config"),
        ("a.ipynb/gradio_api/mcp/", "gradio_api/mcp/"),
        ("a.ipynb/gradio_api/file=gradio/b.ipynb/gradio_api/x", "gradio_api/file=gradio/b.ipynb/gradio_api/x"),
    ],
)
def test_an_address_is_split_at_the_first_place_that_leaves_an_app(catalog: Catalog, path: str, rest: str) -> None:
    app = catalog.publish("k1", "a.ipynb", infos("f"))
    catalog.publish("k2", "b.ipynb", infos("f"))
    assert catalog.resolve(path) == (app, rest)


@pytest.mark.parametrize("path", ["gradio_api/x.ipynb", "config/config", "my work/a#%20.ipynb", "deep/er/n.ipynb"])
def test_a_notebook_may_have_any_path(catalog: Catalog, path: str) -> None:
    app = catalog.publish("k1", path, infos("f"))
    assert catalog.resolve(f"{path}/gradio_api/run/f") == (app, "gradio_api/run/f")


@pytest.mark.parametrize("path", ["", "/", "b.ipynb/", "a.ipynb/other", "a.ipynbx/config", "x/a.ipynb/config"])
def test_an_address_of_no_app_leads_nowhere(catalog: Catalog, path: str) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    assert catalog.resolve(path) is None


def test_a_renamed_notebook_answers_at_both_addresses(catalog: Catalog) -> None:
    app = catalog.publish("k1", "a.ipynb", infos("f"))
    catalog.move("k1", "new.ipynb")
    assert catalog.resolve("a.ipynb/config") == catalog.resolve("new.ipynb/config") == (app, "config")
    other = catalog.publish("k2", "a.ipynb", infos("g"))
    assert catalog.resolve("a.ipynb/config") == (other, "config"), "a notebook that really has the path wins"


def test_a_shared_notebooks_drive_prefix_is_no_part_of_its_address(catalog: Catalog) -> None:
    assert catalog.publish("k1", "RTC:a.ipynb", infos("f")).path == "a.ipynb"


def test_of_two_kernels_with_one_notebook_the_newest_has_its_address(catalog: Catalog) -> None:
    first = catalog.publish("k1", "a.ipynb", infos("f"))
    second = catalog.publish("k2", "a.ipynb", infos("f"))
    assert (first.path, second.path) == ("k1", "a.ipynb")


def test_publishing_a_thousand_functions_grows_the_revision_and_nothing_else(catalog: Catalog) -> None:
    names = [f"f{number}" for number in range(1000)]
    catalog.publish("k1", "a.ipynb", infos(*names))
    before = catalog.revision
    catalog.publish("k2", "b.ipynb", infos(*names))
    assert (len(catalog.offers(None)), catalog.revision) == (2000, before + 1)


def test_an_address_of_nothing_but_slashes_is_looked_at_quickly(catalog: Catalog) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    started = time.perf_counter()
    assert catalog.resolve("/" * 60_000) is None
    assert catalog.resolve("a/" * 30_000) is None
    assert time.perf_counter() - started < 0.02


def test_a_number_of_what_is_out_of_scope_does_not_tell_its_name(catalog: Catalog) -> None:
    catalog.publish("k1", "a.ipynb", infos("f"))
    other = catalog.publish("k2", "b.ipynb", infos("hidden"))
    [hidden] = catalog.offers(other)
    number = catalog.number(hidden)
    with pytest.raises(UnknownEndpoint) as refused:
        catalog.numbered(None, number, scope=Scope(notebooks=frozenset({"a.ipynb"})))
    assert "hidden" not in str(refused.value)
    with pytest.raises(UnknownEndpoint) as unknown:
        catalog.numbered(None, 99)
    assert str(unknown.value) == str(refused.value).replace(str(number), "99")


def test_a_name_of_another_kind_is_not_found_and_not_listed_as_one(catalog: Catalog) -> None:
    app = catalog.publish("k1", "a.ipynb", [*infos("t"), {**infos("r")[0], "kind": "resource"}])
    assert catalog.find(app, "r", kind="resource").name == "r"
    assert catalog.find(None, "r").name == "r"
    with pytest.raises(UnknownEndpoint, match=r"There is no function 'r'\. There are: t\."):
        catalog.find(app, "r", kind="tool")
    with pytest.raises(UnknownEndpoint, match=r"no prompt 't': no live notebook offers one.*%%mcp_prompt"):
        catalog.find(None, "t", kind="prompt")


def test_kinds_that_changed_are_those_of_what_came_went_and_differs() -> None:
    def state(**kinds: str) -> Any:
        return {name: {"name": name, "kind": kind} for name, kind in kinds.items()}

    assert changed_kinds({}, {}) == frozenset()
    assert changed_kinds({}, state(a="tool", b="prompt")) == {"tool", "prompt"}
    assert changed_kinds(state(a="tool", b="prompt"), state(b="prompt")) == {"tool"}
    assert changed_kinds(state(a="tool"), state(a="resource")) == {"tool", "resource"}
    assert changed_kinds(state(a="tool"), {"a": {"name": "a", "kind": "tool", "title": "T"}}) == {"tool"}  # type: ignore[typeddict-item]
    assert changed_kinds(state(a="tool", b="prompt"), state(b="prompt", a="tool")) == frozenset()


def test_what_is_not_for_mcp_is_found_by_programs_only(catalog: Catalog) -> None:
    [info] = infos("f")
    app = catalog.publish("k1", "a.ipynb", [{**info, "mcp": False}, *infos("g")])
    assert catalog.find(app, "f").name == "f"
    with pytest.raises(UnknownEndpoint, match=r"There is no function 'f'\. There are: g\."):
        catalog.find(app, "f", kind="tool")
    assert catalog.find(app, "g", kind="tool").name == "g"


def test_further_names_go_with_what_they_name(catalog: Catalog) -> None:
    [alias] = infos("predict", visibility="undocumented")
    app = catalog.publish(
        "k1", "a.ipynb", [*infos("f"), {**alias, "alias": "f"}, *infos("h", visibility="undocumented")]
    )
    assert [offer.name for offer in catalog.offers(app)] == ["f"]
    assert [offer.name for offer in catalog.aliases(app)] == ["predict"]
    assert [offer.name for offer in catalog.aliases(None)] == ["predict"]
    assert catalog.aliases(app, Scope(endpoints=frozenset({"f"}))) == []
    catalog.publish("k1", "a.ipynb", [*infos("f", visibility="private"), {**alias, "alias": "f"}])
    assert catalog.aliases(app) == []
