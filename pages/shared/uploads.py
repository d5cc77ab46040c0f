"""Files on their way into a shop: dropped, read, waiting for a person's word, loaded."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import streamlit as st

from pages.shared import state
from pages.shared.language import _
from segmentation.errors import SegmentationError
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.intake.values.choices import Question
from segmentation.store.file_load import Prepared, prepare, recognised
from segmentation.store.loading import LoadReport
from segmentation.store.workspace import Workspace
from segmentation.views import loads

_KEPT_SECONDS = 24 * 3600
_TOLD_EVERY = 0.1

Chosen = Mapping[str, int | tuple[int, ...] | None]


class Dropped(Protocol):
    """A file as the uploader gives it."""

    name: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """One file that waits. Its bytes lie on disk beside the shop, not in memory; a password is never kept here.

    ``kind``: what a person said the sheet holds. ``sheets``: those to be appended to one another.
    """

    token: str
    file_name: str
    path: Path
    choices: ReadingChoices = field(default_factory=ReadingChoices)
    sheets: tuple[str, ...] = ()
    kind: SheetKind | None = None
    chosen: Chosen = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    prepared: Prepared | None = None
    fault: SegmentationError | None = None


def waiting(workspace: Workspace) -> dict[str, Upload]:
    """The files of this session that are not loaded into the shop yet, by token, in the order they came."""
    found: dict[str, Upload] = st.session_state.setdefault(state.UPLOADS, {}).setdefault(workspace.shop_id, {})
    return found


def reports(workspace: Workspace) -> list[LoadReport]:
    """The reports of this session's loads into the shop, the newest first."""
    found: list[LoadReport] = st.session_state.setdefault(state.REPORTS, {}).setdefault(workspace.shop_id, [])
    return found


def uploader_key() -> str:
    """The key of the uploader that is shown: another one after each drop, so that the bytes leave memory."""
    return f"{state.UPLOADER}.{st.session_state.get(state.UPLOADER, '')}"


def take(workspace: Workspace, files: Sequence[Dropped]) -> None:
    """Write what was dropped to disk and read it; the uploader forgets its bytes."""
    folder = workspace.folder / "uploads"
    folder.mkdir(exist_ok=True, mode=0o700)
    for left_over in folder.iterdir():
        if left_over.stat().st_mtime < time.time() - _KEPT_SECONDS:
            left_over.unlink(missing_ok=True)
    for file in files:
        token = secrets.token_hex(8)
        path = folder / token
        path.write_bytes(file.getvalue())
        waiting(workspace)[token] = _read(workspace, Upload(token, file.name, path))
    st.session_state[state.UPLOADER] = secrets.token_hex(4)


def read_again(workspace: Workspace, upload: Upload, choices: ReadingChoices) -> None:
    """Read the file another way: another sheet, encoding, header row, or with a password."""
    waiting(workspace)[upload.token] = _read(workspace, replace(upload, choices=choices))


def choose_columns(workspace: Workspace, upload: Upload, chosen: Chosen) -> None:
    """Take other columns; the file is not read again."""
    if upload.prepared is not None:
        kind = upload.kind or upload.prepared.kind
        prepared = recognised(workspace, upload.prepared.raw, chosen=chosen, kind=kind)
        waiting(workspace)[upload.token] = replace(upload, chosen=chosen, prepared=prepared)


def choose_kind(workspace: Workspace, upload: Upload, kind: SheetKind) -> None:
    """Take the sheet for another kind; its columns are looked for anew."""
    if upload.prepared is not None:
        prepared = recognised(workspace, upload.prepared.raw, kind=kind)
        waiting(workspace)[upload.token] = replace(upload, kind=kind, chosen={}, answers={}, prepared=prepared)


def choose_sheets(workspace: Workspace, upload: Upload, sheets: Sequence[str]) -> None:
    """Read these sheets of the workbook, one below the other."""
    one = replace(upload.choices, sheet=sheets[0] if len(sheets) == 1 else None)
    changed = replace(upload, sheets=tuple(sheets) if len(sheets) > 1 else (), choices=one, chosen={}, answers={})
    waiting(workspace)[upload.token] = _read(workspace, changed)


def answer(workspace: Workspace, upload: Upload, **answers: object) -> None:
    """What a person says to an open question: a choice of the mapping's, by its name."""
    waiting(workspace)[upload.token] = replace(upload, answers={**upload.answers, **answers})


def answer_question(workspace: Workspace, token: str, asked: Question, chosen: str) -> None:
    """The answer to one question; a decimal mark is that of its own column."""
    upload = waiting(workspace)[token]
    if asked.choice != "decimals":
        return answer(workspace, upload, **{asked.choice: chosen})
    known = upload.prepared.recognition.mapping.decimals if upload.prepared else {}
    marks = upload.answers.get("decimals", known)
    return answer(
        workspace, upload, decimals={**(marks if isinstance(marks, Mapping) else {}), asked.field_name: chosen}
    )


def discard(workspace: Workspace, token: str) -> None:
    """Forget a file that waits."""
    upload = waiting(workspace).pop(token, None)
    if upload is not None:
        upload.path.unlink(missing_ok=True)


def load(workspace: Workspace, upload: Upload, *, answered: tuple[str, ...]) -> None:
    """Load a file that was read; its report then stands first. Raises what ``loads.load`` raises."""
    if upload.prepared is None:
        return
    mapping = upload.prepared.recognition.mapping.having(**upload.answers)
    with _progress() as tell:
        report = loads.load(workspace, upload.prepared, mapping=mapping, answered=answered, on_progress=tell)
    reports(workspace).insert(0, report)
    discard(workspace, upload.token)


def _read(workspace: Workspace, upload: Upload) -> Upload:
    try:
        with _progress() as tell:
            prepared = prepare(
                workspace,
                upload.path,
                file_name=upload.file_name,
                choices=upload.choices,
                chosen=upload.chosen,
                kind=upload.kind,
                sheets=upload.sheets,
                on_progress=tell,
            )
    except SegmentationError as fault:
        return replace(upload, prepared=None, fault=fault, choices=replace(upload.choices, password=None))
    return replace(upload, prepared=prepared, fault=None, choices=replace(upload.choices, password=None))


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar that says what is being done, redrawn at most ten times a second."""
    bar, told = st.progress(0.0), [0.0]

    def tell(step: str, share: float) -> None:
        now = time.monotonic()
        if now - told[0] >= _TOLD_EVERY or share >= 1:
            told[0] = now
            bar.progress(min(max(share, 0.0), 1.0), text=_(step))

    try:
        yield tell
    finally:
        bar.empty()
