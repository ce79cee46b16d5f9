"""Access keys: credentials for our routes only, which are worth less than the server's token.

A key is `jgm_<id>_<secret>`. It is shown once, when it is made; what is stored is a hash of the
secret (256 random bits need no slow hash). The file is read anew when it changed, so that keys can
be made and revoked by the command line while a server runs.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import re
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

from ..errors import InvalidRequest
from .scope import Scope

PREFIX = "jgm_"
_KEY = re.compile(r"jgm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
# Also of a key that was cut, or has too much.
_SECRET = re.compile(r"(jgm_[0-9a-f]{12}_)[A-Za-z0-9_-]+")

USED_EVERY = 60.0
"""Seconds between two notes of a key's last use in the file."""

_UNITS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 7 * 86400.0}


@dataclass(frozen=True)
class Key:
    """One access key, without its secret.

    Attributes:
        id: Its public part.
        name: What its owner calls it.
        digest: SHA-256 of the secret.
        created: Seconds since the epoch.
        expires: Seconds since the epoch; None is never.
        last_used: Seconds since the epoch; None is never.
        notebooks: Paths of the notebooks that it opens; None is all.
        endpoints: Names of the functions that it opens; None is all.
        kernel: The kernel that it dies with; None for a key that is stored.
        panel: The panel of the one app that it opens; None for a key of no app.
    """

    id: str
    name: str
    digest: str
    created: float
    expires: float | None = None
    last_used: float | None = None
    notebooks: tuple[str, ...] | None = None
    endpoints: tuple[str, ...] | None = None
    kernel: str | None = None
    panel: str | None = None

    @property
    def scope(self) -> Scope:
        """How much it opens."""
        return Scope(
            None if self.notebooks is None else frozenset(self.notebooks),
            None if self.endpoints is None else frozenset(self.endpoints),
            self.kernel,
            self.panel,
        )

    def to_json(self) -> dict[str, Any]:
        """What its owner is shown of it."""
        shown = asdict(self)
        del shown["digest"]
        return shown


