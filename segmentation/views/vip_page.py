"""Everything that the VIP page reads on opening."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.vip import VipView, kept_otherwise, vip_view
from segmentation.views.vip_apart import Difference, differences


@dataclass(frozen=True, eq=False)
class VipPage:
    """Levels in force, the customers whose level is not the rule's, and the habits that set VIPs apart."""

    view: VipView
    exceptions: pa.Table
    apart: tuple[Difference, ...]


def vip_page(workspace: Workspace, found: Basis) -> VipPage:
    """The page under the rules in use."""
    return VipPage(vip_view(workspace, found), kept_otherwise(workspace, found), differences(workspace, found))
