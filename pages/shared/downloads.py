"""Files to take away. A file is made when its button is clicked, and never before."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

from pages.shared import messages

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


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
