"""kosmos ledger: proving what is kept, and the trial balance."""

import sys

import click
from rich.table import Table

from kosmos.cli.output import as_json, console, print_json, progress_bar
from kosmos.config.database import installation
from kosmos.kernel.money import plain


@click.group()
def ledger() -> None:
    """Prove the ledger, print the trial balance.

    \b
    Example: kosmos ledger check
    """


@ledger.command()
@as_json
def check(*, as_json: bool) -> None:
    """Prove every balance, number, share, accrual and seal from the postings themselves.

    Exit status 1 if something does not hold. May run while days open and payments come.

    \b
    Example: kosmos ledger check --json
    """
    with installation():
        from kosmos.charging.audit import check_ledger  # noqa: PLC0415 - needs Django set up

        with progress_bar("checking") as report_progress:
            report = check_ledger(progress=report_progress)
    if as_json:
        print_json(report.as_dict())
    else:
        for finding in report.findings:
            click.echo(finding.message)
        count = sum(report.counts.values())
        click.echo(
            f"{report.accounts} accounts, {report.postings} postings, closed through {report.closed_through}, "
            f"sealed through {report.sealed_through}: {f'{count} findings' if count else 'all holds'}"
        )
    sys.exit(1 if report.counts else 0)


@ledger.command("trial-balance")
@as_json
def trial_balance_command(*, as_json: bool) -> None:
    """Print what each ledger code gained through the last closed day; the total is zero.

    \b
    Example: kosmos ledger trial-balance
    """
    with installation():
        from kosmos.ledger.queries import trial_balance  # noqa: PLC0415 - needs Django set up

        rows = trial_balance()
    if as_json:
        print_json([{"code": row.name, "kopecks": row.gained_kopecks, "postings": row.postings} for row in rows])
        return
    table = Table("code", "BYN", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.name, plain(row.gained_kopecks))
    console.print(table)


COMMANDS = (ledger,)
