"""Files on their way into a shop: dropped, read, waiting for a person's word, loaded."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import streamlit as st

from pages.shared import state
from pages.shared.language import _
from segmentation.errors import SegmentationError
from segmentation.intake.headings import Recognition
from segmentation.intake.mapping import Mapping as SalesMapping
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.readings import Reading, readings
from segmentation.intake.sheet_kinds import KindMapping, SheetKind
from segmentation.intake.values.choices import Question
from segmentation.intake.values.rules import Rule
from segmentation.store.disk import write_whole
from segmentation.store.file_load import Prepared, prepare, recognised
from segmentation.store.leftovers import remove_old
from segmentation.store.loading import LoadReport
from segmentation.store.remembered_mappings import forget_mapping
from segmentation.store.workspace import Workspace
from segmentation.views import loads

_TOLD_EVERY = 0.1

_CHOICES_OF = {
    "date": ("date_order", "dotted_order"),
    "customer": ("customer_kind",),
    "order": ("amount_level",),
    "amount": ("amount_level", "currency"),
    "currency": ("currency",),
}
"""What is said about a field's column, which another column need not share."""

AnyMapping = SalesMapping | KindMapping
Chosen = Mapping[str, int | tuple[int, ...] | None]


class Dropped(Protocol):
    """A file as the uploader gives it."""

    name: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """One file that waits. Its bytes lie on disk beside the shop, not in memory; a password is never kept here.

    ``kind``: what a person said the sheet holds. ``sheets``: those to be appended to one another. ``readings``: samples
    as read, worked out for what ``read_by`` holds; they go with the file, because they may be names.
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
    readings: tuple[Reading, ...] = ()
    read_by: tuple[Prepared, Mapping[str, object]] | None = None


def waiting(workspace: Workspace) -> dict[str, Upload]:
    """The files of this session that are not loaded into the shop yet, by token, in the order they came."""
    found: dict[str, Upload] = st.session_state.setdefault(state.UPLOADS, {}).setdefault(workspace.shop_id, {})
    return found


def still_there(workspace: Workspace) -> list[Upload]:
    """The files that wait, those forgotten that an erasing has taken away."""
    found = waiting(workspace)
    for token in [token for token, upload in found.items() if not upload.path.exists()]:
        del found[token]
    return list(found.values())


def reports(workspace: Workspace) -> list[LoadReport]:
    """The reports of this session's loads into the shop, the newest first."""
    found: list[LoadReport] = st.session_state.setdefault(state.REPORTS, {}).setdefault(workspace.shop_id, [])
    return found


def uploader_key() -> str:
    """The key of the uploader that is shown: another one after each drop, so that the bytes leave memory."""
    return f"{state.UPLOADER}.{st.session_state.get(state.UPLOADER, '')}"


def take(workspace: Workspace, files: Sequence[Dropped]) -> None:
    """Write what was dropped to disk and read it; the uploader forgets its bytes.

    Raises ``DiskFull`` or ``ReadOnlyHome``; no part of the file that found no room is left.
    """
    st.session_state[state.UPLOADER] = secrets.token_hex(4)
    folder = workspace.upload_folder()
    remove_old(folder)
    for file in files:
        token = secrets.token_hex(8)
        write_whole(folder / token, file.getvalue())
        waiting(workspace)[token] = _read(workspace, Upload(token, file.name, folder / token))


def read_again(workspace: Workspace, upload: Upload, choices: ReadingChoices) -> None:
    """Read the file another way: another sheet, encoding, header row, or with a password."""
    waiting(workspace)[upload.token] = _read(workspace, replace(upload, choices=choices))


def choose_columns(workspace: Workspace, upload: Upload, chosen: Chosen) -> None:
    """Take other columns; the file is not read again."""
    if upload.prepared is not None:
        kind = upload.kind or upload.prepared.kind
        prepared = recognised(workspace, upload.prepared.raw, chosen=chosen, kind=kind)
        moved = {name for name, index in chosen.items() if index != upload.chosen.get(name, ())}
        answers = answers_without(upload.answers, moved)
        waiting(workspace)[upload.token] = replace(upload, chosen=chosen, answers=answers, prepared=prepared)


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
    _choose(workspace, token, asked.choice, asked.field_name, chosen)


def choose_rule(workspace: Workspace, token: str, rule: Rule, chosen: str) -> None:
    """Read the values another way than they prove, than was remembered or guessed."""
    _choose(workspace, token, rule.choice, rule.field_name, chosen)


def _choose(workspace: Workspace, token: str, choice: str, field_name: str | None, chosen: str) -> None:
    upload = waiting(workspace)[token]
    if choice != "decimals":
        return answer(workspace, upload, **{choice: chosen})
    return answer(workspace, upload, decimals={**_marks(upload.answers), str(field_name): chosen})


def has_answered(workspace: Workspace, token: str, rule: Rule) -> bool:
    """Whether the person has said how this is read."""
    answers = waiting(workspace)[token].answers
    return rule.field_name in _marks(answers) if rule.choice == "decimals" else rule.choice in answers


def answers_without(answers: Mapping[str, object], moved: Collection[str]) -> dict[str, object]:
    """The answers that still hold when these fields have other columns: how a column is read goes with it."""
    gone = {choice for name in moved for choice in _CHOICES_OF.get(name, ())}
    left = {choice: value for choice, value in answers.items() if choice not in gone}
    if "decimals" in left:
        left["decimals"] = {name: mark for name, mark in _marks(answers).items() if name not in moved}
    return left


def mapping_in_use(upload: Upload) -> AnyMapping | None:
    """The mapping with all that a person said; None where the file was not read."""
    if upload.prepared is None:
        return None
    mapping, answers = upload.prepared.recognition.mapping, dict(upload.answers)
    if "decimals" in answers:
        answers["decimals"] = {**mapping.decimals, **_marks(answers)}
    return mapping.having(**answers)


def readings_in_use(workspace: Workspace, token: str) -> tuple[Reading, ...]:
    """How the values of a sales sheet are read, with samples as read."""
    upload = waiting(workspace)[token]
    prepared, mapping = upload.prepared, mapping_in_use(upload)
    if prepared is None or not isinstance(mapping, SalesMapping) or not isinstance(prepared.recognition, Recognition):
        return ()
    if upload.read_by is None or upload.read_by[0] is not prepared or upload.read_by[1] != upload.answers:
        found = readings(prepared.raw, mapping, prepared.recognition.rules)
        upload = replace(upload, readings=found, read_by=(prepared, upload.answers))
        waiting(workspace)[token] = upload
    return upload.readings


def forget(workspace: Workspace, token: str) -> None:
    """Let go what was remembered for files of this shape, and look for the columns anew."""
    upload = waiting(workspace)[token]
    if upload.prepared is not None:
        forget_mapping(workspace, upload.prepared.raw.headers)
        prepared = recognised(workspace, upload.prepared.raw)
        waiting(workspace)[token] = replace(upload, kind=None, chosen={}, answers={}, prepared=prepared)


def _marks(answers: Mapping[str, object]) -> dict[str, str]:
    marks = answers.get("decimals")
    return dict(marks) if isinstance(marks, Mapping) else {}


def discard(workspace: Workspace, token: str) -> None:
    """Forget a file that waits."""
    upload = waiting(workspace).pop(token, None)
    if upload is not None:
        upload.path.unlink(missing_ok=True)


def load(workspace: Workspace, upload: Upload, *, answered: tuple[str, ...]) -> None:
    """Load a file that was read; its report then stands first. Raises what ``loads.load`` raises."""
    mapping = mapping_in_use(upload)
    if upload.prepared is None or mapping is None:
        return
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
