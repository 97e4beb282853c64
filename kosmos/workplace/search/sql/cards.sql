-- What is shown of accounts, by the ids of accounts and of subscribers. Reads by keys as many as are asked for.
SELECT contract.account_id, number.number, contract.number, holder.id, holder.kind, holder.name, holder.phone,
       contract.city, contract.street, contract.house, contract.building, contract.apartment, contract.dormitory,
       contract.room
  FROM (SELECT account_id FROM unnest(%(accounts)s::bigint[]) AS asked (account_id)
        UNION
        SELECT account_id FROM subscribers_contract WHERE subscriber_id = ANY (%(subscribers)s::bigint[])) AS wanted
  JOIN subscribers_contract AS contract ON contract.account_id = wanted.account_id
  JOIN subscribers_subscriber AS holder ON holder.id = contract.subscriber_id
  JOIN ledger_accountnumber AS number ON number.account_id = contract.account_id
