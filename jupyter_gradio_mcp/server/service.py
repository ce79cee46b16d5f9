"""What all handlers share: the catalogue, the kernels, and how a call is begun.

It knows no HTTP and no MCP; it is what `handlers` and `mcp` both stand on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .calls import Call
from .catalog import App, Catalog, Offer
from .kernels import Kernels


class Service:
    """The functions of all live notebooks, ready to be called.

    Args:
        catalog: What is offered.
        kernels: Where it runs.
        call_timeout: Seconds that any function may run; 0 is no limit.
        max_request_bytes: Size of the largest request.
    """

    def __init__(
        self,
        catalog: Catalog,
        kernels: Kernels,
        *,
        call_timeout: float,
        max_request_bytes: int,
    ) -> None:
        self.catalog = catalog
        self.kernels = kernels
        self.call_timeout = call_timeout
        self.max_request_bytes = max_request_bytes

    def call(self, offer: Offer, arguments: Mapping[str, Any]) -> Call:
        """Begin a call.

        Raises:
            KernelGone: The kernel has just gone.
            InvalidArguments: An argument is no JSON.
        """
        limits = [limit for limit in (offer.endpoint["timeout"], self.call_timeout) if limit]
        return self.kernels.call(offer.app.kernel, offer.endpoint, dict(arguments), min(limits, default=None))

    @staticmethod
    def place(app: App | None) -> str:
        """Where an app lives below the server's base URL; the union lives at the base itself."""
        return "" if app is None else f"gradio/{quote(app.path)}/"
