"""The samples of other readers of the rulebook come out equal."""

import json
from pathlib import Path

import pytest

from kosmos.charging.scenario import play, read_scenario

SAMPLES = sorted((Path(__file__).parent.parent / "scenarios" / "samples").glob("sample-???.json"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_comes_out_equal(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    outcome = play(read_scenario(path))
    assert {key: outcome[key] for key in expected} == expected
