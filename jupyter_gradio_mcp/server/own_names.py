"""What the endpoints of an app are called at its own address: as the app calls them. Pure.

In its notebook a name that another cell has gets a number. Whoever comes by the key of one app sees that app alone,
and so finds its functions under the names that the app gave them. The notebook's names work there as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..descriptions import Visibility
from .catalog import App, Catalog, Offer
from .scope import Scope


def find(catalog: Catalog, app: App | None, name: str, visibilities: Iterable[Visibility], scope: Scope) -> Offer:
    """The endpoint called `name` at `app`, or in the union, within `scope`; `Catalog.find` with an app's own names.

    Raises:
        UnknownEndpoint: Nothing of that name can be seen there.
    """
    wanted = tuple(visibilities)
    if scope.panel is not None:
        for offer in catalog.offers(app, wanted, scope):
            if offer.endpoint.get("own_name") == name:
                return offer._replace(name=name)
    return catalog.find(app, name, wanted, scope)


def offers(catalog: Catalog, app: App | None, scope: Scope) -> list[Offer]:
    """What is public there, each under one name."""
    return [_own(offer, scope) for offer in catalog.offers(app, scope=scope)]


def listed(catalog: Catalog, app: App | None, scope: Scope) -> list[Offer]:
    """What is public there, and after that all further names that answer, with what each is a name of."""
    plain = catalog.offers(app, scope=scope)
    others = catalog.aliases(app, scope)
    own = [_own(offer, scope) for offer in plain]
    called = {(o.app.kernel, o.endpoint["name"]): o.name for o in own}

    def another(offer: Offer) -> Offer:
        target = offer.endpoint.get("alias") or offer.endpoint["name"]
        return offer._replace(alias=called[offer.app.kernel, target])

    own += [another(_own(offer, scope)) for offer in others]
    names = {offer.name for offer in own}
    return [*own, *(another(offer) for offer in (*plain, *others) if offer.name not in names)]


def _own(offer: Offer, scope: Scope) -> Offer:
    name = offer.endpoint.get("own_name") if scope.panel is not None else ""
    return offer._replace(name=name) if name else offer
