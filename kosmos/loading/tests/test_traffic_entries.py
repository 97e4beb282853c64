"""A plan's traffic in the operator's file: what may be chosen and bought, and everything that may be wrong with it."""

from pathlib import Path

import pytest

import kosmos
from kosmos.catalogue.models import UsedUp
from kosmos.loading.errors import LoadError
from kosmos.loading.operator_file import read_operator

OPERATOR_FILE = Path(kosmos.__file__).parent.parent / "demo" / "operator.yaml"
MARK = "    traffic: {volume_gb: 80, then: throttle, throttle_mbps: 0.512}\n"


def told(folder: Path, traffic: str) -> Path:
    """The demo's operator, one of whose plans has this traffic."""
    text = OPERATOR_FILE.read_text(encoding="utf-8")
    assert text.count(MARK) == 1
    file = folder / "operator.yaml"
    file.write_text(text.replace(MARK, f"    traffic: {traffic}\n"), encoding="utf-8")
    return file


def test_choices_and_bundles_are_read(tmp_path: Path) -> None:
    traffic = (
        "{volume_gb: 80, then: throttle, throttle_mbps: 0.512, per_mb: '0.0125', choices: [charge, stop, throttle],"
        " more: [{gb: 50, price: '7.00'}, {gb: 10, price: '2.00'}]}"
    )
    (plan,) = [one for one in read_operator(told(tmp_path, traffic)).plans if one.code == "regional-25"]
    assert plan.traffic is not None
    assert plan.traffic.choices == [UsedUp.THROTTLE, UsedUp.STOP, UsedUp.CHARGE]
    assert [(one.volume_bytes >> 30, one.price_kopecks) for one in plan.traffic.bundles] == [(10, 200), (50, 700)]
    assert (plan.traffic.throttle_kbps, plan.traffic.megabyte_kopeck_hundredths) == (512, 125)


@pytest.mark.parametrize(
    ("others", "says"),
    [
        pytest.param("choices: [throttle]", "two ways at least", id="one choice"),
        pytest.param("choices: [stop, charge], per_mb: '0.0100'", "then: throttle among them", id="not the plan's own"),
        pytest.param("choices: [throttle, throttle]", "given twice", id="a choice twice"),
        pytest.param("choices: [throttle, stop, wait]", "throttle, stop, charge", id="an unknown choice"),
        pytest.param("choices: [throttle, charge]", "per_mb is missing: charge among the choices", id="no price"),
        pytest.param("choices: []", "the list is empty", id="no choice"),
        pytest.param("per_mb: '0.0100'", "no such key with then: throttle", id="a price for nothing"),
        pytest.param("more: []", "the list is empty", id="no bundle"),
        pytest.param("more: [{gb: 0, price: '2.00'}]", "a whole number from 1", id="a bundle of nothing"),
        pytest.param("more: [{gb: 1, price: '0.00'}]", "above zero", id="a bundle for nothing"),
        pytest.param("more: [{gb: 1, price: 2.00}]", "in quotes", id="a price without quotes"),
        pytest.param("more: [{gb: 1}]", "the key price is missing", id="a bundle without a price"),
        pytest.param("more: [{gb: 1, price: '1.00', name: x}]", "unknown key", id="an unknown key"),
        pytest.param("more: [{gb: 1, price: '1.00'}, {gb: 1, price: '2.00'}]", "given twice", id="a volume twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, others: str, says: str) -> None:
    file = told(tmp_path, f"{{volume_gb: 80, then: throttle, throttle_mbps: 0.512, {others}}}")
    with pytest.raises(LoadError) as refused:
        read_operator(file)
    (problem,) = refused.value.problems
    assert says in problem.message
    assert file.read_text(encoding="utf-8").splitlines()[problem.line - 1].startswith("    traffic:")
