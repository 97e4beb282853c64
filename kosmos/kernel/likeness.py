"""How much one word is like another that may have been meant: letters missing, added, changed or swapped."""

LETTERS = "abvgdejziyklmnoprstufhc4wqx8379"
"""The signs of a spelled word."""
SHORTEST_UNFINISHED = 2
"""Fewer letters do not say which word somebody is about to type."""


def errors_between(asked: str, word: str, at_most: int) -> int:
    """The letters missing, added, changed or swapped with their neighbour; ``at_most`` + 1 where there are more."""
    if abs(len(asked) - len(word)) > at_most:
        return at_most + 1
    before, last = [0] * (len(word) + 1), list(range(len(word) + 1))
    for row, letter in enumerate(asked, start=1):
        now = [row] + [0] * len(word)
        for column, other in enumerate(word, start=1):
            now[column] = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == word[column - 2] and asked[row - 2] == other
            if swapped:
                now[column] = min(now[column], before[column - 2] + 1)
        if min(now) > at_most:
            return at_most + 1
        before, last = last, now
    return last[-1]


def forgiven(length: int) -> int:
    """So many errors are forgiven in a word of so many letters."""
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3


def likeness(asked: str, word: str) -> float:
    """From 1 for the same word to 0 for another: less for each error, and for each letter that is still to be typed."""
    if asked == word:
        return 1.0
    if len(asked) >= SHORTEST_UNFINISHED and word.startswith(asked):
        return 0.75 + 0.2 * len(asked) / len(word)
    allowed = forgiven(len(asked))
    errors = errors_between(asked, word, allowed)
    if errors <= allowed:
        return 1 - errors / max(len(asked), len(word), 4)
    return _unfinished(asked, word, allowed - 1)


def _unfinished(asked: str, word: str, allowed: int) -> float:
    """The likeness of a word whose beginning was typed, with an error in it."""
    if allowed < 1 or len(word) <= len(asked) + 1:
        return 0.0
    errors = min(errors_between(asked, word[:end], allowed) for end in range(len(asked) - 1, len(asked) + 2))
    return 0.0 if errors > allowed else 0.75 - errors / len(asked)


def neighbours(word: str) -> set[str]:
    """All spellings that are one error away from a spelled word."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    lost = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in LETTERS}
    added = {left + letter + right for left, right in halves for letter in LETTERS}
    return (lost | swapped | changed | added) - {word, ""}
