"""Addresses of files that open for a while without any other credential."""

from __future__ import annotations

import pytest
from support.clock import Clock

from jupyter_gradio_mcp.server.signing import Signed, Signer

KEY = "0123456789ab"
PATH = "/tmp/cache/k/secret/größe a.png"


@pytest.fixture
def clock() -> Clock:
    return Clock(1_000_000_123.0)


@pytest.fixture
def signer(clock: Clock) -> Signer:
    return Signer(clock, 3600)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_signature_holds_for_its_file_and_tells_its_key(signer: Signer, key: str | None) -> None:
    assert signer.check(PATH, signer.sign(PATH, key)) == Signed(key)


@pytest.mark.parametrize("path", ["", "/", PATH + "2", PATH[:-1], "/tmp/cache", PATH.replace("/", "//"), PATH.upper()])
def test_it_holds_for_no_other_file(signer: Signer, path: str) -> None:
    assert signer.check(path, signer.sign(PATH, None)) is None


def test_it_holds_for_at_least_the_time_and_not_much_longer(signer: Signer, clock: Clock) -> None:
    signature, begun = signer.sign(PATH, None), clock.now
    for seconds in (0, 1800, 3600):
        clock.now = begun + seconds
        assert signer.check(PATH, signature) is not None
    clock.now = begun + 3600 + 301
    assert signer.check(PATH, signature) is None


@pytest.mark.parametrize("now", [1_000_000_200.0, 1_000_000_199.9, 1_000_000_500.0])
def test_it_holds_for_the_whole_time_also_at_the_end_of_a_period(signer: Signer, clock: Clock, now: float) -> None:
    clock.now = now
    signature = signer.sign(PATH, None)
    clock.now += 3600
    assert signer.check(PATH, signature) is not None


def test_it_stays_the_same_for_a_while_so_that_browsers_can_cache(signer: Signer, clock: Clock) -> None:
    clock.now = 1_000_000_200.0
    first = signer.sign(PATH, None)
    clock.now += 200
    assert signer.sign(PATH, None) == first
    clock.now += 200
    assert signer.sign(PATH, None) != first


def test_another_server_signs_otherwise(signer: Signer, clock: Clock) -> None:
    assert Signer(clock, 3600).check(PATH, signer.sign(PATH, None)) is None


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_part_of_it_can_be_changed(signer: Signer, part: int) -> None:
    parts = signer.sign(PATH, KEY).split(".")
    changes = [
        [str(int(parts[0]) + 300), "999999999999", "1"],
        ["", "0123456789ac", "0123456789a"],
        [parts[2][:-1], "A" * 43, parts[2] + "A", parts[2].swapcase(), ""],
    ]
    for change in changes[part]:
        changed = ".".join([*parts[:part], change, *parts[part + 1 :]])
        assert signer.check(PATH, changed) is None, changed


def test_the_key_cannot_be_moved_into_the_path(signer: Signer) -> None:
    expires, _, mac = signer.sign(f"\n{PATH}", None).split(".")
    assert signer.check(PATH, f"{expires}..{mac}") is None
    expires, _, mac = signer.sign(f"{KEY}\n{PATH}", None).split(".")
    assert signer.check(PATH, f"{expires}.{KEY}.{mac}") is None


@pytest.mark.parametrize(
    "signature",
    ["", ".", "..", "1..", "a.b.c", "1." + KEY, "9" * 13 + ".." + "A" * 43, "1..é" + "A" * 42, "\0", "-1.." + "A" * 43],
)
def test_what_is_no_signature_is_none(signer: Signer, signature: str) -> None:
    assert signer.check(PATH, signature) is None


def test_what_stands_around_a_signature_makes_it_none(signer: Signer) -> None:
    signature = signer.sign(PATH, None)
    for text in (signature + "\n", " " + signature, signature + "&x=1"):
        assert signer.check(PATH, text) is None


def test_a_path_that_utf_8_cannot_carry_can_be_signed(signer: Signer) -> None:
    assert signer.check("/tmp/\udcff", signer.sign("/tmp/\udcff", None)) is not None
    assert signer.check("/tmp/\udcfe", signer.sign("/tmp/\udcff", None)) is None
