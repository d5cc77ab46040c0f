"""A shop from a notebook: load sheets into it, and have its customers, segments and figures as pandas frames."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from segmentation.errors import NoSuchShop
from segmentation.intake.headings import Recognition
from segmentation.intake.mapping import column_named
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.said_rules import mapping_as_said
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.locale import Words
from segmentation.store.errors import IllegalShopName
from segmentation.store.file_load import prepare, recognised
from segmentation.store.home import Home
from segmentation.store.loading import LoadReport
from segmentation.views.basis import Basis, basis
from segmentation.views.chosen import analysis_in_use, period_up_to
from segmentation.views.customer_list import list_rows
from segmentation.views.loads import load
from segmentation.views.named_levels import filters_named
from segmentation.views.segments import segments_view
from segmentation.views.summary import summary

Keys = str | Collection[str]
"""One key, or several."""


class Shop:
    """One shop, as ``open_shop`` gives it. Its file is let go a minute after its last use, and at ``close``."""

    def __init__(self, home: Home, shop_id: str) -> None:
        self._home, self._shop_id = home, shop_id

    def load(
        self,
        file: str | Path,
        *,
        columns: Mapping[str, str] | None = None,
        rules: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
        kind: str | None = None,
        sheet: str | None = None,
        header_row: int | None = None,
        encoding: str | None = None,
    ) -> LoadReport:
        """Load a sheet, whole or not at all; what became of its lines.

        Parameters
        ----------
        columns : field → heading, where a heading does not say which field it is: ``{"amount": "Paid"}``.
        rules : how values are read, as on the command line: ``{"date_order": "dmy", "amount_level": "order"}``.
        accept : codes of questions that are answered with yes.
        kind : "sales", "customers", "interactions", "feedback" or "products"; told by the columns otherwise.

        Raises
        ------
        SegmentationError : the sheet was refused, or something has to be answered first; its sentence says what.
        FileNotFoundError : there is no such file.
        ValueError : there is no such kind, or ``rules`` were given for a sheet that holds no sales.
        """
        workspace, path = self._home.open(self._shop_id), Path(file)
        choices = ReadingChoices(sheet=sheet, header_row=header_row, encoding=encoding, answered=frozenset(accept))
        asked = SheetKind(kind) if kind else None
        prepared = prepare(workspace, path, file_name=path.name, choices=choices, kind=asked)
        if columns:
            headers = prepared.raw.headers
            chosen = {field: column_named(headers, heading) for field, heading in columns.items()}
            prepared = recognised(workspace, prepared.raw, chosen=chosen, kind=asked)
        mapping, answered = prepared.recognition.mapping, tuple(accept)
        if isinstance(prepared.recognition, Recognition):
            said = [f"{rule}={option}" for rule, option in (rules or {}).items()]
            mapping, decided = mapping_as_said(prepared.recognition, said)
            answered += decided
        elif rules:
            raise ValueError(f"rules are for sales; this sheet holds {prepared.kind}")
        return load(workspace, prepared, mapping=mapping, answered=answered)

    def customers(
        self,
        segment: Keys = (),
        *,
        vip_level: Keys = (),
        stage: Keys = (),
        saved_list: str | None = None,
        as_of: date | None = None,
    ) -> pd.DataFrame:
        """The customers with a purchase, those who bring most first; of them those of the segments, levels and stages asked.

        One row a customer, in the columns of the dashboard's lists: customer, name, phone, email, last_purchase_date,
        recency_days, frequency, monetary, average_order_value, r_score, f_score, m_score (1 to 5), weighted_score (20 to 100),
        and the keys of segment, value_class, lifecycle_stage, vip_level (the one in force) and others.

        Parameters
        ----------
        saved_list : the name of a list that was saved in the dashboard.
        as_of : the last day counted; the last order date otherwise.

        Raises
        ------
        NoSales : nobody bought up to then.
        NoSuchSegment, NoSuchVipLevel, NoSuchStage, NoSuchList : the sentence names those that there are.
        """
        workspace, found = self._home.open(self._shop_id), self._basis(as_of)
        filters, _names = filters_named(
            workspace,
            found,
            saved_list=saved_list,
            segments=_keys(segment),
            vip_levels=_keys(vip_level),
            stages=_keys(stage),
        )
        return _frame(list_rows(workspace, found, filters))

    def segments(self, *, as_of: date | None = None) -> pd.DataFrame:
        """The named segments in use, also those without customers.

        One row a segment, by its key: name (English), customers, purchases, revenue, customer_share and revenue_share
        (0 to 1). Raises ``NoSales``.
        """
        view, words = segments_view(self._home.open(self._shop_id), self._basis(as_of)), Words("en")
        names = {level.key: words(level.name) for level in view.levels}
        columns = ("customers", "purchases", "revenue", "customer_share", "revenue_share")
        rows = [
            {"segment": one.key, "name": names[one.key]} | {name: getattr(one, name) for name in columns}
            for one in view.segments
        ]
        return pd.DataFrame(rows).astype({"revenue": "float64"}).set_index("segment")

    def summary(self, *, as_of: date | None = None) -> dict[str, Any]:
        """The shop's key figures, as ``regulars summary`` prints them; money as exact Decimals. Raises ``NoSales``."""
        workspace = self._home.open(self._shop_id)
        return summary(workspace, analysis_in_use(workspace, period_up_to(workspace, as_of)))

    def close(self) -> None:
        """Let other programs have the shop's file."""
        self._home.close_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self.close()

    def _basis(self, as_of: date | None) -> Basis:
        workspace = self._home.open(self._shop_id)
        return basis(workspace, analysis_in_use(workspace, period_up_to(workspace, as_of)))


def open_shop(path: str | Path, *, currency: str | None = None) -> Shop:
    """The shop in this folder, such as ``data/shops/demo``; a folder that is not there yet becomes a new, empty shop.

    Parameters
    ----------
    path : the shop's own folder, inside the folder where the shops lie; a new shop is called as the folder is.
    currency : ISO 4217, for a new shop.

    Raises
    ------
    ShopInUse : another program has it open now.
    IllegalShopName : a folder whose name begins with a point cannot be a shop.
    """
    folder = Path(path).resolve()
    home = Home(folder.parent)
    try:
        shop_id = home.card(folder.name).id
    except NoSuchShop:
        if folder.exists():
            raise
        if folder.name.startswith("."):
            raise IllegalShopName(found=folder.name) from None
        shop_id = home.create(folder.name, currency=currency, shop_id=folder.name)
    home.open(shop_id)
    return Shop(home, shop_id)


def _keys(asked: Keys) -> tuple[str, ...]:
    return (asked,) if isinstance(asked, str) else tuple(asked)


def _frame(table: pa.Table) -> pd.DataFrame:
    """Money as float64, which is good to the last of four decimals below 100 thousand million; days as datetime64."""
    columns = [
        column.cast(pa.float64()) if pa.types.is_decimal(column.type)
        else column.cast(pa.timestamp("s")) if pa.types.is_date(column.type)
        else column
        for column in table.columns
    ]  # fmt: skip
    frame: pd.DataFrame = pa.table(dict(zip(table.column_names, columns, strict=True))).to_pandas()
    return frame
