"""A customer's file in words: values, where each is from, the rhythm, changes and notes."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import get_day_names

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.explanation import Explanation
from segmentation.classifications.lens import Need, Provenance
from segmentation.classifications.lens_wording import figure_in_words, rule_in_words, way_in_words
from segmentation.classifications.ways import most_visits
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis
from segmentation.store.clock import on_this_clock
from segmentation.store.customer_fields import CustomerField, FieldKind
from segmentation.store.customer_records import Change, FieldValue
from segmentation.store.notes import Note, NoteKind
from segmentation.views.customer_file import CustomerFile, Said
from segmentation.views.customer_purchases import Purchase
from segmentation.views.customer_search import Hit
from segmentation.views.playbook import worded_advice
from segmentation.views.vip_wording import exception_in_words

NOTE_KINDS = {
    NoteKind.NOTE: N_("Note"),
    NoteKind.COMPLAINT: N_("Complaint"),
    NoteKind.SUGGESTION: N_("Suggestion"),
}


def label_of(field: CustomerField, words: Words) -> str:
    """The field's name; a shop's own is shown as it was typed."""
    return field.label if field.is_own else words(field.label)


def value_in_words(field: CustomerField, value: str, words: Words) -> str:
    """What a person reads of a stored value."""
    if field.kind is FieldKind.CHOICE and not field.is_own:
        return words(dict(field.choices).get(value, value))
    return value


def source_in_words(value: FieldValue, words: Words) -> str:
    """ "Entered by hand. Li, 3 May 2024"."""
    by = [value.author] if value.author else []
    on = [words.date(on_this_clock(value.changed_at).date())] if value.changed_at else []
    return " ".join([words(Provenance(value.provenance).sentence), ", ".join(by + on)]).strip()


def hit_in_words(hit: Hit) -> str:
    """One line of a list of hits: what tells two of the same name apart."""
    others = (hit.customer if hit.customer != hit.title else None, hit.phone, hit.email)
    return " · ".join([hit.title, *(one for one in others if one)])


def levels_in_words(view: CustomerFile, names: dict[str, str], words: Words) -> str:
    """The levels at the head of the file. ``names``: lens key → the lens's name (message ids)."""
    levels = view.measures.levels if view.measures else {}
    said = words("{name}: {value}")
    return " · ".join(said.format(name=words(names[key]), value=words(level.name)) for key, level in levels.items())


def vip_in_words(view: CustomerFile, words: Words) -> str:
    """That the VIP level in force is kept by grace or set by hand, and what the rule says; empty where the rule decides."""
    if view.measures is None:
        return ""
    vip = view.measures.vip
    note = exception_in_words(vip.decided_by, vip.grace_until, vip.hand_until, vip.hand_reason, words)
    if note is None:
        return ""
    said = words("VIP level in force: {level}. {why}. By rule: {by_rule}.")
    return said.format(level=words(vip.in_force.name), why=note, by_rule=words(vip.by_rule.name))


def numbers_in_words(view: CustomerFile, words: Words) -> str:
    """The customer's number, and those of who was found to be the same person; empty where the title says it all."""
    if view.also:
        return words("Customer {number}, the same person as {others}").format(
            number=view.customer, others=words(", ").join(view.also)
        )
    return words("Customer {number}").format(number=view.customer) if view.title != view.customer else ""


def rhythm_in_words(view: CustomerFile, words: Words) -> str:
    """How often the customer buys, and when the next visit is due."""
    measures = view.measures
    if measures is None:
        return words("No purchase in the days counted.")
    if measures.rhythm_days is None or measures.due_on is None:
        return words("Nobody has bought twice yet, so no rhythm is known.")
    days = words.number(measures.rhythm_days, 0 if measures.rhythm_days == int(measures.rhythm_days) else 1)
    sentence = (
        words("Buys every {days} days (the median gap of this customer); the next visit is due on {date}.")
        if measures.is_own_rhythm
        else words("Too few visits for a rhythm of their own; by the shop's {days} days the next is due on {date}.")
    )
    return sentence.format(days=days, date=words.date(measures.due_on))


def weekday_in_words(view: CustomerFile, words: Words) -> str:
    """The usual weekday, with how many of the purchase days fell on it."""
    if view.usual_weekday is None:
        return words("No usual weekday.")
    name = get_day_names("wide", locale=words.language)[view.usual_weekday]
    return words("Usually comes on {weekday}: {n} of {all} purchase days.").format(
        weekday=name,
        n=words.number(view.weekday_counts[view.usual_weekday]),
        all=words.number(sum(view.weekday_counts)),
    )


