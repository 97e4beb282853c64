"""Papers as PDF: typst templates of this folder, filled with data that is never read as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "templates"


def paper(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """A PDF of templates/NAME.typ; ``data`` is plain values for JSON, and ``at`` the time that the file bears.

    Texts reach the template as strings of a JSON value, so that no sign in them means anything to it. The fonts are
    typst's own: the paper looks the same wherever it is made.
    """
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("a paper is one file")
    return made
