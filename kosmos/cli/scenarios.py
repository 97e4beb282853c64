"""kosmos scenario: stories played by the engine on a throw-away database."""

import sys
from pathlib import Path

import click

from kosmos.cli.output import print_json
from kosmos.config.database import scratch_database


@click.group()
def scenario() -> None:
    """Play scenario files: try a tariff before it goes on sale.

    \b
    Example: kosmos scenario run story.yaml
    """


@scenario.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, one line a file.")
def run(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Play scenario files with the real engine.

    Exit status: 0 all held, 1 an `expect` row did not hold, 2 a file cannot be read as a scenario.

    \b
    Example: kosmos scenario run --json tests/scenarios/rules/*.yaml
    """
    held = True
    with scratch_database():
        from kosmos.charging.scenario import ScenarioError, play, read_scenario  # noqa: PLC0415

        try:
            stories = [read_scenario(path) for path in files]
        except ScenarioError as error:
            click.echo(f"kosmos: {error}", err=True)
            sys.exit(2)
        for path, story in zip(files, stories, strict=True):
            outcome = play(story)
            held = held and outcome["ok"]
            if as_json:
                print_json(outcome)
            else:
                click.echo(f"{'ok  ' if outcome['ok'] else 'FAIL'} {story.name or path.name}")
                for failure in outcome["failures"]:
                    click.echo(f"     {failure}")
    sys.exit(0 if held else 1)


COMMANDS = (scenario,)
