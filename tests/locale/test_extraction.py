import io

from segmentation.locale.extraction import sentences

SOURCE = b"""
_("one")
N_("two " "halves")
words.count("{n} customer", "{n} customers", 3)
data.count(b"x")
"text".count("x")
_(variable)
_(f"{variable}")
other("no")
language._("three")
"""


def test_only_texts_that_are_shown_are_found() -> None:
    found = [
        message for _line, _function, message, _comments in sentences(io.BytesIO(SOURCE), {"_", "N_", "count"}, (), {})
    ]
    assert sorted(found, key=str) == [("{n} customer", "{n} customers"), "one", "three", "two halves"]
