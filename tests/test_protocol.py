"""Frames on the wire, and the proof at its start."""

import struct

import pytest

from jupyter_gradio_mcp import protocol
from jupyter_gradio_mcp.protocol import Decoder, Frame, ProtocolError, encode, prove, proved


def test_frames_come_out_as_they_went_in_however_the_bytes_are_cut() -> None:
    frames = [Frame({"op": "call", "id": 1, "text": "grün"}, b""), Frame({"op": "result"}, b"\x00" * 1000)]
    frames = [frame._replace(size=len(encode(frame.head, frame.tail))) for frame in frames]
    data = b"".join(encode(frame.head, frame.tail) for frame in frames)
    for size in (1, 7, 1000, len(data)):
        decoder = Decoder()
        found = [frame for start in range(0, len(data), size) for frame in decoder.feed(data[start : start + size])]
        assert found == frames


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("!IQ", 2**31, 0),
        struct.pack("!IQ", 2, 2**40) + b"{}",
        struct.pack("!IQ", 2, 0) + b"[]",
        struct.pack("!IQ", 2, 0) + b"{}",
        struct.pack("!IQ", 3, 0) + b"\xff\xff\xff",
        struct.pack("!IQ", 10, 0) + b'{"op": 123',
        struct.pack("!IQ", 200_000, 0) + b"[" * 200_000,
    ],
    ids=["long head", "long tail", "no object", "no op", "no utf-8", "no json", "deep"],
)
def test_malformed_frames_are_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        Decoder(max_head=1 << 20, max_tail=1 << 20).feed(data)


def test_nothing_but_json_is_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode({"op": "x", "value": float("nan")})


def test_a_proof_is_good_for_its_key_side_nonce_and_kernel_only() -> None:
    proof = prove(b"key", "kernel", "nonce", "id")
    assert proved(b"key", "kernel", "nonce", "id", proof)
    assert not proved(b"other", "kernel", "nonce", "id", proof)
    assert not proved(b"key", "server", "nonce", "id", proof)
    assert not proved(b"key", "kernel", "other", "id", proof)
    assert not proved(b"key", "kernel", "nonce", "other", proof)
    assert not proved(b"key", "kernel", "nonce", "id", "")


def test_the_protocols_number_is_a_promise() -> None:
    assert protocol.PROTOCOL == 4, "a change of the frames that an older side does not understand needs a new number"


def test_a_frame_that_the_other_side_would_refuse_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_HEAD", 100)
    assert encode({"op": "x"})
    with pytest.raises(ProtocolError, match="at most 100"):
        encode({"op": "x", "value": "y" * 100})
