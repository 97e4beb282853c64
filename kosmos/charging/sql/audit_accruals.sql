-- No day accrued twice (rulebook 4 and 6), for a range of accounts: within a month the accruals and give-backs of a
-- subscription take turns, each from a day on that is not before the last one's, a give-back at its accrual's price; so
-- what they leave is exactly the parts of the days that stayed accrued. None of those was also charged a share or spent
-- suspended, and the subscription's own last accrued day is theirs unless an accrual of zero may have followed.
-- Locks nothing; costs two passes over the range's postings.
WITH move AS MATERIALIZED (
    SELECT account_id, subscription, number, kind, from_on, price_id,
           (date_trunc('month', from_on::timestamp) + interval '1 month - 1 day')::date AS end_on,
           lag(kind, 1, 6::smallint) OVER month AS kind_before, lag(from_on) OVER month AS from_before,
           lag(price_id) OVER month AS price_before, lead(from_on) OVER month AS from_after
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind IN (5, 6)
    WINDOW month AS (PARTITION BY account_id, subscription, date_trunc('month', from_on::timestamp) ORDER BY number)
), accrued AS MATERIALIZED (
    SELECT account_id, subscription, number, from_on AS first_on, coalesce(from_after - 1, end_on) AS last_on
      FROM move
     WHERE kind = 5
), pause AS (
    SELECT account_id, first_on, least(last_on, resumed_on - 1) AS last_on
      FROM charging_suspension
     WHERE account_id BETWEEN %(low)s AND %(high)s AND state IN (2, 3)
), last_move AS (
    SELECT DISTINCT ON (account_id, subscription) account_id, subscription, number,
           CASE kind WHEN 5 THEN end_on ELSE from_on - 1 END AS through_on
      FROM move
     ORDER BY account_id, subscription, number DESC
), kept AS (
    SELECT held.account_id, held.number AS subscription, last_move.number, through_on, accrued_through_on, service_id,
           held.status, status_on, open_through_on
      FROM charging_subscription AS held
      JOIN ledger_account AS account ON account.id = held.account_id
      JOIN catalogue_plan AS plan ON plan.id = plan_id
      LEFT JOIN last_move ON last_move.account_id = held.account_id AND subscription = held.number
     WHERE held.account_id BETWEEN %(low)s AND %(high)s AND account.id BETWEEN %(low)s AND %(high)s
       AND (accrued_through_on IS NOT NULL OR through_on IS NOT NULL)
)
SELECT 'accrued_twice' AS code, account_id, number, from_on AS day,
       jsonb_build_object('subscription', subscription) AS figures
  FROM move
 WHERE kind = 5 AND (kind_before = 5 OR from_on < from_before)
 UNION ALL
SELECT 'given_back_unaccrued', account_id, number, from_on, jsonb_build_object('subscription', subscription)
  FROM move
 WHERE kind = 6 AND (kind_before = 6 OR from_on < from_before OR price_id <> price_before)
 UNION ALL
SELECT 'charged_and_accrued', share.account_id, share.number, share.from_on,
       jsonb_build_object('subscription', share.subscription, 'accrual', accrued.number)
  FROM accrued
  JOIN ledger_posting AS share
    ON share.account_id = accrued.account_id AND share.account_id BETWEEN %(low)s AND %(high)s AND share.kind = 4
   AND share.subscription = accrued.subscription AND share.from_on BETWEEN first_on AND last_on
 UNION ALL
SELECT 'accrued_while_suspended', accrued.account_id, number, greatest(accrued.first_on, pause.first_on),
       jsonb_build_object('subscription', subscription)
  FROM accrued
  JOIN pause ON pause.account_id = accrued.account_id AND pause.first_on <= accrued.last_on
            AND pause.last_on >= accrued.first_on
 WHERE accrued.first_on <= accrued.last_on
 UNION ALL
SELECT 'accrued_through', account_id, number, accrued_through_on,
       jsonb_build_object('subscription', subscription, 'postings_through_on', through_on)
  FROM kept
 WHERE coalesce(through_on > accrued_through_on, accrued_through_on IS NULL)
    OR coalesce(accrued_through_on > through_on, through_on IS NULL)
       AND NOT EXISTS (SELECT FROM catalogue_price AS price
                         JOIN catalogue_plan AS plan ON plan.id = plan_id
                        WHERE plan.service_id = kept.service_id AND settlement = 2 AND fee_kopecks = 0)
 UNION ALL
SELECT 'accrued_while_stopped', account_id, number, accrued_through_on,
       jsonb_build_object('subscription', subscription, 'status', status, 'status_on', status_on)
  FROM kept
 WHERE status = 2 AND accrued_through_on > open_through_on OR status = 3 AND accrued_through_on >= status_on
    OR status = 4 AND accrued_through_on > status_on
