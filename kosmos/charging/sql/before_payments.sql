-- What payments have to heed besides the figures of their accounts, which the caller holds locked, some by their ids
-- and some by their numbers. `what` 1: the payment at this place came already; 2: the account's plan waits for money;
-- 3: a promise was not kept, 4: nor has it lapsed; 5: one of its subscriptions is blocked, or was accrued for through a
-- day, and steps 4 and 5 of rule 7 may turn it. One that runs is otherwise left as it is while there is something to
-- spend. Some index look-ups an account, LIMIT sees to it: a plan made while a table was empty would otherwise be to
-- read the table.
WITH held AS MATERIALIZED (
    SELECT %(ids)s::bigint[]
           || ARRAY(SELECT account_id FROM ledger_accountnumber WHERE number = ANY (%(numbers)s::text[])) AS ids
)
SELECT 1 AS what, place, NULL::date AS through_on
  FROM unnest(%(accounts)s::bigint[], %(providers)s::text[], %(references)s::text[])
       WITH ORDINALITY AS asked (account_id, provider, reference, place)
  JOIN LATERAL (SELECT FROM charging_payment AS seen
                 WHERE seen.account_id = asked.account_id AND seen.provider = asked.provider
                       AND seen.reference = asked.reference
                 LIMIT 1) AS seen ON true
 UNION ALL
SELECT 2, account_id, NULL FROM charging_waitingplan
 WHERE state = 1 AND account_id = ANY ((SELECT ids FROM held)::bigint[])
 UNION ALL
SELECT CASE WHEN lapsed THEN 3 ELSE 4 END, account_id, NULL FROM charging_promise
 WHERE account_id = ANY ((SELECT ids FROM held)::bigint[]) AND NOT (kept AND lapsed)
 UNION ALL
SELECT 5, account_id, CASE WHEN status = 1 THEN accrued_through_on END FROM charging_subscription
 WHERE account_id = ANY ((SELECT ids FROM held)::bigint[])
       AND (status = 2 OR status = 1 AND accrued_through_on IS NOT NULL)
