"""No page says anything that one of its languages cannot say."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.utils.translation import ngettext, override

from kosmos.portal.tests import strings

CYRILLIC = re.compile("[А-Яа-яЁёІіЎў]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
TABLES = {
    "config/settings.py": "each language is named in itself",
    "gateway/simulator/bank.py": "a simulated bank's, which speaks Russian only",
    "gateway/simulator/demands.py": "a tester's, who reads Russian",
    "gateway/simulator/payer.py": "a tester's, who reads Russian",
    "gateway/simulator/terminal.py": "a tester's, who reads Russian",
    "gateway/simulator/testers.py": "a tester's, who reads Russian",
    "portal/pages/showcase.py": "invented people",
    "portal/places.py": "what addresses abbreviate",
    "portal/samples.py": "invented plans, in each language",
    "wording/typography.py": "days and months of each language",
}
"""Files that say things in every language themselves, or say names."""
PROPER_NAMES = {"Космос", "Яндекс Браузер"}
PATTERNS = {"compile", "search", "match", "fullmatch", "findall"}
TEMPLATES = sorted(strings.CODE.glob("portal/templates/**/*.html"))
"""The simulator's pages are not among them: they are a bank's, and speak Russian only."""
DOORS = ("portal", "gateway", "config")
SPOKEN_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "content", "label", "hint", "note", "more", "ask"}


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_text_is_said_in_every_language(language: str) -> None:
    kept = strings.catalogue(language)
    by_text = {strings.key_of(message): message for message in kept if message.id}
    wanted = strings.wanted(language, strings.gathered())
    assert [text for text in wanted if not strings.complete(by_text.get(text))] == []
    assert [text for text in by_text if text not in wanted] == []


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_translations_have_the_placeholders_of_their_text(language: str) -> None:
    for text, said in strings.said_in(strings.catalogue(language)).items():
        original = text[-1] if isinstance(text, tuple) else text
        for form in said if isinstance(said, tuple) else (said,):
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(original)), text


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    written = strings.said_in(strings.catalogue(language))
    with (strings.LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = strings.said_in(read_mo(file))
    assert compiled == written


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", ["1 день", "2 дня", "5 дней", "21 день", "112 дней"]),
        ("be", ["1 дзень", "2 дні", "5 дзён", "21 дзень", "112 дзён"]),
        ("en", ["1 day", "2 days", "5 days", "21 days", "112 days"]),
    ],
)
def test_plurals_follow_their_number(language: str, forms: list[str]) -> None:
    with override(language):
        said = [ngettext("%(count)s день", "%(count)s дней", count) % {"count": count} for count in (1, 2, 5, 21, 112)]
    assert said == forms


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(strings.CODE).as_posix())
def test_no_template_says_russian_words_of_its_own(path: Path) -> None:
    template = path.read_text(encoding="utf-8")
    assert list(bare_texts(template)) == []
    assert [word for word in bare_arguments(template) if word not in PROPER_NAMES] == []


def test_bare_words_are_found() -> None:
    template = (
        '{% load i18n %}<p title="Имя">Привет, {% trans "мир" %} <b lang="be">Беларуская</b></p>{# шум #}'
        '{% firstof name "Никто" %}{% blocktrans %}да{% endblocktrans %}'
    )
    assert list(bare_texts(template)) == ["Имя", "Привет,"]
    assert list(bare_arguments(template)) == ["Никто"]


def test_no_code_of_pages_says_russian_words_of_its_own() -> None:
    found = {
        path.relative_to(strings.CODE).as_posix(): words
        for path in strings.sources()
        if path.suffix == ".py" and path.relative_to(strings.CODE).parts[0] in DOORS
        if (words := list(bare_constants(path)))
    }
    assert {file: words for file, words in found.items() if file not in TABLES} == {}


def bare_texts(template: str) -> Iterator[str]:
    """Russian words that stand in a template outside of what is translated, or in an attribute that is read out."""
    without = re.sub(r"\{%-?\s*comment.*?endcomment\s*%\}|\{#.*?#\}", "", template, flags=re.S)
    without = re.sub(
        r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}", "", without, flags=re.S
    )
    reader = _Bare()
    reader.feed(without)
    reader.close()
    yield from reader.found


def bare_arguments(template: str) -> Iterator[str]:
    """Russian words that are given to a template tag as they are."""
    for tag in re.findall(r"\{[%{](?!\s*(?:trans|translate|comment)\b)(.*?)[%}]\}", template, flags=re.S):
        for before, word in re.findall(r"(_\()?[\"']([^\"']*)[\"']", tag):
            if CYRILLIC.search(word) and not before:
                yield word


def bare_constants(path: Path) -> Iterator[str]:
    """Russian words of a module that are neither translated, nor patterns, nor said to programmers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and strings.called(call) in {*strings.MARKS, *PATTERNS}:
            silent |= {id(part) for part in ast.walk(call)}
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
        if isinstance(said, str) and CYRILLIC.search(said) and said not in PROPER_NAMES:
            yield said


class _Bare(HTMLParser):
    """Gathers Russian texts that no ``lang`` of their own excuses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.foreign = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "lang" in dict(attrs) and tag != "html":
            self.foreign = tag
            return
        self.found += [
            value
            for name, value in attrs
            if name.lstrip(":") in SPOKEN_ATTRIBUTES and CYRILLIC.search(value or "")
            if value
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.foreign:
            self.foreign = ""

    def handle_data(self, data: str) -> None:
        if not self.foreign and CYRILLIC.search(data):
            self.found.append(data.strip())
