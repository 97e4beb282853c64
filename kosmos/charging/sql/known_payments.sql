-- Which payments of some accounts came already, by their references.
SELECT account_id, provider, reference FROM charging_payment
 WHERE account_id = ANY (%(accounts)s::bigint[]) AND reference = ANY (%(references)s::text[])
