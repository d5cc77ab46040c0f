"""A shop's backups to choose from, and putting one back: on the shops page, and in place of a page whose shop is damaged."""

from __future__ import annotations

import streamlit as st

from pages.shared import cache, language
from pages.shared.language import _
from segmentation.locale import Words
from segmentation.store.backup import BackupInfo, backups
from segmentation.store.restoring import Restored, restore


def backup_list(shop_id: str) -> None:
    """Each backup with its day, lines and revenue, and the button that puts it back. Raises what ``restore`` raises."""
    home = cache.home()
    found, words = backups(home, shop_id), Words(language.words().language, home.card(shop_id).currency)
    if not found:
        st.text(
            _("There is no backup yet. One that you keep elsewhere goes into the folder {folder}.").format(
                folder=home.folder.resolve() / shop_id / "backups"
            )
        )
        return
    st.caption(_("What stands now is kept: as a backup, or set aside as it is where it cannot be read."))
    for info in found:
        said, button = st.columns([3, 1], vertical_alignment="center")
        said.text(_said(info, words))
        if button.button(_("Put this one back"), key=f"restore.{shop_id}.{info.file.name}", width="stretch"):
            with st.spinner(_("Reading the whole backup …")):
                done = restore(home, shop_id, info.file)
            st.success(_outcome(done, words))
            st.button(_("Go on"), type="primary", key=f"restored.{shop_id}")


def _said(info: BackupInfo, words: Words) -> str:
    made_at = words.moment(info.made_at_local)
    if info.lines is None or info.revenue is None:
        return _("{made_at} · {file} cannot be opened").format(made_at=made_at, file=info.file.name)
    lines = words.count("{n} line", "{n} lines", info.lines)
    return f"{made_at} · {lines} · {words.money(info.revenue)}"


def _outcome(done: Restored, words: Words) -> str:
    told = [_("The shop is as it was on {made_at}.").format(made_at=words.moment(done.backup.made_at_local))]
    if done.saved is not None:
        told.append(_("What stood before is the newest backup."))
    if done.set_aside is not None:
        told.append(
            _("What stood before could not be read and lies in the shop's folder under {name}.").format(
                name=done.set_aside.name
            )
        )
    return " ".join(told)
