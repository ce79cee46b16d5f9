"""A rate and an array of samples, as Gradio has sounds, to and from WAV files."""

from __future__ import annotations

import importlib
import struct
import sys
from pathlib import Path
from typing import Any

from .arrays import is_array, is_from

RATES = frozenset((8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000, 176400, 192000))
"""Rates that make a sound of a number and an array. Any other number is taken for data unless a hint says sound."""

MAX_CHANNELS = 8


def is_sound(value: Any, *, sure: bool = False) -> bool:
    """Whether `value` is a tuple of a rate in Hz and samples.

    Args:
        value: What a function returned.
        sure: Whether the function's hint says so; then any rate is one.
    """
    if type(value) is not tuple or len(value) != 2 or not is_array(value[1]):
        return False
    rate, samples = value
    if isinstance(rate, bool) or not (isinstance(rate, int) or is_from("numpy", "integer", rate)):
        return False
    if not (rate > 0 if sure else int(rate) in RATES):
        return False
    if samples.dtype.kind not in "iuf" or samples.size == 0:
        return False
    return bool(samples.ndim == 1 or (samples.ndim == 2 and min(samples.shape) <= MAX_CHANNELS))


def write_wav(value: tuple[Any, Any], path: Path) -> None:
    """Write such a tuple as 16 bit PCM."""
    import wave

    rate, samples = value
    if samples.ndim == 2 and samples.shape[0] <= MAX_CHANNELS < samples.shape[1]:
        # One row for each channel, as torchaudio has it.
        samples = samples.T
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(_pcm(samples).tobytes())


_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
"""How a WAV file says that its samples are integers, floats, or of a kind that a longer header names."""


def read_wav(path: Path) -> tuple[int, Any]:
    """The rate and the samples of a WAV file, in shape (samples,) or (samples, channels).

    Integers of 8 and 16 bits come as `int16`, longer ones as `int32` of full scale, floats as they are.

    Raises:
        ValueError: It is none, or its samples are of another kind.
    """
    content = path.read_bytes()
    if content[:4] not in (b"RIFF", b"RF64") or content[8:12] != b"WAVE":
        raise ValueError("it is no WAV file, and nothing else can be read as samples")
    layout, data, at = b"", None, 12
    while data is None and at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"fmt ":
            layout = content[at + 8 : at + 8 + size]
        elif name == b"data":
            # A recorder that was cut off, or wrote to a stream, says more than there is.
            data = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    if len(layout) < 16 or data is None:
        raise ValueError("its header is broken")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if kind == _EXTENSIBLE and len(layout) >= 26:
        kind = struct.unpack_from("<H", layout, 24)[0]
    if (
        not channels
        or not rate
        or (kind, bits) not in (*((_PCM, b) for b in (8, 16, 24, 32)), (_FLOAT, 32), (_FLOAT, 64))
    ):
        raise ValueError(f"its samples are of a kind that cannot be read (format {kind}, {bits} bits)")
    samples = _samples(data[: len(data) - len(data) % (channels * bits // 8)], kind, bits)
    return rate, samples if channels == 1 else samples.reshape(-1, channels)


def _samples(data: bytes, kind: int, bits: int) -> Any:
    numpy = importlib.import_module("numpy")
    if kind == _FLOAT:
        return numpy.frombuffer(data, f"<f{bits // 8}").copy()
    if bits == 8:
        return (numpy.frombuffer(data, "u1").astype("int16") - 128) << 8
    if bits == 24:
        wide = numpy.zeros((len(data) // 3, 4), "u1")
        wide[:, 1:] = numpy.frombuffer(data, "u1").reshape(-1, 3)
        return wide.view("<i4")[:, 0].copy()
    return numpy.frombuffer(data, f"<i{bits // 8}").copy()


def _pcm(samples: Any) -> Any:
    numpy = sys.modules["numpy"]
    kind, width = samples.dtype.kind, samples.dtype.itemsize
    if kind == "f":
        numbers = numpy.nan_to_num(samples.astype("float64"), posinf=1.0, neginf=-1.0)
        # Full scale is 1; louder ones are made quieter as a whole rather than cut off.
        return (numbers / max(1.0, float(numpy.abs(numbers).max())) * 32767).astype("<i2")
    bits = 8 * width
    numbers = samples.astype("int64") if width < 8 else samples.astype("float64")
    if kind == "u":
        numbers = numbers - 2 ** (bits - 1)
    return (numbers * 2.0 ** (16 - bits)).clip(-32768, 32767).astype("<i2")
