-- The houses of a number (any, where it is null) in places, each with the turn of its place. Reads only; one look
-- into building_by_number for each place.
SELECT place.turn, building.id, building.city, building.street, building.house, building.dormitory, building.number
  FROM unnest(%(cities)s::text[], %(streets)s::text[], %(dormitories)s::text[], %(numbers)s::integer[])
       WITH ORDINALITY AS place (city, street, dormitory, number, turn)
 CROSS JOIN LATERAL (
       SELECT * FROM catalogue_building AS here
        WHERE here.city = place.city AND here.street = place.street AND here.number = place.number
          AND place.dormitory = ''
       UNION ALL
       (SELECT * FROM catalogue_building AS here
         WHERE here.city = place.city AND here.street = place.street
           AND place.number IS NULL AND here.dormitory = CASE place.dormitory WHEN '' THEN here.dormitory ELSE place.dormitory END
         ORDER BY here.number, here.house
         LIMIT %(each)s)
 ) AS building
