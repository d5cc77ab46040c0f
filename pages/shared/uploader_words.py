"""The file uploader's own words in the reader's language. Streamlit 1.67 has them in English only."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import _, words

_STYLE = """<style>
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0 !important; }
[data-testid="stFileUploaderDropzone"] button p::after { content: %(one)s; font-size: 0.875rem; }
[data-testid="stFileUploaderDropzone"]:has(input[multiple]) button p::after { content: %(several)s; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: %(limit)s; font-size: 0.875rem; }
</style>"""


def say() -> None:
    """Lay our words over the uploader's, on every page: words of the catalog and the size limit, nothing else."""
    most = words().number(st.get_option("server.maxUploadSize"))
    said = {
        "one": _("Choose a file"),
        "several": _("Choose files"),
        "limit": _("or drop it here, up to {megabytes} MB").format(megabytes=most),
    }
    st.html(_STYLE % {name: _quoted(text) for name, text in said.items()})


def _quoted(text: str) -> str:
    """A text as CSS writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
