"""Texts on coloured marks, in whichever of dark and light can be read better."""

from __future__ import annotations

from segmentation.figures.colours import BACKGROUND

_DARK, _LIGHT = BACKGROUND.dark, BACKGROUND.light


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white); 4.5 is what WCAG 2.2 asks of small text."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """The colour of a text on that background."""
    return max(_LIGHT, _DARK, key=lambda text: contrast(text, colour))
