-- Marks promises as kept: a payment leaves nothing overdue on their accounts (rule 8).
UPDATE charging_promise SET kept = true WHERE account_id = ANY (%(ids)s::bigint[]) AND NOT kept
