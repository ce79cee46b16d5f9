"""A rate and an array of samples, as Gradio has sounds, as a WAV file."""

from __future__ import annotations

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
