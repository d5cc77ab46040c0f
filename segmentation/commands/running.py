"""Run one command and print what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import shtab

from segmentation.commands.asking import WAIT_SECONDS, agreed
from segmentation.commands.figures import export, summarise
from segmentation.commands.loading import load_all, refusal
from segmentation.demo.shop import build_demo
from segmentation.errors import SegmentationError
from segmentation.locale import N_, Words
from segmentation.store.backup import back_up, backups, newest_sound_backup
from segmentation.store.home import Home
from segmentation.store.places import shops_folder
from segmentation.store.restoring import restore
from segmentation.views.customers_scored import renew_customers_scored
from segmentation.views.summary import json_ready


class NotRestored(SegmentationError):
    message = N_("Nothing was put back, as you did not say yes.")
    code = "NOT_RESTORED"


def _restore(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    card = home.find(asked.shop)
    if asked.backup is None:
        chosen = newest_sound_backup(home, card.id)
    else:
        own = home.folder / card.id / "backups" / asked.backup.name
        chosen = asked.backup if asked.backup.is_file() else own
    if not asked.yes and not agreed(f"Replace the data of {card.name}?"):
        raise NotRestored
    done = restore(home, card.id, chosen)
    return {
        "shop": card.name,
        "file": str(chosen),
        "made_at": done.backup.made_at_local.isoformat(sep=" ", timespec="minutes"),
        "saved": done.saved and str(done.saved),
        "set_aside": done.set_aside and str(done.set_aside),
    }


def _back_up(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    workspace = home.open(home.find(asked.shop).id, wait_seconds=WAIT_SECONDS)
    renew_customers_scored(workspace)
    return {"file": str(back_up(workspace))}


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


def _result(home: Home, asked: argparse.Namespace, words: Words) -> Any:
    match asked.command:
        case "summary":
            return summarise(home, asked)
        case "export":
            return export(home, asked, words)
        case "demo":
            return {"shop": build_demo(home)}
        case "backup":
            return _back_up(home, asked)
        case "backups":
            return {"files": [str(info.file) for info in backups(home, home.find(asked.shop).id)]}
        case "restore":
            return _restore(home, asked)
        case _:
            return {card.id: card.name for card in home.shops(with_archived=True)}


def run(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """0 where it was done, 1 with one clear sentence where not."""
    if asked.command == "completion":
        script = shtab.complete(parser, asked.shell)
        print(_printed({"script": script}, True) if asked.json else script)
        return 0
    home, words = None, Words(asked.lang)
    try:
        home = Home(asked.home or shops_folder())
        if asked.command == "load":
            return _say_loads(load_all(home, asked, words), asked)
        result = _result(home, asked, words)
    except SegmentationError as error:
        if asked.json:
            print(_printed(refusal(error, words), True))
        print(error.sentence(words), file=sys.stderr)
        return 1
    finally:
        if home is not None:
            home.close_all()
    print(_printed(result, asked.json))
    return 0


def _say_loads(reports: list[dict[str, Any]], asked: argparse.Namespace) -> int:
    is_one = len(asked.files) == 1 and not Path(asked.files[0]).is_dir()
    if asked.json:
        print(json.dumps(json_ready(reports[0] if is_one else reports), ensure_ascii=False, indent=1))
    for report in reports:
        if report["reason"] is not None:
            print(report["message"] if is_one else f"{report['file']}: {report['message']}", file=sys.stderr)
        elif not asked.json:
            print(_printed(report, False), end="\n" if is_one else "\n\n")
    return int(any(report["reason"] is not None for report in reports))
