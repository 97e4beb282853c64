"""Hostile bytes at every rail for a time: `python -m tests.rails.fuzz --seconds 30`.

Each rail's decoders are shot at in a process of its own, and a running gateway over the wire beside them. Exit status 1
if anything but a message or MessageError leaves a decoder, if the gateway says what it may not, if one of them takes
too long, or if its memory grows.
"""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

import click

MOST_GROWTH_MB = 24.0
SLICE_S = 0.5
GATEWAY = "gateway"
WARMING = 3_000
"""Attacks after which each process of the gateway has seen every kind, and holds what it keeps for good."""


@dataclass
class Shot:
    """What came of one rail: shots, its memory once warm, how much it grew later, what was wrong."""

    rail: str
    shots: int = 0
    seconds: float = 0.0
    memory_mb: float = 0.0
    growth_mb: float = 0.0
    fault: str = ""


def memory_mb(pid: int | None = None) -> float:
    """The memory that a process holds now."""
    fields = Path(f"/proc/{pid or os.getpid()}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def rails() -> list[str]:
    """All that is shot at."""
    from kosmos.payments.rails.tests.fuzz_targets import FUZZ_TARGETS  # noqa: PLC0415 - needs Django set up

    return [*(name for name, _ in groupby(FUZZ_TARGETS, lambda target: target.rail)), GATEWAY]


def shoot_at(rail: str, seconds: float, seed: int) -> Shot:
    """Shoot at a rail for some seconds, a slice for each of its decoders in turn."""
    shot, begun = Shot(rail), monotonic()
    try:
        for shots, memory in _slices(rail, seed):
            if not shot.shots:
                begun = monotonic()
            passed = monotonic() - begun
            shot.shots += shots
            if passed < seconds / 5 or not shot.memory_mb:
                shot.memory_mb = memory
            shot.growth_mb = memory - shot.memory_mb
            if passed >= seconds:
                break
        assert shot.growth_mb < MOST_GROWTH_MB, f"memory grew by {shot.growth_mb:.1f} MB"
    except Exception as error:  # what it is stands in the report
        shot.fault = f"{type(error).__name__}: {error}"
    shot.seconds = monotonic() - begun
    return shot


def _slices(rail: str, seed: int) -> Iterator[tuple[int, float]]:
    """Shots and memory, slice by slice, without an end."""
    return _at_gateway(seed) if rail == GATEWAY else _at_decoders(rail, seed)


def _at_decoders(rail: str, seed: int) -> Iterator[tuple[int, float]]:
    from kosmos.payments.rails.tests.fuzz_targets import FUZZ_TARGETS  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.rails.tests.fuzzing import hammer  # noqa: PLC0415

    targets = [target for target in FUZZ_TARGETS if target.rail == rail]
    while True:
        for target in targets:
            yield hammer(target, seconds=SLICE_S, seed=seed), memory_mb()
            seed += 1


def _at_gateway(seed: int) -> Iterator[tuple[int, float]]:
    from tests.gateway.hostile import SETTINGS, attack  # noqa: PLC0415 - needs Django set up
    from tests.gateway.served import an_operator, served  # noqa: PLC0415

    an_operator()
    with served(**SETTINGS) as gateway:
        warm = 0
        while warm < WARMING:
            seed, warm = seed + 1, warm + attack(gateway, seconds=SLICE_S * 4, seed=seed)
        yield warm, gateway.memory_mb()
        while True:
            yield attack(gateway, seconds=SLICE_S * 4, seed=seed), gateway.memory_mb()
            seed += 1


def _prepared(urls: dict[str, str]) -> None:
    os.environ.update(urls)
    import django  # noqa: PLC0415

    django.setup()


def shoot_at_all(chosen: list[str], seconds: float, seed: int, at_once: int) -> Iterator[Shot]:
    """Shoot at each rail, some at once, on a database that is dropped afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("KOSMOS_HOME", "var/test")
    from kosmos.config.database import scratch_database  # noqa: PLC0415 - reads the environment

    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        context = get_context("spawn")
        with ProcessPoolExecutor(at_once, mp_context=context, initializer=_prepared, initargs=(urls,)) as pool:
            found: list[Future[Shot]] = [
                pool.submit(shoot_at, rail, seconds, seed) for rail in rails() if not chosen or rail in chosen
            ]
            for one in as_completed(found):
                yield one.result()


@click.command()
@click.option("--seconds", default=30.0, show_default=True, help="How long each rail is shot at.")
@click.option("--rail", "chosen", multiple=True, help="Only these rails.")
@click.option("--seed", default=0, show_default=True, help="The same seed shoots alike.")
@click.option(
    "--at-once", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1), help="Rails at once."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def main(seconds: float, chosen: tuple[str, ...], seed: int, at_once: int, *, as_json: bool) -> None:
    """Shoot at every rail; say how often, how much memory it took, and what was wrong."""
    shots = []
    for shot in shoot_at_all(list(chosen), seconds, seed, at_once):
        shots.append(shot)
        words = f"{shot.rail}: {shot.shots} shots in {shot.seconds:.0f} s, {shot.memory_mb:.0f} MB"
        click.echo(f"{words}, later {shot.growth_mb:+.1f}: {shot.fault or 'well'}", err=as_json)
    if as_json:
        click.echo(json.dumps({"rails": [asdict(shot) for shot in shots]}, ensure_ascii=False))
    sys.exit(1 if any(shot.fault for shot in shots) else 0)


if __name__ == "__main__":
    main()
