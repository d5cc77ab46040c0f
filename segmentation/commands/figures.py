"""A shop's figures and its lists of customers, as the command line gives them out."""

from __future__ import annotations

import argparse
from typing import Any

from segmentation.commands.asking import WAIT_SECONDS
from segmentation.errors import SegmentationError
from segmentation.exports.customer_list import ListFile
from segmentation.locale import N_, Words
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.home import Home
from segmentation.views.basis import basis
from segmentation.views.chosen import analysis_in_use, period_up_to
from segmentation.views.customer_list import list_view
from segmentation.views.named_levels import filters_named
from segmentation.views.summary import summary


class UnknownEnding(SegmentationError):
    message = N_("{file} ends neither in .xlsx nor in .csv. Give it one of the two, which says what is written.")
    code = "UNKNOWN_ENDING"


class CannotWrite(SegmentationError):
    message = N_("{file} cannot be written ({why}). Choose a folder that is there and that you may write to.")
    code = "CANNOT_WRITE"


def summarise(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    """A shop's key figures."""
    workspace = home.open(home.find(asked.shop).id, wait_seconds=WAIT_SECONDS)
    return summary(workspace, analysis_in_use(workspace, period_up_to(workspace, asked.as_of)))


def export(home: Home, asked: argparse.Namespace, words: Words) -> dict[str, Any]:
    """Write a list; where it lies, how many customers it holds and what they brought."""
    ending = asked.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise UnknownEnding(file=asked.out)
    card = home.find(asked.shop)
    workspace = home.open(card.id, wait_seconds=WAIT_SECONDS)
    found = basis(workspace, analysis_in_use(workspace, period_up_to(workspace, asked.as_of)))
    filters, names = filters_named(
        workspace, found, saved_list=asked.list, segments=asked.segment, vip_levels=asked.vip, stages=asked.stage
    )
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
