"""QR codes drawn on the server: dark on white in both themes, for cameras and for paper."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of white around a code; readers need them."""


def drawn(text: str, *, says: str) -> SafeString:
    """A text as a QR code in SVG; ``says`` tells those who do not see it what it is."""
    sink = io.BytesIO()
    segno.make_qr(text, error="m").save(
        sink, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None,
        dark="#000", light="#fff", nl=False, title=says or None,
    )  # fmt: skip
    picture = mark_safe(sink.getvalue().decode())  # noqa: S308 - modules, and ``says`` escaped by segno
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', says, picture)
