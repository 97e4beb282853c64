-- Which payments of some accounts came already, by their references; and, with no provider, which of the accounts have
-- a plan that waits for money: a look into an index that holds only those, without a statement of its own.
SELECT account_id, provider, reference FROM charging_payment
 WHERE account_id = ANY (%(accounts)s::bigint[]) AND reference = ANY (%(references)s::text[])
 UNION ALL
SELECT account_id, NULL, NULL FROM charging_waitingplan
 WHERE state = 1 AND account_id = ANY (%(accounts)s::bigint[])
