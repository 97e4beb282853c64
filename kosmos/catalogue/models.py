"""What the operator sells: services, families, plans and packages, and their prices by month.

A text in several languages is {"ru": …, "be": …, "en": …}: `ru` is always there, the others fall back to it.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast


class Kind(models.IntegerChoices):
    """A package is an add-on that needs a base plan of its service."""

    BASE = 1, "base"
    PACKAGE = 2, "package"


class Settlement(models.IntegerChoices):
    """When the fee is taken: a share each day, or the month at once."""

    PREPAID = 1, "prepaid"
    POSTPAID = 2, "postpaid"


class Blocks(models.IntegerChoices):
    """When a prepaid plan blocks (rulebook 5)."""

    SHORT = 1, "short"
    NEGATIVE = 2, "negative"


class Needs(models.IntegerChoices):
    """What a plan that blocks when short needs to run on a day (rulebook 5)."""

    FULL_FEE = 1, "full_fee"
    NEXT_SHARE = 2, "next_share"


class PlanStatus(models.IntegerChoices):
    """Nobody but staff may put an account on an archived plan."""

    OPEN = 1, "open"
    ARCHIVED = 2, "archived"


class UsedUp(models.IntegerChoices):
    """What follows when a month's traffic is used up (rulebook 9)."""

    THROTTLE = 1, "throttle"
    STOP = 2, "stop"
    CHARGE = 3, "charge"


class PlaceKind(models.IntegerChoices):
    """The kinds of place, and of way, to pay."""

    OFFICE = 1, "office"
    BANK = 2, "bank"
    POST = 3, "post"
    SHOP = 4, "shop"
    KIOSK = 5, "kiosk"
    ATM = 6, "atm"
    PHONE = 7, "phone"
    EMONEY = 8, "emoney"
    ERIP = 9, "erip"


class ExtraKind(models.IntegerChoices):
    """What can be ordered once: a thing, or somebody who comes."""

    EQUIPMENT = 1, "equipment"
    VISIT = 2, "visit"


def _in_russian(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__has_key": "ru"}), name=name)


def _traffic(used_up: UsedUp | None) -> models.Q:
    """One way in which a plan's traffic columns go together; isnull, because a check lets NULL pass.

    What a way needs is there for the plan's own, and beside it for those that may be chosen instead.
    """
    if used_up is None:
        nothing = models.Q(volume_bytes=None, used_up=None, throttle_kbps=None, megabyte_kopeck_hundredths=None)
        return nothing & models.Q(used_up_choices=[], bundles=[])
    held = models.Q(volume_bytes__isnull=False, volume_bytes__gt=0, used_up__isnull=False, used_up=used_up)
    for way, column in ((UsedUp.THROTTLE, "throttle_kbps"), (UsedUp.CHARGE, "megabyte_kopeck_hundredths")):
        there = models.Q(**{f"{column}__isnull": False, f"{column}__gt": 0})
        chosen = there & models.Q(used_up_choices__contains=[int(way)])
        held &= there if way == used_up else chosen | models.Q(**{f"{column}__isnull": True})
    return held


class Operator(models.Model):
    """The one operator whom this installation serves; the only row has id 1.

    ``groups`` are his in social networks: [{"name": {"ru": …}, "url": …}].
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    code = models.TextField()
    name = models.JSONField()
    timezone = models.TextField()
    currency = models.TextField()
    phones = models.JSONField(default=list)
    groups = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_operator"),
            _in_russian("name", "operator_in_russian"),
        ]


class Service(models.Model):
    """Internet, digital TV, telephony …."""

    id = models.SmallAutoField(primary_key=True)
    code = models.TextField(unique=True)
    name = models.JSONField()

    class Meta:
        constraints = [_in_russian("name", "service_in_russian")]


class Family(models.Model):
    """Plans sold under one name."""

    id = models.SmallAutoField(primary_key=True)
    code = models.TextField(unique=True)
    service = models.ForeignKey(Service, models.PROTECT)
    name = models.JSONField()

    class Meta:
        constraints = [_in_russian("name", "family_in_russian")]


class Plan(models.Model):
    """A priced service; what it costs in a month is in its prices.

    `blocks` counts for prepaid plans only, `needs` for those that block when short. A month's traffic is
    `volume_bytes`; `used_up` says what follows: slower at `throttle_kbps`, nothing more, or a price for each
    started megabyte in hundredths of a kopeck. `used_up_choices` are the ways (of UsedUp) among which a subscriber
    may choose instead, none or several; `bundles` is what he can buy more: [{"volume_bytes": …, "price_kopecks": …}].
    """

    id = models.AutoField(primary_key=True)
    code = models.TextField(unique=True)
    name = models.JSONField()
    service = models.ForeignKey(Service, models.PROTECT)
    family = models.ForeignKey(Family, models.PROTECT, null=True)
    kind = models.SmallIntegerField(choices=Kind, default=Kind.BASE)
    settlement = models.SmallIntegerField(choices=Settlement)
    blocks = models.SmallIntegerField(choices=Blocks, default=Blocks.SHORT)
    needs = models.SmallIntegerField(choices=Needs, default=Needs.NEXT_SHARE)
    status = models.SmallIntegerField(choices=PlanStatus, default=PlanStatus.OPEN)
    audiences = models.JSONField(default=list)
    connection_fee_kopecks = models.BigIntegerField(default=0)
    speed_kbps = models.IntegerField(null=True)
    volume_bytes = models.BigIntegerField(null=True)
    used_up = models.SmallIntegerField(choices=UsedUp, null=True)
    throttle_kbps = models.IntegerField(null=True)
    megabyte_kopeck_hundredths = models.BigIntegerField(null=True)
    used_up_choices = models.JSONField(default=list)
    bundles = models.JSONField(default=list)

    class Meta:
        constraints = [
            _in_russian("name", "plan_in_russian"),
            models.CheckConstraint(
                condition=_traffic(None) | _traffic(UsedUp.THROTTLE) | _traffic(UsedUp.STOP) | _traffic(UsedUp.CHARGE),
                name="traffic_is_consistent",
            ),
            models.CheckConstraint(
                condition=models.Q(speed_kbps=None) | models.Q(speed_kbps__gt=0), name="speed_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.PACKAGE, settlement=Settlement.POSTPAID),
                name="packages_are_prepaid",
            ),
            models.CheckConstraint(condition=models.Q(connection_fee_kopecks__gte=0), name="connection_fee_positive"),
        ]


class Price(models.Model):
    """A plan's fee from the first day of a month on (rulebook 3)."""

    id = models.AutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="prices")
    from_on = models.DateField()
    fee_kopecks = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "from_on"], name="one_price_a_month"),
            models.CheckConstraint(condition=models.Q(from_on__day=1), name="price_from_the_first"),
            models.CheckConstraint(condition=models.Q(fee_kopecks__gte=0), name="fee_positive"),
        ]


