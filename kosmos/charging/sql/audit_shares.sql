-- No day charged twice by shares (rulebook 3 and 5), for a range of accounts: one share a subscription and day, none on
-- a day on which the account was suspended, none after the last day charged that the subscription keeps while it does
-- not run, and that day is the last share's unless a share of zero may have followed.
-- Locks nothing; costs one pass over the range's postings and a hash of its shares.
WITH share AS MATERIALIZED (
    SELECT account_id, subscription, from_on, count(*) AS lines, max(number) AS number
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind = 4
     GROUP BY account_id, subscription, from_on
), last_share AS MATERIALIZED (
    SELECT account_id, subscription, max(from_on) AS last_on, max(number) AS number
      FROM share
     GROUP BY account_id, subscription
), pause AS (
    SELECT account_id, first_on, least(last_on, resumed_on - 1) AS last_on
      FROM charging_suspension
     WHERE account_id BETWEEN %(low)s AND %(high)s AND state IN (2, 3)
), stopped AS (
    SELECT held.account_id, held.number AS subscription, held.status, status_on, charged_through_on, open_through_on,
           last_on, last_share.number, service_id, plan.kind
      FROM charging_subscription AS held
      JOIN ledger_account AS account ON account.id = held.account_id
      JOIN catalogue_plan AS plan ON plan.id = plan_id
      LEFT JOIN last_share ON last_share.account_id = held.account_id AND subscription = held.number
     WHERE held.account_id BETWEEN %(low)s AND %(high)s AND account.id BETWEEN %(low)s AND %(high)s
       AND (held.status <> 1 OR settlement = 2)
)
SELECT 'charged_twice' AS code, account_id, number, from_on AS day,
       jsonb_build_object('subscription', subscription, 'lines', lines) AS figures
  FROM share
 WHERE lines > 1
 UNION ALL
SELECT 'charged_while_suspended', share.account_id, number, from_on, jsonb_build_object('subscription', subscription)
  FROM share
  JOIN pause ON pause.account_id = share.account_id AND from_on BETWEEN first_on AND last_on
 UNION ALL
SELECT 'charged_while_stopped', account_id, number, last_on,
       jsonb_build_object('subscription', subscription, 'status', status, 'status_on', status_on,
                          'charged_through_on', charged_through_on)
  FROM stopped
 WHERE last_on > coalesce(charged_through_on, '-infinity') OR status IN (3, 4) AND last_on >= status_on
 UNION ALL
SELECT 'charged_through', account_id, NULL, charged_through_on,
       jsonb_build_object('subscription', subscription, 'last_share_on', last_on)
  FROM stopped
 WHERE charged_through_on > coalesce(last_on, '-infinity') AND status <> 4
   AND (charged_through_on > open_through_on
        OR NOT EXISTS (SELECT FROM catalogue_price AS price
                         JOIN catalogue_plan AS plan ON plan.id = plan_id
                        WHERE plan.service_id = stopped.service_id AND plan.kind = stopped.kind AND settlement = 1
                          AND fee_kopecks < 31))
