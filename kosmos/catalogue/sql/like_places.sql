-- Places whose names have the words that were found, the likeliest first: how many of the asked words each has, by
-- likeness, and how many of those are of its street. `turn` numbers the asked words of a reading. Reads only; reads
-- as many rows of words and places as bear the words: a few thousand where a capital is asked for.
WITH hit AS (
    SELECT asked.reading, named.coverageplace_id AS place_id, asked.turn,
           max(asked.likeness) AS likeness,
           max(asked.likeness) FILTER (WHERE NOT asked.in_city) AS of_street
      FROM unnest(%(readings)s::integer[], %(turns)s::integer[], %(words)s::integer[], %(in_city)s::boolean[],
                  %(likenesses)s::real[]) AS asked (reading, turn, word_id, in_city, likeness)
      JOIN catalogue_coverageword_places AS named ON named.coverageword_id = asked.word_id
     GROUP BY 1, 2, 3
), held AS (
    SELECT reading, place_id, sum(likeness) AS likeness, count(of_street) AS of_street
      FROM hit
     GROUP BY 1, 2
    HAVING count(of_street) > 0
)
SELECT held.reading, held.likeness, held.of_street, place.city, place.street, place.dormitory, place.kind,
       translate(place.numbers::text, '[]', '{}')::integer[], place.said, place.city_houses
  FROM held
  JOIN catalogue_coverageplace AS place ON place.id = held.place_id
 ORDER BY held.likeness - 0.1 * (place.said - held.of_street) DESC, place.city_houses DESC, place.id
 LIMIT %(limit)s
