"""Files that somebody sent, handed out to be saved: no browser opens one as a page of ours."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; sandbox"
"""The policy of such a file: even opened as a page it could do nothing."""


def file_to_save(content: Iterable[bytes], *, name: str, media_type: str, size_bytes: int) -> StreamingHttpResponse:
    """An answer that a browser saves under a name; texts are in UTF-8."""
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    response = StreamingHttpResponse(content, content_type=content_type)
    response.headers["Content-Length"] = str(size_bytes)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
