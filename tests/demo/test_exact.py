from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segmentation.demo.exact import exact
from segmentation.schema import MONEY

LARGEST = 10**18 - 1


@given(st.lists(st.integers(-LARGEST, LARGEST)))
def test_every_number_comes_back_as_its_ten_thousandth(numbers):
    column = exact(np.array(numbers, dtype=np.int64))
    assert column.type == MONEY
    column.validate(full=True)
    assert column.to_pylist() == [Decimal(number).scaleb(-4) for number in numbers]
