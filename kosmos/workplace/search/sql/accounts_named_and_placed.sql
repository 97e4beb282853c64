-- Accounts of subscribers whose names have some words, at places that have others, in no order. By the indexes of both,
-- from whichever has fewer. Reads only.
SELECT contract.account_id, contract.city, contract.street, contract.dormitory, contract.house, contract.building,
       contract.apartment, contract.room, holder.name
  FROM subscribers_subscriber AS holder
  JOIN subscribers_contract AS contract ON contract.subscriber_id = holder.id
 WHERE search_words(holder.name) @@ %(names)s::tsquery
   AND holder.name_key ~ ALL (%(initials)s::text[])
   AND search_place(contract.city, contract.street, contract.house, contract.building, contract.apartment,
                    contract.dormitory, contract.room) @@ %(places)s::tsquery
 LIMIT %(limit)s
