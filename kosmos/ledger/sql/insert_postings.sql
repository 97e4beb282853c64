-- Inserts postings whose numbers the caller has taken from accounts that it holds locked.
INSERT INTO ledger_posting (account_id, number, amount_kopecks, kind, code, cause, price_id, subscription,
                            from_on, reverses, note, posted_on, posted_at)
SELECT line.*, %(day)s::date, %(at)s::timestamptz
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::int[], %(amounts)s::bigint[], %(kinds)s::smallint[],
              %(codes)s::smallint[], %(causes)s::smallint[], %(prices)s::int[], %(subscriptions)s::smallint[],
              %(froms)s::date[], %(reversed)s::int[], %(notes)s::text[]) AS line
