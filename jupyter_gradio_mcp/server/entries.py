"""What the lists of tools, resources and prompts say alike of an endpoint. Pure."""

from __future__ import annotations

from typing import Any

from .catalog import Offer


def entry(offer: Offer, **own: Any) -> dict[str, Any]:
    """An endpoint as one of MCP's lists shows it; what says nothing is left out.

    Args:
        offer: The endpoint.
        own: What its kind says beyond that; None is left out.
    """
    endpoint = offer.endpoint
    alike = {
        "description": endpoint["description"],
        "annotations": endpoint["annotations"],
        "icons": endpoint["icons"],
        "_meta": endpoint["meta"],
    }
    return {
        "name": offer.name,
        "title": endpoint["title"] or offer.name.replace("_", " ").strip().capitalize(),
        **{field: value for field, value in own.items() if value is not None},
        **{field: value for field, value in alike.items() if value},
    }
