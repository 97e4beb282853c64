"""Papers that a page gives, read as a person would."""

import io
import re
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader


def paper(page: Page, name: str, folder: Path) -> str:
    """Press the link or button that brings a PDF, keep it, and read its words."""
    wanted = page.get_by_role("link", name=re.compile(name)).or_(page.get_by_role("button", name=re.compile(name)))
    with page.expect_download() as coming:
        wanted.first.click()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name.replace(' ', '-')}.pdf"
    coming.value.save_as(file)
    return text_of(file.read_bytes())


def text_of(content: bytes) -> str:
    """The words of a PDF, page after page, each line as it stands."""
    return "\n".join(page.extract_text(extraction_mode="layout") for page in PdfReader(io.BytesIO(content)).pages)
