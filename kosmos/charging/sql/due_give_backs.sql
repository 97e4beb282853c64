-- What is given back of postpaid accruals from the opening day on, in rule 5's order, for locked accounts: of all
-- their subscriptions when a suspension begins, else of those whose change or end takes effect (rulebook 6, 8, 11).
SELECT account.id, account.last_number, account.unpaid_kopecks AS unpaid, subscription.number,
       tariff.price_id, tariff.rest AS given_back, subscription.planned
  FROM ledger_account AS account
  JOIN charging_subscription AS subscription
    ON subscription.account_id = account.id AND subscription.status <> 4
   AND subscription.accrued_through_on >= %(day)s::date
   AND (%(suspended)s OR subscription.planned_on <= %(day)s::date)
  JOIN charging_tariff(%(day)s::date) AS tariff ON tariff.plan_id = subscription.plan_id AND NOT tariff.prepaid
 WHERE account.id = ANY (%(ids)s::bigint[])
 ORDER BY account.id, tariff.package, subscription.connected_at, subscription.number
