-- Subscriptions that run on, though their account's row does not name their plan. Reads only.
SELECT staged.account, plan.code
  FROM loading_target target
  JOIN loading_row staged USING (line)
  JOIN charging_subscription subscription ON subscription.account_id = target.account_id
  JOIN catalogue_plan plan ON plan.id = subscription.plan_id
 WHERE subscription.status <> %(ended)s AND subscription.plan_id <> ALL (staged.plans)
 ORDER BY staged.line, subscription.number
