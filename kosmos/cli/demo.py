"""kosmos demo: the demo operator, a month of his life with every kopeck's why, and then his pages."""

import os
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

import kosmos
from kosmos.cli.output import console, progress_bar
from kosmos.config.database import installation
from kosmos.config.environment import Environment, read_environment
from kosmos.kernel.days import ONE_DAY, month_end, start_of
from kosmos.kernel.errors import SetupError

OPERATOR_FILE = Path(kosmos.__file__).parent.parent / "demo" / "operator.yaml"
FIRST_EVE = date(2026, 10, 31)
ZONE = ZoneInfo("Europe/Minsk")
SEED = 1
INTO_THE_NEXT_MONTH = 3
"""The first start plays a month and these days of the next one, when what was not paid shows."""

IN_CI = os.environ.get("CI") == "true"
"""Nobody is there to press Ctrl-C."""


@click.command()
@click.option("--accounts", default=1_000, show_default=True, type=click.IntRange(min=20))
@click.option("--days", type=click.IntRange(0, 31), help="Days to play (default: a month and three days, once).")
@click.option("--language", type=click.Choice(("ru", "be", "en")), default="ru", show_default=True)
@click.option(
    "--check", is_flag=True, default=IN_CI, help="Look at the pages as everybody, then stop (so does CI=true)."
)
@click.option("--pages/--no-pages", default=True, show_default=True, help="Serve the pages until Ctrl-C.")
def demo(accounts: int, days: int | None, language: str, *, check: bool, pages: bool) -> None:
    """Open the demo operator, play a month day by day, show what came of it, and serve his pages.

    Prints who can sign in, in every state that there is. Started again it goes on where it was. The demo's clock
    can be moved on its pages and with kosmos clock.

    \b
    Example: kosmos demo
    """
    if pages:
        _refuse_taken_port(read_environment())
    with installation() as environment:
        prepare(accounts)
        played = play_on(days)
        if played:
            _show(*played, language)
        if pages:
            _serve(environment, language, check=check)
        else:
            console.print("\nNext: kosmos account NUMBER · kosmos clock advance 1d · kosmos ledger check · kosmos demo")


def prepare(accounts: int) -> None:
    """Load the demo's operator and people into an empty database. SetupError if it holds a real operator's."""
    from kosmos.catalogue.models import Operator  # noqa: PLC0415 - needs Django set up
    from kosmos.cli.loads import load_file  # noqa: PLC0415
    from kosmos.kernel.models import DemoClock  # noqa: PLC0415
    from kosmos.ledger.models import Account  # noqa: PLC0415
    from kosmos.loading.sample_subscribers import write_sample  # noqa: PLC0415
    from kosmos.loading.services import load_operator  # noqa: PLC0415

    if not DemoClock.objects.exists():
        if Operator.objects.exists():
            raise SetupError(
                "not_the_demo",
                "This database holds a real operator: the demo needs one of its own (set KOSMOS_HOME or DATABASE_URL).",
            )
        if not OPERATOR_FILE.exists():
            raise SetupError("demo_files_missing", f"There is no {OPERATOR_FILE}: run the demo from the project.")
        DemoClock.objects.create(ahead=start_of(FIRST_EVE, ZONE) + timedelta(hours=12) - datetime.now(UTC))
    load_operator(OPERATOR_FILE, on=FIRST_EVE)
    if Account.objects.exists():
        return
    with tempfile.TemporaryDirectory() as folder, progress_bar("subscribers") as report:
        file = Path(folder) / "subscribers.csv"
        write_sample(file, count=accounts, seed=SEED, opened_through=FIRST_EVE)
        load_file(file, eve=FIRST_EVE, dry_run=False, progress=lambda done, total: report("subscribers", done, total))


def play_on(days: int | None) -> tuple[date, date] | None:
    """Play what is to be played, the people's stories first; its first and last day, or None if there is nothing."""
    from kosmos.charging.services import next_day_to_open  # noqa: PLC0415 - needs Django set up
    from kosmos.cli.demo_connections import create_connections  # noqa: PLC0415
    from kosmos.cli.demo_finance import create_finance  # noqa: PLC0415
    from kosmos.cli.demo_links import create_links  # noqa: PLC0415
    from kosmos.cli.demo_month import go_on, play  # noqa: PLC0415
    from kosmos.cli.demo_site import create_site  # noqa: PLC0415
    from kosmos.cli.demo_staff import create_staff  # noqa: PLC0415
    from kosmos.cli.demo_stories import add_people, people_are_here, told_through  # noqa: PLC0415
    from kosmos.cli.demo_support import create_support  # noqa: PLC0415
    from kosmos.cli.demo_visits import create_visits  # noqa: PLC0415

    first = next_day_to_open() or FIRST_EVE + ONE_DAY
    if days is not None:
        last = first + timedelta(days=days - 1)
    elif people_are_here():
        last = told_through()
    else:
        last = month_end(first) + timedelta(days=INTO_THE_NEXT_MONTH)
    if last < first:
        go_on(zone=ZONE)
        return None
    if not people_are_here():
        add_people(eve=first - ONE_DAY, today=last, zone=ZONE)
    play(first, last, zone=ZONE)
    create_staff(last)
    create_visits(last)
    create_connections(last)
    create_support(last)
    create_links(last)
    create_finance(last)
    create_site(last)
    return first, last


def _show(first: date, last: date, language: str) -> None:
    from kosmos.cli.demo_month import show  # noqa: PLC0415 - needs Django set up

    show(first, last, language)


def _serve(environment: Environment, language: str, *, check: bool) -> None:
    from kosmos.cli.demo_pages import serve_demo  # noqa: PLC0415 - needs Django set up

    serve_demo(environment, language, check=check)


def _refuse_taken_port(environment: Environment) -> None:
    """SetupError if somebody else's pages are at the demo's address, before anything is done."""
    from kosmos.cli.processes import reserved  # noqa: PLC0415 - only where pages are served

    with reserved(environment.host, environment.port):
        pass


COMMANDS = (demo,)
