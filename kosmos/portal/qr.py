"""QR codes drawn on the server: dark on white in both themes, for cameras and for paper."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of white around a code; readers need them."""


def drawn(text: str, *, says: str) -> SafeString:
    """A text as a QR code in SVG; its title, ``says``, tells those who do not see it what it is."""
    sink = io.BytesIO()
    segno.make_qr(text, error="m").save(
        sink, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None,
        dark="#000", light="#fff", nl=False, title=says or None,
    )  # fmt: skip
    picture = sink.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
    return format_html('<div class="qr">{}</div>', mark_safe(picture))  # noqa: S308 - modules, and a title that segno escaped
