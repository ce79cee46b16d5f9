"""Colours of Gradio's themes, by name."""

from __future__ import annotations

from .scale import Scale


class Color(Scale):
    """A colour, in shades."""

    names = ("c50", *(f"c{shade}00" for shade in range(1, 10)), "c950")


slate = Color(name="slate")
gray = Color(name="gray")
zinc = Color(name="zinc")
neutral = Color(name="neutral")
stone = Color(name="stone")
red = Color(name="red")
orange = Color(name="orange")
amber = Color(name="amber")
yellow = Color(name="yellow")
lime = Color(name="lime")
green = Color(name="green")
emerald = Color(name="emerald")
teal = Color(name="teal")
cyan = Color(name="cyan")
sky = Color(name="sky")
blue = Color(name="blue")
indigo = Color(name="indigo")
violet = Color(name="violet")
purple = Color(name="purple")
fuchsia = Color(name="fuchsia")
pink = Color(name="pink")
rose = Color(name="rose")
