"""A prospect as a page shows it: what is taken when and for what, and what is added, kept, switched off and ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from kosmos.charging.forecast import Foreseen
from kosmos.charging.prospects import Part, Prospect
from kosmos.ledger.models import PostingKind
from kosmos.wording.typography import quoted, text


@dataclass(frozen=True, slots=True)
class Line:
    """A posting with its words, as the balance sees it."""

    title: str
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table of a preview says; ``one_off_kopecks`` is what is charged once, and not among the lines."""

    prospect: Prospect
    one_off_kopecks: int
    today: tuple[Line, ...]
    then: tuple[Line, ...]
    usual_kopecks: int
    added: tuple[Part, ...]
    kept: tuple[Part, ...]
    ended: tuple[Part, ...]
    switched_on: tuple[Part, ...]
    switched_off: tuple[Part, ...]

    @property
    def day(self) -> date:
        """The business day on which it is shown."""
        return self.prospect.day

    @property
    def today_kopecks(self) -> int:
        """What the balance gains at once, but for what is charged once."""
        return total(self.today)

    @property
    def then_kopecks(self) -> int:
        """What the balance gains on the day on which it takes effect."""
        return total(self.then)

    @property
    def gained_kopecks(self) -> int:
        """What the balance gains in all until it has taken effect."""
        return self.prospect.preview.balance_then_kopecks - self.prospect.balance_kopecks

    @property
    def free(self) -> bool:
        """Whether nothing paid is added."""
        return not any(part.fee_kopecks for part in self.added)


def shown_of(prospect: Prospect) -> Shown:
    """The table of a prospect, with titles in the page's language."""
    titles = {part.number: quoted(text(part.name)) for part in (*prospect.before, *prospect.after)}
    shown = prospect.preview
    before = {part.number: part.status for part in prospect.before}
    moved = [(before.get(part.number, ""), part) for part in prospect.after]
    return Shown(
        prospect=prospect,
        one_off_kopecks=-sum(one.amount_kopecks for one in shown.postings if one.kind == PostingKind.ONE_OFF),
        today=_lines(shown.postings, titles),
        then=_lines(shown.postings_then, titles),
        usual_kopecks=sum(one.amount_kopecks for one in prospect.usual),
        added=prospect.added,
        kept=prospect.kept,
        ended=prospect.removed,
        switched_on=tuple(part for was, part in moved if was == "blocked" and part.status == "running"),
        switched_off=tuple(part for was, part in moved if was in ("running", "") and part.status == "blocked"),
    )


def total(lines: Iterable[Line]) -> int:
    """What the balance gains by lines."""
    return sum(line.amount_kopecks for line in lines)


def _lines(postings: Iterable[Foreseen], titles: Mapping[int, str]) -> tuple[Line, ...]:
    return tuple(
        Line(_title(one.kind, titles.get(one.subscription or 0, "")), one.amount_kopecks)
        for one in postings
        if one.kind != PostingKind.ONE_OFF
    )


def _title(kind: int, name: str) -> str:
    if kind == PostingKind.ACCRUAL:
        return gettext("%(plan)s до конца месяца") % {"plan": name}
    if kind == PostingKind.GIVE_BACK:
        return gettext("вернём за %(plan)s") % {"plan": name}
    return gettext("исправление") if kind == PostingKind.CORRECTION else name
