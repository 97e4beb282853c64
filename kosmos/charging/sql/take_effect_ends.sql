-- Ends dated up to this day take effect; a base plan that ended at once yesterday need not be looked at again.
UPDATE charging_subscription
   SET status_on = CASE WHEN status = 4 THEN status_on ELSE %(day)s::date END, status = 4,
       charged_through_on = CASE WHEN status = 1 THEN %(day)s::date - 1 ELSE charged_through_on END,
       accrued_through_on = CASE WHEN accrued_through_on >= %(day)s::date THEN %(day)s::date - 1 ELSE accrued_through_on END,
       planned = NULL, planned_on = NULL
 WHERE (planned = 2 OR planned IS NULL) AND planned_on <= %(day)s::date
   AND account_id = ANY (%(ids)s::bigint[])
