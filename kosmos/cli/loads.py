"""kosmos load: the operator's file, his coverage, his subscribers', and counts of traffic."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from kosmos.cli.accounts import DAY
from kosmos.cli.output import as_json, print_json, progress_bar
from kosmos.config.database import installation
from kosmos.kernel.changes import Changes

FILE = click.argument("file", type=click.Path(path_type=Path))
DRY = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")


@click.group()
def load() -> None:
    """Load the operator and his subscribers; nothing of a file with an error in it.

    \b
    Example: kosmos load operator demo/operator.yaml
    """


@load.command()
@FILE
@DRY
@as_json
def operator(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Load the operator: services, plans, prices, policies, places to pay, coverage, help.

    \b
    Example: kosmos load operator demo/operator.yaml --dry-run
    """
    with installation():
        from kosmos.catalogue.models import Operator  # noqa: PLC0415 - needs Django set up
        from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415
        from kosmos.kernel.clock import now  # noqa: PLC0415
        from kosmos.kernel.days import business_day  # noqa: PLC0415
        from kosmos.loading.services import load_operator  # noqa: PLC0415

        today = business_day(now(), operator_zone()) if Operator.objects.exists() else now().date()
        changes = load_operator(file, on=today, dry_run=dry_run)
    _tell(changes, dry_run=dry_run, as_json=as_json)


@load.command()
@FILE
@click.option("--day", "eve", type=DAY, help="First load only: the day before the first to open (default: yesterday).")
@DRY
@as_json
def subscribers(file: Path, eve: datetime | None, *, dry_run: bool, as_json: bool) -> None:
    """Load subscribers with their accounts, balances and plans; the next opening is the first to charge them.

    \b
    Example: kosmos load subscribers subscribers.csv
    """
    with installation(), progress_bar(f"loading {file.name}") as report:
        changes = load_file(
            file,
            eve=eve.date() if eve else None,
            dry_run=dry_run,
            progress=lambda done, total: report(f"loading {file.name}", done, total),
        )
    _tell(changes, dry_run=dry_run, as_json=as_json)


@load.command()
@FILE
@DRY
@as_json
def traffic(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Load traffic counts from a file; each reference of a source counts once.

    \b
    Example: kosmos load traffic counters.csv
    """
    with installation(), progress_bar(f"loading {file.name}") as report:
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.loading.traffic import load_traffic  # noqa: PLC0415

        loaded = load_traffic(
            file,
            now=now(),
            dry_run=dry_run,
            progress=lambda done, total: report(f"loading {file.name}", done, total),
        )
    if as_json:
        print_json({"dry_run": dry_run, **asdict(loaded)})
        return
    click.echo(f"{loaded.new} counted, {loaded.known} known already")
    if dry_run:
        click.echo("dry run: nothing of this was done")


@load.command()
@FILE
@DRY
@as_json
def coverage(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Load the houses that the network reaches, with their services and dormitories.

    \b
    Example: kosmos load coverage houses.csv
    """
    with installation(), progress_bar(f"loading {file.name}") as report:
        from kosmos.loading.coverage import load_coverage  # noqa: PLC0415 - needs Django set up

        changes = load_coverage(
            file,
            dry_run=dry_run,
            progress=lambda done, total: report(f"loading {file.name}", done, total),
        )
    _tell(changes, dry_run=dry_run, as_json=as_json)


def load_file(file: Path, *, eve: date | None, dry_run: bool, progress: Callable[[int, int], None]) -> Changes:
    """Load subscribers as open through the newest business day; before the first one, through ``eve``."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415
    from kosmos.charging.services import begin_business  # noqa: PLC0415
    from kosmos.kernel.clock import now  # noqa: PLC0415
    from kosmos.kernel.days import ONE_DAY, business_day  # noqa: PLC0415
    from kosmos.loading.services import load_subscribers  # noqa: PLC0415

    at = now()
    with transaction.atomic():
        day = begin_business(eve=eve or business_day(at, operator_zone()) - ONE_DAY)
        changes = load_subscribers(file, day=day, at=at, dry_run=dry_run, progress=progress)
        transaction.set_rollback(dry_run)
    return changes


def _tell(changes: Changes, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json({"dry_run": dry_run, **asdict(changes)})
        return
    for line in changes.lines():
        click.echo(line)
    if not changes:
        click.echo("nothing changed: all of it was here already")
    elif dry_run:
        click.echo("dry run: nothing of this was done")


COMMANDS = (load,)
