-- Keeps counts by their references. The accounts are locked, so nobody else tells one of them meanwhile.
INSERT INTO usage_trafficcount
       (account_id, source, reference, subscription, month_on, counted_at, volume_bytes)
SELECT count.*
  FROM unnest(%(accounts)s::bigint[], %(sources)s::text[], %(references)s::text[], %(subscriptions)s::smallint[],
              %(months)s::date[], %(ats)s::timestamptz[], %(volumes)s::bigint[]) AS count
