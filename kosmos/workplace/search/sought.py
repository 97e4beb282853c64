"""Text queries (``tsquery``) for words and numbers that may be meant, and how well a found row has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kosmos.kernel.typing_errors import folded, spelled
from kosmos.workplace.search.asked import Reading
from kosmos.workplace.search.models import WordKind
from kosmos.workplace.search.words import Like, Meanings, best_of

UNFINISHED = 0.75
"""The least likeness of a word that begins like the typed one."""
NEAREST = 0.6
"""Typing errors are forgiven, and of each word only the meanings that are the likeliest are looked for."""
A_BIT = 0.05
PLACES = (WordKind.STREET, WordKind.CITY)


@dataclass(frozen=True, slots=True)
class Sought:
    """A reading as it is looked for: what each typed word may be, by its likeness, and the numbers of a place.

    In ``words`` are the words as the database has them: of a place's city with an @ before it.
    """

    reading: Reading
    words: tuple[dict[str, float], ...]
    numbers: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """As a tsquery: every word in one of its meanings, and every number as a house, a flat or a street's."""
        parts = [_any(likes) for likes in self.words]
        parts += [_any((f"#{number}", f".{number}", number)) for number in map(digits_of, self.numbers)]
        return " & ".join(parts)

    def fit(self, words: Iterable[str]) -> float:
        """How well a row fits that has these words: the likeness of the typed ones, on average."""
        held = set(words)
        each = [max((like for word, like in likes.items() if word in held), default=0.0) for likes in self.words]
        return sum(each) / len(each) if each else 0.0


def as_names(reading: Reading, meanings: Meanings, least: float) -> Sought:
    """A reading all of whose words are somebody's names; meanings less like than ``least`` are left out.

    Its numbers too: organisations have them in their names.
    """
    words = [_names(word, meanings, least) for word in reading.words]
    return Sought(reading, (*words, *({digits_of(number): 1.0} for number in reading.numbers)))


def as_places(reading: Reading, meanings: Meanings, least: float) -> Sought:
    """A reading all of whose words and numbers are an address."""
    return Sought(reading, tuple(_places(word, meanings, least) for word in reading.words), reading.numbers)


def as_both(reading: Reading, meanings: Meanings, least: float) -> tuple[Sought, Sought] | None:
    """A reading in which names and an address stand together, each word taken for what it is likelier to be.

    None where it has not both.
    """
    of_names: list[dict[str, float]] = []
    of_places: list[dict[str, float]] = []
    for word in reading.words:
        if best_of(meanings, word, PLACES) > best_of(meanings, word, (WordKind.NAME,)):
            of_places.append(_places(word, meanings, least))
        else:
            of_names.append(_names(word, meanings, least))
    if not of_names or not (of_places or reading.numbers):
        return None
    return Sought(reading, tuple(of_names)), Sought(reading, tuple(of_places), reading.numbers)


def any_of(sought: Sequence[Sought]) -> str:
    """One tsquery for several readings."""
    return " | ".join(f"({one.query})" for one in sought)


def uses_of(sought: Sought, meanings: Meanings, kinds: Sequence[int]) -> int:
    """In how many names or addresses the rarest of its words stands, as far as they are noted; 0 without words."""
    uses: dict[str, int] = {}
    for kind, likes in ((kind, held.get(kind, [])) for held in meanings.values() for kind in kinds):
        uses |= {f"@{like.word}" if kind == WordKind.CITY else like.word: like.uses for like in likes}
    return min((sum(uses.get(word, 0) for word in likes) for likes in sought.words), default=0)


def words_in(text: str) -> list[str]:
    """The words of a name, as they are spelled for comparing."""
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(text).replace("-", " "))
    return [spelled(word) for word in plain.split()]


def digits_of(number: str) -> str:
    """A number without what follows it: 17 of "17а"."""
    return "".join(sign for sign in number if sign.isdigit())


def _names(word: str, meanings: Meanings, least: float) -> dict[str, float]:
    likes = meanings.get(word, {}).get(WordKind.NAME, [])
    return {word: 1.0} | {like.word: like.likeness for like in likes if _counts(word, like, least, likes[0])}


def _places(word: str, meanings: Meanings, least: float) -> dict[str, float]:
    found = {word: 1.0, f"@{word}": 1.0}
    known = [(kind, likes) for kind in PLACES if (likes := meanings.get(word, {}).get(kind))]
    best = max((likes[0] for _, likes in known), key=_likeness, default=Like("", 0.0, 0))
    for kind, likes in known:
        sign = "@" if kind == WordKind.CITY else ""
        found |= {f"{sign}{like.word}": like.likeness for like in likes if _counts(word, like, least, best)}
    return found


def _counts(word: str, like: Like, least: float, best: Like) -> bool:
    """Whether a meaning is like enough: begun as it was typed, or, where errors are forgiven, next to the best."""
    if least >= UNFINISHED:
        return like.likeness >= least and like.word.startswith(word)
    return like.likeness >= (least if least < NEAREST else best.likeness - A_BIT)


def _likeness(like: Like) -> float:
    return like.likeness


def _any(words: Iterable[str]) -> str:
    return "(" + " | ".join("'" + word.replace("'", "''") + "'" for word in words) + ")"
