"""Faults in use, one class a condition, each with the sentence that a person reads.

A sentence says what is wrong, what was found and what to do. It is kept as an English message id and its values, so that
a page can show it in the reader's language: ``error.sentence(translate)``.
"""

from __future__ import annotations

from collections.abc import Callable

from segmentation.locale import N_


class SegmentationError(Exception):
    """The only exception a page shows as a message. Anything else is a bug and looks like one.

    Subclasses set ``message`` (an English message id with ``{named}`` places) and ``code`` (stable, upper case, what the
    command line prints as ``reason``). Values are given by keyword.
    """

    message: str = N_("Something went wrong.")
    code: str = "ERROR"
    worded: tuple[str, ...] = ()
    """Names of the values that are message ids themselves."""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence())

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The message in the reader's language, its values filled in."""
        values = {name: translate(str(value)) if name in self.worded else value for name, value in self.values.items()}
        return translate(self.message).format(**values)


class IllegalParameter(SegmentationError):
    """A parameter object was given a value that has no meaning. Base of the parameter errors."""

    message = N_("{name} cannot be {value}. {rule}")
    code = "ILLEGAL_PARAMETER"
    worded = ("rule",)


class NoSuchShop(SegmentationError):
    message = N_("There is no shop called {shop}. The shops are: {shops}.")
    code = "NO_SUCH_SHOP"


class NoSales(SegmentationError):
    message = N_("This shop has no sales up to {as_of}. Load a sales sheet first, or choose a later date.")
    code = "NO_SALES"
