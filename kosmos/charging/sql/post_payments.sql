-- Posts payments, whose numbers the caller has taken from accounts that it holds locked, changes these accounts by
-- them (rulebook 4), keeps them by their providers' references, and tells the outbox of each: numbers are fresh, so
-- that none was told of before.
WITH payment AS MATERIALIZED (
    SELECT *
      FROM unnest(%(accounts)s::bigint[], %(numbers)s::int[], %(kopecks)s::bigint[], %(early)s::bigint[],
                  %(codes)s::smallint[], %(providers)s::text[], %(references)s::text[])
           AS payment (account_id, number, kopecks, early, code, provider, reference)
), posted AS (
    INSERT INTO ledger_posting (account_id, number, amount_kopecks, kind, code, cause, note, posted_at, posted_on)
    SELECT account_id, number, kopecks, 1, code, 0, reference, %(at)s::timestamptz, %(day)s::date FROM payment
), kept AS (
    INSERT INTO charging_payment (account_id, posting, amount_kopecks, paid_early_kopecks, provider, reference, posted_on)
    SELECT account_id, number, kopecks, early, provider, reference, %(day)s::date FROM payment
), told AS (
    INSERT INTO kernel_outbox (account_id, kind, key, at, about)
    SELECT account_id, 'payment_received', number::text, %(at)s::timestamptz,
           jsonb_build_object('kopecks', kopecks, 'posting', number)
      FROM payment
)
UPDATE ledger_account AS account
   SET balance_kopecks = account.balance_kopecks + change.amount,
       unpaid_kopecks = account.unpaid_kopecks - change.early,
       last_number = account.last_number + change.lines
  FROM (SELECT account_id, sum(kopecks)::bigint AS amount, sum(early)::bigint AS early, count(*)::int AS lines
          FROM payment GROUP BY account_id) AS change
 WHERE account.id = change.account_id