class Policy(models.Model):
    """An operator's rule of the house and since when it holds; defaults are in policies.py."""

    pk = models.CompositePrimaryKey("code", "from_on")
    code = models.TextField()
    from_on = models.DateField()
    value = models.TextField()


class Extra(models.Model):
    """What is charged once (rulebook 9): equipment, or a technician's visit; no audiences means for everybody."""

    id = models.AutoField(primary_key=True)
    code = models.TextField(unique=True)
    name = models.JSONField()
    description = models.JSONField(null=True)
    kind = models.SmallIntegerField(choices=ExtraKind)
    status = models.SmallIntegerField(choices=PlanStatus, default=PlanStatus.OPEN)
    audiences = models.JSONField(default=list)
    price_kopecks = models.BigIntegerField()

    class Meta:
        constraints = [
            _in_russian("name", "extra_in_russian"),
            models.CheckConstraint(condition=models.Q(price_kopecks__gt=0), name="extra_costs_something"),
        ]


class PaymentPoint(models.Model):
    """Where, or how, a subscriber can pay; known by its kind, Russian name and Russian address."""

    id = models.AutoField(primary_key=True)
    kind = models.SmallIntegerField(choices=PlaceKind)
    name = models.JSONField()
    address = models.JSONField(null=True)
    hours = models.JSONField(null=True)
    note = models.JSONField(null=True)

    class Meta:
        constraints = [
            _in_russian("name", "payment_point_in_russian"),
            models.UniqueConstraint(
                "kind", KT("name__ru"), KT("address__ru"), name="one_payment_point", nulls_distinct=False
            ),
        ]


class Erip(models.Model):
    """How the operator is found in «Расчёт» (ЕРИП); the only row has id 1.

    ``path`` are the steps down the tree of payments, each in several languages; payee and city stand in its QR code.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    service_code = models.TextField()
    path = models.JSONField()
    payee = models.TextField()
    city = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_erip"),
            models.CheckConstraint(condition=models.Q(service_code__regex=r"^[0-9]{1,8}$"), name="erip_code_of_digits"),
            models.CheckConstraint(condition=~models.Q(path=[]), name="erip_has_a_path"),
        ]


class Building(models.Model):
    """A house that the network reaches, and the services that can be had in it; a dormitory has its name too.

    ``number`` is the first number of ``house``. Whoever writes houses has the search know them: note_places().
    """

    id = models.AutoField(primary_key=True)
    city = models.TextField()
    street = models.TextField()
    house = models.TextField()
    dormitory = models.TextField(default="")
    services = models.ManyToManyField(Service, related_name="buildings")
    number = models.GeneratedField(
        expression=Cast(
            models.Func(models.F("house"), models.Value("[0-9]{1,9}"), function="substring"), models.IntegerField()
        ),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "street", "house"], name="one_building")]
        indexes = [models.Index(fields=["city", "street", "number"], name="building_by_number")]


class CoveragePlace(models.Model):
    """A street with houses of the coverage, or a dormitory in it, as the search of addresses knows it.

    Made from the buildings. ``numbers`` are those of its name («8 Марта»), ``said`` is how many words it has besides;
    ``kind`` is a street's, as in addresses.py; ``city_houses`` is how many houses the coverage has in its city.
    """

    id = models.AutoField(primary_key=True)
    city = models.TextField()
    street = models.TextField()
    dormitory = models.TextField(default="")
    kind = models.TextField()
    numbers = models.JSONField(default=list)
    said = models.SmallIntegerField()
    city_houses = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "street", "dormitory"], name="one_coverage_place")]


class CoverageWord(models.Model):
    """A word of the names of streets, dormitories or (``in_city``) cities, as typing_errors.py spells it."""

    id = models.AutoField(primary_key=True)
    word = models.TextField(db_collation="C")
    in_city = models.BooleanField()
    places = models.ManyToManyField(CoveragePlace, related_name="words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "in_city"], name="one_coverage_word")]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="coverage_word_trigrams")]


class Article(models.Model):
    """A help article; its body is Markdown."""

    id = models.AutoField(primary_key=True)
    slug = models.TextField(unique=True)
    title = models.JSONField()
    body = models.JSONField()

    class Meta:
        constraints = [
            _in_russian("title", "article_title_in_russian"),
            _in_russian("body", "article_body_in_russian"),
        ]
