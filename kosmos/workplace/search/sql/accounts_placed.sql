-- Accounts at places that have the words and numbers, in no order. By search_contract_places: costs by how many have
-- the rarest of them. Reads only.
SELECT account_id, city, street, dormitory, house, building, apartment, room, ''
  FROM subscribers_contract
 WHERE search_place(city, street, house, building, apartment, dormitory, room) @@ %(query)s::tsquery
 LIMIT %(limit)s
