-- Tells what subscriptions of locked accounts became: one row of the outbox for an account and an instant. What
-- turns twice at one instant keeps the state that it came from, unless that was taken up already; whoever reads it
-- passes over what came back to where it was. Costs a row for each account of which something turned.
INSERT INTO kernel_outbox (account_id, kind, key, at, about)
SELECT account_id, 'services_turned', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), at,
       jsonb_build_object('on', %(day)s::date, 'cause', %(cause)s::text,
                          'before', jsonb_object_agg(number, before), 'after', jsonb_object_agg(number, after))
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::smallint[], %(before)s::smallint[], %(after)s::smallint[],
              %(instants)s::timestamptz[]) AS turn (account_id, number, before, after, at)
 GROUP BY account_id, at
    ON CONFLICT (account_id, kind, key) DO UPDATE
   SET taken_at = NULL,
       about = CASE WHEN kernel_outbox.taken_at IS NOT NULL THEN excluded.about
                    ELSE excluded.about || jsonb_build_object(
                        'before', (excluded.about -> 'before') || (kernel_outbox.about -> 'before'),
                        'after', (kernel_outbox.about -> 'after') || (excluded.about -> 'after')) END
