-- A month of some subscriptions, and what their holders chose last to follow a used-up volume, for which plan. Reads
-- only; two index look-ups a subscription.
SELECT held.account_id, held.subscription, month.refilled_on, month.volume_used_bytes, month.bought_bytes,
       month.bought_used_bytes, month.beyond_bytes, month.charged_bytes, month.charged_kopeck_hundredths,
       wish.plan, wish.used_up, wish.agreed
  FROM unnest(%(accounts)s::bigint[], %(subscriptions)s::smallint[]) AS held (account_id, subscription)
  LEFT JOIN usage_trafficmonth AS month
    ON month.account_id = held.account_id AND month.subscription = held.subscription AND month.month_on = %(month)s
  LEFT JOIN LATERAL (
        SELECT plan.code AS plan, choice.used_up, choice.megabyte_kopeck_hundredths AS agreed
          FROM usage_trafficchoice AS choice
          JOIN catalogue_plan AS plan ON plan.id = choice.plan_id
         WHERE choice.account_id = held.account_id AND choice.subscription = held.subscription
         ORDER BY choice.number DESC
         LIMIT 1
       ) AS wish ON true
