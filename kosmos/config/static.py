"""Styles, scripts and icons: from this server, compressed, named by their content and kept by browsers for good."""

from pathlib import Path

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names files by their content once `kosmos run` has gathered them, and by their own names before."""

    manifest_strict = False

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        """The name with the digest in it; the plain one of a file that was not gathered."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            if content is None and filename is None:
                return name
            raise


class StaticFiles(WhiteNoiseMiddleware):
    """Serves the gathered files, and what was not gathered from where it stands."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Add a folder, if it is there."""
        if Path(root).is_dir():
            super().add_files(root, prefix)


def gather() -> None:
    """Gather the static files of all parts into HOME/static, with digests in their names, and compressed."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
