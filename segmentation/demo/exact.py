"""Exact decimal columns from whole numbers, without a Python object a value."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from segmentation.schema import MONEY

UNIT = 10**4
"""How many of the whole numbers make one unit of money or goods: the scale of ``MONEY``."""


def exact(ten_thousandths: NDArray[np.int64]) -> pa.Array:
    """A ``MONEY`` column holding each number / 10,000. No nulls.

    Arrow keeps a decimal as 128 bits, low half first; a signed 64-bit number fills the high half with its sign.
    """
    halves = np.empty((len(ten_thousandths), 2), dtype="<i8")
    halves[:, 0] = ten_thousandths
    halves[:, 1] = ten_thousandths >> 63
    return pa.Array.from_buffers(MONEY, len(ten_thousandths), [None, pa.py_buffer(halves)])
