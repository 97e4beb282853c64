-- Other addresses for many accounts' contracts; locks the contracts' rows only.
UPDATE subscribers_contract contract
   SET city = new.city, street = new.street, house = new.house, building = new.building,
       apartment = new.apartment, dormitory = new.dormitory, room = new.room
  FROM unnest(%(ids)s::bigint[], %(cities)s::text[], %(streets)s::text[], %(houses)s::text[],
              %(buildings)s::text[], %(apartments)s::text[], %(dormitories)s::text[], %(rooms)s::text[])
       AS new (account_id, city, street, house, building, apartment, dormitory, room)
 WHERE contract.account_id = new.account_id
