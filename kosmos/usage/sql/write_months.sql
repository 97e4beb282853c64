-- Writes months of traffic as they are now (rulebook 9). The accounts are locked; one row for each subscription.
INSERT INTO usage_trafficmonth
       (account_id, subscription, month_on, refilled_on, volume_bytes, volume_used_bytes, bought_bytes,
        bought_used_bytes, beyond_bytes, charged_bytes, charged_kopeck_hundredths)
SELECT month.account_id, month.subscription, %(month)s::date, month.refilled_on, month.volume_bytes,
       month.volume_used_bytes, month.bought_bytes, month.bought_used_bytes, month.beyond_bytes, month.charged_bytes,
       month.charged_kopeck_hundredths
  FROM unnest(%(accounts)s::bigint[], %(subscriptions)s::smallint[], %(refilled)s::date[], %(volumes)s::bigint[],
              %(volume_used_bytes)s::bigint[], %(bought_bytes)s::bigint[], %(bought_used_bytes)s::bigint[],
              %(beyond_bytes)s::bigint[], %(charged_bytes)s::bigint[], %(charged_kopeck_hundredths)s::bigint[])
       AS month (account_id, subscription, refilled_on, volume_bytes, volume_used_bytes, bought_bytes,
                 bought_used_bytes, beyond_bytes, charged_bytes, charged_kopeck_hundredths)
    ON CONFLICT (account_id, subscription, month_on) DO UPDATE
   SET refilled_on = excluded.refilled_on, volume_bytes = excluded.volume_bytes,
       volume_used_bytes = excluded.volume_used_bytes, bought_bytes = excluded.bought_bytes,
       bought_used_bytes = excluded.bought_used_bytes, beyond_bytes = excluded.beyond_bytes,
       charged_bytes = excluded.charged_bytes, charged_kopeck_hundredths = excluded.charged_kopeck_hundredths
