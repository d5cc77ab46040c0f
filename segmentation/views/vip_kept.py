"""Every customer whose VIP level is not the rule's, for files."""

from __future__ import annotations

import pyarrow as pa

from segmentation.store.contacts import CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.vip_in_force import IN_FORCE, in_force

_KEPT = f"""
select customer, name, phone, email, last_purchase_date, recency_days, frequency, monetary, level_in_force, vip_level,
       decided_by, last_vip_day, grace_until, hand_reason, hand_until, coalesce(window_spending, 0) as window_spending
from {IN_FORCE} as in_force join ({CONTACTS}) as contacts using (customer_id)
where decided_by <> 'rule' order by decided_by desc, window_spending desc, customer_id
"""


def everybody_kept_otherwise(workspace: Workspace, found: Basis) -> pa.Table:
    """Who has a level by grace or by hand, in the order of ``vip.kept_otherwise`` but without its end.

    One row a customer: its columns, and phone, email, last_purchase_date, frequency and monetary.
    """
    return workspace.query_kept(in_force(found), _KEPT)