class Keys:
    """The access keys of one user.

    Args:
        file: Where they are stored.
        clock: Seconds since the epoch.
    """

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        self.file = file
        self._clock = clock
        self._stored: dict[str, Key] = {}
        self._passing: dict[str, Key] = {}
        self._read: tuple[int, int] | None = None
        self._used: dict[str, float] = {}

    def create(
        self,
        name: str,
        *,
        expires: float | None = None,
        notebooks: Sequence[str] | None = None,
        endpoints: Sequence[str] | None = None,
        kernel: str | None = None,
        panel: str | None = None,
    ) -> tuple[str, Key]:
        """Make a key; the key itself is told here and never again.

        Args:
            name: What to call it.
            expires: Seconds from now after which it opens nothing; None is never.
            notebooks: Paths of the notebooks to limit it to.
            endpoints: Names of the functions to limit it to.
            kernel: A kernel to limit it to and to die with; such a key is not stored.
            panel: The panel of an app to limit it to.

        Raises:
            InvalidRequest: The name or the time is none.
        """
        name = name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise InvalidRequest("A key needs a name of 1 to 100 printable characters, such as the program it is for.")
        if expires is not None and not 0 < expires < 1e10:
            raise InvalidRequest("A key can expire after a time above 0.")
        secret, now = secrets.token_urlsafe(32), self._clock()
        key = Key(
            id=secrets.token_hex(6),
            name=name,
            digest=_digest(secret),
            created=now,
            expires=None if expires is None else now + expires,
            notebooks=None if notebooks is None else tuple(notebooks),
            endpoints=None if endpoints is None else tuple(endpoints),
            kernel=kernel,
            panel=panel,
        )
        if kernel is not None:
            self._passing[key.id] = key
        else:
            with self._changing() as stored:
                stored[key.id] = key
        return f"{PREFIX}{key.id}_{secret}", key

    def find(self, text: str) -> Key | None:
        """The key that `text` is, if it is one that opens something now."""
        match = _KEY.fullmatch(text)
        if match is None:
            return None
        key = self.get(match[1])
        # Compared also when there is no such key, so that the time tells nothing.
        right = hmac.compare_digest(_digest(match[2]), key.digest if key is not None else "")
        if key is None or not right:
            return None
        self._note_use(key)
        return key

    def get(self, id: str) -> Key | None:
        """The key of that id, if it opens something now."""
        key = self._passing.get(id)
        if key is None:
            self._refresh()
            key = self._stored.get(id)
        if key is None or (key.expires is not None and key.expires <= self._clock()):
            return None
        return key

    def all(self) -> list[Key]:
        """Every key, those that have expired included, oldest first."""
        self._refresh()
        found = [*self._stored.values(), *self._passing.values()]
        return sorted((self._with_use(key) for key in found), key=lambda key: key.created)

    def revoke(self, id_or_name: str) -> list[Key]:
        """Take away the key of that id or name; what was taken.

        Raises:
            InvalidRequest: Several have that name.
        """
        gone = [key for key in self.all() if id_or_name in (key.id, key.name)]
        if len(gone) > 1:
            ids = ", ".join(key.id for key in gone)
            raise InvalidRequest(f"{len(gone)} access keys are called '{id_or_name}'. Name one by its id: {ids}.")
        for key in gone:
            self._passing.pop(key.id, None)
        if any(key.kernel is None for key in gone):
            with self._changing() as stored:
                for key in gone:
                    stored.pop(key.id, None)
        return gone

    def forget_kernel(self, kernel: str) -> None:
        """A kernel ended, and its keys with it."""
        self._passing = {id: key for id, key in self._passing.items() if key.kernel != kernel}

    def flush(self) -> None:
        """Store when keys were last used."""
        if any(self._used.get(id, 0) > (key.last_used or 0) for id, key in self._stored.items()):
            with suppress(OSError), self._changing():
                pass

    # -- inside --

    def _note_use(self, key: Key) -> None:
        now = self._used[key.id] = self._clock()
        # Since the last note, not the last use: a key that is always in use is noted, too.
        if key.kernel is None and now - (key.last_used or 0.0) > USED_EVERY:
            self.flush()

    def _with_use(self, key: Key) -> Key:
        used = max(self._used.get(key.id, 0.0), key.last_used or 0.0)
        return replace(key, last_used=used or None)

    def _refresh(self) -> None:
        try:
            there = self.file.stat()
        except OSError:
            self._stored, self._read = {}, None
            return
        if self._read != (there.st_mtime_ns, there.st_ino):
            self._stored = self._load()
            self._read = (there.st_mtime_ns, there.st_ino)

    def _load(self) -> dict[str, Key]:
        try:
            entries = json.loads(self.file.read_text())["keys"]
            return {entry["id"]: _key(entry) for entry in entries}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            # The text of an OSError has the whole path, and this one reaches callers.
            reason = error.strerror if isinstance(error, OSError) else error
            raise InvalidRequest(f"The file of access keys, {self.file.name}, cannot be read: {reason}") from error

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        """Read, let the block change, and write, with other processes kept out."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidRequest(f"The folder of access keys cannot be made: {error.strerror}") from error
        with _locked(self.file.with_suffix(".lock")):
            stored = self._load()
            yield stored
            stored = {id: self._with_use(key) for id, key in stored.items()}
            text = json.dumps({"keys": [asdict(key) for key in stored.values()]}, indent=1)
            # mkstemp makes the file with mode 0600, and the rename keeps it.
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".keys-")
            try:
                with os.fdopen(handle, "w") as file:
                    file.write(text)
                os.replace(name, self.file)
            except BaseException:
                with suppress(OSError):
                    os.unlink(name)
                raise
            self._stored, self._read = stored, None


def default_file() -> Path:
    """Where the keys of this user are stored, unless a setting says otherwise."""
    return Path(jupyter_data_dir()) / "gradio_mcp" / "keys.json"


def looks_like_key(text: str) -> bool:
    """Whether somebody meant `text` as an access key."""
    return text.startswith(PREFIX)


def masked(text: str) -> str:
    """`text` with the secret of each access key in it replaced."""
    return _SECRET.sub(r"\1…", text)


def without_keys(record: logging.LogRecord) -> bool:
    """A filter for loggers that masks the access keys in what they write."""
    try:
        text = record.getMessage()
    except Exception:
        # Somebody's line does not fit its arguments: that is for the handlers to say, not for us to raise.
        return True
    if PREFIX in text:
        record.msg, record.args = masked(text), ()
    return True


def seconds(text: str) -> float:
    """A time such as `30m`, `12h`, `7d` or `4w`, in seconds.

    Raises:
        ValueError: It is none.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([mhdw])", text.strip().lower())
    if match is None or float(match[1]) <= 0:
        raise ValueError(f"{text!r} is no time; write for example 30m, 12h, 7d or 4w")
    return float(match[1]) * _UNITS[match[2]]


def _key(entry: dict[str, Any]) -> Key:
    for name in ("notebooks", "endpoints"):
        if entry.get(name) is not None:
            entry[name] = tuple(entry[name])
    key = Key(**entry)
    times = (key.created, key.expires or 0.0, key.last_used or 0.0)
    if re.fullmatch("[0-9a-f]{64}", key.digest) is None or not all(isinstance(at, (int, float)) for at in times):
        raise ValueError(f"the key '{key.name}' is damaged")
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Keep other processes out until the block is left."""
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
