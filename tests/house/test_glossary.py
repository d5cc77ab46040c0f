"""The README's glossary is the code's: ``segmentation.schema.GLOSSARY``."""

import re

from segmentation import schema
from tests.conftest import PROJECT

ROW = re.compile(r"^\|(?P<term>[^|]+)\|(?P<meaning>[^|]+)\|", re.M)


def glossary_of_the_readme() -> dict[str, str]:
    """Term → meaning, from the table below the heading "Glossary"."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ ", re.split(r"^#+ Glossary\s*$", readme, flags=re.M)[1], maxsplit=1, flags=re.M)[0]
    rows = [(row["term"].strip(" `*"), row["meaning"].strip()) for row in ROW.finditer(section)]
    return dict(row for row in rows[1:] if set(row[0]) != {"-"} and set(row[0]) != {":", "-"})


def test_the_readme_explains_the_terms_of_the_schema() -> None:
    assert schema.GLOSSARY
    assert glossary_of_the_readme() == dict(schema.GLOSSARY)
