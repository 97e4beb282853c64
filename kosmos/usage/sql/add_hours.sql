-- Adds counts to the hours that they were counted in. The accounts are locked; touches a row for each hour.
INSERT INTO usage_traffichour AS hour (account_id, subscription, hour_at, volume_bytes)
SELECT account_id, subscription, hour_at, sum(volume_bytes)::bigint
  FROM unnest(%(accounts)s::bigint[], %(subscriptions)s::smallint[], %(hours)s::timestamptz[], %(volumes)s::bigint[])
       AS count (account_id, subscription, hour_at, volume_bytes)
 GROUP BY 1, 2, 3
    ON CONFLICT (account_id, subscription, hour_at)
    DO UPDATE SET volume_bytes = hour.volume_bytes + excluded.volume_bytes
