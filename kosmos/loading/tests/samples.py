"""Small files that are right, for tests to break."""

from pathlib import Path

OPERATOR = """\
operator:
  code: tiny-tv
  name: {ru: Малая ТВ, be: Малая ТБ}
  timezone: Europe/Minsk
  currency: BYN
  phones: ["+375 17 000 00 00"]
policies:
  promise_days: 3
  promise_fee: "0.00"
services:
  - {code: internet, name: {ru: Интернет}}
  - {code: digital_tv, name: {ru: ЦКТВ}}
families:
  - {code: kombo, service: internet, name: {ru: КОМБО}}
plans:
  - code: kombo-50
    name: {ru: КОМБО 50}
    service: internet
    family: kombo
    kind: base
    audience: [home]
    settlement: prepaid
    blocks: short
    needs: full_fee
    status: open
    prices: [{from: 2016-01-01, fee: "25.90"}]
    connection_fee: "0.00"
    speed_mbps: 50
    traffic: {volume_gb: 100, then: throttle, throttle_mbps: 1}
  - {code: post, name: {ru: Постоплата}, service: internet, kind: base, audience: [home, business],
     settlement: postpaid, status: archived, prices: [{from: 2016-01-01, fee: "18.00"}],
     connection_fee: "0.00"}
  - {code: student, name: {ru: Студент}, service: internet, kind: base, audience: [student],
     settlement: prepaid, blocks: negative, status: open, prices: [{from: 2016-01-01, fee: "9.90"}],
     connection_fee: "0.00"}
  - {code: tv, name: {ru: ТВ}, service: digital_tv, kind: base, audience: [home], settlement: prepaid,
     blocks: short, needs: next_share, status: open, prices: [{from: 2016-01-01, fee: "8.00"}],
     connection_fee: "0.00"}
  - {code: film, name: {ru: Кино}, service: digital_tv, kind: package, base: digital_tv, audience: [home],
     settlement: prepaid, blocks: short, needs: full_fee, status: open,
     prices: [{from: 2016-01-01, fee: "5.00"}], connection_fee: "0.00"}
payment_points:
  - {kind: office, name: {ru: Офис}, address: {ru: "Минск, ул. Красная, 6"}}
buildings:
  - {city: Минск, street: Красная, house: "6", services: [internet, digital_tv]}
articles:
  - {slug: router, title: {ru: Роутер}, body: {ru: "# Роутер"}}
"""

HEADER = (
    "account,kind,name,unp,login,phone,email,city,street,house,building,apartment,dormitory,room,"
    "language,opened_on,balance,plans\n"
)
PERSON = (
    "700001,person,Мороз Анна,,anna,+375291234567,anna@example.by,Минск,Красная,6,,1,,,ru,2016-01-15,25.90,"
    "kombo-50@2016-01-15;tv@2016-02-01;film@2016-02-01\n"
)
SECOND = "700002,person,Мороз Анна,,anna,+375291234567,anna@example.by,Минск,Красная,8,,2,,,ru,2016-03-01,-3.20,\n"
STUDENT = "700003,student,Жук Олег,,oleg,,,Минск,,,,,Общежитие № 4,703,be,2016-09-01,0.00,student@2016-09-01\n"
FIRM = (
    '700004,organisation,"ООО ""Зубр"", Минск",200988541,zubr,+375171234567,,Минск,Красная,6,2,,,,ru,'
    "2016-01-01,100.00,post@2016-01-01\n"
)
SUBSCRIBERS = HEADER + PERSON + SECOND + STUDENT + FIRM


def written(folder: Path, text: str | bytes, name: str = "file") -> Path:
    """A file with a text in it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
