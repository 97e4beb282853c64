"""Accounts and the postings that move their money; one row is one double entry."""

from django.db import models


class AccountKind(models.IntegerChoices):
    """Suspense holds money that came and is nobody's yet."""

    SUBSCRIBER = 1, "subscriber"
    SUSPENSE = 2, "suspense"


class PostingKind(models.IntegerChoices):
    """What a posting is, in the words of the statement."""

    PAYMENT = 1, "payment"
    REVERSAL = 2, "reversal"
    ONE_OFF = 3, "one_off"
    SHARE = 4, "share"
    ACCRUAL = 5, "accrual"
    GIVE_BACK = 6, "give_back"
    OPENING = 7, "opening"
    CORRECTION = 8, "correction"


class LedgerCode(models.IntegerChoices):
    """The operator's side of a posting."""

    REVENUE = 1, "revenue"
    ONE_OFF_SALES = 2, "one_off_sales"
    OPENING_BALANCES = 3, "opening_balances"
    CASH_DESK = 10, "cash_desk"
    CARD_CLEARING = 11, "card_clearing"
    ERIP_CLEARING = 12, "erip_clearing"
    BANK = 13, "bank"
    POST = 14, "post"
    AGENTS = 15, "agents"
    PROVIDER_FEES = 20, "provider_fees"
    SHORTAGES = 21, "shortages"
    SURPLUSES = 22, "surpluses"


class Cause(models.IntegerChoices):
    """What made the engine post: with the kind, the fee and the days it is the "why" of a posting."""

    ASKED = 0, "asked"
    DAY_OPENED = 1, "day_opened"
    PAYMENT_CAME = 2, "payment_came"
    PAYMENT_REVERSED = 3, "payment_reversed"
    CHARGED_ONCE = 4, "charged_once"
    CONNECTED = 5, "connected"
    PLAN_CHANGED = 6, "plan_changed"
    RESUMED = 7, "resumed"
    PROMISE_TAKEN = 8, "promise_taken"
    PROMISE_LAPSED = 9, "promise_lapsed"
    SUSPENDED = 10, "suspended"
    ENDED = 11, "ended"
    CORRECTED = 12, "corrected"
    UNBLOCKED = 13, "unblocked"
    UNBLOCK_ENDED = 14, "unblock_ended"


class Account(models.Model):
    """What is paid into and charged; its figures change only together with its postings (rulebook 4).

    ``open_through_on`` is the last business day that is open for it.
    """

    id = models.BigIntegerField(primary_key=True)
    balance_kopecks = models.BigIntegerField(default=0)
    accrued_kopecks = models.BigIntegerField(default=0)
    unpaid_kopecks = models.BigIntegerField(default=0)
    last_number = models.IntegerField(default=0)
    open_through_on = models.DateField()
    created_on = models.DateField()
    kind = models.SmallIntegerField(choices=AccountKind, default=AccountKind.SUBSCRIBER)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unpaid_kopecks__gte=0, accrued_kopecks__gte=models.F("unpaid_kopecks")),
                name="unpaid_within_accrued",
            )
        ]


class AccountNumber(models.Model):
    """The number on the contract, and whose it is."""

    number = models.TextField(primary_key=True)
    account = models.OneToOneField(Account, models.PROTECT)


class Posting(models.Model):
    """A line of an account's passbook: numbered without gaps, never changed (rulebook 2).

    ``from_on`` is the first day that a share, accrual or give-back concerns; ``amount_kopecks`` is what
    ``balance`` gains. Partitioned by month of ``posted_on``.
    """

    pk = models.CompositePrimaryKey("account_id", "number", "posted_on")
    account_id = models.BigIntegerField()
    posted_at = models.DateTimeField()
    amount_kopecks = models.BigIntegerField()
    number = models.IntegerField()
    posted_on = models.DateField()
    price_id = models.IntegerField(null=True)
    from_on = models.DateField(null=True)
    kind = models.SmallIntegerField(choices=PostingKind)
    code = models.SmallIntegerField(choices=LedgerCode)
    subscription = models.SmallIntegerField(null=True)
    cause = models.SmallIntegerField(choices=Cause)
    reverses = models.IntegerField(null=True)
    note = models.TextField(null=True)


class MonthEnd(models.Model):
    """How an account's passbook stood at the end of a month that is closed for it; remembered when first asked for."""

    pk = models.CompositePrimaryKey("account_id", "month_on")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    month_on = models.DateField()
    balance_kopecks = models.BigIntegerField()
    last_number = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(month_on__day=1), name="month_end_by_month")]


class OperatorPosting(models.Model):
    """A move between two of the operator's codes: clearing to bank, a provider's fee, a till's shortage.

    The money goes from one to the other: what the cash desk hands over is a move from ``CASH_DESK`` to ``BANK``.
    """

    number = models.BigIntegerField(primary_key=True)
    posted_on = models.DateField()
    posted_at = models.DateTimeField()
    from_code = models.SmallIntegerField(choices=LedgerCode)
    to_code = models.SmallIntegerField(choices=LedgerCode)
    amount_kopecks = models.BigIntegerField()
    reference = models.TextField(unique=True)
    note = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_kopecks__gt=0), name="operator_amount_positive"),
            models.CheckConstraint(condition=~models.Q(from_code=models.F("to_code")), name="operator_codes_differ"),
        ]


class BusinessDay(models.Model):
    """A day the operator opened: begun, finished for all accounts, and sealed once it is closed."""

    day = models.DateField(primary_key=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    postings = models.BigIntegerField(null=True)
    total_kopecks = models.BigIntegerField(null=True)
    seal = models.TextField(null=True)


class Counter(models.Model):
    """The next free id of a kind; blocks of ids are taken under the row's lock."""

    name = models.TextField(primary_key=True)
    next_value = models.BigIntegerField()
