"""What the worker does for the search: it keeps the words that typing errors are forgiven in."""

from dataclasses import dataclass

from kosmos.workplace.search.words import Newest, newest, note_new_words, note_words

ALL_AFTER = 1440
"""After so many runs, a day if one a minute, all words are read again: of names that changed, and that are gone."""


@dataclass
class Words:
    """Until where the words are noted; nothing before the first run of this process, which reads all."""

    known: Newest | None = None
    runs: int = 0

    def keep(self) -> int:
        """Note what is new since the last time; how many words were new or changed."""
        now = newest()
        self.runs += 1
        if self.known is None or self.runs % ALL_AFTER == 0:
            changed = note_words()
        else:
            changed = note_new_words(self.known) if now != self.known else 0
        self.known = now
        return changed


_words = Words()


def keep_words() -> int:
    """Note what is new since this process did it last; how many words were new or changed."""
    return _words.keep()
