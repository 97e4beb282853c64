"""Files are exchanged with ERIP every ten minutes: theirs are fetched and dealt with, ours written once a day and sent.

Nothing is lost wherever it ends: theirs are moved away there only when they are in the spool, ours here only when they
are there. A file that is carried twice is known by its bytes, and its lines are taken once.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.payments.erip_models import EripDemands, EripExchange
from kosmos.payments.erip_rules import Terms
from kosmos.payments.rails.erip.file_kinds import INCOMING, kind_of
from kosmos.payments.rails.erip.servers import Place, Server, ServerAway, fetch, put_away, send
from kosmos.payments.services.erip.demands import Payee, write_demands
from kosmos.payments.services.erip.spool import Dealt, deal_with_spool

EVERY = timedelta(minutes=10)
MOST_SAID = 500
DEFAULT = Terms()


@dataclass(frozen=True, slots=True)
class Files:
    """Where files lie here, ERIP's server if we carry them ourselves, and who is paid if we say what is owed."""

    spool: Path
    place: Place | None = None
    payee: Payee | None = None
    terms: Terms = DEFAULT


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange did; ``fault`` says in words what kept it from being done to the end."""

    fetched: tuple[str, ...] = ()
    dealt: tuple[Dealt, ...] = ()
    demands: int | None = None
    sent: tuple[str, ...] = ()
    fault: str = ""


def files_of(setting: Any) -> Files:  # noqa: ANN401 - an EripFilesSetting, but features know nothing of settings
    """How files are exchanged as a setting says: its ``spool``, ``server`` and ``payee``."""
    server, said = setting.server, dict(setting.payee)
    early = said.pop("early", "no") == "yes"
    payee = Payee(said["code"], said["unp"], said["bank"], said["account"], said["service"]) if said else None
    place = Place(**{one.name: getattr(server, one.name) for one in fields(server)}) if server else None
    return Files(setting.spool, place, payee, Terms(credits_operational=early))


def exchange_if_due(files: Files, *, now: datetime) -> Exchanged | None:
    """Exchange files if the time has come and nobody else does; None if not. Never in a transaction."""
    EripExchange.objects.get_or_create(id=1, defaults={"due_at": now})
    if not EripExchange.objects.filter(due_at__lte=now).update(due_at=now + EVERY, tried_at=now):
        return None
    return exchange(files, now=now)


def exchange(files: Files, *, now: datetime) -> Exchanged:
    """Exchange files now; whatever the server does, what lies in the spool is dealt with. Safe to repeat."""
    for folder in ("in/sent", "out/bak"):
        (files.spool / folder).mkdir(parents=True, exist_ok=True)
    stuck: list[str] = []
    dealt = deal_with_spool(files.spool, now=now, terms=files.terms, faults=stuck)
    number = _demands_of_today(files, now)
    fetched, sent, faults = _carry(files)
    dealt += deal_with_spool(files.spool, now=now, terms=files.terms, faults=stuck) if fetched else []
    faults += dict.fromkeys(stuck)
    fault = "; ".join(faults)[:MOST_SAID]
    _note(fault, now)
    return Exchanged(tuple(fetched), tuple(dealt), number, tuple(sent), fault)


def _carry(files: Files) -> tuple[list[str], list[str], list[str]]:
    """Fetch and send what there is: the names of both, and what went wrong. No file keeps back another."""
    fetched: list[str] = []
    sent: list[str] = []
    faults: list[str] = []
    if files.place is None:
        return fetched, sent, faults
    try:
        with files.place.visit() as server:
            _fetch_all(server, files.spool, fetched, faults)
            _send_all(server, files.spool, sent)
    except ServerAway as error:
        faults.append(str(error))
    return fetched, sent, faults


def _demands_of_today(files: Files, now: datetime) -> int | None:
    """Write what is owed, once a business day."""
    zone = operator_zone()
    last = EripDemands.objects.order_by("-number").first()
    if not files.payee or (last and business_day(last.made_at, zone) >= business_day(now, zone)):
        return None
    return write_demands(files.spool, files.payee, now=now)


def _fetch_all(server: Server, spool: Path, fetched: list[str], faults: list[str]) -> None:
    for name in sorted(server.names("out")):
        kind = kind_of(name)
        if kind is None or kind.number not in INCOMING:
            continue
        try:
            if fetch(server, name, spool / "out"):
                fetched.append(name)
                put_away(server, name)
        except ServerAway as error:
            faults.append(f"{name}: {error}")


def _send_all(server: Server, spool: Path, sent: list[str]) -> None:
    for file in sorted((spool / "in").glob("*.202")):
        send(server, file)
        file.replace(spool / "in" / "sent" / file.name)
        sent.append(file.name)


def _note(fault: str, now: datetime) -> None:
    known, _ = EripExchange.objects.get_or_create(id=1, defaults={"due_at": now + EVERY})
    known.tried_at, known.fault = now, fault
    if not fault:
        known.done_at = now
    known.save(update_fields=["tried_at", "done_at", "fault"])
