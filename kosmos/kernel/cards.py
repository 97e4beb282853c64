"""Payment card numbers, told from other numbers by their own check and by how they are written, and masked."""

import re
from collections.abc import Iterator, Sequence

SHORTEST, LONGEST = 13, 19
GROUP = 4
"""Digits of a card that stand together, and that stay when it is masked."""
LONGEST_PHONE = 15

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3"
"""Signs without a place of their own: digits that only they keep apart are read as one number."""
_DIGITS = re.compile(rf"\d(?:[{_UNSEEN}]*\d)*")
_NARROW = re.compile(r"[ \u00a0\u2007\u2009\u202f.\-\u2010-\u2015_]")
_WIDE = re.compile(r"(?:[^\w*]|_){1,5}")
_BRANDED = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|220[0-4]\d{12,15}"
    r"|3[47]\d{13}|35\d{14}|3[0689]\d{12}|(?:50|5[6-8]|6\d)\d{11,17}|9112\d{12}"
)
"""Beginnings and lengths of the cards that there are."""
_RUNS = re.compile(rf"\d(?:(?:[^\w*]|_){{0,5}}\d){{{SHORTEST - 1},}}", re.ASCII)
"""Digits that stand near each other, so many that a card's may be among them."""
_NO_DIGITS = bytes(sign for sign in range(128) if not chr(sign).isdecimal())
_DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))


def passes_luhn(digits: str) -> bool:
    """Whether digits pass the check that every card number passes, and one number in ten by chance."""
    return (sum(map(int, digits[-1::-2])) + sum(map(_DOUBLED.__getitem__, digits[-2::-2]))) % 10 == 0


def without_cards(text: str) -> str:
    """A text in which all but the last four digits of whatever passes for a card number are stars.

    A number may be written in groups, over lines, in any script's digits, and have other numbers beside it.
    """
    if len(text) < SHORTEST or _digits_in(text) < SHORTEST:
        return text
    if text.isascii() and not any(_may_be_card(run[0]) for run in _RUNS.finditer(text)):
        return text
    while True:
        found = list(_cards_in(text))
        if not found:
            return text
        signs = list(text)
        for begin, end in found:
            places = [place for place in range(begin, end) if signs[place].isdecimal()]
            for place in places[:-GROUP]:
                signs[place] = "*"
        text = "".join(signs)


def _digits_in(text: str) -> int:
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_DIGITS))
    return sum(map(str.isdecimal, text))


def _may_be_card(run: str) -> bool:
    """Whether near digits are worth a closer look: a number in one is a card or is not."""
    return not run.isdecimal() or _is_card(run, alone=True)


def _cards_in(text: str) -> Iterator[tuple[int, int]]:
    """Where card numbers begin and end."""
    groups = list(_DIGITS.finditer(text))
    first = 0
    while first < len(groups):
        last = _card_from(text, groups, first)
        if last is not None:
            yield groups[first].start(), groups[last].end()
        first = first + 1 if last is None else last + 1


def _card_from(text: str, groups: Sequence[re.Match[str]], first: int) -> int | None:
    """The last group of the longest card number that begins with a group."""
    begin, found, digits, wide, lengths = groups[first].start(), None, "", False, list[int]()
    least = LONGEST_PHONE + 1 if text[max(begin - 1, 0) : begin] == "+" else SHORTEST
    for last in range(first, len(groups)):
        if last > first:
            gap = text[groups[last - 1].end() : groups[last].start()]
            if not _WIDE.fullmatch(gap):
                break
            wide = wide or not _NARROW.fullmatch(gap)
        group = "".join(str(int(sign)) for sign in groups[last][0] if sign.isdecimal())
        digits, lengths = digits + group, [*lengths, len(group)]
        if len(digits) > LONGEST:
            break
        if len(digits) >= least and _is_grouped(lengths, wide=wide) and _is_card(digits, alone=last == first):
            found = last
    return found


def _is_grouped(lengths: Sequence[int], *, wide: bool) -> bool:
    """Whether digits stand as those of a card do; where more than one sign of usual kind parts them, strictly so."""
    if len(lengths) == 1 or all(length == 1 for length in lengths):
        return True
    if lengths[0] < GROUP or not wide:
        return lengths[0] >= GROUP
    fours = all(length == GROUP for length in lengths[:-1]) and lengths[-1] <= GROUP
    joined = all(length % GROUP == 0 for length in lengths) and GROUP in lengths
    return fours or joined or list(lengths) in ([4, 6, 5], [4, 6, 4])


def _is_card(digits: str, *, alone: bool) -> bool:
    """Whether digits pass for a card number; those that stand in one need not be of a brand that we know."""
    if not SHORTEST <= len(digits) <= LONGEST or digits[0] not in "234569" or not passes_luhn(digits):
        return False
    return alone or _BRANDED.fullmatch(digits) is not None
