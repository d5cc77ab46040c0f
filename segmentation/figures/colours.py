"""One colour for each named group, on every chart: dark enough on white, light enough on the dark background.

Each set was searched in OKLCH for the largest smallest distance between two of its colours as seen with full colour
vision, without red (protanopia) and without green (deuteranopia; matrices of Machado, Oliveira and Fernandes 2009,
10.1109/TVCG.2009.113). Contrast to the background is at least 3 : 1, what WCAG 2.2 asks of graphics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Paint:
    """One hue in two lightnesses, each as ``#rrggbb``."""

    light: str
    dark: str

    def on(self, scheme: Scheme) -> str:
        """The colour for that background."""
        return self.light if scheme == "light" else self.dark


BACKGROUND = Paint("#ffffff", "#12191c")
TEXT = Paint("#1c2a30", "#e4ebed")
QUIET = Paint("#5b6a71", "#9aa9ae")
"""Axis labels and notes."""
GRID = Paint("#e3e9eb", "#29363b")
ACCENT = Paint("#0b6b74", "#4fb3bf")
"""What has no group of its own: one line, one kind of bar."""
CONTRAST = Paint("#b4560b", "#f0a35c")
"""What is set against the accent: a limit, a second line."""
FAULT = Paint("#b3261e", "#f2726a")
"""What is wrong and must be mended."""

SEGMENTS = {
    "champions": Paint("#2b6556", "#9ef7e4"),
    "loyal": Paint("#0d631c", "#88d1ad"),
    "potential loyalist": Paint("#6e7d0f", "#c2fa8d"),
    "new": Paint("#20618a", "#62bfec"),
    "promising": Paint("#7c85c5", "#4f6ccb"),
    "need attention": Paint("#463f00", "#dabc49"),
    "about to sleep": Paint("#bc8852", "#bc8b4a"),
    "at risk": Paint("#b76b57", "#ba4911"),
    "can't lose": Paint("#b6295e", "#b93a79"),
    "hibernating": Paint("#777f8b", "#90989f"),
}

OWN_SEGMENTS = (
    Paint("#28579a", "#2a9ae6"),
    Paint("#265708", "#95d491"),
    Paint("#b53f58", "#bc4346"),
    Paint("#2b2d67", "#b9befc"),
    Paint("#ab913a", "#a8a221"),
)
"""For the segments that a shop named itself, in turn; then come those of the built-in segments that it does without."""


def segment_paints(keys: Sequence[str]) -> dict[str, Paint]:
    """Each segment's colour: the built-in ones keep theirs, the shop's own take turns with what is left."""
    own = [key for key in keys if key not in SEGMENTS]
    free = [*OWN_SEGMENTS, *(paint for key, paint in SEGMENTS.items() if key not in keys)]
    return {key: SEGMENTS.get(key) or free[own.index(key) % len(free)] for key in keys}


EIGHT_TYPES = {
    "111": Paint("#024236", "#40b1a7"),
    "011": Paint("#28579a", "#2a9ae6"),
    "101": Paint("#265708", "#95d491"),
    "001": Paint("#b53f58", "#bc4346"),
    "110": Paint("#157887", "#187f90"),
    "010": Paint("#2b2d67", "#b9befc"),
    "100": Paint("#ab913a", "#a8a221"),
    "000": Paint("#88909c", "#ddeaf5"),
}

VALUE_CLASSES = {
    "A": Paint("#023f39", "#a7fbec"),
    "B": Paint("#11639d", "#3c71bc"),
    "C": Paint("#8c6203", "#92692d"),
    "D": Paint("#8c949e", "#a4a9b0"),
}

STAGES = {
    "new": Paint("#2b77a2", "#83c4fc"),
    "waiting": Paint("#9586e7", "#8b80d8"),
    "growing": Paint("#1b862d", "#b4df87"),
    "mature": Paint("#5e9a88", "#218373"),
    "returned": Paint("#2540a0", "#dbe9fe"),
    "at risk": Paint("#4a2f00", "#ea8e0e"),
    "lost": Paint("#47525b", "#98a0a5"),
}

VIP_LEVELS = {
    "VIP": Paint("#866103", "#e2a620"),
    "quasi-VIP": Paint("#057f84", "#aaf8ff"),
    "non-VIP": Paint("#868e98", "#6a727e"),
}

FINAL_CLASSES = {
    "high / often": Paint("#033e67", "#bcd7fd"),
    "high / not often": Paint("#0663ac", "#5c9deb"),
    "high / occasional": Paint("#5390bd", "#2e76b4"),
    "middle / often": Paint("#06503f", "#a8fecc"),
    "middle / not often": Paint("#0f7154", "#4cad8c"),
    "middle / occasional": Paint("#4d9d7f", "#228565"),
    "low / often": Paint("#4f2b02", "#fec896"),
    "low / not often": Paint("#99520c", "#ce8d58"),
    "low / occasional": Paint("#d18029", "#a25e21"),
}
"""Three hues for the amount, three strengths for how often."""

THIRDS = {
    "high": Paint("#066f7b", "#aef7ff"),
    "middle": Paint("#8c6009", "#ceab2f"),
    "low": Paint("#868e98", "#69737d"),
}

SCALE = {
    "light": ["#eef5f6", "#c3dfe2", "#86bfc6", "#4a98a2", "#0b6b74", "#05434a"],
    "dark": ["#1c2a2e", "#1f454b", "#25666f", "#338b96", "#4fb3bf", "#a9e4ea"],
}
"""From little to much, for the cells of a matrix: more is farther from the background."""
