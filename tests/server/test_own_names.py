"""What an app's functions are called at the app's own address."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_gradio_mcp.errors import UnknownEndpoint
from jupyter_gradio_mcp.server import own_names
from jupyter_gradio_mcp.server.catalog import App, Catalog
from jupyter_gradio_mcp.server.rest import CALLABLE
from jupyter_gradio_mcp.server.scope import EVERYTHING, Scope

SECOND = Scope(kernel="k", panel="app:2")


def endpoint(name: str, app: str, own_name: str = "", alias: str = "") -> Any:
    visibility = "undocumented" if alias else "public"
    told = {"name": name, "visibility": visibility, "app": app, "kind": "tool", "alias": alias, "own_name": own_name}
    return told


@pytest.fixture
def catalog() -> Catalog:
    made = Catalog(lambda: 0.0)
    made.publish(
        "k",
        "a.ipynb",
        [
            endpoint("f", "app:1"),
            endpoint("predict", "app:1", alias="f"),
            # The second app has an f as well, and an f_1 of its own.
            endpoint("f_1", "app:2", "f"),
            endpoint("f_2", "app:2", "f_1"),
            endpoint("predict_1", "app:2", "predict", alias="f_1"),
        ],
    )
    return made


def of(catalog: Catalog) -> App:
    [app] = catalog.apps()
    return app


def found(catalog: Catalog, name: str, scope: Scope) -> str:
    offer = own_names.find(catalog, of(catalog), name, CALLABLE, scope)
    assert offer.name == name
    return str(offer.endpoint["name"])


def test_at_its_own_address_an_apps_names_come_first(catalog: Catalog) -> None:
    assert [found(catalog, name, SECOND) for name in ("f", "f_1", "predict")] == ["f_1", "f_2", "predict_1"]


def test_the_notebooks_names_work_there_as_well(catalog: Catalog) -> None:
    assert [found(catalog, name, SECOND) for name in ("f_2", "predict_1")] == ["f_2", "predict_1"]


def test_elsewhere_names_are_the_notebooks(catalog: Catalog) -> None:
    assert [found(catalog, name, EVERYTHING) for name in ("f", "f_1", "predict")] == ["f", "f_1", "predict"]
    assert [(o.name, o.alias) for o in own_names.listed(catalog, of(catalog), EVERYTHING)] == [
        ("f", ""),
        ("f_1", ""),
        ("f_2", ""),
        ("predict", "f"),
        ("predict_1", "f_1"),
    ]
    assert [offer.name for offer in own_names.offers(catalog, of(catalog), EVERYTHING)] == ["f", "f_1", "f_2"]


def test_all_names_are_listed_with_what_they_are_names_of(catalog: Catalog) -> None:
    listed = own_names.listed(catalog, of(catalog), SECOND)
    assert [(offer.name, offer.alias, offer.endpoint["name"]) for offer in listed] == [
        ("f", "", "f_1"),
        ("f_1", "", "f_2"),
        ("predict", "f", "predict_1"),
        ("f_2", "f_1", "f_2"),
        ("predict_1", "f", "predict_1"),
    ]
    numbers = [catalog.number(offer) for offer in listed]
    assert len(set(numbers)) == len(numbers)
    called = [catalog.numbered(of(catalog), number, CALLABLE, SECOND).endpoint["name"] for number in numbers]
    assert called == [offer.endpoint["name"] for offer in listed]
    assert [offer.name for offer in own_names.offers(catalog, of(catalog), SECOND)] == ["f", "f_1"]


def test_what_another_app_calls_so_is_not_found(catalog: Catalog) -> None:
    first = Scope(kernel="k", panel="app:1")
    assert found(catalog, "predict", first) == "predict"
    with pytest.raises(UnknownEndpoint):
        own_names.find(catalog, of(catalog), "f_1", CALLABLE, first)
    listed = own_names.listed(catalog, of(catalog), first)
    assert [(offer.name, offer.alias) for offer in listed] == [("f", ""), ("predict", "f")]
