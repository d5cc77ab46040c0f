"""What other limits of the store's stage would change: stage, old and loyal customers, target."""

from __future__ import annotations

import streamlit as st

from pages.shared import act_answers, language, store_stage_pieces
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.store_stage import stage_of, target
from segmentation.parameters import Analysis
from segmentation.views.store_stage import PERIODS, StoreStageView


def show(shop: Shop, in_use: Analysis, tried: Analysis | None) -> None:
    """The store by the rules in use beside the rules tried."""
    st.subheader(_("What changes"))
    if tried is None:
        st.info(_("Once the rules can be used, this tells what changes."))
        return
    view = act_answers.store_stage(shop, store_stage_pieces.today())
    before, after = _told(shop, in_use, view), _told(shop, tried, view)
    text = st.column_config.TextColumn
    st.dataframe(
        {"what": list(before), "in_use": list(before.values()), "tried": list(after.values())},
        hide_index=True,
        column_config={
            "what": text(_("Last 90 days"), pinned=True),
            "in_use": text(_("By the rules in use")),
            "tried": text(_("By these rules")),
        },
        key="rules.store_stage",
    )
    if view.now is None:
        st.caption(_("The stage is told once consultations a day are typed in on the page Store stage."))


def _told(shop: Shop, rules: Analysis, view: StoreStageView) -> dict[str, str]:
    words, limits = language.words(), rules.store_stage
    found = act_answers.regular_shares(shop, rules, PERIODS[0])
    shares = {kind: found.share(kind, by_orders=False) for kind in store_stage_pieces.KINDS}
    told = {
        _(name): "–" if (share := shares[kind]) is None else words.percent(share)
        for kind, name in store_stage_pieces.KINDS.items()
    }
    if view.now is None:
        return told
    stage = stage_of(view.now.per_day, limits)
    aim = target(stage, limits)
    is_met = found.is_met(aim, by_orders=False)
    reached = "–" if is_met is None else _("reached") if is_met else _("missed")
    return {_("Stage"): _(store_stage_pieces.NAMES[stage]), **told, _("Target"): reached}
