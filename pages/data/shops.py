"""The shops of this installation: create, look at, rename, copy, put away, back up, delete."""

import streamlit as st

from pages.shared import backup_choice, cache, messages, shop_actions, state
from pages.shared.language import _

st.title(_("Shops"))
st.caption(_("Each shop is one file of its own. Nothing of one shop is ever mixed with another."))
home = cache.home()

with st.expander(_("New shop"), expanded=not home.shops()), st.form("shops.new", border=False):
    name = st.text_input(_("Name of the shop"), max_chars=80)
    currency = st.selectbox(_("Currency"), shop_actions.CURRENCIES, format_func=shop_actions.currency_name)
    if st.form_submit_button(_("Create"), type="primary"):
        with messages.shown():
            shop_actions.create(home, name, currency)
            st.rerun()

for card in home.shops(with_archived=True):
    title = _("{name} ({state})").format(name=card.name, state=_("archived")) if card.is_archived else card.name
    with st.expander(messages.as_text(title)):
        if card.is_damaged:
            st.warning(_(shop_actions.CARD_DAMAGED))
        st.text(_("Currency: {currency}").format(currency=card.currency or "–"))
        st.text(_("Folder: {folder}").format(folder=home.folder.resolve().joinpath(card.id)))
        st.button(
            _("Look at this shop"),
            on_click=state.choose_shop,
            args=(card.id,),
            key=f"look.{card.id}",
            disabled=card.is_archived,
        )
        left, right = st.columns(2)
        with left, st.form(f"rename.{card.id}"):
            new_name = st.text_input(_("New name"), card.name, max_chars=80)
            new_currency = st.selectbox(
                _("Currency"),
                shop_actions.CURRENCIES,
                shop_actions.CURRENCIES.index(card.currency) if card.currency in shop_actions.CURRENCIES else 0,
                format_func=shop_actions.currency_name,
            )
            if st.form_submit_button(_("Save")):
                with messages.shown():
                    shop_actions.change(home, card.id, new_name, new_currency)
                    st.rerun()
        with right, st.form(f"copy.{card.id}"):
            copy_name = st.text_input(_("Name of the copy"), max_chars=80)
            if st.form_submit_button(_("Duplicate")):
                with messages.shown():
                    shop_actions.duplicate(home, card.id, copy_name)
                    st.rerun()
        shop_actions.archive_button(home, card)
        st.markdown(f"**{_('Backups')}**")
        if st.button(_("Back up now"), key=f"backup.{card.id}"):
            with messages.shown(), st.spinner(_("Copying and comparing …")):
                st.success(_("Saved and proven: {file}").format(file=shop_actions.back_up_now(home, card.id)))
        with messages.shown():
            backup_choice.backup_list(card.id)
        shop_actions.delete_form(home, card)
