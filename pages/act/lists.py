"""Target lists: whom to write to, call or invite, found by any measure or group and taken away as a file."""

import streamlit as st

from pages.shared import controls, customer_table, list_actions, list_controls, playbook_pieces, small_data, state
from pages.shared.language import _
from segmentation.views.playbook import advising_lens

st.title(_("Lists"))
st.caption(_("Whom to write to, call or invite: choose by any measure, group or goods, then take the list with you."))
shop = state.shop_or_stop()
analysis = controls.analysis(shop)
small_data.warn(shop, analysis)

name, is_saving = list_actions.name_and_saved_lists(shop)
filters, group_by = list_controls.list_filters(shop, analysis)
if is_saving:
    list_actions.save(shop, name, filters)

list_actions.filters_shown(shop, filters)
title = name or _("Target list")
view = customer_table.show(shop, analysis, filters, title=title, key="lists", group_by=group_by)
made = customer_table.list_file(shop, analysis, filters, title=title)
playbook_pieces.to_playbook(advising_lens(filters).key)
if view.customer_count:
    list_actions.template_form(made)
list_actions.rules_shown(made)
