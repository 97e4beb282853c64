from datetime import date
from pathlib import Path

import pytest

from kosmos.catalogue.models import Extra, ExtraKind, PlanStatus
from kosmos.catalogue.queries import open_extras
from kosmos.loading.errors import LoadError
from kosmos.loading.services import load_operator
from kosmos.loading.tests.samples import OPERATOR, written

pytestmark = pytest.mark.django_db
TODAY = date(2016, 11, 20)
EXTRAS = """\
extras:
  - {code: router, name: {ru: Роутер}, description: {ru: Две частоты}, kind: equipment, price: "89.00",
     audience: [home, student], status: open}
  - {code: visit, name: {ru: Выезд мастера}, kind: visit, price: "15.00", audience: [business], status: open}
"""
LINE = OPERATOR.count("\n")
BROKEN = {
    "a price without a cost": ('"89.00"', '"0.00"', 'price: found "0.00"; allowed: above zero'),
    "a price that is a number": ('"89.00"', "89.00", 'price: found "89.00"; allowed: write it in quotes: "89.00"'),
    "an unknown kind": ("kind: visit", "kind: repair", 'kind: found "repair"; allowed: equipment, visit'),
    "an unknown key": ("status: open}\n  -", "status: open, colour: red}\n  -", 'unknown key; found "colour"'),
    "a key that is missing": (", status: open}\n  -", "}\n  -", "the key status is missing"),
    "an unknown audience": ("[business]", "[firms]", 'audience: found "firms"; allowed: home, student, business'),
    "a code twice": ("code: visit", "code: router", "extra router: given twice"),
    "no Russian": ("{ru: Роутер}", "{en: Router}", "the key ru is missing"),
}


def load(folder: Path, text: str = EXTRAS) -> list[str]:
    return list(load_operator(written(folder, OPERATOR + text), on=TODAY).lines())


def test_extras_are_loaded_once(tmp_path: Path) -> None:
    assert "added: extra router" in load(tmp_path)
    assert load(tmp_path) == []
    router = Extra.objects.get(code="router")
    assert (router.kind, router.price_kopecks, router.status) == (ExtraKind.EQUIPMENT, 8900, PlanStatus.OPEN)
    assert router.description == {"ru": "Две частоты"}


def test_each_audience_sees_its_own(tmp_path: Path) -> None:
    load(tmp_path)
    assert [extra.code for extra in open_extras("home")] == ["router"]
    assert [extra.code for extra in open_extras("business")] == ["visit"]
    assert len(open_extras(None)) == 2


def test_a_change_is_said_and_an_archived_one_is_not_sold(tmp_path: Path) -> None:
    load(tmp_path)
    said = load(
        tmp_path,
        EXTRAS.replace('"89.00"', '"79.00"').replace("[business], status: open", "[business], status: archived"),
    )
    assert sorted(said) == [
        "changed: extra router: price: 89.00 -> 79.00",
        "changed: extra visit: status: open -> archived",
    ]
    assert open_extras("business") == []


def test_what_is_not_named_is_kept(tmp_path: Path) -> None:
    load(tmp_path)
    assert load(tmp_path, "") == ["not in the file, kept: extra router", "not in the file, kept: extra visit"]


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_section_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(LoadError) as caught:
        load(tmp_path, EXTRAS.replace(old, new, 1))
    problem = caught.value.problems[0]
    assert problem.line > LINE
    assert said in problem.message
    assert not Extra.objects.exists()


def test_the_kind_never_changes(tmp_path: Path) -> None:
    load(tmp_path)
    with pytest.raises(LoadError) as caught:
        load(tmp_path, EXTRAS.replace("kind: visit", "kind: equipment"))
    assert 'kind: found "equipment"; it is visit and stays so' in str(caught.value)
