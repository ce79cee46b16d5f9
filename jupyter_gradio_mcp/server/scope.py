"""How much of the notebooks a credential opens. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What somebody may see and call; None is no limit.

    Attributes:
        notebooks: Paths of notebooks below the server's root.
        endpoints: Names of functions, as their notebooks call them.
        kernel: The one kernel that it is good for.
        panel: The id of the panel of the one app that it opens. A page shows all of that app to its holder, also what
            is private; a function that has come into a name of the app's is none of it.
    """

    notebooks: frozenset[str] | None = None
    endpoints: frozenset[str] | None = None
    kernel: str | None = None
    panel: str | None = None

    def admits_app(self, kernel: str, paths: frozenset[str]) -> bool:
        """Whether a notebook can be reached at all.

        Args:
            kernel: The kernel that runs it.
            paths: The paths that it has, or had before it was renamed.
        """
        if self.kernel is not None and self.kernel != kernel:
            return False
        return self.notebooks is None or bool(self.notebooks & paths)

    def admits(self, name: str) -> bool:
        """Whether a function of a notebook that can be reached may be seen and called."""
        return self.endpoints is None or name in self.endpoints


EVERYTHING = Scope()


def credential_of_key(key: str) -> str:
    """The credential that the access key with the id `key` is; see `Identity`."""
    return f"key:{key}"


@dataclass(frozen=True)
class Identity:
    """Who asks.

    Attributes:
        name: What people call it: the key's name, the user's.
        credential: What opened the request, as a name that is the same for the next one and tells
            nothing. Sessions and held calls belong to it.
        scope: How much it opens.
        key: The id of the access key; None for the server's own identity.
    """

    name: str
    credential: str
    scope: Scope = EVERYTHING
    key: str | None = None
