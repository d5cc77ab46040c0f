"""The command line's words, read without the library behind them: ``--help`` must come at once."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
KINDS = ("sales", "customers", "interactions", "feedback", "products")
RULES = ("date_order", "decimal", "amount_level", "currency", "customer_kind")
FIELDS = (
    "customer",
    "order",
    "date",
    "product",
    "category",
    "quantity",
    "unit_price",
    "discount",
    "amount",
    "store",
    "staff",
    "channel",
    "status",
)
SHELLS = ("bash", "zsh", "tcsh")
"""Written out, as what they are in the library takes a second to import. A test holds them equal."""


def version() -> str:
    """The version: a checkout's own, else that of the installed package."""
    from segmentation.store.places import PROJECT, is_checkout  # also these only where they are asked for

    if is_checkout():
        import tomllib

        return str(tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    from importlib import metadata

    return metadata.version("regulars")


def parser() -> argparse.ArgumentParser:
    """The command line: its commands and their options."""
    whole = argparse.ArgumentParser(
        prog="regulars",
        description="Without a command: start the dashboard and open the browser (--home DIR, --port N, --no-browser).",
    )
    whole.add_argument("--version", action="version", version=version())
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, help="where the shops lie (default: REGULARS_HOME)")
    common.add_argument("--lang", choices=LANGUAGES, default="en", help="language of sentences and workbooks")
    common.add_argument("--json", action="store_true", help="print the result as JSON")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    loading = commands.add_parser(
        "load", parents=[common], help="load sheets into a shop: sales, customers, contacts, feedback or products"
    )
    loading.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a sheet, or a folder: all sheets in it")
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
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help=f"one of: {', '.join(FIELDS)}"
    )
    loading.add_argument(
        "--read",
        action="append",
        default=[],
        metavar="RULE=OPTION",
        help="how values are read, as date_order=dmy, decimal=. or amount_level=order; rules: " + ", ".join(RULES),
    )
    loading.add_argument("--kind", choices=KINDS, help="what the sheet holds (default: told by its columns)")
    loading.add_argument("--accept", action="append", default=[], metavar="CODE", help="go on although CODE is asked")
    loading.add_argument("--yes", action="store_true", help="load without asking where nothing is ambiguous")

    shown = commands.add_parser("summary", parents=[common], help="print a shop's key figures")
    shown.add_argument("--shop", required=True)
    shown.add_argument("--as-of", type=date.fromisoformat, help="the last day counted (default: the last order)")

    export = commands.add_parser("export", parents=[common], help="write a list of customers as xlsx or csv")
    export.add_argument("--shop", required=True)
    export.add_argument("--segment", action="append", default=[], help="a named segment, such as champions")
    export.add_argument("--vip", action="append", default=[], metavar="LEVEL", help="a VIP level")
    export.add_argument("--stage", action="append", default=[], help="a life-cycle stage, such as 'at risk'")
    export.add_argument("--list", metavar="NAME", help="a list saved on the Lists page")
    export.add_argument("--as-of", type=date.fromisoformat)
    export.add_argument("--out", type=Path, required=True, help="a file that ends in .xlsx or .csv")

    commands.add_parser("demo", parents=[common], help="build the demo shop anew")
    backup = commands.add_parser("backup", parents=[common], help="write a proven copy of a shop's file")
    backup.add_argument("--shop", required=True)
    kept = commands.add_parser("backups", parents=[common], help="list a shop's backups, newest first")
    kept.add_argument("--shop", required=True)
    back = commands.add_parser(
        "restore", parents=[common], help="put a backup back; what stood before is backed up first"
    )
    back.add_argument("--shop", required=True)
    back.add_argument("--backup", type=Path, metavar="FILE", help="which one (default: the latest sound one)")
    back.add_argument("--yes", action="store_true", help="do it without asking")
    completion = commands.add_parser("completion", parents=[common], help="print the completion for a shell")
    completion.add_argument("shell", choices=SHELLS)
    commands.add_parser("shops", parents=[common], help="list the shops")
    return whole
