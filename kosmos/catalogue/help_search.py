"""The search of help articles: it forgives typing errors, other endings of words, and the wrong keyboard."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from kosmos.catalogue.models import Article
from kosmos.catalogue.queries import articles, text_in
from kosmos.kernel.likeness import likeness
from kosmos.kernel.typing_errors import folded, readings, spelled

LONGEST = 100
"""Letters of what was typed that are read."""
MOST_WORDS = 6
ALIKE = 0.6
"""From this likeness on a word may be meant."""
ENOUGH = 0.6
"""So much of the words that were asked for must be found in an article."""
TITLE = 1.5
"""A word in the title counts so many times one of the text."""
STEM = 5
"""Letters that two words at least begin with alike where only their endings differ."""

_WORD = re.compile(r"[a-zа-я0-9]+")
_UNSAID = frozenset(
    spelled(folded(word))
    for word in (
        *("а", "в", "во", "для", "до", "за", "и", "из", "или", "как", "мне", "мой", "моя", "на", "не", "ни", "о", "об"),
        *(
            "по",
            "почему",
            "с",
            "со",
            "у",
            "что",
            "это",
            "я",
            "як",
            "каб",
            "з",
            "ў",
            "ад",
            "the",
            "a",
            "how",
            "to",
            "my",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article with the words of its title and of its text."""

    article: Article
    title: frozenset[str]
    body: frozenset[str]


def find_articles(text: str, language: str, limit: int = 10) -> list[Article]:
    """The articles that are about what was typed, the likeliest first; none where nothing is like it.

    They are searched in the language and, where they have it besides, in Russian. Reads all articles.
    """
    there = [_read(article, language) for article in articles()]
    known = frozenset().union(*(one.title | one.body for one in there))
    scored = [(max((_score(one, ways) for ways in _asked(text, known)), default=0.0), one.article) for one in there]
    found = sorted(((score, one) for score, one in scored if score > 0), key=lambda pair: (-pair[0], pair[1].id))
    return [article for _, article in found[:limit]]


def _read(article: Article, language: str) -> _Read:
    title = (text_in(article.title, language), article.title["ru"])
    body = (text_in(article.body, language), article.body["ru"])
    return _Read(article, frozenset(_words(title)), frozenset(_words(body)))


def _words(texts: Iterable[str]) -> list[str]:
    return [spelled(word) for text in texts for word in _WORD.findall(folded(text))]


def _asked(text: str, known: frozenset[str]) -> list[list[dict[str, float]]]:
    """For every way in which a text can be meant, and each of its words: the known words that are like it."""
    cut = text[:LONGEST]
    ways = [
        [word for word in _words([reading]) if word not in _UNSAID][:MOST_WORDS]
        for reading in dict.fromkeys([cut, *readings(cut)])
    ]
    return [[_like(word, known) for word in words] for words in ways if words]


def _like(asked: str, known: frozenset[str]) -> dict[str, float]:
    near = [word for word in known if word[:1] == asked[:1] or word[1:2] == asked[1:2]]
    like = {word: max(likeness(asked, word), _akin(asked, word)) for word in near}
    return {word: degree for word, degree in like.items() if degree >= ALIKE}


def _akin(asked: str, word: str) -> float:
    """The likeness of two words with the same stem: «оплатить» and «оплата»."""
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked, word, strict=False)))
    return 0.65 if stem >= max(STEM, 0.6 * len(asked)) else 0.0


def _score(read: _Read, words: list[dict[str, float]]) -> float:
    """How much an article is about words; nothing where too few of them stand in it."""
    degrees = [(_best(read.title, like), _best(read.body, like)) for like in words]
    if sum(max(pair) for pair in degrees) < ENOUGH * len(degrees):
        return 0.0
    return sum(max(TITLE * title, body) for title, body in degrees) / len(degrees)


def _best(words: frozenset[str], like: dict[str, float]) -> float:
    return max((degree for word, degree in like.items() if word in words), default=0.0)
