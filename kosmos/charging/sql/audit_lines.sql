-- Each posting by itself, for a range of accounts: what its kind must say and must not say, its day, that the price is
-- one of the subscription's service and held on the day, that the day is not before the subscription's connection, and
-- that the amount is rule 3's part of that price.
-- Locks nothing; costs one pass over the range's postings, hashed with its subscriptions and with all prices.
WITH price AS MATERIALIZED (
    SELECT price.id AS price_id, plan_id, fee_kopecks AS fee, from_on AS price_on, service_id, kind AS plan_kind, settlement,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY plan_id ORDER BY from_on) AS price_until_on
      FROM catalogue_price AS price
      JOIN catalogue_plan AS plan ON plan.id = plan_id
), held AS MATERIALIZED (
    SELECT account_id, number AS subscription, service_id AS held_service_id, kind AS held_kind,
           (connected_at AT TIME ZONE %(zone)s)::date AS connected_on
      FROM charging_subscription
      JOIN catalogue_plan AS plan ON plan.id = plan_id
     WHERE account_id BETWEEN %(low)s AND %(high)s
), day AS MATERIALIZED (
    SELECT day::date AS from_on, extract(day FROM day)::int AS d,
           extract(day FROM date_trunc('month', day) + interval '1 month - 1 day')::int AS n
      FROM generate_series((SELECT min(day) FROM ledger_businessday)::timestamp,
                           greatest((SELECT max(day) FROM ledger_businessday),
                                    (SELECT max(open_through_on) FROM ledger_account
                                      WHERE id BETWEEN %(low)s AND %(high)s))::timestamp + interval '1 day',
                           interval '1 day') AS day
), line AS (
    SELECT account_id, number, posted_on, posted_at, amount_kopecks, posting.kind, code, posting.price_id, from_on, reverses,
           subscription, plan_id, price_on, price_until_on, service_id, plan_kind, settlement, held_service_id, held_kind, connected_on,
           (posted_at AT TIME ZONE %(zone)s)::date AS happened_on,
           CASE posting.kind WHEN 4 THEN fee * (d - 1) / n - fee * d / n
                             WHEN 5 THEN fee * (d - 1) / n - fee
                             WHEN 6 THEN fee - fee * (d - 1) / n END AS due,
           CASE posting.kind
                WHEN 1 THEN amount_kopecks > 0 AND code BETWEEN 10 AND 19 AND num_nonnulls(posting.price_id, from_on, reverses) = 0
                WHEN 2 THEN amount_kopecks < 0 AND reverses < number AND num_nonnulls(posting.price_id, from_on) = 0
                            AND code BETWEEN 10 AND 19
                WHEN 3 THEN amount_kopecks < 0 AND code = 2 AND num_nonnulls(posting.price_id, from_on, reverses) = 0
                WHEN 4 THEN code = 1 AND num_nonnulls(posting.price_id, subscription, from_on) = 3 AND reverses IS NULL
                WHEN 5 THEN code = 1 AND num_nonnulls(posting.price_id, subscription, from_on) = 3 AND reverses IS NULL
                WHEN 6 THEN code = 1 AND num_nonnulls(posting.price_id, subscription, from_on) = 3 AND reverses IS NULL
                WHEN 7 THEN code = 3 AND number = 1 AND num_nonnulls(posting.price_id, subscription, from_on, reverses) = 0
                ELSE posting.kind = 8 AND num_nonnulls(posting.price_id, from_on) = 0 AND amount_kopecks <> 0
                     AND (reverses IS NULL AND code = 1 AND subscription IS NULL OR reverses < number AND code IN (1, 2))
           END AS well_formed
      FROM ledger_posting AS posting
      LEFT JOIN day USING (from_on)
      LEFT JOIN price ON price.price_id = posting.price_id
      LEFT JOIN held USING (account_id, subscription)
     WHERE account_id BETWEEN %(low)s AND %(high)s
), suspect AS (
    SELECT * FROM line
     WHERE well_formed IS NOT TRUE
        OR subscription IS NOT NULL AND held_service_id IS NULL
        OR happened_on <> posted_on AND kind <> 7
        OR kind IN (4, 5) AND from_on <> posted_on
        OR posted_on < connected_on
        OR kind = 6 AND from_on NOT BETWEEN posted_on AND posted_on + 1
        OR kind IN (4, 5, 6) AND (amount_kopecks = due AND from_on >= price_on AND from_on < price_until_on
                                  AND service_id = held_service_id AND plan_kind = held_kind
                                  AND settlement = CASE kind WHEN 4 THEN 1 ELSE 2 END) IS NOT TRUE
)
SELECT found.code, account_id, number, posted_on AS day,
       found.figures || jsonb_build_object('kind', kind, 'amount_kopecks', amount_kopecks) AS figures
  FROM suspect
 CROSS JOIN LATERAL (VALUES
    ('malformed', well_formed IS NOT TRUE, jsonb_build_object('code', code)),
    ('unknown_subscription', subscription IS NOT NULL AND held_service_id IS NULL,
     jsonb_build_object('subscription', subscription)),
    ('unknown_price', price_id IS NOT NULL AND plan_id IS NULL, jsonb_build_object('price_id', price_id)),
    ('wrong_day', happened_on <> posted_on AND kind <> 7 OR kind IN (4, 5) AND from_on <> posted_on
                  OR kind = 6 AND from_on NOT BETWEEN posted_on AND posted_on + 1,
     jsonb_build_object('happened_on', happened_on, 'from_on', from_on)),
    ('before_connection', posted_on < connected_on,
     jsonb_build_object('subscription', subscription, 'connected_on', connected_on)),
    ('wrong_amount', kind IN (4, 5, 6) AND plan_id IS NOT NULL AND (amount_kopecks = due) IS NOT TRUE,
     jsonb_build_object('due_kopecks', due, 'price_id', price_id, 'from_on', from_on)),
    ('price_not_in_force', kind IN (4, 5, 6) AND (from_on < price_on OR from_on >= price_until_on),
     jsonb_build_object('price_id', price_id, 'from_on', from_on)),
    ('price_of_another', kind IN (4, 5, 6)
                         AND (service_id <> held_service_id OR plan_kind <> held_kind
                              OR settlement <> CASE kind WHEN 4 THEN 1 ELSE 2 END),
     jsonb_build_object('price_id', price_id, 'subscription', subscription))
 ) AS found (code, wrong, figures)
 WHERE found.wrong
