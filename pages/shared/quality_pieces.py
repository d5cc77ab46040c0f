"""The quality page's pieces: each number with its meaning and what to do, and the biggest customers."""

from __future__ import annotations

import streamlit as st

from pages.shared import language, messages, navigation, table_columns
from pages.shared.language import _
from segmentation.views import quality_wording
from segmentation.views.quality import Quality
from segmentation.views.quality_wording import Check


def checks(view: Quality) -> None:
    """The numbers worth a look first, then the others."""
    found = quality_wording.checks(view)
    to_look_at = [check for check in found if not check.is_fine]
    fine = [check for check in found if check.is_fine]
    if to_look_at:
        st.markdown(f"##### {_('Worth a look')}")
        _cards(to_look_at)
    st.markdown(f"##### {_('In order')}")
    _cards(fine)


def _cards(found: list[Check]) -> None:
    words = language.words()
    for pair in zip(found[::2], [*found[1::2], None], strict=False):
        # A row a pair: on a narrow screen the columns fall below one another, and the order stays.
        for place, check in zip(st.columns(2, gap="small"), pair, strict=True):
            if check is None:
                continue
            meaning, to_do = check.texts(words)
            with place, st.container(border=True, gap="xsmall", height="stretch"):
                st.metric(_(check.title), check.shown(words))
                st.caption(messages.as_text(meaning))
                if not check.is_fine:
                    st.markdown(f"**{_('What to do:')}** {messages.as_text(to_do)}")


def duplicates(pairs: int) -> None:
    """How many customers may be there twice, and where to decide it."""
    with st.container(border=True, gap="xsmall"):
        st.metric(_("Suspected duplicates"), language.words().number(pairs))
        st.caption(
            _(
                "Pairs of customers with the same phone, e-mail or nearly the same name. Two numbers of one person look like two "
                "customers who come half as often."
            )
        )
        navigation.link(navigation.MERGE)


def biggest(view: Quality) -> None:
    """The largest customers, to see who of them is no consumer."""
    st.markdown(f"##### {_('The biggest customers')}")
    st.dataframe(
        [
            {
                "customer": big.customer,
                "name": big.name,
                "revenue": float(big.revenue),
                "share": big.share,
                "purchases": big.purchases,
                "last": big.last_order_date,
            }
            for big in view.biggest
        ],
        hide_index=True,
        column_order=[
            column
            for column in ("customer", "name", "revenue", "share", "purchases", "last")
            if column != "name" or any(big.name for big in view.biggest)
        ],
        column_config={
            "customer": st.column_config.TextColumn(_("Customer")),
            "name": st.column_config.TextColumn(_("Name")),
            "revenue": table_columns.money(_("Revenue")),
            "share": st.column_config.NumberColumn(_("Share of revenue"), format="percent"),
            "purchases": st.column_config.NumberColumn(_("Purchases"), format="%,d"),
            "last": st.column_config.DateColumn(_("Last order"), format="localized"),
        },
        key="quality.biggest",
    )
