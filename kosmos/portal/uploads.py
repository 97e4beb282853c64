"""Files that come with a form: read no further than they are taken, and what is wrong with them is said beside them."""

from functools import wraps
from typing import Any, ParamSpec, cast

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, GuardedView, View, cabinet_page
from kosmos.support.errors import FileTooLarge, TooManyFiles
from kosmos.support.files import Sent, shown_name
from kosmos.support.rules import MOST_FILE_BYTES, MOST_FILES

P = ParamSpec("P")
FIELD = "files"
MOST_BODY_BYTES = 256 * 1024 * 1024
"""A form larger than this is not read at all; of a smaller one what was typed is kept, whatever its files are."""


class BoundedUploads(FileUploadHandler):
    """Passes over what is too much, and notes why on the request."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.files = 0
        self.refused: DomainError | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Count it."""
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > MOST_FILES:
            self.refused = TooManyFiles(most=MOST_FILES)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the chunk on, as long as the file is not too large."""
        if start + len(raw_data) > MOST_FILE_BYTES:
            name = shown_name(self.file_name or "")
            self.refused = self.refused or FileTooLarge(name=name, most_megabytes=MOST_FILE_BYTES >> 20)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the next handler has the file."""


def upload_page(view: GuardedView[P]) -> View[P]:
    """As ``cabinet_page``, for a form with files: nothing of it is read before it is known who sends it."""
    guarded = cabinet_page(_bounded(view))
    return csrf_exempt(guarded)  # the check itself is inside, after the bounds


def sent_files(request: HttpRequest) -> list[Sent]:
    """The files of the form. FileTooLarge, TooManyFiles if some were passed over."""
    if refused := upload_refused(request):
        raise refused
    return [Sent(one.name or "", one.read()) for one in request.FILES.getlist(FIELD)]


def had_files(request: HttpRequest) -> bool:
    """Whether any file was chosen, which the browser forgets when the form is shown again."""
    return bool(request.FILES.getlist(FIELD)) or upload_refused(request) is not None


def upload_refused(request: HttpRequest) -> DomainError | None:
    """What was wrong with the files while they were read."""
    bounds: BoundedUploads | None = getattr(request, "bounds", None)
    return bounds.refused if bounds else None


def _bounded(view: GuardedView[P]) -> GuardedView[P]:
    checked = csrf_protect(view)

    @wraps(view)
    def bounded(request: CabinetRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if _length(request) > MOST_BODY_BYTES:
            return render(request, "portal/requests/too_large.html", status=413)
        if request.content_type == "multipart/form-data":
            bounds = BoundedUploads(request)
            request.bounds = bounds  # type: ignore[attr-defined]
            request.upload_handlers = [bounds, TemporaryFileUploadHandler(request)]
        return checked(request, *args, **kwargs)

    return cast("GuardedView[P]", bounded)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdecimal() else 0
