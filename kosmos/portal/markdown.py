"""The operator's Markdown as HTML: no HTML of its own, no pictures from elsewhere, no links that run anything."""

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

HIGHEST = 2
"""The page's title is the first heading; a text's own begin below it."""
DEEPEST = 6

_READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def rendered(text: str) -> SafeString:
    """A text as HTML that can stand in a page as it is; its headings follow one another without a gap."""
    tokens = _READER.parse(text)
    _lower(tokens)
    return SafeString(_READER.renderer.render(tokens, _READER.options, {}))


def opening(text: str, signs: int = 160) -> str:
    """How a text begins, in plain words and whole ones."""
    said = " ".join(_said(_READER.parse(text)).split())
    return said if len(said) <= signs else f"{said[:signs].rsplit(' ', 1)[0].rstrip('.,;:—– ')}…"


def _said(tokens: list[Token]) -> str:
    lines = [token for token, before in zip(tokens, [None, *tokens], strict=False) if not _is_heading(before)]
    return " ".join(_words(line) for line in lines if line.type == "inline")


def _words(line: Token) -> str:
    return "".join(" " if part.type.endswith("break") else part.content for part in line.children or [])


def _is_heading(token: Token | None) -> bool:
    return token is not None and token.type == "heading_open"


def _lower(tokens: list[Token]) -> None:
    """Give each heading a level that is at most one deeper than the one before it."""
    above = HIGHEST - 1
    for token in tokens:
        if token.type not in {"heading_open", "heading_close"}:
            continue
        if token.type == "heading_open":
            above = min(max(int(token.tag[1]), HIGHEST), above + 1, DEEPEST)
        token.tag = f"h{above}"
