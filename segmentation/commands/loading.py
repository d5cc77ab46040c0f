"""Load sheets: one report a file, in the order they were named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from segmentation.commands.asking import WAIT_SECONDS, agreed, require_somebody
from segmentation.errors import NoSuchShop, SegmentationError
from segmentation.intake.headings import Recognition
from segmentation.intake.mapping import column_named
from segmentation.intake.profiles.own import CODE as PROFILE_LEFT_OUT
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.said_rules import mapping_as_said
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.intake.spreadsheets import read, read_sheets
from segmentation.locale import N_, Words
from segmentation.store.file_load import MustAsk, Prepared, recognised, with_remembered_sheets
from segmentation.store.home import Home
from segmentation.views.loads import load

_ENDINGS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt"))


class NoSuchFile(SegmentationError):
    message = N_("There is no file {file}. Check how it is written; a path with spaces needs quotes.")
    code = "NO_SUCH_FILE"


class NoSheetsInFolder(SegmentationError):
    message = N_("The folder {folder} holds no sheet. Sheets end in {endings}.")
    code = "NO_SHEETS_IN_FOLDER"


class NotLoaded(SegmentationError):
    message = N_("{file} was not loaded, as you did not say yes.")
    code = "NOT_LOADED"


def load_all(home: Home, asked: argparse.Namespace, words: Words) -> list[dict[str, Any]]:
    """A report a file; of one that was refused, its ``reason`` and ``message``. The others are loaded all the same."""
    reports = []
    for file in _files(asked.files):
        try:
            if isinstance(file, SegmentationError):
                raise file
            reports.append(load_file(home, asked, file, words))
        except SegmentationError as error:
            reports.append({**refusal(error, words), "file": str(error.values.get("folder", file))})
    return reports


def _files(named: Iterable[Path]) -> Iterator[Path | NoSheetsInFolder]:
    for path in named:
        if not path.is_dir():
            yield path
            continue
        sheets = sorted(
            each for each in path.iterdir()
            if each.is_file() and each.suffix.lower() in _ENDINGS and not each.name.startswith((".", "~$"))
        )  # fmt: skip
        if not sheets:
            yield NoSheetsInFolder(folder=path, endings=", ".join(sorted(_ENDINGS)))
        yield from sheets


def load_file(home: Home, asked: argparse.Namespace, file: Path, words: Words) -> dict[str, Any]:
    """Load one sheet, and say what became of its lines. A shop made for a sheet that is refused is removed again."""
    choices = ReadingChoices(
        sheet=asked.sheet[0] if len(asked.sheet) == 1 else None,
        all_sheets=asked.all_sheets,
        header_row=asked.header_row,
        encoding=asked.encoding,
        answered=frozenset(asked.accept),
    )
    if not file.is_file():
        raise NoSuchFile(file=file)
    several = tuple(dict.fromkeys(asked.sheet)) if len(asked.sheet) > 1 else ()
    if several:
        raw = read_sheets(file, file_name=file.name, sheets=several, choices=choices)
    else:
        raw = read(file, file_name=file.name, choices=choices)
    try:
        shop_id, is_new = home.find(asked.shop).id, False
    except NoSuchShop:
        shop_id, is_new = home.create(asked.shop, currency=asked.currency), True
    workspace = home.open(shop_id, wait_seconds=WAIT_SECONDS)
    try:
        raw = with_remembered_sheets(workspace, raw, file, choices=choices)
        chosen = {}
        for pair in asked.map:
            field, _, column = pair.partition("=")
            chosen[field.strip()] = column_named(raw.headers, column.strip())
        prepared = recognised(workspace, raw, chosen=chosen, kind=asked.kind and SheetKind(asked.kind))
        for finding in prepared.raw.findings:
            if finding.code == PROFILE_LEFT_OUT:  # said even where the file is then refused
                print(words(finding.message).format(**finding.values), file=sys.stderr)
        prepared.recognition.check()
        if not asked.yes and not _confirmed(prepared):
            raise NotLoaded(file=file)
        mapping, answered = prepared.recognition.mapping, tuple(asked.accept)
        if isinstance(prepared.recognition, Recognition):
            mapping, decided = mapping_as_said(prepared.recognition, asked.read)
            answered += decided
        mapping = mapping.having(drop_sheet_repeats=not asked.keep_repeats)
        report = load(workspace, prepared, mapping=mapping, answered=answered)
    except BaseException:
        if is_new:
            home.delete(shop_id, typed_name=home.card(shop_id).name)
        raise
    return {
        "file": str(file),
        "shop": asked.shop,
        "load": report.load_id,
        "kind": report.kind,
        "sheet": prepared.raw.sheet or None,
        "read": report.read,
        "kept": report.kept,
        "refused": report.refused,
        "duplicates": report.duplicates,
        "left_out": report.left_out,
        "first_date": report.first_date,
        "last_date": report.last_date,
        "net_revenue": report.net_revenue,
        "findings": [
            {**finding, "message": words(finding["message"]).format(count=finding["count"], **finding["values"])}
            for finding in report.findings
        ],
        "reason": None,
    }


def _confirmed(prepared: Prepared) -> bool:
    require_somebody()
    for column in prepared.recognition.columns:
        print(f"{column.field:>14}  {column.header}  ({', '.join(column.samples)})", file=sys.stderr)
    return agreed("Load?")


def refusal(error: SegmentationError, words: Words) -> dict[str, Any]:
    """A load's report where nothing was loaded."""
    reason = error.code
    if isinstance(error, MustAsk):
        reason = str(error.values["questions"]).split(", ")[0]
    return {
        "read": 0,
        "kept": 0,
        "refused": 0,
        "duplicates": 0,
        "findings": [],
        "reason": reason,
        "message": error.sentence(words),
    }
