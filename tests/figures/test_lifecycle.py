from segmentation.figures.lifecycle import order_funnel
from segmentation.locale import Words
from segmentation.views.lifecycle import PurchaseStep

STEPS = (PurchaseStep(1, 2000, None, None, 0.25), PurchaseStep(2, 500, 0.25, 40.5, 0.0))


def test_each_purchase_says_customers_share_and_days() -> None:
    bars = order_funnel(STEPS, Words(), "light").data[0]

    assert bars.x.tolist() == [2000, 500]
    assert list(bars.y) == ["Purchase 1", "Purchase 2"]
    assert list(bars.text) == ["2,000", "500 · 25.0% · 40.5 days"]
    assert list(bars.customdata) == ["25.0%", "0.0%"]


def test_the_first_purchase_stands_on_top() -> None:
    assert order_funnel(STEPS, Words(), "dark").layout.yaxis.autorange == "reversed"
