"""The life-cycle page's pieces: limits, stages with their rules, the stage that is picked, and the rules' editor."""

from __future__ import annotations

import streamlit as st

from pages.shared import charts, language, messages, state
from pages.shared.language import _
from segmentation.classifications import lifecycle
from segmentation.figures import colours
from segmentation.figures.levels import level_bars
from segmentation.views import lifecycle_wording as wording
from segmentation.views.lifecycle import LifecycleView

_FIRST_STAGE = "at risk"
_NAMES = {level.key: level.name for level in lifecycle.LEVELS}


def limits(view: LifecycleView) -> None:
    """What the data cannot support, and the shop's rhythm with what follows from it."""
    words = language.words()
    for warning in view.support.warnings(words):
        st.info(messages.as_text(warning))
    with st.container(horizontal=True):
        days = _("{days} days")
        for label, value in (
            (_("Rhythm"), view.rhythm.median_gap),
            (_("At risk after"), view.overdue_days),
            (_("Lost after"), view.lost_days),
        ):
            st.metric(label, days.format(days=wording.short_number(value, words)), width="content")
        st.metric(_("Returning customers"), words.number(view.rhythm.returning_customers), width="content")
    st.caption(messages.as_text(wording.rhythm_in_words(view, words)))


def stages(view: LifecycleView) -> str | None:
    """The stages as bars, each with its rule; the one that is picked comes back."""
    words = language.words()
    st.session_state.setdefault(state.LIFECYCLE_STAGE, _FIRST_STAGE)
    bars, rules = st.columns([3, 2], gap="large")
    with bars:
        drawn = level_bars(view.stages, lifecycle.LEVELS, colours.STAGES, words, charts.scheme())
        charts.pick(drawn, key="lifecycle.stages", title=_("Life-cycle stages"), on_pick=_pick)
        st.caption(_("Customers (full bar) and what they brought in all (pale bar), with their shares."))
        stage: str | None = st.pills(
            _("Stage whose customers are listed"),
            list(_NAMES),
            format_func=lambda key: _(_NAMES[key]),
            key=state.LIFECYCLE_STAGE,
            persist_state="session",
            wrap=True,
            help=_("Or click on a bar."),
        )
    with rules:
        st.markdown(f"##### {_('Who belongs where')}")
        for level in lifecycle.LEVELS:
            rule = messages.as_text(wording.stage_rule(level.key, view, words))
            st.markdown(f"**{_(level.name)}**  \n{rule}")
        st.caption(_(wording.FIRST_MATCH))
    return stage


def stage_title(stage: str) -> str:
    """The name of a stage's list."""
    return _(_NAMES[stage])


def _pick(stage: str) -> None:
    st.session_state[state.LIFECYCLE_STAGE] = stage
