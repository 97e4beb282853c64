-- Accounts of subscribers whose names have some words, at places that have others, in no order: where neither are many.
-- Both are read by their indexes and then joined, so that no name and no address is spelled. Reads only.
WITH named AS MATERIALIZED (
    SELECT id, name
      FROM subscribers_subscriber
     WHERE search_words(name) @@ %(names)s::tsquery AND name_key ~ ALL (%(initials)s::text[])
), placed AS MATERIALIZED (
    SELECT account_id, subscriber_id, city, street, dormitory, house, building, apartment, room
      FROM subscribers_contract
     WHERE search_place(city, street, house, building, apartment, dormitory, room) @@ %(places)s::tsquery
)
SELECT account_id, city, street, dormitory, house, building, apartment, room, name
  FROM named
  JOIN placed ON placed.subscriber_id = named.id
 LIMIT %(limit)s
