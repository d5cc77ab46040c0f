"""A shop's figures and its lists of customers, as the command line gives them out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from segmentation.classifications import lifecycle, vip
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import NoSuchSegment, table_in_use
from segmentation.commands.asking import WAIT_SECONDS
from segmentation.errors import NoSales, SegmentationError
from segmentation.exports.customer_list import ListFile
from segmentation.locale import N_, Words
from segmentation.parameters import ListFilters, Period
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.chosen import analysis_in_use, data_span
from segmentation.views.customer_list import list_view
from segmentation.views.saved_lists import saved_lists
from segmentation.views.summary import summary


class UnknownEnding(SegmentationError):
    message = N_("{file} ends neither in .xlsx nor in .csv. Give it one of the two, which says what is written.")
    code = "UNKNOWN_ENDING"


class CannotWrite(SegmentationError):
    message = N_("{file} cannot be written ({why}). Choose a folder that is there and that you may write to.")
    code = "CANNOT_WRITE"


class NoSuchList(SegmentationError):
    message = N_("There is no saved list {list}. The shop's lists are: {lists}.")
    code = "NO_SUCH_LIST"


class NoSuchVipLevel(SegmentationError):
    message = N_("There is no VIP level {segment}. The levels are: {segments}.")
    code = "NO_SUCH_VIP_LEVEL"


class NoSuchStage(SegmentationError):
    message = N_("There is no life-cycle stage {segment}. The stages are: {segments}.")
    code = "NO_SUCH_STAGE"


def _period(workspace: Workspace, as_of: date | None) -> Period:
    span = data_span(workspace)
    if span is None:
        raise NoSales(as_of=as_of or "–")
    return Period(as_of or span[1])


def summarise(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    """A shop's key figures."""
    workspace = home.open(home.find(asked.shop).id, wait_seconds=WAIT_SECONDS)
    return summary(workspace, analysis_in_use(workspace, _period(workspace, asked.as_of)))


def export(home: Home, asked: argparse.Namespace, words: Words) -> dict[str, Any]:
    """Write a list; where it lies, how many customers it holds and what they brought."""
    ending = asked.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise UnknownEnding(file=asked.out)
    card = home.find(asked.shop)
    workspace = home.open(card.id, wait_seconds=WAIT_SECONDS)
    found = basis(workspace, analysis_in_use(workspace, _period(workspace, asked.as_of)))
    filters, names = _filters(workspace, table_in_use(found.analysis.segments).levels, asked)
    view = list_view(workspace, found, filters)
    made = ListFile(
        workspace=workspace,
        found=found,
        filters=filters,
        words=Words(asked.lang, card.currency),
        shop_name=card.name,
        list_name=", ".join(words(name) for name in names) or words("All customers"),
        made_at=on_this_clock(now_utc()),
    )
    content = made.csv() if ending == ".csv" else made.workbook()
    try:
        asked.out.write_bytes(content)
    except OSError as fault:
        raise CannotWrite(file=asked.out, why=fault.strerror) from fault
    return {"file": str(asked.out), "customers": view.customer_count, "revenue": view.revenue}


def _filters(
    workspace: Workspace, segments: Sequence[Level], asked: argparse.Namespace
) -> tuple[ListFilters, list[str]]:
    """Who is asked for, and the names (message ids) of what was asked."""
    filters, names = ListFilters(), []
    if asked.list:
        kept = saved_lists(workspace)
        if asked.list not in kept:
            raise NoSuchList(list=asked.list, lists=", ".join(kept) or "–")
        filters, names = kept[asked.list], [asked.list]
    for keys, levels, error in (
        (asked.segment, segments, NoSuchSegment),
        (asked.vip, vip.LEVELS, NoSuchVipLevel),
        (asked.stage, lifecycle.LEVELS, NoSuchStage),
    ):
        known = {level.key: level.name for level in levels}
        for key in keys:
            if key not in known:
                raise error(segment=key, segments=", ".join(known))
        names += [known[key] for key in keys]
    return replace(
        filters,
        segments=frozenset(asked.segment) or filters.segments,
        vip_levels=frozenset(asked.vip) or filters.vip_levels,
        lifecycle_stages=frozenset(asked.stage) or filters.lifecycle_stages,
    ), names
