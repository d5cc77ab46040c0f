"""What a customer's file has room for: the product's fields, and those of the shop's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.saved import forget, save, saved
from segmentation.store.typed_text import typed_line, typed_text
from segmentation.store.workspace import Workspace

OWN_FIELD = "own field"
"""The kind under which the shop's own fields are saved."""

OWN = "own:"
"""What the key of a shop's own field begins with, so that it never meets one of the product's."""

LONGEST_NAME = 60


class FieldKind(StrEnum):
    """How a field is typed. Values are stored as text: a date in ISO 8601, a choice by its key, tags parted by commas."""

    LINE = "text"
    LINES = "long text"
    DATE = "date"
    CHOICE = "choice"


class UnknownField(SegmentationError):
    message = N_("A customer's file has no field {field}. Its fields are: {fields}.")
    code = "UNKNOWN_FIELD"


class NotADay(SegmentationError):
    message = N_("{value} is no date. Type year, month and day, such as 1990-12-31.")
    code = "NOT_A_DAY"


class NotAChoice(SegmentationError):
    message = N_("{value} is none of the entries of this field, which are: {choices}. Choose one of them.")
    code = "NOT_A_CHOICE"


class IllegalOwnField(SegmentationError):
    message = N_(
        "A field of your own needs a name of 1 to {longest} characters, and a choice needs at least two entries."
    )
    code = "ILLEGAL_OWN_FIELD"


@dataclass(frozen=True)
class CustomerField:
    """One field. ``label``: a message id; of a shop's own field the name as it was typed, which is never translated.

    ``choices``: the keys of a choice, with what a person reads of each (message ids, or as typed). ``is_counted``: whether
    an empty one lowers the file's completeness.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.LINE
    choices: tuple[tuple[str, str], ...] = ()
    is_counted: bool = True

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    def kept(self, typed: str | None) -> str | None:
        """The value as it is stored; None where nothing was typed. Raises ``NotADay`` and ``NotAChoice``."""
        value = (typed_text if self.kind is FieldKind.LINES else typed_line)(typed or "")
        if value is None:
            return None
        if self.kind is FieldKind.CHOICE and value not in dict(self.choices):
            raise NotAChoice(value=value, choices=", ".join(key for key, _ in self.choices))
        if self.kind is FieldKind.DATE:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise NotADay(value=value) from None
        return value


_HIGH_MIDDLE_LOW = (("high", N_("High")), ("middle", N_("Middle")), ("low", N_("Low")))

FIELDS: tuple[CustomerField, ...] = (
    CustomerField("name", N_("Name")),
    CustomerField("phone", N_("Phone")),
    CustomerField("email", N_("E-mail")),
    CustomerField("birthday", N_("Birthday"), FieldKind.DATE),
    CustomerField("joined_on", N_("Customer since"), FieldKind.DATE, is_counted=False),
    CustomerField("gender", N_("Gender")),
    CustomerField("city", N_("City")),
    CustomerField("occupation", N_("Occupation")),
    CustomerField("family", N_("Family"), FieldKind.LINES),
    CustomerField("features", N_("Features"), FieldKind.LINES),
    CustomerField("character", N_("Character"), FieldKind.LINES),
    CustomerField("hobbies", N_("Hobbies"), FieldKind.LINES),
    CustomerField("habits", N_("Habits"), FieldKind.LINES),
    CustomerField("needs", N_("Needs"), FieldKind.LINES),
    CustomerField(
        "influence",
        N_("Influence"),
        FieldKind.CHOICE,
        (
            ("none", N_("No influence")),
            ("reviewer", N_("Store reviewer")),
            ("professional", N_("Professional")),
            ("celebrity", N_("Celebrity")),
        ),
    ),
    CustomerField("tags", N_("Tags"), is_counted=False),
    CustomerField(
        "consent", N_("Consent to being written to"), FieldKind.CHOICE, (("yes", N_("Yes")), ("no", N_("No")))
    ),
    CustomerField("owner", N_("Looked after by")),
    CustomerField(
        "psychology",
        N_("How they decide"),
        FieldKind.CHOICE,
        (("rational", N_("Rational")), ("emotional", N_("Emotional")), ("impulsive", N_("Impulsive"))),
        is_counted=False,
    ),
    CustomerField(
        "feedback",
        N_("Feedback"),
        FieldKind.CHOICE,
        (("positive", N_("Positive")), ("neutral", N_("Neutral")), ("negative", N_("Negative"))),
        is_counted=False,
    ),
    CustomerField("interaction", N_("Interaction"), FieldKind.CHOICE, _HIGH_MIDDLE_LOW, is_counted=False),
    CustomerField("satisfaction", N_("Satisfaction"), FieldKind.CHOICE, _HIGH_MIDDLE_LOW, is_counted=False),
    CustomerField("recommendation", N_("Recommendation"), FieldKind.CHOICE, _HIGH_MIDDLE_LOW, is_counted=False),
)
"""The product's fields, in the order shown. The last ones are levels of the ten dimensions that staff may enter."""


def own_fields(workspace: Workspace) -> tuple[CustomerField, ...]:
    """The shop's own fields, by name."""
    return tuple(_own(name, json.loads(text)) for name, text in saved(workspace, OWN_FIELD).items())


def _own(name: str, said: dict[str, object]) -> CustomerField:
    choices = said.get("choices")
    listed = [str(choice) for choice in choices] if isinstance(choices, list) else []
    return CustomerField(OWN + name, name, FieldKind(str(said["kind"])), tuple((one, one) for one in listed))


def fields_of(workspace: Workspace) -> tuple[CustomerField, ...]:
    """All fields of a customer's file in this shop."""
    return (*FIELDS, *own_fields(workspace))


def field_of(workspace: Workspace, key: str) -> CustomerField:
    """The field with that key. Raises ``UnknownField``."""
    known = {field.key: field for field in fields_of(workspace)}
    if key not in known:
        raise UnknownField(field=key, fields=", ".join(known))
    return known[key]


def define_own_field(workspace: Workspace, name: str, kind: FieldKind, choices: Sequence[str] = ()) -> CustomerField:
    """A field of the shop's own, or other choices for one. Raises ``IllegalOwnField``."""
    kept = typed_line(name)
    listed = list(dict.fromkeys(one for one in map(typed_line, choices) if one))
    if kept is None or len(kept) > LONGEST_NAME or (kind is FieldKind.CHOICE and len(listed) < 2):
        raise IllegalOwnField(longest=LONGEST_NAME)
    said: dict[str, object] = {"kind": kind.value, "choices": listed if kind is FieldKind.CHOICE else []}
    save(workspace, OWN_FIELD, kept, json.dumps(said, ensure_ascii=False))
    return _own(kept, said)


def forget_own_field(workspace: Workspace, name: str) -> None:
    """Show the field no longer. What was typed into it stays, and is back when it is defined again."""
    forget(workspace, OWN_FIELD, name)
