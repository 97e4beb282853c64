-- A package left without a base plan of its service, running or not, ends (rule 7.3).
WITH was AS MATERIALIZED (
    SELECT account_id, number, status FROM charging_subscription
     WHERE status <> 4 AND account_id = ANY (%(ids)s::bigint[])
)
UPDATE charging_subscription AS package
   SET status = 4, status_on = %(day)s::date,
       charged_through_on = CASE WHEN package.status = 1 THEN %(day)s::date - 1 ELSE charged_through_on END,
       planned = NULL, planned_on = NULL, planned_plan_id = NULL
  FROM was, catalogue_plan AS plan
 WHERE was.account_id = package.account_id AND was.number = package.number
   AND plan.id = package.plan_id AND plan.kind = 2 AND package.status <> 4
   AND package.account_id = ANY (%(ids)s::bigint[])
   AND NOT EXISTS (SELECT FROM charging_subscription AS base
                     JOIN catalogue_plan AS base_plan ON base_plan.id = base.plan_id
                    WHERE base.account_id = package.account_id AND base.account_id = ANY (%(ids)s::bigint[])
                      AND base.status <> 4 AND base_plan.kind = 1 AND base_plan.service_id = plan.service_id)
RETURNING package.account_id, package.number, was.status, package.status
