-- Inserts postings whose numbers the caller has taken from accounts that it holds locked, and changes these accounts
-- by them (rulebook 4).
WITH posted AS (
    INSERT INTO ledger_posting (account_id, number, amount_kopecks, kind, code, cause, price_id, subscription,
                                from_on, reverses, note, posted_at, posted_on)
    SELECT line.*, %(day)s::date
      FROM unnest(%(owners)s::bigint[], %(numbers)s::int[], %(kopecks)s::bigint[], %(kinds)s::smallint[],
                  %(codes)s::smallint[], %(causes)s::smallint[], %(prices)s::int[], %(subscriptions)s::smallint[],
                  %(froms)s::date[], %(reversed)s::int[], %(notes)s::text[], %(ats)s::timestamptz[]) AS line
)
UPDATE ledger_account AS account
   SET balance_kopecks = account.balance_kopecks + change.amount,
       accrued_kopecks = account.accrued_kopecks + change.accrued,
       unpaid_kopecks = account.unpaid_kopecks + change.unpaid,
       last_number = account.last_number + change.lines
  FROM unnest(%(accounts)s::bigint[], %(amounts)s::bigint[], %(accrued)s::bigint[], %(unpaid)s::bigint[],
              %(counts)s::int[]) AS change (id, amount, accrued, unpaid, lines)
 WHERE account.id = change.id
   AND account.id = ANY (%(accounts)s::bigint[])
