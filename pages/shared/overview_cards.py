"""The overview's pieces: key figures, what needs attention, and the shop's groups, each with the page it leads to."""

from __future__ import annotations

import streamlit as st

from pages.shared import charts, language, messages, navigation
from pages.shared.language import _
from segmentation.classifications import lifecycle, value_classes, vip
from segmentation.figures import colours
from segmentation.figures.levels import level_bars
from segmentation.views import attention
from segmentation.views.overview import Overview
from segmentation.views.standing import Standing
from segmentation.views.store_stage import StoreStageView

_LEADS_TO = {
    "net_revenue": navigation.PARETO,
    "active_customers": navigation.LIFECYCLE,
    "purchases": navigation.SCORES,
    "average_order_value": navigation.SEGMENTS,
    "repeat_rate": navigation.LIFECYCLE,
    "identified_share": navigation.QUALITY,
    attention.OVERDUE_VIPS: navigation.VIP,
    attention.QUIET: navigation.SEGMENTS,
    attention.WAITING: navigation.LIFECYCLE,
    attention.REPEAT_RATE: navigation.LIFECYCLE,
    attention.IDENTIFIED: navigation.QUALITY,
    attention.CARE: navigation.STORE_STAGE,
}


def key_figures(view: Overview) -> None:
    """A card for each key figure: its value, its change against the period before, its months."""
    words = language.words()
    for place, figure in zip(st.columns(3) + st.columns(3), view.figures, strict=True):
        with place.container(border=True, gap="xsmall", height="stretch"):
            st.metric(
                _(figure.name),
                figure.value_text(words),
                figure.change_text(words),
                help=_(figure.meaning),
                chart_data=figure.by_month if len(figure.by_month) > 1 else None,
            )
            _link(_LEADS_TO[figure.key])


def notices(view: Overview, stage: StoreStageView) -> None:
    """What the data cannot support, and what an owner should look at, the store's care last."""
    words, found = language.words(), (*view.notices, *attention.care_notices(stage))
    for warning in view.support.warnings(words):
        st.info(messages.as_text(warning))
    for notice in found:
        with st.container(border=True, gap="xsmall"):
            title, sentence = (messages.as_text(text) for text in notice.texts(words))
            st.markdown(f"**{title}**  \n{sentence}")
            _link(_LEADS_TO[notice.key])
    if not found:
        st.success(_("Nothing stands out in this period."))


def groups(stands: Standing) -> None:
    """Value classes, life-cycle stages and VIP levels as bars."""
    st.caption(_("Of each group: customers (full bar) and what they brought in all (pale bar), with their shares."))
    shown = (
        (_("Value classes"), stands.classes, value_classes, colours.VALUE_CLASSES, navigation.SCORES),
        (_("Life-cycle stages"), stands.stages, lifecycle, colours.STAGES, navigation.LIFECYCLE),
        (_("VIP levels in force"), stands.vip_levels, vip, colours.VIP_LEVELS, navigation.VIP),
    )
    for place, (title, totals, kind, paints, entry) in zip(st.columns(3, gap="large"), shown, strict=True):
        with place:
            bars = level_bars(totals, kind.LEVELS, paints, language.words(), charts.scheme())
            charts.show(bars, key=f"overview.{entry.script}", title=title)
            _link(entry)


def _link(entry: navigation.Entry) -> None:
    navigation.link(entry, f"→ {_(entry.title)}")
