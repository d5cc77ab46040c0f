"""Faults on the screen and in the log: our sentences for what a person can mend, an id for everything else."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey

from pages.shared import backup_choice, navigation, state
from pages.shared.language import _
from segmentation.errors import NoSales, SegmentationError
from segmentation.locale import N_
from segmentation.store.errors import ShopUnusable

_LOG = logging.getLogger("regulars")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")

_NEXT_PAGES = {
    state.NoShopYet.code: (navigation.SHOPS,),
    NoSales.code: (navigation.LOAD, navigation.SHOPS),
}
"""Where a person goes on from a fault: pages by the fault's code."""

BUG = N_("Something went wrong on this page. The log has the details under the number {number}.")


def as_text(text: str) -> str:
    """A text from a person's data, made safe for the places that read Markdown: it shows as it is written."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def fault(error: SegmentationError) -> None:
    """A fault's sentence, and links to the pages where it can be mended; of a shop that cannot be read, its backups."""
    if isinstance(error, ShopUnusable):
        _rescue(error)
        return
    next_pages = _NEXT_PAGES.get(error.code, ())
    (st.info if next_pages else st.error)(as_text(error.sentence(_)))
    for entry in next_pages:
        navigation.link(entry)


def _rescue(error: ShopUnusable) -> None:
    with suppress(StreamlitDuplicateElementKey):  # several parts of one page met the same damage
        st.error(as_text(error.sentence(_)))
        st.subheader(_("Backups of this shop"))
        try:
            backup_choice.backup_list(error.shop_id)
        except SegmentationError as refusal:
            st.error(as_text(refusal.sentence(_)))


@contextmanager
def shown() -> Iterator[None]:
    """What goes wrong inside is shown as a message. A bug gets a number, under which the log says where it happened."""
    try:
        yield
    except SegmentationError as error:
        fault(error)
    except Exception as error:
        st.error(_(BUG).format(number=logged(error)))


def logged(error: BaseException) -> str:
    """The number under which the log says what kind of error it was and where, never its text: that may hold data."""
    number = secrets.token_hex(4)
    _LOG.error("%s %s", number, _kind_and_place(type(error), error.__traceback__))
    return number


def keep_values_out_of_logs() -> None:
    """From now on no log line of this process holds an exception's text, only its kind and place.

    DuckDB's and Python's messages quote the values they failed on: names, phones, notes.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_values_out", False):
        return

    def make_without_values(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            kind, _error, place = record.exc_info
            record.msg = f"{record.getMessage()} | {_kind_and_place(kind, place)}"
            record.args, record.exc_info = None, None
        return record

    make_without_values.keeps_values_out = True  # type: ignore[attr-defined] # the mark that it is done, on the function
    logging.setLogRecordFactory(make_without_values)


def _kind_and_place(kind: type[BaseException], place: TracebackType | None) -> str:
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(place)]
    return " < ".join([kind.__name__, *reversed(frames)])
