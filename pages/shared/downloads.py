"""Files to take away. A file is made when its button is clicked, and never before."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import PurePath

import streamlit as st

from pages.shared import messages
from pages.shared.language import _
from segmentation.exports.file_names import download_name

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
_FILE = "list"
"""How file names end; ``button`` puts its own random part behind it."""


class DownloadFailed(Exception):
    """Making the file went wrong; the number finds the reason in the log."""


def button(label: str, make: Callable[[], bytes], *, file_name: str, mime: str, key: str) -> None:
    """A button that makes a file and hands it over.

    ``make`` runs in a thread of its own and must not call Streamlit. The page does not run again: Streamlit holds the
    file until the second run after that, of whichever session.
    """
    st.download_button(
        label,
        data=lambda: _made(make),
        file_name=_secret(file_name),
        mime=mime,
        key=key,
        on_click="ignore",
        icon="⬇️",
    )


def files(
    shop_name: str,
    list_name: str,
    as_of: date,
    *,
    workbook: Callable[[], bytes] | None,
    csv: Callable[[], bytes],
    key: str,
) -> None:
    """A list's workbook and csv side by side, named after shop, list and day. Without ``workbook`` the csv alone."""
    with st.container(horizontal=True):
        if workbook is not None:
            button(
                _("Workbook"),
                workbook,
                file_name=download_name(shop_name, list_name, as_of, extension="xlsx", token=_FILE),
                mime=WORKBOOK,
                key=f"{key}.workbook",
            )
        button(
            _("CSV"),
            csv,
            file_name=download_name(shop_name, list_name, as_of, extension="csv", token=_FILE),
            mime=CSV,
            key=f"{key}.csv",
        )


def _made(make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except Exception as error:
        # Streamlit logs what it catches here, with the text of each error behind it; ours ends with the number.
        raise DownloadFailed(messages.logged(error)) from None


def _secret(file_name: str) -> str:
    """The name with a random part.

    Streamlit's address of a file is a hash of its name and a sample of its bytes: two large files of different shops
    could share one, and whoever knows the address needs no login.
    """
    path = PurePath(file_name)
    return f"{path.stem}-{secrets.token_hex(8)}{path.suffix}"
