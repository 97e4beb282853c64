"""kosmos erip: the exchange of files with ERIP."""

import sys
from typing import TYPE_CHECKING

import click

from kosmos.cli.output import as_json, print_json
from kosmos.config.database import installation
from kosmos.kernel.errors import SetupError

if TYPE_CHECKING:
    from kosmos.payments.services.erip.exchange import Files


@click.group()
def erip() -> None:
    """Exchange files with ERIP, say what is owed, see when that was done last.

    \b
    Example: kosmos erip status
    """


@erip.command()
@as_json
def exchange(*, as_json: bool) -> None:
    """Fetch ERIP's files, deal with them, send ours: now, and not only every ten minutes. Exit status 1 after a fault.

    \b
    Example: kosmos erip exchange --json
    """
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.payments.services.erip.exchange import exchange as exchange_now  # noqa: PLC0415

        done = exchange_now(_files(), now=now())
    bad = [f"{one.name}, line {line}" for one in done.dealt for line in one.bad_lines]
    if as_json:
        dealt = [{"name": one.name, "lines": one.lines, "bad_lines": list(one.bad_lines)} for one in done.dealt]
        told = {"fetched": list(done.fetched), "dealt": dealt, "demands": done.demands, "sent": list(done.sent)}
        print_json({**told, "fault": done.fault})
    else:
        for line in bad:
            click.echo(line)
        click.echo(
            f"{len(done.fetched)} fetched, {len(done.dealt)} dealt with, {len(done.sent)} sent {done.fault}".strip()
        )
    sys.exit(1 if done.fault else 0)


@erip.command()
def demands() -> None:
    """Write what every account owes as a file 202 into the spool, where the next exchange sends it from.

    \b
    Example: kosmos erip demands
    """
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.payments.services.erip import write_demands  # noqa: PLC0415

        files = _files()
        if files.payee is None:
            raise SetupError("missing_setting", "KOSMOS_ERIP_PAYEE is not set: a file of demands says who is paid.")
        number = write_demands(files.spool, files.payee, now=now())
    click.echo(f"{files.spool}/in/{number}.202" if number else "nothing is owed")


@erip.command()
@as_json
def status(*, as_json: bool) -> None:
    """When files were last exchanged, what was wrong, and which demands wait for ERIP's receipt.

    \b
    Example: kosmos erip status
    """
    with installation():
        from kosmos.payments.models import EripDemands, EripExchange  # noqa: PLC0415 - needs Django set up

        last = EripExchange.objects.first()
        waiting = list(EripDemands.objects.filter(answered_at=None).order_by("number").values_list("number", flat=True))
    at = {name: str(getattr(last, name) or "") for name in ("tried_at", "done_at", "due_at")} if last else {}
    if as_json:
        print_json({**at, "fault": last.fault if last else "", "demands_waiting": waiting})
        return
    said = {"tried": "tried_at", "went through": "done_at", "next": "due_at"}
    for word, name in said.items():
        click.echo(f"{word}: {at.get(name) or 'never'}")
    if last and last.fault:
        click.echo(f"fault: {last.fault}")
    if waiting:
        click.echo(f"no receipt yet for {', '.join(f'{one}.202' for one in waiting)}")


def _files() -> "Files":
    from kosmos.config.wiring import erip_files  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.services.erip.exchange import files_of  # noqa: PLC0415

    setting = erip_files()
    if setting is None:
        raise SetupError("missing_setting", "KOSMOS_ERIP_FILES is not set: files are not exchanged with ERIP.")
    return files_of(setting)


COMMANDS = (erip,)
