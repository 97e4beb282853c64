"""What is refused about requests and their files."""

from kosmos.kernel.errors import DomainError


class UnknownRequest(DomainError):
    """The account has no such request."""

    code = "unknown_request"


class UnknownTopic(DomainError):
    """A request is about one of the known topics."""

    code = "unknown_topic"


class UnknownRow(DomainError):
    """The account has no posting with this number."""

    code = "unknown_row"


class TextMissing(DomainError):
    """Nothing was written."""

    code = "text_missing"


class TextTooLong(DomainError):
    """More was written than ``most`` letters."""

    code = "text_too_long"


class RequestClosed(DomainError):
    """A closed request takes no more words before it is opened again."""

    code = "request_closed"


class RequestNotClosed(DomainError):
    """Only a closed request can be opened again."""

    code = "request_not_closed"


class RequestChanged(DomainError):
    """The subscriber wrote something that whoever answers has not seen yet."""

    code = "request_changed"


class RequestTaken(DomainError):
    """Somebody else became its owner after the form was shown: ``name``, empty for nobody."""

    code = "request_taken"


class AnsweredMeanwhile(DomainError):
    """A colleague, ``name``, did something with the request that whoever answers has not seen yet."""

    code = "answered_meanwhile"


class FieldLeft(DomainError):
    """The text has a field of a ready text, ``field``, that nothing was put in place of."""

    code = "field_left"


class UnfitOwner(DomainError):
    """Requests are given only to staff who answer them and can sign in."""

    code = "unfit_owner"


class RequestMerged(DomainError):
    """A request that is answered in another, ``number``, takes no more words of its own."""

    code = "request_merged"


class CannotMerge(DomainError):
    """Two open requests of one account can be merged, and none that ends a contract."""

    code = "cannot_merge"


class TooManyRequests(DomainError):
    """The account has opened ``most`` requests within a day."""

    code = "too_many_requests"


class TooManyEntries(DomainError):
    """The account has written ``most`` times within an hour."""

    code = "too_many_entries"


class TooManyFiles(DomainError):
    """More files than ``most`` at once."""

    code = "too_many_files"


class FilesTooLarge(DomainError):
    """The account has sent more bytes than it may within a day."""

    code = "files_too_large"


class FileTooLarge(DomainError):
    """The file called ``name`` has more than ``most_megabytes``."""

    code = "file_too_large"


class FileEmpty(DomainError):
    """The file called ``name`` has no bytes."""

    code = "file_empty"


class FileTypeRefused(DomainError):
    """The file called ``name`` is, by its bytes, none of the kinds that are taken."""

    code = "file_type_refused"


FILE_ERRORS = (TooManyFiles, FilesTooLarge, FileTooLarge, FileEmpty, FileTypeRefused)
"""What is wrong with files, not with words."""
