-- Plans that the file connects to accounts that are here. Not those that an account has, or had from that very
-- day; nor those in whose place it has, from that day, another of the service and kind that the row does not
-- name: the plan was changed since. Reads only.
SELECT target.account_id, staged.account, item.plan_id, item.connected_on
  FROM loading_target target
  JOIN loading_row staged USING (line)
 CROSS JOIN LATERAL unnest(staged.plans, staged.connected) WITH ORDINALITY AS item (plan_id, connected_on, place)
  JOIN catalogue_plan plan ON plan.id = item.plan_id
 WHERE target.account_id IS NOT NULL
   AND NOT EXISTS (
       SELECT FROM charging_subscription subscription
         JOIN catalogue_plan had ON had.id = subscription.plan_id
        CROSS JOIN LATERAL (
              SELECT (subscription.connected_at AT TIME ZONE %(zone)s)::date = item.connected_on AS same_day
        ) AS day
        WHERE subscription.account_id = target.account_id
          AND ((had.id = plan.id AND (day.same_day OR subscription.status <> %(ended)s))
               OR (had.service_id = plan.service_id AND had.kind = plan.kind AND day.same_day
                   AND had.id <> ALL (staged.plans))))
 ORDER BY staged.line, item.place