def missing_in_words(view: CustomerFile, words: Words) -> str:
    """What to ask at the next visit; empty where nothing is missing."""
    if not view.missing:
        return ""
    names = words(", ").join(label_of(field, words) for field in view.missing)
    return words("Still to ask: {fields}.").format(fields=names)


def note_heading(note: Note, words: Words) -> str:
    """ "Complaint · Li · 3/5/24, 10:12"."""
    moment = words.moment(on_this_clock(note.written_at))
    return " · ".join([words(NOTE_KINDS[note.kind]), *([note.author] if note.author else []), moment])


def said_in_words(said: Said, words: Words) -> str:
    """When, what kind, and the numbers given."""
    numbers = (
        (words("rating {n} of 5"), said.rating),
        (words("satisfaction {n} of 5"), said.satisfaction),
        (words("recommendation {n} of 10"), said.recommendation),
    )
    parts = [words.date(said.given_at.date())] if said.given_at else []
    parts += [said.kind] if said.kind else []
    parts += [text.format(n=f"{value:g}") for text, value in numbers if value is not None]
    return " · ".join(parts)


def change_in_words(change: Change, field: CustomerField | None, words: Words) -> str:
    """What a change said, who made it and when; struck ones are named as such."""
    name = change.field if field is None else label_of(field, words)
    value = words("emptied") if change.value is None else change.value
    if field is not None and change.value is not None:
        value = value_in_words(field, change.value, words)
    source = change.author or change.file_name or words(Provenance(change.provenance).sentence)
    moment = words.moment(on_this_clock(change.changed_at))
    said = words("{name}: {value}").format(name=name, value=value)
    line = f"{said}\n{source} · {moment}"
    if change.is_load_undone:
        return f"{line} · {words('its load is undone')}"
    return f"{line} · {words('undone')}" if change.is_undone else line


def why_in_words(
    explained: Explanation, analysis: Analysis, words: Words
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The rule of the level, the numbers beside their limits, and the ways into a better level."""
    if explained.level is None:
        needs = words(" ").join(words(need.sentence) for need in explained.lens.needs)
        if explained.lens.is_any_enough:
            others = words(" ").join(words(need.sentence) for need in explained.lens.needs if need is not Need.SALES)
            return words("Not known yet. Any one of these would fill it: {needs}").format(needs=others), (), ()
        return words("Not known yet. It needs: {needs}").format(needs=needs), (), ()
    names = {level.key: words(level.name) for level in levels_in_use(explained.lens, analysis)}
    return (
        rule_in_words(explained.lens, explained.level, analysis, words),
        tuple(figure_in_words(figure, words) for figure in explained.figures),
        tuple(way_in_words(way, names[way.level], words) for way in explained.ways),
    )


_AMONG_OTHERS = N_(
    "Loyalty ranks customers beside each other: this holds for just these visits, while the others stay as they are."
)


def on_ways_in_words(explained: Explanation, words: Words) -> str:
    """What goes with the ways up, or why there are none; empty where nothing needs saying."""
    if explained.no_way is not None:
        visits = words.count("{n} more visit", "{n} more visits", most_visits(explained.lens.key))
        return words(explained.no_way).format(visits=visits)
    return words(_AMONG_OTHERS) if explained.ways and explained.lens.key == "loyalty" else ""


def action_in_words(
    explained: Explanation, view: CustomerFile, own: Mapping[str, str], analysis: Analysis, words: Words
) -> str | None:
    """What to do with the customer by their level in a lens; by the VIP level in force. None where no level is known.

    ``own``: what the shop wrote for the lens's levels, by their keys.
    """
    level = explained.level
    if level is None or view.measures is None:
        return None
    if explained.lens.key == "vip_level":
        level = view.measures.vip.in_force
    return worded_advice(own, analysis, explained.lens, words).text(level.key, view.measures.frequency)


def goods_in_words(order: Purchase, words: Words) -> str:
    """ "2 × Tea, Cup"."""
    named = [
        goods.product
        if goods.quantity is None or goods.quantity == 1
        else f"{words.number(goods.quantity, 0 if goods.quantity == int(goods.quantity) else 2)} × {goods.product}"
        for goods in order.goods
    ]
    return words(", ").join(named)
