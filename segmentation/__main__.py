"""The command line, for what is done every night: load, summary, export, demo, backup."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from segmentation.classifications.rfm_segments import NoSuchSegment, table_in_use
from segmentation.demo.shop import build_demo
from segmentation.errors import NoSales, NoSuchShop, SegmentationError
from segmentation.exports.customer_list import ListFile
from segmentation.intake.headings import Recognition
from segmentation.intake.mapping import column_named
from segmentation.intake.profiles.own import CODE as PROFILE_LEFT_OUT
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.said_rules import RULES_SAID, mapping_as_said
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.intake.spreadsheets import read, read_sheets
from segmentation.locale import LANGUAGES, N_, Words
from segmentation.parameters import ListFilters, Period
from segmentation.schema import FIELDS
from segmentation.store.backup import back_up
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.file_load import MustAsk, Prepared, recognised, with_remembered_sheets
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.chosen import analysis_in_use, data_span
from segmentation.views.customer_list import list_view
from segmentation.views.customers_scored import renew_customers_scored
from segmentation.views.loads import load
from segmentation.views.summary import json_ready, summary

_PROJECT = Path(__file__).parents[1]
WAIT_SECONDS = 10


class NoSuchFile(SegmentationError):
    message = N_("There is no file {file}. Check how it is written; a path with spaces needs quotes.")
    code = "NO_SUCH_FILE"


class UnknownEnding(SegmentationError):
    message = N_("{file} ends neither in .xlsx nor in .csv. Give it one of the two, which says what is written.")
    code = "UNKNOWN_ENDING"


class CannotWrite(SegmentationError):
    message = N_("{file} cannot be written ({why}). Choose a folder that is there and that you may write to.")
    code = "CANNOT_WRITE"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m segmentation", description=__doc__)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, help="where the shops lie (default: REGULARS_HOME, else data/shops)")
    common.add_argument("--lang", choices=tuple(LANGUAGES), default="en", help="language of sentences and workbooks")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    loading = commands.add_parser(
        "load", parents=[common], help="load a sheet into a shop: sales, customers, contacts, feedback or products"
    )
    loading.add_argument("file", type=Path)
    loading.add_argument("--shop", required=True, help="name or id; a new name makes a new shop")
    loading.add_argument(
        "--sheet", action="append", default=[], help="which sheet of the workbook; several times: they are read as one"
    )
    loading.add_argument(
        "--all-sheets", action="store_true", help="all sheets with the columns of the one that is read"
    )
    loading.add_argument(
        "--keep-repeats", action="store_true", help="count a line each time where it stands in several of the sheets"
    )
    loading.add_argument("--encoding", help="of a text file, where it cannot be told")
    loading.add_argument("--header-row", type=int, help="the row of the headings; 0 = there is none")
    loading.add_argument("--currency", help="ISO code, for a new shop")
    loading.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help=f"one of: {', '.join(FIELDS[:13])}"
    )
    loading.add_argument(
        "--read",
        action="append",
        default=[],
        metavar="RULE=OPTION",
        help="how values are read, as date_order=dmy, decimal=. or amount_level=order; rules: " + ", ".join(RULES_SAID),
    )
    loading.add_argument("--kind", choices=tuple(SheetKind), help="what the sheet holds (default: told by its columns)")
    loading.add_argument("--accept", action="append", default=[], metavar="CODE", help="go on although CODE is asked")
    loading.add_argument("--yes", action="store_true", help="load without asking where nothing is ambiguous")
    loading.add_argument("--json", action="store_true", help="print the report as JSON")

    shown = commands.add_parser("summary", parents=[common], help="print a shop's key figures")
    shown.add_argument("--shop", required=True)
    shown.add_argument("--as-of", type=date.fromisoformat, help="the last day counted (default: the last order)")
    shown.add_argument("--json", action="store_true")

    export = commands.add_parser("export", parents=[common], help="write a list of customers as xlsx or csv")
    export.add_argument("--shop", required=True)
    export.add_argument("--segment", action="append", default=[], help="a named segment, such as champions")
    export.add_argument("--as-of", type=date.fromisoformat)
    export.add_argument("--out", type=Path, required=True, help="a file that ends in .xlsx or .csv")

    commands.add_parser("demo", parents=[common], help="build the demo shop anew")
    backup = commands.add_parser("backup", parents=[common], help="write a proven copy of a shop's file")
    backup.add_argument("--shop", required=True)
    commands.add_parser("shops", parents=[common], help="list the shops")
    return parser


def _load(home: Home, asked: argparse.Namespace, words: Words) -> dict[str, Any]:
    choices = ReadingChoices(
        sheet=asked.sheet[0] if len(asked.sheet) == 1 else None,
        all_sheets=asked.all_sheets,
        header_row=asked.header_row,
        encoding=asked.encoding,
        answered=frozenset(asked.accept),
    )
    if not asked.file.is_file():
        raise NoSuchFile(file=asked.file)
    several = tuple(dict.fromkeys(asked.sheet)) if len(asked.sheet) > 1 else ()
    if several:
        raw = read_sheets(asked.file, file_name=asked.file.name, sheets=several, choices=choices)
    else:
        raw = read(asked.file, file_name=asked.file.name, choices=choices)
    try:
        shop_id, is_new = home.find(asked.shop).id, False
    except NoSuchShop:
        shop_id, is_new = home.create(asked.shop, currency=asked.currency), True
    workspace = home.open(shop_id, wait_seconds=WAIT_SECONDS)
    try:
        raw = with_remembered_sheets(workspace, raw, asked.file, choices=choices)
        chosen = {}
        for pair in asked.map:
            field, _, column = pair.partition("=")
            chosen[field.strip()] = column_named(raw.headers, column.strip())
        prepared = recognised(workspace, raw, chosen=chosen, kind=asked.kind and SheetKind(asked.kind))
        for finding in prepared.raw.findings:
            if finding.code == PROFILE_LEFT_OUT:  # said even where the file is then refused
                print(words(finding.message).format(**finding.values), file=sys.stderr)
        prepared.recognition.check()
        if not asked.yes and sys.stdin.isatty() and not _confirmed(prepared):
            raise SystemExit(1)
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
    for column in prepared.recognition.columns:
        print(f"{column.field:>14}  {column.header}  ({', '.join(column.samples)})", file=sys.stderr)
    print("Load? [y/N] ", end="", file=sys.stderr, flush=True)
    return input().strip().lower() in ("y", "yes")


def _refusal(error: SegmentationError, words: Words) -> dict[str, Any]:
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


def _period(workspace: Workspace, as_of: date | None) -> Period:
    span = data_span(workspace)
    if span is None:
        raise NoSales(as_of=as_of or "–")
    return Period(as_of or span[1])


def _summary(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    workspace = home.open(home.find(asked.shop).id, wait_seconds=WAIT_SECONDS)
    return summary(workspace, analysis_in_use(workspace, _period(workspace, asked.as_of)))


def _export(home: Home, asked: argparse.Namespace, words: Words) -> dict[str, Any]:
    ending = asked.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise UnknownEnding(file=asked.out)
    card = home.find(asked.shop)
    workspace = home.open(card.id, wait_seconds=WAIT_SECONDS)
    found = basis(workspace, analysis_in_use(workspace, _period(workspace, asked.as_of)))
    levels = table_in_use(found.analysis.segments).levels
    for key in asked.segment:
        if key not in {level.key for level in levels}:
            raise NoSuchSegment(segment=key, segments=", ".join(level.key for level in levels))
    filters = ListFilters(segments=frozenset(asked.segment))
    view = list_view(workspace, found, filters)
    names = [words(level.name) for level in levels if level.key in asked.segment]
    made = ListFile(
        workspace=workspace,
        found=found,
        filters=filters,
        words=Words(asked.lang, card.currency),
        shop_name=card.name,
        list_name=", ".join(names) or words("All customers"),
        made_at=on_this_clock(now_utc()),
    )
    content = made.csv() if ending == ".csv" else made.workbook()
    try:
        asked.out.write_bytes(content)
    except OSError as fault:
        raise CannotWrite(file=asked.out, why=fault.strerror) from fault
    return {"file": str(asked.out), "customers": view.customer_count, "revenue": view.revenue}


def _printed(result: dict[str, Any], as_json: bool) -> str:
    if as_json:
        return json.dumps(json_ready(result), ensure_ascii=False, indent=1)
    return "\n".join(f"{name}: {_line(value)}" for name, value in result.items() if value not in (None, [], ()))


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_line(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "; ".join(_line(one.get("message", one) if isinstance(one, dict) else one) for one in value)
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it was done, 1 with one clear sentence where not."""
    asked = _parser().parse_args(arguments)
    home = Home(asked.home or Path(os.environ.get("REGULARS_HOME") or _PROJECT / "data" / "shops"))
    words = Words(asked.lang)
    as_json = getattr(asked, "json", False)
    try:
        match asked.command:
            case "load":
                result = _load(home, asked, words)
            case "summary":
                result = _summary(home, asked)
            case "export":
                result = _export(home, asked, words)
            case "demo":
                result = {"shop": build_demo(home)}
            case "backup":
                workspace = home.open(home.find(asked.shop).id, wait_seconds=WAIT_SECONDS)
                renew_customers_scored(workspace)
                result = {"file": str(back_up(workspace))}
            case _:
                result = {card.id: card.name for card in home.shops(with_archived=True)}
    except SegmentationError as error:
        if as_json:
            print(_printed(_refusal(error, words), True))
        print(error.sentence(words), file=sys.stderr)
        return 1
    finally:
        home.close_all()
    print(_printed(result, as_json))
    return 0


if __name__ == "__main__":
    sys.exit(main())
