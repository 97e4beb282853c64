-- The houses whose numbers are nearest to one that is not there, in a few places. Reads only.
SELECT place.turn, building.id, building.city, building.street, building.house, building.dormitory, building.number
  FROM unnest(%(cities)s::text[], %(streets)s::text[], %(numbers)s::integer[])
       WITH ORDINALITY AS place (city, street, number, turn)
 CROSS JOIN LATERAL (
       SELECT * FROM catalogue_building AS here
        WHERE here.city = place.city AND here.street = place.street AND here.number IS NOT NULL
        ORDER BY abs(here.number - place.number), here.number, here.house
        LIMIT %(each)s
 ) AS building
