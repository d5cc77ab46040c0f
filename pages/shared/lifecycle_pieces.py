"""The life-cycle page's pieces: limits, stages with their rules, the stage that is picked, and the rules' editor."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import charts, language, messages, rule_use, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import lifecycle
from segmentation.errors import IllegalParameter
from segmentation.figures import colours
from segmentation.figures.levels import level_bars
from segmentation.locale import N_
from segmentation.parameters import LifecycleRules
from segmentation.views import lifecycle_wording as wording
from segmentation.views.lifecycle import LifecycleView

_RULES = "lifecycle"
_FIRST_STAGE = "at risk"
_NAMES = {level.key: level.name for level in lifecycle.LEVELS}

_LABELS = {
    "new_days": N_("New: at most so many days ago"),
    "growth_factor": N_("Growing: at least so many times as much"),
    "overdue_factor": N_("At risk: after so many times the rhythm"),
    "lost_factor": N_("Lost: after at least so many times the rhythm"),
    "lost_percentile": N_("Lost: longer than this part of all gaps (0 to 1)"),
    "enough_returning": N_("Returning customers from which the rhythm is trusted"),
    "unknown_overdue_days": N_("Rhythm not known: at risk after (days)"),
    "unknown_lost_days": N_("Rhythm not known: lost after (days)"),
    "overdue_days": N_("At risk after (days), for everybody; empty = by the rhythm"),
    "lost_days": N_("Lost after (days), for everybody; empty = by the rhythm"),
}
_LEAST: dict[str, float] = {"new_days": 0, "growth_factor": 0.0, "lost_percentile": 0.0, "enough_returning": 0}
_STEPS = {"growth_factor": 0.1, "overdue_factor": 0.1, "lost_factor": 0.1, "lost_percentile": 0.05}


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


def editor(shop: Shop, rules: LifecycleRules) -> None:
    """The limits, to be changed for the whole shop, and the way back to the default."""
    with st.form(f"lifecycle.limits.{shop.id}", border=False):
        typed = {
            name: place.number_input(
                _(label),
                value=_as_typed(getattr(rules, name)),
                min_value=_least(name),
                max_value=1.0 if name == "lost_percentile" else None,
                step=_STEPS.get(name, 1),
                # With the data version in it, the fields show what is in use after each save.
                key=f"lifecycle.{name}.{shop.id}.{shop.data_version}",
            )
            for place, (name, label) in zip(st.columns(2) * len(_LABELS), _LABELS.items(), strict=False)
        }
        is_saved = st.form_submit_button(_("Use for the whole shop"), type="primary")
    if is_saved:
        try:
            rule_use.use(state.workspace(shop), _RULES, _rules(typed))
        except IllegalParameter as fault:
            messages.fault(fault)
        else:
            st.rerun()
    if rules != LifecycleRules() and st.button(_("Back to default"), key="lifecycle.default"):
        rule_use.use(state.workspace(shop), _RULES, LifecycleRules())
        st.rerun()


def _least(name: str) -> float | int:
    return _LEAST.get(name, 0.1 if name in _STEPS else 1)


def _as_typed(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def _rules(typed: dict[str, Any]) -> LifecycleRules:
    of_decimals = {field.name for field in fields(LifecycleRules) if isinstance(field.default, Decimal)}
    given: dict[str, Any] = {
        name: Decimal(str(round(value, 2))) if name in of_decimals else value for name, value in typed.items()
    }
    return LifecycleRules(**given)
