from datetime import date
from pathlib import Path

import pytest

from kosmos.catalogue.models import Erip
from kosmos.catalogue.queries import erip
from kosmos.loading.errors import LoadError
from kosmos.loading.services import load_operator
from kosmos.loading.tests.samples import OPERATOR, written

pytestmark = pytest.mark.django_db
TODAY = date(2016, 11, 20)
ERIP = """\
erip:
  service_code: "4567891"
  path: [{ru: Интернет и телевидение, en: Internet and TV}, {ru: КОСМОС ТВ}]
  payee: Kosmos Telekom
  city: Minsk
"""
LINE = OPERATOR.count("\n")
BROKEN = {
    "a code without quotes": ('"4567891"', "4567891", 'allowed: write it in quotes: "4567891"'),
    "a code too long": ('"4567891"', '"456789100"', 'service_code: found "456789100"; allowed: the service'),
    "no steps": ("path: [{ru: Интернет и телевидение, en: Internet and TV}, {ru: КОСМОС ТВ}]", "path: []", "is empty"),
    "a step without Russian": ("{ru: КОСМОС ТВ}", "{en: Cosmos}", "the key ru is missing"),
    "a payee in Cyrillic": ("Kosmos Telekom", "Космос", 'payee: found "Космос"; allowed: at most 25 Latin'),
    "a city too long": ("Minsk", "Novolukomlskiyyy", "city: found"),
    "an unknown key": ("  city: Minsk", "  city: Minsk\n  mcc: x", 'unknown key; found "mcc"'),
    "a key that is missing": ("  city: Minsk\n", "", "the key city is missing"),
}


def load(folder: Path, text: str = ERIP) -> list[str]:
    return list(load_operator(written(folder, OPERATOR + text), on=TODAY).lines())


def test_it_is_loaded_once(tmp_path: Path) -> None:
    assert erip() is None
    assert "added: erip" in load(tmp_path)
    assert load(tmp_path) == []
    found = erip()
    assert found is not None
    assert (found.service_code, found.payee, found.city) == ("4567891", "Kosmos Telekom", "Minsk")
    assert [step["ru"] for step in found.path] == ["Интернет и телевидение", "КОСМОС ТВ"]


def test_a_change_is_said(tmp_path: Path) -> None:
    load(tmp_path)
    assert load(tmp_path, ERIP.replace("{ru: КОСМОС ТВ}", "{ru: КОСМОС}").replace("4567891", "12")) == [
        "changed: erip: service_code: 4567891 -> 12",
        "changed: erip: path: Интернет и телевидение, КОСМОС ТВ -> Интернет и телевидение, КОСМОС",
    ]


def test_what_is_not_named_is_kept(tmp_path: Path) -> None:
    load(tmp_path)
    assert load(tmp_path, "") == ["not in the file, kept: erip"]


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_section_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(LoadError) as caught:
        load(tmp_path, ERIP.replace(old, new, 1))
    problem = caught.value.problems[0]
    assert problem.line > LINE
    assert said in problem.message
    assert not Erip.objects.exists()
