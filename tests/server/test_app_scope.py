"""What the key of one app opens."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_gradio_mcp.errors import UnknownEndpoint
from jupyter_gradio_mcp.panels import PanelInfo
from jupyter_gradio_mcp.server.catalog import App, Catalog
from jupyter_gradio_mcp.server.panel_view import Viewing, notebook_panels, visible
from jupyter_gradio_mcp.server.scope import Scope

ALL = ("public", "undocumented", "private")


def endpoint(name: str, visibility: str = "public", app: str = "app:1") -> Any:
    return {"name": name, "visibility": visibility, "app": app, "kind": "tool"}


def action(endpoint: str, **more: Any) -> Any:
    told = {"id": endpoint or "stop", "endpoint": endpoint, "title": endpoint, "inputs": [], "outputs": []}
    return {**told, "triggers": [], "cancels": [], **more}


def panel(id: str, *actions: Any, endpoints: tuple[str, ...] = ()) -> PanelInfo:
    leaf: Any = {"type": "component", "id": f"{id} text"}
    return {
        "id": id,
        "title": id,
        "components": [
            {"id": f"{id} text", "type": "Markdown", "name": "", "required": False, "schema": {}, "props": {}}
        ],
        "actions": list(actions),
        "endpoints": list(endpoints),
        "layout": {"type": "column", "children": [leaf]},
    }


@pytest.fixture
def catalog() -> Catalog:
    made = Catalog(lambda: 0.0)
    offered = [endpoint("put"), endpoint("own", "private"), endpoint("price"), endpoint("f", app="")]
    panels = [
        panel("app:1", action("put"), action("own"), action("", cancels=["put"]), endpoints=("put", "price")),
        panel("cell:2", action("f"), endpoints=("f",)),
    ]
    made.publish("k", "a.ipynb", offered, panels=panels)
    return made


def viewing(*names: str, panel: str | None = "app:1") -> Viewing:
    return Viewing(False, ALL, Scope(endpoints=frozenset(names), kernel="k", panel=panel))


def of(catalog: Catalog) -> App:
    [app] = catalog.apps()
    return app


def test_it_shows_the_app_as_a_whole_and_nothing_else(catalog: Catalog) -> None:
    guest = viewing("put", "own", "price", "f")
    app = of(catalog)
    assert [shown["id"] for shown in notebook_panels(app, guest)["panels"]] == ["app:1"]
    assert notebook_panels(app, guest)["panels"][0] is app.panels[0]
    assert [name for name in app.endpoints if guest.may_call(app, name)] == ["put", "own", "price"]
    assert [offer.name for offer in catalog.offers(app, ALL, guest.scope)] == ["put", "own", "price"]
    with pytest.raises(UnknownEndpoint):
        catalog.find(app, "f", ALL, guest.scope)


def test_while_the_kernel_is_away_its_page_is_still_there(catalog: Catalog) -> None:
    catalog.lose("k")
    app, guest = of(catalog), viewing("put", "own", "price", "f")
    assert guest.admits(app)
    assert [shown["id"] for shown in notebook_panels(app, guest)["panels"]] == ["app:1"]
    assert not guest.may_call(app, "f")


def test_a_function_that_took_a_name_of_the_apps_is_not_opened(catalog: Catalog) -> None:
    offered = [endpoint("put", app=""), endpoint("price")]
    catalog.publish(
        "k", "a.ipynb", offered, panels=[panel("app:1", endpoints=("price",)), panel("cell:3", action("put"))]
    )
    app, guest = of(catalog), viewing("put", "own", "price")
    assert [name for name in app.endpoints if guest.may_call(app, name)] == ["price"]
    assert [offer.name for offer in catalog.offers(app, ALL, guest.scope)] == ["price"]


def test_what_stops_others_stays_with_one_of_them() -> None:
    whole = panel("p", action("f"), action("g"), action("", cancels=["f"]))
    seen = visible(whole, lambda name: name == "f")
    assert seen is not None
    assert [shown["endpoint"] for shown in seen["actions"]] == ["f", ""]
    seen = visible(whole, lambda name: name == "g")
    assert seen is not None
    assert [shown["endpoint"] for shown in seen["actions"]] == ["g"]


def test_an_app_without_actions_is_shown_to_who_may_call_its_functions() -> None:
    text = panel("p", endpoints=("f", "g"))
    seen = visible(text, lambda name: name == "f")
    assert seen is not None
    assert seen["endpoints"] == ["f"]
    assert visible(text, lambda name: False) is None
