-- Steps 4 and 5 of rule 7: decides, for accounts that the caller holds locked, what each live subscription does on
-- this day. It writes nothing. One row for each subscription that changes or is charged, in the order of posting.
-- A postpaid account in arrears gives back what is accrued from `back_from` on before it is tested (rule 6); then
-- each prepaid subscription is tried with what those before it left (rule 5). A promise in force passes every test.
-- One that was taken over waits for its first day; `turned` is not said of the first time that one runs. `all` asks for every live subscription, with what it needs.
-- Costs an index look-up an account in charging_subscription and charging_promise.
WITH tariff AS NOT MATERIALIZED (
    SELECT *, CASE WHEN %(opening)s THEN rest ELSE rest_after END AS back FROM charging_tariff(%(day)s::date)
), account AS (
    SELECT id, last_number, unpaid_kopecks AS unpaid, balance_kopecks + unpaid_kopecks AS spendable,
           EXISTS (SELECT FROM charging_promise AS promise
                    WHERE promise.account_id = ledger_account.id AND NOT promise.lapsed
                      AND promise.until_at > %(at)s::timestamptz) AS trusted
      FROM ledger_account
     WHERE id = ANY (%(ids)s::bigint[])
), live AS (
    SELECT account.*, subscription.number, subscription.status, subscription.blocked_since_charge,
           subscription.charged_through_on, subscription.accrued_through_on, tariff.*,
           row_number() OVER (PARTITION BY account.id ORDER BY tariff.package, subscription.connected_at,
                                                               subscription.number) AS place,
           CASE WHEN NOT prepaid AND spendable < 0 AND NOT trusted AND accrued_through_on >= %(back_from)s::date
                THEN tariff.back END AS given_back
      FROM account
      JOIN charging_subscription AS subscription
        ON subscription.account_id = account.id AND subscription.status IN (1, 2)
       AND subscription.status_on <= %(day)s::date
      JOIN tariff USING (plan_id)
), given AS (
    SELECT *, coalesce(sum(given_back) OVER (PARTITION BY id), 0)::bigint AS given FROM live
), needing AS (
    SELECT *, spendable + given - least(unpaid, given) AS at_start,
           CASE WHEN NOT prepaid OR negative THEN 0
                WHEN NOT full_fee THEN share
                WHEN blocked_since_charge THEN fee
                WHEN status = 1 THEN CASE WHEN extract(day FROM %(day)s::date) = 1 THEN fee ELSE share END
                WHEN charged_through_on >= date_trunc('month', %(day)s::timestamp) THEN share
                ELSE fee END AS need
      FROM given
), walked AS (
    SELECT *, charging_walk(
               at_start,
               CASE WHEN NOT prepaid THEN trusted OR at_start >= 0 WHEN status = 1 AND NOT %(opening)s THEN true END,
               CASE WHEN NOT trusted THEN need END, share,
               CASE WHEN NOT package THEN service_id END,
               CASE WHEN package THEN service_id END) OVER (PARTITION BY id ORDER BY place) AS walk
      FROM needing
), outcome AS (
    SELECT *, walk[2] = 1 AS runs,
           CASE WHEN given_back IS NULL THEN accrued_through_on ELSE %(back_from)s::date - 1 END AS accrued_left_on
      FROM walked
), decided AS (
    SELECT *, runs AND NOT prepaid AND coalesce(accrued_left_on < %(day)s::date, true) AS accrues,
           runs AND prepaid AND (status = 2 OR %(opening)s) AS charged
      FROM outcome
)
SELECT id, last_number, unpaid, number, service_id, price_id, given_back, prepaid, package, need, share AS cost,
       CASE WHEN accrues THEN rest END AS accrual, CASE WHEN charged THEN share END AS share,
       runs <> (status = 1) OR given_back IS NOT NULL OR accrues OR NOT (runs OR blocked_since_charge) AS changes,
       runs <> (status = 1) AND (status = 1 OR charged_through_on IS NOT NULL OR accrued_through_on IS NOT NULL) AS turned,
       CASE WHEN runs THEN 1 ELSE 2 END AS status,
       CASE WHEN NOT runs THEN true WHEN charged THEN false ELSE blocked_since_charge END AS blocked_since_charge,
       CASE WHEN prepaid AND status = 1 AND NOT runs THEN %(day)s::date - 1
            WHEN charged THEN NULL ELSE charged_through_on END AS charged_through_on,
       CASE WHEN accrues THEN (date_trunc('month', %(day)s::timestamp) + interval '1 month - 1 day')::date
            ELSE accrued_left_on END AS accrued_through_on
  FROM decided
 WHERE %(all)s OR runs <> (status = 1) OR given_back IS NOT NULL OR accrues OR charged OR NOT (runs OR blocked_since_charge)
 ORDER BY id, place
