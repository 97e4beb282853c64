"""kosmos day: opening business days, how far that is, and what one would bring."""

from collections.abc import Mapping
from datetime import date, datetime

import click
from rich.table import Table

from kosmos.cli.accounts import DAY
from kosmos.cli.output import as_json, console, day_progress, print_json, progress_bar
from kosmos.config.database import installation
from kosmos.kernel.money import kopecks, plain


@click.group()
def day() -> None:
    """Open business days, see how far they are, try one without opening it.

    \b
    Example: kosmos day open
    """


@day.command("open")
@click.option("--through", type=DAY, help="Open up to this day only (default: today).")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Connections to use.")
@as_json
def open_command(through: datetime | None, workers: int, *, as_json: bool) -> None:
    """Open every business day that is not open yet, in order; then seal the closed ones.

    Safe to stop, to kill and to run again, on several hosts at once.

    \b
    Example: kosmos day open --through 2026-12-01
    """
    with installation():
        from kosmos.charging.services import open_days  # noqa: PLC0415 - needs Django set up
        from kosmos.kernel.clock import now  # noqa: PLC0415
        from kosmos.ledger.services.seals import seal_days  # noqa: PLC0415

        last = through.date() if through else None
        with day_progress() as progress:
            opened = open_days(now=now(), through=last, progress=progress, workers=workers)
        sealed = seal_days()
    if as_json:
        print_json({"opened": opened, "sealed": sealed})
    else:
        click.echo(f"opened {_spell(opened)}; sealed {_spell(sealed)}")


def _spell(days: list[date]) -> str:
    if not days:
        return "nothing (all was done)"
    return str(days[0]) if len(days) == 1 else f"{days[0]} to {days[-1]} ({len(days)} days)"


@day.command()
@as_json
def status(*, as_json: bool) -> None:
    """Say which day is open, which is being opened and what is left of it.

    \b
    Example: kosmos day status --json
    """
    with installation():
        from kosmos.charging.queries import days_state  # noqa: PLC0415 - needs Django set up
        from kosmos.kernel.clock import now  # noqa: PLC0415

        state = days_state(now=now())
    if as_json:
        print_json(state)
        return
    if state["open"] is None:
        click.echo("no business day is open yet: load subscribers, then kosmos day open")
        return
    click.echo(f"open: {state['open']}   today: {state['today']}   sealed: {state['sealed'] or 'none'}")
    if state["unfinished"]:
        click.echo(
            f"being opened: {state['unfinished']}, {state['accounts_left']} of {state['accounts']} accounts left"
        )
    elif state["days_behind"]:
        click.echo(f"{state['days_behind']} days to open: kosmos day open")


@day.command("dry-run")
@click.option("--day", "on", type=DAY, help="The day to try (default: the next one).")
@click.option("--price", "prices", multiple=True, metavar="PLAN=FEE", help="A fee to try from that month on.")
@click.option("--move", "moves", multiple=True, metavar="PLAN=PLAN", help="A plan to try in place of another.")
@as_json
def dry_run_command(on: datetime | None, prices: tuple[str, ...], moves: tuple[str, ...], *, as_json: bool) -> None:
    """Say what a day would bring, and the difference that new prices or plans make; nothing is changed.

    \b
    Example: kosmos day dry-run --day 2026-12-01 --price kombo-50=27.90
    """
    fees = {code: _fee(text) for code, text in (_pair(pair) for pair in prices)}
    with installation():
        from kosmos.catalogue.queries import plan_by_code  # noqa: PLC0415 - needs Django set up
        from kosmos.charging.services import Trial, dry_run, next_day_to_open  # noqa: PLC0415

        trial = Trial(fees=fees, moves=dict(_pair(pair) for pair in moves))
        for code in [*trial.fees, *trial.moves, *trial.moves.values()]:
            plan_by_code(code)
        target = on.date() if on else next_day_to_open()
        with progress_bar("dry run") as report:
            plain_run = dry_run(
                day=target or date.min, progress=lambda done, total: report(f"as it is, {target}", done, total)
            )
            tried = None
            if fees or moves:
                tried = dry_run(
                    day=target or date.min,
                    trial=trial,
                    progress=lambda done, total: report(f"as tried, {target}", done, total),
                )
    before, after = plain_run.as_dict(), tried.as_dict() if tried else None
    if as_json:
        print_json({"day": target, "now": before, "tried": after})
    else:
        click.echo(f"{target}: what it would bring (nothing was changed)")
        _show_totals(before, after)


def _pair(text: str) -> tuple[str, str]:
    code, separator, value = text.partition("=")
    if not (code and separator and value):
        raise click.BadParameter(f"{text!r} is not PLAN=VALUE")
    return code, value


def _fee(text: str) -> int:
    try:
        return kopecks(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _show_totals(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]] | None) -> None:
    table = Table("what", "now", *(("tried", "difference") if after else ()), box=None, pad_edge=False)
    for group, counts in before.items():
        for name in sorted({*counts, *(after or {}).get(group, {})}):
            spell = plain if group == "kopecks" else str
            values = [counts.get(name, 0)]
            if after:
                values += [after[group].get(name, 0), after[group].get(name, 0) - counts.get(name, 0)]
            table.add_row(f"{'BYN' if group == 'kopecks' else group} {name}", *map(spell, values))
    console.print(table)


@day.command()
@as_json
def seal(*, as_json: bool) -> None:
    """Seal the closed days that are not sealed yet.

    \b
    Example: kosmos day seal
    """
    with installation():
        from kosmos.ledger.services.seals import seal_days  # noqa: PLC0415 - needs Django set up

        sealed = seal_days()
    if as_json:
        print_json({"sealed": sealed})
    else:
        click.echo(f"sealed {_spell(sealed)}")


COMMANDS = (day,)
